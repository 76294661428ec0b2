/* strata-editor-window-export.c — a window's graph as a picture in a file.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-picture.h"
#include "strata-editor-log.h"
#include "strata-editor-window-private.h"

#include <glib/gi18n.h>

gboolean
strata_editor_window_export (StrataEditorWindow *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *sentence = NULL;
  g_autoptr (GError) error = NULL;

  if (!strata_canvas_picture_export (self->document, file, &error))
    {
      strata_editor_window_report (self, error->message);
      return FALSE;
    }
  strata_editor_log ("exported %s", name);
  sentence = g_strdup_printf (_ ("Exported as “%s”"), name);
  strata_editor_window_tell (self, sentence);
  return TRUE;
}

static void
response_cb (GtkNativeDialog *native, int response, StrataEditorWindow *self)
{
  g_autoptr (GFile) file =
      gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native));

  g_object_unref (native);
  if (response == GTK_RESPONSE_ACCEPT && file)
    strata_editor_window_export (self, file);
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *suffix)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  gtk_file_filter_add_suffix (filter, suffix);
  gtk_file_chooser_add_filter (chooser, filter);
}

/* "net.svg" for "net.strata", beside it. */
static void
suggest_name (StrataEditorWindow *self, GtkFileChooser *chooser)
{
  const char *path =
      strata_graph_get_path (strata_document_get_graph (self->document));
  g_autofree char *title = strata_document_dup_title (self->document);
  g_autofree char *name = NULL;

  if (g_str_has_suffix (title, ".strata"))
    *g_strrstr (title, ".strata") = '\0';
  name = g_strconcat (title, ".svg", NULL);
  gtk_file_chooser_set_current_name (chooser, name);
  if (path)
    {
      g_autofree char *folder = g_path_get_dirname (path);
      g_autoptr (GFile) file = g_file_new_for_path (folder);

      gtk_file_chooser_set_current_folder (chooser, file, NULL);
    }
}

void
strata_editor_window_choose_export (StrataEditorWindow *self)
{
  GtkFileChooserNative *native =
      gtk_file_chooser_native_new (_ ("Export a Picture"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);

  suggest_name (self, GTK_FILE_CHOOSER (native));
  add_filter (GTK_FILE_CHOOSER (native), _ ("Scalable Pictures (SVG)"), "svg");
  add_filter (GTK_FILE_CHOOSER (native), _ ("Pictures (PNG)"), "png");
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  g_signal_connect_object (native, "response", G_CALLBACK (response_cb), self,
                           0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}
