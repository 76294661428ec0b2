/* strata-key-page.c — the page on which commands get other keys.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-key-page.h"

#include <glib/gi18n.h>

struct _StrataKeyPage
{
  AdwPreferencesPage parent_instance;

  StrataKeyMap *map;
  GHashTable *labels; /* StrataCommand to GtkShortcutLabel */

  /* While a question is open. */
  const StrataCommand *command;
  AdwMessageDialog *dialog;
  GtkWidget *label;
  char *wanted;
};

G_DEFINE_FINAL_TYPE (StrataKeyPage, strata_key_page, ADW_TYPE_PREFERENCES_PAGE)

static void
update_labels (StrataKeyPage *self)
{
  GHashTableIter iter;
  gpointer command, label;

  g_hash_table_iter_init (&iter, self->labels);
  while (g_hash_table_iter_next (&iter, &command, &label))
    {
      g_auto (GStrv) keys = strata_key_map_list (self->map, command);

      gtk_shortcut_label_set_accelerator (label, *keys ? *keys : "");
    }
}

/* The question. */

static void
response_cb (AdwMessageDialog *dialog,
             const char *response,
             StrataKeyPage *self)
{
  const char *keys = g_str_equal (response, "none")  ? ""
                     : g_str_equal (response, "set") ? self->wanted
                                                     : NULL;
  g_autoptr (GError) error = NULL;

  self->dialog = NULL;
  if (!g_str_equal (response, "cancel")
      && !strata_key_map_set (self->map, self->command, keys, &error))
    adw_preferences_window_add_toast (
        ADW_PREFERENCES_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
        adw_toast_new (error->message));
  g_clear_pointer (&self->wanted, g_free);
}

static void
offer (StrataKeyPage *self)
{
  const StrataCommand *other =
      strata_key_map_find (self->map, self->wanted, self->command);

  gtk_shortcut_label_set_accelerator (GTK_SHORTCUT_LABEL (self->label),
                                      self->wanted);
  if (other)
    adw_message_dialog_format_body (
        self->dialog,
        _ ("These keys are those of “%s”, which will have to do without"),
        _ (other->title));
  else
    adw_message_dialog_set_body (self->dialog,
                                 _ ("Enter takes these keys, Escape cancels"));
  adw_message_dialog_set_response_enabled (self->dialog, "set", TRUE);
  adw_message_dialog_set_default_response (self->dialog, "set");
}

/* Those by which a question is answered. */
static gboolean
is_answer (guint key, GdkModifierType state)
{
  return (state & gtk_accelerator_get_default_mod_mask ()) == 0
         && (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter
             || key == GDK_KEY_Escape || key == GDK_KEY_Tab);
}

gboolean
strata_key_page_press (StrataKeyPage *page, guint key, GdkModifierType state)
{
  g_return_val_if_fail (STRATA_IS_KEY_PAGE (page), FALSE);

  state &= gtk_accelerator_get_default_mod_mask ();
  key = gdk_keyval_to_lower (key);
  if (!page->dialog || is_answer (key, state) || key == GDK_KEY_ISO_Left_Tab
      || !gtk_accelerator_valid (key, state))
    return FALSE;
  g_free (page->wanted);
  page->wanted = gtk_accelerator_name (key, state);
  offer (page);
  return TRUE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType state,
                StrataKeyPage *self)
{
  return strata_key_page_press (self, key, state);
}

static void
add_responses (StrataKeyPage *self)
{
  AdwMessageDialog *dialog = self->dialog;

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "none",
                                    _ ("_No Keys"), "reset", _ ("_Reset"),
                                    "set", _ ("_Set"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "set",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_response_enabled (dialog, "set", FALSE);
  adw_message_dialog_set_response_enabled (
      dialog, "reset", strata_key_map_is_changed (self->map, self->command));
  adw_message_dialog_set_close_response (dialog, "cancel");
}

AdwMessageDialog *
strata_key_page_ask (StrataKeyPage *page, const StrataCommand *command)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_auto (GStrv) old = strata_key_map_list (page->map, command);

  g_return_val_if_fail (STRATA_IS_KEY_PAGE (page), NULL);

  page->command = command;
  page->dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page))), _ (command->title),
      _ ("Press the keys that are to stand for it")));
  page->label = gtk_shortcut_label_new (*old ? *old : "");
  gtk_shortcut_label_set_disabled_text (GTK_SHORTCUT_LABEL (page->label),
                                        _ ("No Keys"));
  gtk_widget_set_halign (page->label, GTK_ALIGN_CENTER);
  adw_message_dialog_set_extra_child (page->dialog, page->label);
  add_responses (page);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb),
                           page, 0);
  gtk_widget_add_controller (GTK_WIDGET (page->dialog), keys);
  g_signal_connect_object (page->dialog, "response", G_CALLBACK (response_cb),
                           page, 0);
  gtk_window_present (GTK_WINDOW (page->dialog));
  return page->dialog;
}

/* Rows. */

static void
activated_cb (AdwActionRow *row, StrataKeyPage *self)
{
  strata_key_page_ask (self, g_object_get_data (G_OBJECT (row), "command"));
}

static void
add_row (StrataKeyPage *self,
         AdwPreferencesGroup *group,
         const StrataCommand *command)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_shortcut_label_new ("");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (command->title));
  gtk_shortcut_label_set_disabled_text (GTK_SHORTCUT_LABEL (label),
                                        _ ("No Keys"));
  gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "command", (gpointer) command);
  g_signal_connect (row, "activated", G_CALLBACK (activated_cb), self);
  g_hash_table_insert (self->labels, (gpointer) command, label);
  adw_preferences_group_add (group, row);
}

static void
add_rows (StrataKeyPage *self)
{
  AdwPreferencesGroup *group = NULL;
  const char *name = NULL;
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);

  for (gsize i = 0; i < n; i++)
    {
      if (g_strcmp0 (name, commands[i].group) != 0)
        {
          name = commands[i].group;
          group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
          adw_preferences_group_set_title (group, _ (name));
          adw_preferences_page_add (ADW_PREFERENCES_PAGE (self), group);
        }
      add_row (self, group, &commands[i]);
    }
}

/* The object. */

static void
strata_key_page_dispose (GObject *object)
{
  StrataKeyPage *self = STRATA_KEY_PAGE (object);

  g_clear_object (&self->map);
  g_hash_table_remove_all (self->labels);

  G_OBJECT_CLASS (strata_key_page_parent_class)->dispose (object);
}

static void
strata_key_page_finalize (GObject *object)
{
  StrataKeyPage *self = STRATA_KEY_PAGE (object);

  g_hash_table_unref (self->labels);
  g_free (self->wanted);

  G_OBJECT_CLASS (strata_key_page_parent_class)->finalize (object);
}

static void
strata_key_page_class_init (StrataKeyPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = strata_key_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = strata_key_page_finalize;
}

static void
strata_key_page_init (StrataKeyPage *self)
{
  self->labels = g_hash_table_new (NULL, NULL);
  adw_preferences_page_set_title (ADW_PREFERENCES_PAGE (self), _ ("Keyboard"));
  adw_preferences_page_set_icon_name (ADW_PREFERENCES_PAGE (self),
                                      "input-keyboard-symbolic");
}

GtkWidget *
strata_key_page_new (StrataKeyMap *map)
{
  StrataKeyPage *self = g_object_new (STRATA_TYPE_KEY_PAGE, NULL);

  self->map = g_object_ref (map);
  g_signal_connect_object (map, "changed", G_CALLBACK (update_labels), self,
                           G_CONNECT_SWAPPED);
  add_rows (self);
  update_labels (self);
  return GTK_WIDGET (self);
}
