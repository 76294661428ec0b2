/* strata-canvas-backdrop.c — what stays where it is while cards are dragged.
 *
 * From afar thousands of cards are in sight, and to draw them takes longer than
 * a frame may. Those that rest, and the wires between them, are one picture
 * for as long as the drag lasts.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#define PAUSE (G_TIME_SPAN_SECOND / 4)

static gboolean
is_wanted (StrataCanvas *self)
{
  const StrataDrag *drag = &self->drag;

  return drag->moved && !self->is_picture && self->zoom < STRATA_CANVAS_FAR
         && (drag->kind == STRATA_DRAG_CARDS
             || (drag->kind == STRATA_DRAG_REMARK && drag->edges == 0));
}

static guint64
mix_card (StrataCanvas *self, guint64 hash, StrataCanvasCard *card)
{
  const gboolean looks[] = { card->carried, card->selected,
                             strata_canvas_is_card_dimmed (self, card->card) };
  double place[2] = { 0 };

  if (!card->carried)
    strata_canvas_get_place (self, card, &place[0], &place[1]);
  hash = strata_canvas_mix (hash, looks, sizeof looks);
  return strata_canvas_mix (hash, place, sizeof place);
}

/* Of all that the picture shows. How a card looks is told by what was counted
 * when it was touched. */
static guint64
get_hash (StrataCanvas *self)
{
  const int size[] = { gtk_widget_get_width (GTK_WIDGET (self)),
                       gtk_widget_get_height (GTK_WIDGET (self)),
                       gtk_widget_get_scale_factor (GTK_WIDGET (self)),
                       self->look, self->costs };
  const double view[] = { self->zoom, self->offset_x, self->offset_y };
  const guint64 counts[] = { self->n_touches, self->n_layouts,
                             strata_graph_get_structure (self->graph) };
  guint64 hash = STRATA_CANVAS_NO_HASH;

  hash = strata_canvas_mix (hash, size, sizeof size);
  hash = strata_canvas_mix (hash, view, sizeof view);
  hash = strata_canvas_mix (hash, counts, sizeof counts);
  for (guint i = 0; i < self->cards->len; i++)
    hash = mix_card (self, hash, self->cards->pdata[i]);
  return hash;
}

static void
draw_resting (StrataCanvas *self, cairo_surface_t *surface)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  cairo_t *cr = cairo_create (surface);
  GskRenderNode *node;

  strata_canvas_draw_lines (self, snapshot, STRATA_LOT_RESTING);
  strata_canvas_draw_cards (self, snapshot, STRATA_LOT_RESTING);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node)
    gsk_render_node_draw (node, cr);
  g_clear_pointer (&node, gsk_render_node_unref);
  cairo_destroy (cr);
}

/* The picture outlives its node: a node that outlives its picture takes a copy
 * of all of it. */
static void
make_node (StrataCanvas *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  cairo_t *cr;

  self->backdrop_picture = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, width * factor, height * factor);
  self->backdrop =
      gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, width, height));
  cr = gsk_cairo_node_get_draw_context (self->backdrop);
  cairo_surface_set_device_scale (self->backdrop_picture, factor, factor);
  draw_resting (self, self->backdrop_picture);
  cairo_set_source_surface (cr, self->backdrop_picture, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
}

void
strata_canvas_forget_backdrop (StrataCanvas *self)
{
  g_clear_pointer (&self->backdrop, gsk_render_node_unref);
  g_clear_pointer (&self->backdrop_picture, cairo_surface_destroy);
}

/* Cards whose pictures there was no time for come in now and then. */
static void
renew (StrataCanvas *self)
{
  strata_canvas_forget_backdrop (self);
  make_node (self);
  /* Cards may have been laid out to be drawn. */
  self->backdrop_hash = get_hash (self);
  self->backdrop_due = self->raster_due ? g_get_monotonic_time () + PAUSE : 0;
}

static gboolean
is_due (StrataCanvas *self)
{
  return self->backdrop_due != 0
         && g_get_monotonic_time () >= self->backdrop_due;
}

/* FALSE where there is none, and all is to be drawn. */
gboolean
strata_canvas_draw_backdrop (StrataCanvas *self, GtkSnapshot *snapshot)
{
  if (!is_wanted (self))
    {
      strata_canvas_forget_backdrop (self);
      return FALSE;
    }
  if (!self->backdrop || is_due (self)
      || self->backdrop_hash != get_hash (self))
    renew (self);
  else if (self->backdrop_due != 0)
    strata_canvas_draw_again (self);
  gtk_snapshot_append_node (snapshot, self->backdrop);
  return TRUE;
}
