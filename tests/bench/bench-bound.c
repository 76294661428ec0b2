/* bench-bound.c — the least time that a layer takes.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench-machine.h"

#include <math.h>

/* Taps inside the input, over all outputs of one axis. */
static double
valid_taps (const StrataWindow *window)
{
  double sum = 0.0;

  for (int64_t o = 0; o < window->output; o++)
    {
      int64_t first, end;

      strata_window_taps (window, o, &first, &end);
      sum += (double) (end - first);
    }

  return sum;
}

static double
count_flops (const BenchLayer *layer)
{
  const StrataConvShape *shape = &layer->shape;
  double depthwise = (double) shape->depthwise_channels;
  double batch = (double) layer->desc.batch;
  double pixels =
      (double) shape->window[0].output * (double) shape->window[1].output;
  double taps =
      layer->part == BENCH_POINTWISE
          ? 0.0
          : valid_taps (&shape->window[0]) * valid_taps (&shape->window[1]);

  return 2.0 * batch * depthwise
         * (taps + pixels * (double) layer->desc.filters);
}

static double
count_bytes (const BenchLayer *layer, const int64_t shape[4])
{
  double n = 1.0;

  for (int i = 0; i < 4; i++)
    n *= (double) shape[i];

  return n * (double) strata_dtype_size (layer->desc.dtype);
}

static const BenchLevel *
level_for (const BenchMachine *machine, double n_bytes)
{
  int i = 0;

  while (i < BENCH_N_LEVELS - 1 && machine->levels[i].size < n_bytes)
    i++;

  return &machine->levels[i];
}

/* What is written goes hand in hand with as much that is read, at the speed of
 * a copy; the rest is reading alone. */
static double
move_seconds (const BenchLevel *level, double n_read, double n_written)
{
  double n_only_read = fmax (0.0, n_read - n_written);

  return (n_read + n_written - n_only_read) / level->copy
         + n_only_read / level->read;
}

BenchBound
bench_bound (const BenchMachine *machine, const BenchLayer *layer)
{
  bool f64 = layer->desc.dtype == STRATA_FLOAT64;
  double weights = (double) layer->shape.parameters
                   * (double) strata_dtype_size (layer->desc.dtype);
  double n_read = weights + count_bytes (layer, layer->shape.input_shape);
  double n_written = count_bytes (layer, layer->shape.output_shape);
  const BenchLevel *level = level_for (machine, n_read + n_written);
  double move = move_seconds (level, n_read, n_written);
  double compute =
      count_flops (layer) / (f64 ? machine->flops_f64 : machine->flops_f32);

  return (BenchBound){
    .us = 1e6 * fmax (move, compute),
    .limit = move > compute ? level->name : "flop",
  };
}
