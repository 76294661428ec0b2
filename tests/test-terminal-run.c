/* test-terminal-run.c — strata run: what it feeds, computes, prints and writes.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "terminal/graphs.h"
#include "terminal/workplace.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static const float numbers[] = { 1, 2, 3, 4, -5, 0.1f };
static const float doubled[] = { 2, 4, 6, 8, -10, 0.2f };

/* net.strata doubles what is in x.npy. */
static void
put_doubling (Workplace *place)
{
  workplace_init (place);
  workplace_put_graph (place, "net.strata", DOUBLING_CARDS, DOUBLING_WIRES);
  workplace_put_floats (place, "x.npy", "(1, 2, 3, 1)", numbers, 6);
}

static void
test_print (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  put_doubling (&place);
  call =
      workplace_call (&place, "run", "net.strata", "--input", "x=x.npy", NULL);
  call_assert (call, 0,
               "output  dtype    shape           min  mean  max\n"
               "y       float32  (1, 2, 3, 1)  -10.0   1.7  8.0\n",
               "");
}

static void
test_quiet (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  put_doubling (&place);
  call = workplace_call (&place, "run", "--output", "y=y.npy", "net.strata",
                         "--input=x=x.npy", NULL);
  call_assert (call, 0, "", "");
  workplace_assert_floats (&place, "y.npy", "(1, 2, 3, 1)", doubled, 6);
}

/* Reads standard output, which is one JSON object and nothing else. */
static json_t *
parse (Call *call)
{
  json_error_t error;
  json_t *object = json_loads (call->out, JSON_REJECT_DUPLICATES, &error);

  if (!object)
    g_error ("%s: %s", error.text, call->out);
  return object;
}

static void
test_json (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;
  json_t *object, *expected;
  double sum = 0.0;

  put_doubling (&place);
  call = workplace_call (&place, "run", "net.strata", "--json", "--input",
                         "x=x.npy", "--output", "y=y.npy", NULL);
  call_assert (call, 0, NULL, "");
  for (gsize i = 0; i < 6; i++)
    sum += (double) doubled[i];

  object = parse (call);
  expected =
      json_pack ("{s:{s:{s:s,s:[i,i,i,i],s:f,s:f,s:f}},s:f,s:[]}", "outputs",
                 "y", "dtype", "float32", "shape", 1, 2, 3, 1, "min", -10.0,
                 "mean", sum / 6.0, "max", 8.0, "penalty", 0.0, "faults");
  g_assert_true (json_equal (object, expected));
  json_decref (object);
  json_decref (expected);
  workplace_assert_floats (&place, "y.npy", "(1, 2, 3, 1)", doubled, 6);
}

/* JSON has no NaN and no infinity. */
static void
test_json_special (void)
{
  static const float special[] = { NAN, 1, 2, INFINITY, -INFINITY, 3 };
  g_auto (Workplace) place;
  g_autoptr (Call) first = NULL;
  g_autoptr (Call) second = NULL;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", THROUGH_CARDS, THROUGH_WIRES);
  workplace_put_floats (&place, "nan.npy", "(3,)", special, 3);
  workplace_put_floats (&place, "inf.npy", "(2,)", special + 3, 2);
  first = workplace_call (&place, "run", "net.strata", "--json", "--input",
                          "x=nan.npy", NULL);
  call_assert (first, 0, NULL, "");
  g_assert_nonnull (strstr (first->out,
                            "\"min\": null, \"mean\": null, \"max\": "
                            "null"));
  second = workplace_call (&place, "run", "net.strata", "--input", "x=inf.npy",
                           NULL);
  call_assert (second, 0,
               "output  dtype    shape   min  mean  max\n"
               "y       float32  (2,)   -inf   nan  inf\n",
               "");
}

static void
test_empty (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) text = NULL;
  g_autoptr (Call) json = NULL;

  put_doubling (&place);
  workplace_put_floats (&place, "none.npy", "(0, 2, 3, 1)", numbers, 0);
  text = workplace_call (&place, "run", "net.strata", "--input", "x=none.npy",
                         NULL);
  call_assert (text, 0,
               "output  dtype    shape         min  mean  max\n"
               "y       float32  (0, 2, 3, 1)    –     –    –\n",
               "");
  json = workplace_call (&place, "run", "net.strata", "--input", "x=none.npy",
                         "--json", NULL);
  g_assert_nonnull (strstr (json->out,
                            "\"min\": null, \"mean\": null, \"max\": "
                            "null"));
}

static void
test_penalty (void)
{
  static const float one[] = { 3 };
  g_auto (Workplace) place;
  g_autoptr (Call) text = NULL;
  g_autoptr (Call) json = NULL;
  g_autoptr (Call) quiet = NULL;
  json_t *object;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", PENALTY_CARDS, PENALTY_WIRES);
  workplace_put_floats (&place, "x.npy", "(1, 1, 1, 1)", one, 1);
  text =
      workplace_call (&place, "run", "net.strata", "--input", "x=x.npy", NULL);
  call_assert (text, 0, NULL, "");
  g_assert_true (g_str_has_suffix (text->out, "\npenalty  0.5\n"));

  json = workplace_call (&place, "run", "net.strata", "--input", "x=x.npy",
                         "--json", NULL);
  object = parse (json);
  g_assert_cmpfloat (json_real_value (json_object_get (object, "penalty")), ==,
                     0.5);
  json_decref (object);

  quiet = workplace_call (&place, "run", "net.strata", "--input", "x=x.npy",
                          "--output", "y=y.npy", NULL);
  call_assert (quiet, 0, "", "");
}

/* Any tensor of any card; and an Output of that very name comes first. */
static void
test_any_tensor (void)
{
  static const char cards[] = "{\"id\": \"x\", \"type\": \"Input\"},"
                              "{\"id\": \"x2\", \"type\": \"Input\"},"
                              "{\"id\": \"y\", \"type\": \"Output\", "
                              "\"inputs\": {\"name\": \"x.data\"}}";
  static const char wires[] = "{\"from\": \"x2.data\", \"to\": \"y.data\"}";
  static const float other[] = { 7, 8 };
  g_auto (Workplace) place;
  g_autoptr (Call) any = NULL;
  g_autoptr (Call) named = NULL;

  put_doubling (&place);
  any = workplace_call (&place, "run", "net.strata", "--input", "x=x.npy",
                        "--output", "x.data=a.npy", "--output",
                        "dw.output=b.npy", NULL);
  call_assert (any, 0, "", "");
  workplace_assert_floats (&place, "a.npy", "(1, 2, 3, 1)", numbers, 6);
  workplace_assert_floats (&place, "b.npy", "(1, 2, 3, 1)", doubled, 6);

  workplace_put_graph (&place, "dots.strata", cards, wires);
  workplace_put_floats (&place, "x2.npy", "(2,)", other, 2);
  named =
      workplace_call (&place, "run", "dots.strata", "--input", "x=x.npy",
                      "--input", "x2=x2.npy", "--output", "x.data=c.npy", NULL);
  call_assert (named, 0, "", "");
  workplace_assert_floats (&place, "c.npy", "(2,)", other, 2);
}

static void
test_stdin (void)
{
  static const char *const arguments[] = { "run",     "-",        "--input",
                                           "x=x.npy", "--output", "y=y.npy",
                                           NULL };
  g_auto (Workplace) place;
  g_autofree char *text = NULL;
  g_autoptr (Call) call = NULL;

  put_doubling (&place);
  text = workplace_get (&place, "net.strata");
  call = workplace_call_with (&place, text, NULL, arguments);
  call_assert (call, 0, "", "");
  workplace_assert_floats (&place, "y.npy", "(1, 2, 3, 1)", doubled, 6);
}

static void
test_set (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;
  g_autoptr (Call) standard = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  put_doubling (&place);
  before = workplace_get (&place, "net.strata");
  workplace_put_floats (&place, "x.npy", "(1, 2, 2, 1)", numbers, 4);
  call =
      workplace_call (&place, "run", "net.strata", "--input", "x=x.npy",
                      "--set", "x.shape=null", "--set", "dw.padding=\"SAME\"",
                      "--set", "dw.kernel_size=[1, 2]", "--set", "c.value=1",
                      "--output", "y=y.npy", NULL);
  call_assert (call, 0, "", "");
  /* Sums of each number and the one to its right. */
  workplace_assert_floats (&place, "y.npy", "(1, 2, 2, 1)",
                           (float[]){ 3, 2, 7, 4 }, 4);

  standard = workplace_call (&place, "run", "net.strata", "--input", "x=x.npy",
                             "--set", "x.shape=null", "--set", "c.value=null",
                             "--output", "y=y.npy", NULL);
  call_assert (standard, 0, "", "");
  workplace_assert_floats (&place, "y.npy", "(1, 2, 2, 1)",
                           (float[]){ 0, 0, 0, 0 }, 4);
  after = workplace_get (&place, "net.strata");
  g_assert_cmpstr (before, ==, after);
}

/* A wire wins over a value. */
static void
test_set_wired (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  put_doubling (&place);
  call = workplace_call (&place, "run", "net.strata", "--input", "x=x.npy",
                         "--set", "dw.depthwise_initializer=\"zeros\"",
                         "--output", "y=y.npy", NULL);
  call_assert (
      call, 0, "",
      "strata: '--set dw.depthwise_initializer' has no effect, because "
      "a wire goes into that port\n");
  workplace_assert_floats (&place, "y.npy", "(1, 2, 3, 1)", doubled, 6);
}

/* Every value that cannot be set is a fault of its own. */
static void
test_set_faults (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  put_doubling (&place);
  call = workplace_call (&place, "run", "net.strata", "--input", "x=x.npy",
                         "--set", "dw.strides=\"two\"", "--set", "dw.stride=2",
                         "--set", "dv.strides=2", "--set", "dw.output=2",
                         "--set", "x.value=2", "--output", "y=y.npy", NULL);
  call_assert (call, 1, "", NULL);
  call_assert_says (call, "net.strata: card 'dw', port 'strides': ");
  call_assert_says (call, "net.strata: card 'dw', port 'stride': ");
  call_assert_says (call, "net.strata: card 'dv': The graph has no such card; "
                          "did you mean 'dw'?\n");
  call_assert_says (call, "net.strata: card 'dw', port 'output': Only inputs "
                          "take values, and this is an output\n");
  call_assert_says (call, "net.strata: card 'x', port 'value': ");
  g_assert_false (workplace_has (&place, "y.npy"));
}

static void
test_set_repairs (void)
{
  g_auto (Workplace) place;
  g_autofree char *text = NULL;
  g_autofree char *broken = NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (Call) before = NULL;
  g_autoptr (Call) call = NULL;

  put_doubling (&place);
  text = workplace_get (&place, "net.strata");
  parts = g_strsplit (text, "\"kernel_size\": 1", 2);
  broken = g_strjoinv ("\"kernel_size\": 0", parts);
  workplace_put (&place, "net.strata", broken);
  before =
      workplace_call (&place, "run", "net.strata", "--input", "x=x.npy", NULL);
  call_assert (before, 1, "", NULL);
  call =
      workplace_call (&place, "run", "net.strata", "--input", "x=x.npy",
                      "--set", "dw.kernel_size=1", "--output", "y=y.npy", NULL);
  call_assert (call, 0, "", "");
}

static void
test_threads (void)
{
  static const char *const counts[] = { "1", "2", "7", "0" };
  g_auto (Workplace) place;
  g_autoptr (GBytes) first = NULL;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", LARGE_CARDS, LARGE_WIRES);
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (Call) call =
          workplace_call (&place, "run", "net.strata", "--threads", counts[i],
                          "--output", "y=y.npy", NULL);

      call_assert (call, 0, "", "");
      bytes = workplace_get_bytes (&place, "y.npy");
      if (!first)
        first = g_bytes_ref (bytes);
      g_assert_true (g_bytes_equal (first, bytes));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal/run/print", test_print);
  g_test_add_func ("/terminal/run/quiet", test_quiet);
  g_test_add_func ("/terminal/run/json", test_json);
  g_test_add_func ("/terminal/run/json-special", test_json_special);
  g_test_add_func ("/terminal/run/empty", test_empty);
  g_test_add_func ("/terminal/run/penalty", test_penalty);
  g_test_add_func ("/terminal/run/any-tensor", test_any_tensor);
  g_test_add_func ("/terminal/run/stdin", test_stdin);
  g_test_add_func ("/terminal/run/set", test_set);
  g_test_add_func ("/terminal/run/set-wired", test_set_wired);
  g_test_add_func ("/terminal/run/set-faults", test_set_faults);
  g_test_add_func ("/terminal/run/set-repairs", test_set_repairs);
  g_test_add_func ("/terminal/run/threads", test_threads);
  return g_test_run ();
}
