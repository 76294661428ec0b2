/* strata-graph-extra.c — what is kept in a graph's file beside what is
 * computed.
 *
 * Members that this version does not know, and what an editor remembers of how
 * a card looks.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-file-error-private.h"
#include "strata-graph-private.h"

/* How deep lists and objects stand in each other; at most
 * STRATA_VALUE_MAX_DEPTH. */
static int
get_depth (StrataValue *value)
{
  StrataValueIter iter;
  StrataValue *member;
  int deepest = 0, depth;

  if (strata_value_is (value, STRATA_VALUE_LIST))
    for (gsize i = 0; i < strata_value_get_length (value); i++)
      {
        depth = get_depth (strata_value_get_item (value, i));
        deepest = MAX (deepest, depth);
      }
  else if (strata_value_is (value, STRATA_VALUE_OBJECT))
    {
      strata_value_iter_init (&iter, value);
      while (strata_value_iter_next (&iter, NULL, &member))
        {
          depth = get_depth (member);
          deepest = MAX (deepest, depth);
        }
    }
  else
    return 0;
  return deepest + 1;
}

gboolean
strata_graph_check_depth (StrataValue *value, int outer, GError **error)
{
  const int most = STRATA_VALUE_MAX_DEPTH - outer;

  if (!value || get_depth (value) <= most)
    return TRUE;
  g_set_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_VALUE,
               "Lists and objects stand in each other %d deep, but a graph "
               "file takes %d here",
               get_depth (value), most);
  return FALSE;
}

gboolean
strata_value_is_same (StrataValue *one, StrataValue *other)
{
  return one && other ? strata_value_equal (one, other) : one == other;
}

static gboolean
check_key (const char *key, gboolean known, GError **error)
{
  g_autofree char *quoted = strata_file_quote (key);

  if (*key && !known && g_utf8_validate (key, -1, NULL))
    return TRUE;
  g_set_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_VALUE,
               known ? "The key %s is the format's own"
                     : "The key %s is not one or more characters of UTF-8",
               quoted);
  return FALSE;
}

/**
 * strata_graph_set_card_view:
 * @graph: a graph
 * @card: a card in it
 * @key: any key, such as `unfolded`
 * @value: (nullable): the value, or %NULL for none
 * @error: where to say why not
 *
 * Remembers something of how the card looks in an editor. It has no influence
 * on what the card computes.
 *
 * Returns: whether it has the value now
 */
gboolean
strata_graph_set_card_view (StrataGraph *graph,
                            StrataCard *card,
                            const char *key,
                            StrataValue *value,
                            GError **error)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);
  g_return_val_if_fail (strata_graph_is_editable (graph), FALSE);
  g_return_val_if_fail (STRATA_IS_CARD (card) && card->graph == graph, FALSE);
  g_return_val_if_fail (key, FALSE);

  if (strata_value_is (value, STRATA_VALUE_NULL))
    value = NULL;
  if (!check_key (key, FALSE, error)
      || !strata_graph_check_depth (value, STRATA_IN_VIEW, error))
    return FALSE;
  if (strata_value_is_same (strata_card_get_view (card, key), value))
    return TRUE;

  strata_graph_begin_named (graph, "Change the view of %s", card->id);
  strata_graph_change (
      graph, (StrataChange){ .kind = STRATA_CHANGE_VIEW,
                             .subject = card,
                             .value = strata_object_with (
                                 strata_card_get_views (card), key, value) });
  strata_graph_end (graph);
  return TRUE;
}

/**
 * strata_graph_set_card_extra:
 * @graph: a graph
 * @card: a card in it
 * @key: a key that the format does not use itself
 * @value: (nullable): the value, or %NULL for none
 * @error: where to say why not
 *
 * Keeps a further member in the card's object in the file.
 *
 * Returns: whether it has the value now
 */
gboolean
strata_graph_set_card_extra (StrataGraph *graph,
                             StrataCard *card,
                             const char *key,
                             StrataValue *value,
                             GError **error)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);
  g_return_val_if_fail (strata_graph_is_editable (graph), FALSE);
  g_return_val_if_fail (STRATA_IS_CARD (card) && card->graph == graph, FALSE);
  g_return_val_if_fail (key, FALSE);

  if (!check_key (key, strata_card_knows_key (key), error)
      || !strata_graph_check_depth (value, STRATA_IN_CARD, error))
    return FALSE;
  if (strata_value_is_same (strata_card_get_extra (card, key), value))
    return TRUE;

  strata_graph_begin_named (graph, "Set %s of %s", key, card->id);
  strata_graph_change (graph, (StrataChange){ .kind = STRATA_CHANGE_CARD_EXTRAS,
                                              .subject = card,
                                              .value = strata_object_with (
                                                  card->extras, key, value) });
  strata_graph_end (graph);
  return TRUE;
}

/**
 * strata_graph_set_extra:
 * @graph: a graph
 * @key: a key that the format does not use itself
 * @value: (nullable): the value, or %NULL for none
 * @error: where to say why not
 *
 * Keeps a further member in the graph's object in the file.
 *
 * Returns: whether it has the value now
 */
gboolean
strata_graph_set_extra (StrataGraph *graph,
                        const char *key,
                        StrataValue *value,
                        GError **error)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);
  g_return_val_if_fail (strata_graph_is_editable (graph), FALSE);
  g_return_val_if_fail (key, FALSE);

  if (!check_key (key, strata_graph_knows_key (key), error)
      || !strata_graph_check_depth (value, STRATA_IN_GRAPH, error))
    return FALSE;
  if (strata_value_is_same (strata_graph_get_extra (graph, key), value))
    return TRUE;

  strata_graph_begin_named (graph, "Set %s", key);
  strata_graph_change (graph, (StrataChange){ .kind = STRATA_CHANGE_EXTRAS,
                                              .value = strata_object_with (
                                                  graph->extras, key, value) });
  strata_graph_end (graph);
  return TRUE;
}
