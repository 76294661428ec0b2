/* test-thumbnail.c — small pictures of tensors.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-thumbnail.h"

#include <math.h>

static StrataTensor *
make (const gint64 *shape, gsize rank, const double *values, gsize n)
{
  g_autoptr (GError) error = NULL;
  StrataTensor *tensor = strata_tensor_new_from_values (
      STRATA_FLOAT32, shape, rank, values, n, &error);

  g_assert_no_error (error);
  return tensor;
}

/* The colour in the middle of a part of the picture. */
static void
get_color (GdkTexture *texture, double x, double y, guint8 rgb[3])
{
  gsize width = gdk_texture_get_width (texture);
  gsize height = gdk_texture_get_height (texture);
  g_autofree guint32 *pixels = g_new0 (guint32, width * height);
  guint32 pixel;

  gdk_texture_download (texture, (guchar *) pixels, width * 4);
  pixel = pixels[(gsize) (y * height) * width + (gsize) (x * width)];
  rgb[0] = pixel >> 16 & 0xff;
  rgb[1] = pixel >> 8 & 0xff;
  rgb[2] = pixel & 0xff;
}

static void
assert_color (GdkTexture *texture, double x, double y, guint32 expected)
{
  guint8 rgb[3];

  get_color (texture, x, y, rgb);
  g_assert_cmphex (rgb[0] << 16 | rgb[1] << 8 | rgb[2], ==, expected);
}

/* Smallest to largest, over all channels. */
static void
test_heat (void)
{
  const gint64 shape[] = { 1, 1, 2, 2 };
  const double values[] = { 0, 4, 2, 8 };
  g_autoptr (StrataTensor) tensor = make (shape, 4, values, 4);
  g_autoptr (GdkTexture) first =
      strata_thumbnail_new (tensor, STRATA_SLICE_CHANNELS_LAST, 0, 0);
  g_autoptr (GdkTexture) second =
      strata_thumbnail_new (tensor, STRATA_SLICE_CHANNELS_LAST, 0, 1);

  g_assert_cmpuint (
      strata_thumbnail_count (tensor, STRATA_SLICE_CHANNELS_LAST, 6), ==, 2);
  g_assert_cmpuint (
      strata_thumbnail_count (tensor, STRATA_SLICE_CHANNELS_LAST, 1), ==, 1);
  assert_color (first, 0.25, 0.5, 0x440154);
  assert_color (second, 0.75, 0.5, 0xfde725);
  g_assert_null (
      strata_thumbnail_new (tensor, STRATA_SLICE_CHANNELS_LAST, 0, 2));
  g_assert_null (
      strata_thumbnail_new_rgb (tensor, STRATA_SLICE_CHANNELS_LAST, 0));
}

static void
test_rgb (void)
{
  const gint64 shape[] = { 1, 1, 3 };
  const double values[] = { 0, 1, 0.5 };
  g_autoptr (StrataTensor) tensor = make (shape, 3, values, 3);
  g_autoptr (GdkTexture) texture =
      strata_thumbnail_new_rgb (tensor, STRATA_SLICE_CHANNELS_LAST, 0);

  assert_color (texture, 0.5, 0.5, 0x00ff80);
}

/* What is no number stands out, and spoils no other. */
static void
test_not_finite (void)
{
  const gint64 shape[] = { 1, 4 };
  const double values[] = { NAN, 0, 1, INFINITY };
  g_autoptr (StrataTensor) tensor = make (shape, 2, values, 4);
  g_autoptr (GdkTexture) texture =
      strata_thumbnail_new (tensor, STRATA_SLICE_CHANNELS_LAST, 0, 0);

  assert_color (texture, 0.1, 0.5, 0xff00ff);
  assert_color (texture, 0.4, 0.5, 0x440154);
  assert_color (texture, 0.6, 0.5, 0xfde725);
  assert_color (texture, 0.9, 0.5, 0xfde725);
}

static void
test_sizes (void)
{
  const gint64 empty[] = { 0, 4 };
  const gint64 large[] = { 1, 1000, 3, 1 };
  g_autofree double *values = g_new0 (double, 3000);
  g_autoptr (StrataTensor) none = make (empty, 2, NULL, 0);
  g_autoptr (StrataTensor) much = make (large, 4, values, 3000);
  g_autoptr (StrataTensor) one = make (NULL, 0, values, 1);
  g_autoptr (GdkTexture) picture =
      strata_thumbnail_new (much, STRATA_SLICE_CHANNELS_LAST, 0, 0);
  g_autoptr (GdkTexture) dot =
      strata_thumbnail_new (one, STRATA_SLICE_CHANNELS_LAST, 0, 0);

  g_assert_cmpuint (
      strata_thumbnail_count (none, STRATA_SLICE_CHANNELS_LAST, 6), ==, 0);
  g_assert_null (strata_thumbnail_new (none, STRATA_SLICE_CHANNELS_LAST, 0, 0));
  g_assert_cmpint (gdk_texture_get_height (picture), <=, 128);
  g_assert_cmpint (gdk_texture_get_width (picture), >=, 1);
  g_assert_nonnull (dot);
}

/* Numbers on both sides of 0 have a scale that says so. */
static void
test_signed (void)
{
  const gint64 shape[] = { 1, 3 };
  const double values[] = { -1, 0, 2 };
  g_autoptr (StrataTensor) tensor = make (shape, 2, values, 3);
  g_autoptr (GdkTexture) texture =
      strata_thumbnail_new (tensor, STRATA_SLICE_CHANNELS_LAST, 0, 0);
  guint8 rgb[3];

  assert_color (texture, 0.5, 0.5, 0xf7f7f7);
  assert_color (texture, 0.9, 0.5, 0x7a3704);
  get_color (texture, 0.1, 0.5, rgb);
  g_assert_cmpuint (rgb[2], >, rgb[0]);
}

/* Each channel stands together. */
static void
test_channels_first (void)
{
  const gint64 shape[] = { 1, 2, 1, 2 };
  const double values[] = { 0, 4, 2, 8 };
  g_autoptr (StrataTensor) tensor = make (shape, 4, values, 4);
  g_autoptr (GdkTexture) first =
      strata_thumbnail_new (tensor, STRATA_SLICE_CHANNELS_FIRST, 0, 0);
  g_autoptr (GdkTexture) second =
      strata_thumbnail_new (tensor, STRATA_SLICE_CHANNELS_FIRST, 0, 1);

  assert_color (first, 0.25, 0.5, 0x440154);
  assert_color (first, 0.75, 0.5, 0x21908d);
  assert_color (second, 0.75, 0.5, 0xfde725);
}

/* The multipliers of a kernel have one scale. */
static void
test_kernel (void)
{
  const gint64 shape[] = { 2, 1, 1, 2 };
  const double values[] = { 0, 2, 4, 8 };
  g_autoptr (StrataTensor) tensor = make (shape, 4, values, 4);
  g_autoptr (GdkTexture) first =
      strata_thumbnail_new (tensor, STRATA_SLICE_KERNEL, 0, 0);
  g_autoptr (GdkTexture) second =
      strata_thumbnail_new (tensor, STRATA_SLICE_KERNEL, 1, 0);

  assert_color (first, 0.5, 0.25, 0x440154);
  assert_color (first, 0.5, 0.75, 0x21908d);
  assert_color (second, 0.5, 0.75, 0xfde725);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thumbnail/heat", test_heat);
  g_test_add_func ("/thumbnail/rgb", test_rgb);
  g_test_add_func ("/thumbnail/not-finite", test_not_finite);
  g_test_add_func ("/thumbnail/sizes", test_sizes);
  g_test_add_func ("/thumbnail/signed", test_signed);
  g_test_add_func ("/thumbnail/channels-first", test_channels_first);
  g_test_add_func ("/thumbnail/kernel", test_kernel);
  return g_test_run ();
}
