/* strata-editor-window-canvas.c — a window's canvas.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-editor-window-private.h"

void
strata_editor_window_init_canvas (StrataEditorWindow *self)
{
  self->canvas = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_overlay_set_child (self->canvas_overlay, self->canvas);
}

void
strata_editor_window_update_canvas (StrataEditorWindow *self)
{
}

StrataCard *
strata_editor_window_add_card (StrataEditorWindow *window, const char *type)
{
  StrataGraph *graph;
  StrataCard *card;
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (STRATA_IS_EDITOR_WINDOW (window), NULL);

  graph = strata_document_get_graph (window->document);
  card = strata_graph_add_card (graph, type, NULL, &error);
  if (!card)
    strata_editor_window_report (window, error->message);
  return card;
}

void
strata_editor_window_show_card (StrataEditorWindow *window, const char *card)
{
  g_return_if_fail (STRATA_IS_EDITOR_WINDOW (window));
}
