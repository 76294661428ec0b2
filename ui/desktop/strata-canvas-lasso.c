/* strata-canvas-lasso.c — selects what a line is drawn around.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include <math.h>

#define STEP 3 /* between points, on the widget */

static void
add_point (StrataCanvas *self)
{
  GArray *points = self->drag.points;
  graphene_point_t point;
  double x, y;

  strata_canvas_to_graph (self, self->drag.x, self->drag.y, &x, &y);
  graphene_point_init (&point, x, y);
  if (points->len > 0
      && graphene_point_distance (
             &point, &g_array_index (points, graphene_point_t, points->len - 1),
             NULL, NULL)
                 * self->zoom
             < STEP)
    return;
  g_array_append_val (points, point);
}

void
strata_canvas_begin_lasso (StrataCanvas *self)
{
  StrataDrag *drag = &self->drag;

  drag->kind = STRATA_DRAG_LASSO;
  drag->points = g_array_new (FALSE, FALSE, sizeof (graphene_point_t));
  drag->before = g_hash_table_new (NULL, NULL);
  for (guint i = 0; (drag->state & GDK_SHIFT_MASK) && i < self->cards->len; i++)
    if (((StrataCanvasCard *) self->cards->pdata[i])->selected)
      g_hash_table_add (drag->before, self->cards->pdata[i]);
  add_point (self);
}

/* Whether a line from the point to the right crosses the closed one an odd
 * number of times. */
static gboolean
is_around (const GArray *points, double x, double y)
{
  gboolean inside = FALSE;

  for (guint i = 0, j = points->len - 1; i < points->len; j = i++)
    {
      const graphene_point_t *a = &g_array_index (points, graphene_point_t, i);
      const graphene_point_t *b = &g_array_index (points, graphene_point_t, j);

      if ((a->y > y) != (b->y > y)
          && x < (b->x - a->x) * (y - a->y) / (b->y - a->y) + a->x)
        inside = !inside;
    }
  return inside;
}

static gboolean
runs_through (const GArray *points, const graphene_rect_t *box)
{
  for (guint i = 0; i < points->len; i++)
    if (graphene_rect_contains_point (
            box, &g_array_index (points, graphene_point_t, i)))
      return TRUE;
  return FALSE;
}

void
strata_canvas_pull_lasso (StrataCanvas *self)
{
  const GArray *points = self->drag.points;

  add_point (self);
  for (guint i = 0; i < self->cards->len; i++)
    {
      StrataCanvasCard *card = self->cards->pdata[i];
      StrataCardLayout *layout = strata_canvas_lay_out (self, card);
      graphene_rect_t box =
          GRAPHENE_RECT_INIT (card->x, card->y, layout->width, layout->height);

      strata_canvas_select (self, card,
                            g_hash_table_contains (self->drag.before, card)
                                || runs_through (points, &box)
                                || is_around (points,
                                              card->x + layout->width / 2,
                                              card->y + layout->height / 2));
    }
}

void
strata_canvas_draw_lasso (StrataCanvas *self, GtkSnapshot *snapshot)
{
  const StrataCanvasColors *colors = strata_canvas_get_colors (self);
  const GArray *points = self->drag.points;
  GdkRGBA inside = colors->accent;
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot,
      &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                           gtk_widget_get_height (GTK_WIDGET (self))));

  for (guint i = 0; i < points->len; i++)
    {
      const graphene_point_t *point =
          &g_array_index (points, graphene_point_t, i);
      double x, y;

      strata_canvas_to_widget (self, point->x, point->y, &x, &y);
      cairo_line_to (cr, x, y);
    }
  cairo_close_path (cr);
  inside.alpha = 0.12f;
  gdk_cairo_set_source_rgba (cr, &inside);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &colors->accent);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  cairo_destroy (cr);
}
