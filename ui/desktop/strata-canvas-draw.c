/* strata-canvas-draw.c — the canvas as a whole.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include <math.h>

#define OUTSIDE 32 /* of a card, for its badges and its shadow */

GskRenderNode **
strata_canvas_peek_node (StrataCanvas *self, StrataCanvasCard *card)
{
  return self->zoom < STRATA_CANVAS_NEAR ? &card->far_node : &card->node;
}

GskRenderNode *
strata_canvas_get_node (StrataCanvas *self, StrataCanvasCard *card)
{
  GskRenderNode **node = strata_canvas_peek_node (self, card);

  if (!*node)
    *node = self->zoom < STRATA_CANVAS_NEAR
                ? strata_canvas_make_far_card (self, card)
                : strata_canvas_make_card (self, card);
  return *node;
}

/* Whether a wire that is being drawn may end at some port of the card. */
static gboolean
has_fitting (StrataCanvas *self, StrataCanvasCard *card)
{
  StrataCardLayout *layout = strata_canvas_lay_out (self, card);

  if (card->card == strata_port_get_card (self->drag.from))
    return TRUE;
  for (guint i = 0; i < layout->rows->len; i++)
    {
      const StrataCardRow *row = strata_card_layout_get_row (layout, i);
      StrataPort *to =
          strata_port_is_output (self->drag.from) ? row->input : row->output;

      if (to && !strata_canvas_get_fit (self, to)->refusal)
        return TRUE;
    }
  return FALSE;
}

static void
draw_cost (StrataCanvas *self,
           GtkSnapshot *snapshot,
           StrataCanvasCard *card,
           double widget_x,
           double widget_y)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT (round (widget_x), round (widget_y)));
  strata_canvas_draw_cost (self, snapshot, card);
  gtk_snapshot_restore (snapshot);
}

/* On whole pixels, which is what its picture is made for. */
static void
draw_card (StrataCanvas *self, GtkSnapshot *snapshot, StrataCanvasCard *card)
{
  gboolean wiring = self->drag.kind == STRATA_DRAG_WIRE && self->drag.moved;
  gboolean dimmed = wiring ? !has_fitting (self, card)
                           : strata_canvas_is_card_dimmed (self, card->card);
  double x, y, widget_x, widget_y;

  strata_canvas_get_place (self, card, &x, &y);
  strata_canvas_to_widget (self, x, y, &widget_x, &widget_y);
  if (dimmed)
    gtk_snapshot_push_opacity (snapshot, 0.45);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT (round (widget_x), round (widget_y)));
  if (!strata_canvas_draw_raster (self, snapshot, card))
    {
      gtk_snapshot_scale (snapshot, self->zoom, self->zoom);
      gtk_snapshot_append_node (snapshot, strata_canvas_get_node (self, card));
    }
  gtk_snapshot_restore (snapshot);
  if (self->costs != STRATA_COSTS_OFF)
    draw_cost (self, snapshot, card, widget_x, widget_y);
  if (dimmed)
    gtk_snapshot_pop (snapshot);
}

static gboolean
is_visible (StrataCanvas *self,
            StrataCanvasCard *card,
            float width,
            float height)
{
  StrataCardLayout *layout = strata_canvas_lay_out (self, card);
  double x, y, left, top, right, bottom;

  if (self->pictured && !g_hash_table_contains (self->pictured, card->card))
    return FALSE;
  strata_canvas_get_place (self, card, &x, &y);
  strata_canvas_to_widget (self, x - OUTSIDE, y - OUTSIDE, &left, &top);
  strata_canvas_to_widget (self, x + layout->width + OUTSIDE,
                           y + layout->height + OUTSIDE, &right, &bottom);
  return right > 0 && bottom > 0 && left < width && top < height;
}

/* As if the widget were three times as wide and as high. */
static gboolean
is_close (StrataCanvas *self, StrataCanvasCard *card, float width, float height)
{
  graphene_rect_t box;

  strata_canvas_get_box (self, card, &box);
  return graphene_rect_intersection (
      &box, &GRAPHENE_RECT_INIT (-width, -height, 3 * width, 3 * height), NULL);
}

/* A card is a hundred nodes and more: it keeps those that are not shown at this
 * zoom no longer, and none that would not be seen soon. */
static void
forget_unseen (StrataCanvas *self,
               StrataCanvasCard *card,
               float width,
               float height)
{
  strata_canvas_forget_raster (card);
  if (!is_close (self, card, width, height))
    strata_canvas_forget_nodes (card);
}

static void
forget_other_node (StrataCanvas *self, StrataCanvasCard *card)
{
  GskRenderNode **other =
      self->zoom < STRATA_CANVAS_NEAR ? &card->node : &card->far_node;

  g_clear_pointer (other, gsk_render_node_unref);
}

void
strata_canvas_draw_cards (StrataCanvas *self,
                          GtkSnapshot *snapshot,
                          StrataCanvasLot lot)
{
  float width = gtk_widget_get_width (GTK_WIDGET (self));
  float height = gtk_widget_get_height (GTK_WIDGET (self));

  strata_canvas_add_up_costs (self);
  strata_canvas_begin_rasters (self);
  for (guint i = 0; i < self->cards->len; i++)
    {
      StrataCanvasCard *card = self->cards->pdata[i];

      if (lot != STRATA_LOT_ALL && card->carried != (lot == STRATA_LOT_CARRIED))
        continue;
      forget_other_node (self, card);
      if (is_visible (self, card, width, height))
        draw_card (self, snapshot, card);
      else
        forget_unseen (self, card, width, height);
    }
  strata_canvas_end_rasters (self);
}

static void
draw_graph (StrataCanvas *self, GtkSnapshot *snapshot)
{
  if (strata_canvas_draw_backdrop (self, snapshot))
    {
      strata_canvas_draw_lines (self, snapshot, STRATA_LOT_CARRIED);
      strata_canvas_draw_cards (self, snapshot, STRATA_LOT_CARRIED);
      return;
    }
  strata_canvas_draw_wires (self, snapshot);
  strata_canvas_draw_cards (self, snapshot, STRATA_LOT_ALL);
}

/* Before the wires, which go to where the ports are now. */
static void
refresh_visible (StrataCanvas *self, float width, float height)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      StrataCanvasCard *card = self->cards->pdata[i];

      if (card->stale && is_visible (self, card, width, height))
        strata_canvas_refresh (self, card);
    }
}

/* Around each port that would take the wire; over the others a veil. */
static void
draw_halo (StrataCanvas *self, GtkSnapshot *snapshot, StrataPort *port)
{
  const StrataFit *fit = strata_canvas_get_fit (self, port);
  const StrataPortRow *row = strata_port_get_row (port);
  GdkRGBA color = strata_canvas_get_colors (self)->card;
  float radius = 11 * self->zoom;
  double x, y;

  strata_canvas_get_port_place (self, strata_port_get_card (port),
                                strata_port_get_name (port),
                                strata_port_is_output (port), &x, &y);
  if (fit->refusal)
    color.alpha = 0.7f;
  else
    strata_port_mark_get_color (row ? row->type : STRATA_PORT_STRING,
                                self->look, &color);
  if (port == self->drag.over)
    radius *= 1.4f;
  strata_canvas_paint_box (
      snapshot,
      &GRAPHENE_RECT_INIT (x - radius, y - radius, 2 * radius, 2 * radius),
      radius, fit->refusal ? &color : NULL, fit->refusal ? NULL : &color,
      port == self->drag.over ? 3 : 2);
}

static void
draw_halos (StrataCanvas *self, GtkSnapshot *snapshot, StrataCanvasCard *card)
{
  StrataCardLayout *layout = strata_canvas_lay_out (self, card);
  gboolean inputs = strata_port_is_output (self->drag.from);

  for (guint i = 0; i < layout->rows->len; i++)
    {
      const StrataCardRow *row = strata_card_layout_get_row (layout, i);
      StrataPort *port = inputs ? row->input : row->output;

      if (port && port != self->drag.from)
        draw_halo (self, snapshot, port);
    }
}

/* Why what is under the pointer does not take the wire, or what will be wrong
 * then. */
static void
draw_reason (StrataCanvas *self, GtkSnapshot *snapshot)
{
  const StrataCanvasColors *colors = strata_canvas_get_colors (self);
  const char *sentence = self->drag.reason ?: self->drag.warning;
  const GdkRGBA *color = self->drag.reason ? &colors->fault : &colors->text;
  graphene_rect_t room =
      GRAPHENE_RECT_INIT (self->drag.x + 24, self->drag.y + 14, 320, 62);
  graphene_rect_t text;

  if (!sentence)
    return;
  graphene_rect_inset_r (&room, 10, 4, &text);
  strata_canvas_paint_box (snapshot, &room, 8, &colors->card, color, 1);
  strata_canvas_paint_text (self, snapshot, sentence, &text, STRATA_TEXT_SMALL,
                            color);
}

static void
draw_band (StrataCanvas *self, GtkSnapshot *snapshot)
{
  const StrataCanvasColors *colors = strata_canvas_get_colors (self);
  const StrataDrag *drag = &self->drag;
  GdkRGBA inside = colors->accent;
  graphene_rect_t box = GRAPHENE_RECT_INIT (
      MIN (drag->x, drag->start_x), MIN (drag->y, drag->start_y),
      fabs (drag->x - drag->start_x), fabs (drag->y - drag->start_y));

  inside.alpha = 0.12f;
  strata_canvas_paint_box (snapshot, &box, 2, &inside, &colors->accent, 1);
}

static void
draw_gesture (StrataCanvas *self,
              GtkSnapshot *snapshot,
              float width,
              float height)
{
  strata_canvas_draw_trace (self, snapshot);
  if (!self->drag.moved)
    return;
  strata_canvas_draw_stroke (self, snapshot);
  if (self->drag.kind == STRATA_DRAG_BAND)
    draw_band (self, snapshot);
  if (self->drag.kind == STRATA_DRAG_LASSO)
    strata_canvas_draw_lasso (self, snapshot);
  if (self->drag.kind == STRATA_DRAG_CARDS
      || self->drag.kind == STRATA_DRAG_REMARK)
    strata_canvas_draw_guides (self, snapshot);
  if (self->drag.joins)
    strata_canvas_draw_joins (self, snapshot);
  if (self->drag.kind != STRATA_DRAG_WIRE)
    return;
  for (guint i = 0; i < self->cards->len; i++)
    if (is_visible (self, self->cards->pdata[i], width, height))
      draw_halos (self, snapshot, self->cards->pdata[i]);
  strata_canvas_draw_drag (self, snapshot);
  draw_reason (self, snapshot);
}

void
strata_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  StrataCanvas *self = STRATA_CANVAS (widget);
  float width = gtk_widget_get_width (widget);
  float height = gtk_widget_get_height (widget);

  strata_canvas_draw_ground (self, snapshot);
  if (self->document)
    {
      refresh_visible (self, width, height);
      strata_canvas_draw_remarks (self, snapshot);
      draw_graph (self, snapshot);
      draw_gesture (self, snapshot, width, height);
      strata_canvas_draw_legend (self, snapshot);
    }
  strata_canvas_draw_focus (self, snapshot);
  if (self->editor)
    gtk_widget_snapshot_child (widget, self->editor, snapshot);
}
