/* strata-run-part.c — which part of a plan a run evaluates.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-run-private.h"

/**
 * strata_run_want:
 * @run: a run that has not started
 * @card: id of a card
 *
 * Asks for a card to be evaluated, with all that leads to it. Once that was
 * asked for, cards that nobody wants are left out; otherwise a run evaluates
 * every card.
 *
 * Returns: whether there is such a card
 */
gboolean
strata_run_want (StrataRun *run, const char *card)
{
  int number;

  g_return_val_if_fail (STRATA_IS_RUN (run), FALSE);
  g_return_val_if_fail (card, FALSE);
  g_return_val_if_fail (!run->started, FALSE);

  number = strata_plan_find_card (run->plan, card);
  if (number < 0)
    return FALSE;
  run->partial = TRUE;
  run->cards[number].wanted = TRUE;
  return TRUE;
}

static void
want_sources (StrataRun *run, guint card)
{
  StrataTopology *topology = run->plan->topology;

  for (guint i = topology->first_in[card]; i < topology->first_in[card + 1];
       i++)
    if (!topology->edges[i].cut)
      run->cards[topology->edges[i].source].wanted = TRUE;
}

/* Against the order, so that each card is seen after all that read it. Cards
 * that are left out are no part of what is to be done. */
void
strata_run_spread_wants (StrataRun *run)
{
  guint n = run->plan->nodes->len;

  if (!run->partial)
    return;
  pthread_mutex_lock (&run->mutex);
  for (guint i = n; i-- > 0;)
    {
      guint card = run->plan->topology->order[i];

      if (run->cards[card].wanted)
        want_sources (run, card);
      else
        {
          run->cost_all -= run->cards[card].cost;
          run->cards[card].cost = 0;
        }
    }
  pthread_mutex_unlock (&run->mutex);
}

gboolean
strata_run_leaves_out (StrataRun *run, guint card)
{
  return run->partial && !run->cards[card].wanted;
}
