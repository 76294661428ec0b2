/* strata-tensor-slice.h — a tensor as pictures, and what its numbers are like.
 *
 * A picture is one channel of one image: the last axis is the channel, the two
 * before it are rows and columns, and all before those count images. A tensor
 * of fewer axes is one row, or one picture.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <strata.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 n_images;
  gint64 n_rows;
  gint64 n_columns;
  gint64 n_channels;
} StrataTensorLayout;

void     strata_tensor_get_layout (StrataTensor             *tensor,
                                   StrataTensorLayout       *layout);

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
  double min;
  double max;
  double mean;
  gint64 bins[STRATA_N_BINS]; /* from min to max */
} StrataTensorStatistics;

void     strata_tensor_get_statistics (StrataTensor           *tensor,
                                       StrataTensorStatistics *statistics);

G_END_DECLS
