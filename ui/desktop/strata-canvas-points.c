/* strata-canvas-points.c — points that wires are led through.
 *
 * They are selected, moved and deleted like cards and together with them. Those
 * of a wire move too where the cards at both its ends do.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"

#include <glib/gi18n.h>
#include <math.h>

#define HIT_RADIUS 9 /* on the widget */
#define RADIUS 5

void
strata_canvas_point_clear (gpointer point)
{
  g_object_unref (((StrataCanvasPoint *) point)->wire);
}

static StrataCanvasPoint *
get_selected (StrataCanvas *self, guint i)
{
  return &g_array_index (self->points, StrataCanvasPoint, i);
}

static gboolean
find_selected (StrataCanvas *self, StrataWire *wire, guint index, guint *at)
{
  for (*at = 0; *at < self->points->len; ++*at)
    if (get_selected (self, *at)->wire == wire
        && get_selected (self, *at)->index == index)
      return TRUE;
  return FALSE;
}

gboolean
strata_canvas_is_point_selected (StrataCanvas *self,
                                 StrataWire *wire,
                                 guint index)
{
  guint at;

  return find_selected (self, wire, index, &at);
}

void
strata_canvas_select_point (StrataCanvas *self,
                            StrataWire *wire,
                            guint index,
                            gboolean selected)
{
  StrataCanvasPoint point = { wire, index };
  guint at;

  if (find_selected (self, wire, index, &at) == selected)
    return;
  if (!selected)
    {
      g_array_remove_index (self->points, at);
      return;
    }
  g_object_ref (wire);
  g_array_append_val (self->points, point);
  g_clear_object (&self->selected_wire);
}

/* Lets go of what the graph has no more. */
void
strata_canvas_check_points (StrataCanvas *self)
{
  for (guint i = self->points->len; i-- > 0;)
    {
      StrataCanvasPoint *point = get_selected (self, i);

      if (!strata_wire_is_in_graph (point->wire)
          || point->index >= strata_wire_get_n_points (point->wire))
        g_array_remove_index (self->points, i);
    }
}

/* Touching counts, as it does for cards. */
void
strata_canvas_select_points_in (StrataCanvas *self,
                                double x0,
                                double y0,
                                double x1,
                                double y1,
                                gboolean adding)
{
  guint n = strata_graph_get_n_wires (self->graph);

  for (guint i = 0; i < n; i++)
    {
      StrataWire *wire = strata_graph_get_wire (self->graph, i);
      guint n_points = strata_wire_get_n_points (wire);

      for (guint j = 0; j < n_points; j++)
        {
          double x, y;
          gboolean touched;

          strata_wire_get_point (wire, j, &x, &y);
          touched = x >= x0 && x <= x1 && y >= y0 && y <= y1;
          if (touched || !adding)
            strata_canvas_select_point (self, wire, j, touched);
        }
    }
}

/* Places. */

static gboolean
is_card_selected (StrataCanvas *self, StrataCard *card)
{
  StrataCanvasCard *own = strata_canvas_find (self, card);

  return own && own->selected;
}

/* Whether it goes where the selected cards go. */
static gboolean
is_carried (StrataCanvas *self, StrataWire *wire, guint index)
{
  return strata_canvas_is_point_selected (self, wire, index)
         || (is_card_selected (self, strata_wire_get_source (wire))
             && is_card_selected (self, strata_wire_get_target (wire)));
}

void
strata_canvas_get_point_place (StrataCanvas *self,
                               StrataWire *wire,
                               guint index,
                               StrataPlace *place)
{
  strata_wire_get_point (wire, index, &place->x, &place->y);
  if (self->drag.kind == STRATA_DRAG_CARDS && self->drag.moved
      && is_carried (self, wire, index))
    {
      place->x += self->drag.dx;
      place->y += self->drag.dy;
    }
  strata_canvas_to_widget (self, place->x, place->y, &place->x, &place->y);
}

StrataWire *
strata_canvas_point_at (StrataCanvas *self, double x, double y, guint *index)
{
  GPtrArray *wires;

  if (self->zoom < STRATA_CANVAS_FAR)
    return NULL;
  wires = strata_canvas_get_wires (self);
  for (guint i = wires->len; i-- > 0;)
    {
      StrataWire *wire = ((StrataCanvasWire *) wires->pdata[i])->wire;
      guint n = strata_wire_get_n_points (wire);

      for (*index = 0; *index < n; ++*index)
        {
          StrataPlace place;

          strata_canvas_get_point_place (self, wire, *index, &place);
          if (hypot (place.x - x, place.y - y) <= HIT_RADIUS)
            return wire;
        }
    }
  return NULL;
}

void
strata_canvas_draw_points (StrataCanvas *self,
                           GtkSnapshot *snapshot,
                           StrataWire *wire,
                           const GdkRGBA *color)
{
  const StrataCanvasColors *colors = strata_canvas_get_colors (self);
  guint n = strata_wire_get_n_points (wire);
  float radius = RADIUS * CLAMP (self->zoom, 0.6, 1.5);

  for (guint i = 0; i < n; i++)
    {
      gboolean selected = strata_canvas_is_point_selected (self, wire, i);
      StrataPlace place;

      strata_canvas_get_point_place (self, wire, i, &place);
      strata_canvas_paint_box (
          snapshot,
          &GRAPHENE_RECT_INIT (place.x - radius, place.y - radius, 2 * radius,
                               2 * radius),
          radius, color, selected ? &colors->accent : &colors->card,
          selected ? 2.5f : 1);
    }
}

/* Commands. */

/* Part of a step. */
void
strata_canvas_move_points (StrataCanvas *self, double dx, double dy)
{
  guint n = strata_graph_get_n_wires (self->graph);

  for (guint i = 0; i < n; i++)
    {
      StrataWire *wire = strata_graph_get_wire (self->graph, i);
      guint n_points = strata_wire_get_n_points (wire);

      for (guint j = 0; j < n_points; j++)
        {
          double x, y;

          if (!is_carried (self, wire, j))
            continue;
          strata_wire_get_point (wire, j, &x, &y);
          strata_graph_move_wire_point (self->graph, wire, j, x + dx, y + dy,
                                        NULL);
        }
    }
}

static int
compare_backwards (gconstpointer a, gconstpointer b)
{
  const StrataCanvasPoint *one = a, *other = b;

  return one->index < other->index ? 1 : one->index > other->index ? -1 : 0;
}

/* Part of a step. The last ones go first, so that the others keep theirs. */
void
strata_canvas_delete_points (StrataCanvas *self)
{
  g_autoptr (GArray) points = self->points;

  self->points = strata_canvas_points_new ();
  g_array_sort (points, compare_backwards);
  for (guint i = 0; i < points->len; i++)
    {
      StrataCanvasPoint *point = &g_array_index (points, StrataCanvasPoint, i);

      if (strata_wire_is_in_graph (point->wire)
          && point->index < strata_wire_get_n_points (point->wire))
        strata_graph_remove_wire_point (self->graph, point->wire, point->index);
    }
}

GArray *
strata_canvas_points_new (void)
{
  GArray *points = g_array_new (FALSE, FALSE, sizeof (StrataCanvasPoint));

  g_array_set_clear_func (points, strata_canvas_point_clear);
  return points;
}

/* Where the wire goes now. */
gboolean
strata_canvas_add_point (StrataCanvas *self, StrataWire *wire, double along)
{
  g_autoptr (GError) error = NULL;
  StrataPlace place;
  double x, y;
  guint index;

  strata_canvas_route (self, wire, self->path);
  strata_wire_path_get_place (self->path, along, &place);
  index = strata_wire_path_find_piece (self->path, place.x, place.y);
  index = MIN (index, strata_wire_get_n_points (wire));
  strata_canvas_to_graph (self, place.x, place.y, &x, &y);
  if (!strata_graph_insert_wire_point (self->graph, wire, index, round (x),
                                       round (y), &error))
    {
      strata_canvas_emit_hint (self, error->message);
      return FALSE;
    }
  strata_editor_log ("point %.0f %.0f", round (x), round (y));
  strata_canvas_select_none (self);
  strata_canvas_select_point (self, wire, index, TRUE);
  return TRUE;
}

/* Into the middle of the selected wire. */
void
strata_canvas_add_point_here (StrataCanvas *self)
{
  g_autoptr (StrataWire) wire = NULL;

  if (g_set_object (&wire, self->selected_wire)
      && strata_canvas_add_point (self, wire, 0.5))
    strata_canvas_selection_changed (self);
}
