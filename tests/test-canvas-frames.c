/* test-canvas-frames.c — what the canvas keeps from one frame to the next.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "canvas-hands.h"

#define FAR 0.2 /* zoom at which a drag leaves a picture behind */

static const char text[] =
    "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
    "{\"id\": \"x\", \"type\": \"ConstantTensor\", \"position\": [0, 0], "
    "\"inputs\": {\"shape\": [1, 4, 4, 2], \"values\": [2]}},"
    "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"position\": [300, 0], "
    "\"inputs\": {\"kernel_size\": 3, \"depthwise_initializer\": \"ones\"}},"
    "{\"id\": \"y\", \"type\": \"Output\", \"position\": [700, 0]}],"
    "\"wires\": [{\"from\": \"x.tensor\", \"to\": \"dw.input\"}]}";

/* Of the canvas as it is drawn, at a place of the graph. */
static guint32
get_pixel (CanvasFixture *fixture, double x, double y)
{
  GtkWidget *widget = GTK_WIDGET (fixture->canvas);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create (surface);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  guint32 pixel;

  strata_canvas_snapshot (widget, snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cr);
  gsk_render_node_unref (node);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  strata_canvas_to_widget (fixture->canvas, x, y, &x, &y);
  g_assert_true (x >= 0 && y >= 0 && x < width && y < height);
  pixel = ((guint32 *) (gpointer) (cairo_image_surface_get_data (surface)
                                   + (int) y
                                         * cairo_image_surface_get_stride (
                                             surface)))[(int) x]
          & 0xffffff;
  cairo_surface_destroy (surface);
  return pixel;
}

static void
begin_far (CanvasFixture *fixture)
{
  g_object_set (fixture->canvas, "snap", FALSE, NULL);
  strata_canvas_zoom_at (fixture->canvas, FAR, 0, 0);
  strata_canvas_pan (fixture->canvas, 100, 100);
  canvas_draw (fixture);
  canvas_press (fixture, 340, 12);
  canvas_pull (fixture, 100, 700, FALSE);
}

static void
test_ground (CanvasFixture *fixture, gconstpointer data)
{
  StrataCanvas *canvas = fixture->canvas;
  g_autoptr (GskRenderNode) node = NULL;

  node = gsk_render_node_ref (canvas->ground_node);
  canvas_press (fixture, 340, 12);
  canvas_pull (fixture, 40, 50, FALSE);
  g_assert_true (canvas->ground_node == node);
  canvas_pull (fixture, 60, 50, TRUE);
  canvas_draw (fixture);
  g_assert_true (canvas->ground_node == node);
  strata_canvas_pan (canvas, canvas->offset_x + 7, canvas->offset_y);
  canvas_draw (fixture);
  g_assert_true (canvas->ground_node != node);
}

static void
test_backdrop (CanvasFixture *fixture, gconstpointer data)
{
  StrataCanvas *canvas = fixture->canvas;
  g_autoptr (GskRenderNode) node = NULL;

  canvas_wait (fixture);
  begin_far (fixture);
  g_assert_nonnull (canvas->backdrop);
  /* What it lacks at first comes later. */
  while (canvas->backdrop_due != 0)
    g_main_context_iteration (NULL, TRUE);
  node = gsk_render_node_ref (canvas->backdrop);
  canvas_pull (fixture, 120, 720, FALSE);
  g_assert_true (canvas->backdrop == node);
  canvas_pull (fixture, 100, 700, TRUE);
  canvas_draw (fixture);
  g_assert_null (canvas->backdrop);
  canvas_assert_place (fixture, "dw", 400, 700);
  canvas_undo_all (fixture);
}

/* A drag leaves nothing where the card was, and shows it where it is. */
static void
test_leaves_nothing (CanvasFixture *fixture, gconstpointer data)
{
  guint32 ground, card;

  canvas_wait (fixture);
  strata_canvas_zoom_at (fixture->canvas, FAR, 0, 0);
  strata_canvas_pan (fixture->canvas, 100, 100);
  canvas_draw (fixture);
  ground = get_pixel (fixture, 340, 1400);
  card = get_pixel (fixture, 310, 60);
  g_assert_cmphex (card, !=, ground);
  begin_far (fixture);
  g_assert_cmphex (get_pixel (fixture, 310, 60), ==, ground);
  g_assert_cmphex (get_pixel (fixture, 410, 760), ==, card);
  canvas_pull (fixture, 100, 1200, FALSE);
  g_assert_cmphex (get_pixel (fixture, 410, 760), ==, ground);
  g_assert_cmphex (get_pixel (fixture, 410, 1260), ==, card);
  strata_canvas_cancel_drag (fixture->canvas);
  g_assert_cmphex (get_pixel (fixture, 310, 60), ==, card);
  g_assert_cmphex (get_pixel (fixture, 410, 1260), ==, ground);
}

/* What changes while something is dragged is seen. */
static void
test_changes (CanvasFixture *fixture, gconstpointer data)
{
  StrataCanvas *canvas = fixture->canvas;
  g_autoptr (GskRenderNode) node = NULL;
  guint32 ground;

  canvas_wait (fixture);
  begin_far (fixture);
  node = gsk_render_node_ref (canvas->backdrop);
  ground = get_pixel (fixture, 340, 1400);
  strata_graph_move_card (fixture->graph, canvas_find (fixture, "y"), 700,
                          1300);
  canvas_draw (fixture);
  g_assert_true (canvas->backdrop != node);
  g_assert_cmphex (get_pixel (fixture, 710, 12), ==, ground);
  g_assert_cmphex (get_pixel (fixture, 710, 1312), !=, ground);
  strata_canvas_cancel_drag (canvas);
}

static void
assert_ends (CanvasFixture *fixture, const char *card, const char *port)
{
  g_autoptr (StrataPort) input =
      strata_card_find_port (canvas_find (fixture, card), port, FALSE);
  g_autoptr (GPtrArray) wires = strata_port_list_wires (input);
  StrataPlace from, to;
  double x, y;

  g_assert_cmpuint (wires->len, ==, 1);
  strata_canvas_get_ends (fixture->canvas, wires->pdata[0], &from, &to);
  strata_canvas_get_port_place (fixture->canvas, canvas_find (fixture, card),
                                port, FALSE, &x, &y);
  g_assert_cmpfloat_with_epsilon (to.x, x, 1e-3);
  g_assert_cmpfloat_with_epsilon (to.y, y, 1e-3);
  strata_canvas_get_port_place (
      fixture->canvas, strata_wire_get_source (wires->pdata[0]),
      strata_wire_get_source_port (wires->pdata[0]), TRUE, &x, &y);
  g_assert_cmpfloat_with_epsilon (from.x, x, 1e-3);
  g_assert_cmpfloat_with_epsilon (from.y, y, 1e-3);
}

/* Wires end at their ports, whatever becomes of the cards. */
static void
test_ends (CanvasFixture *fixture, gconstpointer data)
{
  StrataCard *dw = canvas_find (fixture, "dw");
  g_autoptr (GError) error = NULL;

  assert_ends (fixture, "dw", "input");
  strata_graph_move_card (fixture->graph, dw, 420, 150);
  assert_ends (fixture, "dw", "input");
  strata_canvas_unfold (fixture->canvas,
                        strata_canvas_find (fixture->canvas, dw), TRUE);
  assert_ends (fixture, "dw", "input");
  strata_graph_connect (fixture->graph, dw, "output",
                        canvas_find (fixture, "y"), "data", &error);
  g_assert_no_error (error);
  assert_ends (fixture, "y", "data");
  strata_canvas_unfold (fixture->canvas,
                        strata_canvas_find (fixture->canvas, dw), FALSE);
  assert_ends (fixture, "y", "data");
  strata_graph_remove_card (fixture->graph, canvas_find (fixture, "x"));
  assert_ends (fixture, "y", "data");
  strata_graph_undo (fixture->graph);
  assert_ends (fixture, "dw", "input");
  assert_ends (fixture, "y", "data");
}

#define ADD(name, func)                                                        \
  g_test_add ("/canvas/frames/" name, CanvasFixture, text, canvas_set_up,      \
              func, canvas_tear_down)

int
main (int argc, char **argv)
{
  if (!canvas_test_init (&argc, &argv))
    return 0;
  ADD ("ground", test_ground);
  ADD ("backdrop", test_backdrop);
  ADD ("leaves-nothing", test_leaves_nothing);
  ADD ("changes", test_changes);
  ADD ("ends", test_ends);
  return g_test_run ();
}
