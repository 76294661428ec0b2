/* test-canvas-paths.c — the ways of wires: points, cuts, and what is traced.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "canvas-hands.h"

static const char text[] =
    "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
    "{\"id\": \"x\", \"type\": \"ConstantTensor\", \"position\": [0, 0], "
    "\"inputs\": {\"shape\": [1, 4, 4, 2], \"values\": [2]}},"
    "{\"id\": \"one\", \"type\": \"DepthwiseConv2D\", \"position\": [400, 0], "
    "\"inputs\": {\"kernel_size\": 1}},"
    "{\"id\": \"y\", \"type\": \"Output\", \"position\": [900, 0]},"
    "{\"id\": \"z\", \"type\": \"Output\", \"position\": [900, 300]},"
    "{\"id\": \"x2\", \"type\": \"ConstantTensor\", \"position\": [0, 500], "
    "\"inputs\": {\"shape\": [2]}},"
    "{\"id\": \"y2\", \"type\": \"Output\", \"position\": [900, 500]}],"
    "\"wires\": [{\"from\": \"x.tensor\", \"to\": \"one.input\"},"
    "{\"from\": \"one.output\", \"to\": \"y.data\"},"
    "{\"from\": \"one.output\", \"to\": \"z.data\"},"
    "{\"from\": \"x2.tensor\", \"to\": \"y2.data\", \"points\": "
    "[[400, 620], [700, 620]]}]}";

static StrataWire *
get_wire (CanvasFixture *fixture, const char *card)
{
  return strata_card_get_wire (canvas_find (fixture, card), "data");
}

static void
assert_point (CanvasFixture *fixture, guint index, double x, double y)
{
  double found_x, found_y;

  strata_wire_get_point (get_wire (fixture, "y2"), index, &found_x, &found_y);
  g_assert_cmpfloat (found_x, ==, x);
  g_assert_cmpfloat (found_y, ==, y);
}

/* Points. */

static void
double_click (CanvasFixture *fixture, double x, double y)
{
  g_autoptr (GListModel) list =
      gtk_widget_observe_controllers (GTK_WIDGET (fixture->canvas));
  guint n = g_list_model_get_n_items (list);

  hand_click (fixture, 0, x, y);
  strata_canvas_to_widget (fixture->canvas, x, y, &x, &y);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkEventController) controller =
          g_list_model_get_item (list, i);

      if (GTK_IS_GESTURE_CLICK (controller))
        g_signal_emit_by_name (controller, "pressed", 2, x, y);
    }
}

static void
test_add_point (CanvasFixture *fixture, gconstpointer data)
{
  double x, y;

  canvas_place_on_wire (fixture, "z", "data", 0.5, &x, &y);
  double_click (fixture, x, y);
  g_assert_cmpuint (strata_wire_get_n_points (get_wire (fixture, "z")), ==, 1);
  canvas_assert_one_step (fixture);
}

/* Among those that it has, in their order. */
static void
test_add_between (CanvasFixture *fixture, gconstpointer data)
{
  double x, y, at_x, at_y;

  canvas_place_on_wire (fixture, "y2", "data", 0.5, &at_x, &at_y);
  double_click (fixture, at_x, at_y);
  g_assert_cmpuint (strata_wire_get_n_points (get_wire (fixture, "y2")), ==, 3);
  strata_wire_get_point (get_wire (fixture, "y2"), 1, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, at_x, 4);
  g_assert_cmpfloat_with_epsilon (y, at_y, 4);
  canvas_assert_one_step (fixture);
}

static void
test_add_by_command (CanvasFixture *fixture, gconstpointer data)
{
  canvas_run (fixture, "canvas.add-point");
  canvas_assert_unchanged (fixture);
  strata_canvas_select_wire (fixture->canvas, get_wire (fixture, "y"));
  canvas_run (fixture, "canvas.add-point");
  g_assert_cmpuint (strata_wire_get_n_points (get_wire (fixture, "y")), ==, 1);
  canvas_assert_one_step (fixture);
}

/* With Shift and the secondary button, across two wires. */
static void
test_lead (CanvasFixture *fixture, gconstpointer data)
{
  hand_press (fixture, GDK_BUTTON_SECONDARY, GDK_SHIFT_MASK, 800, -100);
  hand_pull (fixture, 800, 100);
  hand_pull (fixture, 800, 400);
  hand_release (fixture);
  g_assert_cmpuint (strata_wire_get_n_points (get_wire (fixture, "y")), ==, 1);
  g_assert_cmpuint (strata_wire_get_n_points (get_wire (fixture, "z")), ==, 1);
  g_assert_cmpuint (strata_wire_get_n_points (get_wire (fixture, "y2")), ==, 2);
  canvas_assert_one_step (fixture);
}

static void
test_move_point (CanvasFixture *fixture, gconstpointer data)
{
  hand_drag (fixture, 0, 400, 620, 440, 700);
  assert_point (fixture, 0, 440, 700);
  assert_point (fixture, 1, 700, 620);
  canvas_assert_selected (fixture, "");
  canvas_assert_one_step (fixture);
}

/* The wire goes where the point is. */
static void
test_hit_path (CanvasFixture *fixture, gconstpointer data)
{
  double x, y;

  canvas_place_on_wire (fixture, "y2", "data", 0.5, &x, &y);
  g_assert_cmpfloat (y, >, 600);
  strata_canvas_to_widget (fixture->canvas, x, y, &x, &y);
  g_assert_true (strata_canvas_wire_at (fixture->canvas, x, y)
                 == get_wire (fixture, "y2"));
}

/* With the cards at both ends of their wire, and with a band around them. */
static void
test_move_with_cards (CanvasFixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new ();

  g_ptr_array_add (cards, canvas_find (fixture, "x2"));
  g_ptr_array_add (cards, canvas_find (fixture, "y2"));
  strata_canvas_select_cards (fixture->canvas, cards);
  canvas_run (fixture, "canvas.move((24,0))");
  assert_point (fixture, 0, 424, 620);
  assert_point (fixture, 1, 724, 620);
  canvas_assert_one_step (fixture);
  hand_drag (fixture, 0, 660, 580, 760, 660);
  canvas_run (fixture, "canvas.move((0,24))");
  assert_point (fixture, 0, 400, 620);
  assert_point (fixture, 1, 700, 644);
  canvas_assert_one_step (fixture);
}

static void
test_delete_points (CanvasFixture *fixture, gconstpointer data)
{
  hand_drag (fixture, 0, 380, 600, 760, 660);
  g_assert_cmpuint (fixture->canvas->points->len, ==, 2);
  canvas_run (fixture, "canvas.delete");
  g_assert_cmpuint (strata_wire_get_n_points (get_wire (fixture, "y2")), ==, 0);
  g_assert_cmpuint (fixture->canvas->points->len, ==, 0);
  canvas_assert_one_step (fixture);
  g_assert_cmpuint (fixture->canvas->points->len, ==, 0);
}

/* A point goes while it is dragged. */
static void
test_point_gone (CanvasFixture *fixture, gconstpointer data)
{
  hand_press (fixture, GDK_BUTTON_PRIMARY, 0, 700, 620);
  hand_pull (fixture, 720, 700);
  strata_graph_disconnect (fixture->graph, get_wire (fixture, "y2"));
  hand_pull (fixture, 730, 700);
  hand_release (fixture);
  g_assert_cmpuint (fixture->canvas->points->len, ==, 0);
  canvas_assert_one_step (fixture);
}

/* The knife. */

static void
test_cut (CanvasFixture *fixture, gconstpointer data)
{
  hand_press (fixture, GDK_BUTTON_SECONDARY, GDK_CONTROL_MASK, 800, -100);
  hand_pull (fixture, 800, 100);
  hand_pull (fixture, 800, 400);
  hand_release (fixture);
  canvas_assert_wired (fixture, "y", "data", NULL);
  canvas_assert_wired (fixture, "z", "data", NULL);
  canvas_assert_wired (fixture, "y2", "data", "x2.tensor");
  canvas_assert_wired (fixture, "one", "input", "x.tensor");
  canvas_assert_one_step (fixture);
}

/* Led through points, a wire is cut where it goes, and not where it would. */
static void
test_cut_path (CanvasFixture *fixture, gconstpointer data)
{
  hand_press (fixture, GDK_BUTTON_SECONDARY, GDK_CONTROL_MASK, 550, 500);
  hand_pull (fixture, 550, 590);
  hand_release (fixture);
  canvas_assert_unchanged (fixture);
  hand_press (fixture, GDK_BUTTON_SECONDARY, GDK_CONTROL_MASK, 550, 600);
  hand_pull (fixture, 550, 640);
  hand_release (fixture);
  canvas_assert_wired (fixture, "y2", "data", NULL);
  canvas_assert_one_step (fixture);
}

/* Without keys the secondary button moves the view. */
static void
test_pan (CanvasFixture *fixture, gconstpointer data)
{
  double before = fixture->canvas->offset_x;
  double x, y;

  canvas_place_on_wire (fixture, "y", "data", 0.5, &x, &y);
  strata_canvas_to_widget (fixture->canvas, x, y, &x, &y);
  strata_canvas_press (fixture->canvas, GDK_BUTTON_SECONDARY, 0, x, y);
  strata_canvas_pull (fixture->canvas, 50, 40);
  strata_canvas_release (fixture->canvas);
  g_assert_cmpfloat (fixture->canvas->offset_x, ==, before + 50);
  canvas_assert_unchanged (fixture);
}

/* Tracing. */

static guint
count_dimmed (CanvasFixture *fixture)
{
  guint n = 0;

  for (guint i = 0; i < strata_graph_get_n_wires (fixture->graph); i++)
    n += strata_canvas_is_wire_dimmed (
        fixture->canvas, strata_graph_get_wire (fixture->graph, i));
  for (guint i = 0; i < strata_graph_get_n_cards (fixture->graph); i++)
    n += strata_canvas_is_card_dimmed (
        fixture->canvas, strata_graph_get_card (fixture->graph, i));
  return n;
}

/* Pointing lights the way, and dims nothing. */
static void
test_hover (CanvasFixture *fixture, gconstpointer data)
{
  StrataCanvas *canvas = fixture->canvas;

  strata_canvas_hover (canvas, get_wire (fixture, "y"));
  canvas_draw (fixture);
  g_assert_true (strata_canvas_is_traced (canvas, get_wire (fixture, "y")));
  g_assert_true (strata_canvas_is_traced (
      canvas, strata_card_get_wire (canvas_find (fixture, "one"), "input")));
  g_assert_false (strata_canvas_is_traced (canvas, get_wire (fixture, "z")));
  g_assert_cmpuint (count_dimmed (fixture), ==, 0);
  strata_graph_disconnect (fixture->graph, get_wire (fixture, "y"));
  g_assert_null (canvas->hovered);
  strata_canvas_hover (canvas, NULL);
  g_assert_cmpuint (g_hash_table_size (canvas->traced_wires), ==, 0);
}

/* A selected wire dims what is not on its way: z and its wire, x2, y2 and
 * theirs. */
static void
test_select_wire (CanvasFixture *fixture, gconstpointer data)
{
  double x, y;

  canvas_place_on_wire (fixture, "y", "data", 0.6, &x, &y);
  hand_click (fixture, 0, x, y);
  canvas_draw (fixture);
  g_assert_cmpuint (count_dimmed (fixture), ==, 5);
  hand_click (fixture, 0, 600, -60);
  g_assert_cmpuint (count_dimmed (fixture), ==, 0);
}

static void
test_trace_cards (CanvasFixture *fixture, gconstpointer data)
{
  strata_canvas_select_only (fixture->canvas, canvas_find (fixture, "one"));
  g_assert_cmpuint (count_dimmed (fixture), ==, 0);
  canvas_run (fixture, "canvas.trace");
  canvas_draw (fixture);
  g_assert_cmpuint (count_dimmed (fixture), ==, 3);
  canvas_run (fixture, "canvas.trace");
  g_assert_cmpuint (count_dimmed (fixture), ==, 0);
}

static guint
count_costs (CanvasFixture *fixture)
{
  StrataCanvas *canvas = fixture->canvas;
  guint n = 0;

  strata_canvas_add_up_costs (canvas);
  for (guint i = 0; i < canvas->cards->len; i++)
    {
      StrataCanvasCard *card = canvas->cards->pdata[i];
      g_autofree char *cost = strata_canvas_describe_cost (canvas, card->card);

      n += cost != NULL;
    }
  return n;
}

/* One card computes and has weights; nothing of it stands in the file. */
static void
test_costs (CanvasFixture *fixture, gconstpointer data)
{
  StrataCanvas *canvas = fixture->canvas;
  g_autofree char *macs = NULL;
  g_autofree char *parameters = NULL;

  canvas_wait (fixture);
  g_assert_cmpuint (count_costs (fixture), ==, 0);
  canvas_run (fixture, "canvas.costs");
  g_assert_nonnull (fixture->heard);
  canvas_draw (fixture);
  g_assert_cmpuint (count_costs (fixture), ==, 1);
  macs = strata_canvas_describe_cost (canvas, canvas_find (fixture, "one"));
  g_assert_cmpstr (macs, ==, "32 · 100 %");
  canvas_run (fixture, "canvas.costs");
  canvas_draw (fixture);
  parameters =
      strata_canvas_describe_cost (canvas, canvas_find (fixture, "one"));
  g_assert_cmpstr (parameters, ==, "4 · 100 %");
  canvas_run (fixture, "canvas.costs");
  canvas_draw (fixture);
  g_assert_cmpuint (count_costs (fixture), >, 0);
  strata_canvas_zoom_at (canvas, 0.2, 0, 0);
  canvas_draw (fixture);
  canvas_run (fixture, "canvas.costs");
  g_assert_cmpuint (count_costs (fixture), ==, 0);
  canvas_assert_unchanged (fixture);
}

static void
test_select_along (CanvasFixture *fixture, gconstpointer data)
{
  strata_canvas_select_only (fixture->canvas, canvas_find (fixture, "one"));
  canvas_run (fixture, "canvas.select-upstream");
  canvas_assert_selected (fixture, "x one");
  strata_canvas_select_only (fixture->canvas, canvas_find (fixture, "one"));
  canvas_run (fixture, "canvas.select-downstream");
  canvas_assert_selected (fixture, "one y z");
  strata_canvas_select_wire (fixture->canvas, get_wire (fixture, "z"));
  canvas_run (fixture, "canvas.select-upstream");
  canvas_assert_selected (fixture, "x one");
}

#define ADD(name, func)                                                        \
  g_test_add ("/canvas-paths/" name, CanvasFixture, text, canvas_set_up, func, \
              canvas_tear_down)

int
main (int argc, char *argv[])
{
  if (!canvas_test_init (&argc, &argv))
    return 0;

  ADD ("add-point", test_add_point);
  ADD ("add-between", test_add_between);
  ADD ("add-by-command", test_add_by_command);
  ADD ("lead", test_lead);
  ADD ("move-point", test_move_point);
  ADD ("hit-path", test_hit_path);
  ADD ("move-with-cards", test_move_with_cards);
  ADD ("delete-points", test_delete_points);
  ADD ("point-gone", test_point_gone);
  ADD ("cut", test_cut);
  ADD ("cut-path", test_cut_path);
  ADD ("pan", test_pan);
  ADD ("hover", test_hover);
  ADD ("select-wire", test_select_wire);
  ADD ("trace-cards", test_trace_cards);
  ADD ("costs", test_costs);
  ADD ("select-along", test_select_along);

  return g_test_run ();
}
