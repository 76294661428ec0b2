/* test-plan.c — checking graphs: shapes, costs, faults, and what a change
 * costs.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "test-cards.h"
#include "strata-output-set.h"

#include <glib/gstdio.h>

static StrataPlan *
check (StrataGraph *graph, StrataPlan *previous)
{
  return strata_plan_new (graph, NULL, NULL, STRATA_PLAN_FOR_CHECK, previous);
}

static void
assert_shape (StrataPlan *plan, const char *card, const char *shape)
{
  const StrataSpec *spec =
      strata_plan_get_main_spec (plan, strata_plan_find_card (plan, card));
  g_autofree char *found = spec ? strata_spec_to_string (spec) : NULL;

  g_assert_cmpstr (found, ==, shape);
}

static const char small[] =
    "{'format':'strata-graph','version':1,'cards':["
    "{'id':'x','type':'Input','inputs':{'shape':[8,8,3]}},"
    "{'id':'g','type':'GlorotUniform','inputs':{'seed':7}},"
    "{'id':'dw','type':'DepthwiseConv2D','inputs':{'kernel_size':[3,3],"
    "'strides':2,'padding':'SAME','depth_multiplier':2}},"
    "{'id':'y','type':'Output','inputs':{'name':'out'}}],"
    "'wires':[{'from':'x.data','to':'dw.input'},"
    "{'from':'g.initializer_instance','to':'dw.depthwise_initializer'},"
    "{'from':'dw.output','to':'y.data'}]}";

static void
test_shapes (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (small);
  g_autoptr (StrataPlan) plan = check (graph, NULL);

  test_cards_assert_no_faults (strata_plan_get_faults (plan));
  assert_shape (plan, "x", "(None, 8, 8, 3)");
  assert_shape (plan, "dw", "(None, 4, 4, 6)");
  assert_shape (plan, "y", "(None, 4, 4, 6)");
  assert_shape (plan, "g", NULL);
  g_assert_cmpint (strata_plan_get_parameters (plan, 2), ==, 60);
  g_assert_cmpint (strata_plan_get_macs (plan, 2), ==, 864);
  g_assert_cmpint (strata_plan_get_total_parameters (plan), ==, 60);
  g_assert_cmpint (strata_plan_get_total_macs (plan), ==, 864);
  g_assert_cmpstr (strata_plan_get_card_name (plan, 0), ==, "x");
  g_assert_cmpstr (strata_plan_get_card_name (plan, 3), ==, "out");
}

static void
test_unknown (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (small);
  g_autoptr (StrataPlan) plan = NULL;
  g_autoptr (StrataPlan) open = NULL;

  test_cards_set_value (graph, "x", "shape", "[null, 8, 3]");
  plan = check (graph, NULL);
  test_cards_assert_no_faults (strata_plan_get_faults (plan));
  assert_shape (plan, "dw", "(None, None, 4, 6)");
  g_assert_cmpint (strata_plan_get_total_macs (plan), ==, STRATA_UNKNOWN);
  g_assert_cmpint (strata_plan_get_total_parameters (plan), ==, 60);

  strata_graph_set_value (graph, strata_graph_find_card (graph, "x"), "shape",
                          NULL, NULL);
  open = check (graph, plan);
  test_cards_assert_no_faults (strata_plan_get_faults (open));
  assert_shape (open, "dw", "(None, None, None, None)");
  g_assert_cmpint (strata_plan_get_total_parameters (open), ==, STRATA_UNKNOWN);
}

/* Each fault, and none that is only the echo of another. */
static void
test_faults (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (
      "{'format':'strata-graph','version':1,'cards':["
      "{'id':'x','type':'Input','inputs':{'shape':[8,8,3]}},"
      "{'id':'a','type':'DepthwiseConv2D','inputs':{'kernel_size':[3,0],"
      "'padding':'smae','colour':1}},"
      "{'id':'b','type':'DepthwiseConv2D','inputs':{'kernel_size':3,"
      "'strides':2,'dilation_rate':2,'use_bias':1}},"
      "{'id':'c','type':'DepthwiseConv2D','inputs':{'kernel_size':9}},"
      "{'id':'d','type':'DepthwiseConv2D','inputs':{'kernel_size':3.0,"
      "'depthwise_initializer':'glorot','bias_regularizer':'l1_l2'}},"
      "{'id':'e','type':'Nonsense'},"
      "{'id':'y','type':'Output'},"
      "{'id':'z','type':'Output','inputs':{'name':'y'}}],"
      "'wires':[{'from':'x.data','to':'a.input'},{'from':'x.data','to':'b."
      "input'},"
      "{'from':'x.data','to':'c.input'},{'from':'a.output','to':'d.input'},"
      "{'from':'c.output','to':'z.data'},{'from':'e.what','to':'y.data'}]}");
  g_autoptr (StrataPlan) plan = check (graph, NULL);
  GPtrArray *faults = strata_plan_get_faults (plan);

  test_cards_assert_fault (faults, "a", "kernel_size", "[3, 0]");
  test_cards_assert_fault (faults, "a", "padding", "\"smae\"");
  test_cards_assert_fault (faults, "a", "colour", "no such port");
  test_cards_assert_fault (faults, "b", "use_bias", "true or false");
  test_cards_assert_fault (faults, "b", "strides", "2 × 2");
  test_cards_assert_fault (faults, "c", "input", "9 × 9");
  test_cards_assert_fault (faults, "d", "kernel_size", "3.0");
  test_cards_assert_fault (faults, "d", "depthwise_initializer", "\"glorot\"");
  test_cards_assert_fault (faults, "d", "bias_regularizer", "L1L2");
  test_cards_assert_fault (faults, "e", NULL, "'Nonsense'");
  test_cards_assert_fault (faults, "z", "name", "'y'");
  g_assert_cmpuint (faults->len, ==, 11);
}

static void
test_missing (void)
{
  g_autoptr (StrataGraph) graph =
      test_cards_parse ("{'format':'strata-graph','version':1,'cards':["
                        "{'id':'a','type':'DepthwiseConv2D'},"
                        "{'id':'y','type':'Output'}],'wires':[]}");
  g_autoptr (StrataPlan) plan = check (graph, NULL);
  GPtrArray *faults = strata_plan_get_faults (plan);

  test_cards_assert_fault (faults, "a", "kernel_size", "must be given");
  test_cards_assert_fault (faults, "a", "input", "Nothing is wired");
  test_cards_assert_fault (faults, "y", "data", "Nothing is wired");
  g_assert_cmpuint (faults->len, ==, 3);
  for (guint i = 0; i < faults->len; i++)
    g_assert_cmpint (strata_fault_get_kind (faults->pdata[i]), ==,
                     STRATA_FAULT_MISSING);
}

/* What is there and wrong is of the other kind. */
static void
test_kinds (void)
{
  g_autoptr (StrataGraph) graph =
      test_cards_parse ("{'format':'strata-graph','version':1,'cards':["
                        "{'id':'a','type':'DepthwiseConv2D','inputs':"
                        "{'kernel_size':-1}}],'wires':[]}");
  g_autoptr (StrataPlan) plan = check (graph, NULL);
  GPtrArray *faults = strata_plan_get_faults (plan);

  g_assert_cmpuint (faults->len, ==, 2);
  for (guint i = 0; i < faults->len; i++)
    g_assert_cmpint (
        strata_fault_get_kind (faults->pdata[i]), ==,
        g_str_equal (strata_fault_get_port (faults->pdata[i]), "input")
            ? STRATA_FAULT_MISSING
            : STRATA_FAULT_WRONG);
}

/* A layer that is only there for others gives nothing to those after it. */
static void
test_absent (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (
      "{'format':'strata-graph','version':1,'cards':["
      "{'id':'x','type':'Input','inputs':{'shape':[4,8,8,2]}},"
      "{'id':'dw','type':'DepthwiseConv2D','inputs':{'kernel_size':0}},"
      "{'id':'td','type':'TimeDistributed'},"
      "{'id':'y','type':'Output'},{'id':'z','type':'Output'}],'wires':["
      "{'from':'dw.layer_instance','to':'td.layer'},"
      "{'from':'x.data','to':'td.input'},{'from':'td.output','to':'y.data'},"
      "{'from':'dw.output','to':'z.data'}]}");
  g_autoptr (StrataPlan) faulty = check (graph, NULL);
  g_autoptr (StrataPlan) plan = NULL;

  test_cards_assert_fault (strata_plan_get_faults (faulty), "dw", "kernel_size",
                           "0");
  g_assert_cmpuint (strata_plan_get_faults (faulty)->len, ==, 1);

  test_cards_set_value (graph, "dw", "kernel_size", "3");
  plan = check (graph, faulty);
  test_cards_assert_fault (strata_plan_get_faults (plan), "z", "data",
                           "'dw' has no 'output'");
  g_assert_cmpuint (strata_plan_get_faults (plan)->len, ==, 1);
  assert_shape (plan, "y", "(None, 4, 6, 6, 2)");
}

static void
test_cycle (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (
      "{'format':'strata-graph','version':1,'cards':["
      "{'id':'a','type':'DepthwiseConv2D','inputs':{'kernel_size':1}},"
      "{'id':'b','type':'DepthwiseConv2D','inputs':{'kernel_size':1}},"
      "{'id':'c','type':'DepthwiseConv2D','inputs':{'kernel_size':1}},"
      "{'id':'s','type':'DepthwiseConv2D','inputs':{'kernel_size':1}}],"
      "'wires':[{'from':'a.output','to':'b.input'},"
      "{'from':'b.output','to':'a.input'},{'from':'b.output','to':'c.input'},"
      "{'from':'s.output','to':'s.input'}]}");
  g_autoptr (StrataPlan) plan = check (graph, NULL);
  GPtrArray *faults = strata_plan_get_faults (plan);

  test_cards_assert_fault (faults, "a", "input", "'a', 'b' feed each other");
  test_cards_assert_fault (faults, "s", "input", "feeds itself");
  g_assert_cmpuint (faults->len, ==, 2);
}

/* An initializer at fault does not hide a regularizer at fault. */
static void
test_objects (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (
      "{'format':'strata-graph','version':1,'cards':["
      "{'id':'x','type':'Input','inputs':{'shape':[8,8,3]}},"
      "{'id':'c','type':'MaxNorm','inputs':{'axis':4}},"
      "{'id':'a','type':'DepthwiseConv2D','inputs':{'kernel_size':3,"
      "'depthwise_initializer':'identity',"
      "'bias_regularizer':'orthogonal_regularizer'}}],"
      "'wires':[{'from':'x.data','to':'a.input'},"
      "{'from':'c.constraint_instance','to':'a.depthwise_constraint'}]}");
  g_autoptr (StrataPlan) plan = check (graph, NULL);
  GPtrArray *faults = strata_plan_get_faults (plan);

  test_cards_assert_fault (faults, "a", "depthwise_initializer", "rank 2");
  test_cards_assert_fault (faults, "a", "bias_regularizer", "rank 2");
  test_cards_assert_fault (faults, "a", "depthwise_constraint", "4");
  g_assert_cmpuint (faults->len, ==, 3);
}

/* Each wrapper in a wrapper doubles the copies. */
static void
test_deep (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (
      "{'format':'strata-graph','version':1,'cards':["
      "{'id':'x','type':'Input','inputs':{'shape':[3,4,4,1]}},"
      "{'id':'b0','type':'DepthwiseConv2D','inputs':{'kernel_size':1}}],"
      "'wires':[]}");
  StrataCard *input = strata_graph_find_card (graph, "x");
  StrataCard *last = strata_graph_find_card (graph, "b0");
  g_autoptr (StrataPlan) plan = NULL;

  for (int i = 1; i < 40; i++)
    {
      g_autofree char *id = g_strdup_printf ("b%d", i);
      StrataCard *card =
          strata_graph_add_card (graph, "Bidirectional", id, NULL);

      strata_graph_connect (graph, last, "layer_instance", card, "layer", NULL);
      strata_graph_connect (graph, input, "data", card, "input", NULL);
      last = card;
    }
  plan = check (graph, NULL);
  test_cards_assert_fault (strata_plan_get_faults (plan), "b9", "layer",
                           "8 deep");
  g_assert_cmpuint (strata_plan_get_faults (plan)->len, ==, 1);
  assert_shape (plan, "b8", "(None, 3, 4, 4, 256)");
}

static void
test_mismatch (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (
      "{'format':'strata-graph','version':1,'cards':["
      "{'id':'z','type':'Zeros'},"
      "{'id':'a','type':'DepthwiseConv2D','inputs':{'kernel_size':1}}],"
      "'wires':[{'from':'z.initializer_instance','to':'a.input'}]}");
  g_autoptr (StrataPlan) plan = check (graph, NULL);

  test_cards_assert_fault (strata_plan_get_faults (plan), "a", "input",
                           "initializer");
  g_assert_cmpuint (strata_plan_get_faults (plan)->len, ==, 1);
}

static void
set_bypassed (StrataGraph *graph, const char *id, gboolean bypassed)
{
  g_autoptr (GError) error = NULL;

  strata_graph_set_card_bypassed (graph, strata_graph_find_card (graph, id),
                                  bypassed, &error);
  g_assert_no_error (error);
}

/* A bypassed card costs nothing, and its faults do not matter. */
static void
test_bypass (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (small);
  g_autoptr (StrataPlan) first = check (graph, NULL);
  g_autoptr (StrataPlan) plan = NULL, same = NULL, back = NULL;

  set_bypassed (graph, "dw", TRUE);
  test_cards_set_value (graph, "dw", "strides", "3");
  plan = check (graph, first);
  test_cards_assert_no_faults (strata_plan_get_faults (plan));
  assert_shape (plan, "dw", "(None, 8, 8, 3)");
  assert_shape (plan, "y", "(None, 8, 8, 3)");
  g_assert_true (strata_plan_is_bypassed (plan, 2));
  g_assert_false (strata_plan_is_bypassed (plan, 3));
  g_assert_cmpint (strata_plan_get_total_parameters (plan), ==, 0);
  g_assert_cmpint (strata_plan_get_total_macs (plan), ==, 0);

  strata_graph_set_value (graph, strata_graph_find_card (graph, "dw"),
                          "kernel_size", NULL, NULL);
  same = check (graph, plan);
  test_cards_assert_no_faults (strata_plan_get_faults (same));
  g_assert_cmpuint (strata_plan_get_n_inferred (same), ==, 1);

  set_bypassed (graph, "dw", FALSE);
  back = check (graph, same);
  test_cards_assert_fault (strata_plan_get_faults (back), "dw", "kernel_size",
                           "must be given");
}

/* Its instance is the layer as before, faults included. */
static void
test_bypassed_instance (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (
      "{'format':'strata-graph','version':1,'cards':["
      "{'id':'x','type':'Input','inputs':{'shape':[4,8,8,2]}},"
      "{'id':'dw','type':'DepthwiseConv2D','bypass':true,"
      "'inputs':{'kernel_size':3}},"
      "{'id':'td','type':'TimeDistributed'},"
      "{'id':'y','type':'Output'},{'id':'z','type':'Output'}],'wires':["
      "{'from':'dw.layer_instance','to':'td.layer'},"
      "{'from':'x.data','to':'td.input'},{'from':'td.output','to':'y.data'},"
      "{'from':'x.data','to':'dw.input'},{'from':'dw.output','to':'z.data'}]}");
  g_autoptr (StrataPlan) plan = check (graph, NULL);
  g_autoptr (StrataPlan) faulty = NULL;

  test_cards_assert_no_faults (strata_plan_get_faults (plan));
  assert_shape (plan, "y", "(None, 4, 6, 6, 2)");
  assert_shape (plan, "z", "(None, 4, 8, 8, 2)");
  g_assert_cmpint (strata_plan_get_macs (plan, 1), ==, 0);
  g_assert_cmpint (strata_plan_get_parameters (plan, 1), ==, 20);

  test_cards_set_value (graph, "dw", "kernel_size", "9");
  faulty = check (graph, plan);
  test_cards_assert_fault (strata_plan_get_faults (faulty), "td", "layer",
                           "9 × 9");
  g_assert_cmpuint (strata_plan_get_faults (faulty)->len, ==, 1);
}

static void
test_no_bypass (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (
      "{'format':'strata-graph','version':1,'cards':["
      "{'id':'x','type':'Input','bypass':true,'inputs':{'shape':[8,8,3]}},"
      "{'id':'dw','type':'DepthwiseConv2D','bypass':true}],'wires':[]}");
  g_autoptr (StrataPlan) plan = check (graph, NULL);
  g_autoptr (GError) error = NULL;
  StrataCard *x = strata_graph_find_card (graph, "x");

  test_cards_assert_fault (strata_plan_get_faults (plan), "x", NULL,
                           "cannot be bypassed");
  test_cards_assert_fault (strata_plan_get_faults (plan), "dw", "input",
                           "Nothing is wired");
  g_assert_cmpuint (strata_plan_get_faults (plan)->len, ==, 2);
  assert_shape (plan, "x", "(None, 8, 8, 3)");

  g_assert_false (strata_card_can_bypass (x));
  set_bypassed (graph, "x", FALSE);
  g_assert_false (strata_graph_set_card_bypassed (graph, x, TRUE, &error));
  g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_VALUE);
  g_assert_true (strata_graph_undo (graph));
  g_assert_true (strata_card_is_bypassed (x));
}

/* What changed, and what comes after it if that looks different now. */
static void
test_incremental (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (small);
  g_autoptr (StrataPlan) first = check (graph, NULL);
  g_autoptr (StrataPlan) same = check (graph, first);
  g_autoptr (StrataPlan) bias = NULL;
  g_autoptr (StrataPlan) stride = NULL;
  g_autoptr (StrataPlan) seed = NULL;

  g_assert_cmpuint (strata_plan_get_n_inferred (first), ==, 4);
  g_assert_cmpuint (strata_plan_get_n_inferred (same), ==, 0);

  test_cards_set_value (graph, "dw", "use_bias", "false");
  bias = check (graph, same);
  g_assert_cmpuint (strata_plan_get_n_inferred (bias), ==, 1);
  g_assert_cmpint (strata_plan_get_total_parameters (bias), ==, 54);

  test_cards_set_value (graph, "dw", "strides", "1");
  stride = check (graph, bias);
  g_assert_cmpuint (strata_plan_get_n_inferred (stride), ==, 2);
  assert_shape (stride, "y", "(None, 8, 8, 6)");

  test_cards_set_value (graph, "g", "seed", "8");
  seed = check (graph, stride);
  g_assert_cmpuint (strata_plan_get_n_inferred (seed), ==, 2);

  /* The older ones are as they were. */
  assert_shape (first, "y", "(None, 4, 4, 6)");
}

static void
test_incremental_wires (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (small);
  g_autoptr (StrataPlan) first = check (graph, NULL);
  g_autoptr (StrataPlan) cut = NULL;
  g_autoptr (StrataPlan) healed = NULL;

  strata_graph_disconnect (graph, strata_graph_get_wire (graph, 0));
  cut = check (graph, first);
  g_assert_cmpuint (strata_plan_get_n_inferred (cut), ==, 2);
  test_cards_assert_fault (strata_plan_get_faults (cut), "dw", "input",
                           "Nothing is wired");
  g_assert_cmpuint (strata_plan_get_faults (cut)->len, ==, 1);

  g_assert_true (strata_graph_undo (graph));
  healed = check (graph, cut);
  test_cards_assert_no_faults (strata_plan_get_faults (healed));
  assert_shape (healed, "y", "(None, 4, 4, 6)");
}

static void
test_feeds (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (small);
  g_autoptr (StrataFeeds) feeds = strata_feeds_new ();
  g_autoptr (StrataPlan) unfed = NULL;
  g_autoptr (StrataPlan) fed = NULL;
  g_autoptr (StrataPlan) wrong = NULL;
  StrataTensor *five =
      strata_tensor_new (STRATA_FLOAT32, 4, (int64_t[]){ 5, 8, 8, 3 }, NULL);
  StrataTensor *bad =
      strata_tensor_new (STRATA_FLOAT32, 4, (int64_t[]){ 5, 8, 8, 4 }, NULL);

  unfed = strata_plan_new (graph, NULL, NULL, STRATA_PLAN_FOR_RUN, NULL);
  test_cards_assert_fault (strata_plan_get_faults (unfed), "x", "value",
                           "\"x\"");

  strata_feeds_set (feeds, "x", five);
  fed = strata_plan_new (graph, feeds, NULL, STRATA_PLAN_FOR_RUN, unfed);
  test_cards_assert_no_faults (strata_plan_get_faults (fed));
  assert_shape (fed, "y", "(5, 4, 4, 6)");
  g_assert_cmpint (strata_plan_get_total_macs (fed), ==, 864);

  strata_feeds_set (feeds, "x", bad);
  wrong = strata_plan_new (graph, feeds, NULL, STRATA_PLAN_FOR_RUN, fed);
  test_cards_assert_fault (strata_plan_get_faults (wrong), "x", "shape",
                           "(None, 8, 8, 3)");
  g_assert_cmpuint (strata_plan_get_faults (wrong)->len, ==, 1);
  strata_tensor_unref (five);
  strata_tensor_unref (bad);
}

static void
test_weights (void)
{
  g_autofree char *folder = g_dir_make_tmp ("strata-plan-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "w.npz", NULL);
  g_autoptr (StrataGraph) graph = test_cards_parse (small);
  g_autoptr (StrataOutputSet) set = strata_output_set_new ();
  g_autoptr (StrataWeights) weights = NULL;
  g_autoptr (StrataPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  StrataTensor *kernel =
      strata_tensor_new (STRATA_FLOAT32, 4, (int64_t[]){ 3, 3, 3, 1 }, NULL);
  StrataTensor *other = strata_tensor_new (STRATA_FLOAT32, 0, NULL, NULL);
  const char *keys[] = { "dw/depthwise_kernel", "who/else" };
  StrataTensor *tensors[] = { kernel, other };
  GPtrArray *faults;

  strata_output_set_add_npz (set, NULL, path, 2, keys, tensors);
  strata_output_set_commit (set, &error);
  g_assert_no_error (error);
  weights = strata_weights_open (path, &error);
  g_assert_no_error (error);
  plan = strata_plan_new (graph, NULL, weights, STRATA_PLAN_FOR_CHECK, NULL);
  faults = strata_plan_get_faults (plan);
  test_cards_assert_fault (faults, "dw", NULL, "(3, 3, 3, 1)");
  test_cards_assert_fault (faults, "dw", NULL, "'dw/bias'");
  test_cards_assert_fault (faults, NULL, NULL, "'who/else'");
  g_assert_cmpuint (faults->len, ==, 3);

  strata_tensor_unref (kernel);
  strata_tensor_unref (other);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("KERAS_HOME", "/nonexistent", TRUE);

  g_test_add_func ("/plan/shapes", test_shapes);
  g_test_add_func ("/plan/unknown", test_unknown);
  g_test_add_func ("/plan/faults/all", test_faults);
  g_test_add_func ("/plan/faults/missing", test_missing);
  g_test_add_func ("/plan/faults/kinds", test_kinds);
  g_test_add_func ("/plan/faults/absent", test_absent);
  g_test_add_func ("/plan/faults/cycle", test_cycle);
  g_test_add_func ("/plan/faults/objects", test_objects);
  g_test_add_func ("/plan/faults/deep", test_deep);
  g_test_add_func ("/plan/faults/mismatch", test_mismatch);
  g_test_add_func ("/plan/incremental/values", test_incremental);
  g_test_add_func ("/plan/incremental/wires", test_incremental_wires);
  g_test_add_func ("/plan/bypass", test_bypass);
  g_test_add_func ("/plan/bypass/instance", test_bypassed_instance);
  g_test_add_func ("/plan/bypass/refused", test_no_bypass);
  g_test_add_func ("/plan/feeds", test_feeds);
  g_test_add_func ("/plan/weights", test_weights);

  return g_test_run ();
}
