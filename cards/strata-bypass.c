/* strata-bypass.c — cards that hand a tensor through instead of computing.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph-private.h"

#include <glib/gi18n.h>

static const StrataPortRow *
find_tensor (const StrataKind *kind, gboolean output)
{
  for (gsize i = 0; i < kind->n_ports; i++)
    if (!(kind->ports[i].flags & STRATA_PORT_OUT) == !output
        && kind->ports[i].type == STRATA_PORT_TENSOR)
      return &kind->ports[i];
  return NULL;
}

/* An Input is known by its name to those who run the graph, and stays one. */
gboolean
strata_kind_find_bypass (const StrataKind *kind,
                         const StrataPortRow **input,
                         const StrataPortRow **output)
{
  if (kind->role != STRATA_ROLE_PLAIN)
    return FALSE;
  *input = find_tensor (kind, FALSE);
  *output = find_tensor (kind, TRUE);
  return *input && *output;
}

/**
 * strata_card_is_bypassed:
 * @card: a card
 *
 * Says whether a card hands the tensor at its first tensor input through to
 * its first tensor output, unchanged, instead of computing anything.
 *
 * Returns: whether it does
 */
gboolean
strata_card_is_bypassed (StrataCard *card)
{
  g_return_val_if_fail (STRATA_IS_CARD (card), FALSE);

  return card->bypassed;
}

/**
 * strata_card_can_bypass:
 * @card: a card
 *
 * Says whether cards of this type can be bypassed: whether they turn a tensor
 * into another.
 *
 * Returns: whether they can
 */
gboolean
strata_card_can_bypass (StrataCard *card)
{
  const StrataPortRow *input, *output;

  g_return_val_if_fail (STRATA_IS_CARD (card), FALSE);

  return card->kind && strata_kind_find_bypass (card->kind, &input, &output);
}

/**
 * strata_graph_set_card_bypassed:
 * @graph: a graph
 * @card: a card in it
 * @bypassed: whether it shall be bypassed
 * @error: where to say why not
 *
 * Makes a card hand the tensor at its first tensor input through to its first
 * tensor output, unchanged, instead of computing anything; or makes it compute
 * again. Its values and wires stay. Where its layer instance is used, that
 * works as before.
 *
 * Returns: whether it is so now
 */
gboolean
strata_graph_set_card_bypassed (StrataGraph *graph,
                                StrataCard *card,
                                gboolean bypassed,
                                GError **error)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);
  g_return_val_if_fail (strata_graph_is_editable (graph), FALSE);
  g_return_val_if_fail (STRATA_IS_CARD (card) && card->graph == graph, FALSE);

  if (!card->bypassed == !bypassed)
    return TRUE;
  if (bypassed && !strata_card_can_bypass (card))
    {
      g_set_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_VALUE,
                   "The card '%s' cannot be bypassed, because it does not turn "
                   "one tensor into another",
                   card->id);
      return FALSE;
    }

  strata_graph_begin_named (
      graph, bypassed ? N_ ("Bypass %s") : N_ ("No longer bypass %s"),
      card->id);
  strata_graph_change (graph, (StrataChange){ .kind = STRATA_CHANGE_BYPASS,
                                              .subject = card,
                                              .bypassed = bypassed != FALSE });
  strata_graph_end (graph);
  return TRUE;
}
