/* strata-session.c — where runs happen, and what one leaves for the next.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-run-private.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (StrataSession, strata_session, G_TYPE_OBJECT)

static void
stored_card_free (gpointer data)
{
  StrataStoredCard *stored = data;

  for (guint i = 0; i < stored->n_tensors; i++)
    g_clear_pointer (&stored->tensors[i], strata_tensor_unref);
  g_free (stored->tensors);
  g_free (stored);
}

static void
stored_weight_free (gpointer data)
{
  StrataStoredWeight *stored = data;

  strata_tensor_unref (stored->tensor);
  g_free (stored);
}

static void
strata_session_finalize (GObject *object)
{
  StrataSession *self = STRATA_SESSION (object);

  g_hash_table_unref (self->cards);
  g_hash_table_unref (self->weights);
  if (self->pool)
    strata_pool_free (self->pool);
  pthread_mutex_destroy (&self->mutex);

  G_OBJECT_CLASS (strata_session_parent_class)->finalize (object);
}

static void
strata_session_class_init (StrataSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = strata_session_finalize;
}

static void
strata_session_init (StrataSession *self)
{
  pthread_mutex_init (&self->mutex, NULL);
  self->cards =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, stored_card_free);
  self->weights = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         stored_weight_free);
}

/**
 * strata_session_new:
 * @n_threads: how many threads a run may use; 0 for one for each core
 * @keep_results: whether the next run may take over what is still valid
 *
 * Makes a place for runs. Should threads not be had, a run uses fewer.
 *
 * Returns: (transfer full): the session
 */
StrataSession *
strata_session_new (guint n_threads, gboolean keep_results)
{
  StrataSession *session = g_object_new (STRATA_TYPE_SESSION, NULL);

  session->keep_results = keep_results;
  if (n_threads != 1)
    session->pool = strata_pool_new ((int) MIN (n_threads, 1024), NULL);
  session->n_threads =
      session->pool ? (guint) strata_pool_n_threads (session->pool) : 1;
  return session;
}

/**
 * strata_session_get_n_threads:
 * @session: a session
 *
 * Says how many threads a run may use.
 *
 * Returns: their number
 */
guint
strata_session_get_n_threads (StrataSession *session)
{
  g_return_val_if_fail (STRATA_IS_SESSION (session), 0);

  return session->n_threads;
}

/**
 * strata_session_keeps_results:
 * @session: a session
 *
 * Says whether the next run may take over what is still valid.
 *
 * Returns: whether it may
 */
gboolean
strata_session_keeps_results (StrataSession *session)
{
  g_return_val_if_fail (STRATA_IS_SESSION (session), FALSE);

  return session->keep_results;
}

/* Weights. */

void
strata_weight_signature (StrataPlan *plan,
                         guint weight,
                         StrataWeightSignature *signature)
{
  const StrataWeightUse *use =
      g_array_index (strata_plan_get_weights (plan)->all, StrataPlanWeight,
                     weight)
          .use;

  memset (signature, 0, sizeof *signature);
  memcpy (&signature->spec, &use->spec, sizeof use->spec);
  if (plan->file)
    {
      signature->file_stamp = plan->file_stamp;
      return;
    }
  memcpy (&signature->initializer, &use->initializer, sizeof use->initializer);
  signature->seed = use->initializer.seeded ? 0 : plan->seed;
}

static const char *
key_of (StrataPlan *plan, guint weight)
{
  return g_array_index (strata_plan_get_weights (plan)->all, StrataPlanWeight,
                        weight)
      .use->key;
}

/* A full reference, or NULL where the session has no such weight. */
StrataTensor *
strata_session_find_weight (StrataSession *session,
                            StrataPlan *plan,
                            guint weight)
{
  STRATA_LOCK (&session->mutex);
  StrataStoredWeight *stored =
      g_hash_table_lookup (session->weights, key_of (plan, weight));
  StrataWeightSignature signature;

  if (!stored)
    return NULL;
  strata_weight_signature (plan, weight, &signature);
  if (memcmp (&signature, &stored->signature, sizeof signature) != 0)
    return NULL;
  return strata_tensor_ref (stored->tensor);
}

static void
remember_weights (StrataSession *session, StrataRun *run)
{
  for (guint i = 0; i < run->weights->all->len; i++)
    if (run->slots[i].tensor)
      {
        StrataStoredWeight *stored = g_new0 (StrataStoredWeight, 1);

        strata_weight_signature (run->plan, i, &stored->signature);
        stored->tensor = strata_tensor_ref (run->slots[i].tensor);
        g_hash_table_replace (session->weights,
                              g_strdup (key_of (run->plan, i)), stored);
      }
}

static gboolean
is_foreign_weight (gpointer key, gpointer value, gpointer data)
{
  return !g_hash_table_contains (data, key);
}

static void
forget_weights (StrataSession *session, StrataPlan *plan)
{
  g_autoptr (GHashTable) there = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < strata_plan_get_weights (plan)->all->len; i++)
    g_hash_table_add (there, (gpointer) key_of (plan, i));
  g_hash_table_foreach_remove (session->weights, is_foreign_weight, there);
}

/* Cards. */

static guint
n_rows (StrataNode *node)
{
  return node->kind ? node->kind->n_ports : 0;
}

static void
recall_card (StrataSession *session, StrataRun *run, guint card)
{
  StrataNode *node = run->plan->nodes->pdata[card];
  StrataRunCard *state = &run->cards[card];
  StrataStoredCard *stored = g_hash_table_lookup (session->cards, node->id);

  if (!stored || stored->key != state->key || state->blocked
      || stored->n_tensors != n_rows (node))
    return;
  for (guint i = 0; i < stored->n_tensors; i++)
    if (stored->tensors[i])
      state->tensors[i] = strata_tensor_ref (stored->tensors[i]);
  state->penalty = stored->penalty;
  strata_run_set_state (run, card, STRATA_CARD_KEPT);
}

/* Marks the cards of which the session has what they would compute. */
void
strata_session_recall (StrataSession *session, StrataRun *run)
{
  STRATA_LOCK (&session->mutex);

  /* The run may be looked at already, and tells of each card. */
  pthread_mutex_lock (&run->mutex);
  for (guint i = 0; session->keep_results && i < run->plan->nodes->len; i++)
    recall_card (session, run, i);
  pthread_mutex_unlock (&run->mutex);
}

static void
remember_card (StrataSession *session, StrataRun *run, guint card)
{
  StrataNode *node = run->plan->nodes->pdata[card];
  StrataRunCard *state = &run->cards[card];
  StrataStoredCard *stored;

  if (state->state != STRATA_CARD_DONE)
    return;
  stored = g_new0 (StrataStoredCard, 1);
  stored->key = state->key;
  stored->penalty = state->penalty;
  stored->n_tensors = n_rows (node);
  stored->tensors = g_new0 (StrataTensor *, stored->n_tensors + 1);
  for (guint i = 0; i < stored->n_tensors; i++)
    if (state->tensors[i])
      stored->tensors[i] = strata_tensor_ref (state->tensors[i]);
  g_hash_table_replace (session->cards, g_strdup (node->id), stored);
}

static gboolean
is_foreign_card (gpointer id, gpointer stored, gpointer plan)
{
  return strata_plan_find_card (plan, id) < 0;
}

/* Keeps what the run has computed, for as long as its card is there. */
void
strata_session_remember (StrataSession *session, StrataRun *run)
{
  STRATA_LOCK (&session->mutex);

  if (!session->keep_results)
    return;
  for (guint i = 0; i < run->plan->nodes->len; i++)
    remember_card (session, run, i);
  g_hash_table_foreach_remove (session->cards, is_foreign_card, run->plan);
  remember_weights (session, run);
  forget_weights (session, run->plan);
}
