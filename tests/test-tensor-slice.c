/* test-tensor-slice.c — tensors as pictures: axes, places, statistics.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-tensor-format.h"

#include <math.h>
#include <strata-loader.h>

/* Numbered, in row-major order. */
static StrataTensor *
make (const gint64 *shape, gsize rank)
{
  g_autoptr (GError) error = NULL;
  g_autofree double *values = NULL;
  gsize n = 1;
  StrataTensor *tensor;

  for (gsize i = 0; i < rank; i++)
    n *= shape[i];
  values = g_new (double, n + 1);
  for (gsize i = 0; i < n; i++)
    values[i] = i;
  tensor = strata_tensor_new_from_values (STRATA_FLOAT32, shape, rank, values,
                                          n, &error);
  g_assert_no_error (error);
  return tensor;
}

static void
assert_counts (const StrataTensorLayout *layout,
               gint64 images,
               gint64 rows,
               gint64 columns,
               gint64 channels)
{
  g_assert_cmpint (layout->n_images, ==, images);
  g_assert_cmpint (layout->n_rows, ==, rows);
  g_assert_cmpint (layout->n_columns, ==, columns);
  g_assert_cmpint (layout->n_channels, ==, channels);
}

/* Every element has one place, and its number is its own. */
static void
assert_round_trip (StrataTensor *tensor, const StrataTensorLayout *layout)
{
  gint64 index[STRATA_MAX_RANK];
  StrataTensorPlace place, again;

  for (place.image = 0; place.image < layout->n_images; place.image++)
    for (place.row = 0; place.row < layout->n_rows; place.row++)
      for (place.column = 0; place.column < layout->n_columns; place.column++)
        for (place.channel = 0; place.channel < layout->n_channels;
             place.channel++)
          {
            gint64 element = 0;

            strata_tensor_layout_get_index (layout, &place, index);
            for (int i = 0; i < layout->rank; i++)
              element = element * layout->shape[i] + index[i];
            g_assert_cmpfloat (strata_tensor_get_number (
                                   tensor, layout, place.image, place.row,
                                   place.column, place.channel),
                               ==, (double) element);
            g_assert_true (
                strata_tensor_layout_get_place (layout, index, &again));
            g_assert_cmpmem (&place, sizeof place, &again, sizeof again);
          }
}

static void
test_axes (void)
{
  static const struct
  {
    gsize rank;
    gint64 shape[5];
    StrataSliceFormat format;
    gint64 counts[4];
  } cases[] = {
    { 0, { 0 }, STRATA_SLICE_CHANNELS_LAST, { 1, 1, 1, 1 } },
    { 1, { 5 }, STRATA_SLICE_CHANNELS_FIRST, { 1, 1, 5, 1 } },
    { 2, { 2, 3 }, STRATA_SLICE_CHANNELS_LAST, { 1, 2, 3, 1 } },
    { 3, { 2, 3, 4 }, STRATA_SLICE_CHANNELS_LAST, { 1, 2, 3, 4 } },
    { 3, { 2, 3, 4 }, STRATA_SLICE_CHANNELS_FIRST, { 1, 3, 4, 2 } },
    { 4, { 2, 3, 4, 5 }, STRATA_SLICE_CHANNELS_LAST, { 2, 3, 4, 5 } },
    { 4, { 2, 3, 4, 5 }, STRATA_SLICE_CHANNELS_FIRST, { 2, 4, 5, 3 } },
    { 4, { 2, 3, 4, 5 }, STRATA_SLICE_KERNEL, { 5, 2, 3, 4 } },
    { 5, { 2, 3, 4, 5, 2 }, STRATA_SLICE_CHANNELS_LAST, { 6, 4, 5, 2 } },
    { 5, { 2, 3, 4, 5, 2 }, STRATA_SLICE_CHANNELS_FIRST, { 6, 5, 2, 4 } },
    { 5, { 2, 3, 4, 5, 2 }, STRATA_SLICE_KERNEL, { 6, 4, 5, 2 } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (StrataTensor) tensor = make (cases[i].shape, cases[i].rank);
      const gint64 *counts = cases[i].counts;
      StrataTensorLayout layout;

      strata_tensor_get_layout (tensor, cases[i].format, &layout);
      assert_counts (&layout, counts[0], counts[1], counts[2], counts[3]);
      assert_round_trip (tensor, &layout);
    }
}

static void
test_no_place (void)
{
  const gint64 shape[] = { 2, 3, 4, 5 };
  const gint64 far[] = { 0, 0, 4, 0 }, before[] = { 0, -1, 0, 0 };
  g_autoptr (StrataTensor) tensor = make (shape, 4);
  StrataTensorLayout layout;
  StrataTensorPlace place;

  strata_tensor_get_layout (tensor, STRATA_SLICE_CHANNELS_LAST, &layout);
  g_assert_false (strata_tensor_layout_get_place (&layout, far, &place));
  g_assert_false (strata_tensor_layout_get_place (&layout, before, &place));
}

static void
test_statistics (void)
{
  const gint64 shape[] = { 8 };
  const double values[] = { 0, NAN, 3, -INFINITY, 1, INFINITY, 0, NAN };
  g_autoptr (StrataTensor) tensor =
      strata_tensor_new_from_values (STRATA_FLOAT64, shape, 1, values, 8, NULL);
  StrataTensorStatistics statistics;
  double min, max;

  g_assert_true (strata_tensor_get_statistics (tensor, NULL, &statistics));
  g_assert_cmpint (statistics.n, ==, 8);
  g_assert_cmpint (statistics.n_nan, ==, 2);
  g_assert_cmpint (statistics.n_infinite, ==, 2);
  g_assert_cmpint (statistics.n_zeros, ==, 2);
  g_assert_cmpfloat (statistics.min, ==, 0);
  g_assert_cmpfloat (statistics.max, ==, 3);
  g_assert_cmpfloat (statistics.mean, ==, 1);
  g_assert_cmpfloat (statistics.deviation, ==, sqrt (6.0 / 4));
  g_assert_cmpint (statistics.bins[0], ==, 2);
  g_assert_cmpint (statistics.bins[STRATA_N_BINS / 3], ==, 1);
  g_assert_cmpint (statistics.bins[STRATA_N_BINS - 1], ==, 1);
  strata_tensor_estimate_range (tensor, &min, &max);
  g_assert_cmpfloat (min, ==, 0);
  g_assert_cmpfloat (max, ==, 3);
}

static void
test_cancel (void)
{
  const gint64 shape[] = { 8 };
  g_autoptr (StrataTensor) tensor = make (shape, 1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  StrataTensorStatistics statistics;

  g_cancellable_cancel (cancellable);
  g_assert_false (
      strata_tensor_get_statistics (tensor, cancellable, &statistics));
}

static void
assert_format (StrataGraph *graph,
               const char *card,
               const char *port,
               StrataSliceFormat format)
{
  StrataCard *found = strata_graph_find_card (graph, card);
  g_autoptr (StrataPort) output = strata_card_find_port (found, port, TRUE);
  g_autoptr (StrataPort) input = strata_card_find_port (found, port, FALSE);

  g_assert_cmpint (strata_tensor_format_find (output ? output : input), ==,
                   format);
}

static const char text[] =
    "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
    "{\"id\": \"x\", \"type\": \"Input\"},"
    "{\"id\": \"k\", \"type\": \"ConstantTensor\"},"
    "{\"id\": \"raw\", \"type\": \"nn.depthwise_conv2d\","
    " \"inputs\": {\"data_format\": \"nchw\"}},"
    "{\"id\": \"y\", \"type\": \"Output\"},"
    "{\"id\": \"f\", \"type\": \"DepthwiseConv2D\","
    " \"inputs\": {\"data_format\": \"channels_first\"}},"
    "{\"id\": \"t\", \"type\": \"TimeDistributed\"},"
    "{\"id\": \"s\", \"type\": \"SaveTensor\"},"
    "{\"id\": \"l\", \"type\": \"DepthwiseConv2D\"},"
    "{\"id\": \"alone\", \"type\": \"Output\"}],"
    "\"wires\": ["
    "{\"from\": \"x.data\", \"to\": \"raw.input\"},"
    "{\"from\": \"k.tensor\", \"to\": \"raw.filter\"},"
    "{\"from\": \"raw.output\", \"to\": \"y.data\"},"
    "{\"from\": \"f.layer_instance\", \"to\": \"t.layer\"},"
    "{\"from\": \"t.output\", \"to\": \"s.tensor\"}]}";

/* A card that says nothing asks where its tensor comes from, or goes to. */
static void
test_formats (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataGraph) graph = strata_graph_parse (NULL, text, -1, &error);

  g_assert_no_error (error);
  assert_format (graph, "x", "data", STRATA_SLICE_CHANNELS_FIRST);
  assert_format (graph, "k", "tensor", STRATA_SLICE_KERNEL);
  assert_format (graph, "raw", "output", STRATA_SLICE_CHANNELS_FIRST);
  assert_format (graph, "y", "data", STRATA_SLICE_CHANNELS_FIRST);
  assert_format (graph, "t", "output", STRATA_SLICE_CHANNELS_FIRST);
  assert_format (graph, "s", "tensor", STRATA_SLICE_CHANNELS_FIRST);
  assert_format (graph, "l", "output", STRATA_SLICE_CHANNELS_LAST);
  assert_format (graph, "alone", "data", STRATA_SLICE_CHANNELS_LAST);
}

int
main (int argc, char *argv[])
{
  g_auto (GStrv) messages = NULL;

  g_test_init (&argc, &argv, NULL);
  messages = strata_plugins_load (NULL);
  g_assert_cmpuint (g_strv_length (messages), ==, 0);
  g_test_add_func ("/tensor-slice/axes", test_axes);
  g_test_add_func ("/tensor-slice/no-place", test_no_place);
  g_test_add_func ("/tensor-slice/statistics", test_statistics);
  g_test_add_func ("/tensor-slice/cancel", test_cancel);
  g_test_add_func ("/tensor-slice/formats", test_formats);
  return g_test_run ();
}
