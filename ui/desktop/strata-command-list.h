/* strata-command-list.h — all commands, to search by name.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STRATA_TYPE_COMMAND_LIST (strata_command_list_get_type ())

/* Signal "chosen" (action), when it is closed again. */
G_DECLARE_FINAL_TYPE (StrataCommandList, strata_command_list, STRATA, COMMAND_LIST,
                      GtkPopover)

GtkWidget *strata_command_list_new  (void);

/* Opens at the top of its parent, with an empty search. */
void       strata_command_list_open (StrataCommandList *list);

G_END_DECLS
