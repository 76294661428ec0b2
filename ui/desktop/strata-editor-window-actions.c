/* strata-editor-window-actions.c — what a window can be told to do.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas.h"
#include "strata-command-list.h"
#include "strata-command.h"
#include "strata-editor-window-private.h"
#include "strata-outline.h"
#include "strata-palette.h"
#include "strata-status-bar.h"

#include <glib/gi18n.h>

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  strata_editor_window_choose_open (data);
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  strata_editor_window_save_safely (data, FALSE);
}

static void
save_as_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  strata_editor_window_choose_save (data, FALSE);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  strata_editor_window_choose_export (data);
}

static void
reload_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  strata_editor_window_reload (data);
}

static void
trust_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  strata_editor_window_ask_to_trust (data);
}

static void
close_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_window_close (data);
}

static void
step (StrataEditorWindow *self, gboolean (*func) (StrataGraph *graph))
{
  self->in_history = TRUE;
  func (strata_document_get_graph (self->document));
  self->in_history = FALSE;
}

/* Whoever writes takes back what was written, not a step of the graph. */
static gboolean
act_on_text (gpointer window, const char *action)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  if (!GTK_IS_TEXT (focus) && !GTK_IS_TEXT_VIEW (focus))
    return FALSE;
  gtk_widget_activate_action (focus, action, NULL);
  return TRUE;
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  if (!act_on_text (data, "text.undo"))
    step (data, strata_graph_undo);
}

static void
redo_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  if (!act_on_text (data, "text.redo"))
    step (data, strata_graph_redo);
}

static void
run_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  strata_document_run (strata_editor_window_get_document (data));
}

/* The cards that are selected, with what leads to them. */
static void
run_selection_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StrataEditorWindow *self = data;
  g_autoptr (GPtrArray) cards =
      strata_canvas_list_selected (STRATA_CANVAS (self->canvas));
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  if (cards->len == 0)
    {
      strata_editor_window_tell (self, _ ("Select the cards to run first"));
      return;
    }
  for (guint i = 0; i < cards->len; i++)
    g_ptr_array_add (ids, (gpointer) strata_card_get_id (cards->pdata[i]));
  g_ptr_array_add (ids, NULL);
  strata_document_run_cards (self->document, (const char **) ids->pdata);
}

static void
stop_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  strata_document_stop (strata_editor_window_get_document (data));
}

static void
faults_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StrataEditorWindow *self = data;

  strata_status_bar_show_faults (STRATA_STATUS_BAR (self->status));
}

/* The outline, shown if need be. */
static void
find_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StrataEditorWindow *self = data;
  GtkWidget *stack = gtk_widget_get_ancestor (self->outline, GTK_TYPE_STACK);

  adw_flap_set_reveal_flap (self->palette_flap, TRUE);
  gtk_stack_set_visible_child (GTK_STACK (stack), self->outline);
  strata_outline_start_search (STRATA_OUTLINE (self->outline));
}

static void
graph_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StrataEditorWindow *self = data;

  strata_canvas_focus_selected (STRATA_CANVAS (self->canvas));
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  GtkWidget *window = strata_command_new_shortcuts ();

  gtk_window_set_transient_for (GTK_WINDOW (window), data);
  gtk_window_present (GTK_WINDOW (window));
}

static void
commands_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StrataEditorWindow *self = data;

  strata_command_list_open (STRATA_COMMAND_LIST (self->commands));
}

static void
change_fullscreen_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  g_object_set (data, "fullscreened", g_variant_get_boolean (value), NULL);
}

static void
notify_fullscreened_cb (GtkWindow *window,
                        GParamSpec *pspec,
                        GSimpleAction *action)
{
  g_simple_action_set_state (
      action, g_variant_new_boolean (gtk_window_is_fullscreen (window)));
}

static const GActionEntry actions[] = {
  { .name = "fullscreen",
    .state = "false",
    .change_state = change_fullscreen_cb },
  { .name = "commands", .activate = commands_cb },
  { .name = "open", .activate = open_cb },
  { .name = "save", .activate = save_cb },
  { .name = "save-as", .activate = save_as_cb },
  { .name = "export", .activate = export_cb },
  { .name = "reload", .activate = reload_cb },
  { .name = "trust", .activate = trust_cb },
  { .name = "close", .activate = close_cb },
  { .name = "undo", .activate = undo_cb },
  { .name = "redo", .activate = redo_cb },
  { .name = "run", .activate = run_cb },
  { .name = "run-selection", .activate = run_selection_cb },
  { .name = "stop", .activate = stop_cb },
  { .name = "faults", .activate = faults_cb },
  { .name = "find", .activate = find_cb },
  { .name = "graph", .activate = graph_cb },
  { .name = "shortcuts", .activate = shortcuts_cb },
};

static void
add_switch (StrataEditorWindow *self,
            const char *name,
            gpointer object,
            const char *property)
{
  g_autoptr (GPropertyAction) action =
      g_property_action_new (name, object, property);

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

void
strata_editor_window_init_actions (StrataEditorWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions,
                                   G_N_ELEMENTS (actions), self);
  /* One of the property would hold the window, which holds it. */
  g_signal_connect_object (
      self, "notify::fullscreened", G_CALLBACK (notify_fullscreened_cb),
      g_action_map_lookup_action (G_ACTION_MAP (self), "fullscreen"), 0);
  add_switch (self, "palette", self->palette_flap, "reveal-flap");
  add_switch (self, "viewer", self->viewer_flap, "reveal-flap");
}

static void
enable (StrataEditorWindow *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (
      G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)),
      enabled);
}

static void
tell_step (GtkButton *button, char *text)
{
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), text);
  g_free (text);
}

void
strata_editor_window_update_actions (StrataEditorWindow *self)
{
  StrataGraph *graph = strata_document_get_graph (self->document);
  const char *undo = strata_graph_get_undo_name (graph);
  const char *redo = strata_graph_get_redo_name (graph);

  enable (self, "undo", undo != NULL);
  enable (self, "redo", redo != NULL);
  enable (self, "reload", strata_graph_get_path (graph) != NULL);
  enable (self, "stop", strata_document_is_running (self->document));
  enable (self, "faults", strata_document_get_faults (self->document)->len > 0);
  /* Translators: the name of a step of the history. */
  tell_step (self->undo_button, undo ? g_strdup_printf (_ ("Undo: %s"), undo)
                                     : g_strdup (_ ("Undo")));
  tell_step (self->redo_button, redo ? g_strdup_printf (_ ("Redo: %s"), redo)
                                     : g_strdup (_ ("Redo")));
}

/* Those of properties hold parts of the window, whose own actions lead back to
 * these; and parts go later, and may still speak to the last. */
void
strata_editor_window_leave_actions (StrataEditorWindow *self)
{
  static const char *const names[] = {
    "palette", "viewer", "live", "explain", "save-tensor", "pin",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_action_map_remove_action (G_ACTION_MAP (self), names[i]);
}
