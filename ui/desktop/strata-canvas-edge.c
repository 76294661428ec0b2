/* strata-canvas-edge.c — moves the view while something is dragged to an edge.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include <math.h>

#define MARGIN 28
#define FASTEST 24 /* of a frame */

/* How fast to go for a place on an axis of some length. */
static double
get_speed (double at, double length)
{
  double beyond = at < MARGIN            ? at - MARGIN
                  : at > length - MARGIN ? at - length + MARGIN
                                         : 0;

  return CLAMP (beyond / 2, -FASTEST, FASTEST);
}

/* One that began at the edge does not go before it has left it. */
static gboolean
may_pan (const StrataDrag *drag)
{
  return drag->moved && !drag->sticky
         && (drag->kind == STRATA_DRAG_BAND || drag->kind == STRATA_DRAG_CARDS
             || drag->kind == STRATA_DRAG_WIRE)
         && hypot (drag->x - drag->press_x, drag->y - drag->press_y) > MARGIN;
}

static gboolean
get_velocity (StrataCanvas *self, double *dx, double *dy)
{
  GtkWidget *widget = GTK_WIDGET (self);

  *dx = *dy = 0;
  if (!may_pan (&self->drag))
    return FALSE;
  *dx = get_speed (self->drag.x, gtk_widget_get_width (widget));
  *dy = get_speed (self->drag.y, gtk_widget_get_height (widget));
  return *dx != 0 || *dy != 0;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  StrataCanvas *self = STRATA_CANVAS (widget);
  double dx, dy;

  if (!get_velocity (self, &dx, &dy))
    {
      self->panning = 0;
      return G_SOURCE_REMOVE;
    }
  strata_canvas_pan (self, self->offset_x - dx, self->offset_y - dy);
  return G_SOURCE_CONTINUE;
}

void
strata_canvas_watch_edges (StrataCanvas *self)
{
  double dx, dy;

  if (self->panning == 0 && get_velocity (self, &dx, &dy))
    self->panning =
        gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}
