/* strata-command-menu.c — commands in a menu, and in the window of keys.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-command.h"

#include <glib/gi18n.h>

/* What stands in the menu itself; all else has a menu for each group. */
static gboolean
append_direct (GMenu *menu, const StrataCommand *command)
{
  if (!(command->flags & STRATA_COMMAND_IN_MENU))
    return FALSE;
  g_menu_append (menu, _ (command->title), command->action);
  return TRUE;
}

GMenuModel *
strata_command_new_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) head = g_menu_new ();
  g_autoptr (GMenu) groups = g_menu_new ();
  g_autoptr (GMenu) foot = g_menu_new ();
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);

  for (gsize i = 0; i < n;)
    {
      g_autoptr (GMenu) group = g_menu_new ();
      const char *name = commands[i].group;

      for (; i < n && g_str_equal (commands[i].group, name); i++)
        if (!append_direct (
                g_menu_model_get_n_items (G_MENU_MODEL (groups)) ? foot : head,
                &commands[i]))
          g_menu_append (group, _ (commands[i].title), commands[i].action);
      if (g_menu_model_get_n_items (G_MENU_MODEL (group)) > 0)
        g_menu_append_submenu (groups, _ (name), G_MENU_MODEL (group));
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (head));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (groups));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (foot));
  return G_MENU_MODEL (menu);
}

/* Menus of the canvas. Its keys are its own, so that GTK does not know them. */

static void
append_item (GMenu *menu, const StrataCommand *command)
{
  g_auto (GStrv) keys = strata_command_list_keys (command);
  g_autoptr (GMenuItem) item =
      g_menu_item_new (_ (command->title), command->action);

  if (*keys)
    g_menu_item_set_attribute (item, "accel", "s", *keys);
  g_menu_append_item (menu, item);
}

void
strata_command_append (GMenu *menu, const char *action)
{
  const StrataCommand *command = strata_command_find (action);

  g_return_if_fail (command);

  append_item (menu, command);
}

GMenuModel *
strata_command_new_group_menu (const char *group)
{
  GMenu *menu = g_menu_new ();
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);

  for (gsize i = 0; i < n; i++)
    if (g_str_equal (commands[i].group, group))
      append_item (menu, &commands[i]);
  return G_MENU_MODEL (menu);
}

/* The shortcuts window: GTK 4.8 builds one from XML alone. */

/* The keys of the keypad are those of the same name, which stand beside them.
 */
static char *
dup_shown_keys (const StrataCommand *command)
{
  g_auto (GStrv) keys = strata_command_list_keys (command);
  GString *shown = g_string_new (NULL);

  for (char **key = keys; *key; key++)
    if (!strstr (*key, "KP_"))
      g_string_append_printf (shown, "%s%s", shown->len ? " " : "", *key);
  return g_string_free (shown, FALSE);
}

static void
append_shortcut (GString *xml, const StrataCommand *command)
{
  g_autofree char *keys = dup_shown_keys (command);
  g_autofree char *text = g_markup_printf_escaped (
      "<child><object class='GtkShortcutsShortcut'>"
      "<property name='title'>%s</property>"
      "<property name='accelerator'>%s</property></object></child>",
      _ (command->title), keys);

  if (*keys)
    g_string_append (xml, text);
}

static void
append_group (GString *xml, const StrataCommand *commands, gsize n, gsize *i)
{
  const char *group = commands[*i].group;
  g_autofree char *head =
      g_markup_printf_escaped ("<child><object class='GtkShortcutsGroup'>"
                               "<property name='title'>%s</property>",
                               _ (group));

  g_string_append (xml, head);
  for (; *i < n && g_str_equal (commands[*i].group, group); ++*i)
    append_shortcut (xml, &commands[*i]);
  g_string_append (xml, "</object></child>");
}

GtkWidget *
strata_command_new_shortcuts (void)
{
  g_autoptr (GtkBuilder) builder = NULL;
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);
  GString *xml = g_string_new ("<interface>"
                               "<object class='GtkShortcutsWindow' id='window'>"
                               "<property name='modal'>1</property><child>"
                               "<object class='GtkShortcutsSection'>"
                               "<property name='section-name'>all</property>");

  for (gsize i = 0; i < n;)
    append_group (xml, commands, n, &i);
  g_string_append (xml, "</object></child></object></interface>");
  builder = gtk_builder_new_from_string (xml->str, (gssize) xml->len);
  g_string_free (xml, TRUE);
  return GTK_WIDGET (gtk_builder_get_object (builder, "window"));
}
