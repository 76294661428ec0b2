/* bench-contest.c — one layer computed by the engine and by all peers that
 * can, checked and then timed in turns.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench-contest.h"
#include "peer-engine.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

/* A turn is long enough for the clock and for a short disturbance, and begins
 * with calls that are not timed, which bring the caches, the clock's speed and
 * sleeping threads back. */
#define TURN_US 2000.0
#define LEAD_IN_US 500.0

typedef struct
{
  const BenchPeer *peer;
  void *state;
  int64_t n_calls; /* in a turn */
  GArray *times;   /* µs a call, one for each turn */
} Contender;

static double
now_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return 1e6 * (double) time.tv_sec + 1e-3 * (double) time.tv_nsec;
}

static double
time_calls (const Contender *contender, int64_t n_calls)
{
  double start = now_us ();

  for (int64_t i = 0; i < n_calls; i++)
    contender->peer->run (contender->state);

  return now_us () - start;
}

static void
lead_in (const Contender *contender)
{
  double start = now_us ();

  do
    contender->peer->run (contender->state);
  while (now_us () - start < LEAD_IN_US);
}

static void
rest (const Contender *contender)
{
  if (contender->peer->rest != NULL)
    contender->peer->rest (contender->state);
}

/* So many calls that a turn lasts as long as it should. */
static void
calibrate (Contender *contender)
{
  double elapsed;

  lead_in (contender);
  contender->n_calls = 1;
  while ((elapsed = time_calls (contender, contender->n_calls)) < TURN_US / 4)
    contender->n_calls *= 2;

  contender->n_calls =
      1 + (int64_t) ((double) contender->n_calls * TURN_US / elapsed);
  rest (contender);
}

static void
take_turn (Contender *contender)
{
  double us;

  lead_in (contender);
  us = time_calls (contender, contender->n_calls) / (double) contender->n_calls;
  g_array_append_val (contender->times, us);
  rest (contender);
}

/* Each round begins with another one, so that nobody always follows the
 * same. */
static void
take_turns (GPtrArray *contenders, int repeat)
{
  for (guint i = 0; i < contenders->len; i++)
    calibrate (contenders->pdata[i]);

  for (int round = 0; round < repeat; round++)
    for (guint i = 0; i < contenders->len; i++)
      take_turn (contenders->pdata[(i + (guint) round) % contenders->len]);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static BenchTime
summarize (const Contender *contender)
{
  GArray *times = contender->times;
  guint middle = times->len / 2;
  double median;

  g_array_sort (times, compare_times);
  median = g_array_index (times, double, middle);
  if (times->len % 2 == 0)
    median = (median + g_array_index (times, double, middle - 1)) / 2;

  return (BenchTime){ median, g_array_index (times, double, 0) };
}

static void
contender_free (Contender *contender)
{
  if (contender->state != NULL)
    contender->peer->free (contender->state);
  g_array_unref (contender->times);
  g_free (contender);
}

static Contender *
contender_new (const BenchPeer *peer,
               const BenchProblem *problem,
               int n_threads)
{
  Contender *contender = g_new0 (Contender, 1);

  contender->peer = peer;
  contender->state = peer->prepare (peer, problem, n_threads);
  contender->times = g_array_new (FALSE, FALSE, sizeof (double));
  return contender;
}

/* Infinity for a contender that gives nothing. */
static double
check (const Contender *contender, const BenchProblem *problem)
{
  const void *output;

  if (contender->state == NULL)
    return INFINITY;

  contender->peer->run (contender->state);
  output = contender->peer->output (contender->state);
  rest (contender);
  return output == NULL
             ? INFINITY
             : bench_problem_error (problem, contender->peer->format, output);
}

static void
enter_engine (GPtrArray *contenders,
              const BenchProblem *problem,
              int n_threads,
              BenchResult *result)
{
  StrataDType dtype = problem->layer->desc.dtype;
  Contender *contender = contender_new (
      &bench_peer_engine[problem->layer->desc.format], problem, n_threads);

  g_ptr_array_add (contenders, contender);
  result->error = check (contender, problem);
  result->correct = result->error <= bench_tolerance (dtype);

  if (contender->state != NULL)
    {
      const StrataConv *conv = bench_peer_engine_conv (contender->state);

      result->isa = strata_conv_isa (conv);
      result->way = problem->layer->part == BENCH_FORWARD
                        ? strata_conv_way (conv)
                        : bench_layer_kind (problem->layer);
    }
}

static void
enter_peer (GPtrArray *contenders,
            const BenchPeer *peer,
            const BenchProblem *problem,
            int n_threads)
{
  StrataDType dtype = problem->layer->desc.dtype;
  Contender *contender = contender_new (peer, problem, n_threads);
  double error = check (contender, problem);

  if (error <= bench_tolerance (dtype))
    {
      g_ptr_array_add (contenders, contender);
      return;
    }

  if (contender->state != NULL)
    fprintf (stderr, "strata-bench: %s: %s is wrong by %.2g and left out\n",
             problem->layer->name, peer->name, error);
  contender_free (contender);
}

static BenchResult *
result_new (const BenchLayer *layer, const BenchMachine *machine)
{
  BenchResult *result = g_new0 (BenchResult, 1);

  result->layer = layer;
  result->isa = result->way = "";
  result->bound = bench_bound (machine, layer);
  result->ours = (BenchTime){ NAN, NAN };
  result->ratio_same_format = result->ratio_any = result->forward = NAN;
  result->peers = g_new (BenchTime, bench_n_peers + 1);
  for (int i = 0; i < bench_n_peers; i++)
    result->peers[i] = (BenchTime){ NAN, NAN };

  return result;
}

/* The first contender is the engine. */
static void
read_times (BenchResult *result, GPtrArray *contenders)
{
  result->ours = summarize (contenders->pdata[0]);

  for (guint i = 1; i < contenders->len; i++)
    {
      const Contender *contender = contenders->pdata[i];
      int place = 0;

      while (bench_peers[place] != contender->peer)
        place++;
      result->peers[place] = summarize (contender);
    }
}

static void
compare (BenchResult *result)
{
  double same = NAN, any = NAN;

  for (int i = 0; i < bench_n_peers; i++)
    {
      const BenchPeer *peer = bench_peers[i];
      double us = result->peers[i].median;

      any = fmin (any, us);
      if (!peer->blocked && peer->format == result->layer->desc.format)
        same = fmin (same, us);
    }

  result->ratio_same_format = same / result->ours.median;
  result->ratio_any = any / result->ours.median;
}

BenchResult *
bench_contest (const BenchLayer *layer,
               const BenchMachine *machine,
               int repeat,
               GError **error)
{
  BenchProblem *problem = bench_problem_new (layer, error);
  g_autoptr (GPtrArray) contenders =
      g_ptr_array_new_with_free_func ((GDestroyNotify) contender_free);
  BenchResult *result;

  if (problem == NULL)
    return NULL;

  result = result_new (layer, machine);
  enter_engine (contenders, problem, machine->n_threads, result);

  if (result->correct)
    {
      for (int i = 0; i < bench_n_peers; i++)
        enter_peer (contenders, bench_peers[i], problem, machine->n_threads);

      take_turns (contenders, repeat);
      read_times (result, contenders);
      compare (result);
    }

  g_ptr_array_set_size (contenders, 0);
  bench_problem_free (problem);
  return result;
}

void
bench_result_free (BenchResult *result)
{
  g_free (result->peers);
  g_free (result);
}

double
bench_result_bound_fraction (const BenchResult *result)
{
  return result->bound.us / result->ours.median;
}
