/* strata-canvas-trace.c — what leads to a wire or a card, and what follows.
 *
 * A wire that is pointed at is lit with all of its way, upstream and
 * downstream. What is selected besides dims the rest: a wire always, cards
 * while paths are traced.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"

/* Adds all that leads to a card, or that it leads to. */
static void
follow (StrataCard *card,
        gboolean downstream,
        GHashTable *cards,
        GHashTable *wires)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  g_hash_table_add (seen, card);
  g_ptr_array_add (open, card);
  for (guint i = 0; i < open->len; i++)
    {
      StrataCard *here = open->pdata[i];
      g_autoptr (GPtrArray) list = strata_card_list_wires (here);

      g_hash_table_add (cards, here);
      for (guint j = 0; j < list->len; j++)
        {
          StrataWire *wire = list->pdata[j];
          StrataCard *near = downstream ? strata_wire_get_source (wire)
                                        : strata_wire_get_target (wire);
          StrataCard *next = downstream ? strata_wire_get_target (wire)
                                        : strata_wire_get_source (wire);

          if (near != here)
            continue;
          g_hash_table_add (wires, wire);
          if (g_hash_table_add (seen, next))
            g_ptr_array_add (open, next);
        }
    }
}

static void
trace_wire (StrataCanvas *self, StrataWire *wire)
{
  g_hash_table_add (self->traced_wires, wire);
  follow (strata_wire_get_source (wire), FALSE, self->traced_cards,
          self->traced_wires);
  follow (strata_wire_get_target (wire), TRUE, self->traced_cards,
          self->traced_wires);
}

static void
trace_cards (StrataCanvas *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      StrataCanvasCard *card = self->cards->pdata[i];

      if (!card->selected)
        continue;
      follow (card->card, FALSE, self->traced_cards, self->traced_wires);
      follow (card->card, TRUE, self->traced_cards, self->traced_wires);
    }
}

void
strata_canvas_update_trace (StrataCanvas *self)
{
  g_hash_table_remove_all (self->traced_cards);
  g_hash_table_remove_all (self->traced_wires);
  self->dims = FALSE;
  if (self->hovered && !strata_wire_is_in_graph (self->hovered))
    g_clear_object (&self->hovered);
  if (!self->graph)
    return;
  if (self->selected_wire)
    trace_wire (self, self->selected_wire);
  else if (self->tracing)
    trace_cards (self);
  self->dims = g_hash_table_size (self->traced_cards) > 0;
  if (self->hovered && !self->dims)
    trace_wire (self, self->hovered);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* What the pointer is on; NULL for no wire. */
void
strata_canvas_hover (StrataCanvas *self, StrataWire *wire)
{
  if (g_set_object (&self->hovered, wire))
    strata_canvas_update_trace (self);
}

gboolean
strata_canvas_is_traced (StrataCanvas *self, StrataWire *wire)
{
  return g_hash_table_contains (self->traced_wires, wire);
}

gboolean
strata_canvas_is_wire_dimmed (StrataCanvas *self, StrataWire *wire)
{
  return self->dims && !strata_canvas_is_traced (self, wire);
}

gboolean
strata_canvas_is_card_dimmed (StrataCanvas *self, StrataCard *card)
{
  return self->dims && !g_hash_table_contains (self->traced_cards, card);
}

static void
draw_end (StrataCanvas *self,
          GtkSnapshot *snapshot,
          const StrataPlace *place,
          const GdkRGBA *color)
{
  float radius = 11 * self->zoom;

  strata_canvas_paint_box (snapshot,
                           &GRAPHENE_RECT_INIT (place->x - radius,
                                                place->y - radius, 2 * radius,
                                                2 * radius),
                           radius, NULL, color, 2);
}

/* Around the ports at both ends of the wire. */
void
strata_canvas_draw_trace (StrataCanvas *self, GtkSnapshot *snapshot)
{
  StrataWire *wire = self->selected_wire ?: self->hovered;
  const StrataPortRow *row = wire ? strata_wire_get_source_row (wire) : NULL;
  StrataPlace from, to;
  GdkRGBA color;

  if (!wire || self->zoom < STRATA_CANVAS_NEAR || self->drag.moved)
    return;
  strata_port_mark_get_color (row ? row->type : STRATA_PORT_STRING, self->look,
                              &color);
  strata_canvas_get_ends (self, wire, &from, &to);
  draw_end (self, snapshot, &from, &color);
  draw_end (self, snapshot, &to, &color);
}

/* Commands. */

void
strata_canvas_toggle_tracing (StrataCanvas *self)
{
  self->tracing = !self->tracing;
  strata_editor_log ("tracing %s", self->tracing ? "on" : "off");
  strata_canvas_update_trace (self);
}

static void
select_along (StrataCanvas *self, gboolean downstream)
{
  g_autoptr (GHashTable) found = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) wires = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  GHashTableIter iter;
  gpointer card;

  if (self->selected_wire)
    g_ptr_array_add (
        cards, g_object_ref (
                   downstream ? strata_wire_get_target (self->selected_wire)
                              : strata_wire_get_source (self->selected_wire)));
  if (cards->len == 0)
    return;
  for (guint i = 0; i < cards->len; i++)
    follow (cards->pdata[i], downstream, found, wires);
  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &card, NULL))
    g_ptr_array_add (cards, g_object_ref (card));
  strata_canvas_select_cards (self, cards);
}

void
strata_canvas_select_upstream (StrataCanvas *self)
{
  select_along (self, FALSE);
}

void
strata_canvas_select_downstream (StrataCanvas *self)
{
  select_along (self, TRUE);
}
