/* strata-tensor-slice.c — a tensor as pictures, and what its numbers are like.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-tensor-slice.h"

#include <math.h>

void
strata_tensor_get_layout (StrataTensor *tensor, StrataTensorLayout *layout)
{
  int rank = strata_tensor_rank (tensor);
  const int64_t *shape = strata_tensor_shape (tensor);

  *layout = (StrataTensorLayout){ 1, 1, 1, 1 };
  if (rank >= 3)
    layout->n_channels = shape[--rank];
  if (rank >= 1)
    layout->n_columns = shape[--rank];
  if (rank >= 1)
    layout->n_rows = shape[--rank];
  while (rank > 0)
    layout->n_images *= shape[--rank];
}

double
strata_tensor_get_number (StrataTensor *tensor,
                          const StrataTensorLayout *layout,
                          gint64 image,
                          gint64 row,
                          gint64 column,
                          gint64 channel)
{
  gint64 index = (image * layout->n_rows + row) * layout->n_columns + column;

  return strata_dtype_get (strata_tensor_dtype (tensor),
                           strata_tensor_data (tensor),
                           (size_t) (index * layout->n_channels + channel));
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

void
strata_tensor_get_statistics (StrataTensor *tensor,
                              StrataTensorStatistics *statistics)
{
  StrataDType dtype = strata_tensor_dtype (tensor);
  const void *data = strata_tensor_data (tensor);
  gint64 n = strata_tensor_n_elements (tensor);
  gint64 n_finite;
  double sum = 0;

  *statistics =
      (StrataTensorStatistics){ .n = n, .min = INFINITY, .max = -INFINITY };
  for (gint64 i = 0; i < n; i++)
    count (statistics, strata_dtype_get (dtype, data, (size_t) i), &sum);
  n_finite = n - statistics->n_nan - statistics->n_infinite;
  statistics->mean = n_finite > 0 ? sum / (double) n_finite : NAN;
  for (gint64 i = 0; i < n; i++)
    {
      double number = strata_dtype_get (dtype, data, (size_t) i);

      if (isfinite (number))
        statistics->bins[find_bin (statistics, number)]++;
    }
}
