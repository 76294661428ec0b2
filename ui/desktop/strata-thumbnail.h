/* strata-thumbnail.h — a small picture of a tensor.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gtk/gtk.h>
#include <strata.h>

G_BEGIN_DECLS

/* How many pictures a tensor makes, one for each channel, at most @most. */
guint       strata_thumbnail_count      (StrataTensor *tensor,
                                         guint         most);

/* The channel as a heat map, blue for the smallest number of the tensor and
 * yellow for the largest. NULL for a tensor without elements. */
GdkTexture *strata_thumbnail_new        (StrataTensor *tensor,
                                         guint         channel);

/* The three channels as red, green and blue. NULL unless there are three. */
GdkTexture *strata_thumbnail_new_rgb    (StrataTensor *tensor);

/* The heat map's colour for 0 to 1. */
void        strata_thumbnail_get_heat   (double        at,
                                         guint8        rgb[3]);

G_END_DECLS
