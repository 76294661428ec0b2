/* strata-separable-step.c — depthwise and pointwise, a band of rows at a time.
 *
 * What the depthwise step yields for a few rows of an image is multiplied while
 * it is still in the cache, so that a large image leaves and reads again only
 * its input and its output, and needs room for some bands alone.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-conv-private.h"
#include "strata-pool-private.h"
#include "strata-slots-private.h"

/* What a band aims at: to be read again soon, where the weights stay in the
 * second-level cache beside it; else that they pass by less often. Planes are
 * computed best in long pieces. */
#define SMALL_BAND_BYTES 49152
#define LARGE_BAND_BYTES 196608
#define PLANES_BAND_BYTES 524288
#define SMALL_WEIGHTS_BYTES 262144

/* Of a band a multiple, since depthwise tiles have two. */
#define ROWS 2

/* With fewer bands than this the threads would wait for each other; what lies
 * between the steps is small then. */
#define FEWEST_BANDS 8

static int64_t
band_bytes (const StrataPointwiseStep *pointwise, int64_t size)
{
  if (pointwise->format == STRATA_NCHW)
    return PLANES_BAND_BYTES;
  return pointwise->inputs * pointwise->outputs * size <= SMALL_WEIGHTS_BYTES
             ? SMALL_BAND_BYTES
             : LARGE_BAND_BYTES;
}

bool
strata_separable_step_init (StrataSeparableStep *step,
                            const StrataDepthwiseStep *depthwise,
                            const StrataPointwiseStep *pointwise)
{
  const StrataDType compute = strata_dtype_compute (depthwise->dtype);
  const int64_t size = (int64_t) strata_dtype_size (compute);
  const int64_t line = depthwise->window[1].output * pointwise->inputs;

  *step = (StrataSeparableStep){ depthwise, pointwise };
  if (pointwise->places == 0)
    return false;
  step->rows = band_bytes (pointwise, size) / (line * size) / ROWS * ROWS;
  step->rows =
      strata_min (strata_max (step->rows, ROWS), depthwise->window[0].output);
  step->n_bands = strata_parts (depthwise->window[0].output, step->rows);
  step->band = strata_conv_room (step->rows * line, compute);
  step->room = step->band + strata_pointwise_step_room (pointwise);
  step->n_slots = strata_slots_count (strata_separable_step_n_tasks (step));
  return strata_separable_step_n_tasks (step) >= FEWEST_BANDS;
}

int64_t
strata_separable_step_n_tasks (const StrataSeparableStep *step)
{
  return step->depthwise->batch * step->n_bands;
}

size_t
strata_separable_step_workspace_size (const StrataSeparableStep *step)
{
  return step->room * (size_t) step->n_slots;
}

typedef struct
{
  const StrataSeparableStep *step;
  const void *input;
  void *output;
  StrataControl *control;
  StrataSlots slots;     /* for bands */
  atomic_bool cut_short; /* a band is not complete */
} SeparableRun;

static void
run_task (void *data, int64_t task)
{
  SeparableRun *run = data;
  const StrataSeparableStep *step = run->step;
  const int64_t image = task / step->n_bands;
  const int64_t height = step->depthwise->window[0].output;
  const int64_t width = step->depthwise->window[1].output;
  const int64_t first = task % step->n_bands * step->rows;
  const int64_t end = strata_min (first + step->rows, height);
  char *band = strata_slots_take (&run->slots);

  if (!strata_depthwise_step_run_rows (step->depthwise, run->input, image,
                                       first, end, band, run->control)
      || !strata_pointwise_step_run_places (
          step->pointwise, band, image, first * width, (end - first) * width,
          run->output, band + step->band, run->control))
    atomic_store (&run->cut_short, true);
  strata_slots_give (&run->slots, band);
}

bool
strata_separable_step_run (const StrataSeparableStep *step,
                           const void *input,
                           void *output,
                           void *workspace,
                           StrataPool *pool,
                           StrataControl *control)
{
  SeparableRun run = {
    .step = step, .input = input, .output = output, .control = control
  };

  strata_slots_init (&run.slots, workspace, step->room, step->n_slots);

  return strata_pool_run_expected (pool, strata_separable_step_n_tasks (step),
                                   run_task, &run, control)
         && !atomic_load (&run.cut_short);
}
