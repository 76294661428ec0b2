/* strata-tensor-slice.c — a tensor as pictures, and what its numbers are like.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-tensor-slice.h"

#include <math.h>

static void
set_axis (const gint64 *steps,
          const StrataTensorLayout *layout,
          int axis,
          gint64 *n,
          gint64 *step)
{
  *n = axis >= 0 ? layout->shape[axis] : 1;
  *step = axis >= 0 ? steps[axis] : 0;
}

static void
choose_axes (StrataTensorLayout *layout, StrataSliceFormat format)
{
  int rank = layout->rank;
  int first = rank - 3;

  layout->channel_axis = rank < 3 ? -1 : rank - 1;
  layout->row_axis = rank < 2 ? -1 : rank == 2 ? 0 : rank - 3;
  layout->column_axis = rank < 3 ? rank - 1 : rank - 2;
  if (format == STRATA_SLICE_CHANNELS_FIRST && rank >= 3)
    {
      layout->channel_axis = first;
      layout->row_axis = first + 1;
      layout->column_axis = first + 2;
    }
  else if (format == STRATA_SLICE_KERNEL && rank == 4)
    {
      layout->row_axis = 0;
      layout->column_axis = 1;
      layout->channel_axis = 2;
    }
}

static gboolean
is_kernel (const StrataTensorLayout *layout)
{
  return layout->rank == 4 && layout->row_axis == 0;
}

void
strata_tensor_get_layout (StrataTensor *tensor,
                          StrataSliceFormat format,
                          StrataTensorLayout *layout)
{
  gint64 steps[STRATA_MAX_RANK];
  gint64 step = 1;

  *layout = (StrataTensorLayout){ .rank = strata_tensor_rank (tensor) };
  for (int i = layout->rank - 1; i >= 0; i--)
    {
      layout->shape[i] = strata_tensor_shape (tensor)[i];
      steps[i] = step;
      step *= layout->shape[i];
    }
  choose_axes (layout, format);
  set_axis (steps, layout, layout->row_axis, &layout->n_rows,
            &layout->row_step);
  set_axis (steps, layout, layout->column_axis, &layout->n_columns,
            &layout->column_step);
  set_axis (steps, layout, layout->channel_axis, &layout->n_channels,
            &layout->channel_step);
  layout->n_images = 1;
  layout->image_step = layout->n_rows * layout->n_columns * layout->n_channels;
  if (is_kernel (layout))
    set_axis (steps, layout, 3, &layout->n_images, &layout->image_step);
  else
    for (int i = 0; i < layout->rank - 3; i++)
      layout->n_images *= layout->shape[i];
}

gint64
strata_tensor_layout_find (const StrataTensorLayout *layout,
                           const StrataTensorPlace *place)
{
  return place->image * layout->image_step + place->row * layout->row_step
         + place->column * layout->column_step
         + place->channel * layout->channel_step;
}

void
strata_tensor_layout_get_index (const StrataTensorLayout *layout,
                                const StrataTensorPlace *place,
                                gint64 *index)
{
  gint64 element = strata_tensor_layout_find (layout, place);

  for (int i = layout->rank - 1; i >= 0; i--)
    {
      gint64 n = MAX (layout->shape[i], 1);

      index[i] = element % n;
      element /= n;
    }
}

/* FALSE where there is no such element. */
gboolean
strata_tensor_layout_get_place (const StrataTensorLayout *layout,
                                const gint64 *index,
                                StrataTensorPlace *place)
{
  gint64 image = 0;

  for (int i = 0; i < layout->rank; i++)
    if (index[i] < 0 || index[i] >= layout->shape[i])
      return FALSE;
  for (int i = 0; i < layout->rank - 3; i++)
    image = image * layout->shape[i] + index[i];
  *place = (StrataTensorPlace){
    .image = is_kernel (layout) ? index[3] : image,
    .row = layout->row_axis >= 0 ? index[layout->row_axis] : 0,
    .column = layout->column_axis >= 0 ? index[layout->column_axis] : 0,
    .channel = layout->channel_axis >= 0 ? index[layout->channel_axis] : 0,
  };
  return TRUE;
}

double
strata_tensor_get_number (StrataTensor *tensor,
                          const StrataTensorLayout *layout,
                          gint64 image,
                          gint64 row,
                          gint64 column,
                          gint64 channel)
{
  const StrataTensorPlace place = { image, row, column, channel };

  return strata_dtype_get (strata_tensor_dtype (tensor),
                           strata_tensor_data (tensor),
                           (size_t) strata_tensor_layout_find (layout, &place));
}

static void
count (StrataTensorStatistics *statistics, double number, double *sum)
{
  if (isnan (number))
    statistics->n_nan++;
  else if (isinf (number))
    statistics->n_infinite++;
  else
    {
      statistics->n_zeros += number == 0;
      statistics->min = MIN (statistics->min, number);
      statistics->max = MAX (statistics->max, number);
      *sum += number;
    }
}

/* Halves first: the difference of two numbers may be infinite. */
static guint
find_bin (const StrataTensorStatistics *statistics, double number)
{
  double range = statistics->max / 2 - statistics->min / 2;
  double at = range > 0 ? (number / 2 - statistics->min / 2) / range : 0;

  return MIN ((guint) (at * STRATA_N_BINS), STRATA_N_BINS - 1);
}

/* How many elements are looked at between two looks at the cancellable. */
#define BLOCK 65536

/* Every @step th element is counted. */
static gboolean
count_all (StrataTensor *tensor,
           gint64 step,
           GCancellable *cancellable,
           StrataTensorStatistics *statistics,
           double *sum)
{
  StrataDType dtype = strata_tensor_dtype (tensor);
  const void *data = strata_tensor_data (tensor);

  for (gint64 i = 0, n = 0; i < statistics->n; i += step, n++)
    {
      if (n % BLOCK == 0 && g_cancellable_is_cancelled (cancellable))
        return FALSE;
      count (statistics, strata_dtype_get (dtype, data, (size_t) i), sum);
    }
  return TRUE;
}

static gboolean
fill_bins (StrataTensor *tensor,
           GCancellable *cancellable,
           StrataTensorStatistics *statistics)
{
  StrataDType dtype = strata_tensor_dtype (tensor);
  const void *data = strata_tensor_data (tensor);
  double squares = 0;
  gint64 n_finite = 0;

  for (gint64 i = 0; i < statistics->n; i++)
    {
      double number = strata_dtype_get (dtype, data, (size_t) i);
      double off = number - statistics->mean;

      if (i % BLOCK == 0 && g_cancellable_is_cancelled (cancellable))
        return FALSE;
      if (!isfinite (number))
        continue;
      statistics->bins[find_bin (statistics, number)]++;
      squares += off * off;
      n_finite++;
    }
  statistics->deviation =
      n_finite > 0 ? sqrt (squares / (double) n_finite) : NAN;
  return TRUE;
}

static void
start (StrataTensor *tensor, StrataTensorStatistics *statistics)
{
  *statistics = (StrataTensorStatistics){
    .n = strata_tensor_n_elements (tensor),
    .min = INFINITY,
    .max = -INFINITY,
    .mean = NAN,
    .deviation = NAN,
  };
}

gboolean
strata_tensor_get_statistics (StrataTensor *tensor,
                              GCancellable *cancellable,
                              StrataTensorStatistics *statistics)
{
  gint64 n_finite;
  double sum = 0;

  start (tensor, statistics);
  if (!count_all (tensor, 1, cancellable, statistics, &sum))
    return FALSE;
  n_finite = statistics->n - statistics->n_nan - statistics->n_infinite;
  if (n_finite > 0)
    statistics->mean = sum / (double) n_finite;
  return fill_bins (tensor, cancellable, statistics);
}

void
strata_tensor_estimate_range (StrataTensor *tensor, double *min, double *max)
{
  StrataTensorStatistics statistics;
  double sum = 0;

  start (tensor, &statistics);
  /* An odd step, or else it might always meet the same channel. */
  count_all (tensor, 1 + statistics.n / BLOCK / 2 * 2, NULL, &statistics, &sum);
  *min = statistics.min;
  *max = statistics.max;
}
