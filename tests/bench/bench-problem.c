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

/* Random numbers of @shape, the same in both formats. */
static gboolean
draw_images (const BenchLayer *layer,
             GRand *rand,
             const int64_t shape[4],
             double limit,
             void *images[2],
             GError **error)
{
  StrataDType dtype = layer->desc.dtype;
  size_t n = count (shape);
  int64_t nhwc[4];

  images[STRATA_NHWC] = draw (rand, dtype, n, limit, "the images", error);
  if (images[STRATA_NHWC] == NULL)
    return FALSE;

  images[STRATA_NCHW] =
      reserve (n, strata_dtype_size (dtype), "the images", error);
  if (images[STRATA_NCHW] == NULL)
    return FALSE;

  to_nhwc (layer->desc.format, shape, nhwc);
  for (size_t i = 0; i < n; i++)
    strata_dtype_set (dtype, images[STRATA_NCHW],
                      position (STRATA_NCHW, nhwc, i),
                      strata_dtype_get (dtype, images[STRATA_NHWC], i));

  return TRUE;
}

static gboolean
draw_input (BenchProblem *problem, GRand *rand, GError **error)
{
  return draw_images (problem->layer, rand, problem->layer->shape.input_shape,
                      1.0, problem->input, error);
}

/* A kernel's gradient sums over all places. */
static gboolean
draw_gradient (BenchProblem *problem, GRand *rand, GError **error)
{
  const BenchLayer *layer = problem->layer;
  const int64_t *shape = layer->shape.output_shape;
  double places =
      (double) count (shape) / (double) layer->shape.output_channels;

  if (!bench_part_is_gradient (layer->part))
    return TRUE;

  return draw_images (layer, rand, shape,
                      layer->part == BENCH_INPUT_GRADIENT ? 1.0
                                                          : sqrt (3.0 / places),
                      problem->gradient, error);
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
  if (problem->layer->part == BENCH_POINTWISE)
    for (size_t i = 0; i < n_depthwise; i++)
      strata_dtype_set (desc->dtype, (void *) weights->depthwise, i, 1.0);

  weights->bias = draw (rand, desc->dtype, n_bias, 1.0, "the bias", error);
  if (weights->bias == NULL)
    return FALSE;

  if (desc->filters > 0)
    weights->pointwise = draw (rand, desc->dtype, n_pointwise,
                               limit_for (shape->depthwise_channels),
                               "the pointwise weights", error);

  return desc->filters == 0 || weights->pointwise != NULL;
}

static void
consult_oracle_on_gradient (BenchProblem *problem)
{
  const BenchLayer *layer = problem->layer;
  const bool input = layer->part == BENCH_INPUT_GRADIENT;
  const StrataConvGradientTensors tensors = {
    .input = problem->input[layer->desc.format],
    .output_gradient = problem->gradient[layer->desc.format],
    .input_gradient = input ? problem->expected : NULL,
    .depthwise_gradient = input ? NULL : problem->expected,
  };

  strata_reference_gradient (&layer->desc, &problem->weights, &tensors);
}

static gboolean
consult_oracle (BenchProblem *problem, GError **error)
{
  const StrataConvDesc *desc = &problem->layer->desc;

  problem->expected = reserve (bench_problem_n_outputs (problem),
                               sizeof (double), "the expected output", error);
  if (problem->expected == NULL)
    return FALSE;

  if (!bench_part_is_gradient (problem->layer->part))
    strata_reference_run (desc, &problem->weights, problem->input[desc->format],
                          problem->expected);
  else
    consult_oracle_on_gradient (problem);
  return TRUE;
}

BenchProblem *
bench_problem_new (const BenchLayer *layer, GError **error)
{
  g_autoptr (BenchProblem) problem = g_new0 (BenchProblem, 1);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  problem->layer = layer;

  if (!draw_input (problem, rand, error) || !draw_weights (problem, rand, error)
      || !draw_gradient (problem, rand, error)
      || !consult_oracle (problem, error))
    return NULL;

  return g_steal_pointer (&problem);
}

void
bench_problem_free (BenchProblem *problem)
{
  strata_memory_free (problem->input[STRATA_NHWC]);
  strata_memory_free (problem->input[STRATA_NCHW]);
  strata_memory_free (problem->gradient[STRATA_NHWC]);
  strata_memory_free (problem->gradient[STRATA_NCHW]);
  strata_memory_free ((void *) problem->weights.depthwise);
  strata_memory_free ((void *) problem->weights.pointwise);
  strata_memory_free ((void *) problem->weights.bias);
  strata_memory_free (problem->expected);
  g_free (problem);
}

size_t
bench_problem_n_outputs (const BenchProblem *problem)
{
  const BenchLayer *layer = problem->layer;
  const int64_t *kernel = layer->desc.window.kernel;

  switch (layer->part)
    {
    case BENCH_INPUT_GRADIENT:
      return count (layer->shape.input_shape);
    case BENCH_KERNEL_GRADIENT:
      return (size_t) (kernel[0] * kernel[1] * layer->shape.depthwise_channels);
    case BENCH_FORWARD:
    case BENCH_POINTWISE:
    default:
      return count (layer->shape.output_shape);
    }
}

static double
difference (double found, double expected)
{
  double error = fabs (found - expected) / fmax (1.0, fabs (expected));

  if (found == expected || (isnan (found) && isnan (expected)))
    return 0.0;

  return isnan (error) ? INFINITY : error;
}

/* Of what comes out in @format, where element @i stands there and in
 * expected. */
static void
find_places (const BenchLayer *layer,
             StrataFormat format,
             size_t i,
             size_t *found,
             size_t *expected)
{
  const StrataConvShape *shape = &layer->shape;
  int64_t nhwc[4];

  *found = *expected = i;
  if (layer->part == BENCH_KERNEL_GRADIENT)
    return;

  to_nhwc (layer->desc.format,
           bench_part_is_gradient (layer->part) ? shape->input_shape
                                                : shape->output_shape,
           nhwc);
  *found = position (format, nhwc, i);
  *expected = position (layer->desc.format, nhwc, i);
}

double
bench_problem_error (const BenchProblem *problem,
                     StrataFormat format,
                     const void *output)
{
  const BenchLayer *layer = problem->layer;
  double largest = 0.0;

  for (size_t i = 0; i < bench_problem_n_outputs (problem); i++)
    {
      size_t from, to;
      double found;

      find_places (layer, format, i, &from, &to);
      found = strata_dtype_get (layer->desc.dtype, output, from);
      largest = fmax (largest, difference (found, problem->expected[to]));
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
