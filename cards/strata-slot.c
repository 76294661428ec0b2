/* strata-slot.c — the weights of a run: each is drawn or read once, by the
 * first card that needs it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-run-private.h"

#include <string.h>

static guint
slot_of (StrataRun *run, guint card, guint use)
{
  StrataWeightTable *table = run->weights;

  return table->use[table->first_use[card] + use];
}

static const StrataWeightUse *
use_of (StrataRun *run, guint slot)
{
  return g_array_index (run->weights->all, StrataPlanWeight, slot).use;
}

/* A weight without a seed of its own draws from the graph's seed, the card's id
 * and its name. */
static StrataTensor *
draw (StrataRun *run, guint slot, StrataEvaluation *evaluation)
{
  const StrataWeightUse *use = use_of (run, slot);
  StrataInitializer how = use->initializer.how;
  StrataTensor *tensor = strata_evaluation_new_tensor (
      evaluation, use->spec.dtype, use->spec.rank, use->spec.shape);
  StrataRefusal refusal;

  if (!tensor)
    return NULL;
  if (!use->initializer.seeded)
    how.seed = strata_derive_seed (run->plan->seed, use->layer->owner,
                                   use->key + strlen (use->layer->owner) + 1);
  if (strata_initializer_fill (&how, use->spec.dtype, use->spec.rank,
                               use->spec.shape, strata_tensor_edit (tensor),
                               &refusal))
    return tensor;
  strata_evaluation_refuse (evaluation, NULL, &refusal);
  strata_tensor_unref (tensor);
  return NULL;
}

static StrataTensor *
read_from_file (StrataRun *run, guint slot, StrataEvaluation *evaluation)
{
  const StrataWeightUse *use = use_of (run, slot);
  g_autoptr (GError) error = NULL;
  StrataTensor *tensor =
      strata_weights_read (run->plan->file, use->key, use->spec.dtype, &error);
  StrataSpec found;

  if (!tensor)
    {
      strata_evaluation_fail (evaluation, NULL,
                              "The weight '%s' cannot be read: %s", use->key,
                              error->message);
      return NULL;
    }
  found = strata_spec_of_tensor (tensor);
  if (strata_spec_equal (&found, &use->spec))
    return tensor;
  strata_evaluation_fail (evaluation, NULL,
                          "The weight '%s' has changed in its file since the "
                          "graph was checked",
                          use->key);
  strata_tensor_unref (tensor);
  return NULL;
}

static double
penalty_of (const StrataWeightUse *use, StrataTensor *tensor)
{
  if (!use->has_regularizer)
    return 0;
  return strata_regularizer_penalty (&use->regularizer, use->spec.dtype,
                                     use->spec.rank, use->spec.shape,
                                     strata_tensor_data (tensor));
}

static StrataTensor *
make (StrataRun *run, guint slot, StrataEvaluation *evaluation)
{
  StrataTensor *tensor =
      strata_session_find_weight (run->session, run->plan, slot);

  if (tensor)
    return tensor;
  return run->plan->file ? read_from_file (run, slot, evaluation)
                         : draw (run, slot, evaluation);
}

/* The reference stays with the run. */
StrataTensor *
strata_run_get_slot (StrataRun *run,
                     guint card,
                     guint use,
                     StrataEvaluation *evaluation)
{
  guint number = slot_of (run, card, use);
  StrataSlot *slot = &run->slots[number];
  StrataTensor *tensor;
  double penalty;

  pthread_mutex_lock (&run->mutex);
  while (slot->state == STRATA_SLOT_BUSY)
    pthread_cond_wait (&run->wake, &run->mutex);
  if (slot->state != STRATA_SLOT_EMPTY)
    {
      tensor = slot->tensor;
      pthread_mutex_unlock (&run->mutex);
      /* Whoever came first has said why there is none. */
      evaluation->failed |= tensor == NULL;
      return tensor;
    }
  slot->state = STRATA_SLOT_BUSY;
  pthread_mutex_unlock (&run->mutex);

  tensor = make (run, number, evaluation);
  penalty = tensor ? penalty_of (use_of (run, number), tensor) : 0;

  pthread_mutex_lock (&run->mutex);
  slot->tensor = tensor;
  slot->penalty = penalty;
  slot->state = tensor ? STRATA_SLOT_READY : STRATA_SLOT_FAILED;
  pthread_cond_broadcast (&run->wake);
  pthread_mutex_unlock (&run->mutex);
  return tensor;
}

/* Called with the mutex held, when a card has ended. */
void
strata_run_leave_slots (StrataRun *run, guint card)
{
  StrataWeightTable *table = run->weights;

  for (guint i = table->first_use[card]; i < table->first_use[card + 1]; i++)
    {
      StrataSlot *slot = &run->slots[table->use[i]];

      if (--slot->n_left == 0 && !run->keep_weights
          && !run->session->keep_results)
        g_clear_pointer (&slot->tensor, strata_tensor_unref);
    }
}

/* After the run. Weights of cards that were still valid stand in the session.
 */
double
strata_run_weight_penalty (StrataRun *run, guint weight)
{
  StrataTensor *tensor;
  double penalty;

  if (run->slots[weight].state == STRATA_SLOT_READY)
    return run->slots[weight].penalty;
  tensor = strata_session_find_weight (run->session, run->plan, weight);
  if (!tensor)
    return 0;
  penalty = penalty_of (use_of (run, weight), tensor);
  strata_tensor_unref (tensor);
  return penalty;
}
