/* strata-command.c — all that the editor can be told to do: the one table.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-command.h"

#define MENU STRATA_COMMAND_IN_MENU
#define CANVAS STRATA_COMMAND_ON_CANVAS

/* Commands of a group stand together. */
static const StrataCommand commands[] = {
  { "app.new", "File", "New Window", "<Control>n", MENU },
  { "win.open", "File", "Open…", "<Control>o", 0 },
  { "win.save", "File", "Save", "<Control>s", MENU },
  { "win.save-as", "File", "Save As…", "<Shift><Control>s", MENU },
  { "win.close", "File", "Close Window", "<Control>w", 0 },
  { "app.quit", "File", "Quit", "<Control>q", 0 },

  { "win.undo", "Edit", "Undo", "<Control>z", 0 },
  { "win.redo", "Edit", "Redo", "<Shift><Control>z <Control>y", 0 },
  { "canvas.cut", "Edit", "Cut", "<Control>x", CANVAS },
  { "canvas.copy", "Edit", "Copy", "<Control>c", CANVAS },
  { "canvas.paste", "Edit", "Paste", "<Control>v", CANVAS },
  { "canvas.duplicate", "Edit", "Duplicate", "<Control>d", CANVAS },
  { "canvas.delete", "Edit", "Delete", "Delete", CANVAS },
  { "canvas.select-all", "Edit", "Select All", "<Control>a", CANVAS },
  { "canvas.select-none", "Edit", "Select None", "<Shift><Control>a", CANVAS },
  { "win.add-card", "Edit", "Add Card…", "<Shift>a Insert", MENU | CANVAS },

  { "win.run", "Run", "Run", "F5 <Control>Return", 0 },
  { "win.stop", "Run", "Stop", "<Shift>F5", 0 },
  { "win.live", "Run", "Run After Each Change", "", MENU },

  { "win.palette", "View", "Palette", "F9", MENU },
  { "win.viewer", "View", "Viewer", "<Shift>F9", MENU },
  { "win.fullscreen", "View", "Full Screen", "F11", MENU },
  { "canvas.fit", "View", "Show All Cards", "Home", CANVAS },
  { "canvas.fit-selection", "View", "Show Selected Cards", "f", CANVAS },
  { "canvas.zoom-in", "View", "Zoom In", "<Control>plus", CANVAS },
  { "canvas.zoom-out", "View", "Zoom Out", "<Control>minus", CANVAS },
  { "canvas.zoom-normal", "View", "Normal Size", "<Control>0", CANVAS },
  { "canvas.fold", "View", "Show or Hide Further Ports", "h", CANVAS },
  { "win.faults", "View", "Faults", "<Shift><Control>m", 0 },

  { "win.commands", "Help", "All Commands…", "<Shift><Control>p", MENU },
  { "win.shortcuts", "Help", "Keyboard Shortcuts", "<Control>question", MENU },
  { "app.about", "Help", "About Strata", "", MENU },
};

const StrataCommand *
strata_command_get_all (gsize *n)
{
  *n = G_N_ELEMENTS (commands);
  return commands;
}

char **
strata_command_list_keys (const StrataCommand *command)
{
  return g_strsplit (command->keys, " ", -1);
}

void
strata_command_install_keys (GtkApplication *application)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (*commands[i].keys && !(commands[i].flags & CANVAS))
      {
        g_auto (GStrv) keys = strata_command_list_keys (&commands[i]);

        gtk_application_set_accels_for_action (application, commands[i].action,
                                               (const char *const *) keys);
      }
}

GMenuModel *
strata_command_new_menu (void)
{
  GMenu *menu = g_menu_new ();
  GMenu *section = NULL;
  const char *group = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (!(commands[i].flags & MENU))
        continue;
      if (!section || g_strcmp0 (group, commands[i].group) != 0)
        {
          g_clear_object (&section);
          section = g_menu_new ();
          g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
          group = commands[i].group;
        }
      g_menu_append (section, commands[i].title, commands[i].action);
    }
  g_clear_object (&section);
  return G_MENU_MODEL (menu);
}

/* The shortcuts window: GTK 4.8 builds one from XML alone. */

static void
append_shortcut (GString *xml, const StrataCommand *command)
{
  g_autofree char *text = g_markup_printf_escaped (
      "<child><object class='GtkShortcutsShortcut'>"
      "<property name='title'>%s</property>"
      "<property name='accelerator'>%s</property></object></child>",
      command->title, command->keys);

  g_string_append (xml, text);
}

static void
append_group (GString *xml, gsize *i)
{
  const char *group = commands[*i].group;
  g_autofree char *head =
      g_markup_printf_escaped ("<child><object class='GtkShortcutsGroup'>"
                               "<property name='title'>%s</property>",
                               group);

  g_string_append (xml, head);
  for (;
       *i < G_N_ELEMENTS (commands) && g_str_equal (commands[*i].group, group);
       ++*i)
    if (*commands[*i].keys)
      append_shortcut (xml, &commands[*i]);
  g_string_append (xml, "</object></child>");
}

GtkWidget *
strata_command_new_shortcuts (void)
{
  g_autoptr (GtkBuilder) builder = NULL;
  GString *xml = g_string_new ("<interface>"
                               "<object class='GtkShortcutsWindow' id='window'>"
                               "<property name='modal'>1</property><child>"
                               "<object class='GtkShortcutsSection'>"
                               "<property name='section-name'>all</property>");

  for (gsize i = 0; i < G_N_ELEMENTS (commands);)
    append_group (xml, &i);
  g_string_append (xml, "</object></child></object></interface>");
  builder = gtk_builder_new_from_string (xml->str, (gssize) xml->len);
  g_string_free (xml, TRUE);
  return GTK_WIDGET (gtk_builder_get_object (builder, "window"));
}
