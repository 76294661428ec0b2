/* test-explain-view.c — a number explained: what is told, and what is shown.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"
#include "strata-explain-text.h"
#include "strata-explain-view.h"
#include "strata-explainer.h"
#include "strata-line-list.h"
#include "strata-viewer.h"

#include <glib/gstdio.h>
#include <strata-loader.h>

typedef struct
{
  StrataDocument *document;
  StrataExplainer *explainer;
  StrataViewer *viewer;
} Fixture;

/* A picture of 3 × 3, filtered with ones, then mixed; a large window beside. */
static const char text[] =
    "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
    "{\"id\": \"x\", \"position\": [0, 0], \"type\": \"ConstantTensor\", "
    "\"inputs\": "
    "{\"shape\": [1, 3, 3, 1], \"values\": [1, 2, 3, 4, 5, 6, 7, 8, 9]}},"
    "{\"id\": \"dw\", \"position\": [300, 0], \"type\": \"DepthwiseConv2D\", "
    "\"inputs\": "
    "{\"kernel_size\": 2, \"padding\": \"same\", \"depth_multiplier\": 2, "
    "\"depthwise_initializer\": \"ones\"}},"
    "{\"id\": \"sep\", \"position\": [640, 0], \"type\": \"SeparableConv2D\", "
    "\"inputs\": "
    "{\"kernel_size\": 1, \"filters\": 1, \"depthwise_initializer\": \"ones\", "
    "\"pointwise_initializer\": \"ones\", \"activation\": \"relu\"}},"
    "{\"id\": \"large\", \"position\": [300, 700], \"type\": "
    "\"DepthwiseConv2D\", \"inputs\": "
    "{\"kernel_size\": 9, \"padding\": \"same\"}},"
    "{\"id\": \"y\", \"position\": [1000, 0], \"type\": \"Output\"}],"
    "\"wires\": [{\"from\": \"x.tensor\", \"to\": \"dw.input\"},"
    "{\"from\": \"x.tensor\", \"to\": \"large.input\"},"
    "{\"from\": \"dw.output\", \"to\": \"sep.input\"},"
    "{\"from\": \"sep.output\", \"to\": \"y.data\"}]}";

static void
set_flag_cb (gboolean *flag)
{
  *flag = TRUE;
}

static void
wait_for_run (StrataDocument *document)
{
  gboolean came = FALSE;
  gulong handler = g_signal_connect_swapped (document, "finished",
                                             G_CALLBACK (set_flag_cb), &came);

  while (!came)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (document, handler);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  int file = g_file_open_tmp ("strata-explain-XXXXXX.strata", &path, &error);

  g_assert_no_error (error);
  g_assert_true (g_close (file, NULL));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  fixture->document = strata_document_new_from_file (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  fixture->explainer = strata_explainer_new ();
  fixture->viewer = STRATA_VIEWER (strata_viewer_new ());
  g_object_ref_sink (fixture->viewer);
  strata_explainer_set_document (fixture->explainer, fixture->document);
  strata_viewer_set_document (fixture->viewer, fixture->document);
  strata_viewer_set_explainer (fixture->viewer, fixture->explainer);
  wait_for_run (fixture->document);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->viewer);
  g_assert_finalize_object (fixture->explainer);
  g_assert_finalize_object (fixture->document);
}

static StrataExplanation *
choose (Fixture *fixture,
        const char *card,
        const char *port,
        gint64 row,
        gint64 column,
        gint64 channel)
{
  const gint64 index[] = { 0, row, column, channel };

  strata_explainer_set_active (fixture->explainer, TRUE);
  strata_explainer_choose (fixture->explainer, card, port, index, 4);
  return strata_explainer_get_explanation (fixture->explainer);
}

static void
assert_text (char *found, const char *expected)
{
  g_assert_cmpstr (found, ==, expected);
  g_free (found);
}

/* What is written, term by term. */
static void
test_text (Fixture *fixture, gconstpointer data)
{
  StrataExplanation *e = choose (fixture, "dw", "output", 2, 1, 1);
  g_autofree char *all = NULL;

  g_assert_nonnull (e);
  assert_text (strata_explain_text_title (e),
               "This number: row 2, column 1, channel 1");
  assert_text (strata_explain_text_seen (e),
               "It sees row 2, columns 1–2 of x, in channel 0");
  assert_text (strata_explain_text_start (e, FALSE), "Starts from the bias 0");
  assert_text (strata_explain_text_term (e, FALSE, 0), "8 · 1 = 8 → 8");
  assert_text (strata_explain_text_term (e, FALSE, 1), "9 · 1 = 9 → 17");
  assert_text (strata_explain_text_term (e, FALSE, 2),
               "row 3, column 1: padding");
  assert_text (strata_explain_text_result (e), "Sum 17 → linear → 17");
  all = strata_explain_text_all (e);
  g_assert_nonnull (strstr (all, "8 · 1 = 8 → 8\n9 · 1 = 9 → 17\n"));
  g_assert_nonnull (strstr (all, "→ linear → 17\n"));
}

static void
test_storeys (Fixture *fixture, gconstpointer data)
{
  StrataExplanation *e = choose (fixture, "sep", "output", 0, 0, 0);

  g_assert_nonnull (e);
  g_assert_true (strata_explanation_is_separable (e));
  assert_text (strata_explain_text_seen (e),
               "It sees row 0, column 0 of dw, in all channels");
  assert_text (strata_explain_text_term (e, FALSE, 0), "12 · 1 = 12 → 12");
  assert_text (strata_explain_text_term (e, TRUE, 1), "12 · 1 = 12 → 24");
  assert_text (strata_explain_text_result (e), "Sum 24 → relu → 24");

  strata_explainer_choose_middle (fixture->explainer, 1);
  e = strata_explainer_get_explanation (fixture->explainer);
  g_assert_cmpint (
      strata_explanation_get_numbers (e)->depthwise.terms[0].channel, ==, 1);
}

static void
assert_sight (Fixture *fixture,
              const char *card,
              const char *port,
              gint64 first_row,
              gint64 end_row)
{
  const StrataRegion *region =
      strata_explainer_find_sight (fixture->explainer, card, port);

  g_assert_nonnull (region);
  g_assert_cmpint (region->first[1], ==, first_row);
  g_assert_cmpint (region->end[1], ==, end_row);
}

/* An Output's number is that of the layer, and it is followed to the top. */
static void
test_upward (Fixture *fixture, gconstpointer data)
{
  StrataExplanation *e = choose (fixture, "y", "data", 1, 0, 0);

  g_assert_nonnull (e);
  g_assert_cmpstr (strata_explanation_get_card (e), ==, "sep");
  assert_sight (fixture, "sep", "output", 1, 2);
  assert_sight (fixture, "dw", "output", 1, 2);
  assert_sight (fixture, "x", "tensor", 1, 3);

  /* To look at the picture is not to ask for a number of it. */
  g_assert_true (e == choose (fixture, "x", "tensor", 0, 0, 0));
  strata_explainer_choose (fixture->explainer, "x", "tensor", NULL, 0);
  g_assert_true (e == strata_explainer_get_explanation (fixture->explainer));

  strata_explainer_set_active (fixture->explainer, FALSE);
  g_assert_null (strata_explainer_get_explanation (fixture->explainer));
  g_assert_null (strata_explainer_get_sentence (fixture->explainer));
  g_assert_cmpuint (strata_explainer_get_sights (fixture->explainer)->len, ==,
                    0);
}

static void
test_sentences (Fixture *fixture, gconstpointer data)
{
  strata_explainer_set_active (fixture->explainer, TRUE);
  g_assert_nonnull (
      strstr (strata_explainer_get_sentence (fixture->explainer), "Click"));
  g_assert_null (choose (fixture, "x", "tensor", 0, 0, 0));
  g_assert_nonnull (strstr (strata_explainer_get_sentence (fixture->explainer),
                            "ConstantTensor"));
}

/* A change of the graph is followed by its run, and the number by both. */
static void
test_new_run (Fixture *fixture, gconstpointer data)
{
  StrataGraph *graph = strata_document_get_graph (fixture->document);
  g_autoptr (StrataValue) value = strata_value_new_string ("zeros");

  g_assert_nonnull (choose (fixture, "dw", "output", 0, 0, 0));
  g_assert_true (strata_graph_set_value (graph,
                                         strata_graph_find_card (graph, "dw"),
                                         "depthwise_initializer", value, NULL));
  wait_for_run (fixture->document);
  assert_text (strata_explain_text_result (
                   strata_explainer_get_explanation (fixture->explainer)),
               "Sum 0 → linear → 0");
}

/* To choose a number of a convolution in the viewer is to ask how it came to
 * be; going up to the picture keeps it, and coming back too. */
static void
test_viewer (Fixture *fixture, gconstpointer data)
{
  const gint64 index[] = { 0, 2, 1, 1 };
  g_autoptr (GVariant) element = NULL;

  strata_viewer_show_card (fixture->viewer, "dw");
  g_assert_false (strata_explainer_is_active (fixture->explainer));
  strata_viewer_select_element (fixture->viewer, index, 4);
  g_assert_true (strata_explainer_is_active (fixture->explainer));
  g_assert_nonnull (strata_explainer_get_explanation (fixture->explainer));

  strata_viewer_show_card (fixture->viewer, "x");
  g_assert_null (strata_viewer_get_element (fixture->viewer));
  g_assert_true (strata_explainer_is_own (fixture->explainer, "dw"));

  strata_viewer_show_card (fixture->viewer, "dw");
  element = g_variant_ref_sink (strata_viewer_get_element (fixture->viewer));
  assert_text (g_variant_print (element, FALSE), "[0, 2, 1, 1]");
}

static void
test_view (Fixture *fixture, gconstpointer data)
{
  GtkWidget *view = g_object_ref_sink (strata_explain_view_new ());
  StrataExplainView *explain = STRATA_EXPLAIN_VIEW (view);

  g_assert_cmpstr (strata_explain_view_get_result (explain), ==, "");
  strata_explain_view_set (explain, choose (fixture, "sep", "output", 0, 0, 0),
                           NULL);
  g_assert_cmpstr (strata_explain_view_get_result (explain), ==,
                   "Sum 24 → relu → 24");
  /* 81 terms: too many for a grid and a label. */
  strata_explain_view_set (explain,
                           choose (fixture, "large", "output", 1, 1, 0), NULL);
  g_assert_nonnull (
      strstr (strata_explain_view_get_result (explain), "linear"));
  strata_explain_view_set (explain, choose (fixture, "dw", "output", 2, 2, 0),
                           NULL);
  g_assert_cmpstr (strata_explain_view_get_result (explain), ==,
                   "Sum 9 → linear → 9");
  strata_explain_view_set (explain, NULL, "No number is chosen");
  g_assert_cmpstr (strata_explain_view_get_result (explain), ==,
                   "No number is chosen");
  g_assert_finalize_object (view);
}

static void
picked_cb (StrataCanvas *canvas,
           const char *card,
           GVariant *index,
           Fixture *fixture)
{
  gsize n;
  const gint64 *at = g_variant_get_fixed_array (index, &n, sizeof *at);

  strata_viewer_show_card (fixture->viewer, card);
  strata_viewer_select_element (fixture->viewer, at, n);
}

/* The middle of a number of a picture in a card. */
static void
click_number (Fixture *fixture,
              StrataCanvas *canvas,
              const char *id,
              guint picture,
              double row,
              double column)
{
  StrataGraph *graph = strata_document_get_graph (fixture->document);
  StrataCanvasCard *card =
      strata_canvas_find (canvas, strata_graph_find_card (graph, id));
  graphene_rect_t box;
  double x, y;

  /* They are painted in some frame or other. */
  strata_canvas_lay_out (canvas, card);
  g_assert_nonnull (strata_canvas_get_pictures (canvas, card));
  strata_canvas_place_picture (card, picture, &box);
  strata_canvas_to_widget (
      canvas, card->x + box.origin.x + (column + 0.5) / 3 * box.size.width,
      card->y + box.origin.y + (row + 0.5) / 3 * box.size.height, &x, &y);
  strata_canvas_press (canvas, GDK_BUTTON_PRIMARY, 0, x, y);
  strata_canvas_release (canvas);
}

/* A click on a number in a card's picture asks for it, but only while numbers
 * are explained. */
static void
test_canvas (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *canvas = strata_canvas_new (fixture->document);
  g_autoptr (GVariant) element = NULL;

  g_object_ref (canvas);
  gtk_window_set_default_size (GTK_WINDOW (window), 1400, 900);
  gtk_window_set_child (GTK_WINDOW (window), canvas);
  strata_canvas_set_explainer (STRATA_CANVAS (canvas), fixture->explainer);
  g_signal_connect (canvas, "number-picked", G_CALLBACK (picked_cb), fixture);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (canvas);

  click_number (fixture, STRATA_CANVAS (canvas), "dw", 1, 2, 1);
  g_assert_null (strata_viewer_get_element (fixture->viewer));
  strata_explainer_set_active (fixture->explainer, TRUE);
  click_number (fixture, STRATA_CANVAS (canvas), "dw", 1, 2, 1);
  element = g_variant_ref_sink (strata_viewer_get_element (fixture->viewer));
  assert_text (g_variant_print (element, FALSE), "[0, 2, 1, 1]");
  g_assert_true (strata_explainer_is_own (fixture->explainer, "dw"));
  gtk_test_widget_wait_for_draw (canvas);

  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (canvas);
}

static char *
write_line (guint index, gpointer data)
{
  return g_strdup_printf ("line %u", index);
}

static void
test_line_list (Fixture *fixture, gconstpointer data)
{
  StrataLineList *list = strata_line_list_new (1000000, write_line, NULL, NULL);
  g_autoptr (GtkStringObject) line =
      g_list_model_get_item (G_LIST_MODEL (list), 999999);

  g_assert_cmpstr (gtk_string_object_get_string (line), ==, "line 999999");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (list), 1000000));
  g_assert_finalize_object (list);
}

#define ADD(name, func)                                                        \
  g_test_add ("/explain-view/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_auto (GStrv) messages = NULL;

  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return 0;
    }
  adw_init ();
  messages = strata_plugins_load (NULL);
  g_assert_cmpuint (g_strv_length (messages), ==, 0);

  ADD ("text", test_text);
  ADD ("storeys", test_storeys);
  ADD ("upward", test_upward);
  ADD ("sentences", test_sentences);
  ADD ("new-run", test_new_run);
  ADD ("viewer", test_viewer);
  ADD ("view", test_view);
  ADD ("canvas", test_canvas);
  ADD ("line-list", test_line_list);

  return g_test_run ();
}
