/* strata-gradient-steps.c — the steps of a gradient.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-gradient-steps-private.h"
#include "strata-pool-private.h"

#include <string.h>

/* Channels whose sums one task keeps. */
#define BIAS_CHANNELS 64

/* Places that a product sums in one go; the sums of the goes are then added,
 * which keeps the rounding small where there are very many. */
#define PRODUCT_PLACES 128

/* The widest panel of any instruction set: places × columns are turned over
 * in a buffer on the stack. */
#define PANEL_COLUMNS 64

/* Channels of a kernel gradient's task, at most; and the tasks that each thread
 * should have, if there are channels enough. */
#define KERNEL_CHANNELS 1024
#define KERNEL_TASKS 4

/* So many times what the second-level cache keeps are far. */
#define FAR 2

static bool
run_tasks (int64_t n,
           StrataTaskFunc func,
           void *data,
           StrataPool *pool,
           StrataControl *control)
{
  return strata_pool_run (pool, n, func, data, control);
}

typedef struct
{
  const StrataActivationStep *step;
  const char *output_gradient;
  char *wide;
  char *sums;
  int64_t rows; /* of a task */
} ActivationRun;

static void
activation_task (void *data, int64_t task)
{
  const ActivationRun *run = data;
  const StrataActivationStep *step = run->step;
  const StrataDType compute = strata_dtype_compute (step->dtype);
  const size_t size = strata_dtype_size (compute);
  const size_t in = strata_dtype_size (step->dtype);
  const int64_t first = task * run->rows;
  const int64_t n = strata_min (run->rows, step->n - first);
  const char *dy = run->output_gradient + (size_t) (first * step->result) * in;
  const StrataAxis axis = { n, step->length, 1 };

  if (run->wide)
    {
      char *wide = run->wide + (size_t) (first * step->result) * size;

      strata_dtype_convert (step->dtype, dy, compute, wide,
                            (size_t) (n * step->result));
      dy = wide;
    }
  if (run->sums)
    {
      char *sums = run->sums + (size_t) (first * step->length) * size;

      strata_activation_gradient (&step->activation, compute, axis, sums, dy,
                                  sums);
    }
}

bool
strata_activation_step_run (const StrataActivationStep *step,
                            const void *output_gradient,
                            void *wide,
                            void *sums,
                            StrataPool *pool,
                            StrataControl *control)
{
  ActivationRun run = {
    .step = step,
    .output_gradient = output_gradient,
    .wide = wide,
    .sums = sums,
    .rows = strata_max (4096 / strata_max (step->length, 1), 1),
  };

  return run_tasks (strata_parts (step->n, run.rows), activation_task, &run,
                    pool, control);
}

typedef struct
{
  const StrataBiasStep *step;
  const void *gradient;
  void *result;
} BiasRun;

/* Channels side by side. */
static void
bias_nhwc (const BiasRun *run, int64_t first, int64_t n)
{
  const StrataBiasStep *step = run->step;
  const StrataDType compute = strata_dtype_compute (step->dtype);
  double sums[BIAS_CHANNELS] = { 0 };

  for (int64_t i = 0; i < step->batch * step->places; i++)
    for (int64_t c = 0; c < n; c++)
      sums[c] += strata_dtype_get (compute, run->gradient,
                                   (size_t) (i * step->channels + first + c));
  for (int64_t c = 0; c < n; c++)
    strata_dtype_set (step->dtype, run->result, (size_t) (first + c), sums[c]);
}

static void
bias_nchw (const BiasRun *run, int64_t first, int64_t n)
{
  const StrataBiasStep *step = run->step;
  const StrataDType compute = strata_dtype_compute (step->dtype);

  for (int64_t c = first; c < first + n; c++)
    {
      double sum = 0;

      for (int64_t b = 0; b < step->batch; b++)
        for (int64_t i = 0; i < step->places; i++)
          sum += strata_dtype_get (
              compute, run->gradient,
              (size_t) ((b * step->channels + c) * step->places + i));
      strata_dtype_set (step->dtype, run->result, (size_t) c, sum);
    }
}

static void
bias_task (void *data, int64_t task)
{
  const BiasRun *run = data;
  const int64_t first = task * BIAS_CHANNELS;
  const int64_t n = strata_min (BIAS_CHANNELS, run->step->channels - first);

  if (run->step->format == STRATA_NHWC)
    bias_nhwc (run, first, n);
  else
    bias_nchw (run, first, n);
}

bool
strata_bias_step_run (const StrataBiasStep *step,
                      const void *gradient,
                      void *result,
                      StrataPool *pool,
                      StrataControl *control)
{
  BiasRun run = { step, gradient, result };

  return run_tasks (strata_parts (step->channels, BIAS_CHANNELS), bias_task,
                    &run, pool, control);
}

typedef struct
{
  const StrataPointwiseKernelStep *step;
  const char *input;
  const char *gradient;
  char *result;
  int64_t rows, columns; /* of a task */
  int64_t n_columns;     /* tasks along the columns */
} KernelRun;

/* From (columns, places) to (places, columns), for an NCHW gradient. */
static void
turn_over (const KernelRun *run,
           int64_t image,
           int64_t column,
           int64_t columns,
           int64_t place,
           int64_t places,
           void *buffer)
{
  const StrataPointwiseKernelStep *step = run->step;
  const StrataDType compute = strata_dtype_compute (step->dtype);
  const size_t size = strata_dtype_size (compute);

  for (int64_t j = 0; j < columns; j++)
    {
      const int64_t from =
          (image * step->outputs + column + j) * step->places + place;
      const char *source = run->gradient + (size_t) from * size;
      char *target = (char *) buffer + (size_t) j * size;

      for (int64_t i = 0; i < places; i++)
        memcpy (target + (size_t) (i * columns) * size,
                source + (size_t) i * size, size);
    }
}

/* Adds to the block of the kernel at @product's result what the places from
 * @place on of one image say. */
static void
add_places (const KernelRun *run,
            StrataProduct *product,
            int64_t image,
            int64_t row,
            int64_t column,
            int64_t place)
{
  const StrataPointwiseKernelStep *step = run->step;
  const size_t size = strata_dtype_size (strata_dtype_compute (step->dtype));
  const bool planes = step->format == STRATA_NCHW;
  const int64_t n = strata_min (PRODUCT_PLACES, step->places - place);
  const int64_t at = image * step->places + place;
  const int64_t input =
      planes ? (image * step->inputs + row) * step->places + place
             : at * step->inputs + row;
  double buffer[PRODUCT_PLACES * PANEL_COLUMNS];

  product->k = n;
  product->a = run->input + (size_t) input * size;
  product->a_row = planes ? step->places : 1;
  product->a_column = planes ? 1 : step->inputs;
  if (planes)
    {
      turn_over (run, image, column, product->n, place, n, buffer);
      product->b = buffer;
      product->b_row = product->n;
    }
  else
    {
      product->b =
          run->gradient + (size_t) (at * step->outputs + column) * size;
      product->b_row = step->outputs;
    }
  step->kernels->product (product);
}

static void
kernel_task (void *data, int64_t task)
{
  const KernelRun *run = data;
  const StrataPointwiseKernelStep *step = run->step;
  const size_t size = strata_dtype_size (strata_dtype_compute (step->dtype));
  const int64_t row = task / run->n_columns * run->rows;
  const int64_t column = task % run->n_columns * run->columns;
  StrataProduct product = {
    .m = strata_min (run->rows, step->inputs - row),
    .n = strata_min (run->columns, step->outputs - column),
    .c = run->result + (size_t) (row * step->outputs + column) * size,
    .c_row = step->outputs,
    .add = true,
    .wide = true,
  };

  for (int64_t i = 0; i < product.m; i++)
    memset ((char *) product.c + (size_t) (i * step->outputs) * size, 0,
            (size_t) product.n * size);
  for (int64_t b = 0; b < step->batch; b++)
    for (int64_t p = 0; p < step->places; p += PRODUCT_PLACES)
      add_places (run, &product, b, row, column, p);
}

bool
strata_pointwise_kernel_step_run (const StrataPointwiseKernelStep *step,
                                  const void *input,
                                  const void *gradient,
                                  void *result,
                                  StrataPool *pool,
                                  StrataControl *control)
{
  KernelRun run = {
    .step = step,
    .input = input,
    .gradient = gradient,
    .result = result,
    .rows = 4 * step->kernels->product_rows,
    .columns = strata_min (step->kernels->lanes * step->kernels->panel_vectors,
                           PANEL_COLUMNS),
  };

  run.n_columns = strata_parts (step->outputs, run.columns);
  return run_tasks (strata_parts (step->inputs, run.rows) * run.n_columns,
                    kernel_task, &run, pool, control);
}

typedef struct
{
  const StrataDepthwiseGradientStep *step;
  const char *input;
  const char *gradient;
  char *result;
  int64_t rows;     /* of an input task */
  int64_t channels; /* of a kernel task */
} DepthwiseRun;

static void
depthwise_kernel_task (void *data, int64_t task)
{
  const DepthwiseRun *run = data;
  const StrataDepthwiseGradientStep *step = run->step;
  const int64_t outputs = step->channels * step->multiplier;
  const int64_t first = task * run->channels;
  const int64_t end = strata_min (first + run->channels, outputs);
  const StrataKernelGradient gradient = {
    .window = step->window,
    .batch = step->batch,
    .channels = step->channels,
    .multiplier = step->multiplier,
    .input = run->input,
    .gradient = run->gradient,
    .result = run->result,
    .far = strata_windows_bytes (step->window, step->channels, step->multiplier,
                                 step->dtype)
           > FAR * strata_cache_bytes (2),
  };

  if (step->format == STRATA_NHWC)
    step->kernels->kernel_gradient_nhwc (&gradient, first, end);
  else
    step->kernels->kernel_gradient_nchw (&gradient, first, end);
}

bool
strata_depthwise_kernel_step_run (const StrataDepthwiseGradientStep *step,
                                  const void *input,
                                  const void *gradient,
                                  void *result,
                                  StrataPool *pool,
                                  StrataControl *control)
{
  const int64_t outputs = step->channels * step->multiplier;
  const int64_t lanes = step->kernels->lanes;
  const int64_t threads = strata_pool_n_threads (pool);
  const int64_t share =
      strata_max (strata_parts (outputs, threads * KERNEL_TASKS), 1);
  DepthwiseRun run = {
    .step = step,
    .input = input,
    .gradient = gradient,
    .result = result,
    .channels = threads > 1 ? strata_min (strata_parts (share, lanes) * lanes,
                                          KERNEL_CHANNELS)
                            : KERNEL_CHANNELS,
  };

  return run_tasks (strata_parts (outputs, run.channels), depthwise_kernel_task,
                    &run, pool, control);
}

static void
depthwise_input_task (void *data, int64_t task)
{
  const DepthwiseRun *run = data;
  const StrataDepthwiseGradientStep *step = run->step;
  const StrataWindow *h = &step->window[0], *w = &step->window[1];
  const size_t size = strata_dtype_size (strata_dtype_compute (step->dtype));
  const bool planes = step->format == STRATA_NCHW;
  const int64_t outputs = step->channels * step->multiplier;
  const int64_t bands = strata_parts (h->input, run->rows);
  const int64_t first = task % bands * run->rows;
  const int64_t end = strata_min (first + run->rows, h->input);
  const int64_t lanes = step->kernels->lanes;
  const int64_t groups = planes ? strata_parts (step->channels, lanes) : 1;
  const int64_t channel = task / bands % groups * lanes;
  const int64_t past = strata_min (channel + lanes, step->channels);
  const int64_t image = task / bands / groups;
  const int64_t from = image * h->output * w->output * outputs;
  const int64_t to = image * h->input * w->input * step->channels;
  const StrataInputGradient gradient = {
    .window = step->window,
    .channels = step->channels,
    .multiplier = step->multiplier,
    .weights = step->weights,
    .gradient = run->gradient + (size_t) from * size,
    .result = run->result + (size_t) to * strata_dtype_size (step->dtype),
  };

  if (planes)
    step->kernels->input_gradient_nchw (&gradient, channel, past, first, end);
  else
    step->kernels->input_gradient_nhwc (&gradient, first, end);
}

bool
strata_depthwise_input_step_run (const StrataDepthwiseGradientStep *step,
                                 const void *gradient,
                                 void *result,
                                 StrataPool *pool,
                                 StrataControl *control)
{
  const StrataWindow *h = &step->window[0], *w = &step->window[1];
  const bool planes = step->format == STRATA_NCHW;
  const int64_t channels = planes ? step->kernels->lanes : step->channels;
  const double line = (double) w->input * (double) h->kernel
                          * (double) w->kernel * (double) step->multiplier
                          * (double) channels
                      + 1;
  const double rows = (1 << 20) / line;
  DepthwiseRun run = {
    .step = step,
    .gradient = gradient,
    .result = result,
    .rows = rows < 1                   ? 1
            : rows > (double) h->input ? strata_max (h->input, 1)
                                       : (int64_t) rows,
  };

  return run_tasks (
      step->batch * strata_parts (h->input, run.rows)
          * (planes ? strata_parts (step->channels, channels) : 1),
      depthwise_input_task, &run, pool, control);
}
