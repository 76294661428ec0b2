/* strata-canvas-view.c — which part of the graph is shown, and how large.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"

#include <math.h>

#define SMALLEST 0.05
#define LARGEST 4.0
#define MARGIN 40

void
strata_canvas_to_widget (StrataCanvas *canvas,
                         double x,
                         double y,
                         double *widget_x,
                         double *widget_y)
{
  *widget_x = x * canvas->zoom + canvas->offset_x;
  *widget_y = y * canvas->zoom + canvas->offset_y;
}

void
strata_canvas_to_graph (StrataCanvas *canvas,
                        double widget_x,
                        double widget_y,
                        double *x,
                        double *y)
{
  *x = (widget_x - canvas->offset_x) / canvas->zoom;
  *y = (widget_y - canvas->offset_y) / canvas->zoom;
}

void
strata_canvas_get_centre (StrataCanvas *canvas, double *x, double *y)
{
  g_return_if_fail (STRATA_IS_CANVAS (canvas));

  strata_canvas_to_graph (
      canvas, gtk_widget_get_width (GTK_WIDGET (canvas)) / 2.0,
      gtk_widget_get_height (GTK_WIDGET (canvas)) / 2.0, x, y);
}

/* What a popover points at must be on a monitor. */
void
strata_canvas_keep_inside (StrataCanvas *self, GdkRectangle *place)
{
  GdkRectangle all = { 0, 0, MAX (gtk_widget_get_width (GTK_WIDGET (self)), 1),
                       MAX (gtk_widget_get_height (GTK_WIDGET (self)), 1) };

  GdkRectangle inside;

  if (gdk_rectangle_intersect (place, &all, &inside))
    {
      *place = inside;
      return;
    }
  place->x = CLAMP (place->x, 0, all.width - 1);
  place->y = CLAMP (place->y, 0, all.height - 1);
  place->width = 1;
  place->height = 1;
}

static void
view_changed (StrataCanvas *self)
{
  strata_canvas_place_editor (self);
  strata_canvas_follow_view (self);
  self->view_changed = g_get_monotonic_time ();
  strata_canvas_queue_peers (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Whole pixels, so that lines and letters stay sharp while it moves. */
void
strata_canvas_pan (StrataCanvas *self, double x, double y)
{
  self->fit_due = FALSE;
  self->offset_x = round (x);
  self->offset_y = round (y);
  view_changed (self);
}

/* What is at a place of the widget stays there. */
void
strata_canvas_zoom_at (StrataCanvas *self, double zoom, double x, double y)
{
  double graph_x, graph_y;

  zoom = CLAMP (zoom, SMALLEST, LARGEST);
  if (fabs (zoom - 1) < 0.02)
    zoom = 1;
  if (zoom == self->zoom)
    return;
  strata_canvas_to_graph (self, x, y, &graph_x, &graph_y);
  self->zoom = zoom;
  self->offset_x = x - graph_x * zoom;
  self->offset_y = y - graph_y * zoom;
  self->fit_due = FALSE;
  strata_editor_log ("zoom %.3f", zoom);
  view_changed (self);
  g_object_notify (G_OBJECT (self), "zoom");
}

/* Of the selected cards. */
gboolean
strata_canvas_get_selected_bounds (StrataCanvas *self, graphene_rect_t *bounds)
{
  return strata_canvas_get_bounds (self, TRUE, bounds);
}

gboolean
strata_canvas_get_bounds (StrataCanvas *self,
                          gboolean selected,
                          graphene_rect_t *bounds)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->cards->len; i++)
    {
      StrataCanvasCard *card = self->cards->pdata[i];
      StrataCardLayout *layout;
      graphene_rect_t box;

      if (selected && !card->selected)
        continue;
      layout = strata_canvas_lay_out (self, card);
      graphene_rect_init (&box, card->x, card->y, layout->width,
                          layout->height);
      if (any)
        graphene_rect_union (bounds, &box, bounds);
      else
        *bounds = box;
      any = TRUE;
    }
  for (guint i = 0; !selected && i < strata_graph_get_n_remarks (self->graph);
       i++)
    {
      graphene_rect_t box;

      strata_canvas_get_remark_box (
          self, strata_graph_get_remark (self->graph, i), &box);
      if (any)
        graphene_rect_union (bounds, &box, bounds);
      else
        *bounds = box;
      any = TRUE;
    }
  return any;
}

/* Shows all of it, never larger than 100 %. */
void
strata_canvas_fit (StrataCanvas *self, gboolean selected)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  graphene_rect_t box;
  double zoom, x, y;

  if (!strata_canvas_get_bounds (self, selected, &box))
    graphene_rect_init (&box, 0, 0, 1, 1);
  zoom = MIN ((width - 2 * MARGIN) / box.size.width,
              (height - 2 * MARGIN) / box.size.height);
  zoom = CLAMP (zoom, SMALLEST, 1);
  x = round (width / 2 - zoom * (box.origin.x + box.size.width / 2));
  y = round (height / 2 - zoom * (box.origin.y + box.size.height / 2));
  /* A view that changes has its parts allocated again, which may come here. */
  if (zoom == self->zoom && x == self->offset_x && y == self->offset_y)
    return;
  self->zoom = zoom;
  self->offset_x = x;
  self->offset_y = y;
  strata_editor_log ("fit %.3f", self->zoom);
  view_changed (self);
  g_object_notify (G_OBJECT (self), "zoom");
}

void
strata_canvas_reveal (StrataCanvas *canvas, const char *id)
{
  StrataCanvasCard *card;
  StrataCardLayout *layout;

  g_return_if_fail (STRATA_IS_CANVAS (canvas));

  card = canvas->graph ? strata_canvas_find (
             canvas, strata_graph_find_card (canvas->graph, id))
                       : NULL;
  if (!card)
    return;
  strata_canvas_select_only (canvas, card->card);
  layout = strata_canvas_lay_out (canvas, card);
  canvas->zoom = MAX (canvas->zoom, 0.75);
  strata_canvas_pan (canvas,
                     gtk_widget_get_width (GTK_WIDGET (canvas)) / 2.0
                         - canvas->zoom * (card->x + layout->width / 2),
                     gtk_widget_get_height (GTK_WIDGET (canvas)) / 2.0
                         - canvas->zoom * (card->y + layout->height / 2));
  g_object_notify (G_OBJECT (canvas), "zoom");
}
