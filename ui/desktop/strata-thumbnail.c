/* strata-thumbnail.c — a small picture of a tensor.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-thumbnail.h"

#include <math.h>

#define LARGEST 128   /* pixels along a side that are looked at */
#define SHARP 96      /* smaller pictures are made larger, in whole steps */
#define SAMPLES 65536 /* elements that are looked at for the range */

/* Where the picture stands in the tensor: the last three axes, the first of
 * all others; a matrix is one channel. */
typedef struct
{
  StrataDType dtype;
  const void *data;
  gint64 height;
  gint64 width;
  gint64 channels;
  double low;
  double high;
} Picture;

static gboolean
open_picture (Picture *picture, StrataTensor *tensor)
{
  const int64_t *shape = strata_tensor_shape (tensor);
  int rank = strata_tensor_rank (tensor);

  picture->dtype = strata_tensor_dtype (tensor);
  picture->data = strata_tensor_data (tensor);
  picture->channels = rank >= 3 ? shape[rank - 1] : 1;
  picture->width = rank >= 3   ? shape[rank - 2]
                   : rank >= 1 ? shape[rank - 1]
                               : 1;
  picture->height = rank >= 3 ? shape[rank - 3] : rank == 2 ? shape[0] : 1;
  return picture->data && strata_tensor_n_elements (tensor) > 0;
}

static void
find_range (Picture *picture)
{
  gint64 n = picture->height * picture->width * picture->channels;
  gint64 step = 1 + n / SAMPLES;

  picture->low = G_MAXDOUBLE;
  picture->high = -G_MAXDOUBLE;
  for (gint64 i = 0; i < n; i += step)
    {
      double value = strata_dtype_get (picture->dtype, picture->data, i);

      if (!isfinite (value))
        continue;
      picture->low = MIN (picture->low, value);
      picture->high = MAX (picture->high, value);
    }
}

/* 0 to 1, or NaN. */
static double
get_level (const Picture *picture, gint64 y, gint64 x, gint64 channel)
{
  gsize index = (y * picture->width + x) * picture->channels + channel;
  double value = strata_dtype_get (picture->dtype, picture->data, index);
  double range = picture->high - picture->low;

  if (isnan (value))
    return value;
  if (!(range > 0))
    return 0.5;
  return CLAMP ((value - picture->low) / range, 0, 1);
}

void
strata_thumbnail_get_heat (double at, guint8 rgb[3])
{
  /* Even in lightness, so that it reads in grey too. */
  static const guint8 stops[][3] = {
    { 68, 1, 84 },    { 71, 44, 122 },  { 59, 81, 139 },
    { 44, 113, 142 }, { 33, 144, 141 }, { 39, 173, 129 },
    { 92, 200, 99 },  { 170, 220, 50 }, { 253, 231, 37 },
  };
  double place = CLAMP (at, 0, 1) * (G_N_ELEMENTS (stops) - 1);
  guint stop = MIN ((guint) place, G_N_ELEMENTS (stops) - 2);
  double part = place - stop;

  for (guint i = 0; i < 3; i++)
    rgb[i] = lround (stops[stop][i] * (1 - part) + stops[stop + 1][i] * part);
}

static void
paint (const Picture *picture, gint64 y, gint64 x, int channel, guint8 *rgb)
{
  double level = get_level (picture, y, x, MAX (channel, 0));

  if (isnan (level))
    {
      rgb[0] = rgb[2] = 255;
      rgb[1] = 0;
    }
  else if (channel >= 0)
    strata_thumbnail_get_heat (level, rgb);
  else
    for (guint i = 0; i < 3; i++)
      {
        double part = get_level (picture, y, x, i);

        rgb[i] = isnan (part) ? 0 : lround (part * 255);
      }
}

/* A channel, or all three of them for -1. */
static GdkTexture *
make_texture (Picture *picture, int channel)
{
  gint64 rows = MIN (picture->height, LARGEST);
  gint64 columns = MIN (picture->width, LARGEST);
  int factor = MAX (1, SHARP / MAX (rows, columns));
  gsize width = columns * factor;
  gsize height = rows * factor;
  guint8 *pixels = g_malloc (width * height * 3);
  g_autoptr (GBytes) bytes = NULL;

  find_range (picture);
  for (gsize y = 0; y < height; y++)
    for (gsize x = 0; x < width; x++)
      paint (picture, y / factor * picture->height / rows,
             x / factor * picture->width / columns, channel,
             pixels + (y * width + x) * 3);
  bytes = g_bytes_new_take (pixels, width * height * 3);
  return gdk_memory_texture_new (width, height, GDK_MEMORY_R8G8B8, bytes,
                                 width * 3);
}

guint
strata_thumbnail_count (StrataTensor *tensor, guint most)
{
  Picture picture;

  return open_picture (&picture, tensor) ? MIN (picture.channels, most) : 0;
}

GdkTexture *
strata_thumbnail_new (StrataTensor *tensor, guint channel)
{
  Picture picture;

  if (!open_picture (&picture, tensor) || channel >= picture.channels)
    return NULL;
  return make_texture (&picture, channel);
}

GdkTexture *
strata_thumbnail_new_rgb (StrataTensor *tensor)
{
  Picture picture;

  if (!open_picture (&picture, tensor) || picture.channels != 3)
    return NULL;
  return make_texture (&picture, -1);
}
