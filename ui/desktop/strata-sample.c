/* strata-sample.c — a picture for an Input that nothing is fed to.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-sample.h"

#include <math.h>

/* 0 to 1 and back, once in each unit. */
static float
wave (float at)
{
  float part = at - floorf (at);

  return part < 0.5f ? 2 * part : 2 - 2 * part;
}

/* Each round of three channels looks a little different, and each image moves
 * on a little. */
static float
paint (float y, float x, gint64 channel, gint64 image)
{
  float round = (float) (channel / 3 % 8);
  float moved = (float) (image % 16) / 16;
  float dy, dx;

  switch (channel % 3)
    {
    case 0:
      return wave ((y * (round + 1) + x + moved) / 2 / (round + 1));
    case 1:
      dy = y - 0.45f - 0.05f * round / 2;
      dx = x - 0.4f - moved / 2 - 0.05f * round / 2;
      return dy * dy + dx * dx < 0.09f / (1 + round / 2) ? 0.95f : 0.1f;
    default:
      return wave ((x + y * (round - 1) + moved) * (4 + round)) < 0.5f ? 0.15f
                                                                       : 0.85f;
    }
}

static void
paint_images (float *data, const StrataTensorLayout *layout)
{
  StrataTensorPlace place;

  for (place.image = 0; place.image < layout->n_images; place.image++)
    for (place.row = 0; place.row < layout->n_rows; place.row++)
      for (place.column = 0; place.column < layout->n_columns; place.column++)
        for (place.channel = 0; place.channel < layout->n_channels;
             place.channel++)
          data[strata_tensor_layout_find (layout, &place)] =
              paint (((float) place.row + 0.5f) / (float) layout->n_rows,
                     ((float) place.column + 0.5f) / (float) layout->n_columns,
                     place.channel, place.image);
}

/* Rows and columns of a step each, so that neither axis is flat. */
static void
paint_waves (float *data, const StrataTensorLayout *layout)
{
  gint64 n = layout->n_rows * layout->n_columns * layout->n_channels;

  for (gint64 i = 0; i < n; i++)
    {
      float along = (float) (i % layout->n_columns) / (float) layout->n_columns;
      float across = (float) (i / layout->n_columns % 64) / 16;

      data[i] = wave (2 * along + across);
    }
}

/* -1 where there are too many. */
static gint64
count (const gint64 *shape, int rank)
{
  gint64 n = 1;

  for (int i = 0; i < rank; i++)
    {
      if (shape[i] < 0 || (shape[i] > 0 && n > STRATA_SAMPLE_MOST / shape[i]))
        return -1;
      n *= shape[i];
    }
  return n;
}

StrataTensor *
strata_sample_new (const gint64 *shape, int rank, StrataSliceFormat format)
{
  StrataTensorLayout layout;
  StrataRefusal refusal;
  StrataTensor *tensor;

  g_return_val_if_fail (rank >= 0 && rank <= STRATA_MAX_RANK, NULL);

  tensor = count (shape, rank) >= 0
               ? strata_tensor_new (STRATA_FLOAT32, rank, shape, &refusal)
               : NULL;
  if (!tensor || strata_tensor_n_elements (tensor) == 0)
    return tensor;
  strata_tensor_get_layout (tensor, format, &layout);
  if (rank >= 4)
    paint_images (strata_tensor_edit (tensor), &layout);
  else
    paint_waves (strata_tensor_edit (tensor), &layout);
  return tensor;
}
