/* strata-evaluator.c — runs of a document's plans, and what they left.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-evaluator.h"

/* How often a run is asked how far it is. */
#define PROGRESS_MS 100

/* What a card gave. */
typedef struct
{
  guint64 key; /* of what it was computed from */
  double seconds;
  GHashTable *tensors; /* by port */
} Result;

struct _StrataEvaluator
{
  GObject parent_instance;

  StrataRegistry *registry;
  StrataSession *session;
  StrataRun *next;     /* of the plan as it is now; not started */
  StrataRun *run;      /* on the way; or NULL */
  gboolean partial;    /* it evaluates some cards and what they need */
  StrataRun *finished; /* the last one that ended by itself; or NULL */
  GHashTable *results; /* card to Result */
  GPtrArray *faults;
  guint ticking; /* source */
  gint64 started;
  double seconds;
  guint n_evaluated;
};

enum
{
  CARD_CHANGED,
  PROGRESSED,
  RUNNING,
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (StrataEvaluator, strata_evaluator, G_TYPE_OBJECT)

/* Results. */

static void
result_free (gpointer data)
{
  Result *result = data;

  g_hash_table_unref (result->tensors);
  g_free (result);
}

static Result *
get_result (StrataEvaluator *self, const char *card)
{
  return g_hash_table_lookup (self->results, card);
}

static Result *
new_result (guint64 key, double seconds)
{
  Result *result = g_new0 (Result, 1);

  result->key = key;
  result->seconds = seconds;
  result->tensors = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify) strata_tensor_unref);
  return result;
}

static void
keep_tensors (Result *result,
              StrataRun *run,
              const char *id,
              const StrataKind *kind)
{
  for (gsize i = 0; i < kind->n_ports; i++)
    {
      const char *port = kind->ports[i].name;
      StrataTensor *tensor = kind->ports[i].type == STRATA_PORT_TENSOR
                                 ? strata_run_get_tensor (run, id, port)
                                 : NULL;

      if (tensor)
        g_hash_table_replace (result->tensors, g_strdup (port),
                              strata_tensor_ref (tensor));
    }
}

static int
find_card (StrataRun *run, const char *card)
{
  return run ? strata_plan_find_card (strata_run_get_plan (run), card) : -1;
}

/* Whether it is what the plan as it is now would give. */
static gboolean
is_fresh (StrataEvaluator *self, const char *card, guint64 key)
{
  int index = find_card (self->next, card);

  return index >= 0
         && strata_run_get_card_key (self->next, (guint) index) == key;
}

/* A card that an earlier run computed took its time then. A run that was
 * overtaken may end after the one that overtook it. */
static void
keep_result (StrataEvaluator *self, StrataRun *run, guint card)
{
  StrataPlan *plan = strata_run_get_plan (run);
  const char *id = strata_plan_get_card_id (plan, card);
  const StrataKind *kind = strata_registry_lookup (
      self->registry, strata_plan_get_card_type (plan, card));
  StrataCardState state = strata_run_get_card_state (run, card);
  guint64 key = strata_run_get_card_key (run, card);
  Result *before = get_result (self, id);
  Result *result;

  if (!kind || (state != STRATA_CARD_DONE && state != STRATA_CARD_KEPT)
      || (before && before->key == key && state == STRATA_CARD_KEPT)
      || (before && is_fresh (self, id, before->key)
          && !is_fresh (self, id, key)))
    return;
  result = new_result (key, strata_run_get_card_time (run, card));
  keep_tensors (result, run, id, kind);
  g_hash_table_replace (self->results, g_strdup (id), result);
  g_signal_emit (self, signals[CARD_CHANGED], 0, id);
}

/* Also of a run that was cancelled: the next one does not compute it again. */
static void
keep_results (StrataEvaluator *self, StrataRun *run)
{
  guint n = strata_plan_get_n_cards (strata_run_get_plan (run));

  for (guint i = 0; i < n; i++)
    keep_result (self, run, i);
}

/* Comparing runs. */

static gboolean
compute_same (StrataRun *run, StrataRun *other)
{
  StrataPlan *plan = strata_run_get_plan (run);
  StrataPlan *other_plan = strata_run_get_plan (other);
  guint n = strata_plan_get_n_cards (plan);

  if (plan == other_plan)
    return TRUE;
  if (n != strata_plan_get_n_cards (other_plan)
      || strata_plan_get_faults (plan)->len
             != strata_plan_get_faults (other_plan)->len)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (strata_run_get_card_key (run, i) != strata_run_get_card_key (other, i)
        || g_strcmp0 (strata_plan_get_card_id (plan, i),
                      strata_plan_get_card_id (other_plan, i))
               != 0)
      return FALSE;
  return TRUE;
}

/* Runs. */

static void
card_changed_cb (StrataRun *run, const char *id, StrataEvaluator *self)
{
  g_signal_emit (self, signals[CARD_CHANGED], 0, id);
}

static void
tell_all_cards (StrataEvaluator *self)
{
  StrataPlan *plan = self->next ? strata_run_get_plan (self->next) : NULL;
  guint n = plan ? strata_plan_get_n_cards (plan) : 0;

  for (guint i = 0; i < n; i++)
    g_signal_emit (self, signals[CARD_CHANGED], 0,
                   strata_plan_get_card_id (plan, i));
}

static void
overtaken_cb (StrataRun *run, StrataEvaluator *self)
{
  keep_results (self, run);
}

/* Also those that only pass on what they are given: for a person an Output is
 * evaluated as well. */
static guint
count_evaluated (StrataRun *run)
{
  StrataPlan *plan = strata_run_get_plan (run);
  guint n = strata_plan_get_n_cards (plan);
  guint n_evaluated = 0;

  for (guint i = 0; i < n; i++)
    n_evaluated += strata_run_get_card_state (run, i) == STRATA_CARD_DONE
                   && !strata_plan_is_bypassed (plan, i);
  return n_evaluated;
}

static void
finished_cb (StrataRun *run, StrataEvaluator *self)
{
  g_autoptr (StrataRun) finished G_GNUC_UNUSED = g_steal_pointer (&self->run);

  g_clear_handle_id (&self->ticking, g_source_remove);
  self->seconds =
      (double) (g_get_monotonic_time () - self->started) / G_USEC_PER_SEC;
  self->n_evaluated = count_evaluated (run);
  keep_results (self, run);
  g_set_object (&self->finished, run);
  g_clear_pointer (&self->faults, g_ptr_array_unref);
  if (compute_same (run, self->next))
    self->faults = g_ptr_array_ref (strata_run_get_faults (run));
  tell_all_cards (self);
  g_signal_emit (self, signals[RUNNING], 0);
  g_signal_emit (self, signals[FINISHED], 0);
}

static gboolean
tick_cb (gpointer data)
{
  StrataEvaluator *self = data;
  StrataPlan *plan = strata_run_get_plan (self->run);
  guint n = strata_plan_get_n_cards (plan);

  for (guint i = 0; i < n; i++)
    if (strata_run_get_card_state (self->run, i) == STRATA_CARD_RUNNING)
      g_signal_emit (self, signals[CARD_CHANGED], 0,
                     strata_plan_get_card_id (plan, i));
  g_signal_emit (self, signals[PROGRESSED], 0);
  return G_SOURCE_CONTINUE;
}

/* The run winds up in its own time; what it has computed until then counts. */
static void
leave_run (StrataEvaluator *self)
{
  g_autoptr (StrataRun) run = g_steal_pointer (&self->run);

  if (!run)
    return;
  g_clear_handle_id (&self->ticking, g_source_remove);
  g_signal_handlers_disconnect_by_data (run, self);
  g_signal_connect_object (run, "finished", G_CALLBACK (overtaken_cb), self, 0);
  strata_run_cancel (run);
}

static void
prepare (StrataEvaluator *self, StrataPlan *plan)
{
  g_clear_object (&self->next);
  g_clear_object (&self->finished);
  self->next = strata_run_new (self->session, plan);
}

/* The object. */

static void
strata_evaluator_dispose (GObject *object)
{
  StrataEvaluator *self = STRATA_EVALUATOR (object);

  leave_run (self);
  g_clear_object (&self->next);
  g_clear_object (&self->session);
  g_clear_object (&self->registry);

  G_OBJECT_CLASS (strata_evaluator_parent_class)->dispose (object);
}

static void
strata_evaluator_finalize (GObject *object)
{
  StrataEvaluator *self = STRATA_EVALUATOR (object);

  g_clear_pointer (&self->faults, g_ptr_array_unref);
  g_hash_table_unref (self->results);

  G_OBJECT_CLASS (strata_evaluator_parent_class)->finalize (object);
}

static guint
new_signal (const char *name, guint n_params)
{
  return g_signal_new (name, STRATA_TYPE_EVALUATOR, G_SIGNAL_RUN_LAST, 0, NULL,
                       NULL, NULL, G_TYPE_NONE, n_params, G_TYPE_STRING);
}

static void
strata_evaluator_class_init (StrataEvaluatorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = strata_evaluator_dispose;
  object_class->finalize = strata_evaluator_finalize;

  signals[CARD_CHANGED] = new_signal ("card-changed", 1);
  signals[PROGRESSED] = new_signal ("progressed", 0);
  signals[RUNNING] = new_signal ("running", 0);
  signals[FINISHED] = new_signal ("finished", 0);
}

static void
strata_evaluator_init (StrataEvaluator *self)
{
  self->session = strata_session_new (0, TRUE);
  self->results =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, result_free);
}

StrataEvaluator *
strata_evaluator_new (StrataRegistry *registry)
{
  StrataEvaluator *self = g_object_new (STRATA_TYPE_EVALUATOR, NULL);

  self->registry = g_object_ref (registry);
  return self;
}

void
strata_evaluator_set_n_threads (StrataEvaluator *evaluator, guint n_threads)
{
  g_autoptr (StrataPlan) plan = NULL;

  g_return_if_fail (STRATA_IS_EVALUATOR (evaluator));

  strata_evaluator_stop (evaluator);
  g_clear_object (&evaluator->session);
  evaluator->session = strata_session_new (n_threads, TRUE);
  if (!evaluator->next)
    return;
  plan = g_object_ref (strata_run_get_plan (evaluator->next));
  prepare (evaluator, plan);
}

guint
strata_evaluator_get_n_threads (StrataEvaluator *evaluator)
{
  g_return_val_if_fail (STRATA_IS_EVALUATOR (evaluator), 0);

  return strata_session_get_n_threads (evaluator->session);
}

void
strata_evaluator_set_plan (StrataEvaluator *evaluator, StrataPlan *plan)
{
  g_return_if_fail (STRATA_IS_EVALUATOR (evaluator));

  prepare (evaluator, plan);
  g_clear_pointer (&evaluator->faults, g_ptr_array_unref);
}

static void
want_cards (StrataRun *run, const char *const *cards)
{
  for (; cards && *cards; cards++)
    strata_run_want (run, *cards);
}

void
strata_evaluator_run (StrataEvaluator *evaluator, const char *const *cards)
{
  StrataPlan *plan;

  g_return_if_fail (STRATA_IS_EVALUATOR (evaluator));
  g_return_if_fail (evaluator->next);

  if (evaluator->run && !cards && !evaluator->partial
      && compute_same (evaluator->run, evaluator->next))
    return;
  leave_run (evaluator);
  plan = strata_run_get_plan (evaluator->next);
  evaluator->run = g_steal_pointer (&evaluator->next);
  evaluator->partial = cards != NULL;
  want_cards (evaluator->run, cards);
  prepare (evaluator, plan);
  g_signal_connect (evaluator->run, "card-changed",
                    G_CALLBACK (card_changed_cb), evaluator);
  g_signal_connect (evaluator->run, "finished", G_CALLBACK (finished_cb),
                    evaluator);
  evaluator->started = g_get_monotonic_time ();
  evaluator->ticking = g_timeout_add (PROGRESS_MS, tick_cb, evaluator);
  strata_run_start (evaluator->run);
  g_signal_emit (evaluator, signals[RUNNING], 0);
}

void
strata_evaluator_stop (StrataEvaluator *evaluator)
{
  g_return_if_fail (STRATA_IS_EVALUATOR (evaluator));

  if (!evaluator->run)
    return;
  leave_run (evaluator);
  tell_all_cards (evaluator);
  g_signal_emit (evaluator, signals[RUNNING], 0);
}

gboolean
strata_evaluator_is_running (StrataEvaluator *evaluator)
{
  g_return_val_if_fail (STRATA_IS_EVALUATOR (evaluator), FALSE);

  return evaluator->run != NULL;
}

double
strata_evaluator_get_progress (StrataEvaluator *evaluator)
{
  g_return_val_if_fail (STRATA_IS_EVALUATOR (evaluator), 0);

  return evaluator->run ? strata_run_get_progress (evaluator->run) : 0;
}

guint
strata_evaluator_get_n_evaluated (StrataEvaluator *evaluator)
{
  g_return_val_if_fail (STRATA_IS_EVALUATOR (evaluator), 0);

  return evaluator->n_evaluated;
}

double
strata_evaluator_get_time (StrataEvaluator *evaluator)
{
  g_return_val_if_fail (STRATA_IS_EVALUATOR (evaluator), 0);

  return evaluator->seconds;
}

GPtrArray *
strata_evaluator_get_faults (StrataEvaluator *evaluator)
{
  g_return_val_if_fail (STRATA_IS_EVALUATOR (evaluator), NULL);

  return evaluator->faults;
}

static gboolean
is_on_the_way (StrataEvaluator *self, const char *card)
{
  int index = find_card (self->run, card);

  return index >= 0
         && strata_run_get_card_state (self->run, (guint) index)
                == STRATA_CARD_RUNNING;
}

StrataResultState
strata_evaluator_get_state (StrataEvaluator *evaluator, const char *card)
{
  Result *result;

  g_return_val_if_fail (STRATA_IS_EVALUATOR (evaluator), STRATA_RESULT_NONE);

  if (is_on_the_way (evaluator, card))
    return STRATA_RESULT_RUNNING;
  result = get_result (evaluator, card);
  if (!result)
    return STRATA_RESULT_NONE;
  return is_fresh (evaluator, card, result->key) ? STRATA_RESULT_FRESH
                                                 : STRATA_RESULT_STALE;
}

double
strata_evaluator_get_card_progress (StrataEvaluator *evaluator,
                                    const char *card)
{
  int index;

  g_return_val_if_fail (STRATA_IS_EVALUATOR (evaluator), 0);

  index = find_card (evaluator->run, card);
  return index >= 0
             ? strata_run_get_card_progress (evaluator->run, (guint) index)
             : 0;
}

double
strata_evaluator_get_card_time (StrataEvaluator *evaluator, const char *card)
{
  Result *result;

  g_return_val_if_fail (STRATA_IS_EVALUATOR (evaluator), 0);

  result = get_result (evaluator, card);
  return result ? result->seconds : 0;
}

StrataTensor *
strata_evaluator_get_tensor (StrataEvaluator *evaluator,
                             const char *card,
                             const char *port)
{
  Result *result;

  g_return_val_if_fail (STRATA_IS_EVALUATOR (evaluator), NULL);

  result = get_result (evaluator, card);
  return result ? g_hash_table_lookup (result->tensors, port) : NULL;
}

StrataRun *
strata_evaluator_get_finished_run (StrataEvaluator *evaluator)
{
  g_return_val_if_fail (STRATA_IS_EVALUATOR (evaluator), NULL);

  return evaluator->finished;
}
