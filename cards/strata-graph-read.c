/* strata-graph-read.c — what a graph holds.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph-private.h"

/**
 * strata_graph_get_n_cards:
 * @graph: a graph
 *
 * Counts the cards of a graph.
 *
 * Returns: their number
 */
guint
strata_graph_get_n_cards (StrataGraph *graph)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), 0);

  return (guint) g_sequence_get_length (graph->cards);
}

/**
 * strata_graph_get_card:
 * @graph: a graph
 * @index: number of a card
 *
 * Gives a card, in the order of the file.
 *
 * Returns: (transfer none): the card
 */
StrataCard *
strata_graph_get_card (StrataGraph *graph, guint index)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);
  g_return_val_if_fail (index < strata_graph_get_n_cards (graph), NULL);

  return g_sequence_get (
      g_sequence_get_iter_at_pos (graph->cards, (int) index));
}

/**
 * strata_graph_find_card:
 * @graph: a graph
 * @id: id of a card
 *
 * Finds a card.
 *
 * Returns: (transfer none) (nullable): the card, or %NULL where there is none
 */
StrataCard *
strata_graph_find_card (StrataGraph *graph, const char *id)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);
  g_return_val_if_fail (id, NULL);

  return g_hash_table_lookup (graph->by_id, id);
}

/**
 * strata_graph_get_n_wires:
 * @graph: a graph
 *
 * Counts the wires of a graph.
 *
 * Returns: their number
 */
guint
strata_graph_get_n_wires (StrataGraph *graph)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), 0);

  return (guint) g_sequence_get_length (graph->wires);
}

/**
 * strata_graph_get_wire:
 * @graph: a graph
 * @index: number of a wire
 *
 * Gives a wire, in the order of the file.
 *
 * Returns: (transfer none): the wire
 */
StrataWire *
strata_graph_get_wire (StrataGraph *graph, guint index)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);
  g_return_val_if_fail (index < strata_graph_get_n_wires (graph), NULL);

  return g_sequence_get (
      g_sequence_get_iter_at_pos (graph->wires, (int) index));
}

GPtrArray *
strata_sequence_list_objects (GSequence *sequence)
{
  GPtrArray *list = g_ptr_array_new_full (
      (guint) g_sequence_get_length (sequence), g_object_unref);
  GSequenceIter *iter = g_sequence_get_begin_iter (sequence);

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    g_ptr_array_add (list, g_object_ref (g_sequence_get (iter)));
  return list;
}

/**
 * strata_graph_list_cards:
 * @graph: a graph
 *
 * Lists all cards, in the order of the file.
 *
 * Returns: (transfer container) (element-type StrataCard): the cards
 */
GPtrArray *
strata_graph_list_cards (StrataGraph *graph)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);

  return strata_sequence_list_objects (graph->cards);
}

/**
 * strata_graph_list_wires:
 * @graph: a graph
 *
 * Lists all wires, in the order of the file.
 *
 * Returns: (transfer container) (element-type StrataWire): the wires
 */
GPtrArray *
strata_graph_list_wires (StrataGraph *graph)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);

  return strata_sequence_list_objects (graph->wires);
}

/**
 * strata_graph_get_seed:
 * @graph: a graph
 *
 * Gives the number that everything random without a seed of its own is drawn
 * from.
 *
 * Returns: the seed; 0 where none was given
 */
gint64
strata_graph_get_seed (StrataGraph *graph)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), 0);

  return graph->seed;
}

/**
 * strata_graph_get_weights:
 * @graph: a graph
 *
 * Names the file of weights that the graph is evaluated with, relative to the
 * folder of the graph's file.
 *
 * Returns: (nullable): the name, or %NULL where weights are drawn
 */
const char *
strata_graph_get_weights (StrataGraph *graph)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);

  return graph->weights;
}

/**
 * strata_graph_get_extra:
 * @graph: a graph
 * @key: a key
 *
 * Gives a further member of the graph's object in the file.
 *
 * Returns: (transfer none) (nullable): its value, or %NULL where there is none
 */
StrataValue *
strata_graph_get_extra (StrataGraph *graph, const char *key)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);
  g_return_val_if_fail (key, NULL);

  return graph->extras ? strata_value_get_member (graph->extras, key) : NULL;
}

/**
 * strata_graph_get_structure:
 * @graph: a graph
 *
 * Gives a number that grows when cards or wires come, go or are renamed.
 *
 * Returns: the number
 */
guint64
strata_graph_get_structure (StrataGraph *graph)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), 0);

  return graph->structure;
}
