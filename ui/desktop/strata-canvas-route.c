/* strata-canvas-route.c — which way a wire takes on the canvas.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include <math.h>

#define HIT_DISTANCE 6
#define BEYOND 240 /* at 100 %: the longest handle, and the line itself */

void
strata_canvas_get_box (StrataCanvas *self,
                       StrataCanvasCard *card,
                       graphene_rect_t *box)
{
  StrataCardLayout *layout = strata_canvas_lay_out (self, card);
  double x, y;

  strata_canvas_get_place (self, card, &x, &y);
  strata_canvas_to_widget (self, x, y, &x, &y);
  graphene_rect_init (box, x, y, layout->width * self->zoom,
                      layout->height * self->zoom);
}

void
strata_canvas_get_ends (StrataCanvas *self,
                        StrataWire *wire,
                        StrataPlace *from,
                        StrataPlace *to)
{
  StrataCanvasWire *own = strata_canvas_find_wire (self, wire);

  if (own)
    {
      strata_canvas_find_ends (self, own, from, to);
      return;
    }
  strata_canvas_get_port_place (self, strata_wire_get_source (wire),
                                strata_wire_get_source_port (wire), TRUE,
                                &from->x, &from->y);
  strata_canvas_get_port_place (self, strata_wire_get_target (wire),
                                strata_wire_get_target_port (wire), FALSE,
                                &to->x, &to->y);
}

/* Through the points that it is led through. */
static void
route_through (StrataCanvas *self, StrataWire *wire, GArray *path)
{
  guint n = strata_wire_get_n_points (wire);
  g_autofree StrataPlace *places = g_new (StrataPlace, n + 2);

  strata_canvas_get_ends (self, wire, &places[0], &places[n + 1]);
  for (guint i = 0; i < n; i++)
    strata_canvas_get_point_place (self, wire, i, &places[i + 1]);
  strata_wire_path_lead (path, places, n + 2, NULL, NULL, self->zoom);
}

void
strata_canvas_route (StrataCanvas *self, StrataWire *wire, GArray *path)
{
  StrataCanvasCard *source, *target;
  graphene_rect_t from, to;
  StrataPlace places[2];

  if (strata_wire_get_n_points (wire) > 0)
    {
      route_through (self, wire, path);
      return;
    }
  strata_canvas_get_ends (self, wire, &places[0], &places[1]);
  if (places[1].x >= places[0].x)
    {
      strata_wire_path_lead (path, places, 2, NULL, NULL, self->zoom);
      return;
    }
  source = strata_canvas_find (self, strata_wire_get_source (wire));
  target = strata_canvas_find (self, strata_wire_get_target (wire));
  if (source && target)
    {
      strata_canvas_get_box (self, source, &from);
      strata_canvas_get_box (self, target, &to);
    }
  strata_wire_path_lead (path, places, 2, source && target ? &from : NULL, &to,
                         self->zoom);
}

/* Without finding the way, which takes longer: FALSE only where it stays out of
 * the area, as far as a wire may go beyond its cards. */
gboolean
strata_canvas_may_touch_wire (StrataCanvas *self,
                              StrataCanvasWire *wire,
                              const graphene_rect_t *area)
{
  graphene_rect_t box, other;

  if (!wire->source || !wire->target
      || strata_wire_get_n_points (wire->wire) > 0)
    return TRUE;
  strata_canvas_get_box (self, wire->source, &box);
  strata_canvas_get_box (self, wire->target, &other);
  graphene_rect_union (&box, &other, &box);
  graphene_rect_inset (&box, -BEYOND * self->zoom, -BEYOND * self->zoom);
  return graphene_rect_intersection (&box, area, NULL);
}

static gboolean
is_near (GArray *path, double x, double y)
{
  graphene_rect_t box;

  strata_wire_path_get_bounds (path, &box);
  graphene_rect_inset (&box, -HIT_DISTANCE, -HIT_DISTANCE);
  return graphene_rect_contains_point (&box, &GRAPHENE_POINT_INIT (x, y))
         && strata_wire_path_get_distance (path, x, y, NULL) <= HIT_DISTANCE;
}

StrataWire *
strata_canvas_wire_at (StrataCanvas *self, double x, double y)
{
  g_autoptr (GArray) path = strata_wire_path_new ();
  graphene_rect_t area;
  GPtrArray *wires;

  if (!self->graph || self->zoom < STRATA_CANVAS_FAR)
    return NULL;
  wires = strata_canvas_get_wires (self);
  graphene_rect_init (&area, x - HIT_DISTANCE, y - HIT_DISTANCE,
                      2 * HIT_DISTANCE, 2 * HIT_DISTANCE);
  for (guint i = wires->len; i-- > 0;)
    {
      StrataCanvasWire *own = wires->pdata[i];

      if (!strata_canvas_may_touch_wire (self, own, &area))
        continue;
      strata_canvas_route (self, own->wire, path);
      if (is_near (path, x, y))
        return own->wire;
    }
  return NULL;
}

double
strata_canvas_find_along (StrataCanvas *self,
                          StrataWire *wire,
                          double x,
                          double y)
{
  g_autoptr (GArray) path = strata_wire_path_new ();
  double along;

  strata_canvas_route (self, wire, path);
  strata_wire_path_get_distance (path, x, y, &along);
  return along;
}

/* Whether a box on the widget is under a card. */
static gboolean
is_covered (StrataCanvas *self, const graphene_rect_t *box)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      graphene_rect_t other;

      strata_canvas_get_box (self, self->cards->pdata[i], &other);
      if (graphene_rect_intersection (&other, box, NULL))
        return TRUE;
    }
  return FALSE;
}

/* Where something of a size that stands on a wire is not hidden by cards, as
 * near to the middle as can be; FALSE where it is everywhere. */
gboolean
strata_canvas_find_room (StrataCanvas *self,
                         GArray *path,
                         double width,
                         double height,
                         StrataPlace *place)
{
  static const double along[] = { 0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78 };

  for (guint i = 0; i < G_N_ELEMENTS (along); i++)
    {
      graphene_rect_t box;

      strata_wire_path_get_place (path, along[i], place);
      graphene_rect_init (&box, place->x - width / 2, place->y - height / 2,
                          width, height);
      if (!is_covered (self, &box))
        return TRUE;
    }
  return FALSE;
}
