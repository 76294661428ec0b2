/* test-viewer.c — the tensor of the selected card, large.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-channel-kinship.h"
#include "strata-color-scale.h"
#include "strata-number-table.h"
#include "strata-preview-view.h"
#include "strata-viewer.h"

#include <glib/gstdio.h>
#include <math.h>
#include <strata-loader.h>

typedef struct
{
  StrataDocument *document;
  StrataViewer *viewer;
  char *card; /* of the last "element-selected" */
  char *port;
  GVariant *index;
} Fixture;

static const char text[] =
    "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
    "{\"id\": \"x\", \"type\": \"ConstantTensor\", \"inputs\": "
    "{\"shape\": [2, 2, 3, 2], \"values\": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,"
    " 0.1, -0.5, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]}},"
    "{\"id\": \"y\", \"type\": \"Output\"},"
    "{\"id\": \"m\", \"type\": \"ConstantTensor\", \"inputs\": "
    "{\"shape\": [2, 2], \"values\": [1, 2, 3, 0.1875]}}],"
    "\"wires\": [{\"from\": \"x.tensor\", \"to\": \"y.data\"}]}";

static void
selected_cb (StrataViewer *viewer,
             const char *card,
             const char *port,
             GVariant *index,
             Fixture *fixture)
{
  g_free (fixture->card);
  g_free (fixture->port);
  g_clear_pointer (&fixture->index, g_variant_unref);
  fixture->card = g_strdup (card);
  fixture->port = g_strdup (port);
  fixture->index = index ? g_variant_ref (index) : NULL;
}

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
  int file = g_file_open_tmp ("strata-viewer-XXXXXX.strata", &path, &error);

  g_assert_no_error (error);
  g_assert_true (g_close (file, NULL));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  fixture->document = strata_document_new_from_file (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  fixture->viewer = STRATA_VIEWER (strata_viewer_new ());
  g_object_ref_sink (fixture->viewer);
  g_signal_connect (fixture->viewer, "element-selected",
                    G_CALLBACK (selected_cb), fixture);
  strata_viewer_set_document (fixture->viewer, fixture->document);
  wait_for_run (fixture->document);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->viewer);
  g_assert_finalize_object (fixture->document);
  g_free (fixture->card);
  g_free (fixture->port);
  g_clear_pointer (&fixture->index, g_variant_unref);
}

static void
assert_index (Fixture *fixture, const char *expected)
{
  g_autofree char *found =
      fixture->index ? g_variant_print (fixture->index, FALSE) : NULL;

  g_assert_cmpstr (found, ==, expected);
}

static void
test_statistics (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (strata_viewer_get_statistics (fixture->viewer), ==, "");
  strata_viewer_show_card (fixture->viewer, "x");
  g_assert_nonnull (
      strstr (strata_viewer_get_statistics (fixture->viewer), "23"));
}

/* Every axis of the element counts, and the number is the shortest. */
static void
test_element (Fixture *fixture, gconstpointer data)
{
  const gint64 index[] = { 0, 1, 2, 1 }, none[] = { 0, 2, 0, 0 };

  strata_viewer_show_card (fixture->viewer, "y");
  strata_viewer_select_element (fixture->viewer, index, 4);
  g_assert_cmpstr (fixture->card, ==, "y");
  g_assert_cmpstr (fixture->port, ==, "data");
  assert_index (fixture, "[0, 1, 2, 1]");
  g_assert_cmpstr (strata_viewer_get_readout (fixture->viewer), ==,
                   "image 0, row 1, column 2, channel 1: 0.1");

  strata_viewer_select_element (fixture->viewer, none, 4);
  assert_index (fixture, NULL);
  g_assert_cmpstr (strata_viewer_get_readout (fixture->viewer), ==, "");
  strata_viewer_select_element (fixture->viewer, index, 3);
  assert_index (fixture, NULL);
}

static void
test_matrix (Fixture *fixture, gconstpointer data)
{
  const gint64 index[] = { 1, 1 };

  strata_viewer_show_card (fixture->viewer, "m");
  strata_viewer_select_element (fixture->viewer, index, 2);
  assert_index (fixture, "[1, 1]");
  g_assert_cmpstr (strata_viewer_get_readout (fixture->viewer), ==,
                   "row 1, column 1: 0.1875");
}

/* What is chosen of one card is not of another that has no such element. */
static void
test_other_card (Fixture *fixture, gconstpointer data)
{
  const gint64 index[] = { 1, 1, 2, 0 };

  strata_viewer_show_card (fixture->viewer, "x");
  strata_viewer_select_element (fixture->viewer, index, 4);
  strata_viewer_show_card (fixture->viewer, "y");
  assert_index (fixture, "[1, 1, 2, 0]");
  g_assert_cmpstr (fixture->card, ==, "y");
  strata_viewer_show_card (fixture->viewer, "m");
  assert_index (fixture, NULL);
  strata_viewer_show_card (fixture->viewer, NULL);
  assert_index (fixture, NULL);
}

/* Every way to look keeps what is chosen. */
static void
test_modes (Fixture *fixture, gconstpointer data)
{
  static const char *const modes[] = { "grey", "color", "channels", "numbers",
                                       "heat-map" };
  const gint64 index[] = { 1, 1, 2, 0 };

  strata_viewer_show_card (fixture->viewer, "x");
  strata_viewer_select_element (fixture->viewer, index, 4);
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      strata_viewer_set_mode (fixture->viewer, modes[i]);
      strata_viewer_show_card (fixture->viewer, "m");
      strata_viewer_show_card (fixture->viewer, NULL);
      strata_viewer_show_card (fixture->viewer, "x");
      strata_viewer_select_element (fixture->viewer, index, 4);
      assert_index (fixture, "[1, 1, 2, 0]");
    }
}

static void
test_table (Fixture *fixture, gconstpointer data)
{
  StrataNumberTable *table =
      STRATA_NUMBER_TABLE (g_object_ref_sink (strata_number_table_new ()));
  StrataTensor *tensor =
      strata_document_get_tensor (fixture->document, "x", "tensor");
  g_autofree char *row = NULL, *other = NULL, *none = NULL;

  strata_number_table_set (table, tensor, STRATA_SLICE_CHANNELS_LAST, 0, 1);
  row = strata_number_table_dup_row (table, 1);
  none = strata_number_table_dup_row (table, 2);
  g_assert_cmpstr (row, ==, "  1:    7    9  0.1");
  g_assert_null (none);
  g_assert_cmpint (strata_number_table_find_column (table, 1, 0), ==, 0);
  g_assert_cmpint (strata_number_table_find_column (table, 1, 8), ==, 0);
  g_assert_cmpint (strata_number_table_find_column (table, 1, 9), ==, 1);
  g_assert_cmpint (strata_number_table_find_column (table, 1, 18), ==, 2);
  g_assert_cmpint (strata_number_table_find_column (table, 1, 19), ==, -1);
  g_assert_cmpint (strata_number_table_find_column (table, 9, 0), ==, -1);
  strata_number_table_set (table, tensor, STRATA_SLICE_CHANNELS_LAST, 1, 0);
  other = strata_number_table_dup_row (table, 0);
  g_assert_cmpstr (other, ==, "  0:  \342\210\2220.5    14    16");
  strata_number_table_set (table, NULL, STRATA_SLICE_CHANNELS_LAST, 0, 0);
  g_assert_finalize_object (table);
}

static GtkWidget *
find_table (GtkWidget *widget)
{
  if (STRATA_IS_NUMBER_TABLE (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_table (child);

      if (found)
        return found;
    }
  return NULL;
}

/* A number of the table is chosen as one of the picture is. */
static void
test_choose_number (Fixture *fixture, gconstpointer data)
{
  GtkWidget *table = find_table (GTK_WIDGET (fixture->viewer));

  strata_viewer_show_card (fixture->viewer, "m");
  strata_viewer_set_mode (fixture->viewer, "numbers");
  g_signal_emit_by_name (table, "chosen", (gint64) 1, (gint64) 1);
  assert_index (fixture, "[1, 1]");
  g_assert_cmpstr (strata_viewer_get_readout (fixture->viewer), ==,
                   "row 1, column 1: 0.1875");
}

/* The key that explains acts where the numbers are, too. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GListModel) controllers =
      gtk_widget_observe_controllers (GTK_WIDGET (fixture->viewer));
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) one =
          g_list_model_get_item (controllers, i);

      if (GTK_IS_SHORTCUT_CONTROLLER (one))
        n += g_list_model_get_n_items (G_LIST_MODEL (one));
    }
  g_assert_cmpuint (n, ==, 1);
}

static void
test_kinship (Fixture *fixture, gconstpointer data)
{
  StrataGraph *graph = strata_document_get_graph (fixture->document);
  StrataCard *card =
      strata_graph_add_card (graph, "DepthwiseConv2D", "dw", NULL);
  g_autoptr (StrataValue) two = strata_value_new_integer (2);
  g_autofree char *kin = strata_channel_kinship_describe (5, 6, 2);
  g_autofree char *other = strata_channel_kinship_describe (5, 6, 0);

  g_assert_cmpint (strata_channel_kinship_find (fixture->document, card), ==,
                   1);
  strata_graph_set_value (graph, card, "depth_multiplier", two, NULL);
  g_assert_cmpint (strata_channel_kinship_find (fixture->document, card), ==,
                   2);
  g_assert_cmpint (strata_channel_kinship_find (
                       fixture->document, strata_graph_find_card (graph, "x")),
                   ==, 0);
  g_assert_cmpstr (kin, ==, "Channel 5 of 6: input channel 2, filter 1");
  g_assert_cmpstr (other, ==, "Channel 5 of 6");
}

/* What is no number looks like none, on every scale. */
static void
test_colors (Fixture *fixture, gconstpointer data)
{
  StrataColorScale scale;
  guint8 rgb[3], again[3];

  strata_color_scale_choose (&scale, 1, 3);
  g_assert_cmpint (scale.kind, ==, STRATA_SCALE_HEAT);
  strata_color_scale_choose (&scale, -1, 3);
  g_assert_cmpint (scale.kind, ==, STRATA_SCALE_DIVERGING);
  g_assert_cmpfloat (scale.low, ==, -3);
  for (guint i = 0; i < 9; i++)
    {
      const double odd[] = { NAN, INFINITY, -INFINITY };

      strata_color_scale_get (&scale, odd[i / 3], 0, 0, rgb);
      strata_color_scale_get (&scale, odd[i / 3], 3, 0, again);
      g_assert_true (memcmp (rgb, again, 3) != 0);
    }
  strata_color_scale_get (&scale, -1e308, 0, 0, rgb);
  strata_color_scale_get (&scale, -3, 0, 0, again);
  g_assert_cmpmem (rgb, 3, again, 3);
}

/* The card remembers what it shows, in one step that can be taken back. */
static void
test_show_in_card (Fixture *fixture, gconstpointer data)
{
  GtkWidget *widget = GTK_WIDGET (fixture->viewer);
  StrataGraph *graph = strata_document_get_graph (fixture->document);
  StrataCard *card = strata_graph_find_card (graph, "x");
  const gint64 index[] = { 0, 0, 0, 1 };

  strata_viewer_show_card (fixture->viewer, "x");
  strata_viewer_select_element (fixture->viewer, index, 4);
  gtk_widget_activate_action (widget, "viewer.show-in-card", "s", "heat-map");
  g_assert_cmpint (strata_preview_view_get (card), ==, STRATA_PREVIEW_HEAT);
  g_assert_cmpint (strata_preview_view_get_channel (card), ==, 1);
  gtk_widget_activate_action (widget, "viewer.show-in-card", "s", "off");
  g_assert_cmpint (strata_preview_view_get (card), ==, STRATA_PREVIEW_OFF);
  g_assert_cmpint (strata_preview_view_get_channel (card), ==, 0);
  strata_graph_undo (graph);
  g_assert_cmpint (strata_preview_view_get_channel (card), ==, 1);
  strata_graph_undo (graph);
  g_assert_cmpint (strata_preview_view_get (card), ==, STRATA_PREVIEW_CHANNELS);
  g_assert_null (strata_graph_get_undo_name (graph));
}

static void
make_large (Fixture *fixture)
{
  StrataGraph *graph = strata_document_get_graph (fixture->document);
  g_autoptr (StrataValue) shape =
      strata_value_parse ("[1, 700, 700, 1]", -1, NULL);
  g_autoptr (StrataValue) values = strata_value_parse ("[2.5]", -1, NULL);
  StrataCard *card = strata_graph_find_card (graph, "x");

  strata_graph_begin (graph, "Enlarge");
  g_assert_true (strata_graph_set_value (graph, card, "shape", shape, NULL));
  g_assert_true (strata_graph_set_value (graph, card, "values", values, NULL));
  strata_graph_end (graph);
  wait_for_run (fixture->document);
}

/* There is a picture at once, and the numbers come when they are known; those
 * of a tensor that has gone from view never come. */
static void
test_large (Fixture *fixture, gconstpointer data)
{
  const gint64 index[] = { 0, 699, 699, 0 };
  g_autofree char *small = NULL;

  make_large (fixture);
  strata_viewer_show_card (fixture->viewer, "m");
  small = g_strdup (strata_viewer_get_statistics (fixture->viewer));
  strata_viewer_show_card (fixture->viewer, "x");
  g_assert_cmpstr (strata_viewer_get_statistics (fixture->viewer), ==, "");
  strata_viewer_select_element (fixture->viewer, index, 4);
  g_assert_cmpstr (strata_viewer_get_readout (fixture->viewer), ==,
                   "row 699, column 699, channel 0: 2.5");
  while (!*strata_viewer_get_statistics (fixture->viewer))
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (
      strstr (strata_viewer_get_statistics (fixture->viewer), "490000"));

  strata_viewer_show_card (fixture->viewer, NULL);
  strata_viewer_show_card (fixture->viewer, "x");
  strata_viewer_show_card (fixture->viewer, "m");
  /* What was cancelled holds the viewer until it has noticed. Its thread may
   * be the last to let go, and wakes nobody then. */
  while (g_atomic_int_get (&G_OBJECT (fixture->viewer)->ref_count) > 1)
    {
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }
  g_assert_cmpstr (strata_viewer_get_statistics (fixture->viewer), ==, small);
}

#define ADD(name, func)                                                        \
  g_test_add ("/viewer/" name, Fixture, NULL, set_up, func, tear_down)

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

  ADD ("statistics", test_statistics);
  ADD ("element", test_element);
  ADD ("matrix", test_matrix);
  ADD ("other-card", test_other_card);

  ADD ("modes", test_modes);
  ADD ("table", test_table);
  ADD ("choose-number", test_choose_number);
  ADD ("keys", test_keys);
  ADD ("kinship", test_kinship);
  ADD ("colors", test_colors);
  ADD ("large", test_large);
  ADD ("show-in-card", test_show_in_card);

  return g_test_run ();
}
