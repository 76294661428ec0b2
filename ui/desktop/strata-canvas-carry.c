/* strata-canvas-carry.c — cards that are dragged: out of wires and into wires.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"

#include <glib/gi18n.h>
#include <math.h>

#define SWING 24                    /* of a shake, on the widget */
#define SWINGS 4                    /* there and back, twice */
#define SHAKE_TIME (G_USEC_PER_SEC) /* that it may take */

/* Whether the hand went there and back a few times, without a rest. */
static gboolean
is_shaken (StrataDrag *drag)
{
  gint64 now = g_get_monotonic_time ();
  double distance = drag->x - drag->swing_x;
  int way = distance > 0 ? 1 : -1;

  if (way == drag->swing_way)
    {
      drag->swing_x = drag->x;
      return FALSE;
    }
  if (fabs (distance) < SWING)
    return FALSE;
  if (now - drag->swing_time > SHAKE_TIME)
    drag->n_swings = 0;
  if (drag->n_swings++ == 0)
    drag->swing_time = now;
  drag->swing_way = way;
  drag->swing_x = drag->x;
  return drag->n_swings >= SWINGS;
}

static void
take_out (StrataCanvas *self, GPtrArray *cards)
{
  StrataDrag *drag = &self->drag;

  g_clear_pointer (&drag->detached, g_ptr_array_unref);
  g_clear_pointer (&drag->joins, g_ptr_array_unref);
  drag->detached = strata_canvas_find_outer_wires (cards);
  drag->joins = strata_canvas_find_joins (cards);
}

/* The card that is held, where it is now, on the widget. */
static gboolean
get_held (StrataCanvas *self, graphene_rect_t *box)
{
  StrataCanvasCard *held = strata_canvas_find (self, self->drag.held);

  if (held)
    strata_canvas_get_box (self, held, box);
  return held && held->selected;
}

void
strata_canvas_carry (StrataCanvas *self)
{
  StrataDrag *drag = &self->drag;
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  graphene_rect_t box;

  if (!drag->joins && ((drag->state & GDK_ALT_MASK) || is_shaken (drag)))
    take_out (self, cards);
  strata_canvas_set_insertion (
      self, get_held (self, &box)
                ? strata_canvas_find_insertion (self, cards, &box)
                : NULL);
}

/* The graph changes while they are dragged. */
void
strata_canvas_check_carry (StrataCanvas *self)
{
  g_autoptr (GPtrArray) cards = NULL;

  strata_canvas_set_insertion (self, NULL);
  if (self->drag.kind != STRATA_DRAG_CARDS || !self->drag.joins)
    return;
  cards = strata_canvas_list_selected (self);
  take_out (self, cards);
}

/* Where they are dropped, in the graph. */
static gboolean
get_box (StrataCanvas *self, double dx, double dy, graphene_rect_t *box)
{
  if (!strata_canvas_get_bounds (self, TRUE, box))
    return FALSE;
  graphene_rect_offset (box, dx, dy);
  return TRUE;
}

void
strata_canvas_drop_cards (StrataCanvas *self, const StrataDrag *drag)
{
  double dx = round (drag->dx);
  double dy = round (drag->dy);
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  g_autoptr (StrataWire) wire = g_steal_pointer (&self->insertion);
  graphene_rect_t box;
  gboolean any = get_box (self, dx, dy, &box);

  strata_graph_begin (self->graph, wire              ? _ ("Insert Cards")
                                   : drag->joins     ? _ ("Take Out of Wires")
                                   : cards->len == 0 ? _ ("Move Points")
                                   : cards->len > 1  ? _ ("Move Cards")
                                                     : _ ("Move Card"));
  if (drag->joins)
    {
      strata_canvas_remove_wires (self, drag->detached);
      strata_canvas_apply_joins (self, drag->joins);
      strata_editor_log ("took out %u", cards->len);
    }
  if (wire && any)
    strata_canvas_insert (self, cards, &box, wire);
  strata_canvas_move_points (self, dx, dy);
  strata_canvas_put_down (self, drag->remarks, dx, dy);
  strata_graph_end (self->graph);
}
