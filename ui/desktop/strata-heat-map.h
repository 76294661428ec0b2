/* strata-heat-map.h — one channel of a tensor as a picture.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-color-scale.h"
#include "strata-tensor-slice.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STRATA_TYPE_HEAT_MAP (strata_heat_map_get_type ())

/* Signals, with -1 for none:
 *
 * "pointed" (gint64 row, gint64 column): the pointer is over this number
 * "element" (gint64 row, gint64 column): this number was chosen, by a click, by
 *   the arrow keys, or by a call; it has a ring
 *
 * What is not finite is striped. */
G_DECLARE_FINAL_TYPE (StrataHeatMap, strata_heat_map, STRATA, HEAT_MAP, GtkWidget)

GtkWidget  *strata_heat_map_new     (void);

/* @tensor may be NULL, and @scale then too. @mixed: three channels at once, as
 * red, green and blue. */
void        strata_heat_map_set     (StrataHeatMap          *map,
                                     StrataTensor           *tensor,
                                     StrataSliceFormat       format,
                                     const StrataColorScale *scale,
                                     gboolean                mixed);
void        strata_heat_map_choose  (StrataHeatMap *map,
                                     gint64         image,
                                     gint64         channel);

/* -1 for none, which also takes the place of an element that is not there. */
void        strata_heat_map_set_element (StrataHeatMap *map,
                                     gint64         row,
                                     gint64         column);
gboolean    strata_heat_map_get_element (StrataHeatMap *map,
                                     gint64        *row,
                                     gint64        *column);

/* A part that is marked; none where it is empty. */
void        strata_heat_map_mark    (StrataHeatMap *map,
                                     gint64         first_row,
                                     gint64         end_row,
                                     gint64         first_column,
                                     gint64         end_column);

/* The scale itself, from left to right. */
GdkTexture *strata_heat_map_new_legend (StrataScaleKind kind);

G_END_DECLS
