/* strata-canvas-free.c — room for a card that is to come.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include <math.h>

#define GAP 24
#define MOST_STEPS 400

/* As large as it will be on the canvas, before it has results. */
static void
measure (StrataCanvas *self, const char *type, float *width, float *height)
{
  g_autoptr (StrataGraph) graph =
      strata_graph_new (strata_graph_get_registry (self->graph));
  StrataCard *card = strata_graph_add_card (graph, type, NULL, NULL);
  g_autoptr (StrataCardLayout) layout =
      card ? strata_card_layout_new (card, NULL, 0, NULL) : NULL;

  *width = layout ? layout->width : 200;
  *height = layout ? layout->height : 120;
}

static gboolean
is_free (StrataCanvas *self, const graphene_rect_t *box)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      StrataCanvasCard *card = self->cards->pdata[i];
      StrataCardLayout *layout = strata_canvas_lay_out (self, card);
      graphene_rect_t taken = GRAPHENE_RECT_INIT (card->x - GAP, card->y - GAP,
                                                  layout->width + 2 * GAP,
                                                  layout->height + 2 * GAP);

      if (graphene_rect_intersection (&taken, box, NULL))
        return FALSE;
    }
  return TRUE;
}

/* Along a spiral from where it was wanted. */
void
strata_canvas_find_free_box (StrataCanvas *self, graphene_rect_t *box)
{
  const graphene_point_t start = box->origin;

  for (guint i = 0; i < MOST_STEPS; i++)
    {
      double angle = 2.4 * i;
      double radius = 2 * GAP * sqrt (i);

      box->origin.x = round (start.x + radius * cos (angle));
      box->origin.y = round (start.y + radius * sin (angle));
      if (is_free (self, box))
        return;
    }
  box->origin = start;
}

void
strata_canvas_find_place (StrataCanvas *canvas,
                          const char *type,
                          double *x,
                          double *y)
{
  graphene_rect_t box;
  float width, height;

  g_return_if_fail (STRATA_IS_CANVAS (canvas));

  if (!canvas->graph)
    return;
  measure (canvas, type, &width, &height);
  graphene_rect_init (&box, *x, *y, width, height);
  strata_canvas_find_free_box (canvas, &box);
  *x = box.origin.x;
  *y = box.origin.y;
}

/* Beside the card of a port: at the right of an output, at the left of an
 * input. */
void
strata_canvas_find_place_beside (StrataCanvas *self,
                                 const char *type,
                                 StrataPort *port,
                                 double *x,
                                 double *y)
{
  StrataCanvasCard *card =
      strata_canvas_find (self, strata_port_get_card (port));
  float width, height;

  *x = card->x;
  *y = card->y;
  measure (self, type, &width, &height);
  if (strata_port_is_output (port))
    *x += strata_canvas_lay_out (self, card)->width + 3 * GAP;
  else
    *x -= width + 3 * GAP;
  strata_canvas_find_place (self, type, x, y);
}

static gboolean
is_seen (StrataCanvas *self, StrataCanvasCard *card)
{
  double x, y;

  strata_canvas_to_widget (self, card->x, card->y, &x, &y);
  return x > 0 && y > 0 && x < gtk_widget_get_width (GTK_WIDGET (self))
         && y < gtk_widget_get_height (GTK_WIDGET (self));
}

void
strata_canvas_get_next_place (StrataCanvas *canvas, double *x, double *y)
{
  StrataCanvasCard *card;

  g_return_if_fail (STRATA_IS_CANVAS (canvas));

  card = strata_canvas_find_current (canvas);
  if (!card || !is_seen (canvas, card))
    {
      strata_canvas_get_centre (canvas, x, y);
      return;
    }
  *x = card->x + strata_canvas_lay_out (canvas, card)->width + 3 * GAP;
  *y = card->y;
}
