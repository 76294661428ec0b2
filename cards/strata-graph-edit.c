/* strata-graph-edit.c — changes of a graph, each a step of its history.
 *
 * What a person may get wrong is refused before anything is changed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-file-error-private.h"
#include "strata-graph-private.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <math.h>

/**
 * strata_graph_add_card:
 * @graph: a graph
 * @type: type of the card
 * @id: (nullable): its id, or %NULL for one that is made up
 * @error: where to say why not
 *
 * Adds a card, with its default on every port.
 *
 * Returns: (transfer none): the card, or %NULL with an error
 */
StrataCard *
strata_graph_add_card (StrataGraph *graph,
                       const char *type,
                       const char *id,
                       GError **error)
{
  const StrataKind *kind;
  g_autofree char *suggested = NULL;
  g_autofree char *refusal = NULL;
  g_autoptr (StrataCard) card = NULL;

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);
  g_return_val_if_fail (strata_graph_is_editable (graph), NULL);
  g_return_val_if_fail (type, NULL);

  kind = strata_registry_lookup (graph->registry, type);
  if (!kind)
    {
      g_autofree char *quoted = strata_file_quote (type);

      g_set_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_TYPE,
                   "There is no kind of card %s", quoted);
      return NULL;
    }
  if (!id)
    id = suggested = strata_graph_suggest_id (graph, type);
  refusal = strata_graph_refuse_id (graph, id);
  if (refusal)
    {
      g_set_error_literal (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_ID,
                           refusal);
      return NULL;
    }

  card = strata_card_new (kind, type, id);
  strata_graph_begin_named (graph, "Add %s", type);
  strata_graph_change_card (graph, card);
  strata_graph_end (graph);
  return card;
}

/**
 * strata_graph_remove_card:
 * @graph: a graph
 * @card: a card in it
 *
 * Removes a card and the wires at it.
 */
void
strata_graph_remove_card (StrataGraph *graph, StrataCard *card)
{
  g_autoptr (GPtrArray) wires = NULL;

  g_return_if_fail (STRATA_IS_GRAPH (graph));
  g_return_if_fail (strata_graph_is_editable (graph));
  g_return_if_fail (STRATA_IS_CARD (card) && card->graph == graph);

  wires = strata_card_list_wires (card);
  strata_graph_begin_named (graph, "Remove %s", card->id);
  for (guint i = 0; i < wires->len; i++)
    strata_graph_change_wire (graph, wires->pdata[i]);
  strata_graph_change_card (graph, card);
  strata_graph_end (graph);
}

/**
 * strata_graph_rename_card:
 * @graph: a graph
 * @card: a card in it
 * @id: another id
 * @error: where to say why not
 *
 * Gives a card another id. Its wires follow.
 *
 * Returns: whether the card has the id now
 */
gboolean
strata_graph_rename_card (StrataGraph *graph,
                          StrataCard *card,
                          const char *id,
                          GError **error)
{
  g_autofree char *refusal = NULL;

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);
  g_return_val_if_fail (strata_graph_is_editable (graph), FALSE);
  g_return_val_if_fail (STRATA_IS_CARD (card) && card->graph == graph, FALSE);
  g_return_val_if_fail (id, FALSE);

  if (g_str_equal (card->id, id))
    return TRUE;
  refusal = strata_graph_refuse_id (graph, id);
  if (refusal)
    {
      g_set_error_literal (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_ID,
                           refusal);
      return FALSE;
    }

  strata_graph_begin_named (graph, "Rename %s to %s", card->id, id);
  strata_graph_change (graph, (StrataChange){ .kind = STRATA_CHANGE_ID,
                                              .subject = card,
                                              .text = g_strdup (id) });
  strata_graph_end (graph);
  return TRUE;
}

/**
 * strata_graph_move_card:
 * @graph: a graph
 * @card: a card in it
 * @x: distance from the left, finite
 * @y: distance from the top, finite
 *
 * Gives a card a place on the canvas.
 */
void
strata_graph_move_card (StrataGraph *graph,
                        StrataCard *card,
                        double x,
                        double y)
{
  g_return_if_fail (STRATA_IS_GRAPH (graph));
  g_return_if_fail (strata_graph_is_editable (graph));
  g_return_if_fail (STRATA_IS_CARD (card) && card->graph == graph);
  g_return_if_fail (isfinite (x) && isfinite (y));

  if (card->has_position && card->x == x && card->y == y)
    return;

  strata_graph_begin_named (graph, "Move %s", card->id);
  strata_graph_change (graph, (StrataChange){ .kind = STRATA_CHANGE_POSITION,
                                              .subject = card,
                                              .position = { TRUE, x, y } });
  strata_graph_end (graph);
}

/* Whether @card takes @value on @port; NULL is always taken, so that a person
 * can get rid of a value on a port that there is not. */
static gboolean
check_value (StrataGraph *self,
             StrataCard *card,
             const char *port,
             StrataValue *value,
             GError **error)
{
  const StrataPortRow *row = strata_card_find_row (card, port, FALSE);
  g_autofree char *refusal = NULL;
  int code = STRATA_GRAPH_ERROR_VALUE;

  if (row && value)
    strata_port_check_value (row, value, self->registry, &refusal);
  else if (!row && (value || !strata_card_get_value (card, port)))
    {
      refusal = strata_card_refuse_port (card, port, FALSE);
      code = STRATA_GRAPH_ERROR_PORT;
    }

  if (refusal)
    g_set_error_literal (error, STRATA_GRAPH_ERROR, code, refusal);
  return !refusal;
}

/**
 * strata_graph_set_value:
 * @graph: a graph
 * @card: a card in it
 * @port: name of an input port
 * @value: (nullable): the value, or %NULL for the default
 * @error: where to say why not
 *
 * Gives a value on an input port. It is kept, without effect, while a wire goes
 * into the port.
 *
 * Returns: whether the port has the value now
 */
gboolean
strata_graph_set_value (StrataGraph *graph,
                        StrataCard *card,
                        const char *port,
                        StrataValue *value,
                        GError **error)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);
  g_return_val_if_fail (strata_graph_is_editable (graph), FALSE);
  g_return_val_if_fail (STRATA_IS_CARD (card) && card->graph == graph, FALSE);
  g_return_val_if_fail (port, FALSE);

  if (strata_value_is (value, STRATA_VALUE_NULL))
    value = NULL;
  if (!check_value (graph, card, port, value, error)
      || !strata_graph_check_depth (value, STRATA_IN_INPUTS, error))
    return FALSE;
  if (strata_value_is_same (strata_card_get_value (card, port), value))
    return TRUE;

  strata_graph_begin_named (graph,
                            value ? N_ ("Set %s of %s") : N_ ("Reset %s of %s"),
                            port, card->id);
  strata_graph_change (graph, (StrataChange){ .kind = STRATA_CHANGE_VALUES,
                                              .subject = card,
                                              .value = strata_object_with (
                                                  card->values, port, value) });
  strata_graph_end (graph);
  return TRUE;
}

/**
 * strata_graph_set_seed:
 * @graph: a graph
 * @seed: any number
 *
 * Sets the number that everything random without a seed of its own is drawn
 * from.
 */
void
strata_graph_set_seed (StrataGraph *graph, gint64 seed)
{
  g_return_if_fail (STRATA_IS_GRAPH (graph));
  g_return_if_fail (strata_graph_is_editable (graph));

  if (graph->seed == seed)
    return;

  strata_graph_begin_named (graph, "Set the seed to %" PRId64, seed);
  strata_graph_change (graph, (StrataChange){ .kind = STRATA_CHANGE_SEED,
                                              .seed = { TRUE, seed } });
  strata_graph_end (graph);
}

/**
 * strata_graph_set_weights:
 * @graph: a graph
 * @path: (nullable): name of an `.npz` file, relative to the folder of the
 *   graph's file, or %NULL for none
 * @error: where to say why not
 *
 * Says which weights the graph is evaluated with.
 *
 * Returns: whether it has them now
 */
gboolean
strata_graph_set_weights (StrataGraph *graph, const char *path, GError **error)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);
  g_return_val_if_fail (strata_graph_is_editable (graph), FALSE);

  if (g_strcmp0 (graph->weights, path) == 0)
    return TRUE;
  if (path && (!*path || !g_utf8_validate (path, -1, NULL)))
    {
      g_autofree char *quoted = strata_file_quote (path);

      g_set_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_VALUE,
                   "The name %s is none of a file: it must be one or more "
                   "characters of UTF-8",
                   quoted);
      return FALSE;
    }

  if (path)
    strata_graph_begin_named (graph, "Set the weights to %s", path);
  else
    strata_graph_begin_named (graph, "Remove the weights");
  strata_graph_change (graph, (StrataChange){ .kind = STRATA_CHANGE_WEIGHTS,
                                              .text = g_strdup (path) });
  strata_graph_end (graph);
  return TRUE;
}
