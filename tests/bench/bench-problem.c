/* bench-problem.c — the numbers of one layer, and what comes out of it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench-problem.h"
#include "strata-memory.h"
#include "strata-reference.h"

#include <math.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchProblem, bench_problem_free)

static size_t
count (const int64_t shape[4])
{
  return (size_t) (shape[0] * shape[1] * shape[2] * shape[3]);
}

/* Cleared, since peers look at the slack. */
static void *
reserve (size_t n, size_t size, const char *what, GError **error)
{
  StrataRefusal refusal;
  size_t n_bytes = n * size + BENCH_SLACK;
  void *memory = strata_memory_new (n_bytes, what, &refusal);

  if (memory != NULL)
    memset (memory, 0, n_bytes);
  else
    g_set_error_literal (error, BENCH_TABLE_ERROR, 0, refusal.message);

  return memory;
}

static void *
draw (GRand *rand,
      StrataDType dtype,
      size_t n,
      double limit,
      const char *what,
      GError **error)
{
  void *values = reserve (n, strata_dtype_size (dtype), what, error);

  if (values != NULL)
    for (size_t i = 0; i < n; i++)
      strata_dtype_set (dtype, values, i,
                        g_rand_double_range (rand, -limit, limit));

  return values;
}

/* Uniform weights within this limit keep the variance of what @fan_in inputs
 * of a third each come to at a third as well. */
static double
limit_for (int64_t fan_in)
{
  return sqrt (3.0 / (double) fan_in);
}

/* The sizes of a shape in @format, as batch, height, width, channels. */
static void
to_nhwc (StrataFormat format, const int64_t shape[4], int64_t nhwc[4])
{
  nhwc[0] = shape[0];
  nhwc[1] = shape[format == STRATA_NHWC ? 1 : 2];
  nhwc[2] = shape[format == STRATA_NHWC ? 2 : 3];
  nhwc[3] = shape[format == STRATA_NHWC ? 3 : 1];
}

/* Where element @i of an array in order batch, height, width, channels stands
 * in an array in @format. */
static size_t
position (StrataFormat format, const int64_t nhwc[4], size_t i)
{
  size_t channels = (size_t) nhwc[3];
  size_t pixels = (size_t) (nhwc[1] * nhwc[2]);
  size_t pixel = i / channels;

  if (format == STRATA_NHWC)
    return i;

  return ((pixel / pixels) * channels + i % channels) * pixels + pixel % pixels;
}

static gboolean
draw_input (BenchProblem *problem, GRand *rand, GError **error)
{
  const BenchLayer *layer = problem->layer;
  StrataDType dtype = layer->desc.dtype;
  size_t n = count (layer->shape.input_shape);
  int64_t nhwc[4];

  problem->input[STRATA_NHWC] = draw (rand, dtype, n, 1.0, "the input", error);
  if (problem->input[STRATA_NHWC] == NULL)
    return FALSE;

  problem->input[STRATA_NCHW] =
      reserve (n, strata_dtype_size (dtype), "the input", error);
  if (problem->input[STRATA_NCHW] == NULL)
    return FALSE;

  to_nhwc (layer->desc.format, layer->shape.input_shape, nhwc);
  for (size_t i = 0; i < n; i++)
    strata_dtype_set (dtype, problem->input[STRATA_NCHW],
                      position (STRATA_NCHW, nhwc, i),
                      strata_dtype_get (dtype, problem->input[STRATA_NHWC], i));

  return TRUE;
}

static gboolean
draw_weights (BenchProblem *problem, GRand *rand, GError **error)
{
  const StrataConvDesc *desc = &problem->layer->desc;
  const StrataConvShape *shape = &problem->layer->shape;
  int64_t taps = desc->window.kernel[0] * desc->window.kernel[1];
  size_t n_depthwise = (size_t) (taps * shape->depthwise_channels);
  size_t n_pointwise = (size_t) (shape->depthwise_channels * desc->filters);
  size_t n_bias = (size_t) shape->output_channels;
  StrataConvWeights *weights = &problem->weights;

  weights->depthwise = draw (rand, desc->dtype, n_depthwise, limit_for (taps),
                             "the depthwise weights", error);
  if (weights->depthwise == NULL)
    return FALSE;

  weights->bias = draw (rand, desc->dtype, n_bias, 1.0, "the bias", error);
  if (weights->bias == NULL)
    return FALSE;

  if (desc->filters > 0)
    weights->pointwise = draw (rand, desc->dtype, n_pointwise,
                               limit_for (shape->depthwise_channels),
                               "the pointwise weights", error);

  return desc->filters == 0 || weights->pointwise != NULL;
}

static gboolean
consult_oracle (BenchProblem *problem, GError **error)
{
  const StrataConvDesc *desc = &problem->layer->desc;

  problem->expected = reserve (bench_problem_n_outputs (problem),
                               sizeof (double), "the expected output", error);
  if (problem->expected == NULL)
    return FALSE;

  strata_reference_run (desc, &problem->weights, problem->input[desc->format],
                        problem->expected);
  return TRUE;
}

BenchProblem *
bench_problem_new (const BenchLayer *layer, GError **error)
{
  g_autoptr (BenchProblem) problem = g_new0 (BenchProblem, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  problem->layer = layer;

  if (!draw_input (problem, rand, error) || !draw_weights (problem, rand, error)
      || !consult_oracle (problem, error))
    return NULL;

  return g_steal_pointer (&problem);
}

void
bench_problem_free (BenchProblem *problem)
{
  strata_memory_free (problem->input[STRATA_NHWC]);
  strata_memory_free (problem->input[STRATA_NCHW]);
  strata_memory_free ((void *) problem->weights.depthwise);
  strata_memory_free ((void *) problem->weights.pointwise);
  strata_memory_free ((void *) problem->weights.bias);
  strata_memory_free (problem->expected);
  g_free (problem);
}

size_t
bench_problem_n_outputs (const BenchProblem *problem)
{
  return count (problem->layer->shape.output_shape);
}

static double
difference (double found, double expected)
{
  double error = fabs (found - expected) / fmax (1.0, fabs (expected));

  if (found == expected || (isnan (found) && isnan (expected)))
    return 0.0;

  return isnan (error) ? INFINITY : error;
}

double
bench_problem_error (const BenchProblem *problem,
                     StrataFormat format,
                     const void *output)
{
  const BenchLayer *layer = problem->layer;
  double largest = 0.0;
  int64_t nhwc[4];

  to_nhwc (layer->desc.format, layer->shape.output_shape, nhwc);
  for (size_t i = 0; i < bench_problem_n_outputs (problem); i++)
    {
      double found = strata_dtype_get (layer->desc.dtype, output,
                                       position (format, nhwc, i));
      double expected =
          problem->expected[position (layer->desc.format, nhwc, i)];

      largest = fmax (largest, difference (found, expected));
    }

  return largest;
}

double
bench_tolerance (StrataDType dtype)
{
  switch (dtype)
    {
    case STRATA_FLOAT64:
      return 1e-12;
    case STRATA_FLOAT16:
      return 2e-3;
    case STRATA_BFLOAT16:
      return 2e-2;
    case STRATA_FLOAT32:
    default:
      return 1e-5;
    }
}
