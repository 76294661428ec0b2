/* strata-canvas-snap.c — cards that are dragged find lines to stop at.
 *
 * Ports that a wire joins come before the edges of other cards, and these
 * before the grid.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include <math.h>

#define NEAR_LINE 6 /* on the widget */
#define NEAR_GRID 5

/* The best line for one direction so far. */
typedef struct
{
  double reach; /* no line is taken that is further away */
  double shift;
  gboolean found;
  double at; /* where its guide is drawn */
  double from;
  double to;
} Line;

typedef struct
{
  StrataCanvas *canvas;
  StrataCanvasCard *card; /* the one that is held */
  graphene_rect_t box;    /* of it, not snapped */
  Line x;
  Line y;
} Snap;

static void
consider (Line *line, double own, double other, double from, double to)
{
  double shift = other - own;

  if (fabs (shift) > line->reach
      || (line->found && fabs (shift) >= fabs (line->shift)))
    return;
  line->found = TRUE;
  line->shift = shift;
  line->at = other;
  line->from = from;
  line->to = to;
}

static void
get_box (StrataCanvas *self, StrataCanvasCard *card, graphene_rect_t *box)
{
  StrataCardLayout *layout = strata_canvas_lay_out (self, card);

  graphene_rect_init (box, card->x, card->y, layout->width, layout->height);
}

/* Both edges and the middle. */
static void
consider_edges (Line *line,
                double own,
                double own_size,
                double other,
                double other_size,
                double from,
                double to)
{
  consider (line, own, other, from, to);
  consider (line, own + own_size, other + other_size, from, to);
  consider (line, own + own_size / 2, other + other_size / 2, from, to);
}

static void
consider_card (Snap *snap, StrataCanvasCard *card)
{
  const graphene_rect_t *own = &snap->box;
  graphene_rect_t other, both;

  get_box (snap->canvas, card, &other);
  graphene_rect_union (own, &other, &both);
  consider_edges (&snap->x, own->origin.x, own->size.width, other.origin.x,
                  other.size.width, both.origin.y,
                  both.origin.y + both.size.height);
  consider_edges (&snap->y, own->origin.y, own->size.height, other.origin.y,
                  other.size.height, both.origin.x,
                  both.origin.x + both.size.width);
}

/* Only what can be seen. */
static void
consider_cards (Snap *snap)
{
  StrataCanvas *self = snap->canvas;
  graphene_rect_t shown, other;
  double x0, y0, x1, y1;

  strata_canvas_to_graph (self, 0, 0, &x0, &y0);
  strata_canvas_to_graph (self, gtk_widget_get_width (GTK_WIDGET (self)),
                          gtk_widget_get_height (GTK_WIDGET (self)), &x1, &y1);
  graphene_rect_init (&shown, x0, y0, x1 - x0, y1 - y0);
  for (guint i = 0; i < self->cards->len; i++)
    {
      StrataCanvasCard *card = self->cards->pdata[i];

      if (card->carried)
        continue;
      get_box (self, card, &other);
      if (graphene_rect_intersection (&shown, &other, NULL))
        consider_card (snap, card);
    }
}

/* A wire to a card that stays where it is. */
static void
consider_wire (Snap *snap, StrataWire *wire)
{
  StrataCanvas *self = snap->canvas;
  gboolean outwards = strata_wire_get_source (wire) == snap->card->card;
  StrataCanvasCard *other =
      strata_canvas_find (self, outwards ? strata_wire_get_target (wire)
                                         : strata_wire_get_source (wire));
  const char *source = strata_wire_get_source_port (wire);
  const char *target = strata_wire_get_target_port (wire);
  graphene_point_t own_end, other_end;

  if (!other || other->carried)
    return;
  strata_card_layout_get_anchor (strata_canvas_lay_out (self, snap->card),
                                 outwards ? source : target, outwards,
                                 &own_end);
  strata_card_layout_get_anchor (strata_canvas_lay_out (self, other),
                                 outwards ? target : source, !outwards,
                                 &other_end);
  consider (&snap->y, snap->box.origin.y + own_end.y, other->y + other_end.y,
            snap->box.origin.x + own_end.x, other->x + other_end.x);
}

static void
consider_wires (Snap *snap)
{
  g_autoptr (GPtrArray) wires = strata_card_list_wires (snap->card->card);

  for (guint i = 0; i < wires->len; i++)
    consider_wire (snap, wires->pdata[i]);
}

/* Without a guide: the dots show it. */
static double
snap_to_grid (StrataCanvas *self, double place)
{
  double shift =
      round (place / STRATA_CANVAS_GRID) * STRATA_CANVAS_GRID - place;

  return fabs (shift) <= NEAR_GRID / self->zoom ? shift : 0;
}

static void
take_line (StrataCanvas *self, const Line *line, double *d, StrataGuide *guide)
{
  *d += line->shift;
  *guide = (StrataGuide){ line->at, line->from, line->to };
}

void
strata_canvas_snap (StrataCanvas *self)
{
  StrataDrag *drag = &self->drag;
  double reach = NEAR_LINE / self->zoom;
  Snap snap = { .canvas = self,
                .card = strata_canvas_find (self, drag->held),
                .x.reach = reach,
                .y.reach = reach };

  drag->dx = (drag->x - drag->start_x) / self->zoom;
  drag->dy = (drag->y - drag->start_y) / self->zoom;
  drag->guides[0] = drag->guides[1] = (StrataGuide){ 0 };
  /* Shift does the other thing. */
  if (!!(drag->state_now & GDK_SHIFT_MASK) == self->snap
      || (!snap.card && !drag->remark))
    return;
  if (snap.card)
    get_box (self, snap.card, &snap.box);
  else
    snap.box = drag->box;
  graphene_rect_offset (&snap.box, drag->dx, drag->dy);
  if (snap.card)
    consider_wires (&snap);
  if (!snap.y.found)
    consider_cards (&snap);
  else
    {
      Line y = snap.y;

      consider_cards (&snap);
      snap.y = y;
    }
  if (snap.x.found)
    take_line (self, &snap.x, &drag->dx, &drag->guides[0]);
  else
    drag->dx += snap_to_grid (self, snap.box.origin.x);
  if (snap.y.found)
    take_line (self, &snap.y, &drag->dy, &drag->guides[1]);
  else
    drag->dy += snap_to_grid (self, snap.box.origin.y);
}

/* Guides. */

static void
draw_guide (StrataCanvas *self,
            GtkSnapshot *snapshot,
            const StrataGuide *guide,
            gboolean upright)
{
  const StrataCanvasColors *colors = strata_canvas_get_colors (self);
  double from = MIN (guide->from, guide->to) - STRATA_CANVAS_GRID;
  double to = MAX (guide->from, guide->to) + STRATA_CANVAS_GRID;
  double x0, y0, x1, y1;

  if (guide->from == guide->to)
    return;
  if (upright)
    {
      strata_canvas_to_widget (self, guide->at, from, &x0, &y0);
      strata_canvas_to_widget (self, guide->at, to, &x1, &y1);
    }
  else
    {
      strata_canvas_to_widget (self, from, guide->at, &x0, &y0);
      strata_canvas_to_widget (self, to, guide->at, &x1, &y1);
    }
  gtk_snapshot_append_color (snapshot, &colors->accent,
                             &GRAPHENE_RECT_INIT (round (x0), round (y0),
                                                  upright ? 1 : x1 - x0,
                                                  upright ? y1 - y0 : 1));
}

void
strata_canvas_draw_guides (StrataCanvas *self, GtkSnapshot *snapshot)
{
  draw_guide (self, snapshot, &self->drag.guides[0], TRUE);
  draw_guide (self, snapshot, &self->drag.guides[1], FALSE);
}
