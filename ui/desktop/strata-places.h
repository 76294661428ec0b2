/* strata-places.h — where the program finds what it came with.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The folder of example graphs; the environment variable STRATA_EXAMPLES may
 * name another. */
char *strata_places_dup_examples     (void);
char *strata_places_dup_translations (void);

G_END_DECLS
