/* strata-tensor-slice.h — a tensor as pictures, and what its numbers are like.
 *
 * A picture is one channel of one image: rows and columns. A matrix is one
 * picture, a vector one row of it; of three axes and more, the format says
 * which are rows, columns and channels, and all that are left count images.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <strata.h>

G_BEGIN_DECLS

typedef enum
{
  STRATA_SLICE_CHANNELS_LAST,  /* ..., row, column, channel */
  STRATA_SLICE_CHANNELS_FIRST, /* ..., channel, row, column */
  STRATA_SLICE_KERNEL,         /* row, column, channel, multiplier: with four
                                  axes; else as with the channels last */
} StrataSliceFormat;

typedef struct
{
  int    rank;
  gint64 shape[STRATA_MAX_RANK];
  gint64 n_images;
  gint64 n_rows;
  gint64 n_columns;
  gint64 n_channels;
  int    row_axis; /* -1 where there is no such axis */
  int    column_axis;
  int    channel_axis;
  gint64 image_step; /* from one to the next, in elements */
  gint64 row_step;
  gint64 column_step;
  gint64 channel_step;
} StrataTensorLayout;

/* A place of a picture. */
typedef struct
{
  gint64 image;
  gint64 row;
  gint64 column;
  gint64 channel;
} StrataTensorPlace;

void     strata_tensor_get_layout (StrataTensor             *tensor,
                                   StrataSliceFormat         format,
                                   StrataTensorLayout       *layout);

/* The element at a place, the index of an element along each axis of the
 * tensor, and the place of an index. */
gint64   strata_tensor_layout_find (const StrataTensorLayout *layout,
                                   const StrataTensorPlace  *place);
void     strata_tensor_layout_get_index (const StrataTensorLayout *layout,
                                   const StrataTensorPlace  *place,
                                   gint64                   *index);
gboolean strata_tensor_layout_get_place (const StrataTensorLayout *layout,
                                   const gint64             *index,
                                   StrataTensorPlace        *place);

/* Number at a place of a picture. */
double   strata_tensor_get_number (StrataTensor             *tensor,
                                   const StrataTensorLayout *layout,
                                   gint64                    image,
                                   gint64                    row,
                                   gint64                    column,
                                   gint64                    channel);

#define STRATA_N_BINS 24

/* What the numbers are like; those that are NaN or infinite are counted, and
 * left out of all the rest. */
typedef struct
{
  gint64 n;
  gint64 n_nan;
  gint64 n_infinite;
  gint64 n_zeros;
  double min; /* above max where no number is finite */
  double max;
  double mean;
  double deviation; /* standard deviation of all of them */
  gint64 bins[STRATA_N_BINS]; /* from min to max */
} StrataTensorStatistics;

/* FALSE where it was cancelled. */
gboolean strata_tensor_get_statistics (StrataTensor         *tensor,
                                   GCancellable             *cancellable,
                                   StrataTensorStatistics   *statistics);

/* From some of the numbers, at once. */
void     strata_tensor_estimate_range (StrataTensor         *tensor,
                                   double                   *min,
                                   double                   *max);

G_END_DECLS
