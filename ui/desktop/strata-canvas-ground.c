/* strata-canvas-ground.c — what is below everything on the canvas.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include <math.h>

#define FAR 0.4 /* zoom below which there are no dots */

static void
find_ground (StrataCanvas *self, StrataGround *ground)
{
  *ground = (StrataGround){ .width = gtk_widget_get_width (GTK_WIDGET (self)),
                            .height = gtk_widget_get_height (GTK_WIDGET (self)),
                            .look = self->look };
  if (self->zoom < FAR || self->is_picture)
    return;
  ground->step = STRATA_CANVAS_GRID * self->zoom;
  ground->x = fmod (self->offset_x, ground->step);
  ground->y = fmod (self->offset_y, ground->step);
}

static gboolean
is_equal (const StrataGround *a, const StrataGround *b)
{
  return a->width == b->width && a->height == b->height && a->step == b->step
         && a->x == b->x && a->y == b->y && a->look == b->look;
}

static GskRenderNode *
make_node (StrataCanvas *self, const StrataGround *ground)
{
  const StrataCanvasColors *colors = strata_canvas_get_colors (self);
  graphene_rect_t all =
      GRAPHENE_RECT_INIT (0, 0, ground->width, ground->height);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gtk_snapshot_append_color (snapshot, &colors->ground, &all);
  if (ground->step > 0)
    {
      gtk_snapshot_push_repeat (snapshot, &all,
                                &GRAPHENE_RECT_INIT (ground->x, ground->y,
                                                     ground->step,
                                                     ground->step));
      gtk_snapshot_append_color (
          snapshot, &colors->dots,
          &GRAPHENE_RECT_INIT (ground->x, ground->y, 2, 2));
      gtk_snapshot_pop (snapshot);
    }
  return gtk_snapshot_free_to_node (snapshot);
}

/* The node stays while it shows the same: GTK 4.8 takes one that repeats for
 * another wherever it is made anew, and draws everything above it again. */
void
strata_canvas_draw_ground (StrataCanvas *self, GtkSnapshot *snapshot)
{
  StrataGround ground;

  find_ground (self, &ground);
  if (!self->ground_node || !is_equal (&ground, &self->ground))
    {
      strata_canvas_forget_ground (self);
      self->ground = ground;
      self->ground_node = make_node (self, &ground);
    }
  if (self->ground_node)
    gtk_snapshot_append_node (snapshot, self->ground_node);
}

void
strata_canvas_forget_ground (StrataCanvas *self)
{
  g_clear_pointer (&self->ground_node, gsk_render_node_unref);
}
