/* strata-keras-config-private.h — one reading of Keras' configuration file.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-keras-config.h"

/* Gives channels_last where the file is not there, cannot be read or is no
 * JSON object with the key; FALSE and a sentence where the value is wrong. */
gboolean strata_keras_config_read (const char    *file,
                                   StrataFormat  *format,
                                   char         **message);
