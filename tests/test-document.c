/* test-document.c — an open graph: planned and evaluated as it is edited.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-document.h"

#include <glib/gstdio.h>
#include <strata-loader.h>

static const char text[] =
    "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
    "{\"id\": \"x\", \"type\": \"ConstantTensor\", \"inputs\": "
    "{\"shape\": [1, 4, 4, 1], \"values\": [2]}},"
    "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"inputs\": "
    "{\"kernel_size\": 3, \"depthwise_initializer\": \"ones\"}},"
    "{\"id\": \"y\", \"type\": \"Output\"}],"
    "\"wires\": [{\"from\": \"x.tensor\", \"to\": \"dw.input\"},"
    "{\"from\": \"dw.output\", \"to\": \"y.data\"}]}";

typedef struct
{
  char *folder;
  char *path;
  StrataDocument *document;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("strata-document-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "a.strata", NULL);
  g_file_set_contents (fixture->path, text, -1, &error);
  g_assert_no_error (error);
  fixture->document = strata_document_new_from_file (fixture->path, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->document);
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
set_flag_cb (gboolean *flag)
{
  *flag = TRUE;
}

static void
wait_for (StrataDocument *document, const char *signal)
{
  gboolean came = FALSE;
  gulong handler = g_signal_connect_swapped (document, signal,
                                             G_CALLBACK (set_flag_cb), &came);

  while (!came)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (document, handler);
}

static void
set_value (StrataDocument *document,
           const char *card,
           const char *port,
           const char *value)
{
  StrataGraph *graph = strata_document_get_graph (document);
  g_autoptr (StrataValue) parsed = strata_value_parse (value, -1, NULL);
  g_autoptr (GError) error = NULL;

  strata_graph_set_value (graph, strata_graph_find_card (graph, card), port,
                          parsed, &error);
  g_assert_no_error (error);
}

static float
first_number (StrataDocument *document)
{
  StrataTensor *tensor = strata_document_get_tensor (document, "y", "data");

  g_assert_nonnull (tensor);
  return *(const float *) strata_tensor_data (tensor);
}

static void
test_live (Fixture *fixture, gconstpointer data)
{
  StrataDocument *document = fixture->document;

  g_assert_nonnull (strata_document_get_plan (document));
  g_assert_cmpint (strata_document_get_card_state (document, "dw"), ==,
                   STRATA_DOCUMENT_CARD_IDLE);
  wait_for (document, "finished");
  g_assert_cmpfloat (first_number (document), ==, 18);
  g_assert_cmpuint (strata_document_get_n_evaluated (document), ==, 3);
  g_assert_cmpint (strata_document_get_card_state (document, "dw"), ==,
                   STRATA_DOCUMENT_CARD_FRESH);

  set_value (document, "dw", "kernel_size", "2");
  wait_for (document, "planned");
  g_assert_cmpint (strata_document_get_card_state (document, "x"), !=,
                   STRATA_DOCUMENT_CARD_IDLE);
  wait_for (document, "finished");
  g_assert_cmpfloat (first_number (document), ==, 8);
  g_assert_cmpuint (strata_document_get_n_evaluated (document), ==, 2);
}

/* What was computed stays to be seen, and is said to be old. */
static void
test_fault (Fixture *fixture, gconstpointer data)
{
  StrataDocument *document = fixture->document;

  wait_for (document, "finished");
  set_value (document, "dw", "kernel_size", "9");
  wait_for (document, "finished");
  g_assert_cmpuint (strata_document_get_faults (document)->len, ==, 1);
  g_assert_nonnull (strata_document_find_fault (document, "dw", NULL));
  g_assert_null (strata_document_find_fault (document, "x", NULL));
  g_assert_cmpint (strata_document_get_card_state (document, "dw"), ==,
                   STRATA_DOCUMENT_CARD_FAULTY);
  g_assert_cmpint (strata_document_get_card_state (document, "y"), ==,
                   STRATA_DOCUMENT_CARD_STALE);
  g_assert_cmpfloat (first_number (document), ==, 18);

  strata_graph_undo (strata_document_get_graph (document));
  wait_for (document, "finished");
  g_assert_cmpuint (strata_document_get_faults (document)->len, ==, 0);
}

static void
test_not_live (Fixture *fixture, gconstpointer data)
{
  StrataDocument *document = fixture->document;

  wait_for (document, "finished");
  strata_document_set_live (document, FALSE);
  set_value (document, "x", "values", "[3]");
  wait_for (document, "planned");
  g_assert_false (strata_document_is_running (document));
  g_assert_cmpfloat (first_number (document), ==, 18);
  g_assert_cmpint (strata_document_get_card_state (document, "dw"), ==,
                   STRATA_DOCUMENT_CARD_STALE);

  strata_document_run (document);
  wait_for (document, "finished");
  g_assert_cmpfloat (first_number (document), ==, 27);
}

/* What is not asked for stays as it is, and can be had afterwards. */
static void
test_run_cards (Fixture *fixture, gconstpointer data)
{
  static const char *const cards[] = { "dw", NULL };
  StrataDocument *document = fixture->document;

  wait_for (document, "finished");
  strata_document_set_live (document, FALSE);
  set_value (document, "x", "values", "[3]");
  strata_document_run_cards (document, cards);
  wait_for (document, "finished");
  g_assert_cmpint (strata_document_get_card_state (document, "x"), ==,
                   STRATA_DOCUMENT_CARD_FRESH);
  g_assert_cmpint (strata_document_get_card_state (document, "dw"), ==,
                   STRATA_DOCUMENT_CARD_FRESH);
  g_assert_cmpint (strata_document_get_card_state (document, "y"), ==,
                   STRATA_DOCUMENT_CARD_STALE);
  g_assert_cmpfloat (first_number (document), ==, 18);

  strata_document_run (document);
  wait_for (document, "finished");
  g_assert_cmpint (strata_document_get_card_state (document, "y"), ==,
                   STRATA_DOCUMENT_CARD_FRESH);
  g_assert_cmpfloat (first_number (document), ==, 27);
}

/* One run for some cards and one for all are one for all. */
static void
test_run_both (Fixture *fixture, gconstpointer data)
{
  static const char *const cards[] = { "dw", NULL };
  StrataDocument *document = fixture->document;

  strata_document_run (document);
  strata_document_run_cards (document, cards);
  wait_for (document, "finished");
  g_assert_cmpfloat (first_number (document), ==, 18);
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  StrataDocument *document = fixture->document;
  g_autofree char *title = strata_document_dup_title (document);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (title, ==, "a.strata");
  g_assert_false (strata_document_is_modified (document));
  set_value (document, "dw", "kernel_size", "1");
  g_assert_true (strata_document_is_modified (document));
  strata_document_save (document, fixture->path, &error);
  g_assert_no_error (error);
  g_assert_false (strata_document_is_modified (document));
}

/* Closed while a run goes on. */
static void
test_close (Fixture *fixture, gconstpointer data)
{
  set_value (fixture->document, "x", "shape", "[4, 400, 400, 16]");
  wait_for (fixture->document, "planned");
}

/* Only what depends on the change is old, whether it is run or not. */
static void
test_downstream (Fixture *fixture, gconstpointer data)
{
  StrataDocument *document = fixture->document;

  wait_for (document, "finished");
  strata_document_set_live (document, FALSE);
  set_value (document, "dw", "kernel_size", "2");
  wait_for (document, "planned");
  g_assert_cmpint (strata_document_get_card_state (document, "x"), ==,
                   STRATA_DOCUMENT_CARD_FRESH);
  g_assert_cmpint (strata_document_get_card_state (document, "dw"), ==,
                   STRATA_DOCUMENT_CARD_STALE);
  g_assert_cmpint (strata_document_get_card_state (document, "y"), ==,
                   STRATA_DOCUMENT_CARD_STALE);
}

static void
count_cb (guint *n)
{
  ++*n;
}

/* Moving a card asks for a plan, but computes nothing. */
static void
test_move (Fixture *fixture, gconstpointer data)
{
  StrataDocument *document = fixture->document;
  StrataGraph *graph = strata_document_get_graph (document);

  wait_for (document, "finished");
  strata_graph_move_card (graph, strata_graph_find_card (graph, "dw"), 7, 7);
  wait_for (document, "planned");
  g_assert_cmpint (strata_document_get_card_state (document, "dw"), ==,
                   STRATA_DOCUMENT_CARD_FRESH);
  wait_for (document, "finished");
  g_assert_cmpuint (strata_document_get_n_evaluated (document), ==, 0);
}

/* Makes the layer take many seconds, and waits until it computes. */
static void
run_long (StrataDocument *document)
{
  set_value (document, "x", "shape", "[1, 1024, 1024, 16]");
  set_value (document, "dw", "kernel_size", "31");
  set_value (document, "dw", "padding", "\"same\"");
  set_value (document, "dw", "depth_multiplier", "4");
  while (strata_document_get_card_state (document, "dw")
         != STRATA_DOCUMENT_CARD_RUNNING)
    g_main_context_iteration (NULL, TRUE);
}

/* Stopping does not wait for what computes, and leaves nothing running. */
static void
test_stop (Fixture *fixture, gconstpointer data)
{
  StrataDocument *document = fixture->document;
  guint n_finished = 0;

  wait_for (document, "finished");
  g_signal_connect_swapped (document, "finished", G_CALLBACK (count_cb),
                            &n_finished);
  run_long (document);
  g_assert_true (strata_document_is_running (document));
  wait_for (document, "progressed");
  g_assert_cmpfloat (strata_document_get_card_progress (document, "dw"), <, 1);

  strata_document_stop (document);
  g_assert_false (strata_document_is_running (document));
  g_assert_cmpint (strata_document_get_card_state (document, "dw"), ==,
                   STRATA_DOCUMENT_CARD_STALE);
  g_assert_cmpfloat (strata_document_get_progress (document), ==, 0);
  strata_document_stop (document);
  g_assert_cmpuint (n_finished, ==, 0);

  set_value (document, "x", "shape", "[1, 4, 4, 1]");
  set_value (document, "dw", "kernel_size", "3");
  set_value (document, "dw", "depth_multiplier", "1");
  wait_for (document, "finished");
  g_assert_cmpint (strata_document_get_card_state (document, "dw"), ==,
                   STRATA_DOCUMENT_CARD_FRESH);
}

/* A run goes on while what it computes stays the same. */
static void
test_edit_during_run (Fixture *fixture, gconstpointer data)
{
  StrataDocument *document = fixture->document;
  StrataGraph *graph = strata_document_get_graph (document);
  guint n_runs = 0;

  wait_for (document, "finished");
  run_long (document);
  g_signal_connect_swapped (document, "notify::running", G_CALLBACK (count_cb),
                            &n_runs);
  strata_graph_move_card (graph, strata_graph_find_card (graph, "y"), 7, 7);
  wait_for (document, "planned");
  g_assert_cmpuint (n_runs, ==, 0);
  g_assert_true (strata_document_is_running (document));
  strata_document_stop (document);
}

/* From the start of the run, not of the computer. */
static void
test_time (Fixture *fixture, gconstpointer data)
{
  gint64 before = g_get_monotonic_time ();

  g_assert_cmpfloat (strata_document_get_run_time (fixture->document), ==, 0);
  wait_for (fixture->document, "finished");
  g_assert_cmpfloat (strata_document_get_run_time (fixture->document), <=,
                     (double) (g_get_monotonic_time () - before) * 1e-6);
}

static void
add_input (StrataDocument *document, const char *shape)
{
  StrataGraph *graph = strata_document_get_graph (document);
  StrataCard *card = strata_graph_add_card (graph, "Input", "in", NULL);
  g_autoptr (GError) error = NULL;

  set_value (document, "in", "shape", shape);
  strata_graph_connect (graph, card, "data",
                        strata_graph_find_card (graph, "dw"), "input", &error);
  g_assert_no_error (error);
}

/* An Input without data shows something, and nothing of that is saved. */
static void
test_sample (Fixture *fixture, gconstpointer data)
{
  static const int64_t expected[] = { 1, 8, 32, 3 };
  StrataDocument *document = fixture->document;
  StrataGraph *graph = strata_document_get_graph (document);
  StrataTensor *tensor;
  g_autofree char *saved = NULL;

  wait_for (document, "finished");
  add_input (document, "[8, null, 3]");
  wait_for (document, "finished");
  g_assert_cmpuint (strata_document_get_faults (document)->len, ==, 0);
  g_assert_true (strata_document_is_sample (document, "in"));
  g_assert_false (strata_document_is_sample (document, "x"));
  tensor = strata_document_get_tensor (document, "in", "data");
  g_assert_nonnull (tensor);
  g_assert_cmpmem (strata_tensor_shape (tensor), 4 * sizeof (int64_t), expected,
                   sizeof expected);
  g_assert_nonnull (strata_document_get_tensor (document, "y", "data"));
  saved = strata_graph_to_text (graph, NULL);
  g_assert_null (strstr (saved, "sample"));
  g_assert_null (strstr (saved, "feed"));

  strata_graph_connect (graph, strata_graph_find_card (graph, "x"), "tensor",
                        strata_graph_find_card (graph, "in"), "value", NULL);
  wait_for (document, "planned");
  g_assert_false (strata_document_is_sample (document, "in"));
}

/* The sample is computed with once, not after each edit. */
static void
test_sample_stays (Fixture *fixture, gconstpointer data)
{
  StrataDocument *document = fixture->document;

  wait_for (document, "finished");
  add_input (document, "[8, 8, 3]");
  wait_for (document, "finished");
  set_value (document, "y", "name", "\"result\"");
  wait_for (document, "finished");
  g_assert_cmpuint (strata_document_get_n_evaluated (document), <=, 1);
  g_assert_cmpint (strata_document_get_card_state (document, "in"), ==,
                   STRATA_DOCUMENT_CARD_FRESH);
}

/* Too large to be made up: there is no picture then, but no fault either. */
static void
test_no_sample (Fixture *fixture, gconstpointer data)
{
  StrataDocument *document = fixture->document;

  wait_for (document, "finished");
  add_input (document, "[100000, 100000, 3]");
  wait_for (document, "finished");
  g_assert_cmpuint (strata_document_get_faults (document)->len, ==, 0);
  g_assert_false (strata_document_is_sample (document, "in"));
  g_assert_cmpint (strata_document_get_card_state (document, "in"), ==,
                   STRATA_DOCUMENT_CARD_IDLE);
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) messages = NULL;

  g_test_init (&argc, &argv, NULL);
  messages = strata_plugins_load (NULL);
  g_assert_cmpuint (g_strv_length (messages), ==, 0);

  g_test_add ("/document/live", Fixture, NULL, set_up, test_live, tear_down);
  g_test_add ("/document/fault", Fixture, NULL, set_up, test_fault, tear_down);
  g_test_add ("/document/not-live", Fixture, NULL, set_up, test_not_live,
              tear_down);
  g_test_add ("/document/run-cards", Fixture, NULL, set_up, test_run_cards,
              tear_down);
  g_test_add ("/document/run-both", Fixture, NULL, set_up, test_run_both,
              tear_down);
  g_test_add ("/document/save", Fixture, NULL, set_up, test_save, tear_down);
  g_test_add ("/document/close", Fixture, NULL, set_up, test_close, tear_down);

  g_test_add ("/document/downstream", Fixture, NULL, set_up, test_downstream,
              tear_down);
  g_test_add ("/document/move", Fixture, NULL, set_up, test_move, tear_down);
  g_test_add ("/document/stop", Fixture, NULL, set_up, test_stop, tear_down);
  g_test_add ("/document/edit-during-run", Fixture, NULL, set_up,
              test_edit_during_run, tear_down);
  g_test_add ("/document/time", Fixture, NULL, set_up, test_time, tear_down);
  g_test_add ("/document/sample", Fixture, NULL, set_up, test_sample,
              tear_down);
  g_test_add ("/document/sample-stays", Fixture, NULL, set_up,
              test_sample_stays, tear_down);
  g_test_add ("/document/no-sample", Fixture, NULL, set_up, test_no_sample,
              tear_down);

  return g_test_run ();
}
