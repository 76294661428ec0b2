/* strata-language.h — in which language the editor speaks.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* That of the person. Before GTK is used. */
void strata_language_set_up (void);

G_END_DECLS
