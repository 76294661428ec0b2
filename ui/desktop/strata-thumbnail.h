/* strata-thumbnail.h — a small picture of a tensor.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-tensor-slice.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How many pictures an image of a tensor makes, one for each channel, at most
 * @most. */
guint       strata_thumbnail_count      (StrataTensor      *tensor,
                                         StrataSliceFormat  format,
                                         guint              most);

/* The channel as a heat map, by a scale for all numbers of the image. NULL for
 * a tensor without elements. */
GdkTexture *strata_thumbnail_new        (StrataTensor      *tensor,
                                         StrataSliceFormat  format,
                                         gint64             image,
                                         gint64             channel);

/* The three channels as red, green and blue. NULL unless there are three. */
GdkTexture *strata_thumbnail_new_rgb    (StrataTensor      *tensor,
                                         StrataSliceFormat  format,
                                         gint64             image);

G_END_DECLS
