/* strata-examples.h — the graphs that come with the program.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Their paths: in the folder that the variable STRATA_EXAMPLES names, or else
 * in the one that they were installed to. */
char       **strata_examples_list     (void);

char        *strata_examples_dup_title (const char *path);
/* In a sentence; "" for one that somebody else has put there. */
char        *strata_examples_dup_summary (const char *path);

/* "app.open-path" for each of them. */
GMenuModel  *strata_examples_new_menu (void);

G_END_DECLS
