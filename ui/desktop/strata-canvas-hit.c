/* strata-canvas-hit.c — what is at a place of the canvas.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-help-words.h"

/* In the card's own coordinates. */
static void
to_card (StrataCanvas *self,
         StrataCanvasCard *card,
         double x,
         double y,
         graphene_point_t *point)
{
  double graph_x, graph_y, card_x, card_y;

  strata_canvas_to_graph (self, x, y, &graph_x, &graph_y);
  strata_canvas_get_place (self, card, &card_x, &card_y);
  graphene_point_init (point, graph_x - card_x, graph_y - card_y);
}

static StrataPort *
port_of_card (StrataCanvas *self, StrataCanvasCard *card, double x, double y)
{
  graphene_point_t point;

  to_card (self, card, x, y, &point);
  return strata_card_layout_find_port (strata_canvas_lay_out (self, card),
                                       &point,
                                       STRATA_CANVAS_PORT_RADIUS / self->zoom);
}

static gboolean
is_inside (const StrataCardLayout *layout, const graphene_point_t *point)
{
  return point->x >= 0 && point->y >= 0 && point->x < layout->width
         && point->y < layout->height;
}

/* The topmost card there hides the ports of those below. */
StrataPort *
strata_canvas_port_near (StrataCanvas *self, double x, double y)
{
  if (self->zoom < STRATA_CANVAS_FAR)
    return NULL;
  for (guint i = self->cards->len; i-- > 0;)
    {
      StrataCanvasCard *card = self->cards->pdata[i];
      StrataPort *port = port_of_card (self, card, x, y);
      graphene_point_t point;

      if (port)
        return port;
      to_card (self, card, x, y, &point);
      if (is_inside (strata_canvas_lay_out (self, card), &point))
        return NULL;
    }
  return NULL;
}

static void
hit_card (StrataCanvas *self,
          StrataCanvasCard *card,
          const graphene_point_t *point,
          StrataHit *hit)
{
  StrataCardLayout *layout = strata_canvas_lay_out (self, card);
  const StrataCardRow *row = strata_card_layout_row_at (layout, point->y);

  hit->kind = STRATA_HIT_CARD;
  hit->card = card;
  if (!row || self->zoom < STRATA_CANVAS_NEAR)
    return;
  if (row->kind == STRATA_CARD_ROW_MORE)
    hit->kind = STRATA_HIT_MORE;
  else if (row->text && graphene_rect_contains_point (&row->value, point))
    {
      hit->kind = STRATA_HIT_VALUE;
      hit->port = row->input;
    }
}

void
strata_canvas_hit_cards (StrataCanvas *self, double x, double y, StrataHit *hit)
{
  *hit = (StrataHit){ .kind = STRATA_HIT_NOTHING };
  hit->port = strata_canvas_port_near (self, x, y);
  if (hit->port)
    {
      hit->kind = STRATA_HIT_PORT;
      hit->card = strata_canvas_find (self, strata_port_get_card (hit->port));
      return;
    }
  for (guint i = self->cards->len; i-- > 0;)
    {
      StrataCanvasCard *card = self->cards->pdata[i];
      graphene_point_t point;

      to_card (self, card, x, y, &point);
      if (is_inside (strata_canvas_lay_out (self, card), &point))
        {
          hit_card (self, card, &point, hit);
          return;
        }
    }
}

void
strata_canvas_hit (StrataCanvas *self, double x, double y, StrataHit *hit)
{
  strata_canvas_hit_cards (self, x, y, hit);
  if (hit->kind != STRATA_HIT_NOTHING)
    return;
  hit->wire =
      self->graph ? strata_canvas_point_at (self, x, y, &hit->point) : NULL;
  if (hit->wire)
    {
      hit->kind = STRATA_HIT_POINT;
      return;
    }
  hit->wire = strata_canvas_wire_at (self, x, y);
  if (hit->wire)
    hit->kind = STRATA_HIT_WIRE;
  else
    strata_canvas_hit_remarks (self, x, y, hit);
}

StrataCard *
strata_canvas_get_card_at (StrataCanvas *canvas, double x, double y)
{
  double widget_x, widget_y;
  StrataHit hit;

  g_return_val_if_fail (STRATA_IS_CANVAS (canvas), NULL);

  strata_canvas_to_widget (canvas, x, y, &widget_x, &widget_y);
  strata_canvas_hit (canvas, widget_x, widget_y, &hit);
  return hit.card ? hit.card->card : NULL;
}

/* On the widget. */
void
strata_canvas_get_port_place (StrataCanvas *self,
                              StrataCard *card,
                              const char *port,
                              gboolean output,
                              double *x,
                              double *y)
{
  StrataCanvasCard *own = strata_canvas_find (self, card);
  graphene_point_t anchor = GRAPHENE_POINT_INIT_ZERO;
  double card_x = 0;
  double card_y = 0;

  if (own)
    {
      strata_canvas_get_place (self, own, &card_x, &card_y);
      strata_card_layout_get_anchor (strata_canvas_lay_out (self, own), port,
                                     output, &anchor);
    }
  strata_canvas_to_widget (self, card_x + anchor.x, card_y + anchor.y, x, y);
}

/* Tooltips: what is wrong there, or else what it is. */

static char *
dup_fault (StrataCanvas *self, StrataCard *card, const char *port)
{
  StrataFault *fault = strata_document_find_fault (
      self->document, strata_card_get_id (card), port);

  return fault ? g_strdup (strata_fault_get_message (fault)) : NULL;
}

static char *
describe_port (StrataCanvas *self, StrataPort *port)
{
  char *fault = dup_fault (self, strata_port_get_card (port),
                           strata_port_get_name (port));

  return fault ? fault : strata_help_words_tip_port (port);
}

static char *
describe_card (StrataCanvas *self, StrataCard *card)
{
  char *fault = dup_fault (self, card, NULL);

  return fault ? fault : strata_help_words_tip_card (self->document, card);
}

/* It is at fault where it ends. */
static char *
describe_wire (StrataCanvas *self, StrataWire *wire)
{
  char *fault = dup_fault (self, strata_wire_get_target (wire),
                           strata_wire_get_target_port (wire));

  return fault ? fault : strata_help_words_tip_wire (self->document, wire);
}

char *
strata_canvas_dup_tip (StrataCanvas *self, double x, double y)
{
  StrataHit hit;

  strata_canvas_hit (self, x, y, &hit);
  if (hit.port)
    return describe_port (self, hit.port);
  if (hit.wire)
    return describe_wire (self, hit.wire);
  return hit.kind == STRATA_HIT_CARD ? describe_card (self, hit.card->card)
                                     : NULL;
}

static gboolean
strata_canvas_query_tooltip (GtkWidget *widget,
                             int x,
                             int y,
                             gboolean keyboard,
                             GtkTooltip *tooltip)
{
  StrataCanvas *self = STRATA_CANVAS (widget);
  g_autofree char *text = NULL;

  if (keyboard || !self->document || self->editor || self->popover || self->menu
      || self->drag.kind != STRATA_DRAG_NOTHING)
    return FALSE;
  text = strata_canvas_dup_tip (self, x, y);
  if (text)
    gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

void
strata_canvas_set_up_tooltips (GtkWidgetClass *klass)
{
  klass->query_tooltip = strata_canvas_query_tooltip;
}
