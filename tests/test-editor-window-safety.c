/* test-editor-window-safety.c — files that are not as they should be.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "windows.h"

#include <glib/gstdio.h>
#include <string.h>

#define HEAD "{\"format\": \"strata-graph\", \"version\": "

static char *
read_file (Windows *fixture)
{
  char *text = NULL;

  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  return text;
}

static void
check_says (const char *sentence, const char *part)
{
  g_assert_nonnull (sentence);
  if (!strstr (sentence, part))
    g_error ("“%s” does not say “%s”", sentence, part);
}

/* What is read of a newer file can be seen and saved elsewhere; the file itself
 * stays as it is. */
static void
test_newer (Windows *fixture, gconstpointer data)
{
  static const char text[] =
      HEAD "7, \"layers\": [1], \"cards\": [{\"id\": \"x\", \"type\": "
           "\"Output\"}, {\"id\": \"y\", \"type\": \"Dream\"}]}";
  g_autofree char *copy = g_build_filename (fixture->folder, "b.strata", NULL);
  g_autoptr (GFile) other = g_file_new_for_path (copy);
  g_autofree char *kept = NULL;

  windows_write (fixture, text);
  windows_load (fixture);
  g_assert_cmpuint (strata_graph_get_n_cards (windows_get_graph (fixture)), ==,
                    2);
  check_says (windows_get_notice (fixture, "newer"), "version 7");
  g_assert_false (strata_editor_window_save (fixture->window, fixture->file));
  check_says (windows_get_report (fixture), "save under another name");
  kept = read_file (fixture);
  g_assert_cmpstr (kept, ==, text);

  g_assert_true (strata_editor_window_save (fixture->window, other));
  g_assert_null (windows_get_notice (fixture, "newer"));
  g_assert_true (strata_editor_window_save (fixture->window, other));
}

static void
test_unknown (Windows *fixture, gconstpointer data)
{
  g_autofree char *kept = NULL;

  windows_write (fixture,
                 HEAD "1, \"cards\": [{\"id\": \"x\", \"type\": \"Dream\", "
                      "\"inputs\": {\"depth\": 3}}]}");
  windows_load (fixture);
  g_assert_cmpuint (strata_graph_get_n_cards (windows_get_graph (fixture)), ==,
                    1);
  check_says (windows_get_notice (fixture, "unknown"), "“Dream”");
  g_assert_nonnull (strata_editor_window_add_card (fixture->window, "Output"));
  windows_act (fixture, "save");
  kept = read_file (fixture);
  check_says (kept, "\"depth\": 3");
}

/* Entries that cannot be read keep the file from being written over. */
static void
test_faulty (Windows *fixture, gconstpointer data)
{
  static const char text[] =
      HEAD "1, \"cards\": [{\"id\": \"x\", \"type\": \"Output\"}, 5]}";
  g_autofree char *kept = NULL;

  windows_write (fixture, text);
  windows_load (fixture);
  check_says (windows_get_notice (fixture, "faults"), "1 entry");
  g_assert_false (strata_editor_window_save (fixture->window, fixture->file));
  kept = read_file (fixture);
  g_assert_cmpstr (kept, ==, text);
}

/* The sentence names the file and the place in it; the window stays usable. */
static void
test_damaged (Windows *fixture, gconstpointer data)
{
  windows_write (fixture, HEAD "1,\n \"cards\": [{\"id\" \"x\"}]}");
  strata_application_open_file (windows_application, fixture->file,
                                fixture->window);
  check_says (windows_get_report (fixture), "a.strata");
  check_says (windows_get_report (fixture), "Line 2");
  g_assert_true (strata_editor_window_is_blank (fixture->window));
  g_assert_nonnull (strata_editor_window_add_card (fixture->window, "Output"));
}

static guint
count_faults (Windows *fixture)
{
  return strata_document_get_faults (
             strata_editor_window_get_document (fixture->window))
      ->len;
}

/* A file outside the folder is read once the user has said so. */
static void
test_trust (Windows *fixture, gconstpointer data)
{
  static const int64_t shape[] = { 2 };
  g_autoptr (StrataTensor) tensor =
      strata_tensor_new (STRATA_FLOAT32, 1, shape, NULL);
  g_autoptr (GBytes) bytes = strata_npy_to_bytes (tensor, NULL);
  g_autofree char *secret = NULL;
  g_autofree char *text = NULL;
  int file = g_file_open_tmp ("strata-XXXXXX.npy", &secret, NULL);

  g_assert_cmpint (
      write (file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)),
      ==, g_bytes_get_size (bytes));
  g_close (file, NULL);
  text = g_strdup_printf (HEAD "1, \"cards\": [{\"id\": \"x\", \"type\": "
                               "\"LoadTensor\", \"inputs\": {\"path\": "
                               "\"%s\"}}]}",
                          secret);
  windows_write (fixture, text);
  windows_load (fixture);
  g_assert_cmpuint (count_faults (fixture), ==, 1);
  g_assert_nonnull (windows_get_notice (fixture, "outside"));

  windows_act (fixture, "trust");
  check_says (adw_message_dialog_get_body (windows_find_question ()), secret);
  windows_answer (windows_find_question (), "cancel");
  g_assert_cmpuint (count_faults (fixture), ==, 1);

  windows_act (fixture, "trust");
  windows_answer (windows_find_question (), "trust");
  while (count_faults (fixture) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (windows_get_notice (fixture, "outside"));
  g_unlink (secret);
}

static void
replace (Windows *fixture)
{
  windows_write (fixture, HEAD "1, \"cards\": [{\"id\": \"other\", \"type\": "
                               "\"Output\"}]}");
}

static StrataCard *
find_card (Windows *fixture, const char *id)
{
  return strata_graph_find_card (windows_get_graph (fixture), id);
}

/* What somebody else has written is not overwritten unasked. */
static void
test_changed (Windows *fixture, gconstpointer data)
{
  g_autofree char *kept = NULL;
  g_autofree char *written = NULL;

  windows_load (fixture);
  g_assert_nonnull (strata_editor_window_add_card (fixture->window, "Output"));
  replace (fixture);
  windows_act (fixture, "save");
  windows_answer (windows_find_question (), "cancel");
  kept = read_file (fixture);
  check_says (kept, "other");

  windows_act (fixture, "save");
  windows_answer (windows_find_question (), "overwrite");
  written = read_file (fixture);
  check_says (written, "dw");
  g_assert_false (strata_graph_is_modified (windows_get_graph (fixture)));
  windows_act (fixture, "save");
  g_assert_null (windows_find_question ());
}

static void
test_reload (Windows *fixture, gconstpointer data)
{
  windows_load (fixture);
  replace (fixture);
  while (!windows_get_notice (fixture, "changed"))
    g_main_context_iteration (NULL, TRUE);
  windows_act (fixture, "reload");
  g_assert_null (windows_find_question ());
  g_assert_nonnull (find_card (fixture, "other"));
  g_assert_null (windows_get_notice (fixture, "changed"));

  /* Changes of one's own are not lost unasked. */
  g_assert_nonnull (strata_editor_window_add_card (fixture->window, "Output"));
  windows_act (fixture, "reload");
  windows_answer (windows_find_question (), "cancel");
  g_assert_true (strata_graph_is_modified (windows_get_graph (fixture)));
  windows_act (fixture, "reload");
  windows_answer (windows_find_question (), "reload");
  g_assert_false (strata_graph_is_modified (windows_get_graph (fixture)));
}

/* Deleted by another program; saving brings it back. */
static void
test_gone (Windows *fixture, gconstpointer data)
{
  windows_load (fixture);
  g_assert_null (windows_get_notice (fixture, "gone"));
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  while (!windows_get_notice (fixture, "gone"))
    g_main_context_iteration (NULL, TRUE);
  windows_act (fixture, "save");
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  while (windows_get_notice (fixture, "gone"))
    g_main_context_iteration (NULL, TRUE);
}

static void
add_tests (void)
{
  WINDOWS_ADD ("/editor-window/safety/gone", test_gone);
  WINDOWS_ADD ("/editor-window/safety/newer", test_newer);
  WINDOWS_ADD ("/editor-window/safety/unknown", test_unknown);
  WINDOWS_ADD ("/editor-window/safety/faulty", test_faulty);
  WINDOWS_ADD ("/editor-window/safety/damaged", test_damaged);
  WINDOWS_ADD ("/editor-window/safety/trust", test_trust);
  WINDOWS_ADD ("/editor-window/safety/changed", test_changed);
  WINDOWS_ADD ("/editor-window/safety/reload", test_reload);
}

int
main (int argc, char **argv)
{
  return windows_main (argc, argv, add_tests);
}
