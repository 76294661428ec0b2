/* strata-recent-files.h — graphs that were opened or saved lately.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Only what the user has opened; what came with the program is at hand anyway.
 */
void    strata_recent_files_remember (GFile *file);

/* Paths of those that are still there, the last one first; free with
 * g_strfreev(). */
char  **strata_recent_files_list     (guint  most);

/* Makes @menu one of "app.open-path" for each of them. */
void    strata_recent_files_fill     (GMenu *menu);

G_END_DECLS
