/* strata-thumbnail.c — a small picture of a tensor.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-thumbnail.h"
#include "strata-color-scale.h"

#include <math.h>

#define LARGEST 128   /* pixels along a side that are looked at */
#define SHARP 96      /* smaller pictures are made larger, in whole steps */
#define SAMPLES 65536 /* elements that are looked at for the range */

typedef struct
{
  StrataTensor *tensor;
  StrataTensorLayout layout;
  StrataSliceFormat format;
  gint64 image;
  double low;
  double high;
} Picture;

static gboolean
open_picture (Picture *picture,
              StrataTensor *tensor,
              StrataSliceFormat format,
              gint64 image)
{
  picture->tensor = tensor;
  picture->format = format;
  picture->image = image;
  strata_tensor_get_layout (tensor, format, &picture->layout);
  return strata_tensor_n_elements (tensor) > 0 && image >= 0
         && image < picture->layout.n_images;
}

static double
get_number (const Picture *picture, gint64 y, gint64 x, gint64 channel)
{
  return strata_tensor_get_number (picture->tensor, &picture->layout,
                                   picture->image, y, x, channel);
}

/* Of the image; the images of a kernel belong together. */
static void
find_range (Picture *picture)
{
  const StrataTensorLayout *layout = &picture->layout;
  gint64 area = layout->n_rows * layout->n_columns;
  gint64 n = area * layout->n_channels;
  gint64 step = 1 + n / SAMPLES;

  if (picture->format == STRATA_SLICE_KERNEL)
    {
      strata_tensor_estimate_range (picture->tensor, &picture->low,
                                    &picture->high);
      return;
    }
  picture->low = G_MAXDOUBLE;
  picture->high = -G_MAXDOUBLE;
  for (gint64 i = 0; i < n; i += step)
    {
      double value = get_number (picture, i % area / layout->n_columns,
                                 i % layout->n_columns, i / area);

      if (!isfinite (value))
        continue;
      picture->low = MIN (picture->low, value);
      picture->high = MAX (picture->high, value);
    }
}

static guint8
get_part (const Picture *picture, gint64 y, gint64 x, gint64 channel)
{
  double value = get_number (picture, y, x, channel);
  double range = picture->high / 2 - picture->low / 2;
  double level = range > 0 ? (value / 2 - picture->low / 2) / range : 0.5;

  return isnan (value) ? 0 : (guint8) lround (CLAMP (level, 0, 1) * 255);
}

/* In small, what is no number is of one colour, and infinity as the end of the
 * scale that it is beyond. */
static void
paint (const Picture *picture,
       const StrataColorScale *scale,
       gint64 y,
       gint64 x,
       gint64 channel,
       guint8 *rgb)
{
  double value;

  if (channel < 0)
    {
      for (int i = 0; i < 3; i++)
        rgb[i] = get_part (picture, y, x, i);
      return;
    }
  value = get_number (picture, y, x, channel);
  if (isnan (value))
    {
      rgb[0] = rgb[2] = 255;
      rgb[1] = 0;
    }
  else
    strata_color_scale_get (scale, CLAMP (value, scale->low, scale->high), 0, 0,
                            rgb);
}

/* A channel, or all three of them for -1. */
static GdkTexture *
make_texture (Picture *picture, gint64 channel)
{
  gint64 rows = MIN (picture->layout.n_rows, LARGEST);
  gint64 columns = MIN (picture->layout.n_columns, LARGEST);
  gint64 factor = MAX (1, SHARP / MAX (rows, columns));
  gsize width = (gsize) (columns * factor);
  gsize height = (gsize) (rows * factor);
  guint8 *pixels = g_malloc (width * height * 3);
  g_autoptr (GBytes) bytes = NULL;
  StrataColorScale scale;

  find_range (picture);
  strata_color_scale_choose (&scale, picture->low, picture->high);
  for (gsize y = 0; y < height; y++)
    for (gsize x = 0; x < width; x++)
      paint (picture, &scale,
             (gint64) y / factor * picture->layout.n_rows / rows,
             (gint64) x / factor * picture->layout.n_columns / columns, channel,
             pixels + (y * width + x) * 3);
  bytes = g_bytes_new_take (pixels, width * height * 3);
  return gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8,
                                 bytes, width * 3);
}

guint
strata_thumbnail_count (StrataTensor *tensor,
                        StrataSliceFormat format,
                        guint most)
{
  Picture picture;

  return open_picture (&picture, tensor, format, 0)
             ? (guint) MIN (picture.layout.n_channels, most)
             : 0;
}

GdkTexture *
strata_thumbnail_new (StrataTensor *tensor,
                      StrataSliceFormat format,
                      gint64 image,
                      gint64 channel)
{
  Picture picture;

  if (!open_picture (&picture, tensor, format, image) || channel < 0
      || channel >= picture.layout.n_channels)
    return NULL;
  return make_texture (&picture, channel);
}

GdkTexture *
strata_thumbnail_new_rgb (StrataTensor *tensor,
                          StrataSliceFormat format,
                          gint64 image)
{
  Picture picture;

  if (!open_picture (&picture, tensor, format, image)
      || picture.layout.n_channels != 3)
    return NULL;
  return make_texture (&picture, -1);
}
