/* test-reference-layers.c — whole graphs against what Keras' layers give.
 *
 * reference/graphs/ holds them; see graphs.py there.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-npz.h"
#include "test-cards.h"

#include <math.h>
#include <string.h>

static const StrataDType double_type = STRATA_FLOAT64;

static StrataTensor *
read_array (StrataNpz *data, const char *key, const StrataDType *dtype)
{
  g_autoptr (GError) error = NULL;
  StrataTensor *tensor =
      strata_npz_read (data, key, dtype, G_MAXUINT64, &error);

  g_assert_no_error (error);
  return tensor;
}

static double
tolerance (StrataDType dtype)
{
  return dtype == STRATA_FLOAT64 ? 1e-12 : 1e-5;
}

static void
compare (const char *name, StrataTensor *found, StrataTensor *wanted)
{
  const StrataDType dtype = strata_tensor_dtype (found);
  StrataSpec spec = strata_spec_of_tensor (wanted);
  const double *values = strata_tensor_data (wanted);

  spec.dtype = dtype;
  g_test_message ("%s", name);
  {
    StrataSpec there = strata_spec_of_tensor (found);

    g_assert_true (strata_spec_equal (&there, &spec));
  }
  for (gsize i = 0; i < (gsize) strata_tensor_n_elements (wanted); i++)
    {
      double value = strata_dtype_get (dtype, strata_tensor_data (found), i);

      if (!(fabs (value - values[i])
            <= tolerance (dtype) * MAX (1, fabs (values[i]))))
        g_error ("%s: element %" G_GSIZE_FORMAT " is %.17g, Keras has %.17g",
                 name, i, value, values[i]);
    }
}

/* Keras' float32 sums are as long as the tensors. */
static void
compare_penalty (StrataNpz *data, StrataRun *run)
{
  StrataTensor *wanted = read_array (data, "penalty", &double_type);
  double value = *(const double *) strata_tensor_data (wanted);

  g_assert_cmpfloat_with_epsilon (strata_run_get_penalty (run), value,
                                  1e-5 * MAX (1, fabs (value)));
  g_assert_cmpint (strata_plan_has_penalty (strata_run_get_plan (run)), ==,
                   value != 0);
  strata_tensor_unref (wanted);
}

static StrataFeeds *
read_feeds (StrataNpz *data)
{
  const char *const *keys = strata_npz_keys (data);
  StrataFeeds *feeds = strata_feeds_new ();

  for (guint i = 0; keys[i]; i++)
    if (g_str_has_prefix (keys[i], "in/"))
      {
        StrataTensor *tensor = read_array (data, keys[i], NULL);

        strata_feeds_set (feeds, keys[i] + strlen ("in/"), tensor);
        strata_tensor_unref (tensor);
      }
  return feeds;
}

static char *
beside (const char *path, const char *suffix)
{
  return g_strdup_printf ("%.*s%s", (int) (strlen (path) - strlen (".strata")),
                          path, suffix);
}

static void
test_graph (gconstpointer path)
{
  g_autofree char *archive = beside (path, "-data.npz");
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataNpz) data = strata_npz_open (archive, &error);
  g_autoptr (StrataGraph) graph = NULL;
  g_autoptr (StrataFeeds) feeds = NULL;
  g_autoptr (StrataRun) run = NULL;
  const char *const *keys;

  g_assert_no_error (error);
  graph = strata_graph_load (test_cards_get_registry (), path, &error);
  g_assert_no_error (error);
  feeds = read_feeds (data);
  run = test_cards_run (graph, feeds);

  keys = strata_npz_keys (data);
  for (guint i = 0; keys[i]; i++)
    if (g_str_has_prefix (keys[i], "out/"))
      {
        StrataTensor *wanted = read_array (data, keys[i], &double_type);

        compare (keys[i],
                 strata_run_get_output (run, keys[i] + strlen ("out/")),
                 wanted);
        strata_tensor_unref (wanted);
      }
  compare_penalty (data, run);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autoptr (GDir) files = NULL;
  const char *name;

  g_test_init (&argc, &argv, NULL);
  folder = g_test_build_filename (G_TEST_DIST, "reference", "graphs", NULL);
  files = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (files);
  while ((name = g_dir_read_name (files)))
    if (g_str_has_suffix (name, ".strata"))
      {
        g_autofree char *stem = beside (name, "");
        g_autofree char *path = g_strconcat ("/reference-layers/", stem, NULL);

        g_test_add_data_func_full (path, g_build_filename (folder, name, NULL),
                                   test_graph, g_free);
      }
  return g_test_run ();
}
