/* strata-graph-swap.c — puts a card of another type in the place of one.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph-private.h"

#include "strata-file-error-private.h"

/* What goes on, while a card is exchanged. */
typedef struct
{
  StrataGraph *graph;
  StrataCard *old;
  StrataCard *card;
  GPtrArray *lost;
} Swap;

static void
lose (Swap *swap, const char *port)
{
  if (!g_ptr_array_find_with_equal_func (swap->lost, port, g_str_equal, NULL))
    g_ptr_array_add (swap->lost, g_strdup (port));
}

/* Values stay with the ports of their names, where those take them. */
static void
keep_values (Swap *swap)
{
  StrataValueIter iter;
  const char *name;
  StrataValue *value;

  if (!swap->old->values)
    return;
  strata_value_iter_init (&iter, swap->old->values);
  while (strata_value_iter_next (&iter, &name, &value))
    {
      const StrataPortRow *row = strata_card_find_row (swap->card, name, FALSE);
      g_autofree char *refusal = NULL;
      StrataValue *with;

      if (!row
          || !strata_port_check_value (row, value, swap->graph->registry,
                                       &refusal))
        {
          lose (swap, name);
          continue;
        }
      with = strata_object_with (swap->card->values, name, value);
      g_clear_pointer (&swap->card->values, strata_value_unref);
      swap->card->values = with;
    }
}

static StrataCard *
make_card (Swap *swap, const StrataKind *kind, const char *type)
{
  StrataCard *old = swap->old;
  StrataCard *card = strata_card_new (kind, type, old->id);

  swap->card = card;
  keep_values (swap);
  if (old->view)
    card->view = strata_value_ref (old->view);
  if (old->extras)
    card->extras = strata_value_ref (old->extras);
  card->has_position = old->has_position;
  card->x = old->x;
  card->y = old->y;
  return card;
}

/* Wires. */

static gboolean
rows_fit (const StrataPortRow *own, const StrataPortRow *other)
{
  if (!own || !other)
    return FALSE;
  return own->flags & STRATA_PORT_OUT ? strata_port_rows_fit (own, other, NULL)
                                      : strata_port_rows_fit (other, own, NULL);
}

/* The first output that fits, or the first input that does and is free. */
static const StrataPortRow *
find_row (Swap *swap,
          const StrataPortRow *other,
          gboolean output,
          GPtrArray *taken)
{
  const StrataKind *kind = swap->card->kind;

  for (gsize i = 0; i < kind->n_ports; i++)
    {
      const StrataPortRow *row = &kind->ports[i];

      if (!(row->flags & STRATA_PORT_OUT) == !output && rows_fit (row, other)
          && (output || !g_ptr_array_find (taken, row, NULL)))
        return row;
    }
  return NULL;
}

/* A row for each wire, or NULL. Names go before types, because another port may
 * have the same type. */
static GPtrArray *
choose_rows (Swap *swap, GPtrArray *wires)
{
  GPtrArray *rows = g_ptr_array_new ();

  for (guint i = 0; i < wires->len; i++)
    {
      StrataWire *wire = wires->pdata[i];
      gboolean output = wire->source == swap->old;
      const StrataPortRow *row = strata_card_find_row (
          swap->card, output ? wire->source_port : wire->target_port, output);

      if (!rows_fit (row, output ? wire->target_row : wire->source_row))
        row = NULL;
      g_ptr_array_add (rows, (gpointer) row);
    }
  for (guint i = 0; i < wires->len; i++)
    {
      StrataWire *wire = wires->pdata[i];
      gboolean output = wire->source == swap->old;

      if (!rows->pdata[i])
        rows->pdata[i] = (gpointer) find_row (
            swap, output ? wire->target_row : wire->source_row, output, rows);
    }
  return rows;
}

/* The wire after it that stays, so that the new one stands in its place. */
static StrataWire *
find_next (Swap *swap, StrataWire *wire)
{
  GSequenceIter *at = g_sequence_iter_next (wire->place);

  for (; !g_sequence_iter_is_end (at); at = g_sequence_iter_next (at))
    {
      StrataWire *next = g_sequence_get (at);

      if (next->source != swap->old && next->target != swap->old)
        return next;
    }
  return NULL;
}

static void
keep_wire (Swap *swap,
           StrataWire *old,
           StrataWire *next,
           const StrataPortRow *row)
{
  gboolean output = old->source == swap->old;
  g_autoptr (StrataWire) wire = NULL;

  if (!row)
    {
      lose (swap, output ? old->source_port : old->target_port);
      return;
    }
  wire = output ? strata_wire_new (swap->card, row->name, old->target,
                                   old->target_port)
                : strata_wire_new (old->source, old->source_port, swap->card,
                                   row->name);
  if (old->points)
    wire->points = g_array_copy (old->points);
  if (old->extras)
    wire->extras = strata_value_ref (old->extras);
  strata_graph_change (swap->graph, (StrataChange){ .kind = STRATA_CHANGE_WIRE,
                                                    .subject = wire,
                                                    .before = next });
}

static void
exchange (Swap *swap)
{
  g_autoptr (GPtrArray) wires = strata_card_list_wires (swap->old);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) nexts = g_ptr_array_new ();
  GSequenceIter *at = g_sequence_iter_next (swap->old->place);
  StrataCard *next = g_sequence_iter_is_end (at) ? NULL : g_sequence_get (at);

  strata_wires_sort (wires);
  rows = choose_rows (swap, wires);
  for (guint i = 0; i < wires->len; i++)
    g_ptr_array_add (nexts, find_next (swap, wires->pdata[i]));
  for (guint i = 0; i < wires->len; i++)
    strata_graph_change_wire (swap->graph, wires->pdata[i]);
  strata_graph_change_card (swap->graph, swap->old);
  strata_graph_change (swap->graph, (StrataChange){ .kind = STRATA_CHANGE_CARD,
                                                    .subject = swap->card,
                                                    .before = next });
  for (guint i = 0; i < wires->len; i++)
    keep_wire (swap, wires->pdata[i], nexts->pdata[i], rows->pdata[i]);
}

/**
 * strata_graph_swap_card:
 * @graph: a graph
 * @card: a card in it
 * @type: another type
 * @lost: (out) (optional) (transfer container) (element-type utf8): names of
 *   the ports of @card whose value or wire could not be kept
 * @error: where to say why not
 *
 * Puts a card of another type in the place of one. It has the same id, the same
 * place, the values of the ports that have the same names and take them, and
 * the wires: on the ports of the same names, or else on the first ones that
 * fit.
 *
 * Returns: (transfer none): the new card, or %NULL with an error
 */
StrataCard *
strata_graph_swap_card (StrataGraph *graph,
                        StrataCard *card,
                        const char *type,
                        GPtrArray **lost,
                        GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (StrataCard) old = NULL;
  g_autoptr (StrataCard) made = NULL;
  const StrataKind *kind;
  Swap swap;

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);
  g_return_val_if_fail (strata_graph_is_editable (graph), NULL);
  g_return_val_if_fail (STRATA_IS_CARD (card) && card->graph == graph, NULL);
  g_return_val_if_fail (type, NULL);

  kind = strata_registry_lookup (graph->registry, type);
  if (!kind)
    {
      g_autofree char *quoted = strata_file_quote (type);

      g_set_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_TYPE,
                   "There is no kind of card %s", quoted);
      return NULL;
    }
  old = g_object_ref (card);
  swap = (Swap){ .graph = graph, .old = old, .lost = names };
  if (kind != old->kind)
    {
      made = make_card (&swap, kind, type);
      strata_graph_begin_named (graph, "Change %s to %s", old->id, type);
      exchange (&swap);
      strata_graph_end (graph);
    }
  if (lost)
    *lost = g_steal_pointer (&names);
  return made ? made : old;
}
