/* strata-command.h — all that the editor can be told to do: the one table.
 *
 * The menu, the accelerators, the shortcuts window and the list of commands are
 * made from it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  STRATA_COMMAND_IN_MENU = 1 << 0, /* stands in the menu of the window */
  STRATA_COMMAND_ON_CANVAS = 1 << 1, /* its keys belong to the canvas */
} StrataCommandFlags;

/* One command. @keys are accelerators with spaces between them; @group and
 * @title are to be translated. */
typedef struct
{
  const char         *action; /* detailed: with its target */
  const char         *group;
  const char         *title;
  const char         *keys;
  StrataCommandFlags  flags;
} StrataCommand;

const StrataCommand *strata_command_get_all      (gsize               *n);

/* The one of a detailed action, or NULL. */
const StrataCommand *strata_command_find         (const char          *action);

/* The keys of a command, one string each; free with g_strfreev(). */
char               **strata_command_list_keys    (const StrataCommand *command);

void                 strata_command_install_keys (GtkApplication      *application);
/* The keys that act on a canvas: GtkShortcut, one list for all canvases. */
GListModel          *strata_command_get_canvas_keys (void);
/* The keys of a canvas' command act on @widget, too. */
void                 strata_command_lend_key     (GtkWidget           *widget,
                                                  const char          *action);
/* The actions of a canvas, to be put into its window as "canvas". */
GActionGroup        *strata_command_new_canvas_actions (GtkWidget *canvas);
GMenuModel          *strata_command_new_menu     (void);
/* All commands of a group, by its untranslated name. */
GMenuModel          *strata_command_new_group_menu (const char        *group);
/* The command of a detailed action, as an item with its key. */
void                 strata_command_append       (GMenu               *menu,
                                                  const char          *action);
GtkWidget           *strata_command_new_shortcuts (void);

G_END_DECLS
