/* test-canvas-mirrored.c — the canvas where people read from right to left:
 * data still flows from left to right.
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
    "{\"id\": \"y\", \"type\": \"Output\", \"position\": [700, 0]}],"
    "\"wires\": [{\"from\": \"x.tensor\", \"to\": \"dw.input\"}]}";

static void
assert_hit (CanvasFixture *fixture,
            const char *card,
            const char *port,
            gboolean output)
{
  StrataHit hit;
  double x, y;

  canvas_place_of_port (fixture, card, port, output, &x, &y);
  strata_canvas_to_widget (fixture->canvas, x, y, &x, &y);
  strata_canvas_hit (fixture->canvas, x, y, &hit);
  g_assert_cmpint (hit.kind, ==, STRATA_HIT_PORT);
  g_assert_cmpstr (strata_card_get_id (hit.card->card), ==, card);
  g_assert_cmpstr (strata_port_get_name (hit.port), ==, port);
  g_assert_cmpint (strata_port_is_output (hit.port), ==, output);
}

static void
test_hits (CanvasFixture *fixture, gconstpointer data)
{
  double in, out, y;

  g_assert_cmpint (gtk_widget_get_direction (fixture->window), ==,
                   GTK_TEXT_DIR_RTL);
  g_assert_cmpint (gtk_widget_get_direction (GTK_WIDGET (fixture->canvas)), ==,
                   GTK_TEXT_DIR_LTR);
  assert_hit (fixture, "x", "tensor", TRUE);
  assert_hit (fixture, "dw", "input", FALSE);
  assert_hit (fixture, "dw", "kernel_size", FALSE);
  assert_hit (fixture, "dw", "output", TRUE);
  assert_hit (fixture, "y", "data", FALSE);
  canvas_place_of_port (fixture, "dw", "input", FALSE, &in, &y);
  canvas_place_of_port (fixture, "dw", "output", TRUE, &out, &y);
  g_assert_cmpfloat (in, <, out);
}

static void
test_move (CanvasFixture *fixture, gconstpointer data)
{
  hand_drag (fixture, GDK_ALT_MASK, 340, 12, 340 + 60, 12 + 40);
  canvas_assert_place (fixture, "dw", 300 + 60, 40);
  canvas_assert_one_step (fixture);
}

static void
test_wire (CanvasFixture *fixture, gconstpointer data)
{
  double x0, y0, x1, y1;

  canvas_place_of_port (fixture, "dw", "output", TRUE, &x0, &y0);
  canvas_place_of_port (fixture, "y", "data", FALSE, &x1, &y1);
  hand_drag (fixture, 0, x0, y0, x1, y1);
  canvas_assert_wired (fixture, "y", "data", "dw.output");
  canvas_assert_one_step (fixture);
}

/* The entry stands on the value, at the right end of its row. */
static void
test_edit (CanvasFixture *fixture, gconstpointer data)
{
  graphene_rect_t box;
  GtkWidget *entry;
  double left, right, x, y;

  canvas_place_of_port (fixture, "dw", "kernel_size", FALSE, &left, &y);
  canvas_place_of_port (fixture, "dw", "output", TRUE, &right, &x);
  canvas_click (fixture, right - 30, y);
  canvas_draw (fixture);
  entry = canvas_find_child (GTK_WIDGET (fixture->canvas), GTK_TYPE_TEXT);
  g_assert_nonnull (entry);
  g_assert_true (
      gtk_widget_compute_bounds (entry, GTK_WIDGET (fixture->canvas), &box));
  strata_canvas_to_widget (fixture->canvas, left, y, &left, &y);
  strata_canvas_to_widget (fixture->canvas, right, y, &right, &y);
  g_assert_cmpfloat (box.origin.x + box.size.width / 2, >, (left + right) / 2);
  g_assert_cmpfloat (box.origin.x + box.size.width, <=, right);
}

int
main (int argc, char **argv)
{
  if (!canvas_test_init (&argc, &argv))
    return 0;
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  g_test_add ("/canvas/mirrored/hits", CanvasFixture, text, canvas_set_up,
              test_hits, canvas_tear_down);
  g_test_add ("/canvas/mirrored/move", CanvasFixture, text, canvas_set_up,
              test_move, canvas_tear_down);
  g_test_add ("/canvas/mirrored/wire", CanvasFixture, text, canvas_set_up,
              test_wire, canvas_tear_down);
  g_test_add ("/canvas/mirrored/edit", CanvasFixture, text, canvas_set_up,
              test_edit, canvas_tear_down);
  return g_test_run ();
}
