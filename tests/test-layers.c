/* test-layers.c — layers and wrappers: shapes, counts, types and results.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-random.h"
#include "test-cards.h"

#include <math.h>
#include <string.h>

#define DW "DepthwiseConv2D"
#define SEP "SeparableConv2D"

/* What is known of a use before it is run. */
typedef struct
{
  const char *name;
  const char *type;
  const char *inputs;
  const char *shape; /* of the Input; NULL for none */
  const char *output;
  gint64 parameters;
  gint64 macs;
} ShapeCase;

/* clang-format off */
static const ShapeCase shapes[] = {
  { "depthwise", DW, "'kernel_size': 3", "[8, 7, 3]", "(None, 6, 5, 3)", 30, 6 * 5 * 3 * 9 },
  { "depthwise/same", DW, "'kernel_size': [3, 2], 'strides': [2, 3], 'padding': 'same', 'depth_multiplier': 2, 'use_bias': false", "[8, 8, 3]", "(None, 4, 3, 6)", 36, 4 * 3 * 6 * 6 },
  { "depthwise/first", DW, "'kernel_size': 3, 'data_format': 'channels_first'", "[3, 8, 7]", "(None, 3, 6, 5)", 30, 6 * 5 * 3 * 9 },
  { "depthwise/no-height", DW, "'kernel_size': 3", "[null, 7, 3]", "(None, None, 5, 3)", 30, STRATA_UNKNOWN },
  { "depthwise/no-channels", DW, "'kernel_size': 3, 'depth_multiplier': 2", "[8, 7, null]", "(None, 6, 5, None)", STRATA_UNKNOWN, STRATA_UNKNOWN },
  { "depthwise/nothing", DW, "'kernel_size': 3", NULL, "(None, None, None, None)", STRATA_UNKNOWN, STRATA_UNKNOWN },
  { "depthwise/glu", DW, "'kernel_size': 3, 'depth_multiplier': 2, 'activation': 'glu'", "[8, 7, 3]", "(None, 6, 5, 3)", 60, 6 * 5 * 6 * 9 },
  { "separable", SEP, "'filters': 5, 'kernel_size': 3", "[8, 7, 3]", "(None, 6, 5, 5)", 27 + 15 + 5, 6 * 5 * (27 + 15) },
  { "separable/no-channels", SEP, "'filters': 5, 'kernel_size': 3", "[8, 7, null]", "(None, 6, 5, 5)", STRATA_UNKNOWN, STRATA_UNKNOWN },
  { "separable/glu", SEP, "'filters': 6, 'kernel_size': 3, 'activation': 'glu'", NULL, "(None, None, None, 3)", STRATA_UNKNOWN, STRATA_UNKNOWN },
  { "separable/glu-width", SEP, "'filters': 6, 'kernel_size': 3, 'activation': 'glu', 'data_format': 'channels_first'", "[3, 8, 8]", "(None, 6, 6, 3)", 27 + 18 + 6, 36 * (27 + 18) },
};
/* clang-format on */

static void
test_shape (gconstpointer data)
{
  const ShapeCase *item = data;
  g_autofree char *cards = g_strdup_printf (
      "{ 'id': 'x', 'type': 'Input', 'inputs': { 'shape': %s } }, "
      "{ 'id': 'l', 'type': '%s', 'inputs': { %s } }",
      item->shape ? item->shape : "null", item->type, item->inputs);
  g_autofree char *text = test_cards_text (cards, WIRE ("x.data", "l.input"));
  g_autoptr (StrataPlan) plan = test_cards_check (text);
  g_autofree char *output = NULL;

  g_assert_cmpuint (strata_plan_get_faults (plan)->len, ==, 0);
  output = strata_spec_to_string (strata_plan_get_spec (plan, 1, "output"));
  g_assert_cmpstr (output, ==, item->output);
  g_assert_cmpint (strata_plan_get_parameters (plan, 1), ==, item->parameters);
  g_assert_cmpint (strata_plan_get_macs (plan, 1), ==, item->macs);
}

/* A wrapper `w` of a layer `l`, which may be in another wrapper `v`. */
typedef struct
{
  const char *name;
  const char *type;
  const char *inputs;
  const char *between; /* type of a wrapper between, or NULL */
  const char *shape;
  const char *output;
  gint64 own;   /* parameters of the wrapper's copies */
  gint64 inner; /* of the wrapped card */
  gint64 macs;
} WrapperCase;

#define TD "TimeDistributed"
#define BIDI "Bidirectional"
#define MACS (6 * 5 * 3 * 9)

/* clang-format off */
static const WrapperCase wrappers[] = {
  { "time", TD, "", NULL, "[4, 8, 7, 3]", "(None, 4, 6, 5, 3)", 0, 30, 4 * MACS },
  { "time/no-steps", TD, "", NULL, "[null, 8, 7, 3]", "(None, None, 6, 5, 3)", 0, 30, STRATA_UNKNOWN },
  { "time/nothing", TD, "", NULL, "null", "(None, None, None, None, None)", 0, STRATA_UNKNOWN, STRATA_UNKNOWN },
  { "time/time", TD, "", TD, "[2, 4, 8, 7, 3]", "(None, 2, 4, 6, 5, 3)", 0, 30, 8 * MACS },
  { "time/both", TD, "", BIDI, "[2, 4, 8, 7, 3]", "(None, 2, 4, 6, 5, 6)", 60, 0, 16 * MACS },
  { "both/concat", BIDI, "", NULL, "[4, 8, 7, 3]", "(None, 4, 6, 5, 6)", 60, 0, 8 * MACS },
  { "both/sum", BIDI, "'merge_mode': 'sum'", NULL, "[null, 8, 7, 3]", "(None, None, 6, 5, 3)", 60, 0, STRATA_UNKNOWN },
  { "both/time", BIDI, "", TD, "[4, 8, 7, 3]", "(None, 4, 6, 5, 6)", 60, 0, 8 * MACS },
  { "both/time-of-steps", BIDI, "", TD, "[2, 4, 8, 7, 3]", "(None, 2, 4, 6, 5, 6)", 60, 0, 16 * MACS },
  { "both/time-nothing", BIDI, "", TD, "null", "(…)", STRATA_UNKNOWN, 0, STRATA_UNKNOWN },
  { "both/both", BIDI, "", BIDI, "[4, 8, 7, 3]", "(None, 4, 6, 5, 12)", 120, 0, 16 * MACS },
};
#define WRAPPER_CARDS                                                     \
  "{ 'id': 'x', 'type': 'Input', 'inputs': { 'shape': %s } }, "           \
  "{ 'id': 'w', 'type': '%s', 'inputs': { %s } }, "                       \
  CARD ("l", DW, "'kernel_size': 3")                                      \
  "{ 'id': 'v', 'type': '%s' }"

static const char direct_wires[] =
  WIRE ("x.data", "w.input")
  WIRE ("l.layer_instance", "w.layer");

static const char between_wires[] =
  WIRE ("x.data", "w.input")
  WIRE ("v.layer_instance", "w.layer")
  WIRE ("l.layer_instance", "v.layer");
/* clang-format on */

static void
test_wrapper (gconstpointer data)
{
  const WrapperCase *item = data;
  g_autofree char *cards =
      g_strdup_printf (WRAPPER_CARDS, item->shape, item->type, item->inputs,
                       item->between ? item->between : "Zeros");
  g_autofree char *text =
      test_cards_text (cards, item->between ? between_wires : direct_wires);
  g_autoptr (StrataPlan) plan = test_cards_check (text);
  g_autofree char *output = NULL;
  gint64 own;

  g_assert_cmpuint (strata_plan_get_faults (plan)->len, ==, 0);
  output = strata_spec_to_string (strata_plan_get_spec (plan, 1, "output"));
  g_assert_cmpstr (output, ==, item->output);
  g_assert_cmpint (strata_plan_get_macs (plan, 1), ==, item->macs);
  g_assert_cmpint (strata_plan_get_parameters (plan, 2), ==, item->inner);

  /* Copies stand under the outermost wrapper that makes them. */
  own = strata_plan_get_parameters (plan, 1);
  if (own == 0)
    own = strata_plan_get_parameters (plan, 3);
  g_assert_cmpint (own, ==, item->own);
}

/* clang-format off */
#define RAW_CARDS                                          \
  CARD ("x", "ConstantTensor", "'shape': [1, 8, 7, 3]")    \
  CARD ("w", "Input", "'shape': %s")                       \
  CARD ("r", "nn.depthwise_conv2d", "'strides': [1, 1, 1, 1], 'padding': %s")

static const char raw_wires[] =
  WIRE ("x.tensor", "r.input")
  WIRE ("w.data", "r.filter");
/* clang-format on */

/* A raw operation whose filter is open: its height is the batch of an Input. */
static void
test_raw_open (void)
{
  static const struct
  {
    const char *filter, *padding, *output;
  } cases[] = {
    { "[2, 3, 3]", "'VALID'", "(1, None, 6, 9)" },
    { "[2, 3, 3]", "'SAME'", "(1, 8, 7, 9)" },
    { "null", "'VALID'", "(1, None, None, None)" },
    { "null", "'SAME'", "(1, 8, 7, None)" },
    { "[2, null, null]", "'VALID'", "(1, None, 6, None)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *cards =
          g_strdup_printf (RAW_CARDS, cases[i].filter, cases[i].padding);
      g_autofree char *text = test_cards_text (cards, raw_wires);
      g_autoptr (StrataPlan) plan = test_cards_check (text);
      g_autofree char *output = NULL;

      g_assert_cmpuint (strata_plan_get_faults (plan)->len, ==, 0);
      output = strata_spec_to_string (strata_plan_get_spec (plan, 2, "output"));
      g_assert_cmpstr (output, ==, cases[i].output);
      g_assert_cmpint (strata_plan_get_macs (plan, 2), ==, STRATA_UNKNOWN);
    }
}

/* Random numbers of a type. */
static StrataTensor *
draw (StrataDType dtype, int rank, const int64_t *shape)
{
  StrataRandom random = strata_random_from_seed (3);
  StrataTensor *wide = strata_tensor_new (STRATA_FLOAT32, rank, shape, NULL);
  StrataTensor *tensor;

  g_assert_nonnull (wide);
  strata_random_uniform_f32 (&random, (size_t) strata_tensor_n_elements (wide),
                             strata_tensor_edit (wide), -1, 1);
  tensor = strata_tensor_convert (wide, dtype, NULL);
  g_assert_nonnull (tensor);
  strata_tensor_unref (wide);
  return tensor;
}

static StrataRun *
run_fed (const char *cards, const char *wires, StrataTensor *fed)
{
  g_autofree char *text = test_cards_text (cards, wires);
  g_autoptr (StrataGraph) graph = test_cards_parse (text);
  g_autoptr (StrataFeeds) feeds = strata_feeds_new ();

  strata_feeds_set (feeds, "x", fed);
  return test_cards_run (graph, feeds);
}

static void
assert_same (StrataTensor *a, StrataTensor *b)
{
  StrataSpec one = strata_spec_of_tensor (a), other = strata_spec_of_tensor (b);

  g_assert_true (strata_spec_equal (&one, &other));
  g_assert_cmpmem (strata_tensor_data (a), strata_tensor_n_bytes (a),
                   strata_tensor_data (b), strata_tensor_n_bytes (b));
}

/* clang-format off */
#define REVERSAL_CARDS                                                             \
  CARD ("x", "Input", "")                                                          \
  CARD ("g", "HeNormal", "'seed': 5")                                              \
  CARD ("l", SEP, "'filters': 4, 'kernel_size': 3, 'activation': 'gelu'")          \
  CARD ("t", TD, "")                                                               \
  CARD ("a", BIDI, "'merge_mode': '%s'")                                           \
  CARD ("b", BIDI, "'merge_mode': '%s'")

static const char reversal_wires[] =
  WIRE ("g.initializer_instance", "l.depthwise_initializer")
  WIRE ("g.initializer_instance", "l.pointwise_initializer")
  WIRE ("l.layer_instance", "t.layer")
  WIRE ("l.layer_instance", "a.layer")
  WIRE ("t.layer_instance", "b.layer")
  WIRE ("x.data", "a.input")
  WIRE ("x.data", "b.input");
/* clang-format on */

/* A Bidirectional around a layer shows it each step, around a TimeDistributed
 * the whole sequence, in reverse too: the results are the same to the bit. */
static void
test_reversal (gconstpointer mode)
{
  const int64_t shape[] = { 2, 5, 6, 7, 3 };
  const char *name = mode;
  g_autofree char *cards = g_strdup_printf (REVERSAL_CARDS, name, name);
  StrataTensor *fed = draw (STRATA_FLOAT32, 5, shape);
  g_autoptr (StrataRun) run = run_fed (cards, reversal_wires, fed);

  assert_same (strata_run_get_tensor (run, "a", "output"),
               strata_run_get_tensor (run, "b", "output"));
  strata_tensor_unref (fed);
}

/* clang-format off */
static const char copies_cards[] =
  CARD ("x", "Input", "")
  CARD ("l", DW, "'kernel_size': 3")
  CARD ("t", TD, "")
  CARD ("u", TD, "")
  CARD ("w", BIDI, "");

static const char copies_wires[] =
  WIRE ("l.layer_instance", "t.layer")
  WIRE ("l.layer_instance", "u.layer")
  WIRE ("l.layer_instance", "w.layer")
  WIRE ("x.data", "t.input")
  WIRE ("x.data", "u.input")
  WIRE ("x.data", "w.input");
/* clang-format on */

/* Copies have weights of their own; a shared layer has one set. */
static void
test_copies (void)
{
  static const char *const keys[] = {
    "l/depthwise_kernel",          "l/bias",
    "w/forward/depthwise_kernel",  "w/forward/bias",
    "w/backward/depthwise_kernel", "w/backward/bias",
  };
  const int64_t shape[] = { 1, 2, 4, 4, 2 };
  StrataTensor *fed = draw (STRATA_FLOAT32, 5, shape);
  g_autoptr (StrataRun) run = run_fed (copies_cards, copies_wires, fed);
  StrataTensor *weights[6] = { NULL };

  g_assert_cmpuint (strata_run_get_n_weights (run), ==, 6);
  for (guint i = 0; i < 6; i++)
    for (guint j = 0; j < 6; j++)
      if (g_str_equal (strata_run_get_weight_key (run, j), keys[i]))
        weights[i] = strata_run_dup_weight (run, j);
  for (guint i = 0; i < 6; i++)
    g_assert_nonnull (weights[i]);
  for (guint i = 0; i < 4; i += 2)
    g_assert_cmpint (memcmp (strata_tensor_data (weights[i]),
                             strata_tensor_data (weights[i + 2]),
                             strata_tensor_n_bytes (weights[i])),
                     !=, 0);
  assert_same (strata_run_get_tensor (run, "t", "output"),
               strata_run_get_tensor (run, "u", "output"));
  for (guint i = 0; i < 6; i++)
    strata_tensor_unref (weights[i]);
  strata_tensor_unref (fed);
}

/* clang-format off */
#define BOTH_CARDS                                                              \
  CARD ("x", "Input", "'dtype': '%s'")                                          \
  CARD ("l", DW, "'kernel_size': 1, 'depthwise_initializer': 'ones', "          \
                 "'bias_initializer': 'random_normal'")                         \
  CARD ("w", BIDI, "'merge_mode': '%s'")

static const char both_wires[] =
  WIRE ("l.layer_instance", "w.layer")
  WIRE ("x.data", "w.input");
/* clang-format on */

/* The copies' biases differ, and are the same in each graph: they are drawn
 * from the graph's seed, the card and the weight. */
static StrataRun *
run_both (const char *mode, StrataTensor *fed)
{
  g_autofree char *cards = g_strdup_printf (
      BOTH_CARDS, strata_dtype_name (strata_tensor_dtype (fed)), mode);

  return run_fed (cards, both_wires, fed);
}

static double
element (StrataTensor *tensor, gsize i)
{
  return strata_dtype_get (strata_tensor_dtype (tensor),
                           strata_tensor_data (tensor), i);
}

/* What two numbers merge to, rounded to a type: once, except that the types
 * that are computed in their own round each step. */
static double
merge (const char *mode, StrataDType dtype, double a, double b)
{
  double result = a * b;
  char held[8];

  if (!g_str_equal (mode, "mul"))
    result = dtype == STRATA_FLOAT32 ? (double) ((float) a + (float) b) : a + b;
  if (g_str_equal (mode, "ave"))
    result /= 2;
  strata_dtype_set (dtype, held, 0, result);
  return strata_dtype_get (dtype, held, 0);
}

static void
check_merged (const char *mode,
              StrataTensor *a,
              StrataTensor *b,
              StrataTensor *result)
{
  const gsize last = 700;
  gboolean differ = FALSE;

  for (gsize i = 0; i < (gsize) strata_tensor_n_elements (a); i++)
    {
      double one = element (a, i), other = element (b, i);

      differ |= one != other;
      if (g_str_equal (mode, "concat"))
        {
          gsize at = i / last * 2 * last + i % last;

          g_assert_cmpfloat (element (result, at), ==, one);
          g_assert_cmpfloat (element (result, at + last), ==, other);
        }
      else
        g_assert_cmpfloat (element (result, i), ==,
                           merge (mode, strata_tensor_dtype (a), one, other));
    }
  g_assert_true (differ);
}

static void
test_merge (gconstpointer mode)
{
  const int64_t shape[] = { 2, 30, 3, 2, 700 };

  for (guint d = 0; d < STRATA_N_DTYPES; d++)
    {
      StrataTensor *fed = draw ((StrataDType) d, 5, shape);
      g_autoptr (StrataRun) apart = run_both ("none", fed);
      g_autoptr (StrataRun) run = run_both (mode, fed);
      StrataTensor *result = strata_run_get_tensor (run, "w", "output");

      g_assert_cmpint (strata_tensor_dtype (result), ==, d);
      check_merged (mode, strata_run_get_tensor (apart, "w", "output"),
                    strata_run_get_tensor (apart, "w", "backward_output"),
                    result);
      strata_tensor_unref (fed);
    }
}

/* clang-format off */
static const char empty_cards[] =
  CARD ("x", "Input", "")
  CARD ("l", DW, "'kernel_size': 3, 'activity_regularizer': 'l2'")
  CARD ("t", TD, "")
  CARD ("w", BIDI, "")
  CARD ("v", BIDI, "");

static const char empty_wires[] =
  WIRE ("l.layer_instance", "t.layer")
  WIRE ("l.layer_instance", "w.layer")
  WIRE ("t.layer_instance", "v.layer")
  WIRE ("x.data", "t.input")
  WIRE ("x.data", "w.input")
  WIRE ("x.data", "v.input");
/* clang-format on */

/* Sizes of 0 go all the way through. */
static void
test_empty (void)
{
  static const struct
  {
    int64_t shape[5];
    const char *output;
  } cases[] = {
    { { 0, 3, 4, 4, 2 }, "(0, 3, 2, 2, 4)" },
    { { 2, 0, 4, 4, 2 }, "(2, 0, 2, 2, 4)" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StrataTensor *fed = draw (STRATA_FLOAT32, 5, cases[i].shape);
      g_autoptr (StrataRun) run = run_fed (empty_cards, empty_wires, fed);

      test_cards_assert_tensor (strata_run_get_tensor (run, "w", "output"),
                                cases[i].output, "");
      test_cards_assert_tensor (strata_run_get_tensor (run, "v", "output"),
                                cases[i].output, "");
      g_assert_cmpfloat (strata_run_get_penalty (run), ==, 0);
      strata_tensor_unref (fed);
    }
}

/* clang-format off */
#define TYPES_CARDS                                                                 \
  CARD ("x", "Input", "'dtype': '%s'")                                              \
  CARD ("l", SEP, "'filters': 3, 'kernel_size': 3, 'activation': 'tanh', "          \
                  "'depthwise_initializer': 'ones', "                               \
                  "'pointwise_initializer': 'ones', 'bias_initializer': 'ones'")
/* clang-format on */

/* Each type is computed in, by every kind of convolution. */
static void
test_types (void)
{
  static const double tolerances[] = { 1e-5, 1e-12, 2e-3, 2e-2 };
  const int64_t shape[] = { 1, 6, 6, 2 };
  StrataTensor *wanted = NULL;

  for (int i = -1; i < STRATA_N_DTYPES; i++)
    {
      StrataDType dtype = i < 0 ? STRATA_FLOAT64 : (StrataDType) i;
      StrataTensor *fed = draw (STRATA_BFLOAT16, 4, shape), *found;
      g_autofree char *cards =
          g_strdup_printf (TYPES_CARDS, strata_dtype_name (dtype));
      g_autoptr (StrataRun) run =
          run_fed (cards, WIRE ("x.data", "l.input"), fed);

      found = strata_run_get_tensor (run, "l", "output");
      g_assert_cmpint (strata_tensor_dtype (found), ==, dtype);
      if (i < 0)
        wanted = strata_tensor_ref (found);
      for (gsize j = 0; j < (gsize) strata_tensor_n_elements (found); j++)
        g_assert_cmpfloat_with_epsilon (element (found, j), element (wanted, j),
                                        tolerances[dtype]);
      strata_tensor_unref (fed);
    }
  strata_tensor_unref (wanted);
}

int
main (int argc, char **argv)
{
  static const char *const modes[] = { "concat", "sum", "mul", "ave" };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autofree char *path =
          g_strconcat ("/layers/shapes/", shapes[i].name, NULL);

      g_test_add_data_func (path, &shapes[i], test_shape);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrappers); i++)
    {
      g_autofree char *path =
          g_strconcat ("/layers/wrappers/", wrappers[i].name, NULL);

      g_test_add_data_func (path, &wrappers[i], test_wrapper);
    }
  g_test_add_func ("/layers/raw/open", test_raw_open);
  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autofree char *reversal =
          g_strconcat ("/layers/both/reversal/", modes[i], NULL);
      g_autofree char *merging =
          g_strconcat ("/layers/both/merge/", modes[i], NULL);

      g_test_add_data_func (reversal, modes[i], test_reversal);
      g_test_add_data_func (merging, modes[i], test_merge);
    }
  g_test_add_func ("/layers/copies", test_copies);
  g_test_add_func ("/layers/empty", test_empty);
  g_test_add_func ("/layers/types", test_types);

  return g_test_run ();
}
