/* test-sample.c — pictures for Inputs that nothing is fed to.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-sample.h"

#include <string.h>

static const float *
get_data (StrataTensor *tensor)
{
  return strata_tensor_data (tensor);
}

static void
test_same (void)
{
  static const gint64 shape[] = { 2, 16, 24, 5 };
  g_autoptr (StrataTensor) one =
      strata_sample_new (shape, 4, STRATA_SLICE_CHANNELS_LAST);
  g_autoptr (StrataTensor) other =
      strata_sample_new (shape, 4, STRATA_SLICE_CHANNELS_LAST);

  g_assert_cmpmem (get_data (one), strata_tensor_n_bytes (one),
                   get_data (other), strata_tensor_n_bytes (other));
}

/* Every channel has a shape of its own, whichever axis it stands on. */
static void
test_channels (void)
{
  static const gint64 last[] = { 1, 16, 16, 6 }, first[] = { 1, 6, 16, 16 };
  g_autoptr (StrataTensor) tensor =
      strata_sample_new (last, 4, STRATA_SLICE_CHANNELS_LAST);
  g_autoptr (StrataTensor) turned =
      strata_sample_new (first, 4, STRATA_SLICE_CHANNELS_FIRST);
  const gsize size = 16 * 16;

  for (gsize i = 0; i < 6; i++)
    {
      for (gsize k = 0; k < i; k++)
        g_assert_cmpint (memcmp (get_data (turned) + i * size,
                                 get_data (turned) + k * size,
                                 size * sizeof (float)),
                         !=, 0);
      for (gsize k = 0; k < size; k++)
        g_assert_cmpfloat (get_data (tensor)[k * 6 + i], ==,
                           get_data (turned)[i * size + k]);
    }
}

static void
assert_range (const gint64 *shape, int rank)
{
  g_autoptr (StrataTensor) tensor =
      strata_sample_new (shape, rank, STRATA_SLICE_CHANNELS_LAST);
  gint64 n = strata_tensor_n_elements (tensor);
  float least = 1, most = 0;

  for (gint64 i = 0; i < n; i++)
    {
      least = MIN (least, get_data (tensor)[i]);
      most = MAX (most, get_data (tensor)[i]);
    }
  g_assert_cmpfloat (least, >=, 0);
  g_assert_cmpfloat (most, <=, 1);
  g_assert_cmpfloat (most - least, >, 0.5);
}

static void
test_ranks (void)
{
  static const gint64 shape[] = { 1, 32, 3, 8, 8, 3 };
  static const gint64 none[] = { 1, 0, 8, 3 };
  g_autoptr (StrataTensor) empty =
      strata_sample_new (none, 4, STRATA_SLICE_CHANNELS_LAST);

  for (int rank = 2; rank <= 6; rank++)
    assert_range (shape, rank);
  g_assert_cmpint (strata_tensor_n_elements (empty), ==, 0);
}

static void
test_too_large (void)
{
  static const gint64 shape[] = { 1, 1 << 20, 1 << 20, 1 << 24 };

  g_assert_null (strata_sample_new (shape, 4, STRATA_SLICE_CHANNELS_LAST));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample/same", test_same);
  g_test_add_func ("/sample/channels", test_channels);
  g_test_add_func ("/sample/ranks", test_ranks);
  g_test_add_func ("/sample/too-large", test_too_large);
  return g_test_run ();
}
