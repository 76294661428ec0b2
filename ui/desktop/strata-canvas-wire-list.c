/* strata-canvas-wire-list.c — all wires of the canvas, with their ends.
 *
 * Each frame asks where all wires begin and end. To look up a wire by its
 * number, its cards, and its ports by their names, takes longer than to draw
 * it, so this is done once, and again where a card was laid out anew.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

static void
wire_free (gpointer data)
{
  StrataCanvasWire *wire = data;

  g_clear_pointer (&wire->label, gsk_render_node_unref);
  g_clear_pointer (&wire->path, g_array_unref);
  g_free (wire->text);
  g_free (wire);
}

static StrataPortType
get_type (StrataWire *wire)
{
  const StrataPortRow *row = strata_wire_get_source_row (wire);

  return row ? row->type : STRATA_PORT_STRING;
}

static void
add_wire (StrataCanvas *self, StrataWire *wire)
{
  StrataCanvasWire *own = g_new0 (StrataCanvasWire, 1);

  own->wire = wire;
  own->type = get_type (wire);
  own->source = strata_canvas_find (self, strata_wire_get_source (wire));
  own->target = strata_canvas_find (self, strata_wire_get_target (wire));
  g_hash_table_insert (self->wires, wire, own);
  g_ptr_array_add (self->wire_list, own);
}

static void
list_anew (StrataCanvas *self)
{
  g_autoptr (GPtrArray) wires = strata_graph_list_wires (self->graph);

  strata_canvas_forget_wires (self);
  for (guint i = 0; i < wires->len; i++)
    add_wire (self, wires->pdata[i]);
  self->wires_listed = TRUE;
  self->wires_structure = strata_graph_get_structure (self->graph);
}

/* StrataCanvasWire, in the order of the graph; the canvas's own, until the
 * graph changes. */
GPtrArray *
strata_canvas_get_wires (StrataCanvas *self)
{
  if (!self->wires_listed
      || self->wires_structure != strata_graph_get_structure (self->graph))
    list_anew (self);
  return self->wire_list;
}

/* NULL for one that is not in the graph. */
StrataCanvasWire *
strata_canvas_find_wire (StrataCanvas *self, StrataWire *wire)
{
  strata_canvas_get_wires (self);
  return g_hash_table_lookup (self->wires, wire);
}

void
strata_canvas_forget_wires (StrataCanvas *self)
{
  self->wires_listed = FALSE;
  g_ptr_array_set_size (self->wire_list, 0);
  g_hash_table_remove_all (self->wires);
}

static void
find_end (StrataCanvas *self,
          StrataCanvasCard *card,
          const char *port,
          gboolean output,
          StrataWireEnd *end,
          StrataPlace *place)
{
  StrataCardLayout *layout = strata_canvas_lay_out (self, card);
  double x, y;

  if (end->n_layout != card->n_layout)
    {
      strata_card_layout_get_anchor (layout, port, output, &end->anchor);
      end->n_layout = card->n_layout;
    }
  strata_canvas_get_place (self, card, &x, &y);
  strata_canvas_to_widget (self, x + end->anchor.x, y + end->anchor.y,
                           &place->x, &place->y);
}

/* On the widget. */
void
strata_canvas_find_ends (StrataCanvas *self,
                         StrataCanvasWire *wire,
                         StrataPlace *from,
                         StrataPlace *to)
{
  *from = *to = (StrataPlace){ self->offset_x, self->offset_y };
  if (wire->source)
    find_end (self, wire->source, strata_wire_get_source_port (wire->wire),
              TRUE, &wire->from, from);
  if (wire->target)
    find_end (self, wire->target, strata_wire_get_target_port (wire->wire),
              FALSE, &wire->to, to);
}

void
strata_canvas_set_up_wires (StrataCanvas *self)
{
  self->wires = g_hash_table_new_full (NULL, NULL, NULL, wire_free);
  self->wire_list = g_ptr_array_new ();
}
