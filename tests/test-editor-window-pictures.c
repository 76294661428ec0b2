/* test-editor-window-pictures.c — graphs as pictures: export, copies, examples.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "leaks.h"
#include "windows.h"

#include "strata-canvas-picture.h"
#include "strata-canvas-private.h"
#include "strata-examples.h"
#include "strata-gallery.h"

#include <string.h>

static GFile *
get_child (Windows *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  return g_file_new_for_path (path);
}

static StrataDocument *
get_document (Windows *fixture)
{
  return strata_editor_window_get_document (fixture->window);
}

static void
wait_for_run (Windows *fixture)
{
  while (strata_document_get_n_evaluated (get_document (fixture)) == 0
         || strata_document_is_running (get_document (fixture)))
    g_main_context_iteration (NULL, TRUE);
}

/* A card that is far away is in the picture, and makes it large. */
static void
test_svg (Windows *fixture, gconstpointer data)
{
  StrataGraph *graph;
  g_autoptr (GFile) file = get_child (fixture, "a.svg");
  g_autofree char *text = NULL;
  const char *width;

  windows_load (fixture);
  wait_for_run (fixture);
  graph = windows_get_graph (fixture);
  strata_graph_move_card (graph, strata_graph_find_card (graph, "dw"), 5000, 0);
  /* cairo 1.16 loses what it recorded for a picture of lines. */
  leaks_ignore ();
  g_assert_true (strata_editor_window_export (fixture->window, file));
  leaks_heed ();
  g_assert_true (
      g_file_get_contents (g_file_peek_path (file), &text, NULL, NULL));
  width = strstr (text, "width=\"");
  g_assert_nonnull (width);
  g_assert_cmpint (atoi (width + strlen ("width=\"")), >, 5100);
  g_assert_nonnull (strstr (text, "<path"));
  g_assert_nonnull (
      strstr (text, "glyph")); /* letters, and no picture of them */
  g_assert_nonnull (strstr (text, "<image")); /* the preview */
}

static void
test_png (Windows *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = get_child (fixture, "a.PNG");
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;

  windows_load (fixture);
  g_assert_true (strata_editor_window_export (fixture->window, file));
  texture = gdk_texture_new_from_file (file, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), >, 300);
  g_assert_cmpint (gdk_texture_get_height (texture), >, 100);
}

/* The view and the selection of the window are as they were. */
static void
test_untouched (Windows *fixture, gconstpointer data)
{
  StrataCanvas *canvas = STRATA_CANVAS (fixture->window->canvas);
  g_autoptr (GFile) file = get_child (fixture, "a.png");
  g_autoptr (GPtrArray) selected = NULL;

  windows_load (fixture);
  windows_show (fixture);
  strata_canvas_reveal (canvas, "x");
  strata_canvas_zoom_at (canvas, 0.6, 10, 10);
  g_assert_true (strata_editor_window_export (fixture->window, file));
  g_assert_cmpfloat (strata_canvas_get_zoom (canvas), ==, 0.6);
  selected = strata_canvas_list_selected (canvas);
  g_assert_cmpuint (selected->len, ==, 1);
}

static void
test_refused (Windows *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = get_child (fixture, "a.gif");
  g_autoptr (GFile) nowhere = get_child (fixture, "no/such/a.png");

  windows_load (fixture);
  g_assert_false (strata_editor_window_export (fixture->window, file));
  g_assert_nonnull (strstr (windows_get_report (fixture), "a.gif"));
  g_assert_false (g_file_query_exists (file, NULL));
  g_assert_false (strata_editor_window_export (fixture->window, nowhere));
}

/* An empty graph is a picture too. */
static void
test_empty (Windows *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = get_child (fixture, "a.svg");

  g_assert_true (strata_editor_window_export (fixture->window, file));
}

static void
set_flag_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
test_clipboard (Windows *fixture, gconstpointer data)
{
  StrataCanvas *canvas = STRATA_CANVAS (fixture->window->canvas);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (fixture->window->canvas);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) text_result = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *text = NULL;

  windows_load (fixture);
  strata_canvas_reveal (canvas, "x");
  strata_canvas_copy (canvas);
  gdk_clipboard_read_texture_async (clipboard, NULL, set_flag_cb, &result);
  gdk_clipboard_read_text_async (clipboard, NULL, set_flag_cb, &text_result);
  while (!result || !text_result)
    g_main_context_iteration (NULL, TRUE);
  texture = gdk_clipboard_read_texture_finish (clipboard, result, NULL);
  text = gdk_clipboard_read_text_finish (clipboard, text_result, NULL);
  g_assert_nonnull (texture);
  g_assert_cmpint (gdk_texture_get_width (texture), <, 500);
  g_assert_nonnull (strstr (text, "\"ConstantTensor\""));
  g_assert_null (strstr (text, "\"DepthwiseConv2D\""));
}

static StrataRemark *
add_remark (Windows *fixture,
            StrataRemarkKind kind,
            double x,
            double y,
            double width,
            double height)
{
  StrataGraph *graph = windows_get_graph (fixture);
  StrataRemark *remark = strata_graph_add_remark (graph, kind, NULL, NULL);

  g_assert_nonnull (remark);
  g_assert_true (
      strata_graph_place_remark (graph, remark, x, y, width, height, NULL));
  return remark;
}

/* The colour at a place of the graph, which starts at x, y in the picture. */
static guint32
get_pixel (GdkTexture *texture, int x, int y)
{
  gsize stride = 4 * (gsize) gdk_texture_get_width (texture);
  g_autofree guchar *pixels =
      g_malloc (stride * (gsize) gdk_texture_get_height (texture));
  guint32 pixel;

  g_assert_cmpint (x, <, gdk_texture_get_width (texture));
  g_assert_cmpint (y, <, gdk_texture_get_height (texture));
  gdk_texture_download (texture, pixels, stride);
  memcpy (&pixel, pixels + (gsize) y * stride + 4 * (gsize) x, 4);
  return pixel;
}

/* A frame that is larger than what is in it is in the picture as a whole. */
static void
test_remarks (Windows *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = get_child (fixture, "a.png");
  g_autoptr (GdkTexture) texture = NULL;

  windows_load (fixture);
  add_remark (fixture, STRATA_REMARK_FRAME, -300, -200, 3000, 1500);
  g_assert_true (strata_editor_window_export (fixture->window, file));
  texture = gdk_texture_new_from_file (file, NULL);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 3000 + 2 * 48);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 1500 + 2 * 48);
  g_assert_cmphex (get_pixel (texture, 10, 10), !=,
                   get_pixel (texture, 1500, 1500));
}

static GdkTexture *
read_picture (Windows *fixture)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (fixture->window->canvas);
  g_autoptr (GAsyncResult) result = NULL;

  gdk_clipboard_read_texture_async (clipboard, NULL, set_flag_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  return gdk_clipboard_read_texture_finish (clipboard, result, NULL);
}

/* What is copied is pictured, and nothing else that lies where it is. */
static void
test_remarks_copied (Windows *fixture, gconstpointer data)
{
  StrataCanvas *canvas = STRATA_CANVAS (fixture->window->canvas);
  g_autoptr (GdkTexture) alone = NULL;
  g_autoptr (GdkTexture) both = NULL;
  StrataRemark *note, *frame;

  windows_load (fixture);
  strata_canvas_select_none (canvas);
  frame = add_remark (fixture, STRATA_REMARK_FRAME, -900, -900, 4000, 4000);
  note = add_remark (fixture, STRATA_REMARK_NOTE, -500, 0, 200, 100);
  strata_graph_set_remark_color (windows_get_graph (fixture), note, "red",
                                 NULL);
  strata_canvas_select_remark (canvas, note, TRUE);
  strata_canvas_copy (canvas);
  alone = read_picture (fixture);
  g_assert_nonnull (alone);
  g_assert_cmpint (gdk_texture_get_width (alone), ==, 200 + 2 * 48);
  g_assert_cmpint (gdk_texture_get_height (alone), ==, 100 + 2 * 48);
  g_assert_cmphex (get_pixel (alone, 4, 4), !=, get_pixel (alone, 148, 130));
  strata_canvas_select_remark (canvas, frame, TRUE);
  strata_canvas_copy (canvas);
  both = read_picture (fixture);
  g_assert_cmphex (get_pixel (both, 900, 400), !=, get_pixel (alone, 4, 4));
}

/* Each example has a title, a sentence and a picture, and opens. */
static void
test_gallery (Windows *fixture, gconstpointer data)
{
  g_auto (GStrv) paths = strata_examples_list ();
  StrataGallery *gallery;
  g_autoptr (GFile) first = g_file_new_for_path (paths[0]);

  for (char **path = paths; *path; path++)
    {
      g_autofree char *summary = strata_examples_dup_summary (*path);

      g_assert_cmpstr (summary, !=, "");
    }
  windows_show (fixture);
  g_action_group_activate_action (G_ACTION_GROUP (windows_application),
                                  "examples", NULL);
  gallery = STRATA_GALLERY (windows_find (STRATA_TYPE_GALLERY));
  g_assert_cmpuint (strata_gallery_get_n_shown (gallery), ==,
                    g_strv_length (paths));
  while (!gtk_picture_get_paintable (GTK_PICTURE (
      windows_find_child (GTK_WIDGET (gallery), GTK_TYPE_PICTURE))))
    g_main_context_iteration (NULL, TRUE);
  strata_gallery_choose (gallery, 0);
  g_assert_true (strata_editor_window_shows_file (fixture->window, first));
}

static void
add_tests (void)
{
  WINDOWS_ADD ("/editor-window/pictures/svg", test_svg);
  WINDOWS_ADD ("/editor-window/pictures/png", test_png);
  WINDOWS_ADD ("/editor-window/pictures/untouched", test_untouched);
  WINDOWS_ADD ("/editor-window/pictures/refused", test_refused);
  WINDOWS_ADD ("/editor-window/pictures/empty", test_empty);
  WINDOWS_ADD ("/editor-window/pictures/clipboard", test_clipboard);
  WINDOWS_ADD ("/editor-window/pictures/remarks", test_remarks);
  WINDOWS_ADD ("/editor-window/pictures/remarks/copied", test_remarks_copied);
  WINDOWS_ADD ("/editor-window/pictures/gallery", test_gallery);
}

int
main (int argc, char **argv)
{
  g_autofree char *examples = NULL;

  examples = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "resources",
                               "examples", NULL);
  g_setenv ("STRATA_EXAMPLES", examples, TRUE);
  return windows_main (argc, argv, add_tests);
}
