/* strata-command-list.c — all commands, to search by name.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-command-list.h"
#include "strata-command.h"
#include "strata-editor-log.h"

#include <glib/gi18n.h>
#include <string.h>

struct _StrataCommandList
{
  GtkPopover parent_instance;

  GtkWidget *entry;
  GtkListBox *list;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StrataCommandList, strata_command_list, GTK_TYPE_POPOVER)

static const char command_key[] = "strata-command";

static const StrataCommand *
row_command (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), command_key);
}

static gboolean
filter_cb (GtkListBoxRow *row, gpointer data)
{
  StrataCommandList *self = data;
  const StrataCommand *command = row_command (row);
  g_autofree char *words =
      g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->entry)), -1);
  g_autofree char *both =
      g_strconcat (_ (command->group), " ", _ (command->title), NULL);
  g_autofree char *text = g_utf8_casefold (both, -1);

  return strstr (text, words) != NULL;
}

static GtkListBoxRow *
find_shown (StrataCommandList *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)); i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      return row;
  return NULL;
}

static void
search_changed_cb (GtkEditable *editable, StrataCommandList *self)
{
  gtk_list_box_invalidate_filter (self->list);
  gtk_list_box_select_row (self->list, find_shown (self));
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, StrataCommandList *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, row_command (row)->action);
}

static void
entry_activate_cb (GtkSearchEntry *entry, StrataCommandList *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row && gtk_widget_get_child_visible (GTK_WIDGET (row)))
    row_activated_cb (self->list, row, self);
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType state,
                StrataCommandList *self)
{
  if (key != GDK_KEY_Down && key != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  return gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

static void
append_row (StrataCommandList *self, const StrataCommand *command)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);
  GtkWidget *label = gtk_label_new (_ (command->title));
  g_auto (GStrv) keys = strata_command_list_keys (command);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (*keys)
    gtk_box_append (GTK_BOX (box), gtk_shortcut_label_new (*keys));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (command->title), -1);
  g_object_set_data (G_OBJECT (row), command_key, (gpointer) command);
  gtk_list_box_append (self->list, row);
}

static void
strata_command_list_dispose (GObject *object)
{
  StrataCommandList *self = STRATA_COMMAND_LIST (object);

  /* It would still be read while its parts go. */
  if (self->list)
    gtk_list_box_set_filter_func (self->list, NULL, NULL, NULL);
  self->list = NULL;

  G_OBJECT_CLASS (strata_command_list_parent_class)->dispose (object);
}

static void
strata_command_list_class_init (StrataCommandListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = strata_command_list_dispose;

  signals[CHOSEN] =
      g_signal_new ("chosen", STRATA_TYPE_COMMAND_LIST, G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
init_entry (StrataCommandList *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->entry = gtk_search_entry_new ();
  g_object_set (self->entry, "placeholder-text", _ ("Search commands"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search commands"), -1);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  g_signal_connect (self->entry, "changed", G_CALLBACK (search_changed_cb),
                    self);
  g_signal_connect (self->entry, "activate", G_CALLBACK (entry_activate_cb),
                    self);
  g_signal_connect_swapped (self->entry, "stop-search",
                            G_CALLBACK (gtk_popover_popdown), self);
}

static void
strata_command_list_init (StrataCommandList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  const StrataCommand *commands;
  gsize n;

  init_entry (self);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb),
                    self);
  commands = strata_command_get_all (&n);
  for (gsize i = 0; i < n; i++)
    append_row (self, &commands[i]);
  gtk_list_box_set_filter_func (self->list, filter_cb, self, NULL);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled),
                                  GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled),
                                 GTK_WIDGET (self->list));
  gtk_widget_set_size_request (scrolled, 420, 380);
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_popover_set_has_arrow (GTK_POPOVER (self), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
}

GtkWidget *
strata_command_list_new (void)
{
  return g_object_new (STRATA_TYPE_COMMAND_LIST, NULL);
}

void
strata_command_list_open (StrataCommandList *list)
{
  GdkRectangle place = { .y = 0, .width = 1, .height = 1 };

  g_return_if_fail (STRATA_IS_COMMAND_LIST (list));

  place.x =
      gtk_widget_get_width (gtk_widget_get_parent (GTK_WIDGET (list))) / 2;
  gtk_popover_set_pointing_to (GTK_POPOVER (list), &place);
  gtk_editable_set_text (GTK_EDITABLE (list->entry), "");
  gtk_popover_popup (GTK_POPOVER (list));
  gtk_widget_grab_focus (list->entry);
  strata_editor_log ("commands");
}
