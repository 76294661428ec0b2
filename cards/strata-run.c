/* strata-run.c — one evaluation of a plan.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-run-private.h"

#include <string.h>

enum
{
  CARD_CHANGED,
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StrataRun, strata_run, G_TYPE_OBJECT)

static void
clear_card (StrataRun *self, guint card)
{
  StrataNode *node = self->plan->nodes->pdata[card];
  StrataRunCard *state = &self->cards[card];

  for (gsize i = 0; node->kind && i < node->kind->n_ports; i++)
    g_clear_pointer (&state->tensors[i], strata_tensor_unref);
  g_free (state->tensors);
  g_free (state->n_readers);
}

static void
strata_run_finalize (GObject *object)
{
  StrataRun *self = STRATA_RUN (object);

  for (guint i = 0; i < self->plan->nodes->len; i++)
    clear_card (self, i);
  for (guint i = 0; i < self->weights->all->len; i++)
    g_clear_pointer (&self->slots[i].tensor, strata_tensor_unref);
  for (guint i = 0; i < self->fault_list->len; i++)
    strata_fault_unref (
        g_array_index (self->fault_list, StrataRunFault, i).fault);
  g_free (self->cards);
  g_free (self->slots);
  g_array_unref (self->fault_list);
  g_clear_pointer (&self->faults, g_ptr_array_unref);
  g_clear_pointer (&self->news, g_array_unref);
  g_array_unref (self->ready);
  g_ptr_array_unref (self->threads);
  g_ptr_array_unref (self->workers);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_object_unref (self->plan);
  g_object_unref (self->session);
  pthread_mutex_destroy (&self->mutex);
  pthread_cond_destroy (&self->wake);

  G_OBJECT_CLASS (strata_run_parent_class)->finalize (object);
}

static void
strata_run_class_init (StrataRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = strata_run_finalize;

  /**
   * StrataRun::card-changed:
   * @run: the run
   * @id: id of a card
   *
   * Emitted when the state of a card has changed, by a run that was started
   * in the background.
   */
  signals[CARD_CHANGED] = g_signal_new (
      "card-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * StrataRun::finished:
   * @run: the run
   *
   * Emitted when a run that was started in the background has ended.
   */
  signals[FINISHED] =
      g_signal_new ("finished", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
strata_run_init (StrataRun *self)
{
  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->wake, NULL);
  self->ready = g_array_new (FALSE, FALSE, sizeof (guint));
  self->threads = g_ptr_array_new ();
  self->workers = g_ptr_array_new ();
  self->fault_list = g_array_new (FALSE, FALSE, sizeof (StrataRunFault));
}

/**
 * strata_run_new:
 * @session: where to run
 * @plan: what to run
 *
 * Prepares a run.
 *
 * Returns: (transfer full): the run
 */
StrataRun *
strata_run_new (StrataSession *session, StrataPlan *plan)
{
  StrataRun *run;

  g_return_val_if_fail (STRATA_IS_SESSION (session), NULL);
  g_return_val_if_fail (STRATA_IS_PLAN (plan), NULL);

  run = g_object_new (STRATA_TYPE_RUN, NULL);
  run->session = g_object_ref (session);
  run->plan = g_object_ref (plan);
  strata_run_prepare (run);
  return run;
}

/* Row of a port of which a run can give the tensor: an output, or what an
 * Output or a SaveTensor takes. */
static int
find_row (StrataNode *node, const char *port)
{
  const StrataPortRow *row;

  if (!node->kind)
    return -1;
  row = strata_kind_find_port (node->kind, port, TRUE);
  if (!row && node->kind->role != STRATA_ROLE_PLAIN
      && node->kind->role != STRATA_ROLE_INPUT)
    row = strata_kind_find_port (node->kind, port, FALSE);
  if (!row || row->type != STRATA_PORT_TENSOR)
    return -1;
  return (int) (row - node->kind->ports);
}

/**
 * strata_run_keep:
 * @run: a run that has not started
 * @card: id of a card
 * @port: name of one of its ports for tensors
 *
 * Asks for a tensor to be there after the run.
 *
 * Returns: whether the card has such a tensor
 */
gboolean
strata_run_keep (StrataRun *run, const char *card, const char *port)
{
  int number, row;

  g_return_val_if_fail (STRATA_IS_RUN (run), FALSE);
  g_return_val_if_fail (!run->started, FALSE);

  number = strata_plan_find_card (run->plan, card);
  if (number < 0)
    return FALSE;
  row = find_row (run->plan->nodes->pdata[number], port);
  if (row < 0 || row >= 64)
    return FALSE;
  run->cards[number].kept |= G_GUINT64_CONSTANT (1) << row;
  return TRUE;
}

/**
 * strata_run_keep_weights:
 * @run: a run that has not started
 *
 * Asks for the weights to be there after the run.
 */
void
strata_run_keep_weights (StrataRun *run)
{
  g_return_if_fail (STRATA_IS_RUN (run));
  g_return_if_fail (!run->started);

  run->keep_weights = TRUE;
}

static int
compare_faults (gconstpointer a, gconstpointer b)
{
  const StrataRunFault *one = a, *other = b;

  if (one->card != other->card)
    return one->card < other->card ? -1 : 1;
  return one->sequence < other->sequence ? -1 : 1;
}

/* Which thread failed first is chance; the order of the graph is not. */
static void
collect_faults (StrataRun *run)
{
  GPtrArray *faults =
      g_ptr_array_new_with_free_func ((GDestroyNotify) strata_fault_unref);
  GPtrArray *of_plan = run->plan->faults;

  for (guint i = 0; i < of_plan->len; i++)
    g_ptr_array_add (faults, strata_fault_ref (of_plan->pdata[i]));
  if (run->fault_list->len > 1)
    qsort (run->fault_list->data, run->fault_list->len, sizeof (StrataRunFault),
           compare_faults);
  for (guint i = 0; i < run->fault_list->len; i++)
    g_ptr_array_add (
        faults, strata_fault_ref (
                    g_array_index (run->fault_list, StrataRunFault, i).fault));
  run->faults = faults;
}

/* An editor computes what it can around a fault; a program that runs a graph
 * once wants all or nothing. */
static gboolean
may_begin (StrataRun *run)
{
  return (run->session->keep_results || run->plan->faults->len == 0)
         && strata_run_check_memory (run);
}

static void
skip_all (StrataRun *run)
{
  pthread_mutex_lock (&run->mutex);
  for (guint i = 0; i < run->plan->nodes->len; i++)
    strata_run_set_state (run, i, STRATA_CARD_SKIPPED);
  pthread_mutex_unlock (&run->mutex);
}

static void
evaluate (StrataRun *run)
{
  strata_run_spread_wants (run);
  strata_session_recall (run->session, run);
  if (may_begin (run))
    strata_run_evaluate (run);
  else
    skip_all (run);
  strata_session_remember (run->session, run);
  collect_faults (run);
  pthread_mutex_lock (&run->mutex);
  run->finished = TRUE;
  pthread_mutex_unlock (&run->mutex);
}

static void
cancelled_cb (GCancellable *cancellable, StrataRun *run)
{
  strata_run_cancel (run);
}

/**
 * strata_run_execute:
 * @run: a run that has not started
 * @cancellable: (nullable): by which it can be cancelled
 *
 * Evaluates the plan, on this thread and on those of the session.
 *
 * Returns: whether all was evaluated
 */
gboolean
strata_run_execute (StrataRun *run, GCancellable *cancellable)
{
  gulong handler = 0;

  g_return_val_if_fail (STRATA_IS_RUN (run), FALSE);
  g_return_val_if_fail (!run->started, FALSE);

  run->started = TRUE;
  if (cancellable)
    handler = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb),
                                     run, NULL);
  evaluate (run);
  g_cancellable_disconnect (cancellable, handler);
  return !run->cancelled && run->faults->len == 0;
}

/* The thread's reference goes here, where the run is used, so that the run and
 * the graph that it looked at do not end in another thread. */
static gboolean
tell_finished (gpointer data)
{
  g_signal_emit (data, signals[FINISHED], 0);
  g_object_unref (data);
  return G_SOURCE_REMOVE;
}

static gpointer
evaluate_in_thread (gpointer data)
{
  StrataRun *run = data;

  evaluate (run);
  strata_run_call_back (run, tell_finished);
  return NULL;
}

/**
 * strata_run_start:
 * @run: a run that has not started
 *
 * Evaluates the plan in the background. Signals come in the thread-default main
 * context of the caller.
 */
void
strata_run_start (StrataRun *run)
{
  GThread *thread;

  g_return_if_fail (STRATA_IS_RUN (run));
  g_return_if_fail (!run->started);

  run->started = TRUE;
  run->context = g_main_context_ref_thread_default ();
  thread = g_thread_try_new ("strata-run", evaluate_in_thread,
                             g_object_ref (run), NULL);
  if (thread)
    g_thread_unref (thread);
  else
    evaluate_in_thread (run);
}

/**
 * strata_run_cancel:
 * @run: a run
 *
 * Makes a run end soon. May be called from any thread.
 */
void
strata_run_cancel (StrataRun *run)
{
  g_return_if_fail (STRATA_IS_RUN (run));

  pthread_mutex_lock (&run->mutex);
  __atomic_store_n (&run->cancelled, TRUE, __ATOMIC_RELAXED);
  for (guint i = 0; i < run->workers->len; i++)
    {
      StrataWorker *worker = run->workers->pdata[i];

      if (worker->control)
        strata_control_cancel (worker->control);
    }
  pthread_cond_broadcast (&run->wake);
  pthread_mutex_unlock (&run->mutex);
}

static gboolean
get_flag (StrataRun *run, const gboolean *flag)
{
  gboolean set;

  pthread_mutex_lock (&run->mutex);
  set = *flag;
  pthread_mutex_unlock (&run->mutex);
  return set;
}

/**
 * strata_run_is_finished:
 * @run: a run
 *
 * Says whether a run has ended.
 *
 * Returns: whether it has
 */
gboolean
strata_run_is_finished (StrataRun *run)
{
  g_return_val_if_fail (STRATA_IS_RUN (run), FALSE);

  return get_flag (run, &run->finished);
}

/**
 * strata_run_is_cancelled:
 * @run: a run
 *
 * Says whether a run was cancelled.
 *
 * Returns: whether it was
 */
gboolean
strata_run_is_cancelled (StrataRun *run)
{
  g_return_val_if_fail (STRATA_IS_RUN (run), FALSE);

  return get_flag (run, &run->cancelled);
}

/**
 * strata_run_get_plan:
 * @run: a run
 *
 * Gives what is run.
 *
 * Returns: (transfer none): the plan
 */
StrataPlan *
strata_run_get_plan (StrataRun *run)
{
  g_return_val_if_fail (STRATA_IS_RUN (run), NULL);

  return run->plan;
}

/**
 * strata_run_get_card_state:
 * @run: a run
 * @index: number of a card in the plan
 *
 * Says how far a card is.
 *
 * Returns: its state
 */
StrataCardState
strata_run_get_card_state (StrataRun *run, guint index)
{
  StrataCardState state;

  g_return_val_if_fail (STRATA_IS_RUN (run), STRATA_CARD_WAITING);
  g_return_val_if_fail (index < run->plan->nodes->len, STRATA_CARD_WAITING);

  pthread_mutex_lock (&run->mutex);
  state = run->cards[index].state;
  pthread_mutex_unlock (&run->mutex);
  return state;
}

/**
 * strata_run_get_progress:
 * @run: a run
 *
 * Says how much is done, by what the cards cost.
 *
 * Returns: from 0, nothing, to 1
 */
double
strata_run_get_progress (StrataRun *run)
{
  double done;

  g_return_val_if_fail (STRATA_IS_RUN (run), 0);

  pthread_mutex_lock (&run->mutex);
  done = run->finished ? run->cost_all : run->cost_done;
  for (guint i = 0; i < run->workers->len; i++)
    {
      StrataWorker *worker = run->workers->pdata[i];

      if (worker->card >= 0 && worker->control)
        done += run->cards[worker->card].cost
                * strata_control_progress (worker->control);
    }
  pthread_mutex_unlock (&run->mutex);
  return run->cost_all > 0 ? MIN (done / run->cost_all, 1) : 1;
}

/* With the mutex held. */
static double
progress_of (StrataRun *run, guint card)
{
  for (guint i = 0; i < run->workers->len; i++)
    {
      StrataWorker *worker = run->workers->pdata[i];

      if (worker->card == (int) card && worker->control)
        return strata_control_progress (worker->control);
    }
  return 0;
}

/**
 * strata_run_get_card_progress:
 * @run: a run
 * @index: number of a card in the plan
 *
 * Says how much of a card is done.
 *
 * Returns: from 0, nothing, to 1
 */
double
strata_run_get_card_progress (StrataRun *run, guint index)
{
  double done = 0;

  g_return_val_if_fail (STRATA_IS_RUN (run), 0);
  g_return_val_if_fail (index < run->plan->nodes->len, 0);

  pthread_mutex_lock (&run->mutex);
  switch (run->cards[index].state)
    {
    case STRATA_CARD_RUNNING:
      done = progress_of (run, index);
      break;
    case STRATA_CARD_DONE:
    case STRATA_CARD_KEPT:
      done = 1;
      break;
    case STRATA_CARD_WAITING:
    case STRATA_CARD_FAILED:
    case STRATA_CARD_SKIPPED:
      break;
    }
  pthread_mutex_unlock (&run->mutex);
  return done;
}

/**
 * strata_run_get_card_key:
 * @run: a run, which need not have started
 * @index: number of a card in the plan
 *
 * Sums up what the tensors of a card depend on: its values, its weights, what
 * it is fed, and all that for the cards before it. Runs of one session for
 * which it is the same give the same tensors.
 *
 * Returns: the key
 */
guint64
strata_run_get_card_key (StrataRun *run, guint index)
{
  g_return_val_if_fail (STRATA_IS_RUN (run), 0);
  g_return_val_if_fail (index < run->plan->nodes->len, 0);

  return run->cards[index].key;
}

/**
 * strata_run_dup_current_card:
 * @run: a run
 *
 * Names a card that is being evaluated.
 *
 * Returns: (transfer full) (nullable): its id, or %NULL
 */
char *
strata_run_dup_current_card (StrataRun *run)
{
  char *id = NULL;

  g_return_val_if_fail (STRATA_IS_RUN (run), NULL);

  pthread_mutex_lock (&run->mutex);
  for (guint i = 0; !id && i < run->workers->len; i++)
    {
      StrataWorker *worker = run->workers->pdata[i];

      if (worker->card >= 0)
        id = g_strdup (strata_plan_get_card_id (run->plan, worker->card));
    }
  pthread_mutex_unlock (&run->mutex);
  return id;
}

/**
 * strata_run_get_n_evaluated:
 * @run: a run
 *
 * Counts the cards that have computed something in this run.
 *
 * Returns: their number
 */
guint
strata_run_get_n_evaluated (StrataRun *run)
{
  guint n;

  g_return_val_if_fail (STRATA_IS_RUN (run), 0);

  pthread_mutex_lock (&run->mutex);
  n = run->n_evaluated;
  pthread_mutex_unlock (&run->mutex);
  return n;
}

/**
 * strata_run_get_faults:
 * @run: a run that has ended
 *
 * Lists what was wrong: the faults of the plan, then what failed while
 * computing.
 *
 * Returns: (transfer none) (nullable) (element-type StrataFault): the faults
 */
GPtrArray *
strata_run_get_faults (StrataRun *run)
{
  g_return_val_if_fail (STRATA_IS_RUN (run), NULL);

  return run->faults;
}

/**
 * strata_run_get_tensor:
 * @run: a run that has ended
 * @card: id of a card
 * @port: name of an output port, or of the port by which an Output or a
 *   SaveTensor takes a tensor
 *
 * Gives a tensor of the run.
 *
 * Returns: (transfer none) (nullable): the tensor, or %NULL where it was not
 *   computed or not kept
 */
StrataTensor *
strata_run_get_tensor (StrataRun *run, const char *card, const char *port)
{
  int number, row;

  g_return_val_if_fail (STRATA_IS_RUN (run), NULL);

  number = strata_plan_find_card (run->plan, card);
  if (number < 0 || !strata_run_is_finished (run))
    return NULL;
  row = find_row (run->plan->nodes->pdata[number], port);
  return row < 0 ? NULL : run->cards[number].tensors[row];
}

/**
 * strata_run_get_output:
 * @run: a run that has ended
 * @name: name of an Output
 *
 * Gives what an Output took.
 *
 * Returns: (transfer none) (nullable): the tensor, or %NULL
 */
StrataTensor *
strata_run_get_output (StrataRun *run, const char *name)
{
  g_return_val_if_fail (STRATA_IS_RUN (run), NULL);

  for (guint i = 0; i < run->plan->nodes->len; i++)
    {
      StrataNode *node = run->plan->nodes->pdata[i];

      if (node->kind && node->kind->role == STRATA_ROLE_OUTPUT
          && g_strcmp0 (node->name, name) == 0)
        return strata_run_get_tensor (run, node->id, "data");
    }
  return NULL;
}

/**
 * strata_run_get_penalty:
 * @run: a run that has ended
 *
 * Adds up the penalties of all regularizers: of each weight once, of activity
 * at each use.
 *
 * Returns: the sum
 */
double
strata_run_get_penalty (StrataRun *run)
{
  double sum = 0;

  g_return_val_if_fail (STRATA_IS_RUN (run), 0);

  for (guint i = 0; i < run->weights->all->len; i++)
    if (g_array_index (run->weights->all, StrataPlanWeight, i)
            .use->has_regularizer)
      sum += strata_run_weight_penalty (run, i);
  for (guint i = 0; i < run->plan->nodes->len; i++)
    sum += run->cards[i].penalty;
  return sum;
}

/**
 * strata_run_get_card_time:
 * @run: a run
 * @index: number of a card in the plan
 *
 * Says how long a card took.
 *
 * Returns: seconds; 0 where it has not been evaluated
 */
double
strata_run_get_card_time (StrataRun *run, guint index)
{
  double seconds;

  g_return_val_if_fail (STRATA_IS_RUN (run), 0);
  g_return_val_if_fail (index < run->plan->nodes->len, 0);

  pthread_mutex_lock (&run->mutex);
  seconds = run->cards[index].seconds;
  pthread_mutex_unlock (&run->mutex);
  return seconds;
}

/**
 * strata_run_get_n_weights:
 * @run: a run
 *
 * Counts the weights of all layers.
 *
 * Returns: their number
 */
guint
strata_run_get_n_weights (StrataRun *run)
{
  g_return_val_if_fail (STRATA_IS_RUN (run), 0);

  return run->weights->all->len;
}

/**
 * strata_run_get_weight_key:
 * @run: a run
 * @index: number of a weight
 *
 * Gives the key of a weight: `dw/depthwise_kernel`.
 *
 * Returns: the key
 */
const char *
strata_run_get_weight_key (StrataRun *run, guint index)
{
  g_return_val_if_fail (STRATA_IS_RUN (run), NULL);
  g_return_val_if_fail (index < run->weights->all->len, NULL);

  return g_array_index (run->weights->all, StrataPlanWeight, index).use->key;
}

/**
 * strata_run_dup_weight:
 * @run: a run that has ended, of which the weights were kept
 * @index: number of a weight
 *
 * Gives a weight that the run used.
 *
 * Returns: (transfer full) (nullable): the weight, or %NULL where it was not
 *   used or not kept
 */
StrataTensor *
strata_run_dup_weight (StrataRun *run, guint index)
{
  g_return_val_if_fail (STRATA_IS_RUN (run), NULL);
  g_return_val_if_fail (index < run->weights->all->len, NULL);

  if (run->slots[index].tensor)
    return strata_tensor_ref (run->slots[index].tensor);
  return strata_session_find_weight (run->session, run->plan, index);
}
