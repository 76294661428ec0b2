/* strata-color-scale.h — colours for numbers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  STRATA_SCALE_HEAT,      /* dark blue to yellow: even in lightness */
  STRATA_SCALE_DIVERGING, /* blue below 0, white at 0, orange above */
  STRATA_SCALE_GREY,
} StrataScaleKind;

/* Numbers beyond an end have its colour. */
typedef struct
{
  StrataScaleKind kind;
  double          low;
  double          high;
} StrataColorScale;

/* The scale for numbers between two: one that diverges, as far to both sides,
 * where some are negative and some positive. */
void strata_color_scale_choose (StrataColorScale       *scale,
                                double                  min,
                                double                  max);

/* What is no number, or not finite, is striped: @x and @y are the pixel's. */
void strata_color_scale_get    (const StrataColorScale *scale,
                                double                  number,
                                int                     x,
                                int                     y,
                                guint8                  rgb[3]);

/* For a place on the scale, from 0 to 1. */
void strata_color_scale_get_at (StrataScaleKind         kind,
                                double                  at,
                                guint8                  rgb[3]);

G_END_DECLS
