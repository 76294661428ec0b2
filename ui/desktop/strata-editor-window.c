/* strata-editor-window.c — a window that shows one graph.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas.h"
#include "strata-command.h"
#include "strata-desktop-resources.h"
#include "strata-editor-log.h"
#include "strata-editor-window-private.h"
#include "strata-notice-list.h"
#include "strata-outline.h"
#include "strata-palette.h"
#include "strata-status-bar.h"
#include "strata-viewer.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (StrataEditorWindow,
                     strata_editor_window,
                     ADW_TYPE_APPLICATION_WINDOW)

/* A run that is over sooner is no reason to change a button. */
#define SLOW_RUN_MS 300

/* The title. */

static char *
dup_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  const char *home = g_get_home_dir ();
  gsize length = strlen (home);

  if (length > 1 && g_str_has_prefix (folder, home)
      && (folder[length] == '/' || folder[length] == '\0'))
    {
      g_autofree char *below = g_filename_display_name (folder + length);

      return g_strconcat ("~", below, NULL);
    }
  return g_filename_display_name (folder);
}

static void
update_title (StrataEditorWindow *self)
{
  g_autofree char *name = strata_document_dup_title (self->document);
  const char *path =
      strata_graph_get_path (strata_document_get_graph (self->document));
  g_autofree char *folder = path ? dup_folder (path) : NULL;
  g_autofree char *title = g_strconcat (
      name, strata_document_is_modified (self->document) ? " \342\200\242" : "",
      NULL);

  adw_window_title_set_title (self->title, title);
  adw_window_title_set_subtitle (self->title, folder ? folder : "");
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
update (StrataEditorWindow *self)
{
  StrataGraph *graph = strata_document_get_graph (self->document);

  update_title (self);
  strata_editor_window_update_actions (self);
  gtk_widget_set_visible (self->empty_page,
                          strata_graph_get_n_cards (graph) == 0);
}

/* Deletions may be taken back, until something else is done. */

static void
leave_toast (StrataEditorWindow *self)
{
  if (!self->offers_undo)
    return;
  self->offers_undo = FALSE;
  strata_toast_dismiss (STRATA_TOAST (self->toast));
}

static void
tell_of_deletion (StrataEditorWindow *self, guint n)
{
  g_autofree char *text =
      g_strdup_printf (ngettext ("%u card deleted", "%u cards deleted", n), n);

  self->offers_undo = TRUE;
  strata_toast_show (STRATA_TOAST (self->toast), text, _ ("Undo"), "win.undo");
}

void
strata_editor_window_tell (StrataEditorWindow *self, const char *sentence)
{
  self->offers_undo = FALSE;
  strata_toast_show (STRATA_TOAST (self->toast), sentence, NULL, NULL);
}

static void
card_removed_cb (StrataGraph *graph, StrataCard *card, StrataEditorWindow *self)
{
  self->n_removed++;
}

static void
graph_changed_cb (StrataGraph *graph, StrataEditorWindow *self)
{
  guint n = self->n_removed;

  self->n_removed = 0;
  leave_toast (self);
  if (n > 0 && !self->in_history)
    tell_of_deletion (self, n);
  strata_editor_window_keep_soon (self);
  update (self);
}

/* The document. */

static gboolean
slow_run_cb (gpointer data)
{
  StrataEditorWindow *self = data;

  self->slow_run = 0;
  gtk_stack_set_visible_child_name (self->run_stack, "stop");
  return G_SOURCE_REMOVE;
}

static void
notify_running_cb (StrataDocument *document,
                   GParamSpec *pspec,
                   StrataEditorWindow *self)
{
  g_clear_handle_id (&self->slow_run, g_source_remove);
  if (strata_document_is_running (document))
    self->slow_run = g_timeout_add (SLOW_RUN_MS, slow_run_cb, self);
  else
    gtk_stack_set_visible_child_name (self->run_stack, "run");
  strata_editor_window_update_actions (self);
}

static void
notify_document_cb (StrataDocument *document,
                    GParamSpec *pspec,
                    StrataEditorWindow *self)
{
  update (self);
}

static void
planned_cb (StrataDocument *document, StrataEditorWindow *self)
{
  strata_editor_window_update_notices (self);
}

static void
faults_changed_cb (StrataDocument *document, StrataEditorWindow *self)
{
  strata_editor_window_update_actions (self);
}

static void
leave_document (StrataEditorWindow *self)
{
  g_clear_handle_id (&self->slow_run, g_source_remove);
  if (!self->document)
    return;
  g_signal_handlers_disconnect_by_data (
      strata_document_get_graph (self->document), self);
  g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
}

void
strata_editor_window_set_document (StrataEditorWindow *window,
                                   StrataDocument *document)
{
  StrataGraph *graph;
  g_autoptr (GPropertyAction) live = NULL;

  g_return_if_fail (STRATA_IS_EDITOR_WINDOW (window));

  strata_editor_window_stop_keeping (window);
  leave_document (window);
  window->document = g_object_ref (document);
  graph = strata_document_get_graph (document);
  g_signal_connect (graph, "card-removed", G_CALLBACK (card_removed_cb),
                    window);
  g_signal_connect (graph, "changed", G_CALLBACK (graph_changed_cb), window);
  g_signal_connect (document, "notify::running", G_CALLBACK (notify_running_cb),
                    window);
  g_signal_connect (document, "notify::title", G_CALLBACK (notify_document_cb),
                    window);
  g_signal_connect (document, "notify::modified",
                    G_CALLBACK (notify_document_cb), window);
  g_signal_connect (document, "planned", G_CALLBACK (planned_cb), window);
  g_signal_connect (document, "faults-changed", G_CALLBACK (faults_changed_cb),
                    window);
  strata_editor_window_follow_runs (window);
  live = g_property_action_new ("live", document, "live");
  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (live));
  strata_status_bar_set_document (STRATA_STATUS_BAR (window->status), document);
  strata_outline_set_document (STRATA_OUTLINE (window->outline), document);
  strata_explainer_set_document (window->explainer, document);
  strata_viewer_set_document (STRATA_VIEWER (window->viewer), document);
  strata_editor_window_apply_settings (window);
  strata_editor_window_update_canvas (window);
  strata_editor_window_update_notices (window);
  strata_editor_window_watch_file (window);
  update (window);
}

/* Parts. */

static void
add_cb (StrataPalette *palette, const char *type, StrataEditorWindow *self)
{
  strata_editor_window_add_card (self, type);
}

static void
card_chosen_cb (GtkWidget *widget, const char *card, StrataEditorWindow *self)
{
  strata_editor_window_show_card (self, card);
}

static void
port_chosen_cb (StrataOutline *outline,
                const char *card,
                const char *port,
                gboolean output,
                StrataEditorWindow *self)
{
  if (!strata_canvas_go_to_port (STRATA_CANVAS (self->canvas), card, port,
                                 output))
    strata_editor_window_show_card (self, card);
}

static void
outline_left_cb (StrataOutline *outline, StrataEditorWindow *self)
{
  gtk_widget_grab_focus (self->canvas);
}

static void
report_response_cb (GtkInfoBar *bar, int response, gpointer data)
{
  gtk_info_bar_set_revealed (bar, FALSE);
}

static void
init_sidebar (StrataEditorWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *switcher = gtk_stack_switcher_new ();

  gtk_stack_add_titled (GTK_STACK (stack), self->palette, "palette",
                        _ ("Palette"));
  gtk_stack_add_titled (GTK_STACK (stack), self->outline, "outline",
                        _ ("Outline"));
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher),
                                GTK_STACK (stack));
  gtk_widget_add_css_class (switcher, "strata-switcher");
  gtk_box_append (GTK_BOX (box), switcher);
  gtk_box_append (GTK_BOX (box), stack);
  adw_bin_set_child (self->palette_bin, box);
}

static void
init_parts (StrataEditorWindow *self)
{
  g_autoptr (GMenuModel) menu = strata_command_new_menu ();

  self->palette = strata_palette_new (strata_registry_get_default ());
  g_signal_connect (self->palette, "add", G_CALLBACK (add_cb), self);

  self->outline = strata_outline_new ();
  g_signal_connect (self->outline, "card-chosen", G_CALLBACK (card_chosen_cb),
                    self);
  g_signal_connect (self->outline, "port-chosen", G_CALLBACK (port_chosen_cb),
                    self);
  g_signal_connect (self->outline, "left", G_CALLBACK (outline_left_cb), self);
  init_sidebar (self);

  self->toast = strata_toast_new ();
  gtk_overlay_add_overlay (self->toast_overlay, self->toast);

  self->status = strata_status_bar_new ();
  g_signal_connect (self->status, "card-chosen", G_CALLBACK (card_chosen_cb),
                    self);
  adw_bin_set_child (self->status_bin, self->status);

  self->viewer = strata_viewer_new ();
  adw_bin_set_child (self->viewer_bin, self->viewer);
  strata_editor_window_init_tensor (self);
  strata_editor_window_init_explain (self);
  strata_editor_window_init_pin (self);

  self->notices = strata_notice_list_new ();
  adw_bin_set_child (self->notices_bin, self->notices);

  g_signal_connect (self->report_bar, "response",
                    G_CALLBACK (report_response_cb), NULL);
  gtk_menu_button_set_menu_model (self->menu_button, menu);
  strata_editor_window_init_recent (self);
}

/* The object. */

static gboolean
strata_editor_window_close_request (GtkWindow *window)
{
  StrataEditorWindow *self = STRATA_EDITOR_WINDOW (window);

  if (!self->may_close && strata_document_is_modified (self->document))
    {
      strata_editor_window_ask_to_close (self);
      return GDK_EVENT_STOP;
    }
  strata_editor_window_remember_size (self);
  return GTK_WINDOW_CLASS (strata_editor_window_parent_class)
      ->close_request (window);
}

static void
strata_editor_window_dispose (GObject *object)
{
  StrataEditorWindow *self = STRATA_EDITOR_WINDOW (object);

  strata_editor_window_stop_keeping (self);
  strata_editor_window_stop_watching (self);
  strata_editor_window_leave_canvas (self);
  leave_document (self);
  strata_editor_window_leave_actions (self);
  g_clear_object (&self->recent);

  G_OBJECT_CLASS (strata_editor_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *class)
{
#define BIND(name)                                                             \
  gtk_widget_class_bind_template_child (class, StrataEditorWindow, name)
  BIND (canvas_overlay);
  BIND (empty_page);
  BIND (menu_button);
  BIND (notices_bin);
  BIND (open_button);
  BIND (palette_bin);
  BIND (palette_flap);
  BIND (redo_button);
  BIND (report_bar);
  BIND (report_label);
  BIND (run_stack);
  BIND (status_bin);
  BIND (title);
  BIND (toast_overlay);
  BIND (undo_button);
  BIND (viewer_bin);
  BIND (viewer_flap);
#undef BIND
}

static void
strata_editor_window_class_init (StrataEditorWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = strata_editor_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = strata_editor_window_close_request;

  g_resources_register (strata_desktop_get_resource ());
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/strata/Editor/strata-editor-window.ui");
  bind_children (widget_class);
}

static void
strata_editor_window_init (StrataEditorWindow *self)
{
  g_autoptr (StrataDocument) document = strata_document_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  strata_editor_window_init_actions (self);
  strata_editor_window_init_canvas (self);
  init_parts (self);
  strata_editor_window_set_document (self, document);
  strata_editor_window_follow_settings (self);
  strata_editor_window_restore_size (self);
}

StrataEditorWindow *
strata_editor_window_new (AdwApplication *application)
{
  return g_object_new (STRATA_TYPE_EDITOR_WINDOW, "application", application,
                       NULL);
}

StrataDocument *
strata_editor_window_get_document (StrataEditorWindow *window)
{
  g_return_val_if_fail (STRATA_IS_EDITOR_WINDOW (window), NULL);

  return window->document;
}

void
strata_editor_window_report (StrataEditorWindow *window, const char *sentence)
{
  g_return_if_fail (STRATA_IS_EDITOR_WINDOW (window));

  strata_editor_log ("report %s", sentence);
  gtk_info_bar_set_message_type (window->report_bar, GTK_MESSAGE_ERROR);
  gtk_label_set_text (window->report_label, sentence);
  gtk_info_bar_set_revealed (window->report_bar, TRUE);
}
