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
  g_assert_cmpuint (strata_document_get_n_evaluated (document), ==, 2);
  g_assert_cmpint (strata_document_get_card_state (document, "dw"), ==,
                   STRATA_DOCUMENT_CARD_FRESH);

  set_value (document, "dw", "kernel_size", "2");
  wait_for (document, "planned");
  g_assert_cmpint (strata_document_get_card_state (document, "x"), !=,
                   STRATA_DOCUMENT_CARD_IDLE);
  wait_for (document, "finished");
  g_assert_cmpfloat (first_number (document), ==, 8);
  g_assert_cmpuint (strata_document_get_n_evaluated (document), ==, 1);
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
  g_test_add ("/document/save", Fixture, NULL, set_up, test_save, tear_down);
  g_test_add ("/document/close", Fixture, NULL, set_up, test_close, tear_down);

  return g_test_run ();
}
