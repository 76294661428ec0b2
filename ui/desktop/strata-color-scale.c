/* strata-color-scale.c — colours for numbers.
 *
 * Both scales in colour are told apart by those who see some colours alike.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-color-scale.h"

#include <math.h>
#include <string.h>

#define STRIPE 3 /* pixels */

static const guint8 heat[][3] = {
  { 68, 1, 84 },    { 71, 44, 122 },  { 59, 81, 139 },
  { 44, 113, 142 }, { 33, 144, 141 }, { 39, 173, 129 },
  { 92, 200, 99 },  { 170, 220, 50 }, { 253, 231, 37 },
};

static const guint8 diverging[][3] = {
  { 16, 52, 110 },   { 43, 102, 168 },  { 112, 165, 210 },
  { 186, 212, 233 }, { 247, 247, 247 }, { 252, 214, 170 },
  { 240, 157, 76 },  { 199, 98, 20 },   { 122, 55, 4 },
};

static const guint8 grey[][3] = { { 0, 0, 0 }, { 255, 255, 255 } };

void
strata_color_scale_choose (StrataColorScale *scale, double min, double max)
{
  double most = MAX (-min, max);

  if (min < 0 && max > 0)
    *scale = (StrataColorScale){ STRATA_SCALE_DIVERGING, -most, most };
  else
    *scale = (StrataColorScale){ STRATA_SCALE_HEAT, min, max };
}

static void
mix (const guint8 (*stops)[3], guint n, double at, guint8 *rgb)
{
  double place = CLAMP (at, 0, 1) * (n - 1);
  guint stop = MIN ((guint) place, n - 2);
  double part = place - stop;

  for (guint i = 0; i < 3; i++)
    rgb[i] = (guint8) lround (stops[stop][i] * (1 - part)
                              + stops[stop + 1][i] * part);
}

void
strata_color_scale_get_at (StrataScaleKind kind, double at, guint8 rgb[3])
{
  switch (kind)
    {
    case STRATA_SCALE_HEAT:
      mix (heat, G_N_ELEMENTS (heat), at, rgb);
      break;
    case STRATA_SCALE_DIVERGING:
      mix (diverging, G_N_ELEMENTS (diverging), at, rgb);
      break;
    case STRATA_SCALE_GREY:
      mix (grey, G_N_ELEMENTS (grey), at, rgb);
      break;
    }
}

/* Magenta, with black for NaN and minus infinity and white for infinity; the
 * infinities' stripes rise and those of NaN fall. */
static void
get_stripe (double number, int x, int y, guint8 *rgb)
{
  static const guint8 magenta[] = { 214, 0, 160 };
  int along = isnan (number) ? x + y : x - y + 3 * STRIPE * 65536;

  if (along / STRIPE % 2 == 0)
    memcpy (rgb, magenta, sizeof magenta);
  else
    memset (rgb, !isnan (number) && number > 0 ? 255 : 0, 3);
}

void
strata_color_scale_get (const StrataColorScale *scale,
                        double number,
                        int x,
                        int y,
                        guint8 rgb[3])
{
  /* Halves first: the difference of two numbers may be infinite. */
  double range = scale->high / 2 - scale->low / 2;

  if (!isfinite (number))
    get_stripe (number, x, y, rgb);
  else
    strata_color_scale_get_at (
        scale->kind, range > 0 ? (number / 2 - scale->low / 2) / range : 0.5,
        rgb);
}
