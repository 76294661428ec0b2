/* strata-heat-map.h — one channel of a tensor as a picture.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-tensor-slice.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STRATA_TYPE_HEAT_MAP (strata_heat_map_get_type ())

/* Signal "pointed" (gint64 row, gint64 column): the pointer is over a number,
 * or, with -1, no longer. NaN is magenta, infinity white, minus infinity
 * black. */
G_DECLARE_FINAL_TYPE (StrataHeatMap, strata_heat_map, STRATA, HEAT_MAP, GtkWidget)

GtkWidget  *strata_heat_map_new     (void);

/* @tensor may be NULL. @min is the first colour of the scale and @max the
 * last. */
void        strata_heat_map_set     (StrataHeatMap *map,
                                     StrataTensor  *tensor,
                                     double         min,
                                     double         max);
void        strata_heat_map_choose  (StrataHeatMap *map,
                                     gint64         image,
                                     gint64         channel);

/* The scale itself, from left to right. */
GdkTexture *strata_heat_map_new_legend (void);

G_END_DECLS
