/* test-canvas.c — editing a graph on the canvas, as a pointer and keys do it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <strata-loader.h>

static const char text[] =
    "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
    "{\"id\": \"x\", \"type\": \"ConstantTensor\", \"position\": [0, 0], "
    "\"inputs\": {\"shape\": [1, 4, 4, 2], \"values\": [2]}},"
    "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"position\": [300, 0], "
    "\"inputs\": {\"kernel_size\": 3, \"depthwise_initializer\": \"ones\"}},"
    "{\"id\": \"y\", \"type\": \"Output\", \"position\": [640, 0]}],"
    "\"wires\": [{\"from\": \"x.tensor\", \"to\": \"dw.input\"}]}";

typedef struct
{
  char *folder;
  char *path;
  StrataDocument *document;
  StrataGraph *graph;
  GtkWidget *window;
  StrataCanvas *canvas;
  GtkEventController *drag;
  char *heard; /* by the last signal */
} Fixture;

static GtkEventController *
find_controller (GtkWidget *widget, GType type)
{
  g_autoptr (GListModel) list = gtk_widget_observe_controllers (widget);
  guint n = g_list_model_get_n_items (list);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkEventController) controller =
          g_list_model_get_item (list, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }
  g_assert_not_reached ();
}

static void
dropped_cb (StrataCanvas *canvas,
            StrataPort *from,
            double x,
            double y,
            Fixture *fixture)
{
  g_free (fixture->heard);
  fixture->heard = g_strdup_printf ("dropped %s %.0f %.0f",
                                    strata_port_get_name (from), x, y);
}

static void
hint_cb (StrataCanvas *canvas, const char *hint, Fixture *fixture)
{
  if (!hint)
    return;
  g_free (fixture->heard);
  fixture->heard = g_strdup (hint);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("strata-canvas-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "a.strata", NULL);
  g_file_set_contents (fixture->path, text, -1, &error);
  g_assert_no_error (error);
  fixture->document = strata_document_new_from_file (fixture->path, &error);
  g_assert_no_error (error);
  fixture->graph = strata_document_get_graph (fixture->document);
  fixture->canvas = STRATA_CANVAS (strata_canvas_new (fixture->document));
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1200, 800);
  gtk_window_set_child (GTK_WINDOW (fixture->window),
                        GTK_WIDGET (fixture->canvas));
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->canvas));
  fixture->drag =
      find_controller (GTK_WIDGET (fixture->canvas), GTK_TYPE_GESTURE_DRAG);
  g_signal_connect (fixture->canvas, "wire-dropped", G_CALLBACK (dropped_cb),
                    fixture);
  g_signal_connect (fixture->canvas, "hint", G_CALLBACK (hint_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GtkWidget) canvas = g_object_ref (GTK_WIDGET (fixture->canvas));

  g_signal_handlers_disconnect_by_data (canvas, fixture);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&canvas));
  g_assert_finalize_object (fixture->document);
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->heard);
}

/* Places of the graph. */
static void
press (Fixture *fixture, double x, double y)
{
  strata_canvas_to_widget (fixture->canvas, x, y, &x, &y);
  g_signal_emit_by_name (fixture->drag, "drag-begin", x, y);
}

static void
pull (Fixture *fixture, double dx, double dy, gboolean end)
{
  double zoom = strata_canvas_get_zoom (fixture->canvas);

  g_signal_emit_by_name (fixture->drag, "drag-update", dx * zoom, dy * zoom);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->canvas));
  if (end)
    g_signal_emit_by_name (fixture->drag, "drag-end", dx * zoom, dy * zoom);
}

static void
drag (Fixture *fixture, double x, double y, double dx, double dy)
{
  press (fixture, x, y);
  pull (fixture, dx, dy, TRUE);
}

static void
click (Fixture *fixture, double x, double y)
{
  press (fixture, x, y);
  g_signal_emit_by_name (fixture->drag, "drag-end", 0.0, 0.0);
}

static void
run (Fixture *fixture, const char *action)
{
  g_assert_true (
      gtk_widget_activate_action (GTK_WIDGET (fixture->canvas), action, NULL));
}

static void
assert_selected (Fixture *fixture, const char *ids)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (fixture->canvas);
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < cards->len; i++)
    g_string_append_printf (found, "%s%s", i > 0 ? " " : "",
                            strata_card_get_id (cards->pdata[i]));
  g_assert_cmpstr (found->str, ==, ids);
}

static void
assert_place (Fixture *fixture, const char *id, double x, double y)
{
  double found_x, found_y;

  strata_card_get_position (strata_graph_find_card (fixture->graph, id),
                            &found_x, &found_y);
  g_assert_cmpfloat (found_x, ==, x);
  g_assert_cmpfloat (found_y, ==, y);
}

static StrataWire *
get_wire (Fixture *fixture, const char *card, const char *port)
{
  return strata_card_get_wire (strata_graph_find_card (fixture->graph, card),
                               port);
}

/* The middle of the row of data is 49 below the top of a card. */
#define DATA 49

static void
test_select (Fixture *fixture, gconstpointer data)
{
  click (fixture, 60, 18);
  assert_selected (fixture, "x");
  click (fixture, 400, 18);
  assert_selected (fixture, "dw");
  gtk_test_accessible_assert_property (
      GTK_ACCESSIBLE (fixture->canvas), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
      "Depthwise convolution 2D, dw, 1×2×2×2 20 parameters · 72 MACs");
  click (fixture, 400, -30);
  assert_selected (fixture, "");
  run (fixture, "canvas.select-all");
  assert_selected (fixture, "x dw y");
  run (fixture, "canvas.cancel");
  assert_selected (fixture, "");
}

/* A drag moves all of them, a mere click means one. */
static void
test_select_alone (Fixture *fixture, gconstpointer data)
{
  run (fixture, "canvas.select-all");
  click (fixture, 60, 18);
  assert_selected (fixture, "x");
  run (fixture, "canvas.select-all");
  drag (fixture, 60, 18, 72, 24);
  assert_selected (fixture, "x dw y");
}

/* Touching counts. */
static void
test_band (Fixture *fixture, gconstpointer data)
{
  drag (fixture, -30, -30, 400, 60);
  assert_selected (fixture, "x dw");
}

static void
test_move (Fixture *fixture, gconstpointer data)
{
  drag (fixture, 60, 18, 48, 96);
  assert_place (fixture, "x", 48, 96);
  g_assert_true (strata_graph_undo (fixture->graph));
  assert_place (fixture, "x", 0, 0);
  g_assert_null (strata_graph_get_undo_name (fixture->graph));
}

/* All that is selected, in one step. */
static void
test_move_several (Fixture *fixture, gconstpointer data)
{
  run (fixture, "canvas.select-all");
  drag (fixture, 60, 18, 72, 24);
  assert_place (fixture, "x", 72, 24);
  assert_place (fixture, "y", 712, 24);
  g_assert_true (strata_graph_undo (fixture->graph));
  assert_place (fixture, "y", 640, 0);
}

/* A hand that trembles moves nothing. */
static void
test_tremble (Fixture *fixture, gconstpointer data)
{
  drag (fixture, 60, 18, 1, 1);
  assert_place (fixture, "x", 0, 0);
  g_assert_false (strata_graph_is_modified (fixture->graph));
}

static void
test_delete (Fixture *fixture, gconstpointer data)
{
  run (fixture, "canvas.select-all");
  run (fixture, "canvas.delete");
  g_assert_cmpuint (strata_graph_get_n_cards (fixture->graph), ==, 0);
  assert_selected (fixture, "");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->canvas));
  g_assert_true (strata_graph_undo (fixture->graph));
  g_assert_cmpuint (strata_graph_get_n_cards (fixture->graph), ==, 3);
  g_assert_cmpuint (strata_graph_get_n_wires (fixture->graph), ==, 1);
}

static void
test_connect (Fixture *fixture, gconstpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->canvas), "canvas.connect",
                              "(ssss)", "dw", "output", "y", "data");
  g_assert_nonnull (get_wire (fixture, "y", "data"));
  g_assert_true (strata_graph_undo (fixture->graph));
  g_assert_null (get_wire (fixture, "y", "data"));
}

/* Off an input, over nothing. */
static void
test_detach (Fixture *fixture, gconstpointer data)
{
  drag (fixture, 303, DATA + 4, -100, 300);
  g_assert_null (get_wire (fixture, "dw", "input"));
  g_assert_null (fixture->heard);
  g_assert_true (strata_graph_undo (fixture->graph));
  g_assert_nonnull (get_wire (fixture, "dw", "input"));
}

/* Off an input, into another. */
static void
test_rewire (Fixture *fixture, gconstpointer data)
{
  drag (fixture, 300, DATA, 340, 0);
  g_assert_null (get_wire (fixture, "dw", "input"));
  g_assert_nonnull (get_wire (fixture, "y", "data"));
  g_assert_true (strata_graph_undo (fixture->graph));
  g_assert_nonnull (get_wire (fixture, "dw", "input"));
  g_assert_null (get_wire (fixture, "y", "data"));
}

/* Taken off and put back: no step. */
static void
test_put_back (Fixture *fixture, gconstpointer data)
{
  press (fixture, 300, DATA);
  pull (fixture, -100, 200, FALSE);
  pull (fixture, 2, 2, TRUE);
  g_assert_nonnull (get_wire (fixture, "dw", "input"));
  g_assert_false (strata_graph_is_modified (fixture->graph));
}

static void
test_drop_wire (Fixture *fixture, gconstpointer data)
{
  drag (fixture, 640, DATA, -40, 400);
  g_assert_cmpstr (fixture->heard, ==, "dropped data 600 449");
  g_assert_false (strata_graph_is_modified (fixture->graph));
}

static void
test_refuse_wire (Fixture *fixture, gconstpointer data)
{
  press (fixture, 640, DATA);
  pull (fixture, -340, 0, FALSE);
  g_assert_nonnull (fixture->heard);
  pull (fixture, -340, 0, TRUE);
  g_assert_false (strata_graph_is_modified (fixture->graph));
}

/* A click on a port, and one on another. */
static void
test_click_wire (Fixture *fixture, gconstpointer data)
{
  click (fixture, 640, DATA);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->canvas));
  click (fixture, 600, 400);
  g_assert_cmpstr (fixture->heard, ==, "dropped data 600 400");
  click (fixture, 640, DATA);
  run (fixture, "canvas.cancel");
  click (fixture, 60, 18);
  assert_selected (fixture, "x");
  g_assert_false (strata_graph_is_modified (fixture->graph));
}

/* The card goes while a wire is drawn from it. */
static void
test_wire_gone (Fixture *fixture, gconstpointer data)
{
  press (fixture, 640, DATA);
  pull (fixture, -40, 400, FALSE);
  strata_graph_remove_card (fixture->graph,
                            strata_graph_find_card (fixture->graph, "y"));
  pull (fixture, -50, 400, TRUE);
  g_assert_null (fixture->heard);
}

/* What is under the pointer stays there. */
static void
test_zoom (Fixture *fixture, gconstpointer data)
{
  double before = strata_canvas_get_zoom (fixture->canvas);
  double x, y, again_x, again_y;

  strata_canvas_get_centre (fixture->canvas, &x, &y);
  run (fixture, "canvas.zoom-out");
  g_assert_cmpfloat (strata_canvas_get_zoom (fixture->canvas), <, before);
  strata_canvas_get_centre (fixture->canvas, &again_x, &again_y);
  g_assert_cmpfloat_with_epsilon (x, again_x, 1e-6);
  g_assert_cmpfloat_with_epsilon (y, again_y, 1e-6);
  for (guint i = 0; i < 40; i++)
    {
      run (fixture, "canvas.zoom-out");
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->canvas));
    }
  g_assert_cmpfloat (strata_canvas_get_zoom (fixture->canvas), >, 0);
  run (fixture, "canvas.fit");
  g_assert_cmpfloat (strata_canvas_get_zoom (fixture->canvas), ==, before);
}

static void
test_add (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StrataPort) port = strata_card_find_port (
      strata_graph_find_card (fixture->graph, "dw"), "output", TRUE);
  StrataCard *card =
      strata_canvas_add_card (fixture->canvas, "Output", 900, 300, port);

  g_assert_nonnull (card);
  g_assert_nonnull (strata_card_get_wire (card, "data"));
  assert_selected (fixture, strata_card_get_id (card));
  g_assert_true (strata_graph_undo (fixture->graph));
  g_assert_cmpuint (strata_graph_get_n_cards (fixture->graph), ==, 3);
  g_assert_null (
      strata_canvas_add_card (fixture->canvas, "NoSuchCard", 0, 0, NULL));
  g_assert_nonnull (fixture->heard);
  g_assert_cmpuint (strata_graph_get_n_cards (fixture->graph), ==, 3);
}

/* Editing. */

static GtkWidget *
find_entry (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = GTK_IS_ENTRY (child) ? child : find_entry (child);

      if (found)
        return found;
    }
  return NULL;
}

static GtkWidget *
edit (Fixture *fixture, const char *port)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->canvas), "canvas.edit",
                              "(ss)", "dw", port);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->canvas));
  return find_entry (GTK_WIDGET (fixture->canvas));
}

static void
type (GtkWidget *entry, const char *typed)
{
  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), typed);
  g_signal_emit_by_name (entry, "activate");
}

static void
assert_value (Fixture *fixture, const char *port, const char *expected)
{
  StrataValue *value = strata_card_get_value (
      strata_graph_find_card (fixture->graph, "dw"), port);
  g_autofree char *found = value ? strata_value_to_text (value) : NULL;

  g_assert_cmpstr (found, ==, expected);
}

static void
test_edit (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = edit (fixture, "kernel_size");

  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "3");
  type (entry, "2, 3");
  assert_value (fixture, "kernel_size", "[2, 3]");
  g_assert_null (find_entry (GTK_WIDGET (fixture->canvas)));
  type (edit (fixture, "strides"), "2");
  assert_value (fixture, "strides", "2");
  type (edit (fixture, "strides"), "");
  assert_value (fixture, "strides", NULL);
}

/* The entry stays and says why. */
static void
test_refuse_value (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = edit (fixture, "kernel_size");
  GtkWidget *message;

  type (entry, "three");
  assert_value (fixture, "kernel_size", "3");
  g_assert_true (entry == find_entry (GTK_WIDGET (fixture->canvas)));
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->canvas));
  message = gtk_widget_get_next_sibling (entry);
  g_assert_true (gtk_widget_get_visible (message));
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (message)), "three"));
  run (fixture, "canvas.cancel");
  g_assert_null (find_entry (GTK_WIDGET (fixture->canvas)));
  assert_value (fixture, "kernel_size", "3");
}

static void
test_switch (Fixture *fixture, gconstpointer data)
{
  edit (fixture, "use_bias");
  assert_value (fixture, "use_bias", "false");
  edit (fixture, "use_bias");
  assert_value (fixture, "use_bias", "true");
}

static GtkWidget *
find_list (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = GTK_IS_LIST_BOX (child) ? child : find_list (child);

      if (found)
        return found;
    }
  return NULL;
}

static void
choose (Fixture *fixture, const char *port, const char *choice)
{
  GtkListBox *list;
  GtkListBoxRow *row;

  edit (fixture, port);
  list = GTK_LIST_BOX (find_list (GTK_WIDGET (fixture->canvas)));
  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)); i++)
    {
      const char *label =
          gtk_label_get_text (GTK_LABEL (gtk_list_box_row_get_child (row)));

      if (g_ascii_strcasecmp (label, choice) != 0)
        continue;
      g_signal_emit_by_name (list, "row-activated", row);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      return;
    }
  g_assert_not_reached ();
}

static void
test_choose (Fixture *fixture, gconstpointer data)
{
  choose (fixture, "padding", "same");
  assert_value (fixture, "padding", "\"same\"");
  choose (fixture, "padding", "Default");
  assert_value (fixture, "padding", NULL);
  choose (fixture, "bias_initializer", "Ones");
  assert_value (fixture, "bias_initializer", "\"Ones\"");
}

/* The card goes while its value is edited. */
static void
test_edit_gone (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = edit (fixture, "kernel_size");

  strata_graph_remove_card (fixture->graph,
                            strata_graph_find_card (fixture->graph, "dw"));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->canvas));
  g_assert_null (find_entry (GTK_WIDGET (fixture->canvas)));
  g_assert_nonnull (entry);
}

static void
test_copy (Fixture *fixture, gconstpointer data)
{
  click (fixture, 400, 18);
  run (fixture, "canvas.duplicate");
  g_assert_cmpuint (strata_graph_get_n_cards (fixture->graph), ==, 4);
  g_assert_true (strata_graph_undo (fixture->graph));
  g_assert_cmpuint (strata_graph_get_n_cards (fixture->graph), ==, 3);
}

/* The document goes while it is shown. */
static void
test_no_document (Fixture *fixture, gconstpointer data)
{
  strata_canvas_set_document (fixture->canvas, NULL);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->canvas));
  click (fixture, 10, 10);
  run (fixture, "canvas.delete");
  run (fixture, "canvas.fit");
  assert_selected (fixture, "");
}

#define ADD(name, func)                                                        \
  g_test_add ("/canvas/" name, Fixture, NULL, set_up, func, tear_down)

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

  ADD ("select", test_select);
  ADD ("select-alone", test_select_alone);
  ADD ("band", test_band);
  ADD ("move", test_move);
  ADD ("move-several", test_move_several);
  ADD ("tremble", test_tremble);
  ADD ("delete", test_delete);
  ADD ("connect", test_connect);
  ADD ("detach", test_detach);
  ADD ("rewire", test_rewire);
  ADD ("put-back", test_put_back);
  ADD ("drop-wire", test_drop_wire);
  ADD ("refuse-wire", test_refuse_wire);
  ADD ("click-wire", test_click_wire);
  ADD ("wire-gone", test_wire_gone);
  ADD ("zoom", test_zoom);
  ADD ("add", test_add);
  ADD ("edit", test_edit);
  ADD ("refuse-value", test_refuse_value);
  ADD ("switch", test_switch);
  ADD ("choose", test_choose);
  ADD ("edit-gone", test_edit_gone);
  ADD ("copy", test_copy);
  ADD ("no-document", test_no_document);

  return g_test_run ();
}
