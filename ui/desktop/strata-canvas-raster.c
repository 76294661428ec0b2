/* strata-canvas-raster.c — cards as pictures of the size that they are shown.
 *
 * A card is some hundred nodes. Drawn once into a picture, which is then moved
 * about, it costs no more than its area. Pictures are made for what is seen, a
 * few in each frame, so that no frame is held up: a card that has no picture
 * yet shows its old one at another size, or an empty card.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include <math.h>

#define BUDGET (8 * G_TIME_SPAN_MILLISECOND) /* of a frame */
#define MOST_PIXELS (1 << 20) /* of a picture; larger cards are drawn anew */

void
strata_canvas_forget_raster (StrataCanvasCard *card)
{
  g_clear_pointer (&card->raster.picture, gsk_render_node_unref);
  g_clear_pointer (&card->raster.node, gsk_render_node_unref);
}

/* What the picture shows, in the card's own coordinates, from whole pixels to
 * whole pixels. */
static void
get_box (GskRenderNode *node, double scale, graphene_rect_t *box)
{
  double left, top, right, bottom;

  gsk_render_node_get_bounds (node, box);
  left = floor (box->origin.x * scale);
  top = floor (box->origin.y * scale);
  right = ceil ((box->origin.x + box->size.width) * scale);
  bottom = ceil ((box->origin.y + box->size.height) * scale);
  graphene_rect_init (box, left / scale, top / scale, (right - left) / scale,
                      (bottom - top) / scale);
}

/* Not a texture, whose pixels GTK 4.8 takes through floating point and copies
 * in each frame. */
static GskRenderNode *
make_picture (GskRenderNode *node,
              const graphene_rect_t *box,
              double scale,
              int factor)
{
  int width = round (box->size.width * scale);
  int height = round (box->size.height * scale);
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cr = cairo_create (surface);
  GskRenderNode *picture;

  cairo_scale (cr, scale, scale);
  cairo_translate (cr, -box->origin.x, -box->origin.y);
  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  cairo_surface_set_device_scale (surface, factor, factor);
  picture = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (
      0, 0, (float) width / factor, (float) height / factor));
  cr = gsk_cairo_node_get_draw_context (picture);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return picture;
}

static void
renew (StrataCanvas *self,
       StrataCanvasCard *card,
       GskRenderNode *node,
       double scale)
{
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  StrataRaster *raster = &card->raster;

  strata_canvas_forget_raster (card);
  get_box (node, scale, &raster->box);
  raster->picture = make_picture (node, &raster->box, scale, factor);
  raster->node = gsk_render_node_ref (node);
  raster->scale = scale;
}

/* Whether there is time left in this frame. The first one always gets it. */
static gboolean
may_make (StrataCanvas *self)
{
  gint64 now = g_get_monotonic_time ();

  if (self->raster_start == 0)
    self->raster_start = now;
  return now - self->raster_start < BUDGET;
}

static gboolean
again_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  gtk_widget_queue_draw (widget);
  return G_SOURCE_REMOVE;
}

/* On whole pixels, unless it is of another size. */
static void
draw_picture (StrataCanvas *self,
              GtkSnapshot *snapshot,
              const StrataRaster *raster,
              double scale)
{
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double left = raster->box.origin.x * self->zoom;
  double top = raster->box.origin.y * self->zoom;

  gtk_snapshot_save (snapshot);
  if (raster->scale == scale)
    gtk_snapshot_translate (
        snapshot, &GRAPHENE_POINT_INIT (round (left * factor) / factor,
                                        round (top * factor) / factor));
  else
    {
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (left, top));
      gtk_snapshot_scale (snapshot, scale / raster->scale,
                          scale / raster->scale);
    }
  gtk_snapshot_append_node (snapshot, raster->picture);
  gtk_snapshot_restore (snapshot);
}

static void
draw_empty (StrataCanvas *self, GtkSnapshot *snapshot, StrataCanvasCard *card)
{
  const StrataCanvasColors *colors = strata_canvas_get_colors (self);
  StrataCardLayout *layout = strata_canvas_lay_out (self, card);

  gtk_snapshot_append_color (snapshot, &colors->card,
                             &GRAPHENE_RECT_INIT (0, 0,
                                                  layout->width * self->zoom,
                                                  layout->height * self->zoom));
}

static gboolean
is_large (StrataCanvas *self, StrataCanvasCard *card, double scale)
{
  StrataCardLayout *layout = strata_canvas_lay_out (self, card);

  return layout->width * scale * layout->height * scale > MOST_PIXELS;
}

/* The origin is at the card's corner, on a whole pixel, and nothing is scaled.
 * FALSE for a card that is too large for a picture. */
gboolean
strata_canvas_draw_raster (StrataCanvas *self,
                           GtkSnapshot *snapshot,
                           StrataCanvasCard *card)
{
  double scale = self->zoom * gtk_widget_get_scale_factor (GTK_WIDGET (self));
  StrataRaster *raster = &card->raster;
  GskRenderNode *node = *strata_canvas_peek_node (self, card);

  /* A picture is complete at once, and has lines instead of pixels. */
  if (self->is_picture)
    return FALSE;
  if (is_large (self, card, scale))
    return FALSE;
  if (!raster->picture || !node || raster->node != node
      || raster->scale != scale)
    {
      if (may_make (self))
        renew (self, card, strata_canvas_get_node (self, card), scale);
      else
        self->raster_due = TRUE;
    }
  if (raster->picture)
    draw_picture (self, snapshot, raster, scale);
  else
    draw_empty (self, snapshot, card);
  return TRUE;
}

void
strata_canvas_begin_rasters (StrataCanvas *self)
{
  self->raster_start = 0;
  self->raster_due = FALSE;
}

void
strata_canvas_draw_again (StrataCanvas *self)
{
  gtk_widget_add_tick_callback (GTK_WIDGET (self), again_cb, NULL, NULL);
}

/* What there was no time for comes in the next frame. */
void
strata_canvas_end_rasters (StrataCanvas *self)
{
  if (self->raster_due)
    strata_canvas_draw_again (self);
}
