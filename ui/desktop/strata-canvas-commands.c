/* strata-canvas-commands.c — changes of the graph, one step each.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"
#include "strata-starting-values.h"

#include <glib/gi18n.h>
#include <math.h>

/* Adding. */

/* The first port of the new card that the wire fits into. */
static void
connect_somewhere (StrataCanvas *self, StrataPort *from, StrataCard *card)
{
  guint n = strata_card_get_n_ports (card);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (StrataPort) port = strata_card_get_port (card, i);

      if (strata_port_is_output (port) != strata_port_is_output (from)
          && strata_canvas_connect (self, from, port, NULL))
        return;
    }
}

static gboolean
is_wired (StrataCard *card)
{
  g_autoptr (GPtrArray) wires = strata_card_list_wires (card);

  return wires->len > 0;
}

StrataCard *
strata_canvas_add_card (StrataCanvas *canvas,
                        const char *type,
                        double x,
                        double y,
                        StrataPort *from)
{
  g_autoptr (GError) error = NULL;
  StrataCard *card;

  g_return_val_if_fail (STRATA_IS_CANVAS (canvas), NULL);
  g_return_val_if_fail (canvas->graph, NULL);

  strata_graph_begin (canvas->graph, _ ("Add Card"));
  card = strata_graph_add_card (canvas->graph, type, NULL, &error);
  if (card)
    strata_graph_move_card (canvas->graph, card, round (x), round (y));
  if (card && from)
    connect_somewhere (canvas, from, card);
  if (card && !is_wired (card))
    strata_starting_values_apply (card);
  strata_graph_end (canvas->graph);
  if (!card)
    {
      strata_canvas_emit_hint (canvas, error->message);
      return NULL;
    }
  strata_editor_log ("added %s", strata_card_get_id (card));
  strata_canvas_select_only (canvas, card);
  return card;
}

/* Moving. */

void
strata_canvas_move_cards (StrataCanvas *self,
                          GPtrArray *cards,
                          double dx,
                          double dy)
{
  if (cards->len == 0 || (dx == 0 && dy == 0))
    return;
  strata_graph_begin (self->graph,
                      cards->len == 1 ? _ ("Move Card") : _ ("Move Cards"));
  for (guint i = 0; i < cards->len; i++)
    {
      StrataCanvasCard *card = strata_canvas_find (self, cards->pdata[i]);

      if (card)
        strata_graph_move_card (self->graph, card->card, card->x + dx,
                                card->y + dy);
    }
  strata_graph_end (self->graph);
  strata_editor_log ("moved %u %.0f %.0f", cards->len, dx, dy);
}

/* Removing. */

void
strata_canvas_delete (StrataCanvas *self)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  g_autoptr (GPtrArray) remarks = strata_canvas_list_selected_remarks (self);
  g_autoptr (StrataWire) wire = g_steal_pointer (&self->selected_wire);

  if (cards->len == 0 && remarks->len == 0 && !wire && self->points->len == 0)
    return;
  strata_graph_begin (self->graph, wire ? _ ("Delete Wire")
                                   : remarks->len && !cards->len
                                       ? _ ("Delete Remarks")
                                   : cards->len == 0 ? _ ("Delete Points")
                                   : cards->len == 1 ? _ ("Delete Card")
                                                     : _ ("Delete Cards"));
  if (wire && strata_wire_is_in_graph (wire))
    strata_graph_disconnect (self->graph, wire);
  strata_canvas_delete_points (self);
  for (guint i = 0; i < cards->len; i++)
    strata_graph_remove_card (self->graph, cards->pdata[i]);
  for (guint i = 0; i < remarks->len; i++)
    strata_graph_remove_remark (self->graph, remarks->pdata[i]);
  strata_graph_end (self->graph);
  strata_editor_log ("deleted %u", cards->len);
}
