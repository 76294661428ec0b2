/* canvas-hands.c — what a hand does on a canvas, with any button and keys held.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "canvas-hands.h"

void
hand_press (CanvasFixture *fixture,
            guint button,
            GdkModifierType state,
            double x,
            double y)
{
  strata_canvas_to_widget (fixture->canvas, x, y, &x, &y);
  strata_canvas_press (fixture->canvas, button, state, x, y);
}

void
hand_pull (CanvasFixture *fixture, double x, double y)
{
  const StrataDrag *drag = &fixture->canvas->drag;

  strata_canvas_to_widget (fixture->canvas, x, y, &x, &y);
  strata_canvas_pull (fixture->canvas, x - drag->press_x, y - drag->press_y);
  canvas_draw (fixture);
}

void
hand_release (CanvasFixture *fixture)
{
  strata_canvas_release (fixture->canvas);
}

void
hand_drag (CanvasFixture *fixture,
           GdkModifierType state,
           double x0,
           double y0,
           double x1,
           double y1)
{
  hand_press (fixture, GDK_BUTTON_PRIMARY, state, x0, y0);
  hand_pull (fixture, x1, y1);
  hand_release (fixture);
}

void
hand_click (CanvasFixture *fixture, GdkModifierType state, double x, double y)
{
  hand_press (fixture, GDK_BUTTON_PRIMARY, state, x, y);
  hand_release (fixture);
}

void
canvas_place_of_port (CanvasFixture *fixture,
                      const char *card,
                      const char *port,
                      gboolean output,
                      double *x,
                      double *y)
{
  g_autoptr (StrataPort) found =
      strata_card_find_port (canvas_find (fixture, card), port, output);

  g_assert_true (strata_port_is_known (found));
  strata_canvas_get_port_place (fixture->canvas, canvas_find (fixture, card),
                                port, output, x, y);
  strata_canvas_to_graph (fixture->canvas, *x, *y, x, y);
}

void
canvas_place_on_wire (CanvasFixture *fixture,
                      const char *card,
                      const char *port,
                      double along,
                      double *x,
                      double *y)
{
  StrataWire *wire = strata_card_get_wire (canvas_find (fixture, card), port);
  g_autoptr (GArray) path = strata_wire_path_new ();
  StrataPlace place;

  g_assert_nonnull (wire);
  strata_canvas_route (fixture->canvas, wire, path);
  strata_wire_path_get_place (path, along, &place);
  strata_canvas_to_graph (fixture->canvas, place.x, place.y, x, y);
}

void
canvas_assert_wired (CanvasFixture *fixture,
                     const char *card,
                     const char *port,
                     const char *source)
{
  StrataWire *wire = strata_card_get_wire (canvas_find (fixture, card), port);
  g_autofree char *found = NULL;

  if (wire)
    found = g_strdup_printf ("%s.%s",
                             strata_card_get_id (strata_wire_get_source (wire)),
                             strata_wire_get_source_port (wire));
  g_assert_cmpstr (found, ==, source);
}

void
canvas_assert_unchanged (CanvasFixture *fixture)
{
  g_autofree char *now = strata_graph_to_text (fixture->graph, NULL);

  g_assert_cmpstr (now, ==, fixture->before);
}

void
canvas_assert_one_step (CanvasFixture *fixture)
{
  g_assert_true (strata_graph_undo (fixture->graph));
  canvas_assert_unchanged (fixture);
  g_assert_null (strata_graph_get_undo_name (fixture->graph));
  g_assert_true (strata_graph_redo (fixture->graph));
  g_assert_true (strata_graph_undo (fixture->graph));
  canvas_assert_unchanged (fixture);
  canvas_draw (fixture);
}
