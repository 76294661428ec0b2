/* strata-editor-window-tensor.c — saving the tensor that is shown.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-editor-log.h"
#include "strata-editor-window-private.h"
#include "strata-viewer.h"

#include <glib/gi18n.h>

gboolean
strata_editor_window_save_tensor (StrataEditorWindow *window,
                                  GFile *file,
                                  GError **error)
{
  StrataTensor *tensor;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (STRATA_IS_EDITOR_WINDOW (window), FALSE);

  tensor = strata_viewer_get_tensor (STRATA_VIEWER (window->viewer));
  if (!tensor)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _ ("No tensor is shown that could be saved; select "
                              "a card that has computed one"));
      return FALSE;
    }
  bytes = strata_npy_to_bytes (tensor, error);
  if (!bytes
      || !g_file_replace_contents (file, g_bytes_get_data (bytes, NULL),
                                   g_bytes_get_size (bytes), NULL, FALSE,
                                   G_FILE_CREATE_NONE, NULL, NULL, error))
    return FALSE;
  strata_editor_log ("saved %s", g_file_peek_path (file));
  return TRUE;
}

static void
response_cb (GtkNativeDialog *native, int response, StrataEditorWindow *self)
{
  g_autoptr (GFile) file =
      gtk_file_chooser_get_file (GTK_FILE_CHOOSER (native));
  g_autoptr (GError) error = NULL;

  g_object_unref (native);
  if (response == GTK_RESPONSE_ACCEPT && file
      && !strata_editor_window_save_tensor (self, file, &error))
    strata_editor_window_report (self, error->message);
}

static void
save_tensor_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  StrataEditorWindow *self = data;
  GtkFileChooserNative *native =
      gtk_file_chooser_native_new (_ ("Save the Tensor"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, NULL, NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autofree char *name = g_strconcat (
      strata_viewer_get_card (STRATA_VIEWER (self->viewer)), ".npy", NULL);

  gtk_file_filter_set_name (filter, _ ("NumPy Arrays"));
  gtk_file_filter_add_suffix (filter, "npy");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (native), filter);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (native), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  g_signal_connect_object (native, "response", G_CALLBACK (response_cb), self,
                           0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}

static void
tensor_changed_cb (StrataViewer *viewer, GSimpleAction *action)
{
  g_simple_action_set_enabled (action,
                               strata_viewer_get_tensor (viewer) != NULL);
}

void
strata_editor_window_init_tensor (StrataEditorWindow *self)
{
  g_autoptr (GSimpleAction) action = g_simple_action_new ("save-tensor", NULL);

  g_signal_connect (action, "activate", G_CALLBACK (save_tensor_cb), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  g_signal_connect_object (self->viewer, "tensor-changed",
                           G_CALLBACK (tensor_changed_cb), action, 0);
  g_simple_action_set_enabled (action, FALSE);
}
