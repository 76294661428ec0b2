/* strata-keras-config.h — what Keras' configuration file says.
 *
 * It stands in $KERAS_HOME/keras.json, or else in ~/.keras/keras.json, is read
 * once in a process, and never written.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-conv.h"

#include <glib.h>

G_BEGIN_DECLS

STRATA_EXPORT gboolean strata_keras_config_get_data_format (StrataFormat  *format,
                                                            char         **message);

G_END_DECLS
