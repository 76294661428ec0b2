/* test-terminal-weights.c — strata run with files of weights.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "terminal/graphs.h"
#include "terminal/workplace.h"

#include <string.h>

/* A depthwise and a separable layer, each with a bias, on one pixel. */
#define CARDS                                                                  \
  "{\"id\": \"x\", \"type\": \"Input\", \"inputs\": {\"shape\": [1, 1, 2]}},"  \
  "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"inputs\":"                \
  " {\"kernel_size\": 1}},"                                                    \
  "{\"id\": \"sep\", \"type\": \"SeparableConv2D\", \"inputs\":"               \
  " {\"kernel_size\": 1, \"filters\": 1}},"                                    \
  "{\"id\": \"y\", \"type\": \"Output\"}"
#define WIRES                                                                  \
  "{\"from\": \"x.data\", \"to\": \"dw.input\"},"                              \
  "{\"from\": \"dw.output\", \"to\": \"sep.input\"},"                          \
  "{\"from\": \"sep.output\", \"to\": \"y.data\"}"

static const char *const keys[] = {
  "dw/depthwise_kernel",  "dw/bias",  "sep/depthwise_kernel",
  "sep/pointwise_kernel", "sep/bias", NULL
};
static const char *const files[] = { "1.npy", "2.npy", "3.npy",
                                     "4.npy", "5.npy", NULL };

/* With x = (1, 2): dw gives (2 + 1, 6 + 2), sep's first step (12, 40), its
 * second 12 · 6 + 40 · 7, and its bias 8. */
static const float result[] = { 360 };

static void
put_files (Workplace *place)
{
  workplace_init (place);
  workplace_put_graph (place, "net.strata", CARDS, WIRES);
  workplace_put_floats (place, "x.npy", "(1, 1, 1, 2)", (float[]){ 1, 2 }, 2);
  workplace_put_floats (place, "1.npy", "(1, 1, 2, 1)", (float[]){ 2, 3 }, 2);
  workplace_put_floats (place, "2.npy", "(2,)", (float[]){ 1, 2 }, 2);
  workplace_put_floats (place, "3.npy", "(1, 1, 2, 1)", (float[]){ 4, 5 }, 2);
  workplace_put_floats (place, "4.npy", "(1, 1, 2, 1)", (float[]){ 6, 7 }, 2);
  workplace_put_floats (place, "5.npy", "(1,)", (float[]){ 8 }, 1);
}

static Call *
run_with (Workplace *place, const char *weights)
{
  return workplace_call (place, "run", "net.strata", "--input", "x=x.npy",
                         "--weights", weights, "--output", "y=y.npy", NULL);
}

static void
test_read (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  put_files (&place);
  workplace_put_npz (&place, "w.npz", keys, files);
  call = run_with (&place, "w.npz");
  call_assert (call, 0, "", "");
  workplace_assert_floats (&place, "y.npy", "(1, 1, 1, 1)", result, 1);
}

/* A float64 layer loses nothing of float64 weights. */
static void
test_double (void)
{
  static const double weight[] = { 0.1, 0.7 };
  static const double product[] = { 0.1, 1.4 };
  static const char *const one_key[] = { "dw/depthwise_kernel", NULL };
  static const char *const one_file[] = { "1.npy", NULL };
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;
  g_autoptr (GBytes) bytes = NULL;

  put_files (&place);
  workplace_put_npy (&place, "1.npy", "<f8", FALSE, "(1, 1, 2, 1)", weight,
                     sizeof weight);
  workplace_put_npz (&place, "w.npz", one_key, one_file);
  workplace_put_graph (
      &place, "net.strata",
      "{\"id\": \"x\", \"type\": \"Input\", \"inputs\": {\"dtype\":"
      " \"float64\"}},"
      "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"inputs\":"
      " {\"kernel_size\": 1, \"use_bias\": false}},"
      "{\"id\": \"y\", \"type\": \"Output\"}",
      "{\"from\": \"x.data\", \"to\": \"dw.input\"},"
      "{\"from\": \"dw.output\", \"to\": \"y.data\"}");
  call = run_with (&place, "w.npz");
  call_assert (call, 0, "", "");
  bytes = workplace_get_npy (&place, "y.npy", "<f8", "(1, 1, 1, 2)");
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                   product, sizeof product);
}

/* What was drawn can be kept and used again. */
static void
test_save (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) save = NULL;
  g_autoptr (Call) load = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GBytes) weights = NULL;
  g_autoptr (GBytes) weights_again = NULL;

  put_files (&place);
  save =
      workplace_call (&place, "run", "net.strata", "--input", "x=x.npy",
                      "--output", "y=1.npy", "--save-weights", "w.npz", NULL);
  call_assert (save, 0, "", "");
  /* With another seed, only the weights of the file can give the same. */
  load = workplace_call (&place, "run", "net.strata", "--input", "x=x.npy",
                         "--output", "y=2.npy", "--weights", "w.npz",
                         "--save-weights", "v.npz", NULL);
  call_assert (load, 0, "", "");
  first = workplace_get_bytes (&place, "1.npy");
  second = workplace_get_bytes (&place, "2.npy");
  g_assert_true (g_bytes_equal (first, second));
  weights = workplace_get_bytes (&place, "w.npz");
  weights_again = workplace_get_bytes (&place, "v.npz");
  g_assert_true (g_bytes_equal (weights, weights_again));
}

/* A run without Inputs or Outputs can still be asked for its weights. */
static void
test_save_alone (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  put_files (&place);
  call = workplace_call (&place, "run", "net.strata", "--input", "x=x.npy",
                         "--save-weights", "w.npz", NULL);
  call_assert (call, 0, NULL, "");
  g_assert_true (g_str_has_prefix (call->out, "output "));
  g_assert_true (workplace_has (&place, "w.npz"));
}

static void
assert_refused (Workplace *place, const char *weights, const char *text)
{
  g_autoptr (Call) call = run_with (place, weights);

  call_assert (call, 1, "", NULL);
  call_assert_says (call, text);
  g_assert_false (workplace_has (place, "y.npy"));
}

static void
test_missing_key (void)
{
  g_auto (Workplace) place;

  put_files (&place);
  workplace_put_npz (&place, "w.npz", keys + 1, files + 1);
  assert_refused (&place, "w.npz", "dw/depthwise_kernel");
}

static void
test_unknown_key (void)
{
  static const char *const more_keys[] = { "dw/depthwise_kernel",
                                           "dw/bias",
                                           "sep/depthwise_kernel",
                                           "sep/pointwise_kernel",
                                           "sep/bias",
                                           "other/bias",
                                           NULL };
  static const char *const more_files[] = { "1.npy", "2.npy", "3.npy", "4.npy",
                                            "5.npy", "5.npy", NULL };
  g_auto (Workplace) place;

  put_files (&place);
  workplace_put_npz (&place, "w.npz", more_keys, more_files);
  assert_refused (&place, "w.npz", "other/bias");
}

static void
test_shape (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  put_files (&place);
  workplace_put_floats (&place, "2.npy", "(3,)", (float[]){ 1, 2, 3 }, 3);
  workplace_put_npz (&place, "w.npz", keys, files);
  assert_refused (&place, "w.npz", "dw/bias");
  call = run_with (&place, "w.npz");
  call_assert_says (call, "(3,)");
  call_assert_says (call, "(2,)");
}

/* One bit of one member is not what its checksum says. */
static void
test_damage (void)
{
  g_auto (Workplace) place;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *damaged = NULL;
  gsize length;
  char *weight;

  put_files (&place);
  workplace_put_npz (&place, "w.npz", keys, files);
  bytes = workplace_get_bytes (&place, "w.npz");
  length = g_bytes_get_size (bytes);
  damaged = g_memdup2 (g_bytes_get_data (bytes, NULL), length);
  weight = memmem (damaged, length, (float[]){ 6, 7 }, 8);
  g_assert_nonnull (weight);
  *weight ^= 1;
  workplace_put_bytes (&place, "w.npz", damaged, length);
  assert_refused (&place, "w.npz", "sep/pointwise_kernel");
}

static void
test_no_archive (void)
{
  g_auto (Workplace) place;

  put_files (&place);
  assert_refused (&place, "no.npz", "no.npz: Cannot open: No such file");
  workplace_put (&place, "text.npz", "This is no archive");
  assert_refused (&place, "text.npz", "text.npz: ");
  assert_refused (&place, "1.npy", "1.npy: ");
}

/* The graph's own file, which --weights replaces unread. */
static void
test_own (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) own = NULL;
  g_autoptr (Call) broken = NULL;
  g_autoptr (Call) other = NULL;
  g_autoptr (Call) check = NULL;

  put_files (&place);
  workplace_put (
      &place, "net.strata",
      "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": [" CARDS
      "], \"wires\": [" WIRES "], \"weights\": \"own.npz\"}");
  workplace_put_npz (&place, "own.npz", keys, files);
  own = workplace_call (&place, "run", "net.strata", "--input", "x=x.npy",
                        "--output", "y=y.npy", NULL);
  call_assert (own, 0, "", "");
  workplace_assert_floats (&place, "y.npy", "(1, 1, 1, 1)", result, 1);

  workplace_put (&place, "own.npz", "This is no archive");
  broken =
      workplace_call (&place, "run", "net.strata", "--input", "x=x.npy", NULL);
  call_assert (broken, 1, "", NULL);
  call_assert_says (broken, "own.npz");
  check = workplace_call (&place, "check", "net.strata", NULL);
  call_assert (check, 1, "", NULL);
  call_assert_says (check, "own.npz");

  workplace_put_npz (&place, "w.npz", keys, files);
  other = run_with (&place, "w.npz");
  call_assert (other, 0, "", "");
}

static void
test_check (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) good = NULL;
  g_autoptr (Call) bad = NULL;

  put_files (&place);
  workplace_put_npz (&place, "w.npz", keys, files);
  good = workplace_call (&place, "check", "net.strata", "--weights", "w.npz",
                         NULL);
  call_assert (good, 0, NULL, "");
  workplace_put_npz (&place, "w.npz", keys + 1, files + 1);
  bad = workplace_call (&place, "check", "net.strata", "--weights", "w.npz",
                        NULL);
  call_assert (bad, 1, "", NULL);
  call_assert_says (bad, "dw/depthwise_kernel");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal/weights/read", test_read);
  g_test_add_func ("/terminal/weights/double", test_double);
  g_test_add_func ("/terminal/weights/save", test_save);
  g_test_add_func ("/terminal/weights/save-alone", test_save_alone);
  g_test_add_func ("/terminal/weights/missing-key", test_missing_key);
  g_test_add_func ("/terminal/weights/unknown-key", test_unknown_key);
  g_test_add_func ("/terminal/weights/shape", test_shape);
  g_test_add_func ("/terminal/weights/damage", test_damage);
  g_test_add_func ("/terminal/weights/no-archive", test_no_archive);
  g_test_add_func ("/terminal/weights/own", test_own);
  g_test_add_func ("/terminal/weights/check", test_check);
  return g_test_run ();
}
