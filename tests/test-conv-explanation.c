/* test-conv-explanation.c — every number that is explained is the number that
 * was computed, bit for bit, on every instruction set.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "problem.h"

#include "strata-conv-explanation.h"
#include "strata-memory-private.h"

/* Elements of each output that are explained. */
#define N_ELEMENTS 12

static const StrataConvShape *
shape_of (const StrataConv *conv)
{
  return strata_conv_shape (conv);
}

static gint64
size_of (const StrataConv *conv, char what)
{
  const bool planes = strata_conv_desc (conv)->format == STRATA_NCHW;
  const gint64 *shape = shape_of (conv)->output_shape;

  switch (what)
    {
    case 'i':
      return shape[0];
    case 'r':
      return shape[planes ? 2 : 1];
    case 'c':
      return shape[planes ? 3 : 2];
    default:
      return shape[planes ? 1 : 3];
    }
}

/* Where the element stands in the output. */
static gsize
index_of (const StrataConv *conv, const StrataConvElement *e)
{
  const gint64 height = size_of (conv, 'r'), width = size_of (conv, 'c'),
               channels = size_of (conv, 'k');

  if (strata_conv_desc (conv)->format == STRATA_NHWC)
    return ((e->image * height + e->row) * width + e->column) * channels
           + e->channel;
  return ((e->image * channels + e->channel) * height + e->row) * width
         + e->column;
}

/* Corners more often than chance would have it: padding is there. */
static gint64
draw_index (GRand *rand, gint64 size)
{
  if (chance (rand, 20))
    return 0;
  if (chance (rand, 20))
    return size - 1;
  return g_rand_int_range (rand, 0, (int) size);
}

static StrataConvElement
draw_element (const Problem *problem, const StrataConv *conv)
{
  GRand *rand = problem->rand;

  return (StrataConvElement){
    .image = draw_index (rand, size_of (conv, 'i')),
    .row = draw_index (rand, size_of (conv, 'r')),
    .column = draw_index (rand, size_of (conv, 'c')),
    .channel = draw_index (rand, size_of (conv, 'k')),
    .middle = draw_index (rand, shape_of (conv)->depthwise_channels),
  };
}

static bool
same (double a, double b)
{
  return (isnan (a) && isnan (b)) || memcmp (&a, &b, sizeof a) == 0;
}

/* The next sum, told apart from the engine: rounded once or twice. */
static double
next_sum (const StrataConvExplanation *e, double sum, const StrataConvTerm *t)
{
  if (e->compute == STRATA_FLOAT64)
    {
      volatile double product = t->input * t->weight;

      return e->fused ? fma (t->input, t->weight, sum) : sum + product;
    }
  volatile float product = (float) t->input * (float) t->weight;

  return e->fused ? fmaf ((float) t->input, (float) t->weight, (float) sum)
                  : (float) sum + product;
}

static void
check_sums (const Problem *problem,
            const StrataConvExplanation *e,
            const StrataConvChain *chain)
{
  double sum = chain->start;

  for (gint64 i = 0; i < chain->n_terms; i++)
    {
      const StrataConvTerm *term = &chain->terms[i];

      if (!term->padded)
        sum = next_sum (e, sum, term);
      if (!same (sum, term->sum))
        {
          problem_fail (problem, "sum %d is %.17g instead of %.17g", (int) i,
                        term->sum, sum);
          return;
        }
    }
  if (chain->split)
    {
      if (!is_close (problem, sum, fabs (sum), chain->sum))
        problem_fail (problem, "the sum is %.17g, far from the last one, %.17g",
                      chain->sum, sum);
    }
  else if (!same (sum, chain->sum))
    problem_fail (problem, "the last sum is %.17g instead of %.17g", chain->sum,
                  sum);
}

/* Every tap in order, where the window says, with what stands there. */
static void
check_taps (const Problem *problem, const StrataConvExplanation *e)
{
  const StrataConvDesc *d = &problem->desc;
  const StrataWindow *w = problem->window;

  if (e->depthwise.n_terms != w[0].kernel * w[1].kernel)
    problem_fail (problem, "taps are missing");
  for (gint64 i = 0; i < e->depthwise.n_terms; i++)
    {
      const StrataConvTerm *t = &e->depthwise.terms[i];
      gint64 y = strata_window_source (&w[0], e->element.row, t->tap_row);
      gint64 x = strata_window_source (&w[1], e->element.column, t->tap_column);
      gint64 at =
          d->format == STRATA_NHWC
              ? ((e->element.image * w[0].input + y) * w[1].input + x)
                        * d->channels
                    + t->channel
              : ((e->element.image * d->channels + t->channel) * w[0].input + y)
                        * w[1].input
                    + x;

      if (t->tap_row != i / w[1].kernel || t->tap_column != i % w[1].kernel
          || t->channel != e->element.middle / d->multiplier
          || t->padded != (y < 0 || x < 0)
          || (!t->padded && (t->row != y || t->column != x))
          || (!t->padded
              && !same (t->input,
                        strata_dtype_get (d->dtype, problem->input.data, at))))
        {
          problem_fail (problem, "tap %d is another one", (int) i);
          return;
        }
    }
}

/* The two storeys of a separable layer are one house. */
static void
check_storeys (const Problem *problem, const StrataConvExplanation *e)
{
  const bool both = problem->desc.filters > 0;
  double sum = both ? e->pointwise.sum : e->depthwise.sum;

  if (e->pointwise.n_terms
      != (both ? problem->desc.channels * problem->desc.multiplier : 0))
    problem_fail (problem, "channels are missing");
  if (both
      && !same (e->depthwise.sum, e->pointwise.terms[e->element.middle].input))
    problem_fail (problem, "the storeys do not fit");
  if (!same (sum, e->sum))
    problem_fail (problem, "the sum is another one");
  if (e->n_row > 0 && !same (e->row_sums[e->at_row], e->sum))
    problem_fail (problem, "the row has another sum");
}

static void
check_element (const Problem *problem,
               const StrataConv *conv,
               const void *output,
               const StrataConvElement *element)
{
  StrataDType dtype = problem->desc.dtype;
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };
  StrataConvExplanation *e = strata_conv_explain (
      conv, &problem->weights, problem->input.data, element, &refusal);
  guint8 result[8];

  if (!e)
    {
      problem_fail (problem, "not explained: %s", refusal.message);
      return;
    }
  strata_dtype_set (dtype, result, 0, e->result);
  if (!are_same (problem, result,
                 (const guint8 *) output
                     + index_of (conv, element) * strata_dtype_size (dtype),
                 strata_dtype_size (dtype)))
    problem_fail (
        problem, "row %d, column %d, channel %d is %.17g, not %.17g",
        (int) element->row, (int) element->column, (int) element->channel,
        strata_dtype_get (dtype, output, index_of (conv, element)), e->result);
  check_taps (problem, e);
  check_sums (problem, e, &e->depthwise);
  check_sums (problem, e, &e->pointwise);
  check_storeys (problem, e);
  strata_conv_explanation_free (e);
}

static void
check_isa (const Problem *problem)
{
  StrataConv *conv = strata_conv_new (&problem->desc, &problem->weights, NULL);
  gsize size = strata_dtype_size (problem->desc.dtype);
  g_autofree void *output = g_malloc0 (problem->n_output * size + 1);
  void *workspace;

  g_assert_nonnull (conv);
  workspace = strata_memory_new (strata_conv_workspace_size (conv),
                                 "the workspace", NULL);
  g_assert_true (strata_conv_run (conv, problem->input.data, output, workspace,
                                  NULL, NULL));
  for (int i = 0; problem->n_output > 0 && i < N_ELEMENTS; i++)
    {
      StrataConvElement element = draw_element (problem, conv);

      check_element (problem, conv, output, &element);
    }
  strata_memory_free (workspace);
  strata_conv_free (conv);
}

static void
check_problem (StrataDType dtype, StrataFormat format)
{
  g_autoptr (Problem) problem = problem_new (problem_seed (), dtype, format);

  current_problem = problem;
  for (size_t i = 0; i < G_N_ELEMENTS (isas); i++)
    {
      current_isa = isas[i];
      if (has_isa (isas[i]))
        check_isa (problem);
    }
  current_problem = NULL;
}

static void
test_bits (void)
{
  int count = problem_count (150);

  n_failures = 0;
  for (int i = 0; i < count; i++)
    for (int dtype = 0; dtype < STRATA_N_DTYPES; dtype++)
      for (int format = 0; format < 2 && n_failures < MAX_FAILURES; format++)
        check_problem ((StrataDType) dtype, (StrataFormat) format);
}

/* The portable kernels round each product, the others do not. */
static void
test_fused (void)
{
  const double one = 1.0;

  for (size_t i = 0; i < G_N_ELEMENTS (isas); i++)
    for (int dtype = 0; dtype < STRATA_N_DTYPES; dtype++)
      {
        StrataConvDesc desc = strata_conv_desc_init ();
        StrataConvElement element = { 0 };
        StrataConvExplanation *e;
        StrataConv *conv;

        if (!has_isa (isas[i]))
          continue;
        desc.dtype = (StrataDType) dtype;
        desc.channels = 1;
        for (int axis = 0; axis < 2; axis++)
          desc.window.input[axis] = desc.window.kernel[axis] = 1;
        conv = strata_conv_new (&desc, &(StrataConvWeights){ &one }, NULL);
        e = strata_conv_explain (conv, &(StrataConvWeights){ &one }, &one,
                                 &element, NULL);
        g_assert_nonnull (e);
        g_assert_true (e->fused == (strcmp (isas[i], "portable") != 0));
        strata_conv_explanation_free (e);
        strata_conv_free (conv);
      }
}

/* A window that can be added up in one's head: 2 × 2 at the corner of a padded
 * image. */
static void
test_padding (void)
{
  const float input[] = { 1, 2, 3, 4 }, kernel[] = { 10, 20, 30, 40 },
              bias[] = { 0.5f };
  const StrataConvWeights weights = { .depthwise = kernel, .bias = bias };
  StrataConvDesc desc = strata_conv_desc_init ();
  StrataConvElement element = { .row = 0, .column = 1 };
  StrataConvExplanation *e;
  StrataConv *conv;

  desc.channels = 1;
  desc.use_bias = true;
  desc.activation = strata_activation_init (STRATA_RELU);
  desc.window.padding = STRATA_PADDING_EXPLICIT;
  for (int axis = 0; axis < 2; axis++)
    {
      desc.window.input[axis] = desc.window.kernel[axis] = 2;
      desc.window.explicit_padding[axis][0] = 1;
    }
  conv = strata_conv_new (&desc, &weights, NULL);
  e = strata_conv_explain (conv, &weights, input, &element, NULL);

  g_assert_nonnull (e);
  g_assert_cmpint (e->depthwise.n_terms, ==, 4);
  g_assert_true (e->depthwise.has_bias);
  g_assert_cmpfloat (e->depthwise.start, ==, 0.5);
  for (int i = 0; i < 4; i++)
    g_assert_true (e->depthwise.terms[i].padded == (i < 2));
  g_assert_cmpint (e->depthwise.terms[0].row, ==, -1);
  g_assert_cmpint (e->depthwise.terms[0].column, ==, 0);
  g_assert_cmpfloat (e->depthwise.terms[1].sum, ==, 0.5);
  g_assert_cmpfloat (e->depthwise.terms[2].product, ==, 30);
  g_assert_cmpfloat (e->depthwise.terms[2].sum, ==, 30.5);
  g_assert_cmpfloat (e->depthwise.terms[3].sum, ==, 110.5);
  g_assert_cmpfloat (e->sum, ==, 110.5);
  g_assert_cmpfloat (e->result, ==, 110.5);
  strata_conv_explanation_free (e);
  strata_conv_free (conv);
}

/* A layer with a function along an axis, which asks for the most memory. */
static StrataConv *
make_separable (const StrataConvWeights *weights, int64_t filters)
{
  StrataConvDesc desc = strata_conv_desc_init ();

  desc.channels = 2;
  desc.filters = filters;
  desc.activation = strata_activation_init (STRATA_SOFTMAX);
  for (int axis = 0; axis < 2; axis++)
    desc.window.input[axis] = desc.window.kernel[axis] = 2;
  return strata_conv_new (&desc, weights, NULL);
}

static void
test_memory (void)
{
  const float numbers[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  const StrataConvWeights weights = { numbers, numbers, NULL };
  StrataConv *conv = make_separable (&weights, 4);
  StrataConvElement element = { .channel = 3, .middle = 1 };
  StrataConvExplanation *e = NULL;
  int n = 0;

  for (; !e && n < 100; n++)
    {
      StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };

      strata_memory_fail_after (n);
      e = strata_conv_explain (conv, &weights, numbers, &element, &refusal);
      strata_memory_fail_after (-1);
      g_assert_true ((e != NULL) == (refusal.reason == STRATA_REFUSAL_NONE));
    }
  g_assert_nonnull (e);
  g_assert_cmpint (n, >, 5);
  strata_conv_explanation_free (e);
  strata_conv_free (conv);
}

static void
assert_refused (const StrataConv *conv,
                const StrataConvWeights *weights,
                const void *input,
                StrataConvElement element,
                const char *words)
{
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };

  g_assert_null (
      strata_conv_explain (conv, weights, input, &element, &refusal));
  g_assert_nonnull (strstr (refusal.message, words));
}

static void
test_elements (void)
{
  const float numbers[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  const StrataConvWeights weights = { numbers, numbers, NULL };
  StrataConv *conv = make_separable (&weights, 4);
  const StrataConvElement wrong[] = {
    { .image = 1 },   { .row = -1 },     { .column = 1 },
    { .channel = 4 }, { .channel = -1 }, { .row = G_MAXINT64 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (wrong); i++)
    assert_refused (conv, &weights, numbers, wrong[i], "There is no image");
  assert_refused (conv, &weights, numbers, (StrataConvElement){ .middle = 2 },
                  "There is no depthwise channel 2 of 2");
  strata_conv_free (conv);
}

/* What is too long is refused before anything is asked for. */
static void
test_too_long (void)
{
  const int64_t side = 1100;
  g_autofree float *numbers = g_new0 (float, side *side);
  const StrataConvWeights weights = { .depthwise = numbers };
  StrataConvDesc desc = strata_conv_desc_init ();
  StrataConv *conv;

  desc.channels = 1;
  for (int axis = 0; axis < 2; axis++)
    desc.window.input[axis] = desc.window.kernel[axis] = side;
  conv = strata_conv_new (&desc, &weights, NULL);
  assert_refused (conv, &weights, numbers, (StrataConvElement){ 0 },
                  "is a sum of 1210000 products");
  strata_conv_free (conv);

  desc.window.kernel[0] = desc.window.kernel[1] = 500;
  desc.format = STRATA_NCHW;
  desc.activation = strata_activation_init (STRATA_SOFTMAX);
  conv = strata_conv_new (&desc, &weights, NULL);
  assert_refused (conv, &weights, numbers, (StrataConvElement){ 0 },
                  "depends on 150250000 products");
  strata_conv_free (conv);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  report_faults ();

  g_test_add_func ("/conv-explanation/bits", test_bits);
  g_test_add_func ("/conv-explanation/fused", test_fused);
  g_test_add_func ("/conv-explanation/padding", test_padding);
  g_test_add_func ("/conv-explanation/memory", test_memory);
  g_test_add_func ("/conv-explanation/refusal/element", test_elements);
  g_test_add_func ("/conv-explanation/refusal/too-long", test_too_long);
  return g_test_run ();
}
