/* test-canvas-wires.c — wires on the canvas: drawn, taken off, moved, refused.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "canvas-hands.h"

static const char text[] =
    "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
    "{\"id\": \"x\", \"type\": \"ConstantTensor\", \"position\": [0, 0], "
    "\"inputs\": {\"shape\": [1, 4, 4, 2], \"values\": [2]}},"
    "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"position\": [300, 0], "
    "\"inputs\": {\"kernel_size\": 3, \"depthwise_initializer\": \"ones\"}},"
    "{\"id\": \"y\", \"type\": \"Output\", \"position\": [700, 0]},"
    "{\"id\": \"z\", \"type\": \"Output\", \"position\": [700, 200]},"
    "{\"id\": \"flat\", \"type\": \"ConstantTensor\", \"position\": [0, 400], "
    "\"inputs\": {\"shape\": [2, 2]}},"
    "{\"id\": \"small\", \"type\": \"ConstantTensor\", \"position\": [0, 600], "
    "\"inputs\": {\"shape\": [1, 2, 2, 2]}},"
    "{\"id\": \"ones\", \"type\": \"Ones\", \"position\": [300, 600]}],"
    "\"wires\": [{\"from\": \"x.tensor\", \"to\": \"dw.input\"},"
    "{\"from\": \"dw.output\", \"to\": \"y.data\"},"
    "{\"from\": \"dw.output\", \"to\": \"z.data\"}]}";

/* Presses on a port and pulls to another. */
static void
pull_between (CanvasFixture *fixture,
              GdkModifierType state,
              const char *from,
              const char *from_port,
              gboolean output,
              const char *to,
              const char *to_port,
              gboolean to_output)
{
  double x0, y0, x1, y1;

  canvas_place_of_port (fixture, from, from_port, output, &x0, &y0);
  hand_press (fixture, GDK_BUTTON_PRIMARY, state, x0, y0);
  hand_pull (fixture, x0 + 8, y0 + 8);
  canvas_place_of_port (fixture, to, to_port, to_output, &x1, &y1);
  hand_pull (fixture, x1, y1);
}

/* A wire near its start: the end at the output comes off. */
static void
test_take_off_output (CanvasFixture *fixture, gconstpointer data)
{
  double x, y, x1, y1;

  canvas_place_on_wire (fixture, "y", "data", 0.3, &x, &y);
  canvas_place_of_port (fixture, "x", "tensor", TRUE, &x1, &y1);
  hand_drag (fixture, 0, x, y, x1, y1);
  canvas_assert_wired (fixture, "y", "data", "x.tensor");
  canvas_assert_wired (fixture, "z", "data", "dw.output");
  canvas_assert_one_step (fixture);
}

/* Near its end: that at the input. */
static void
test_take_off_input (CanvasFixture *fixture, gconstpointer data)
{
  double x, y;

  canvas_place_on_wire (fixture, "y", "data", 0.75, &x, &y);
  hand_drag (fixture, 0, x, y, 620, 500);
  canvas_assert_wired (fixture, "y", "data", NULL);
  canvas_assert_wired (fixture, "z", "data", "dw.output");
  canvas_assert_one_step (fixture);
}

/* In its middle nothing comes off, and a click only selects. */
static void
test_press_wire (CanvasFixture *fixture, gconstpointer data)
{
  double x, y;

  canvas_place_on_wire (fixture, "z", "data", 0.5, &x, &y);
  hand_drag (fixture, 0, x, y, x + 10, y + 300);
  canvas_assert_unchanged (fixture);
  canvas_place_on_wire (fixture, "z", "data", 0.28, &x, &y);
  hand_click (fixture, 0, x, y);
  g_assert_true (fixture->canvas->selected_wire
                 == strata_card_get_wire (canvas_find (fixture, "z"), "data"));
  canvas_assert_unchanged (fixture);
}

/* Off the output that the selected wire starts from. */
static void
test_take_off_selected (CanvasFixture *fixture, gconstpointer data)
{
  double x, y;

  canvas_place_on_wire (fixture, "z", "data", 0.5, &x, &y);
  hand_click (fixture, 0, x, y);
  pull_between (fixture, 0, "dw", "output", TRUE, "x", "tensor", TRUE);
  hand_release (fixture);
  canvas_assert_wired (fixture, "z", "data", "x.tensor");
  canvas_assert_wired (fixture, "y", "data", "dw.output");
  canvas_assert_one_step (fixture);
}

static void
test_move_all (CanvasFixture *fixture, gconstpointer data)
{
  pull_between (fixture, GDK_CONTROL_MASK, "dw", "output", TRUE, "x", "tensor",
                TRUE);
  hand_release (fixture);
  canvas_assert_wired (fixture, "y", "data", "x.tensor");
  canvas_assert_wired (fixture, "z", "data", "x.tensor");
  canvas_assert_one_step (fixture);
}

/* Back where they were: no step. */
static void
test_move_all_back (CanvasFixture *fixture, gconstpointer data)
{
  pull_between (fixture, GDK_CONTROL_MASK, "dw", "output", TRUE, "dw", "output",
                TRUE);
  hand_release (fixture);
  canvas_assert_unchanged (fixture);
  g_assert_null (strata_graph_get_undo_name (fixture->graph));
}

static void
test_clear_port (CanvasFixture *fixture, gconstpointer data)
{
  double x, y;

  canvas_place_of_port (fixture, "dw", "output", TRUE, &x, &y);
  hand_click (fixture, GDK_ALT_MASK, x, y);
  canvas_assert_wired (fixture, "y", "data", NULL);
  canvas_assert_wired (fixture, "z", "data", NULL);
  canvas_assert_wired (fixture, "dw", "input", "x.tensor");
  canvas_assert_one_step (fixture);
  canvas_place_of_port (fixture, "ones", "initializer_instance", TRUE, &x, &y);
  hand_click (fixture, GDK_ALT_MASK, x, y);
  canvas_assert_unchanged (fixture);
  g_assert_cmpint (fixture->canvas->drag.kind, ==, STRATA_DRAG_NOTHING);
}

/* On the body of a card: the first port that is free and fits. */
static void
test_drop_on_card (CanvasFixture *fixture, gconstpointer data)
{
  double x, y;

  canvas_place_of_port (fixture, "ones", "initializer_instance", TRUE, &x, &y);
  hand_drag (fixture, 0, x, y, 400, 18);
  canvas_assert_wired (fixture, "dw", "depthwise_initializer",
                       "ones.initializer_instance");
  hand_drag (fixture, 0, x, y, 400, 18);
  canvas_assert_wired (fixture, "dw", "bias_initializer",
                       "ones.initializer_instance");
  g_assert_true (strata_graph_undo (fixture->graph));
  canvas_assert_one_step (fixture);
}

/* One that has none says so, and takes nothing. */
static void
test_refusing_card (CanvasFixture *fixture, gconstpointer data)
{
  double x, y;

  canvas_place_of_port (fixture, "ones", "initializer_instance", TRUE, &x, &y);
  hand_drag (fixture, 0, x, y, 760, 18);
  g_assert_nonnull (fixture->heard);
  g_assert_nonnull (strstr (fixture->heard, "initializer"));
  canvas_assert_unchanged (fixture);
}

/* A matrix is no batch of images, whatever its sizes. */
static void
test_refuse_rank (CanvasFixture *fixture, gconstpointer data)
{
  pull_between (fixture, 0, "flat", "tensor", TRUE, "dw", "input", FALSE);
  g_assert_nonnull (fixture->canvas->drag.reason);
  g_assert_cmpstr (fixture->heard, ==, fixture->canvas->drag.reason);
  hand_release (fixture);
  canvas_assert_unchanged (fixture);
}

/* Sizes that do not match yet are told, and may be made to match later. */
static void
test_warn_of_size (CanvasFixture *fixture, gconstpointer data)
{
  pull_between (fixture, 0, "small", "tensor", TRUE, "dw", "input", FALSE);
  g_assert_null (fixture->canvas->drag.reason);
  hand_release (fixture);
  canvas_assert_wired (fixture, "dw", "input", "small.tensor");
  canvas_assert_one_step (fixture);
}

static void
test_refuse_type (CanvasFixture *fixture, gconstpointer data)
{
  pull_between (fixture, 0, "ones", "initializer_instance", TRUE, "z", "data",
                FALSE);
  g_assert_nonnull (strstr (fixture->heard, "initializer"));
  hand_release (fixture);
  canvas_assert_unchanged (fixture);
}

/* Ports that are folded away are there while what fits them is dragged. */
static void
test_unfold_while_dragging (CanvasFixture *fixture, gconstpointer data)
{
  double x, y;
  StrataPort *port;

  canvas_place_of_port (fixture, "ones", "initializer_instance", TRUE, &x, &y);
  hand_press (fixture, GDK_BUTTON_PRIMARY, 0, x, y);
  hand_pull (fixture, x + 20, y);
  canvas_place_of_port (fixture, "dw", "bias_initializer", FALSE, &x, &y);
  hand_pull (fixture, x, y);
  port = fixture->canvas->drag.over;
  g_assert_nonnull (port);
  g_assert_cmpstr (strata_port_get_name (port), ==, "bias_initializer");
  hand_release (fixture);
  canvas_assert_wired (fixture, "dw", "bias_initializer",
                       "ones.initializer_instance");
  canvas_assert_one_step (fixture);
}

/* At an edge the view goes on, and what is dragged stays under the pointer;
 * Shift keeps it from stopping at lines. */
static void
test_pan_at_edge (CanvasFixture *fixture, gconstpointer data)
{
  StrataCanvas *canvas = fixture->canvas;
  double width = gtk_widget_get_width (GTK_WIDGET (canvas));
  double before = canvas->offset_x;
  double x, y, dropped_x, widget_x, widget_y;

  strata_canvas_to_widget (canvas, 60, 18, &x, &y);
  strata_canvas_press (canvas, GDK_BUTTON_PRIMARY, GDK_SHIFT_MASK, x, y);
  strata_canvas_pull (canvas, width - 4 - x, 100);
  while (canvas->offset_x > before - 200)
    canvas_draw (fixture);
  hand_release (fixture);
  strata_card_get_position (canvas_find (fixture, "x"), &dropped_x, &y);
  strata_canvas_to_widget (canvas, dropped_x + 60, y, &widget_x, &widget_y);
  g_assert_cmpfloat_with_epsilon (widget_x, width - 4, 1);
  canvas_assert_one_step (fixture);
}

/* Whatever zooms while a card is dragged. */
static void
test_zoom_while_dragging (CanvasFixture *fixture, gconstpointer data)
{
  StrataCanvas *canvas = fixture->canvas;
  double x, y, dropped_x, dropped_y, graph_x, graph_y;

  strata_canvas_to_widget (canvas, 60, 18, &x, &y);
  strata_canvas_press (canvas, GDK_BUTTON_PRIMARY, GDK_SHIFT_MASK, x, y);
  strata_canvas_pull (canvas, 200, 150);
  canvas_run (fixture, "canvas.zoom-out");
  canvas_draw (fixture);
  strata_canvas_to_graph (canvas, x + 200, y + 150, &graph_x, &graph_y);
  hand_release (fixture);
  strata_card_get_position (canvas_find (fixture, "x"), &dropped_x, &dropped_y);
  g_assert_cmpfloat_with_epsilon (dropped_x, graph_x - 60, 1);
  g_assert_cmpfloat_with_epsilon (dropped_y, graph_y - 18, 1);
}

/* What is let go, or goes, in the middle of it all. */
static void
test_cancel (CanvasFixture *fixture, gconstpointer data)
{
  pull_between (fixture, GDK_CONTROL_MASK, "dw", "output", TRUE, "x", "tensor",
                TRUE);
  canvas_run (fixture, "canvas.cancel");
  hand_release (fixture);
  canvas_assert_unchanged (fixture);
  pull_between (fixture, GDK_CONTROL_MASK, "dw", "output", TRUE, "x", "tensor",
                TRUE);
  strata_graph_remove_card (fixture->graph, canvas_find (fixture, "z"));
  canvas_draw (fixture);
  hand_release (fixture);
  canvas_assert_wired (fixture, "y", "data", "x.tensor");
}

#define ADD(name, func)                                                        \
  g_test_add ("/canvas-wires/" name, CanvasFixture, text, canvas_set_up, func, \
              canvas_tear_down)

int
main (int argc, char *argv[])
{
  if (!canvas_test_init (&argc, &argv))
    return 0;

  ADD ("take-off-output", test_take_off_output);
  ADD ("take-off-input", test_take_off_input);
  ADD ("press-wire", test_press_wire);
  ADD ("take-off-selected", test_take_off_selected);
  ADD ("move-all", test_move_all);
  ADD ("move-all-back", test_move_all_back);
  ADD ("clear-port", test_clear_port);
  ADD ("drop-on-card", test_drop_on_card);
  ADD ("refusing-card", test_refusing_card);
  ADD ("refuse-rank", test_refuse_rank);
  ADD ("warn-of-size", test_warn_of_size);
  ADD ("refuse-type", test_refuse_type);
  ADD ("unfold-while-dragging", test_unfold_while_dragging);
  ADD ("pan-at-edge", test_pan_at_edge);
  ADD ("zoom-while-dragging", test_zoom_while_dragging);
  ADD ("cancel", test_cancel);

  return g_test_run ();
}
