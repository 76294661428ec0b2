/* strata-bench.c — times the engine's layers against other libraries.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench-config.h"
#include "bench-report.h"

#include <stdio.h>
#include <stdlib.h>

enum
{
  EXIT_INCORRECT = 1,
  EXIT_USAGE = 2,
};

#define MOST_THREADS 1024
#define MOST_ROUNDS 100000

static struct
{
  char **layers;
  char *only;
  char *dtype_name;
  int n_threads;
  int repeat;
  gboolean gradients;
  gboolean json;
} options = { .n_threads = 1, .repeat = 15 };

/* clang-format off */
static const GOptionEntry entries[] = {
  { "layers",  'l', 0, G_OPTION_ARG_FILENAME_ARRAY, &options.layers,
    "A table of layers, or a folder of tables; may be given again",
    "FILE.csv" },
  { "only",    'o', 0, G_OPTION_ARG_STRING, &options.only,
    "Only layers whose name contains this", "TEXT" },
  { "threads", 't', 0, G_OPTION_ARG_INT, &options.n_threads,
    "Threads of each contender (1); 0 means all cores", "N" },
  { "repeat",  'r', 0, G_OPTION_ARG_INT, &options.repeat,
    "Turns that each contender takes at each layer (15)", "N" },
  { "dtype",   'd', 0, G_OPTION_ARG_STRING, &options.dtype_name,
    "float32, or float64, float16, bfloat16, which peers do not compute",
    "TYPE" },
  { "gradients", 'g', 0, G_OPTION_ARG_NONE, &options.gradients,
    "Also the gradients of depthwise layers, of input and of kernel", NULL },
  { "json",    'j', 0, G_OPTION_ARG_NONE, &options.json,
    "Print JSON instead of a table", NULL },
  { NULL },
};
/* clang-format on */

static gboolean
refuse (GError **error, const char *option, const char *rule)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--%s takes %s",
               option, rule);
  return FALSE;
}

static gboolean
check_options (StrataDType *dtype, GError **error)
{
  *dtype = STRATA_FLOAT32;

  if (options.n_threads < 0 || options.n_threads > MOST_THREADS)
    return refuse (error, "threads", "0 to 1024 threads");
  if (options.repeat < 1 || options.repeat > MOST_ROUNDS)
    return refuse (error, "repeat", "1 to 100000 turns");
  if (options.dtype_name != NULL
      && !strata_dtype_from_name (options.dtype_name, dtype))
    return refuse (error, "dtype", "float32, float64, float16 or bfloat16");

  if (options.n_threads == 0)
    options.n_threads = (int) g_get_num_processors ();
  return TRUE;
}

static gboolean
parse_options (int *argc, char ***argv, StrataDType *dtype, GError **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (
      context, "Times the convolution engine against the libraries that the "
               "build found.\nWithout --layers it takes the tables of the "
               "source tree.");
  g_option_context_add_main_entries (context, entries, NULL);

  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;

  if (*argc > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   "Unexpected argument '%s': tables go with --layers",
                   (*argv)[1]);
      return FALSE;
    }

  return check_options (dtype, error);
}

static void
keep_only (GPtrArray *layers, const char *text)
{
  for (guint i = layers->len; i-- > 0;)
    {
      const BenchLayer *layer = layers->pdata[i];

      if (g_strstr_len (layer->name, -1, text) == NULL)
        g_ptr_array_remove_index (layers, i);
    }
}

static gboolean
read_tables (GPtrArray *layers, StrataDType dtype, GError **error)
{
  char *usual[] = { (char *) BENCH_LAYERS, NULL };
  char **paths = options.layers != NULL ? options.layers : usual;

  for (int i = 0; paths[i] != NULL; i++)
    if (!bench_table_read (paths[i], dtype, layers, error))
      return FALSE;

  return TRUE;
}

/* Each depthwise layer's two follow it. */
static GPtrArray *
add_gradients (GPtrArray *layers)
{
  GPtrArray *all =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bench_layer_free);

  while (layers->len > 0)
    {
      BenchLayer *layer = g_ptr_array_steal_index (layers, 0);

      g_ptr_array_add (all, layer);
      if (layer->desc.filters > 0)
        continue;
      g_ptr_array_add (all, bench_layer_gradient (layer, BENCH_INPUT_GRADIENT));
      g_ptr_array_add (all,
                       bench_layer_gradient (layer, BENCH_KERNEL_GRADIENT));
    }

  return all;
}

static GPtrArray *
choose_layers (StrataDType dtype, GError **error)
{
  g_autoptr (GPtrArray) layers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bench_layer_free);

  if (!read_tables (layers, dtype, error))
    return NULL;

  if (options.only != NULL)
    keep_only (layers, options.only);
  if (layers->len > 0)
    return options.gradients ? add_gradients (layers)
                             : g_steal_pointer (&layers);

  g_set_error (error, BENCH_TABLE_ERROR, 0, "No layer has '%s' in its name",
               options.only);
  return NULL;
}

/* What a gradient takes as against the output, which was timed before it. */
static void
relate_to_forward (GPtrArray *results, BenchResult *result)
{
  if (!bench_part_is_gradient (result->layer->part))
    return;
  for (guint i = results->len; i-- > 0;)
    {
      const BenchResult *other = results->pdata[i];

      if (bench_part_is_gradient (other->layer->part))
        continue;
      result->forward = result->ours.median / other->ours.median;
      return;
    }
}

/* All results, or those before a layer that the memory cannot hold. */
static GPtrArray *
contest (const BenchMachine *machine, GPtrArray *layers, GError **error)
{
  GPtrArray *results =
      g_ptr_array_new_with_free_func ((GDestroyNotify) bench_result_free);

  for (guint i = 0; i < layers->len; i++)
    {
      BenchResult *result =
          bench_contest (layers->pdata[i], machine, options.repeat, error);

      if (result == NULL)
        break;

      relate_to_forward (results, result);
      g_ptr_array_add (results, result);
      if (!options.json)
        bench_print_result (result);
    }

  return results;
}

static gboolean
all_correct (GPtrArray *results)
{
  for (guint i = 0; i < results->len; i++)
    if (!((BenchResult *) results->pdata[i])->correct)
      return FALSE;

  return TRUE;
}

static int
run (GPtrArray *layers, GError **error)
{
  BenchMachine *machine = bench_machine_new (options.n_threads);
  g_autoptr (GPtrArray) results = NULL;

  if (!options.json)
    bench_print_head (machine);

  results = contest (machine, layers, error);
  if (options.json)
    {
      g_autofree char *json = bench_report_json (machine, results);

      printf ("%s", json);
    }
  else
    bench_print_means (results);

  bench_machine_free (machine);
  return all_correct (results) ? EXIT_SUCCESS : EXIT_INCORRECT;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) layers = NULL;
  StrataDType dtype;
  int status = EXIT_USAGE;

  if (parse_options (&argc, &argv, &dtype, &error))
    layers = choose_layers (dtype, &error);
  if (layers != NULL)
    status = run (layers, &error);

  if (error == NULL)
    return status;

  fprintf (stderr, "strata-bench: %s\n", error->message);
  return EXIT_USAGE;
}
