/* strata-editor-window-recovery.c — keeping a window's unsaved changes.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-editor-window-private.h"

#include <glib/gi18n.h>

#define KEEP_SECONDS 4

static gboolean
keep (StrataEditorWindow *self)
{
  StrataGraph *graph = strata_document_get_graph (self->document);
  g_autofree char *folder = strata_recovery_dup_folder ();
  g_autoptr (GError) error = NULL;

  if (!self->recovery && strata_graph_is_modified (graph))
    self->recovery = strata_recovery_new (folder, &error);
  if (self->recovery)
    strata_recovery_keep (self->recovery, graph, &error);
  if (!error)
    return TRUE;
  strata_editor_window_report (self, error->message);
  return FALSE;
}

static gboolean
keep_cb (gpointer data)
{
  StrataEditorWindow *self = data;

  self->keeping = 0;
  keep (self);
  return G_SOURCE_REMOVE;
}

void
strata_editor_window_keep_soon (StrataEditorWindow *self)
{
  if (self->keeping == 0)
    self->keeping = g_timeout_add_seconds (KEEP_SECONDS, keep_cb, self);
}

void
strata_editor_window_stop_keeping (StrataEditorWindow *self)
{
  g_clear_handle_id (&self->keeping, g_source_remove);
  g_clear_pointer (&self->recovery, strata_recovery_free);
}

/* The file as it stands, if it can still be read: what was left becomes a step
 * from there. */
static StrataDocument *
open_base (const char *path)
{
  StrataDocument *document =
      path ? strata_document_new_from_file (path, NULL) : NULL;

  if (document)
    return document;
  document = strata_document_new ();
  strata_graph_set_path (strata_document_get_graph (document), path);
  return document;
}

gboolean
strata_editor_window_restore (StrataEditorWindow *window,
                              StrataLeftover *leftover,
                              GError **error)
{
  g_autoptr (StrataDocument) document = open_base (leftover->path);

  g_return_val_if_fail (STRATA_IS_EDITOR_WINDOW (window), FALSE);

  strata_editor_window_set_document (window, document);
  if (!strata_leftover_restore (leftover, strata_document_get_graph (document),
                                error))
    return FALSE;
  /* What was left goes only when it is kept again. */
  if (keep (window))
    strata_leftover_remove (leftover);
  strata_editor_window_report (
      window, _ ("The program did not end as it should have: what "
                 "had not been saved was restored, and Undo takes "
                 "it back"));
  gtk_info_bar_set_message_type (window->report_bar, GTK_MESSAGE_WARNING);
  return TRUE;
}
