/* strata-command-keys.c — the keys of commands, and where they act.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-command.h"
#include "strata-key-map.h"

char **
strata_command_list_keys (const StrataCommand *command)
{
  return strata_key_map_list (strata_key_map_get (), command);
}

void
strata_command_install_keys (GtkApplication *application)
{
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);

  for (gsize i = 0; i < n; i++)
    if (!(commands[i].flags & STRATA_COMMAND_ON_CANVAS))
      {
        g_auto (GStrv) keys = strata_command_list_keys (&commands[i]);

        gtk_application_set_accels_for_action (application, commands[i].action,
                                               (const char *const *) keys);
      }
}

static void
append_keys (GListStore *list, const StrataCommand *command)
{
  g_auto (GStrv) keys = strata_command_list_keys (command);
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  if (!g_action_parse_detailed_name (command->action, &name, &target, NULL))
    g_return_if_reached ();
  for (char **key = keys; *key; key++)
    {
      g_autoptr (GtkShortcut) shortcut =
          gtk_shortcut_new (gtk_shortcut_trigger_parse_string (*key),
                            gtk_named_action_new (name));

      gtk_shortcut_set_arguments (shortcut, target);
      g_list_store_append (list, shortcut);
    }
}

static void
fill_canvas_keys (GListStore *list)
{
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);

  g_list_store_remove_all (list);
  for (gsize i = 0; i < n; i++)
    if (commands[i].flags & STRATA_COMMAND_ON_CANVAS)
      append_keys (list, &commands[i]);
}

GListModel *
strata_command_get_canvas_keys (void)
{
  static GListStore *list;

  if (!list)
    {
      list = g_list_store_new (GTK_TYPE_SHORTCUT);
      fill_canvas_keys (list);
      g_signal_connect_swapped (strata_key_map_get (), "changed",
                                G_CALLBACK (fill_canvas_keys), list);
    }
  return G_LIST_MODEL (list);
}

static gboolean
is_action (gpointer item, gpointer action)
{
  GtkShortcutAction *found = gtk_shortcut_get_action (item);

  return g_strcmp0 (gtk_named_action_get_action_name (GTK_NAMED_ACTION (found)),
                    action)
         == 0;
}

void
strata_command_lend_key (GtkWidget *widget, const char *action)
{
  GtkFilter *filter;
  g_autoptr (GListModel) keys = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  filter =
      GTK_FILTER (gtk_custom_filter_new (is_action, g_strdup (action), g_free));
  keys = G_LIST_MODEL (gtk_filter_list_model_new (
      g_object_ref (strata_command_get_canvas_keys ()), filter));
  gtk_widget_add_controller (widget,
                             gtk_shortcut_controller_new_for_model (keys));
}

/* The commands of a canvas, for menus that stand outside of it. */

static void
forward_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autofree char *name =
      g_strconcat ("canvas.", g_action_get_name (G_ACTION (action)), NULL);

  gtk_widget_activate_action_variant (data, name, parameter);
}

static void
add_forward (GSimpleActionGroup *group, GtkWidget *canvas, const char *detailed)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  g_autoptr (GSimpleAction) action = NULL;

  if (!g_action_parse_detailed_name (detailed, &name, &target, NULL))
    g_return_if_reached ();
  action = g_simple_action_new (name + strlen ("canvas."),
                                target ? g_variant_get_type (target) : NULL);
  g_signal_connect_object (action, "activate", G_CALLBACK (forward_cb), canvas,
                           0);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
}

GActionGroup *
strata_command_new_canvas_actions (GtkWidget *canvas)
{
  GSimpleActionGroup *group = g_simple_action_group_new ();
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);

  g_return_val_if_fail (GTK_IS_WIDGET (canvas), NULL);

  for (gsize i = 0; i < n; i++)
    if (g_str_has_prefix (commands[i].action, "canvas."))
      add_forward (group, canvas, commands[i].action);
  return G_ACTION_GROUP (group);
}
