/* strata-conv-explanation.c — how one number of a convolution came to be.
 *
 * The sums are taken by the kernels' matrix product: a product of one row, one
 * column and as many terms as one likes is a chain of sums, in the arithmetic
 * that all kernels of an instruction set share. Nothing has to be known here of
 * which of them round a product before it is added.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-conv-explanation.h"
#include "strata-conv-private.h"
#include "strata-memory-private.h"
#include "strata-refusal-private.h"

#include <inttypes.h>

/* One number of the compute type. */
typedef union
{
  float f32;
  double f64;
} Number;

/* What an explanation is made from, and room for one chain. */
typedef struct
{
  const StrataConv *conv;
  const StrataConvWeights *weights;
  const void *input;
  StrataDType dtype, compute;
  int64_t image;
  int64_t middles; /* depthwise channels */
  StrataFinish linear;
  char *inputs, *factors; /* of a chain, in the compute type */
  char *places;           /* depthwise sums at one place */
  void *room;             /* for products of split numbers */
} Work;

static double
get (const Work *work, const void *numbers, int64_t index)
{
  return strata_dtype_get (work->compute, numbers, (size_t) index);
}

static void
set (const Work *work, void *numbers, int64_t index, double value)
{
  strata_dtype_set (work->compute, numbers, (size_t) index, value);
}

/* start + Σ inputs·factors over @n terms, in the kernels' arithmetic. */
static double
add_up (const Work *work,
        double start,
        const void *inputs,
        const void *factors,
        int64_t n)
{
  Number bias, sum;
  StrataProduct product = {
    .m = 1,
    .n = 1,
    .k = n,
    .a = inputs,
    .a_row = n,
    .a_column = 1,
    .b = factors,
    .b_row = 1,
    .c = &sum,
    .c_row = 1,
    .bias_row = &bias,
    .wide = true,
    .finish = work->linear,
  };

  set (work, &bias, 0, start);
  work->conv->kernels->product (&product);
  return get (work, &sum, 0);
}

/* What the last step makes of a sum, stored as an element. */
static double
finish (const Work *work, double sum)
{
  const StrataConv *conv = work->conv;
  Number bias, result;
  StrataProduct product = {
    .m = 1,
    .n = 1,
    .a = &bias,
    .b = &bias,
    .c = &result,
    .bias_row = &bias,
    .finish = conv->way->pointwise ? conv->pointwise.finish
                                   : conv->depthwise.depthwise.finish,
  };

  set (work, &bias, 0, sum);
  conv->kernels->product (&product);
  return strata_dtype_get (work->dtype, &result, 0);
}

/* Whether the kernels add products that have not been rounded: (1 + e)² has
 * one bit more than fits. */
static bool
is_fused (const Work *work)
{
  const double e = work->compute == STRATA_FLOAT64 ? 0x1p-27 : 0x1p-12;
  Number x;

  set (work, &x, 0, 1 + e);
  return add_up (work, -(1 + 2 * e), &x, &x, 1) != 0;
}

static double
product_of (const Work *work, double input, double weight)
{
  Number product;

  set (work, &product, 0, input * weight);
  return get (work, &product, 0);
}

/* Chains over the window. */

static int64_t
input_index (const Work *work, int64_t row, int64_t column, int64_t channel)
{
  const StrataConvDesc *desc = &work->conv->desc;
  const int64_t height = desc->window.input[0], width = desc->window.input[1];

  if (desc->format == STRATA_NHWC)
    return ((work->image * height + row) * width + column) * desc->channels
           + channel;
  return ((work->image * desc->channels + channel) * height + row) * width
         + column;
}

/* A tap as it stands, padding or not. */
static StrataConvTerm
look_at (const Work *work,
         int64_t row,
         int64_t column,
         int64_t middle,
         int64_t tap)
{
  const StrataWindow *w = work->conv->shape.window;
  StrataConvTerm term = {
    .tap_row = tap / w[1].kernel,
    .tap_column = tap % w[1].kernel,
    .channel = middle / work->conv->desc.multiplier,
  };

  term.row = strata_window_start (&w[0], row) + term.tap_row * w[0].dilation;
  term.column =
      strata_window_start (&w[1], column) + term.tap_column * w[1].dilation;
  term.padded = strata_window_source (&w[0], row, term.tap_row) < 0
                || strata_window_source (&w[1], column, term.tap_column) < 0;
  term.weight = strata_dtype_get (work->dtype, work->weights->depthwise,
                                  (size_t) (tap * work->middles + middle));
  if (term.padded)
    return term;
  term.input = strata_dtype_get (
      work->dtype, work->input,
      (size_t) input_index (work, term.row, term.column, term.channel));
  term.product = product_of (work, term.input, term.weight);
  return term;
}

static int64_t
count_taps (const Work *work)
{
  const StrataWindow *w = work->conv->shape.window;

  return w[0].kernel * w[1].kernel;
}

static double
bias_of (const Work *work, int64_t channel)
{
  if (!work->conv->desc.use_bias)
    return 0;
  return strata_dtype_get (work->dtype, work->weights->bias, (size_t) channel);
}

/* Where the chain over the window starts: a separable layer has its bias in the
 * storey above. */
static double
window_start (const Work *work, int64_t middle)
{
  return work->conv->way->pointwise ? 0 : bias_of (work, middle);
}

/* The sum of a chain over the window at once. */
static double
sum_window (const Work *work, int64_t row, int64_t column, int64_t middle)
{
  const int64_t taps = count_taps (work);
  int64_t n = 0;

  for (int64_t tap = 0; tap < taps; tap++)
    {
      StrataConvTerm term = look_at (work, row, column, middle, tap);

      if (term.padded)
        continue;
      set (work, work->inputs, n, term.input);
      set (work, work->factors, n++, term.weight);
    }
  return add_up (work, window_start (work, middle), work->inputs, work->factors,
                 n);
}

/* All depthwise sums at one place. */
static void
sum_places (const Work *work, int64_t row, int64_t column)
{
  for (int64_t c = 0; c < work->middles; c++)
    set (work, work->places, c, sum_window (work, row, column, c));
}

static double
pointwise_weight (const Work *work, int64_t middle, int64_t filter)
{
  return strata_dtype_get (
      work->dtype, work->weights->pointwise,
      (size_t) (middle * work->conv->desc.filters + filter));
}

/* The sum over the depthwise channels, which stand in places, where it is taken
 * in products of split numbers. */
static bool
sum_split (const Work *work, int64_t filter, double *sum)
{
  float result;

  if (!strata_split_step_sum (&work->conv->pointwise.split,
                              (const void *) work->places, filter, work->room,
                              &result))
    return false;
  *sum = result;
  return true;
}

/* The same, however it is taken. */
static double
sum_channels (const Work *work, int64_t filter)
{
  double sum;

  if (sum_split (work, filter, &sum))
    return sum;
  for (int64_t c = 0; c < work->middles; c++)
    set (work, work->factors, c, pointwise_weight (work, c, filter));
  return add_up (work, bias_of (work, filter), work->places, work->factors,
                 work->middles);
}

/* Term by term. */

static void
add_term (const Work *work, StrataConvChain *chain, StrataConvTerm term)
{
  Number input, weight;

  set (work, &input, 0, term.input);
  set (work, &weight, 0, term.weight);
  if (!term.padded)
    chain->sum = add_up (work, chain->sum, &input, &weight, 1);
  term.sum = chain->sum;
  chain->terms[chain->n_terms++] = term;
}

static void
tell_window (const Work *work, StrataConvExplanation *explanation)
{
  const StrataConvElement *e = &explanation->element;
  StrataConvChain *chain = &explanation->depthwise;

  chain->has_bias = work->conv->desc.use_bias && !work->conv->way->pointwise;
  chain->start = chain->sum = window_start (work, e->middle);
  for (int64_t tap = 0; tap < count_taps (work); tap++)
    add_term (work, chain, look_at (work, e->row, e->column, e->middle, tap));
}

static void
tell_channels (const Work *work, StrataConvExplanation *explanation)
{
  const StrataConvElement *e = &explanation->element;
  StrataConvChain *chain = &explanation->pointwise;

  sum_places (work, e->row, e->column);
  chain->has_bias = work->conv->desc.use_bias;
  chain->start = chain->sum = bias_of (work, e->channel);
  for (int64_t c = 0; c < work->middles; c++)
    {
      StrataConvTerm term = {
        .row = e->row,
        .column = e->column,
        .channel = c,
        .input = get (work, work->places, c),
        .weight = pointwise_weight (work, c, e->channel),
      };

      term.product = product_of (work, term.input, term.weight);
      add_term (work, chain, term);
    }
  chain->split = sum_split (work, e->channel, &chain->sum);
}

/* Rows. */

static double
sum_element (const Work *work, int64_t row, int64_t column, int64_t channel)
{
  if (!work->conv->way->pointwise)
    return sum_window (work, row, column, channel);
  if (work->conv->desc.format == STRATA_NCHW)
    sum_places (work, row, column);
  return sum_channels (work, channel);
}

/* A function along the axis, as the engine's last step takes it. The depthwise
 * sums of the element's place are there already. */
static void
tell_row (const Work *work, StrataConvExplanation *explanation, void *row)
{
  const StrataConvElement *e = &explanation->element;
  const bool planes = work->conv->desc.format == STRATA_NCHW;
  const StrataAxis axis = { 1, explanation->n_row, 1 };
  Number result;

  for (int64_t i = 0; i < explanation->n_row; i++)
    {
      double sum = sum_element (work, e->row, planes ? i : e->column,
                                planes ? e->channel : i);

      set (work, row, i, sum);
      explanation->row_sums[i] = sum;
    }
  strata_activation_apply (&explanation->activation, work->compute, axis, row,
                           row);
  strata_dtype_set (work->dtype, &result, 0,
                    get (work, row, explanation->at_row));
  explanation->result = strata_dtype_get (work->dtype, &result, 0);
}

/* Before: what there is to do, and room for it. */

static bool
is_inside (int64_t index, int64_t size)
{
  return index >= 0 && index < size;
}

static bool
check_element (const StrataConv *conv,
               const StrataConvElement *e,
               StrataRefusal *refusal)
{
  const int64_t *shape = conv->shape.output_shape;
  const bool planes = conv->desc.format == STRATA_NCHW;
  const int64_t height = shape[planes ? 2 : 1], width = shape[planes ? 3 : 2],
                channels = shape[planes ? 1 : 3];

  if (!is_inside (e->image, shape[0]) || !is_inside (e->row, height)
      || !is_inside (e->column, width) || !is_inside (e->channel, channels))
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "There is no image %" PRId64 ", row %" PRId64
                          ", column %" PRId64 ", channel %" PRId64
                          " in an output of %" PRId64 " images, %" PRId64
                          " rows, %" PRId64 " columns and %" PRId64 " channels",
                          e->image, e->row, e->column, e->channel, shape[0],
                          height, width, channels);
  if (conv->way->pointwise
      && !is_inside (e->middle, conv->shape.depthwise_channels))
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "There is no depthwise channel %" PRId64
                          " of %" PRId64,
                          e->middle, conv->shape.depthwise_channels);
  return true;
}

static int64_t
row_length (const StrataConv *conv)
{
  if (!conv->way->rows)
    return 0;
  return conv->desc.format == STRATA_NCHW ? conv->shape.window[1].output
                                          : conv->shape.output_channels;
}

/* Products that are computed, as a double, which is wide enough to compare. */
static double
count_products (const StrataConv *conv)
{
  const double taps = (double) conv->shape.window[0].kernel
                      * (double) conv->shape.window[1].kernel;
  const double middles = (double) conv->shape.depthwise_channels;
  const double length = (double) strata_max (row_length (conv), 1);
  const bool planes = conv->desc.format == STRATA_NCHW;

  if (!conv->way->pointwise)
    return length * taps;
  return (planes ? length : 1) * middles * taps + length * middles;
}

static bool
check_length (const StrataConv *conv, StrataRefusal *refusal)
{
  const double taps = (double) conv->shape.window[0].kernel
                      * (double) conv->shape.window[1].kernel;
  const double middles =
      conv->way->pointwise ? (double) conv->shape.depthwise_channels : 0;

  if (taps > STRATA_MAX_TERMS || middles > STRATA_MAX_TERMS)
    return strata_refuse (refusal, STRATA_REFUSAL_TOO_LARGE,
                          "The number is a sum of %.0f products, but no more "
                          "than %d are told one by one",
                          taps > middles ? taps : middles, STRATA_MAX_TERMS);
  if (count_products (conv) > STRATA_MAX_EXPLAINED_MACS)
    return strata_refuse (refusal, STRATA_REFUSAL_TOO_LARGE,
                          "The number depends on %.0f products, but no more "
                          "than %d are computed to explain it",
                          count_products (conv), STRATA_MAX_EXPLAINED_MACS);
  return true;
}

static void *
room (int64_t n, size_t size, StrataRefusal *refusal)
{
  return strata_memory_new ((size_t) n * size, "the explanation", refusal);
}

static bool
work_init (Work *work, StrataRefusal *refusal)
{
  const StrataConv *conv = work->conv;
  const int64_t longest = strata_max (count_taps (work), work->middles);

  work->inputs = room (longest, sizeof (Number), refusal);
  work->factors = room (longest, sizeof (Number), refusal);
  work->places =
      room (conv->way->pointwise ? work->middles : 0, sizeof (Number), refusal);
  work->room = room (1, conv->pointwise.split.unit, refusal);
  return work->inputs && work->factors && work->places && work->room;
}

static void
work_clear (Work *work)
{
  strata_memory_free (work->inputs);
  strata_memory_free (work->factors);
  strata_memory_free (work->places);
  strata_memory_free (work->room);
}

static StrataConvExplanation *
explanation_new (const Work *work,
                 const StrataConvElement *element,
                 StrataRefusal *refusal)
{
  const StrataConv *conv = work->conv;
  const bool planes = conv->desc.format == STRATA_NCHW;
  StrataConvExplanation *e = room (1, sizeof *e, refusal);

  if (!e)
    return NULL;
  *e = (StrataConvExplanation){
    .element = *element,
    .dtype = work->dtype,
    .compute = work->compute,
    .fused = is_fused (work),
    .window = { conv->shape.window[0], conv->shape.window[1] },
    .activation = conv->desc.activation,
    .n_row = row_length (conv),
    .at_row = planes ? element->column : element->channel,
  };
  if (!conv->way->pointwise)
    e->element.middle = element->channel;
  e->depthwise.terms =
      room (count_taps (work), sizeof (StrataConvTerm), refusal);
  e->pointwise.terms = room (conv->way->pointwise ? work->middles : 0,
                             sizeof (StrataConvTerm), refusal);
  e->row_sums = room (e->n_row, sizeof (double), refusal);
  if (e->depthwise.terms && e->pointwise.terms && e->row_sums)
    return e;
  strata_conv_explanation_free (e);
  return NULL;
}

static bool
tell (const Work *work, StrataConvExplanation *e, StrataRefusal *refusal)
{
  void *row;

  tell_window (work, e);
  if (work->conv->way->pointwise)
    tell_channels (work, e);
  e->sum = work->conv->way->pointwise ? e->pointwise.sum : e->depthwise.sum;
  if (!work->conv->way->rows)
    {
      e->result = finish (work, e->sum);
      return true;
    }

  row = room (e->n_row, sizeof (Number), refusal);
  if (!row)
    return false;
  tell_row (work, e, row);
  strata_memory_free (row);
  return true;
}

StrataConvExplanation *
strata_conv_explain (const StrataConv *conv,
                     const StrataConvWeights *weights,
                     const void *input,
                     const StrataConvElement *element,
                     StrataRefusal *refusal)
{
  const StrataActivation linear = strata_activation_init (STRATA_LINEAR);
  Work work = {
    .conv = conv,
    .weights = weights,
    .input = input,
    .dtype = conv->desc.dtype,
    .compute = strata_dtype_compute (conv->desc.dtype),
    .image = element->image,
    .middles = conv->shape.depthwise_channels,
    .linear = strata_finish_init (&linear, conv->desc.dtype),
  };
  StrataConvExplanation *explanation = NULL;

  if (!check_element (conv, element, refusal) || !check_length (conv, refusal))
    return NULL;
  if (work_init (&work, refusal))
    explanation = explanation_new (&work, element, refusal);
  if (explanation && !tell (&work, explanation, refusal))
    {
      strata_conv_explanation_free (explanation);
      explanation = NULL;
    }
  work_clear (&work);
  return explanation;
}

void
strata_conv_explanation_free (StrataConvExplanation *explanation)
{
  if (!explanation)
    return;
  strata_memory_free (explanation->depthwise.terms);
  strata_memory_free (explanation->pointwise.terms);
  strata_memory_free (explanation->row_sums);
  strata_memory_free (explanation);
}
