/* strata-depthwise-step.c — the depthwise convolution: its weights packed, its
 * work cut into tasks.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-memory-private.h"
#include "strata-refusal-private.h"
#include "strata-pool-private.h"
#include "strata-steps-private.h"
#include "strata-window-private.h"

#include <math.h>
#include <string.h>

/* Weights of a task's channels should leave most of the first-level cache to
 * the images. */
#define WEIGHTS_BYTES 16384.0

/* And so should the input rows of a task's channels leave room for the rest. */
#define ROWS_BYTES 32768.0

/* Rows of a task come in pairs, or in fours for planes: the tiles' heights. */
#define ROW_STEP 2
#define PLANE_ROW_STEP 4

/* Where rows alone would not be shared evenly by two threads, the channels are
 * cut in halves, unless these are few. */
#define FEW_ROWS 28
#define FEW_BLOCKS 32

/* A task of very wide rows or large windows takes fewer channels, so that it
 * ends soon. */
#define MOST_MACS 4194304.0

/* Its blocks of channels come in pairs: some tiles take two together. */
#define BLOCK_STEP 2

/* Where each band of rows has to bring the rows above and below it into the
 * cache again, bands are worth their edges, and many channels. */
#define BAND_ROWS 16
#define BAND_BLOCKS 8

/* Where sums roll down the rows, few are enough. */
#define ROLLED_BLOCKS 2

/* One packed block: bias, spread, taps. */
static void
pack_block (const StrataDepthwiseStep *step,
            const void *weights,
            const void *bias,
            int64_t block,
            char *target)
{
  const StrataDepthwise *d = &step->depthwise;
  StrataDType compute = strata_dtype_compute (step->dtype);
  const size_t from = strata_dtype_size (step->dtype);
  const size_t to = strata_dtype_size (compute);
  const int lanes = step->kernels->lanes;
  const int64_t outputs = d->channels * d->multiplier;
  const int64_t taps = d->window[0].kernel * d->window[1].kernel;
  const int64_t first = block * lanes;
  const size_t n = (size_t) strata_min (lanes, outputs - first);
  int32_t *spread = (int32_t *) (void *) (target + (size_t) lanes * to);

  memset (target, 0, (size_t) (taps + 2) * (size_t) lanes * to);
  if (bias)
    strata_dtype_convert (step->dtype, (const char *) bias + first * from,
                          compute, target, n);
  for (size_t i = 0; i < n; i++)
    spread[i] = (int32_t) ((first + (int64_t) i) / d->multiplier
                           - first / d->multiplier);
  for (int64_t t = 0; t < taps; t++)
    strata_dtype_convert (step->dtype,
                          (const char *) weights + (t * outputs + first) * from,
                          compute, target + (size_t) ((t + 2) * lanes) * to, n);
}

/* One packed plane: bias, taps. */
static void
pack_plane (const StrataDepthwiseStep *step,
            const void *weights,
            const void *bias,
            int64_t plane,
            char *target)
{
  const StrataDepthwise *d = &step->depthwise;
  StrataDType compute = strata_dtype_compute (step->dtype);
  const int64_t outputs = d->channels * d->multiplier;
  const int64_t taps = d->window[0].kernel * d->window[1].kernel;
  double value =
      bias ? strata_dtype_get (step->dtype, bias, (size_t) plane) : 0;

  strata_dtype_set (compute, target, 0, value);
  for (int64_t t = 0; t < taps; t++)
    strata_dtype_set (compute, target, (size_t) t + 1,
                      strata_dtype_get (step->dtype, weights,
                                        (size_t) (t * outputs + plane)));
}

static bool
pack (StrataDepthwiseStep *step,
      const void *weights,
      const void *bias,
      StrataRefusal *refusal)
{
  const StrataDepthwise *d = &step->depthwise;
  const bool planes = step->format == STRATA_NCHW;
  const int64_t lanes = planes ? 1 : step->kernels->lanes;
  const int64_t blocks = strata_parts (d->channels * d->multiplier, lanes);
  const int64_t size =
      (int64_t) strata_dtype_size (strata_dtype_compute (step->dtype));
  const int64_t taps = d->window[0].kernel * d->window[1].kernel;
  const int64_t stride = (taps + (planes ? 1 : 2)) * lanes * size;
  const int64_t factors[] = { blocks, stride };
  int64_t bytes;

  if (!strata_size_product (factors, 2, &bytes))
    return strata_refuse (refusal, STRATA_REFUSAL_TOO_LARGE,
                          "The depthwise kernel is too large to be packed");
  step->packed = strata_memory_new ((size_t) bytes,
                                    "the packed depthwise kernel", refusal);
  if (!step->packed)
    return false;

  for (int64_t b = 0; b < blocks; b++)
    {
      char *target = (char *) step->packed + b * stride;

      if (planes)
        pack_plane (step, weights, bias, b, target);
      else
        pack_block (step, weights, bias, b, target);
    }
  return true;
}

/* Whether columns, or the phases of a dilated window, lie so far apart that
 * what is to be met again must be kept near. */
static bool
is_scattered (const StrataDepthwiseStep *step)
{
  const size_t pixel =
      (size_t) step->depthwise.channels * strata_dtype_size (step->dtype);

  return step->phases > 1
         || strata_window_step (&step->window[1], pixel) % step->kernels->crowd
                == 0;
}

/* Blocks of channels whose weights, and whose part of the input rows that two
 * output rows see, stay in the first-level cache. Where the tensors do not fit
 * the second-level cache the weights alone count: memory is faster when whole
 * rows stream by. */
static int64_t
blocks_nearby (const StrataDepthwiseStep *step)
{
  const StrataWindow *h = &step->window[0], *w = &step->window[1];
  const double size =
      (double) strata_dtype_size (strata_dtype_compute (step->dtype));
  const double vector = size * step->kernels->lanes;
  const double weights = vector * (double) h->kernel * (double) w->kernel;
  const double rows =
      vector * (double) (h->kernel + h->stride) * (double) w->input;
  double blocks = WEIGHTS_BYTES / weights;

  if (!step->depthwise.far)
    blocks = fmin (blocks, ROWS_BYTES / rows);
  return (int64_t) fmax (blocks, 1);
}

/* All of @blocks, for the longer the channels of a place are read on the sooner
 * the next ones are there; even the weights come from the second-level cache
 * then. @line: the work of a row of one block. */
static int64_t
blocks_of_task (const StrataDepthwiseStep *step, int64_t blocks, double line)
{
  const double most = fmax (MOST_MACS / (line * ROW_STEP + 1), 1);

  if (is_scattered (step))
    return blocks_nearby (step);
  if (step->window[0].output <= FEW_ROWS && blocks >= FEW_BLOCKS)
    blocks = strata_parts (blocks, 2);
  return (int64_t) fmin ((double) blocks, most);
}

/* Rows of a task, for work of @line for each. */
static int64_t
rows_of_task (const StrataDepthwiseStep *step, double target, double line)
{
  const StrataWindow *h = &step->window[0];
  const int64_t rows =
      (int64_t) fmax (fmin (target / (line + 1), (double) h->output), 1);

  const int64_t n = step->format == STRATA_NCHW ? PLANE_ROW_STEP : ROW_STEP;

  return strata_parts (rows, n) * n;
}

/* Cuts the work in long bands, and rather along the channels. */
static void
cut_in_bands (StrataDepthwiseStep *step, double target, double line)
{
  StrataDepthwiseCut *shared = &step->shared;
  const StrataWindow *h = &step->window[0];
  const int64_t height = strata_parts (h->output, step->phases);
  const int64_t rows = strata_max (shared->rows, BAND_ROWS);
  const double least = is_scattered (step) ? BAND_BLOCKS : ROLLED_BLOCKS;

  shared->rows =
      strata_max (strata_parts (height, strata_max (height / rows, 1)), 1);
  if (step->phases == 1)
    shared->blocks = strata_min (
        shared->blocks,
        (int64_t) fmax (target / (line * (double) shared->rows + 1), least));
  shared->rows *= step->phases;
}

/* A thread alone takes an image as a whole where that stays in its cache and
 * ends soon: the longer the channels of a place are read on the better. @row:
 * the work of a row. */
static StrataDepthwiseCut
cut_for_one (const StrataDepthwiseStep *step, int64_t blocks, double row)
{
  const StrataWindow *h = &step->window[0];
  const StrataDepthwiseCut whole = {
    .rows = h->output,
    .blocks = blocks,
    .n_rows = h->output > 0,
    .n_blocks = 1,
  };

  return step->format == STRATA_NHWC && step->phases == 1
                 && !step->depthwise.far
                 && row * (double) h->output <= MOST_MACS
             ? whole
             : step->shared;
}

/* Cuts the work: first into chunks of channels, then into bands of rows. */
static void
cut (StrataDepthwiseStep *step)
{
  const StrataDepthwise *d = &step->depthwise;
  const StrataWindow *h = &step->window[0], *w = &step->window[1];
  const bool planes = step->format == STRATA_NCHW;
  const int64_t lanes = planes ? 1 : step->kernels->lanes;
  const int64_t blocks = strata_parts (d->channels * d->multiplier, lanes);
  const double line = (double) h->kernel * (double) w->kernel
                      * (double) w->output * (double) lanes;
  const double total =
      line * (double) blocks * (double) h->output * (double) step->batch;
  const double target = (double) strata_task_macs (total);
  StrataDepthwiseCut *shared = &step->shared;
  bool rolled;

  step->phases = planes ? 1 : strata_window_phases (h);
  rolled = !planes && !is_scattered (step)
           && step->kernels->rolls (&step->depthwise);
  if (planes)
    {
      const int64_t group = step->kernels->plane_group (step->window);

      shared->blocks = (int64_t) fmin (target / (line * (double) h->output + 1),
                                       (double) blocks);
      shared->blocks = strata_parts (shared->blocks, group) * group;
    }
  else
    shared->blocks = blocks_of_task (step, blocks, line);
  shared->blocks = strata_min (strata_max (shared->blocks, 1), blocks);
  step->row_blocks = shared->blocks;
  shared->rows = rows_of_task (step, target, line * (double) shared->blocks);
  if (!planes && (rolled || is_scattered (step)))
    cut_in_bands (step, target, line);
  shared->n_rows = strata_parts (h->output, shared->rows);
  shared->n_blocks = strata_parts (blocks, shared->blocks);
  shared->blocks = strata_parts (blocks, shared->n_blocks);
  if (!planes)
    {
      shared->blocks = strata_parts (shared->blocks, BLOCK_STEP) * BLOCK_STEP;
      shared->n_blocks = strata_parts (blocks, shared->blocks);
    }
  if (!rolled)
    step->row_blocks = shared->blocks;
  step->alone = cut_for_one (step, blocks, line * (double) blocks);
}

bool
strata_depthwise_step_init (StrataDepthwiseStep *step,
                            const StrataKernels *kernels,
                            const StrataConvDesc *desc,
                            const StrataConvShape *shape,
                            const void *weights,
                            const void *bias,
                            StrataFinish finish,
                            bool wide,
                            StrataRefusal *refusal)
{
  *step = (StrataDepthwiseStep){
    .kernels = kernels,
    .dtype = desc->dtype,
    .format = desc->format,
    .batch = desc->batch,
    .depthwise = {
      .channels = desc->channels,
      .multiplier = desc->multiplier,
      .finish = finish,
      .wide = wide,
    },
  };
  memcpy (step->window, shape->window, sizeof step->window);
  strata_windows_tame (step->window);
  step->depthwise.window = step->window;
  step->depthwise.far = strata_windows_bytes (step->window, desc->channels,
                                              desc->multiplier, desc->dtype)
                        > strata_cache_bytes (2);
  if (!pack (step, weights, bias, refusal))
    return false;
  cut (step);
  return true;
}

void
strata_depthwise_step_clear (StrataDepthwiseStep *step)
{
  strata_memory_free (step->packed);
  step->packed = NULL;
}

static const StrataDepthwiseCut *
cut_for (const StrataDepthwiseStep *step, const StrataPool *pool)
{
  return strata_pool_n_threads (pool) == 1 ? &step->alone : &step->shared;
}

int64_t
strata_depthwise_step_n_tasks (const StrataDepthwiseStep *step,
                               const StrataPool *pool)
{
  const StrataDepthwiseCut *cut = cut_for (step, pool);

  if (step->window[1].output == 0)
    return 0;
  return step->batch * step->phases * cut->n_rows * cut->n_blocks;
}

static int64_t
count_blocks (const StrataDepthwiseStep *step)
{
  const int64_t outputs = step->depthwise.channels * step->depthwise.multiplier;

  return step->format == STRATA_NCHW
             ? outputs
             : strata_parts (outputs, step->kernels->lanes);
}

/* The part's rows of the blocks of channels @block to @end. */
static void
run_blocks (const StrataDepthwiseStep *step,
            const StrataDepthwisePart *part,
            int64_t block,
            int64_t end)
{
  StrataDepthwise depthwise = step->depthwise;
  StrataDepthwisePart blocks = *part;

  depthwise.window = step->window;
  depthwise.packed = step->packed;
  blocks.block_first = block;
  blocks.block_end = strata_min (end, count_blocks (step));
  if (step->format == STRATA_NCHW)
    step->kernels->depthwise_nchw (&depthwise, &blocks);
  else
    step->kernels->depthwise_nhwc (&depthwise, &blocks);
}

static const char *
input_of (const StrataDepthwiseStep *step, const char *input, int64_t image)
{
  const int64_t places = step->window[0].input * step->window[1].input;

  return input
         + (size_t) (image * places * step->depthwise.channels)
               * strata_dtype_size (step->dtype);
}

typedef struct
{
  const StrataDepthwiseStep *step;
  const StrataDepthwiseCut *cut;
  const char *input;
  char *output;
} DepthwiseRun;

static void
run_task (void *data, int64_t task)
{
  const DepthwiseRun *run = data;
  const StrataDepthwiseStep *step = run->step;
  const StrataDepthwiseCut *cut = run->cut;
  const int64_t block = task % cut->n_blocks;
  const int64_t row = task / cut->n_blocks % cut->n_rows;
  const int64_t slice = task / cut->n_blocks / cut->n_rows;
  const int64_t image = slice / step->phases;
  const StrataWindow *h = &step->window[0], *w = &step->window[1];
  const int64_t outputs = step->depthwise.channels * step->depthwise.multiplier;
  const bool planes = step->format == STRATA_NCHW;
  const size_t out = strata_dtype_size (
      step->depthwise.wide ? strata_dtype_compute (step->dtype) : step->dtype);
  const int64_t line = w->output * (planes ? 1 : outputs);
  const int64_t first = row * cut->rows;
  const int64_t start = image * h->output * w->output * outputs + first * line;
  const StrataDepthwisePart part = {
    .input = input_of (step, run->input, image),
    .output = run->output + (size_t) start * out,
    .row_first = first,
    .row_end = strata_min (first + cut->rows, h->output),
    .phase = step->phases > 1 ? slice % step->phases + 1 : 0,
    .output_plane = h->output * w->output,
  };

  run_blocks (step, &part, block * cut->blocks, (block + 1) * cut->blocks);
}

bool
strata_depthwise_step_run_rows (const StrataDepthwiseStep *step,
                                const void *input,
                                int64_t image,
                                int64_t first,
                                int64_t end,
                                void *output,
                                StrataControl *control)
{
  const StrataDepthwisePart part = {
    .input = input_of (step, input, image),
    .output = output,
    .row_first = first,
    .row_end = end,
    .output_plane = (end - first) * step->window[1].output,
  };

  for (int64_t b = 0; b < count_blocks (step); b += step->row_blocks)
    {
      if (strata_control_ends (control))
        return false;
      run_blocks (step, &part, b, b + step->row_blocks);
    }
  return true;
}

bool
strata_depthwise_step_run (const StrataDepthwiseStep *step,
                           const void *input,
                           void *output,
                           StrataPool *pool,
                           StrataControl *control)
{
  DepthwiseRun run = { step, cut_for (step, pool), input, output };

  return strata_pool_run_expected (pool,
                                   strata_depthwise_step_n_tasks (step, pool),
                                   run_task, &run, control);
}
