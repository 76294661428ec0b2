/* test-tensor-cards.c — cards that make, load and take tensors.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-output-set.h"
#include "strata-random.h"
#include "test-cards.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>

static StrataRun *
run_cards (const char *cards, const char *wires, StrataFeeds *feeds)
{
  g_autofree char *text = test_cards_text (cards, wires);
  g_autoptr (StrataGraph) graph = test_cards_parse (text);

  return test_cards_run (graph, feeds);
}

static void
test_constant (void)
{
  static const struct
  {
    const char *inputs, *dtype, *shape, *values;
  } cases[] = {
    { "'shape': [2, 2], 'values': [1, 2, 3, 4]", "float32", "(2, 2)",
      "1 2 3 4" },
    { "'shape': [5], 'values': [0.5]", "float32", "(5,)",
      "0.5 0.5 0.5 0.5 0.5" },
    { "'shape': [3], 'values': -1, 'dtype': 'float16'", "float16", "(3,)",
      "-1 -1 -1" },
    { "'shape': [2]", "float32", "(2,)", "0 0" },
    { "'shape': [], 'values': 7, 'dtype': 'Float64'", "float64", "()", "7" },
    { "'shape': [], 'values': [7]", "float32", "()", "7" },
    { "'shape': [0, 3], 'values': 2", "float32", "(0, 3)", "" },
    { "'shape': [2], 'values': [1, 65793], 'dtype': 'bfloat16'", "bfloat16",
      "(2,)", "1 66048" },
    { "'shape': [1], 'values': 1e39", "float32", "(1,)", "inf" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *card =
          g_strdup_printf (CARD ("t", "ConstantTensor", "%s"), cases[i].inputs);
      g_autoptr (StrataRun) run = run_cards (card, "", NULL);
      StrataTensor *tensor = strata_run_get_tensor (run, "t", "tensor");

      g_test_message ("%s", cases[i].inputs);
      g_assert_cmpstr (strata_dtype_name (strata_tensor_dtype (tensor)), ==,
                       cases[i].dtype);
      if (g_str_equal (cases[i].values, "inf"))
        g_assert_cmpfloat (*(const float *) strata_tensor_data (tensor), ==,
                           (float) INFINITY);
      else
        test_cards_assert_tensor (tensor, cases[i].shape, cases[i].values);
    }
}

/* More than is drawn at a time. */
#define MANY ((1 << 20) + 5)

static void
test_random_parts (gconstpointer distribution)
{
  g_autofree char *card = g_strdup_printf (
      CARD ("t", "RandomTensor",
            "'shape': [%d], 'distribution': '%s', 'minval': -2, 'maxval': 3, "
            "'mean': 1, 'stddev': 0.5, 'seed': 77"),
      MANY, (const char *) distribution);
  g_autoptr (StrataRun) run = run_cards (card, "", NULL);
  StrataTensor *tensor = strata_run_get_tensor (run, "t", "tensor");
  StrataRandom random = strata_random_from_seed (77);
  g_autofree float *wanted = g_new (float, MANY);

  if (g_str_equal (distribution, "uniform"))
    strata_random_uniform_f32 (&random, MANY, wanted, -2, 3);
  else
    strata_random_normal_f32 (&random, MANY, wanted, 1, 0.5);
  g_assert_cmpmem (strata_tensor_data (tensor), strata_tensor_n_bytes (tensor),
                   wanted, MANY * sizeof (float));
}

static float
first_drawn (const char *id, gint64 seed)
{
  g_autofree char *card = g_strdup_printf (
      "{ 'id': '%s', 'type': 'RandomTensor', 'inputs': { 'shape': [1] } }", id);
  g_autofree char *text = test_cards_text (card, "");
  g_autoptr (StrataGraph) graph = test_cards_parse (text);
  g_autoptr (StrataRun) run = NULL;

  strata_graph_set_seed (graph, seed);
  run = test_cards_run (graph, NULL);
  return *(const float *) strata_tensor_data (
      strata_run_get_tensor (run, id, "tensor"));
}

/* Without a seed: by the graph's seed and the card's id. */
static void
test_random_seed (void)
{
  g_assert_cmpfloat (first_drawn ("a", 0), ==, first_drawn ("a", 0));
  g_assert_cmpfloat (first_drawn ("a", 0), !=, first_drawn ("b", 0));
  g_assert_cmpfloat (first_drawn ("a", 0), !=, first_drawn ("a", 1));
}

/* clang-format off */
static const char input_cards[] =
  CARD ("v", "ConstantTensor", "'shape': [3, 1], 'values': 0.1")
  CARD ("a", "Input", "'name': 'fed', 'dtype': 'bfloat16'")
  CARD ("b", "Input", "'dtype': 'float64', 'shape': [1]");

static const char input_wires[] =
  WIRE ("v.tensor", "a.value")
  WIRE ("v.tensor", "b.value");
/* clang-format on */

/* An Input takes what it is fed, or else what is wired, in its own type. */
static void
test_input (void)
{
  const double values[] = { 1, 65793 };
  g_autoptr (StrataFeeds) feeds = strata_feeds_new ();
  StrataTensor *fed = test_cards_tensor (values, 1, 2, -1);
  g_autoptr (StrataRun) run = NULL;
  StrataTensor *tensor;

  strata_feeds_set (feeds, "fed", fed);
  run = run_cards (input_cards, input_wires, feeds);

  tensor = strata_run_get_tensor (run, "a", "data");
  g_assert_cmpint (strata_tensor_dtype (tensor), ==, STRATA_BFLOAT16);
  test_cards_assert_tensor (tensor, "(1, 2)", "1 66048");
  tensor = strata_run_get_tensor (run, "b", "data");
  g_assert_cmpint (strata_tensor_dtype (tensor), ==, STRATA_FLOAT64);
  g_assert_cmpfloat (*(const double *) strata_tensor_data (tensor), ==, 0.1f);
  strata_tensor_unref (fed);
}

/* Files. */

typedef struct
{
  char *folder;
  char *graph;
} Folder;

static void
set_up (Folder *folder, gconstpointer data)
{
  folder->folder = g_dir_make_tmp ("strata-XXXXXX", NULL);
  folder->graph = g_build_filename (folder->folder, "graph.strata", NULL);
}

static void
tear_down (Folder *folder, gconstpointer data)
{
  g_autoptr (GDir) files = g_dir_open (folder->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (files)))
    {
      g_autofree char *path = g_build_filename (folder->folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder->folder), ==, 0);
  g_free (folder->folder);
  g_free (folder->graph);
}

static StrataGraph *
parse_load (Folder *folder, const char *inputs)
{
  g_autofree char *card =
      g_strdup_printf (CARD ("t", "LoadTensor", "%s"), inputs);
  g_autofree char *text = test_cards_text (card, "");
  StrataGraph *graph = test_cards_parse (text);

  strata_graph_set_path (graph, folder->graph);
  return graph;
}

static void
assert_loads (Folder *folder,
              const char *inputs,
              StrataDType dtype,
              const char *shape,
              const char *values)
{
  g_autoptr (StrataGraph) graph = parse_load (folder, inputs);
  g_autoptr (StrataRun) run = test_cards_run (graph, NULL);
  StrataTensor *tensor = strata_run_get_tensor (run, "t", "tensor");

  g_assert_cmpint (strata_tensor_dtype (tensor), ==, dtype);
  test_cards_assert_tensor (tensor, shape, values);
}

static void
assert_fault (Folder *folder,
              const char *inputs,
              const char *port,
              const char *words)
{
  g_autoptr (StrataGraph) graph = parse_load (folder, inputs);
  g_autoptr (StrataPlan) plan =
      strata_plan_new (graph, NULL, NULL, STRATA_PLAN_FOR_CHECK, NULL);
  GPtrArray *faults = strata_plan_get_faults (plan);

  g_assert_cmpuint (faults->len, ==, 1);
  g_test_message ("%s", strata_fault_get_message (faults->pdata[0]));
  g_assert_cmpstr (strata_fault_get_port (faults->pdata[0]), ==, port);
  g_assert_nonnull (
      strstr (strata_fault_get_message (faults->pdata[0]), words));
}

static void
write_npy (Folder *folder, const char *name, StrataTensor *tensor)
{
  g_autoptr (StrataOutputSet) set = strata_output_set_new ();
  g_autoptr (GError) error = NULL;

  strata_output_set_add_npy (set, folder->folder, name, tensor);
  strata_output_set_commit (set, &error);
  g_assert_no_error (error);
}

/* A column of big-endian int16: 258 and -2. */
static void
write_integers (Folder *folder)
{
  g_autofree char *path =
      g_build_filename (folder->folder, "integers.npy", NULL);
  char bytes[128 + 4];
  const char *about =
      "{'descr': '>i2', 'fortran_order': False, 'shape': (2, 1), }";

  memset (bytes, ' ', 128);
  memcpy (bytes, "\x93NUMPY\x01\x00\x76\x00", 10);
  memcpy (bytes + 10, about, strlen (about));
  bytes[127] = '\n';
  memcpy (bytes + 128, "\x01\x02\xff\xfe", 4);
  g_assert_true (g_file_set_contents (path, bytes, sizeof bytes, NULL));
}

static void
test_load_npy (Folder *folder, gconstpointer data)
{
  const double values[] = { 1, 2.5, -3 };
  StrataTensor *tensor = test_cards_tensor (values, 3, 1, -1);
  StrataTensor *wide = strata_tensor_convert (tensor, STRATA_FLOAT64, NULL);

  write_npy (folder, "wide.npy", wide);
  write_npy (folder, "narrow.NPY", tensor);
  write_integers (folder);
  assert_loads (folder, "'path': 'wide.npy'", STRATA_FLOAT64, "(3, 1)",
                "1 2.5 -3");
  assert_loads (folder, "'path': 'narrow.NPY'", STRATA_FLOAT32, "(3, 1)",
                "1 2.5 -3");
  assert_loads (folder, "'path': 'integers.npy'", STRATA_FLOAT32, "(2, 1)",
                "258 -2");
  strata_tensor_unref (wide);
  strata_tensor_unref (tensor);
}

static void
test_load_npz (Folder *folder, gconstpointer data)
{
  const double values[] = { 1, 2, 3, 4 };
  const char *const keys[] = { "a", "b/c" };
  StrataTensor *tensors[] = { test_cards_tensor (values, 4, -1),
                              test_cards_tensor (values, 2, 2, -1) };

  for (guint n = 0; n <= 2; n++)
    {
      g_autoptr (StrataOutputSet) set = strata_output_set_new ();
      g_autofree char *name = g_strdup_printf ("%u.npz", n);

      strata_output_set_add_npz (set, folder->folder, name, n, keys, tensors);
      g_assert_true (strata_output_set_commit (set, NULL));
    }
  assert_loads (folder, "'path': '2.npz', 'key': 'b/c'", STRATA_FLOAT32,
                "(2, 2)", "1 2 3 4");
  assert_fault (folder, "'path': '2.npz'", "key", "\"a\", \"b/c\"");
  assert_fault (folder, "'path': '1.npz'", "key", "\"a\"");
  assert_fault (folder, "'path': '1.npz', 'key': 'b'", "key", "\"b\"");
  assert_fault (folder, "'path': '0.npz', 'key': 'b'", "path", "no arrays");
  strata_tensor_unref (tensors[0]);
  strata_tensor_unref (tensors[1]);
}

/* Under the name of an array anything may stand; nothing is waited for. */
static void
test_load_hostile (Folder *folder, gconstpointer data)
{
  static const char *const names[] = { "f.npy", "f.npz" };
  static const char *const inputs[] = { "'path': 'f.npy'",
                                        "'path': 'f.npz', 'key': 'a'" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder->folder, names[i], NULL);

      assert_fault (folder, inputs[i], "path", "f.np");
      g_assert_cmpint (mkfifo (path, 0600), ==, 0);
      assert_fault (folder, inputs[i], "path", "f.np");
      g_assert_cmpint (g_remove (path), ==, 0);
      g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
      assert_fault (folder, inputs[i], "path", "f.np");
      g_assert_cmpint (g_rmdir (path), ==, 0);
      g_assert_true (g_file_set_contents (path, "nothing", -1, NULL));
      assert_fault (folder, inputs[i], "path", "");
    }
}

/* A file that becomes another array between the check and the run. */
static void
test_load_changed (Folder *folder, gconstpointer data)
{
  const double values[] = { 1, 2, 3, 4 };
  StrataTensor *before = test_cards_tensor (values, 4, -1);
  StrataTensor *after = test_cards_tensor (values, 2, 2, -1);
  g_autoptr (StrataGraph) graph = parse_load (folder, "'path': 'x.npy'");
  g_autoptr (StrataSession) session = strata_session_new (1, FALSE);
  g_autoptr (StrataPlan) plan = NULL;
  g_autoptr (StrataRun) run = NULL;

  write_npy (folder, "x.npy", before);
  plan = strata_plan_new (graph, NULL, NULL, STRATA_PLAN_FOR_RUN, NULL);
  g_assert_cmpuint (strata_plan_get_faults (plan)->len, ==, 0);
  write_npy (folder, "x.npy", after);
  run = strata_run_new (session, plan);
  strata_run_keep (run, "t", "tensor");
  g_assert_false (strata_run_execute (run, NULL));
  g_assert_cmpuint (strata_run_get_faults (run)->len, ==, 1);

  strata_tensor_unref (before);
  strata_tensor_unref (after);
}

/* What no machine has room for is refused when it is asked for. */
static void
test_large (gconstpointer card)
{
  g_autofree char *text = test_cards_text (card, "");
  g_autoptr (StrataGraph) graph = test_cards_parse (text);
  g_autoptr (StrataPlan) plan =
      strata_plan_new (graph, NULL, NULL, STRATA_PLAN_FOR_RUN, NULL);
  g_autoptr (StrataSession) session = strata_session_new (1, TRUE);
  g_autoptr (StrataRun) run = NULL;

  g_assert_cmpuint (strata_plan_get_faults (plan)->len, ==, 0);
  run = strata_run_new (session, plan);
  g_assert_false (strata_run_execute (run, NULL));
  g_assert_cmpuint (strata_run_get_faults (run)->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tensor-cards/constant", test_constant);
  g_test_add_data_func ("/tensor-cards/random/uniform", "uniform",
                        test_random_parts);
  g_test_add_data_func ("/tensor-cards/random/normal", "normal",
                        test_random_parts);
  g_test_add_func ("/tensor-cards/random/seed", test_random_seed);
  g_test_add_func ("/tensor-cards/input", test_input);
  g_test_add ("/tensor-cards/load/npy", Folder, NULL, set_up, test_load_npy,
              tear_down);
  g_test_add ("/tensor-cards/load/npz", Folder, NULL, set_up, test_load_npz,
              tear_down);
  g_test_add ("/tensor-cards/load/hostile", Folder, NULL, set_up,
              test_load_hostile, tear_down);
  g_test_add ("/tensor-cards/load/changed", Folder, NULL, set_up,
              test_load_changed, tear_down);
  g_test_add_data_func (
      "/tensor-cards/large/constant",
      CARD ("t", "ConstantTensor", "'shape': [1048576, 1048576, 1024]"),
      test_large);
  g_test_add_data_func (
      "/tensor-cards/large/random",
      CARD ("t", "RandomTensor", "'shape': [1048576, 1048576, 1024]"),
      test_large);

  return g_test_run ();
}
