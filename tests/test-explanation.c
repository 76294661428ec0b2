/* test-explanation.c — numbers of a run explained, and followed upward.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-explanation.h"
#include "test-cards.h"

#include <math.h>
#include <string.h>

/* One run, all results kept, as an editor has it. */
typedef struct
{
  StrataGraph *graph;
  StrataSession *session;
  StrataRun *run;
} House;

static void
house_run (House *house)
{
  g_autoptr (StrataPlan) plan =
      strata_plan_new (house->graph, NULL, NULL, STRATA_PLAN_FOR_RUN,
                       house->run ? strata_run_get_plan (house->run) : NULL);

  test_cards_assert_no_faults (strata_plan_get_faults (plan));
  g_clear_object (&house->run);
  house->run = strata_run_new (house->session, plan);
  g_assert_true (strata_run_execute (house->run, NULL));
}

static void
house_init (House *house, const char *cards, const char *wires)
{
  g_autofree char *text = test_cards_text (cards, wires);

  *house = (House){
    .graph = test_cards_parse (text),
    .session = strata_session_new (1, TRUE),
  };
  house_run (house);
}

static void
house_clear (House *house)
{
  g_clear_object (&house->run);
  g_clear_object (&house->session);
  g_clear_object (&house->graph);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (House, house_clear)

static gboolean
is_same (double a, double b)
{
  return (isnan (a) && isnan (b)) || memcmp (&a, &b, sizeof a) == 0;
}

/* Every number that came out of a card. */
static void
assert_all_explained (StrataRun *run, const char *card)
{
  StrataTensor *output = strata_run_get_tensor (run, card, "output");
  const int64_t *shape;

  g_assert_nonnull (output);
  shape = strata_tensor_shape (output);
  g_assert_cmpint (strata_tensor_n_elements (output), >, 0);
  for (gint64 i = 0; i < strata_tensor_n_elements (output); i++)
    {
      g_autoptr (StrataExplanation) explanation = NULL;
      g_autoptr (GError) error = NULL;
      gint64 index[4], rest = i;
      double number = strata_dtype_get (strata_tensor_dtype (output),
                                        strata_tensor_data (output), i);

      for (int axis = 3; axis >= 0; axis--)
        {
          index[axis] = rest % shape[axis];
          rest /= shape[axis];
        }
      explanation = strata_run_explain (run, card, index, 4, 0, &error);
      g_assert_no_error (error);
      g_assert_true (
          is_same (strata_explanation_get_result (explanation), number));
      g_assert_cmpstr (strata_explanation_get_card (explanation), ==, card);
    }
}

static char *
with_type (const char *text, const char *dtype)
{
  g_autoptr (GString) result = g_string_new (text);

  g_string_replace (result, "DTYPE", dtype, 0);
  return g_string_free (g_steal_pointer (&result), FALSE);
}

static const char *const dtypes[] = { "float32", "float64", "float16",
                                      "bfloat16" };

/* One of each kind, in a chain; a value in place of the type. */
static void
test_every_number (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (dtypes); i++)
    {
      g_autofree char *cards = with_type (
          CARD ("x", "RandomTensor", "'shape': [2, 7, 6, 3], 'seed': 5") CARD (
              "c", "Input",
              "'dtype': 'DTYPE'") CARD ("w", "RandomTensor",
                                        "'shape': [2, 3, 6, 1], 'seed': 6")
              CARD ("v", "Input", "'dtype': 'DTYPE'") CARD (
                  "dw", "DepthwiseConv2D",
                  "'kernel_size': [3, 2], 'strides': 2, 'padding': 'same', "
                  "'depth_multiplier': 2, 'activation': 'gelu', "
                  "'bias_initializer': 'glorot_uniform'")
                  CARD ("op", "nn.depthwise_conv2d",
                        "'strides': [1, 1, 1, 1], "
                        "'padding': [[0, 0], [2, 0], [1, 3], [0, 0]], "
                        "'dilations': [1, 2]")
                      CARD (
                          "sep", "SeparableConv2D",
                          "'filters': 5, 'kernel_size': 3, 'dilation_rate': 2, "
                          "'padding': 'same', 'activation': 'softmax', "
                          "'bias_initializer': 'ones'"),
          dtypes[i]);
      g_auto (House) house = { NULL };

      house_init (
          &house, cards,
          WIRE ("x.tensor", "c.value") WIRE ("c.data", "dw.input")
              WIRE ("w.tensor", "v.value") WIRE ("dw.output", "op.input")
                  WIRE ("v.data", "op.filter") WIRE ("op.output", "sep.input"));
      assert_all_explained (house.run, "dw");
      assert_all_explained (house.run, "op");
      assert_all_explained (house.run, "sep");

      /* What is kept from an earlier run too. */
      house_run (&house);
      g_assert_cmpuint (strata_run_get_n_evaluated (house.run), ==, 0);
      assert_all_explained (house.run, "sep");
    }
}

static void
test_channels_first (void)
{
  g_auto (House) house = { NULL };

  house_init (
      &house,
      CARD ("x", "RandomTensor", "'shape': [1, 3, 5, 6], 'seed': 1")
          CARD ("dw", "DepthwiseConv2D",
                "'kernel_size': 3, 'data_format': 'channels_first', "
                "'padding': 'same', 'activation': 'glu'")
              CARD ("sep", "SeparableConv2D",
                    "'filters': 4, 'kernel_size': 2, 'depth_multiplier': 2, "
                    "'data_format': 'channels_first', "
                    "'activation': 'log_softmax'"),
      WIRE ("x.tensor", "dw.input") WIRE ("dw.output", "sep.input"));
  assert_all_explained (house.run, "dw");
  assert_all_explained (house.run, "sep");
}

/* An element whose sum can be done in one's head, told term by term. */
static void
test_terms (void)
{
  const gint64 index[] = { 0, 0, 1, 1 };
  g_auto (House) house = { NULL };
  g_autoptr (StrataExplanation) explanation = NULL;
  const StrataRegion *region;
  gint64 row, column, channel;
  double input, weight, sum;

  house_init (&house,
              CARD ("x", "ConstantTensor",
                    "'shape': [1, 2, 2, 2], "
                    "'values': [1, 10, 2, 20, 3, 30, 4, 40]")
                  CARD ("sep", "SeparableConv2D",
                        "'filters': 2, 'kernel_size': 2, 'padding': 'same', "
                        "'depthwise_initializer': 'ones', "
                        "'pointwise_initializer': 'ones', "
                        "'bias_initializer': 'ones'"),
              WIRE ("x.tensor", "sep.input"));
  explanation = strata_run_explain (house.run, "sep", index, 4, 1, NULL);
  g_assert_nonnull (explanation);
  g_assert_true (strata_explanation_is_separable (explanation));

  /* Column 2 is padding. */
  g_assert_cmpint (strata_explanation_get_n_terms (explanation, FALSE), ==, 4);
  g_assert_true (strata_explanation_get_term (
      explanation, FALSE, 2, &row, &column, &channel, &input, &weight, &sum));
  g_assert_cmpint (row, ==, 1);
  g_assert_cmpint (column, ==, 1);
  g_assert_cmpint (channel, ==, 1);
  g_assert_cmpfloat (input, ==, 40);
  g_assert_cmpfloat (weight, ==, 1);
  g_assert_cmpfloat (sum, ==, 60);
  g_assert_false (strata_explanation_get_term (
      explanation, FALSE, 3, NULL, &column, NULL, &input, NULL, &sum));
  g_assert_cmpint (column, ==, 2);
  g_assert_cmpfloat (input, ==, 0);
  g_assert_cmpfloat (sum, ==, 60);

  g_assert_cmpint (strata_explanation_get_n_terms (explanation, TRUE), ==, 2);
  g_assert_cmpfloat (strata_explanation_get_start (explanation, TRUE), ==, 1);
  g_assert_true (strata_explanation_get_term (explanation, TRUE, 1, NULL, NULL,
                                              &channel, &input, NULL, &sum));
  g_assert_cmpint (channel, ==, 1);
  g_assert_cmpfloat (input, ==, 60);
  g_assert_cmpfloat (sum, ==, 67);
  g_assert_cmpfloat (strata_explanation_get_sum (explanation), ==, 67);
  g_assert_cmpfloat (strata_explanation_get_result (explanation), ==, 67);

  g_assert_cmpstr (strata_explanation_get_source (explanation), ==, "x");
  g_assert_cmpstr (strata_explanation_get_source_port (explanation), ==,
                   "tensor");
  region = strata_explanation_get_region (explanation);
  g_assert_cmpint (strata_region_get_rank (region), ==, 4);
  g_assert_cmpint (strata_region_get_first (region, 1), ==, 0);
  g_assert_cmpint (strata_region_get_end (region, 1), ==, 2);
  g_assert_cmpint (strata_region_get_first (region, 2), ==, 1);
  g_assert_cmpint (strata_region_get_end (region, 2), ==, 2);
  g_assert_cmpint (strata_region_get_end (region, 3), ==, 2);
}

static void
assert_not_explained (StrataRun *run,
                      const char *card,
                      const gint64 *index,
                      gsize rank,
                      gint64 middle,
                      StrataExplanationError code,
                      const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (strata_run_explain (run, card, index, rank, middle, &error));
  g_assert_error (error, STRATA_EXPLANATION_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, words));
}

static const char sequence_cards[] =
    CARD ("x", "RandomTensor", "'shape': [1, 2, 4, 4, 2], 'seed': 1")
        CARD ("dw", "DepthwiseConv2D", "'kernel_size': 3")
            CARD ("td", "TimeDistributed", "") CARD ("y", "Output", "");
static const char sequence_wires[] = WIRE ("dw.layer_instance", "td.layer")
    WIRE ("x.tensor", "td.input") WIRE ("td.output", "y.data");

static void
test_refusals (void)
{
  const gint64 index[] = { 0, 0, 0, 0, 0 }, outside[] = { 0, 0, 9, 0 },
               below[] = { -1, 0, 0, 0 };
  g_auto (House) house = { NULL };
  g_auto (House) sequence = { NULL };

  house_init (&house,
              CARD ("x", "RandomTensor", "'shape': [1, 4, 4, 2]")
                  CARD ("sep", "SeparableConv2D",
                        "'filters': 1, "
                        "'kernel_size': 3"),
              WIRE ("x.tensor", "sep.input"));
  assert_not_explained (house.run, "nobody", index, 4, 0,
                        STRATA_EXPLANATION_ERROR_RESULT, "'nobody'");
  assert_not_explained (house.run, "x", index, 4, 0,
                        STRATA_EXPLANATION_ERROR_KIND, "RandomTensor");
  assert_not_explained (house.run, "sep", index, 5, 0,
                        STRATA_EXPLANATION_ERROR_ELEMENT, "(1, 2, 2, 1)");
  assert_not_explained (house.run, "sep", outside, 4, 0,
                        STRATA_EXPLANATION_ERROR_ELEMENT, "column 9");
  assert_not_explained (house.run, "sep", below, 4, 0,
                        STRATA_EXPLANATION_ERROR_ELEMENT, "image -1");
  assert_not_explained (house.run, "sep", index, 4, 2,
                        STRATA_EXPLANATION_ERROR_ELEMENT, "channel 2 of 2");

  house_init (&sequence, sequence_cards, sequence_wires);
  assert_not_explained (sequence.run, "td", index, 5, 0,
                        STRATA_EXPLANATION_ERROR_KIND, "step by step");
  assert_not_explained (sequence.run, "dw", index, 4, 0,
                        STRATA_EXPLANATION_ERROR_RESULT, "'dw'");
}

/* A run that releases what was read can say nothing. */
static void
test_released (void)
{
  const gint64 index[] = { 0, 0, 0, 0 };
  g_autofree char *text = test_cards_text (
      CARD ("x", "RandomTensor", "'shape': [1, 4, 4, 2]")
          CARD ("dw", "DepthwiseConv2D", "'kernel_size': 3")
              CARD ("y", "Output", ""),
      WIRE ("x.tensor", "dw.input") WIRE ("dw.output", "y.data"));
  g_autoptr (StrataGraph) graph = test_cards_parse (text);
  g_autoptr (StrataSession) session = strata_session_new (1, FALSE);
  g_autoptr (StrataPlan) plan =
      strata_plan_new (graph, NULL, NULL, STRATA_PLAN_FOR_RUN, NULL);
  g_autoptr (StrataRun) run = strata_run_new (session, plan);

  g_assert_true (strata_run_keep (run, "dw", "output"));
  assert_not_explained (run, "dw", index, 4, 0, STRATA_EXPLANATION_ERROR_RESULT,
                        "must be run");
  g_assert_true (strata_run_execute (run, NULL));
  assert_not_explained (run, "dw", index, 4, 0, STRATA_EXPLANATION_ERROR_RESULT,
                        "must be run");
}

/* Following upward. */

static void
assert_sight (GPtrArray *sights,
              const char *card,
              const char *port,
              const char *expected)
{
  for (guint i = 0; i < sights->len; i++)
    {
      const StrataSight *sight = sights->pdata[i];
      g_autoptr (GString) text = g_string_new (NULL);

      if (!g_str_equal (sight->card, card) || !g_str_equal (sight->port, port))
        continue;
      for (int axis = 0; axis < sight->region.rank; axis++)
        g_string_append_printf (text, "%s%d-%d", axis ? " " : "",
                                (int) sight->region.first[axis],
                                (int) sight->region.end[axis]);
      g_assert_cmpstr (text->str, ==, expected);
      return;
    }
  g_error ("Nothing was seen of %s.%s", card, port);
}

static GPtrArray *
trace (StrataRun *run,
       const char *card,
       const char *port,
       gint64 a,
       gint64 b,
       gint64 c,
       gint64 d)
{
  const gint64 index[] = { a, b, c, d };
  g_autoptr (StrataRegion) element = strata_region_new (index, 4);

  return strata_run_trace (run, card, port, element);
}

/* Three windows of 3 × 3, the middle one with a stride of 2: 3, then 5, then 7
 * rows of the picture. */
static void
test_receptive_field (void)
{
  g_auto (House) house = { NULL };
  g_autoptr (GPtrArray) inside = NULL;
  g_autoptr (GPtrArray) corner = NULL;

  house_init (
      &house,
      CARD ("x", "RandomTensor", "'shape': [2, 20, 20, 2]") CARD ("photo",
                                                                  "Input", "")
          CARD ("a", "DepthwiseConv2D", "'kernel_size': 3, 'padding': 'same'")
              CARD ("b", "DepthwiseConv2D",
                    "'kernel_size': 3, 'strides': 2, 'padding': 'same', "
                    "'depth_multiplier': 3")
                  CARD ("c", "SeparableConv2D",
                        "'kernel_size': 3, 'filters': 1, 'padding': 'same'")
                      CARD ("y", "Output", ""),
      WIRE ("x.tensor", "photo.value") WIRE ("photo.data", "a.input")
          WIRE ("a.output", "b.input") WIRE ("b.output", "c.input")
              WIRE ("c.output", "y.data"));

  inside = trace (house.run, "y", "data", 1, 5, 4, 0);
  g_assert_cmpuint (inside->len, ==, 5);
  g_assert_cmpstr (((StrataSight *) inside->pdata[0])->card, ==, "c");
  assert_sight (inside, "c", "output", "1-2 5-6 4-5 0-1");
  assert_sight (inside, "b", "output", "1-2 4-7 3-6 0-6");
  assert_sight (inside, "a", "output", "1-2 8-15 6-13 0-2");
  assert_sight (inside, "photo", "data", "1-2 7-16 5-14 0-2");
  assert_sight (inside, "x", "tensor", "1-2 7-16 5-14 0-2");

  /* Padding is nowhere, and the filter of channel 4 sees channel 1 alone. */
  corner = trace (house.run, "b", "output", 0, 0, 9, 4);
  g_assert_cmpuint (corner->len, ==, 3);
  assert_sight (corner, "a", "output", "0-1 0-3 18-20 1-2");
  assert_sight (corner, "x", "tensor", "0-1 0-4 17-20 1-2");
}

/* What two ways lead to was seen by both. */
static void
test_two_ways (void)
{
  g_auto (House) house = { NULL };
  g_autoptr (GPtrArray) sights = NULL;

  house_init (&house,
              CARD ("x", "RandomTensor", "'shape': [3, 3, 1, 1]") CARD (
                  "a", "DepthwiseConv2D",
                  "'kernel_size': [1, 1], 'depthwise_initializer': 'ones'")
                  CARD ("op", "nn.depthwise_conv2d",
                        "'strides': [1, 1, 1, 1], 'padding': 'SAME'"),
              WIRE ("x.tensor", "a.input") WIRE ("a.output", "op.input")
                  WIRE ("x.tensor", "op.filter"));
  sights = trace (house.run, "op", "output", 2, 0, 0, 0);
  assert_sight (sights, "a", "output", "2-3 0-2 0-1 0-1");
  assert_sight (sights, "x", "tensor", "0-3 0-3 0-1 0-1");
}

/* Of a card that nothing is known of, everything. */
static void
test_unknown_card (void)
{
  const gint64 index[] = { 0, 1, 0, 0, 0 };
  g_autoptr (StrataRegion) element = strata_region_new (index, 5);
  g_auto (House) house = { NULL };
  g_autoptr (GPtrArray) sights = NULL;

  house_init (&house, sequence_cards, sequence_wires);
  sights = strata_run_trace (house.run, "y", "data", element);
  assert_sight (sights, "td", "output", "0-1 1-2 0-1 0-1 0-1");
  assert_sight (sights, "x", "tensor", "0-1 0-2 0-4 0-4 0-2");
  g_clear_pointer (&sights, g_ptr_array_unref);

  sights = trace (house.run, "y", "data", 0, 0, 0, 0);
  g_assert_cmpuint (sights->len, ==, 0);
}

/* A bypassed card has no numbers of its own, and one looks through it. */
static void
test_bypassed (void)
{
  const gint64 index[] = { 0, 1, 2, 1 };
  g_auto (House) house = { NULL };
  g_autoptr (GPtrArray) sights = NULL;

  house_init (
      &house,
      CARD ("x", "RandomTensor", "'shape': [1, 4, 4, 3]")
          CARD ("dw", "DepthwiseConv2D", "'kernel_size': 3, 'padding': 'same'")
              CARD ("y", "Output", ""),
      WIRE ("x.tensor", "dw.input") WIRE ("dw.output", "y.data"));
  g_assert_true (strata_graph_set_card_bypassed (
      house.graph, strata_graph_find_card (house.graph, "dw"), TRUE, NULL));
  house_run (&house);
  assert_not_explained (house.run, "dw", index, 4, 0,
                        STRATA_EXPLANATION_ERROR_KIND, "not explained");
  sights = trace (house.run, "y", "data", 0, 1, 2, 1);
  assert_sight (sights, "dw", "output", "0-1 1-2 2-3 1-2");
  assert_sight (sights, "x", "tensor", "0-1 1-2 2-3 1-2");
}

/* A function along the channels has seen them all. */
static void
test_wide_activation (void)
{
  g_auto (House) house = { NULL };
  g_autoptr (GPtrArray) sights = NULL;

  house_init (&house,
              CARD ("x", "RandomTensor", "'shape': [1, 4, 4, 3]")
                  CARD ("dw", "DepthwiseConv2D",
                        "'kernel_size': 2, 'activation': 'softmax'"),
              WIRE ("x.tensor", "dw.input"));
  sights = trace (house.run, "dw", "output", 0, 1, 2, 1);
  assert_sight (sights, "x", "tensor", "0-1 1-3 2-4 0-3");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/explanation/numbers/all", test_every_number);
  g_test_add_func ("/explanation/numbers/channels-first", test_channels_first);
  g_test_add_func ("/explanation/numbers/terms", test_terms);
  g_test_add_func ("/explanation/refusals", test_refusals);
  g_test_add_func ("/explanation/released", test_released);
  g_test_add_func ("/explanation/trace/receptive-field", test_receptive_field);
  g_test_add_func ("/explanation/trace/two-ways", test_two_ways);
  g_test_add_func ("/explanation/trace/unknown-card", test_unknown_card);
  g_test_add_func ("/explanation/trace/bypassed", test_bypassed);
  g_test_add_func ("/explanation/trace/wide-activation", test_wide_activation);
  return g_test_run ();
}
