/* test-editor-window-drop.c — files that are dropped on a window.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "windows.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <string.h>

static void
drop (Windows *fixture, const char *path, double x, double y)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  strata_editor_window_drop_file (fixture->window, file, x, y);
}

static char *
make_file (const char *folder, const char *name, GBytes *bytes)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (
      path, bytes ? g_bytes_get_data (bytes, NULL) : "x",
      bytes ? (gssize) g_bytes_get_size (bytes) : 1, NULL));
  return path;
}

static char *
make_array (const char *folder, const char *name)
{
  static const int64_t shape[] = { 1, 2, 2, 1 };
  g_autoptr (StrataTensor) tensor =
      strata_tensor_new (STRATA_FLOAT32, 4, shape, NULL);
  g_autoptr (GBytes) bytes = strata_npy_to_bytes (tensor, NULL);

  return make_file (folder, name, bytes);
}

static const char *
get_string (StrataCard *card, const char *port)
{
  StrataValue *value = strata_card_get_value (card, port);

  return value ? strata_value_get_string (value) : NULL;
}

/* The card that came last. */
static StrataCard *
get_last (Windows *fixture)
{
  StrataGraph *graph = windows_get_graph (fixture);

  return strata_graph_get_card (graph, strata_graph_get_n_cards (graph) - 1);
}

static void
test_array (Windows *fixture, gconstpointer data)
{
  g_autofree char *path = make_array (fixture->folder, "b.npy");
  double x, y;

  windows_load (fixture);
  drop (fixture, path, 1000, 500);
  g_assert_cmpstr (strata_card_get_type_name (get_last (fixture)), ==,
                   "LoadTensor");
  g_assert_cmpstr (get_string (get_last (fixture), "path"), ==, "b.npy");
  strata_card_get_position (get_last (fixture), &x, &y);
  g_assert_cmpfloat (x, ==, 1000);
  g_assert_cmpfloat (y, ==, 500);
  windows_act (fixture, "undo");
  g_assert_false (strata_graph_is_modified (windows_get_graph (fixture)));
}

/* On an Input it is what the Input computes with. */
static void
test_input (Windows *fixture, gconstpointer data)
{
  g_autofree char *path = make_array (fixture->folder, "b.npy");
  StrataGraph *graph;
  StrataCard *input;
  double x, y;

  windows_load (fixture);
  graph = windows_get_graph (fixture);
  input = strata_graph_add_card (graph, "Input", "in", NULL);
  strata_graph_move_card (graph, input, 1000, 1000);
  drop (fixture, path, 1020, 1010);
  g_assert_nonnull (strata_card_get_wire (input, "value"));
  strata_card_get_position (get_last (fixture), &x, &y);
  g_assert_cmpfloat (x, <, 1000);
  windows_act (fixture, "undo");
  g_assert_null (strata_card_get_wire (input, "value"));
  g_assert_cmpuint (strata_graph_get_n_cards (graph), ==, 3);
}

static void
test_untitled (Windows *fixture, gconstpointer data)
{
  g_autofree char *path = make_array (fixture->folder, "b.npy");

  drop (fixture, path, 0, 0);
  g_assert_nonnull (strstr (windows_get_report (fixture), "Save the graph"));
  g_assert_true (strata_editor_window_is_blank (fixture->window));
}

static void
test_refused (Windows *fixture, gconstpointer data)
{
  g_autofree char *path = make_file (fixture->folder, "b.txt", NULL);
  g_autofree char *archive = make_file (fixture->folder, "b.npz", NULL);

  windows_load (fixture);
  drop (fixture, path, 0, 0);
  g_assert_nonnull (strstr (windows_get_report (fixture), "“b.txt”"));
  drop (fixture, archive, 0, 0);
  g_assert_nonnull (strstr (windows_get_report (fixture), "b.npz"));
  g_assert_false (strata_graph_is_modified (windows_get_graph (fixture)));
}

static void
test_graph (Windows *fixture, gconstpointer data)
{
  drop (fixture, fixture->path, 0, 0);
  g_assert_true (
      strata_editor_window_shows_file (fixture->window, fixture->file));
}

/* A file from elsewhere is copied once the user agrees, over no other file. */
static void
test_outside (Windows *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("strata-drop-XXXXXX", NULL);
  g_autofree char *path = make_array (folder, "b.npy");
  g_autofree char *own = make_file (fixture->folder, "b.npy", NULL);
  g_autofree char *text = NULL;
  guint n;

  windows_load (fixture);
  n = strata_graph_get_n_cards (windows_get_graph (fixture));
  drop (fixture, path, 0, 0);
  windows_answer (windows_find_question (), "cancel");
  g_assert_cmpuint (strata_graph_get_n_cards (windows_get_graph (fixture)), ==,
                    n);
  drop (fixture, path, 0, 0);
  windows_answer (windows_find_question (), "copy");
  g_assert_cmpstr (get_string (get_last (fixture), "path"), ==, "b-2.npy");
  g_assert_true (g_file_get_contents (own, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "x");
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_picture (Windows *fixture, gconstpointer data)
{
  g_autoptr (GdkPixbuf) picture =
      gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, 3, 2);
  g_autofree char *path = g_build_filename (fixture->folder, "p.png", NULL);
  g_autofree char *array = g_build_filename (fixture->folder, "p.npy", NULL);
  g_autoptr (StrataTensor) tensor = NULL;
  g_autoptr (GError) error = NULL;
  const float *numbers;

  gdk_pixbuf_fill (picture, 0xff0033ff);
  g_assert_true (gdk_pixbuf_save (picture, path, "png", NULL, NULL));
  windows_load (fixture);
  drop (fixture, path, 0, 0);
  g_assert_false (g_file_test (array, G_FILE_TEST_EXISTS));
  windows_answer (windows_find_question (), "convert");
  g_assert_cmpstr (get_string (get_last (fixture), "path"), ==, "p.npy");
  tensor = strata_npy_read (array, &error);
  g_assert_no_error (error);
  g_assert_cmpint (strata_tensor_rank (tensor), ==, 4);
  g_assert_cmpint (strata_tensor_shape (tensor)[1], ==, 2);
  g_assert_cmpint (strata_tensor_shape (tensor)[2], ==, 3);
  g_assert_cmpint (strata_tensor_shape (tensor)[3], ==, 3);
  numbers = strata_tensor_data (tensor);
  g_assert_cmpfloat (numbers[15], ==, 1);
  g_assert_cmpfloat (numbers[16], ==, 0);
  g_assert_cmpfloat_with_epsilon (numbers[17], 0.2, 1e-6);
}

static void
copy_archive (Windows *fixture, const char *name)
{
  g_autofree char *from = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "data",
                                            "arrays", name, NULL);
  g_autofree char *to = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, target, 0, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  drop (fixture, to, 0, 0);
}

/* Which array of an archive is meant is asked, and whether they are weights. */
static void
test_archive (Windows *fixture, gconstpointer data)
{
  AdwMessageDialog *dialog;
  g_autoptr (StrataNpz) archive = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "savez.npz", NULL);
  const char *const *keys;

  windows_load (fixture);
  copy_archive (fixture, "savez.npz");
  archive = strata_npz_open (path, NULL);
  keys = strata_npz_keys (archive);
  windows_answer (windows_find_question (), "load");
  dialog = windows_find_question ();
  g_assert_nonnull (keys[1]);
  g_assert_nonnull (dialog);
  gtk_drop_down_set_selected (
      GTK_DROP_DOWN (adw_message_dialog_get_extra_child (dialog)), 1);
  windows_answer (dialog, "load");
  g_assert_cmpstr (get_string (get_last (fixture), "path"), ==, "savez.npz");
  g_assert_cmpstr (get_string (get_last (fixture), "key"), ==, keys[1]);
}

static void
test_weights (Windows *fixture, gconstpointer data)
{
  g_autofree char *from =
      g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "resources",
                        "examples", "sequence.npz", NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "s.npz", NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  windows_write (fixture,
                 "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": "
                 "[{\"id\": \"filters\", \"type\": \"DepthwiseConv2D\"}]}");
  windows_load (fixture);
  drop (fixture, path, 0, 0);
  windows_answer (windows_find_question (), "weights");
  g_assert_cmpstr (strata_graph_get_weights (windows_get_graph (fixture)), ==,
                   "s.npz");
  windows_act (fixture, "undo");
  g_assert_null (strata_graph_get_weights (windows_get_graph (fixture)));
}

/* Files may be dropped on any part of the window. */
static void
test_beside (Windows *fixture, gconstpointer data)
{
  g_autoptr (GListModel) controllers =
      gtk_widget_observe_controllers (GTK_WIDGET (fixture->window));
  guint n = g_list_model_get_n_items (controllers);
  g_auto (GValue) value = G_VALUE_INIT;
  GSList *files = g_slist_append (NULL, fixture->file);
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, files);
  g_slist_free (files);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) target = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (target))
        g_signal_emit_by_name (target, "drop", &value, 0.0, 0.0, &taken);
    }
  g_assert_true (taken);
  g_assert_true (
      strata_editor_window_shows_file (fixture->window, fixture->file));
}

static void
add_tests (void)
{
  WINDOWS_ADD ("/editor-window/drop/beside", test_beside);
  WINDOWS_ADD ("/editor-window/drop/array", test_array);
  WINDOWS_ADD ("/editor-window/drop/input", test_input);
  WINDOWS_ADD ("/editor-window/drop/untitled", test_untitled);
  WINDOWS_ADD ("/editor-window/drop/refused", test_refused);
  WINDOWS_ADD ("/editor-window/drop/graph", test_graph);
  WINDOWS_ADD ("/editor-window/drop/outside", test_outside);
  WINDOWS_ADD ("/editor-window/drop/picture", test_picture);
  WINDOWS_ADD ("/editor-window/drop/archive", test_archive);
  WINDOWS_ADD ("/editor-window/drop/weights", test_weights);
}

int
main (int argc, char **argv)
{
  return windows_main (argc, argv, add_tests);
}
