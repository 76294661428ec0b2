/* test-session.c — runs: numbers, what is evaluated again, what is released,
 * threads, cancelling, failures.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "test-cards.h"

#include <string.h>

static StrataPlan *
plan_of (StrataGraph *graph, StrataPlan *previous)
{
  return strata_plan_new (graph, NULL, NULL, STRATA_PLAN_FOR_RUN, previous);
}

/* tf.nn.depthwise_conv2d's own example. */
static void
test_seed_example (void)
{
  const float values[] = { 10, 14, 14, 20, 18, 26, 22, 32 };
  g_autoptr (StrataGraph) graph = test_cards_parse (
      "{'format':'strata-graph','version':1,'cards':["
      "{'id':'x','type':'ConstantTensor','inputs':{'shape':[1,3,2,1],"
      "'values':[1,2,3,4,5,6]}},"
      "{'id':'w','type':'ConstantTensor','inputs':{'shape':[2,1,1,2],"
      "'values':[1,2,3,4]}},"
      "{'id':'op','type':'nn.depthwise_conv2d','inputs':{'strides':[1,1,1,1],"
      "'padding':'VALID'}},{'id':'y','type':'Output'}],"
      "'wires':[{'from':'x.tensor','to':'op.input'},"
      "{'from':'w.tensor','to':'op.filter'},{'from':'op.output','to':'y.data'}]"
      "}");
  g_autoptr (StrataPlan) plan = plan_of (graph, NULL);
  g_autoptr (StrataSession) session = strata_session_new (1, FALSE);
  g_autoptr (StrataRun) run = strata_run_new (session, plan);

  test_cards_assert_no_faults (strata_plan_get_faults (plan));
  g_assert_true (strata_run_execute (run, NULL));
  test_cards_assert_floats (strata_run_get_output (run, "y"), "(1, 2, 2, 2)",
                            values);
  g_assert_cmpuint (strata_run_get_n_evaluated (run), ==, 3);

  /* Nobody asked for it, so it went after its reader. */
  g_assert_null (strata_run_get_tensor (run, "op", "output"));
  g_assert_null (strata_run_get_tensor (run, "op", "nonsense"));
}

static const char chain[] =
    "{'format':'strata-graph','version':1,'cards':["
    "{'id':'x','type':'ConstantTensor','inputs':{'shape':[1,6,6,2],'values':[1]"
    "}},"
    "{'id':'a','type':'DepthwiseConv2D','inputs':{'kernel_size':3,"
    "'padding':'same'}},"
    "{'id':'b','type':'DepthwiseConv2D','inputs':{'kernel_size':3,"
    "'padding':'same'}},"
    "{'id':'c','type':'DepthwiseConv2D','inputs':{'kernel_size':3,"
    "'padding':'same'}},"
    "{'id':'y','type':'Output'},{'id':'z','type':'Output'}],"
    "'wires':[{'from':'x.tensor','to':'a.input'},"
    "{'from':'a.output','to':'b.input'},{'from':'a.output','to':'c.input'},"
    "{'from':'b.output','to':'y.data'},{'from':'c.output','to':'z.data'}]}";

/* Evaluates and tells how many cards computed something. */
static guint
evaluate (StrataSession *session, StrataPlan *plan)
{
  g_autoptr (StrataRun) run = strata_run_new (session, plan);

  g_assert_true (strata_run_execute (run, NULL));
  g_assert_nonnull (strata_run_get_output (run, "y"));
  g_assert_nonnull (strata_run_get_output (run, "z"));
  return strata_run_get_n_evaluated (run);
}

static void
test_kept_results (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (chain);
  g_autoptr (StrataSession) session = strata_session_new (2, TRUE);
  g_autoptr (StrataPlan) first = plan_of (graph, NULL);
  g_autoptr (StrataPlan) moved = NULL;
  g_autoptr (StrataPlan) leaf = NULL;
  g_autoptr (StrataPlan) root = NULL;

  g_assert_cmpuint (evaluate (session, first), ==, 4);
  g_assert_cmpuint (evaluate (session, first), ==, 0);

  strata_graph_move_card (graph, strata_graph_find_card (graph, "a"), 5, 6);
  moved = plan_of (graph, first);
  g_assert_cmpuint (evaluate (session, moved), ==, 0);

  test_cards_set_value (graph, "c", "activation", "\"relu\"");
  leaf = plan_of (graph, moved);
  g_assert_cmpuint (evaluate (session, leaf), ==, 1);

  test_cards_set_value (graph, "a", "activation", "\"relu\"");
  root = plan_of (graph, leaf);
  g_assert_cmpuint (evaluate (session, root), ==, 3);
}

/* A bypassed card hands over the very tensor, and nothing is evaluated that its
 * values alone have touched. */
static void
test_bypass (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (chain);
  g_autoptr (StrataSession) session = strata_session_new (2, TRUE);
  StrataCard *b = strata_graph_find_card (graph, "b");
  g_autoptr (StrataPlan) first = plan_of (graph, NULL);
  g_autoptr (StrataPlan) bypassed = NULL, other = NULL, back = NULL;
  g_autoptr (StrataRun) run = NULL;

  g_assert_cmpuint (evaluate (session, first), ==, 4);
  strata_graph_set_card_bypassed (graph, b, TRUE, NULL);
  bypassed = plan_of (graph, first);
  g_assert_cmpuint (evaluate (session, bypassed), ==, 0);
  run = strata_run_new (session, bypassed);
  g_assert_true (strata_run_execute (run, NULL));
  g_assert_true (strata_run_get_output (run, "y")
                 == strata_run_get_tensor (run, "a", "output"));
  g_assert_true (strata_run_get_output (run, "y")
                 != strata_run_get_output (run, "z"));

  test_cards_set_value (graph, "b", "activation", "\"relu\"");
  other = plan_of (graph, bypassed);
  g_assert_cmpuint (evaluate (session, other), ==, 0);
  strata_graph_set_card_bypassed (graph, b, FALSE, NULL);
  back = plan_of (graph, other);
  g_assert_cmpuint (evaluate (session, back), ==, 1);
}

/* Of one branch, and later of the other: what both need is there by then. */
static void
test_part (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (chain);
  g_autoptr (StrataPlan) plan = plan_of (graph, NULL);
  g_autoptr (StrataSession) session = strata_session_new (2, TRUE);
  g_autoptr (StrataRun) left = strata_run_new (session, plan);
  g_autoptr (StrataRun) right = strata_run_new (session, plan);
  g_autoptr (StrataRun) all = strata_run_new (session, plan);
  guint c = (guint) strata_plan_find_card (plan, "c");

  g_assert_false (strata_run_want (left, "nothing"));
  g_assert_true (strata_run_want (left, "b"));
  g_assert_true (strata_run_execute (left, NULL));
  g_assert_cmpuint (strata_run_get_n_evaluated (left), ==, 3);
  g_assert_cmpfloat (strata_run_get_progress (left), ==, 1);
  g_assert_nonnull (strata_run_get_tensor (left, "b", "output"));
  g_assert_null (strata_run_get_output (left, "y"));
  g_assert_cmpint (strata_run_get_card_state (left, c), ==,
                   STRATA_CARD_SKIPPED);

  g_assert_true (strata_run_want (right, "z"));
  g_assert_true (strata_run_execute (right, NULL));
  g_assert_cmpuint (strata_run_get_n_evaluated (right), ==, 1);
  g_assert_nonnull (strata_run_get_output (right, "z"));

  g_assert_true (strata_run_execute (all, NULL));
  g_assert_cmpuint (strata_run_get_n_evaluated (all), ==, 0);
  g_assert_nonnull (strata_run_get_output (all, "y"));
}

/* What is left out takes no memory, and keeps nothing from being released. */
static void
test_part_alone (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (
      "{'format':'strata-graph','version':1,'cards':["
      "{'id':'s','type':'ConstantTensor','inputs':{'shape':[2],'values':[1]}},"
      "{'id':'l','type':'ConstantTensor','inputs':{'shape':[4000000,4000000],"
      "'values':[1]}},{'id':'y','type':'Output'},{'id':'z','type':'Output'}],"
      "'wires':[{'from':'s.tensor','to':'y.data'},"
      "{'from':'l.tensor','to':'z.data'}]}");
  g_autoptr (StrataPlan) plan = plan_of (graph, NULL);
  g_autoptr (StrataSession) session = strata_session_new (1, FALSE);
  g_autoptr (StrataRun) run = strata_run_new (session, plan);

  g_assert_true (strata_run_want (run, "y"));
  g_assert_true (strata_run_execute (run, NULL));
  g_assert_nonnull (strata_run_get_output (run, "y"));
  g_assert_null (strata_run_get_output (run, "z"));
}

/* Weights are drawn once and stay when other values change. */
static void
test_kept_weights (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (chain);
  g_autoptr (StrataSession) session = strata_session_new (1, TRUE);
  g_autoptr (StrataPlan) first = plan_of (graph, NULL);
  g_autoptr (StrataPlan) second = NULL;
  g_autoptr (StrataRun) one = strata_run_new (session, first);
  g_autoptr (StrataRun) other = NULL;
  StrataTensor *before, *after;

  g_assert_true (strata_run_execute (one, NULL));
  test_cards_set_value (graph, "a", "activation", "\"relu\"");
  second = plan_of (graph, first);
  other = strata_run_new (session, second);
  g_assert_true (strata_run_execute (other, NULL));
  g_assert_cmpstr (strata_run_get_weight_key (other, 0), ==,
                   "a/depthwise_kernel");
  before = strata_run_dup_weight (one, 0);
  after = strata_run_dup_weight (other, 0);
  g_assert_true (before == after);
  strata_tensor_unref (before);
  strata_tensor_unref (after);
}

static void
test_new_feed (void)
{
  g_autoptr (StrataGraph) graph =
      test_cards_parse ("{'format':'strata-graph','version':1,'cards':["
                        "{'id':'x','type':'Input'},{'id':'y','type':'Output'}],"
                        "'wires':[{'from':'x.data','to':'y.data'}]}");
  g_autoptr (StrataSession) session = strata_session_new (1, TRUE);
  g_autoptr (StrataPlan) plan = NULL;

  for (int i = 1; i < 4; i++)
    {
      float value = (float) i;
      g_autoptr (StrataFeeds) feeds = strata_feeds_new ();
      g_autoptr (StrataPlan) previous = g_steal_pointer (&plan);
      g_autoptr (StrataRun) run = NULL;
      StrataTensor *tensor =
          strata_tensor_new (STRATA_FLOAT32, 1, (int64_t[]){ 1 }, NULL);

      *(float *) strata_tensor_edit (tensor) = value;
      strata_feeds_set (feeds, "x", tensor);
      strata_tensor_unref (tensor);
      plan =
          strata_plan_new (graph, feeds, NULL, STRATA_PLAN_FOR_RUN, previous);
      run = strata_run_new (session, plan);
      g_assert_true (strata_run_execute (run, NULL));
      test_cards_assert_floats (strata_run_get_output (run, "y"), "(1,)",
                                &value);
    }
}

static void
test_keep (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (chain);
  g_autoptr (StrataSession) session = strata_session_new (1, FALSE);
  g_autoptr (StrataPlan) plan = plan_of (graph, NULL);
  g_autoptr (StrataRun) run = strata_run_new (session, plan);

  g_assert_true (strata_run_keep (run, "a", "output"));
  g_assert_false (strata_run_keep (run, "a", "layer_instance"));
  g_assert_false (strata_run_keep (run, "nobody", "output"));
  g_assert_true (strata_run_execute (run, NULL));
  test_cards_assert_floats (strata_run_get_tensor (run, "a", "output"),
                            "(1, 6, 6, 2)", NULL);
  g_assert_null (strata_run_get_tensor (run, "b", "output"));
  g_assert_null (strata_run_dup_weight (run, 0));
}

/* A chain of 20,000 cards: neither the stack nor the memory grows with it. */
static void
test_long_chain (void)
{
  const guint n = 20000;
  g_autoptr (StrataGraph) graph = strata_graph_new (test_cards_get_registry ());
  g_autoptr (StrataSession) session = strata_session_new (2, FALSE);
  g_autoptr (StrataPlan) plan = NULL;
  g_autoptr (StrataRun) run = NULL;
  StrataCard *last = strata_graph_add_card (graph, "ConstantTensor", "x", NULL);

  test_cards_set_value (graph, "x", "shape", "[1, 4, 4, 1]");
  test_cards_set_value (graph, "x", "values", "[1]");
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("c%u", i);
      StrataCard *card =
          strata_graph_add_card (graph, "DepthwiseConv2D", id, NULL);

      test_cards_set_value (graph, id, "kernel_size", "1");
      test_cards_set_value (graph, id, "depthwise_initializer", "\"ones\"");
      strata_graph_connect (graph, last, i == 0 ? "tensor" : "output", card,
                            "input", NULL);
      last = card;
    }
  plan = plan_of (graph, NULL);
  test_cards_assert_no_faults (strata_plan_get_faults (plan));
  run = strata_run_new (session, plan);
  g_assert_true (strata_run_keep (run, "c19999", "output"));
  g_assert_true (strata_run_execute (run, NULL));
  g_assert_cmpuint (strata_run_get_n_evaluated (run), ==, n + 1);
  test_cards_assert_floats (strata_run_get_tensor (run, "c19999", "output"),
                            "(1, 4, 4, 1)", NULL);
}

static void
test_same_bits (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (chain);
  g_autoptr (StrataPlan) plan = NULL;
  StrataTensor *first = NULL;

  test_cards_set_value (graph, "x", "shape", "[3, 40, 40, 33]");
  plan = plan_of (graph, NULL);
  for (guint threads = 1; threads < 8; threads++)
    {
      g_autoptr (StrataSession) session = strata_session_new (threads, FALSE);
      g_autoptr (StrataRun) run = strata_run_new (session, plan);
      StrataTensor *tensor;

      g_assert_cmpuint (strata_session_get_n_threads (session), ==, threads);
      g_assert_true (strata_run_execute (run, NULL));
      tensor = strata_run_get_output (run, "y");
      if (first)
        g_assert_cmpmem (
            strata_tensor_data (tensor), strata_tensor_n_bytes (tensor),
            strata_tensor_data (first), strata_tensor_n_bytes (first));
      else
        first = strata_tensor_ref (tensor);
    }
  strata_tensor_unref (first);
}

static const char heavy[] =
    "{'format':'strata-graph','version':1,'cards':["
    "{'id':'x','type':'ConstantTensor','inputs':{'shape':[8,256,256,32],"
    "'values':[1]}},"
    "{'id':'a','type':'DepthwiseConv2D','inputs':{'kernel_size':63,"
    "'padding':'same'}},{'id':'y','type':'Output'}],"
    "'wires':[{'from':'x.tensor','to':'a.input'},"
    "{'from':'a.output','to':'y.data'}]}";

static void
count_cb (StrataRun *run, const char *id, guint *count)
{
  (*count)++;
  /* The heavy card has begun. */
  if (g_str_equal (id, "a"))
    strata_run_cancel (run);
}

static void
test_cancel (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (heavy);
  g_autoptr (StrataPlan) plan = plan_of (graph, NULL);
  g_autoptr (StrataSession) session = strata_session_new (2, TRUE);
  g_autoptr (StrataRun) run = strata_run_new (session, plan);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint count = 0;

  g_signal_connect (run, "card-changed", G_CALLBACK (count_cb), &count);
  g_signal_connect_swapped (run, "finished", G_CALLBACK (g_main_loop_quit),
                            loop);
  strata_run_start (run);
  g_main_loop_run (loop);
  g_assert_true (strata_run_is_finished (run));
  g_assert_true (strata_run_is_cancelled (run));
  g_assert_cmpuint (count, >, 0);
  g_assert_cmpint (strata_run_get_card_state (run, 0), ==, STRATA_CARD_DONE);
  g_assert_cmpint (strata_run_get_card_state (run, 1), ==, STRATA_CARD_SKIPPED);
  g_assert_cmpint (strata_run_get_card_state (run, 2), ==, STRATA_CARD_SKIPPED);
  g_assert_null (strata_run_get_output (run, "y"));
  test_cards_assert_no_faults (strata_run_get_faults (run));
}

static void
count_all_cb (StrataRun *run, const char *id, guint *count)
{
  (*count)++;
}

/* What is kept is told of while it is still being found. */
static void
test_kept_news (void)
{
  GString *text = g_string_new ("{'format':'strata-graph','version':1,"
                                "'cards':[");
  const guint n = 5000;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text,
                            "%s{'id':'x%u','type':'ConstantTensor',"
                            "'inputs':{'shape':[1],'values':[1]}}",
                            i > 0 ? "," : "", i);
  g_string_append (text, "],'wires':[]}");
  {
    g_autoptr (StrataGraph) graph = test_cards_parse (text->str);
    g_autoptr (StrataPlan) plan = plan_of (graph, NULL);
    g_autoptr (StrataSession) session = strata_session_new (2, TRUE);
    g_autoptr (StrataRun) first = strata_run_new (session, plan);
    g_autoptr (StrataRun) run = strata_run_new (session, plan);
    g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
    guint count = 0;

    g_assert_true (strata_run_execute (first, NULL));
    g_signal_connect (run, "card-changed", G_CALLBACK (count_all_cb), &count);
    g_signal_connect_swapped (run, "finished", G_CALLBACK (g_main_loop_quit),
                              loop);
    strata_run_start (run);
    g_main_loop_run (loop);
    g_assert_cmpuint (count, ==, n);
    g_assert_cmpuint (strata_run_get_n_evaluated (run), ==, 0);
  }
  g_string_free (text, TRUE);
}

static void
test_cancelled_before (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (heavy);
  g_autoptr (StrataPlan) plan = plan_of (graph, NULL);
  g_autoptr (StrataSession) session = strata_session_new (1, FALSE);
  g_autoptr (StrataRun) run = strata_run_new (session, plan);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_cancellable_cancel (cancellable);
  g_assert_false (strata_run_execute (run, cancellable));
  g_assert_cmpuint (strata_run_get_n_evaluated (run), ==, 0);
}

static void
test_background (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (chain);
  g_autoptr (StrataPlan) plan = plan_of (graph, NULL);
  g_autoptr (StrataSession) session = strata_session_new (2, TRUE);
  g_autoptr (StrataRun) run = strata_run_new (session, plan);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_signal_connect_swapped (run, "finished", G_CALLBACK (g_main_loop_quit),
                            loop);
  strata_run_start (run);
  g_main_loop_run (loop);
  test_cards_assert_no_faults (strata_run_get_faults (run));
  g_assert_cmpfloat (strata_run_get_progress (run), ==, 1);
  g_assert_null (strata_run_dup_current_card (run));
  for (guint i = 0; i < strata_plan_get_n_cards (plan); i++)
    g_assert_cmpint (strata_run_get_card_state (run, i), ==, STRATA_CARD_DONE);
}

/* A program wants all or nothing, an editor what can be computed. */
static void
test_around_faults (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (chain);
  g_autoptr (StrataPlan) plan = NULL;
  g_autoptr (StrataSession) program = strata_session_new (1, FALSE);
  g_autoptr (StrataSession) editor = strata_session_new (1, TRUE);
  g_autoptr (StrataRun) all = NULL;
  g_autoptr (StrataRun) part = NULL;

  strata_graph_set_value (graph, strata_graph_find_card (graph, "c"),
                          "kernel_size", NULL, NULL);
  plan = plan_of (graph, NULL);
  all = strata_run_new (program, plan);
  g_assert_false (strata_run_execute (all, NULL));
  g_assert_cmpuint (strata_run_get_n_evaluated (all), ==, 0);

  part = strata_run_new (editor, plan);
  g_assert_false (strata_run_execute (part, NULL));
  g_assert_cmpuint (strata_run_get_n_evaluated (part), ==, 3);
  g_assert_nonnull (strata_run_get_output (part, "y"));
  g_assert_null (strata_run_get_output (part, "z"));
  test_cards_assert_fault (strata_run_get_faults (part), "c", "kernel_size",
                           "given");
}

static void
test_too_large (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (chain);
  g_autoptr (StrataPlan) plan = NULL;
  g_autoptr (StrataSession) session = strata_session_new (1, FALSE);
  g_autoptr (StrataRun) run = NULL;

  test_cards_set_value (graph, "x", "shape", "[100000, 10000, 1000, 2]");
  plan = plan_of (graph, NULL);
  test_cards_assert_no_faults (strata_plan_get_faults (plan));
  run = strata_run_new (session, plan);
  g_assert_false (strata_run_execute (run, NULL));
  g_assert_cmpuint (strata_run_get_faults (run)->len, ==, 1);
}

/* Two uses of one instance: the weights count once, the activity twice. */
static void
test_penalty (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (
      "{'format':'strata-graph','version':1,'cards':["
      "{'id':'x','type':'ConstantTensor','inputs':{'shape':[2,3,1,1,1],"
      "'values':[2]}},"
      "{'id':'r','type':'L2','inputs':{'l2':0.5}},"
      "{'id':'s','type':'L1','inputs':{'l1':1}},"
      "{'id':'a','type':'DepthwiseConv2D','inputs':{'kernel_size':1,"
      "'depthwise_initializer':'ones'}},"
      "{'id':'t','type':'TimeDistributed'},{'id':'u','type':'TimeDistributed'}]"
      ","
      "'wires':[{'from':'a.layer_instance','to':'t.layer'},"
      "{'from':'a.layer_instance','to':'u.layer'},"
      "{'from':'x.tensor','to':'t.input'},{'from':'x.tensor','to':'u.input'},"
      "{'from':'r.regularizer_instance','to':'a.depthwise_regularizer'},"
      "{'from':'s.regularizer_instance','to':'a.activity_regularizer'}]}");
  g_autoptr (StrataPlan) plan = plan_of (graph, NULL);
  g_autoptr (StrataSession) session = strata_session_new (2, FALSE);
  g_autoptr (StrataRun) run = strata_run_new (session, plan);

  test_cards_assert_no_faults (strata_plan_get_faults (plan));
  g_assert_true (strata_plan_has_penalty (plan));
  g_assert_cmpint (strata_plan_get_total_parameters (plan), ==, 2);
  g_assert_true (strata_run_execute (run, NULL));
  g_assert_cmpuint (strata_run_get_n_weights (run), ==, 2);
  /* 0.5·1² once, and 6·2/6 for each use. */
  g_assert_cmpfloat_with_epsilon (strata_run_get_penalty (run), 0.5 + 2 + 2,
                                  1e-9);
}

static void
test_shared_channels (void)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (
      "{'format':'strata-graph','version':1,'cards':["
      "{'id':'x','type':'ConstantTensor','inputs':{'shape':[1,2,3,3,1],"
      "'values':[2]}},"
      "{'id':'z','type':'ConstantTensor','inputs':{'shape':[1,3,3,2],"
      "'values':[2]}},"
      "{'id':'a','type':'DepthwiseConv2D','inputs':{'kernel_size':1}},"
      "{'id':'t','type':'TimeDistributed'}],"
      "'wires':[{'from':'a.layer_instance','to':'t.layer'},"
      "{'from':'x.tensor','to':'t.input'},{'from':'z.tensor','to':'a.input'}]"
      "}");
  g_autoptr (StrataPlan) plan = plan_of (graph, NULL);

  test_cards_assert_fault (strata_plan_get_faults (plan), "t", "layer",
                           "(1, 1, 2, 1)");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("KERAS_HOME", "/nonexistent", TRUE);

  g_test_add_func ("/session/seed-example", test_seed_example);
  g_test_add_func ("/session/kept/results", test_kept_results);
  g_test_add_func ("/session/kept/bypass", test_bypass);
  g_test_add_func ("/session/kept/weights", test_kept_weights);
  g_test_add_func ("/session/part/branches", test_part);
  g_test_add_func ("/session/part/alone", test_part_alone);
  g_test_add_func ("/session/new-feed", test_new_feed);
  g_test_add_func ("/session/keep", test_keep);
  g_test_add_func ("/session/long-chain", test_long_chain);
  g_test_add_func ("/session/same-bits", test_same_bits);
  g_test_add_func ("/session/kept-news", test_kept_news);
  g_test_add_func ("/session/cancel/during", test_cancel);
  g_test_add_func ("/session/cancel/before", test_cancelled_before);
  g_test_add_func ("/session/background", test_background);
  g_test_add_func ("/session/around-faults", test_around_faults);
  g_test_add_func ("/session/too-large", test_too_large);
  g_test_add_func ("/session/penalty", test_penalty);
  g_test_add_func ("/session/shared-channels", test_shared_channels);

  return g_test_run ();
}
