/* strata-editor-window-files.c — opening, saving and closing a window's graph.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-application.h"
#include "strata-editor-log.h"
#include "strata-editor-window-private.h"
#include "strata-recent-files.h"

#include <glib/gi18n.h>

gboolean
strata_editor_window_shows_file (StrataEditorWindow *window, GFile *file)
{
  const char *path;
  g_autoptr (GFile) shown = NULL;

  g_return_val_if_fail (STRATA_IS_EDITOR_WINDOW (window), FALSE);

  path = strata_graph_get_path (strata_document_get_graph (window->document));
  shown = path ? g_file_new_for_path (path) : NULL;
  return shown && g_file_equal (shown, file);
}

gboolean
strata_editor_window_is_blank (StrataEditorWindow *window)
{
  StrataGraph *graph;

  g_return_val_if_fail (STRATA_IS_EDITOR_WINDOW (window), FALSE);

  graph = strata_document_get_graph (window->document);
  return !strata_graph_get_path (graph) && strata_graph_get_n_cards (graph) == 0
         && !strata_graph_get_undo_name (graph)
         && !strata_graph_get_redo_name (graph);
}

static const char *
need_path (GFile *file, GError **error)
{
  const char *path = g_file_peek_path (file);

  if (!path)
    {
      g_autofree char *uri = g_file_get_uri (file);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _ ("“%s” is not a file on this computer"), uri);
    }
  return path;
}

gboolean
strata_editor_window_load (StrataEditorWindow *window,
                           GFile *file,
                           GError **error)
{
  g_autoptr (StrataDocument) document = NULL;
  const char *path;

  g_return_val_if_fail (STRATA_IS_EDITOR_WINDOW (window), FALSE);

  path = need_path (file, error);
  document = path ? strata_document_new_from_file (path, error) : NULL;
  if (!document)
    return FALSE;
  strata_editor_window_set_document (window, document);
  gtk_info_bar_set_revealed (window->report_bar, FALSE);
  strata_recent_files_remember (file);
  return TRUE;
}

gboolean
strata_editor_window_save (StrataEditorWindow *window, GFile *file)
{
  g_autoptr (GError) error = NULL;
  const char *path;

  g_return_val_if_fail (STRATA_IS_EDITOR_WINDOW (window), FALSE);

  path = need_path (file, &error);
  if (!path || !strata_document_save (window->document, path, &error))
    {
      strata_editor_window_report (window, error->message);
      return FALSE;
    }
  strata_editor_log ("saved %s", path);
  gtk_info_bar_set_revealed (window->report_bar, FALSE);
  strata_editor_window_update_notices (window);
  strata_editor_window_watch_file (window);
  strata_recent_files_remember (file);
  return TRUE;
}

/* Choosers. */

static void
add_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) graphs = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (graphs, _ ("Graphs of Cards"));
  gtk_file_filter_add_suffix (graphs, "strata");
  gtk_file_filter_set_name (all, _ ("All Files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, graphs);
  gtk_file_chooser_add_filter (chooser, all);
}

/* The chooser is no widget that a window would keep: whoever shows it does. */
static void
show_chooser (StrataEditorWindow *self,
              GtkFileChooserNative *native,
              GCallback response_cb)
{
  add_filters (GTK_FILE_CHOOSER (native));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  g_signal_connect_object (native, "response", response_cb, self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

static void
open_response_cb (GtkNativeDialog *native,
                  int response,
                  StrataEditorWindow *self)
{
  g_autoptr (GFile) file =
      gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native));
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  g_object_unref (native);
  if (response == GTK_RESPONSE_ACCEPT && file && application)
    strata_application_open_file (STRATA_APPLICATION (application), file, self);
}

void
strata_editor_window_choose_open (StrataEditorWindow *self)
{
  show_chooser (
      self,
      gtk_file_chooser_native_new (_ ("Open a Graph"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL),
      G_CALLBACK (open_response_cb));
}

static gboolean
close_soon_cb (gpointer data)
{
  gtk_window_close (data);
  return G_SOURCE_REMOVE;
}

/* A dialog that asked is still at it, and needs its window. */
static void
close_now (StrataEditorWindow *self)
{
  self->may_close = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT, close_soon_cb, g_object_ref (self),
                   g_object_unref);
}

void
strata_editor_window_write (StrataEditorWindow *self, gboolean then_close)
{
  const char *path =
      strata_graph_get_path (strata_document_get_graph (self->document));
  g_autoptr (GFile) file = g_file_new_for_path (path);

  if (strata_editor_window_save (self, file) && then_close)
    close_now (self);
}

void
strata_editor_window_save_safely (StrataEditorWindow *self, gboolean then_close)
{
  if (!strata_graph_get_path (strata_document_get_graph (self->document))
      || strata_document_would_lose (self->document))
    strata_editor_window_choose_save (self, then_close);
  else if (strata_document_has_file_changed (self->document))
    strata_editor_window_ask_to_overwrite (self, then_close);
  else
    strata_editor_window_write (self, then_close);
}

static void
save_response (GtkNativeDialog *native,
               int response,
               StrataEditorWindow *self,
               gboolean then_close)
{
  g_autoptr (GFile) file =
      gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native));

  g_object_unref (native);
  if (response == GTK_RESPONSE_ACCEPT && file
      && strata_editor_window_save (self, file) && then_close)
    close_now (self);
}

static void
save_response_cb (GtkNativeDialog *native,
                  int response,
                  StrataEditorWindow *self)
{
  save_response (native, response, self, FALSE);
}

static void
save_and_close_response_cb (GtkNativeDialog *native,
                            int response,
                            StrataEditorWindow *self)
{
  save_response (native, response, self, TRUE);
}

void
strata_editor_window_choose_save (StrataEditorWindow *self, gboolean then_close)
{
  GtkFileChooserNative *native =
      gtk_file_chooser_native_new (_ ("Save the Graph"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  const char *path =
      strata_graph_get_path (strata_document_get_graph (self->document));
  g_autoptr (GFile) file = path ? g_file_new_for_path (path) : NULL;

  if (file)
    gtk_file_chooser_set_file (GTK_FILE_CHOOSER (native), file, NULL);
  else
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (native),
                                       _ ("Untitled.strata"));
  show_chooser (self, native,
                then_close ? G_CALLBACK (save_and_close_response_cb)
                           : G_CALLBACK (save_response_cb));
}

/* Closing. */

static void
close_response_cb (AdwMessageDialog *dialog,
                   const char *response,
                   StrataEditorWindow *self)
{
  if (g_str_equal (response, "discard"))
    close_now (self);
  else if (g_str_equal (response, "save"))
    strata_editor_window_save_safely (self, TRUE);
}

void
strata_editor_window_ask_to_close (StrataEditorWindow *self)
{
  g_autofree char *title = strata_document_dup_title (self->document);
  GtkWidget *widget =
      adw_message_dialog_new (GTK_WINDOW (self), _ ("Save Changes?"), NULL);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);

  adw_message_dialog_format_body (
      dialog, _ ("What has changed in “%s” will be lost unless it is saved."),
      title);
  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "discard",
                                    _ ("_Discard"), "save", _ ("_Save"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, "save",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (close_response_cb),
                           self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
