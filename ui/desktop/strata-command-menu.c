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
    if (!strstr (*key, "KP_") && !strstr (*key, "ISO_"))
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
  g_autoptr (GString) shortcuts = g_string_new (NULL);
  g_autofree char *head =
      g_markup_printf_escaped ("<child><object class='GtkShortcutsGroup'>"
                               "<property name='title'>%s</property>",
                               _ (group));

  for (; *i < n && g_str_equal (commands[*i].group, group); ++*i)
    append_shortcut (shortcuts, &commands[*i]);
  if (shortcuts->len > 0)
    g_string_append_printf (xml, "%s%s</object></child>", head, shortcuts->str);
}

/* GTK deals the groups out to pages as it is shown, in an order of its own. */

static GtkWidget *
find_in_section (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type)
      && gtk_widget_get_ancestor (widget, GTK_TYPE_SHORTCUTS_SECTION))
    return widget;
  for (; child && !found; child = gtk_widget_get_next_sibling (child))
    found = find_in_section (child, type);
  return found;
}

/* The title of its first group. */
static char *
dup_first_title (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  char *title = NULL;

  if (GTK_IS_SHORTCUTS_GROUP (widget))
    g_object_get (widget, "title", &title, NULL);
  for (; child && !title; child = gtk_widget_get_next_sibling (child))
    title = dup_first_title (child);
  return title;
}

static guint
find_rank (GtkWidget *page)
{
  g_autofree char *title = dup_first_title (page);
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);

  for (gsize i = 0; i < n; i++)
    if (g_strcmp0 (_ (commands[i].group), title) == 0)
      return (guint) i;
  return G_MAXUINT;
}

static int
compare_pages (gconstpointer a, gconstpointer b)
{
  guint one = find_rank (*(GtkWidget *const *) a);
  guint other = find_rank (*(GtkWidget *const *) b);

  return one < other ? -1 : one > other;
}

static void
round_buttons (GtkWidget *switcher)
{
  GtkWidget *button = switcher ? gtk_widget_get_first_child (switcher) : NULL;

  for (; button; button = gtk_widget_get_next_sibling (button))
    gtk_widget_add_css_class (button, "circular");
}

/* That of the table, which the first page begins. */
static void
sort_pages_cb (GtkWidget *window)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func (g_object_unref);
  GtkWidget *stack = find_in_section (window, GTK_TYPE_STACK);
  GtkWidget *page;

  if (!stack)
    return;
  while ((page = gtk_widget_get_first_child (stack)))
    {
      g_ptr_array_add (pages, g_object_ref (page));
      gtk_stack_remove (GTK_STACK (stack), page);
    }
  g_ptr_array_sort (pages, compare_pages);
  for (guint i = 0; i < pages->len; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i + 1);

      gtk_stack_add_titled (GTK_STACK (stack), pages->pdata[i], number, number);
    }
  round_buttons (find_in_section (window, GTK_TYPE_STACK_SWITCHER));
}

GtkWidget *
strata_command_new_shortcuts (void)
{
  GtkWidget *window;
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
  window = GTK_WIDGET (gtk_builder_get_object (builder, "window"));
  g_signal_connect_after (window, "map", G_CALLBACK (sort_pages_cb), NULL);
  return window;
}
