/* photograph.c — the editor's window as a picture.
 *
 *     photograph PICTURE [GRAPH [CARD [ROW COLUMN]]]
 *
 * Shows the graph, selects the card, has the number in that place explained,
 * and writes the picture, a PNG. It needs a display, which may be one that
 * nobody sees.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-application.h"
#include "strata-editor-window-private.h"
#include "strata-language.h"
#include "strata-viewer.h"

#define WIDTH 1440
#define HEIGHT 900
#define PATIENCE 2.0 /* seconds until all is at rest */

static gboolean
stop_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
rest (void)
{
  gboolean over = FALSE;

  g_timeout_add ((guint) (PATIENCE * 1000), stop_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
load (StrataEditorWindow *window, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GError) error = NULL;

  if (!strata_editor_window_load (window, file, &error))
    g_error ("%s", error->message);
}

static gboolean
save (GtkWidget *widget, const char *path)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GdkTexture) texture = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;

  gdk_paintable_snapshot (paintable, snapshot,
                          gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (
      gtk_native_get_renderer (GTK_NATIVE (widget)), node, NULL);
  gsk_render_node_unref (node);
  return gdk_texture_save_to_png (texture, path);
}

/* Of the first picture and its first channel. */
static void
show (StrataEditorWindow *window, char **words, int n)
{
  strata_editor_window_show_card (window, words[0]);
  gtk_widget_activate_action (window->canvas, "canvas.fit", NULL);
  if (n == 3)
    {
      const gint64 at[] = {
        0,
        g_ascii_strtoll (words[1], NULL, 10),
        g_ascii_strtoll (words[2], NULL, 10),
        0,
      };

      rest ();
      gtk_widget_activate_action (GTK_WIDGET (window), "win.explain", NULL);
      strata_viewer_select_element (STRATA_VIEWER (window->viewer), at,
                                    G_N_ELEMENTS (at));
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (StrataApplication) application = NULL;
  StrataEditorWindow *window;
  gboolean saved;

  if (argc < 2)
    {
      g_printerr ("Usage: photograph PICTURE [GRAPH [CARD [ROW COLUMN]]]\n");
      return 2;
    }
  strata_language_set_up ();
  g_set_prgname ("strata-editor");
  application = strata_application_new ();
  g_application_register (G_APPLICATION (application), NULL, NULL);
  window = strata_editor_window_new (ADW_APPLICATION (application));
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  if (argc > 2)
    load (window, argv[2]);
  gtk_window_present (GTK_WINDOW (window));
  rest ();
  if (argc > 3)
    show (window, argv + 3, argc - 3);
  rest ();
  saved = save (GTK_WIDGET (window), argv[1]);
  gtk_window_destroy (GTK_WINDOW (window));
  return saved ? 0 : 1;
}
