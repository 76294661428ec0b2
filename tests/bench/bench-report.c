/* bench-report.c — results as a table for people and as JSON for programs.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench-report.h"
#include "bench-json.h"

#include <math.h>
#include <stdio.h>

typedef double (*FigureFunc) (const BenchResult *result);

static double
ratio_same_format (const BenchResult *result)
{
  return result->ratio_same_format;
}

static double
ratio_any (const BenchResult *result)
{
  return result->ratio_any;
}

static double
forward (const BenchResult *result)
{
  return result->forward;
}

/* Over the results that have the figure; NAN where none has. */
static double
geometric_mean (GPtrArray *results, FigureFunc figure)
{
  double sum = 0.0;
  int n = 0;

  for (guint i = 0; i < results->len; i++)
    {
      double value = figure (results->pdata[i]);

      if (isfinite (value))
        {
          sum += log (value);
          n++;
        }
    }

  return n > 0 ? exp (sum / n) : NAN;
}

/* A number in a column of @width, or a dash. */
static void
print_number (int width, int digits, double value)
{
  if (isfinite (value))
    printf (" %*.*f", width, digits, value);
  else
    printf (" %*s", width, "-");
}

static void
print_machine (const BenchMachine *machine)
{
  printf ("%s, %d thread%s\n", machine->model, machine->n_threads,
          machine->n_threads == 1 ? "" : "s");
  printf ("FMA (%s): %.0f GFLOP/s float32, %.0f float64\n", machine->isa,
          machine->flops_f32 / 1e9, machine->flops_f64 / 1e9);

  for (int i = 0; i < BENCH_N_LEVELS; i++)
    {
      const BenchLevel *level = &machine->levels[i];

      printf ("%s: read %.1f, copy %.1f GB/s", level->name, level->read / 1e9,
              level->copy / 1e9);
      if (i < BENCH_N_LEVELS - 1)
        printf (", %.0f KiB", level->size / 1024);
      printf ("\n");
    }
}

void
bench_print_head (const BenchMachine *machine)
{
  print_machine (machine);
  printf ("Medians in us; a ratio is the best peer's time over ours.\n\n");

  printf ("%-34s %-4s %9s %9s", "layer", "in", "us", "min");
  for (int i = 0; i < bench_n_peers; i++)
    printf (" %14s", bench_peers[i]->name);
  printf (" %6s %6s %9s %-6s %6s %8s  %s\n", "same", "any", "bound", "by",
          "%bound", "error", "way");
}

void
bench_print_result (const BenchResult *result)
{
  printf ("%-34s %-4s", result->layer->name,
          bench_format_name (result->layer->desc.format));
  print_number (9, 2, result->ours.median);
  print_number (9, 2, result->ours.minimum);
  for (int i = 0; i < bench_n_peers; i++)
    print_number (14, 2, result->peers[i].median);

  print_number (6, 2, result->ratio_same_format);
  print_number (6, 2, result->ratio_any);
  print_number (9, 2, result->bound.us);
  printf (" %-6s", result->bound.limit);
  print_number (6, 0, 100 * bench_result_bound_fraction (result));
  printf (" %8.1e  ", result->error);

  if (isfinite (result->forward))
    printf ("%.2f x forward: ", result->forward);
  if (result->correct)
    printf ("%s, %s\n", result->way, result->isa);
  else
    printf ("INCORRECT (%s, %s)\n", result->way, result->isa);
}

static void
print_mean_row (const char *kind, const char *format, GPtrArray *results)
{
  if (results->len == 0)
    return;

  printf ("%-15s %-5s %6u", kind, format, results->len);
  print_number (6, 3, geometric_mean (results, ratio_same_format));
  print_number (6, 3, geometric_mean (results, ratio_any));
  print_number (6, 3, geometric_mean (results, bench_result_bound_fraction));
  print_number (7, 3, geometric_mean (results, forward));
  printf ("\n");
}

static GPtrArray *
select_results (GPtrArray *results, const char *kind, StrataFormat format)
{
  GPtrArray *selected = g_ptr_array_new ();

  for (guint i = 0; i < results->len; i++)
    {
      const BenchLayer *layer =
          ((const BenchResult *) results->pdata[i])->layer;

      if (g_str_equal (bench_layer_kind (layer), kind)
          && layer->desc.format == format)
        g_ptr_array_add (selected, results->pdata[i]);
    }

  return selected;
}

void
bench_print_means (GPtrArray *results)
{
  static const char *const kinds[] = {
    "depthwise", "separable", "pointwise", "input gradient", "kernel gradient",
  };

  printf ("\nGeometric means: ratios to the best peer of the same format and "
          "of any,\nfraction of the machine's bound, a gradient's time over "
          "the output's\n\n");
  printf ("%-15s %-5s %6s %6s %6s %6s %7s\n", "kind", "in", "layers", "same",
          "any", "bound", "forward");

  for (gsize i = 0; i < 2 * G_N_ELEMENTS (kinds); i++)
    {
      const char *kind = kinds[i / 2];
      const StrataFormat format = i % 2 == 0 ? STRATA_NHWC : STRATA_NCHW;
      g_autoptr (GPtrArray) selected = select_results (results, kind, format);

      print_mean_row (kind, bench_format_name (format), selected);
    }

  print_mean_row ("all", "", results);
}

static void
write_level (BenchJson *json, const BenchLevel *level)
{
  bench_json_open (json, NULL, '{');
  bench_json_string (json, "name", level->name);
  bench_json_number (json, "bytes",
                     level->size < G_MAXDOUBLE ? level->size : NAN);
  bench_json_number (json, "read_gbps", level->read / 1e9);
  bench_json_number (json, "copy_gbps", level->copy / 1e9);
  bench_json_close (json, '}');
}

static void
write_machine (BenchJson *json, const BenchMachine *machine)
{
  bench_json_open (json, "machine", '{');
  bench_json_string (json, "model", machine->model);
  bench_json_string (json, "isa", machine->isa);
  bench_json_number (json, "gflops_float32", machine->flops_f32 / 1e9);
  bench_json_number (json, "gflops_float64", machine->flops_f64 / 1e9);
  bench_json_open (json, "levels", '[');
  for (int i = 0; i < BENCH_N_LEVELS; i++)
    write_level (json, &machine->levels[i]);
  bench_json_close (json, ']');
  bench_json_close (json, '}');
}

static void
write_peers (BenchJson *json, const BenchResult *result)
{
  bench_json_open (json, "peers", '{');
  for (int i = 0; i < bench_n_peers; i++)
    if (isfinite (result->peers[i].median))
      bench_json_number (json, bench_peers[i]->name, result->peers[i].median);
  bench_json_close (json, '}');
}

static void
write_result (BenchJson *json, const BenchResult *result)
{
  const BenchLayer *layer = result->layer;

  bench_json_open (json, NULL, '{');
  bench_json_string (json, "name", layer->name);
  bench_json_string (json, "format", bench_format_name (layer->desc.format));
  bench_json_string (json, "kind", bench_layer_kind (layer));
  bench_json_string (json, "isa", result->isa);
  bench_json_string (json, "way", result->way);
  bench_json_number (json, "us", result->ours.median);
  bench_json_number (json, "us_min", result->ours.minimum);
  write_peers (json, result);
  bench_json_number (json, "ratio_same_format", result->ratio_same_format);
  bench_json_number (json, "ratio_any", result->ratio_any);
  if (isfinite (result->forward))
    bench_json_number (json, "over_forward", result->forward);
  bench_json_number (json, "bound_us", result->bound.us);
  bench_json_string (json, "bound_by", result->bound.limit);
  bench_json_number (json, "bound_fraction",
                     bench_result_bound_fraction (result));
  bench_json_number (json, "max_error", result->error);
  bench_json_boolean (json, "correct", result->correct);
  bench_json_close (json, '}');
}

static void
write_means (BenchJson *json, GPtrArray *results)
{
  bench_json_open (json, "geomean", '{');
  bench_json_number (json, "ratio_same_format",
                     geometric_mean (results, ratio_same_format));
  bench_json_number (json, "ratio_any", geometric_mean (results, ratio_any));
  bench_json_number (json, "bound_fraction",
                     geometric_mean (results, bench_result_bound_fraction));
  bench_json_close (json, '}');
}

char *
bench_report_json (const BenchMachine *machine, GPtrArray *results)
{
  BenchJson json;

  bench_json_init (&json);
  bench_json_open (&json, NULL, '{');
  write_machine (&json, machine);
  bench_json_number (&json, "threads", machine->n_threads);
  bench_json_open (&json, "layers", '[');
  for (guint i = 0; i < results->len; i++)
    write_result (&json, results->pdata[i]);
  bench_json_close (&json, ']');
  write_means (&json, results);
  bench_json_close (&json, '}');
  return bench_json_end (&json);
}
