/* strata-schedule.c — which card is evaluated when, and by which thread.
 *
 * The only file that schedules. A card is ready when all before it have ended;
 * a thread that has made one ready goes on with it, so that a chain stays on
 * one thread and tensors are read while they are warm. Threads are started when
 * there is work for them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-run-private.h"

#include <string.h>

static StrataNode *
get_node (StrataRun *run, guint card)
{
  return run->plan->nodes->pdata[card];
}

/* Keys: what a card's tensors depend on. */

static guint64
mix (guint64 key, guint64 more)
{
  key ^=
      more + G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + (key << 6) + (key >> 2);
  key *= G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  return key ^ key >> 33;
}

/* That of a card that only hands a tensor through: whatever its values are. */
static guint64
find_bypass_key (StrataRun *run, guint card)
{
  StrataTopology *topology = run->plan->topology;
  StrataNode *node = get_node (run, card);
  guint64 key = mix (G_GUINT64_CONSTANT (0xda942042e4dd58b5),
                     (guint64) (gsize) node->kind);

  for (guint i = topology->first_in[card]; i < topology->first_in[card + 1];
       i++)
    if (!topology->edges[i].cut && topology->edges[i].row == node->bypass_in)
      {
        key = mix (key, topology->edges[i].output);
        key = mix (key, run->cards[topology->edges[i].source].key);
      }
  return key;
}

static guint64
find_key (StrataRun *run, guint card)
{
  StrataTopology *topology = run->plan->topology;
  StrataNode *node = get_node (run, card);
  guint64 key = mix (G_GUINT64_CONSTANT (0x853c49e6748fea9b), node->stamp);

  if (node->bypassed && !strata_node_is_instance_read (node))
    return find_bypass_key (run, card);
  if (node->weights)
    key = mix (key, run->plan->file ? run->plan->file_stamp : 1);
  for (guint i = topology->first_in[card]; i < topology->first_in[card + 1];
       i++)
    if (!topology->edges[i].cut)
      {
        key = mix (key, topology->edges[i].row);
        key = mix (key, run->cards[topology->edges[i].source].key);
      }
  return key;
}

/* Calls @func in the main context that started the run. */
void
strata_run_call_back (StrataRun *run, GSourceFunc func)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, g_object_ref (run), g_object_unref);
  g_source_attach (source, run->context);
}

/* Before the run. */

static gboolean
has_cut_wire (StrataTopology *topology, guint card)
{
  for (guint i = topology->first_in[card]; i < topology->first_in[card + 1];
       i++)
    if (topology->edges[i].cut)
      return TRUE;
  return FALSE;
}

static double
cost_of (StrataNode *node)
{
  const StrataSpec *spec = strata_node_main_spec (node);
  int64_t n = spec ? strata_spec_n_elements (spec) : 0;

  return 1 + (n > 0 ? (double) n : 0)
         + (node->macs > 0 ? (double) node->macs : 0);
}

static void
count_wires (StrataRun *run, guint card)
{
  StrataTopology *topology = run->plan->topology;

  for (guint i = topology->first_in[card]; i < topology->first_in[card + 1];
       i++)
    {
      StrataEdge *edge = &topology->edges[i];

      if (edge->cut)
        continue;
      run->cards[card].n_waiting++;
      run->cards[edge->source].n_readers[edge->output]++;
    }
}

static void
prepare_card (StrataRun *run, guint card)
{
  StrataNode *node = get_node (run, card);
  StrataRunCard *state = &run->cards[card];
  gsize n = node->kind ? node->kind->n_ports : 0;

  state->tensors = g_new0 (StrataTensor *, n + 1);
  state->n_readers = g_new0 (guint, n + 1);
  state->cost = cost_of (node);
  state->blocked =
      node->faults != NULL || has_cut_wire (run->plan->topology, card);
  run->cost_all += state->cost;
}

void
strata_run_prepare (StrataRun *run)
{
  guint n = run->plan->nodes->len;

  run->weights = strata_plan_get_weights (run->plan);
  run->cards = g_new0 (StrataRunCard, n + 1);
  for (guint i = 0; i < n; i++)
    prepare_card (run, i);
  for (guint i = 0; i < n; i++)
    count_wires (run, i);
  for (guint i = 0; i < n; i++)
    {
      guint card = run->plan->topology->order[i];

      run->cards[card].key = find_key (run, card);
    }

  run->slots = g_new0 (StrataSlot, run->weights->all->len + 1);
  for (guint i = 0; i < run->weights->first_use[n]; i++)
    run->slots[run->weights->use[i]].n_left++;
}

/* During the run; the mutex is held, unless it says otherwise. */

static gboolean
tell_news (gpointer data)
{
  StrataRun *run = data;
  GArray *news;

  pthread_mutex_lock (&run->mutex);
  news = g_steal_pointer (&run->news);
  run->news_waiting = FALSE;
  pthread_mutex_unlock (&run->mutex);

  for (guint i = 0; news && i < news->len; i++)
    g_signal_emit_by_name (run, "card-changed",
                           get_node (run, g_array_index (news, guint, i))->id);
  g_clear_pointer (&news, g_array_unref);
  return G_SOURCE_REMOVE;
}

/* Signals of many cards travel together. */
static void
add_news (StrataRun *run, guint card)
{
  if (!run->context)
    return;
  if (!run->news)
    run->news = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (run->news, card);
  if (run->news_waiting)
    return;
  run->news_waiting = TRUE;
  strata_run_call_back (run, tell_news);
}

void
strata_run_set_state (StrataRun *run, guint card, StrataCardState state)
{
  if (run->cards[card].state == state)
    return;
  run->cards[card].state = state;
  add_news (run, card);
}

static gboolean
is_released (StrataRun *run, guint card, guint row)
{
  StrataRunCard *state = &run->cards[card];

  return !run->session->keep_results && state->n_readers[row] == 0
         && (row >= 64 || !(state->kept >> row & 1));
}

static void
release_outputs (StrataRun *run, guint card)
{
  StrataNode *node = get_node (run, card);

  for (guint i = 0; node->kind && i < node->kind->n_ports; i++)
    if ((node->kind->ports[i].flags & STRATA_PORT_OUT)
        && is_released (run, card, i))
      g_clear_pointer (&run->cards[card].tensors[i], strata_tensor_unref);
}

static void
release_inputs (StrataRun *run, guint card)
{
  StrataTopology *topology = run->plan->topology;

  for (guint i = topology->first_in[card]; i < topology->first_in[card + 1];
       i++)
    {
      StrataEdge *edge = &topology->edges[i];
      StrataRunCard *source = &run->cards[edge->source];

      if (edge->cut)
        continue;
      source->n_readers[edge->output]--;
      if (is_released (run, edge->source, edge->output))
        g_clear_pointer (&source->tensors[edge->output], strata_tensor_unref);
    }
}

static void
make_ready (StrataRun *run, guint card)
{
  g_array_append_val (run->ready, card);
}

/* A card whose wires brought nothing cannot be evaluated. Objects are there
 * since the plan, so only a tensor's failure blocks what comes after. */
static void
end_card (StrataRun *run, guint card, StrataCardState state)
{
  StrataTopology *topology = run->plan->topology;
  gboolean failed = state == STRATA_CARD_FAILED || state == STRATA_CARD_SKIPPED;

  strata_run_set_state (run, card, state);
  run->cost_done += run->cards[card].cost;
  release_inputs (run, card);
  release_outputs (run, card);
  strata_run_leave_slots (run, card);
  for (guint i = topology->first_out[card]; i < topology->first_out[card + 1];
       i++)
    {
      StrataEdge *edge = &topology->edges[topology->out[i]];

      if (edge->cut)
        continue;
      run->cards[edge->target].blocked |= failed;
      if (--run->cards[edge->target].n_waiting == 0)
        make_ready (run, edge->target);
    }
}

static void
run_card (StrataRun *run, StrataWorker *worker, guint card)
{
  gint64 start = g_get_monotonic_time ();
  gboolean works = strata_run_has_work (run, card);
  gboolean done;

  strata_run_set_state (run, card, STRATA_CARD_RUNNING);
  worker->card = (int) card;
  run->n_running++;
  if (works && worker->control)
    strata_control_reset (worker->control);
  pthread_mutex_unlock (&run->mutex);

  done = strata_run_evaluate_card (run, card, worker->control);

  pthread_mutex_lock (&run->mutex);
  run->n_running--;
  run->n_evaluated += works;
  worker->card = -1;
  run->cards[card].seconds =
      (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  end_card (run, card,
            done             ? STRATA_CARD_DONE
            : run->cancelled ? STRATA_CARD_SKIPPED
                             : STRATA_CARD_FAILED);
}

static void
take_card (StrataRun *run, StrataWorker *worker)
{
  guint card = g_array_index (run->ready, guint, run->ready->len - 1);
  StrataRunCard *state = &run->cards[card];

  g_array_set_size (run->ready, run->ready->len - 1);
  if (state->state == STRATA_CARD_KEPT)
    end_card (run, card, STRATA_CARD_KEPT);
  else if (run->cancelled || state->blocked
           || strata_run_leaves_out (run, card))
    end_card (run, card, STRATA_CARD_SKIPPED);
  else
    run_card (run, worker, card);
}

static gpointer work_in_thread (gpointer data);

static void
start_thread (StrataRun *run)
{
  GThread *thread = g_thread_try_new ("strata-run", work_in_thread, run, NULL);

  if (thread)
    g_ptr_array_add (run->threads, thread);
}

/* Wakes or starts a thread where there is more than this one can do. */
static void
call_for_help (StrataRun *run)
{
  if (run->ready->len < 2)
    return;
  if (run->n_idle > 0)
    pthread_cond_broadcast (&run->wake);
  else if (run->threads->len + 1 < run->session->n_threads)
    start_thread (run);
}

static void
work (StrataRun *run)
{
  StrataWorker worker = { .control = strata_control_new (NULL), .card = -1 };

  pthread_mutex_lock (&run->mutex);
  g_ptr_array_add (run->workers, &worker);
  while (run->ready->len > 0 || run->n_running > 0)
    if (run->ready->len > 0)
      {
        call_for_help (run);
        take_card (run, &worker);
      }
    else
      {
        run->n_idle++;
        pthread_cond_wait (&run->wake, &run->mutex);
        run->n_idle--;
      }
  g_ptr_array_remove_fast (run->workers, &worker);
  pthread_cond_broadcast (&run->wake);
  pthread_mutex_unlock (&run->mutex);
  if (worker.control)
    strata_control_free (worker.control);
}

static gpointer
work_in_thread (gpointer data)
{
  work (data);
  return NULL;
}

static void
join_threads (StrataRun *run)
{
  for (;;)
    {
      GThread *thread = NULL;

      pthread_mutex_lock (&run->mutex);
      if (run->threads->len > 0)
        thread = g_ptr_array_steal_index_fast (run->threads, 0);
      pthread_mutex_unlock (&run->mutex);
      if (!thread)
        return;
      g_thread_join (thread);
    }
}

/* Not held. Cards of the order's end stand first, so that the first ones are
 * taken first. */
void
strata_run_evaluate (StrataRun *run)
{
  for (guint i = run->plan->nodes->len; i-- > 0;)
    {
      guint card = run->plan->topology->order[i];

      if (run->cards[card].n_waiting == 0)
        make_ready (run, card);
    }
  work (run);
  join_threads (run);
}
