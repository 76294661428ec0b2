/* strata-bench-graphs.c — prints how long graphs take to load, to check, to
 * check again after a change and to run, and how much memory a run takes.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench-graph-text.h"
#include "strata-catalogue.h"
#include "strata-conv.h"
#include "strata-memory.h"
#include "strata-session.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static StrataRegistry *registry;

static void
fail (const char *what)
{
  fprintf (stderr, "strata-bench-graphs: %s\n", what);
  exit (EXIT_FAILURE);
}

static StrataGraph *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  StrataGraph *graph = strata_graph_parse (registry, text, -1, &error);

  if (!graph)
    fail (error->message);
  return graph;
}

static StrataPlan *
check (StrataGraph *graph, StrataPlan *previous)
{
  StrataPlan *plan =
      strata_plan_new (graph, NULL, NULL, STRATA_PLAN_FOR_CHECK, previous);

  if (strata_plan_get_faults (plan)->len > 0)
    fail (strata_fault_get_message (strata_plan_get_faults (plan)->pdata[0]));
  return plan;
}

static double
now (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

static double
median (double *values, guint n)
{
  qsort (values, n, sizeof *values, compare);
  return values[n / 2];
}

static void
execute (StrataRun *run)
{
  if (!strata_run_execute (run, NULL))
    fail (strata_fault_get_message (strata_run_get_faults (run)->pdata[0]));
}

#define ROUNDS 5

/* A graph of @n layers: loaded from text, and checked. */
static void
time_loading (const char *name, BenchGraphShape shape, guint n)
{
  g_autofree char *text = bench_graph_text (shape, n, "[8, 8, 4]");
  double load[ROUNDS], checking[ROUNDS], both;

  for (guint i = 0; i < ROUNDS; i++)
    {
      double start = now ();
      g_autoptr (StrataGraph) graph = parse (text);
      double loaded = now ();
      g_autoptr (StrataPlan) plan G_GNUC_UNUSED = check (graph, NULL);

      load[i] = loaded - start;
      checking[i] = now () - loaded;
    }
  both = median (load, ROUNDS) + median (checking, ROUNDS);
  printf ("%-6s %7u cards  load %8.1f ms  check %8.1f ms  both %8.1f ms  "
          "%5.2f µs a card\n",
          name, n, median (load, ROUNDS) * 1e3, median (checking, ROUNDS) * 1e3,
          both * 1e3, both * 1e6 / n);
}

/* From a changed value to the new plan. Changed at the beginning, the middle
 * and the end: what looks the same to others stops there. */
static void
time_change (guint n, const char *card, const char *port, const char *values[2])
{
  g_autofree char *text = bench_graph_text (BENCH_GRAPH_CHAIN, n, "[8, 8, 4]");
  g_autoptr (StrataGraph) graph = parse (text);
  g_autoptr (StrataPlan) plan = check (graph, NULL);
  double times[4 * ROUNDS];
  guint n_inferred = 0;

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr (StrataValue) value =
          strata_value_parse (values[i % 2], -1, NULL);
      double start = now ();
      StrataPlan *next;

      strata_graph_set_value (graph, strata_graph_find_card (graph, card), port,
                              value, NULL);
      next = check (graph, plan);
      times[i] = now () - start;
      n_inferred = strata_plan_get_n_inferred (next);
      g_object_unref (plan);
      plan = next;
    }
  printf ("%7u cards  %s.%s changed: plan again %8.3f ms, %u cards looked at\n",
          n, card, port, median (times, G_N_ELEMENTS (times)) * 1e3,
          n_inferred);
}

/* The stack's engine calls, as a run makes them. */
typedef struct
{
  StrataConvDesc desc;
  StrataTensor *weights[3];
} Layer;

static void
read_layers (StrataRun *run, Layer *layers, guint n)
{
  const int filters[] = { 32, 64, 128, 128, 256 };
  const int strides[] = { 2, 1, 2, 1, 2 };
  int64_t size = 224, channels = 3;

  for (guint i = 0; i < n; i++)
    {
      StrataConvDesc *desc = &layers[i].desc;

      *desc = strata_conv_desc_init ();
      desc->channels = channels;
      desc->filters = filters[i];
      desc->use_bias = TRUE;
      desc->activation = strata_activation_init (STRATA_RELU6);
      desc->window.padding = STRATA_PADDING_SAME;
      for (int axis = 0; axis < 2; axis++)
        {
          desc->window.input[axis] = size;
          desc->window.kernel[axis] = 3;
          desc->window.strides[axis] = strides[i];
        }
      for (guint j = 0; j < 3; j++)
        layers[i].weights[j] = strata_run_dup_weight (run, 3 * i + j);
      size = (size + strides[i] - 1) / strides[i];
      channels = filters[i];
    }
}

static StrataTensor *
call_layers (const Layer *layers,
             guint n,
             StrataTensor *input,
             StrataPool *pool)
{
  StrataTensor *tensor = strata_tensor_ref (input);

  for (guint i = 0; i < n; i++)
    {
      StrataConvWeights weights = {
        .depthwise = strata_tensor_data (layers[i].weights[0]),
        .pointwise = strata_tensor_data (layers[i].weights[1]),
        .bias = strata_tensor_data (layers[i].weights[2]),
      };
      StrataConv *conv = strata_conv_new (&layers[i].desc, &weights, NULL);
      StrataTensor *output = strata_tensor_new_uninitialized (
          STRATA_FLOAT32, 4, strata_conv_shape (conv)->output_shape, NULL);
      void *workspace =
          strata_memory_new (strata_conv_workspace_size (conv), "", NULL);

      strata_conv_run (conv, strata_tensor_data (tensor),
                       strata_tensor_edit (output), workspace, pool, NULL);
      strata_memory_free (workspace);
      strata_conv_free (conv);
      strata_tensor_unref (tensor);
      tensor = output;
    }
  return tensor;
}

static StrataTensor *
picture (void)
{
  StrataTensor *tensor = strata_tensor_new (
      STRATA_FLOAT32, 4, (int64_t[]){ 1, 224, 224, 3 }, NULL);
  float *at = strata_tensor_edit (tensor);

  for (int64_t i = 0; i < strata_tensor_n_elements (tensor); i++)
    at[i] = (float) (i * 7919 % 256) / 256;
  return tensor;
}

/* A run with all cards to evaluate, its plan made anew for the new picture. */
static StrataRun *
run_graph (StrataSession *session, StrataGraph *graph, StrataPlan **plan)
{
  g_autoptr (StrataFeeds) feeds = strata_feeds_new ();
  StrataTensor *input = picture ();
  StrataPlan *next;
  StrataRun *run;

  strata_feeds_set (feeds, "x", input);
  strata_tensor_unref (input);
  next = strata_plan_new (graph, feeds, NULL, STRATA_PLAN_FOR_RUN, *plan);
  g_clear_object (plan);
  *plan = next;
  run = strata_run_new (session, *plan);
  strata_run_keep (run, "c5", "output");
  return run;
}

static void
time_overhead (guint n_threads)
{
  const guint n = 5, rounds = 61;
  g_autofree char *text = bench_graph_mobile ();
  g_autoptr (StrataGraph) graph = parse (text);
  g_autoptr (StrataSession) session = strata_session_new (n_threads, TRUE);
  g_autoptr (StrataPlan) plan = NULL;
  g_autofree double *ours = g_new (double, rounds);
  g_autofree double *alone = g_new (double, rounds);
  g_autofree double *ratios = g_new (double, rounds);
  StrataPool *pool =
      n_threads == 1 ? NULL : strata_pool_new ((int) n_threads, NULL);
  StrataTensor *input = picture ();
  Layer layers[5];

  for (guint i = 0; i < rounds; i++)
    {
      g_autoptr (StrataRun) run = run_graph (session, graph, &plan);
      double start = now ();
      StrataTensor *output;

      execute (run);
      ours[i] = now () - start;
      if (i == 0)
        read_layers (run, layers, n);

      start = now ();
      output = call_layers (layers, n, input, pool);
      alone[i] = now () - start;
      if (memcmp (
              strata_tensor_data (output),
              strata_tensor_data (strata_run_get_tensor (run, "c5", "output")),
              strata_tensor_n_bytes (output))
          != 0)
        fail ("the run and the engine disagree");
      strata_tensor_unref (output);
      ratios[i] = ours[i] / alone[i];
    }
  printf (
      "five separable layers at 224 × 224, %u thread%s: run %.3f ms, engine "
      "calls alone %.3f ms, median of the ratios %.3f\n",
      n_threads, n_threads == 1 ? "" : "s", median (ours, rounds) * 1e3,
      median (alone, rounds) * 1e3, median (ratios, rounds));
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < 3; j++)
      strata_tensor_unref (layers[i].weights[j]);
  strata_tensor_unref (input);
  if (pool)
    strata_pool_free (pool);
}

/* In a process of its own, because a peak never goes down. */
static void
measure_memory (guint n)
{
  pid_t child;

  fflush (stdout);
  child = fork ();
  if (child == 0)
    {
      g_autofree char *text =
          bench_graph_text (BENCH_GRAPH_CHAIN, n, "[256, 256, 32]");
      g_autoptr (StrataGraph) graph = parse (text);
      g_autoptr (StrataSession) session = strata_session_new (1, FALSE);
      g_autoptr (StrataFeeds) feeds = strata_feeds_new ();
      g_autoptr (StrataPlan) plan = NULL;
      g_autoptr (StrataRun) run = NULL;
      StrataTensor *input = strata_tensor_new (
          STRATA_FLOAT32, 4, (int64_t[]){ 1, 256, 256, 32 }, NULL);
      struct rusage before, after;

      strata_feeds_set (feeds, "x", input);
      strata_tensor_unref (input);
      plan = strata_plan_new (graph, feeds, NULL, STRATA_PLAN_FOR_RUN, NULL);
      getrusage (RUSAGE_SELF, &before);
      run = strata_run_new (session, plan);
      execute (run);
      getrusage (RUSAGE_SELF, &after);
      printf (
          "chain of %4u layers, each with a tensor of 8 MiB: the run raises "
          "the peak from %.1f to %.1f MiB\n",
          n, (double) before.ru_maxrss / 1024, (double) after.ru_maxrss / 1024);
      fflush (stdout);
      _exit (EXIT_SUCCESS);
    }
  waitpid (child, NULL, 0);
}

int
main (int argc, char **argv)
{
  const char *biases[] = { "false", "true" };
  const char *kernels[] = { "[5, 5]", "[3, 3]" };
  const char *paddings[] = { "\"valid\"", "\"same\"" };
  const guint most = argc > 1 ? (guint) atoi (argv[1]) : 100000;

  registry = strata_registry_new ();
  for (guint i = 0; i < strata_n_catalogue; i++)
    if (!strata_registry_add (registry, strata_catalogue[i], NULL))
      fail ("a card is not well formed");

  for (guint n = 1000; n <= most; n *= 10)
    {
      time_loading ("chain", BENCH_GRAPH_CHAIN, n);
      time_loading ("wide", BENCH_GRAPH_WIDE, n);
    }
  time_change (10000, "c5000", "use_bias", biases);
  time_change (10000, "c5000", "kernel_size", kernels);
  time_change (10000, "c9999", "padding", paddings);
  time_overhead (1);
  time_overhead (2);
  measure_memory (10);
  measure_memory (100);
  measure_memory (1000);
  g_object_unref (registry);
  return EXIT_SUCCESS;
}
