/* strata-conv-shape.c — what can be said of a convolution before it is run.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-conv-private.h"
#include "strata-memory-private.h"
#include "strata-refusal-private.h"

#include <inttypes.h>
#include <string.h>

/* A kernel reckons with places a few vectors and tiles beyond a tensor's end,
 * and with bytes; this leaves room for both. */
#define MOST_ELEMENTS (PTRDIFF_MAX / 1024)

StrataConvDesc
strata_conv_desc_init (void)
{
  StrataConvDesc desc = {
    .dtype = STRATA_FLOAT32,
    .format = STRATA_NHWC,
    .batch = 1,
    .channels = 1,
    .window = {
      .input = { 1, 1 },
      .kernel = { 1, 1 },
      .strides = { 1, 1 },
      .dilations = { 1, 1 },
      .padding = STRATA_PADDING_VALID,
    },
    .multiplier = 1,
    .activation = strata_activation_init (STRATA_LINEAR),
  };

  return desc;
}

static bool
check_choices (const StrataConvDesc *desc, StrataRefusal *refusal)
{
  if (!strata_dtype_name (desc->dtype))
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "%d is no element type; there are float32, float64, "
                          "float16 and bfloat16",
                          (int) desc->dtype);
  if (desc->format != STRATA_NHWC && desc->format != STRATA_NCHW)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "%d is no data format; there are NHWC and NCHW",
                          (int) desc->format);
  return true;
}

static bool
check_counts (const StrataConvDesc *desc, StrataRefusal *refusal)
{
  if (desc->batch < 0 && desc->batch != STRATA_UNKNOWN)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "The batch has %" PRId64
                          " images, but cannot have fewer than 0",
                          desc->batch);
  if (desc->channels < 1)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "The input has %" PRId64
                          " channels, but must have at least 1",
                          desc->channels);
  if (desc->multiplier < 1)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "The depth multiplier is %" PRId64
                          ", but must be at least 1",
                          desc->multiplier);
  if (desc->filters < 0)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "The layer has %" PRId64
                          " filters, but a separable one has at least 1, and "
                          "0 stands for depthwise alone",
                          desc->filters);
  return true;
}

/* A size of 0 hides none of the others: they are multiplied among themselves
 * too. */
static bool
fits (const int64_t *factors, int n, const char *what, StrataRefusal *refusal)
{
  int64_t known[8], product;

  for (int i = 0; i < n; i++)
    known[i] = factors[i] == STRATA_UNKNOWN || factors[i] == 0 ? 1 : factors[i];
  if (strata_size_product (known, n, &product) && product <= MOST_ELEMENTS)
    return true;
  return strata_refuse (refusal, STRATA_REFUSAL_TOO_LARGE,
                        "%s has more elements than can be addressed", what);
}

/* Taps far out in the padding are places to reckon with, too. */
static bool
padding_fits (const StrataConvDesc *desc,
              const StrataWindow window[2],
              StrataRefusal *refusal)
{
  for (int axis = 0; axis < 2; axis++)
    {
      const StrataWindow *w = &window[axis];
      const int64_t across = axis == 0 ? window[1].input : 1;
      int64_t factors[] = { 0, across > 1 ? across : 1, desc->channels,
                            desc->multiplier };

      if (w->before == STRATA_UNKNOWN || w->input == STRATA_UNKNOWN)
        continue;
      if (__builtin_add_overflow (w->before, w->after, &factors[0])
          || __builtin_add_overflow (factors[0], w->input, &factors[0]))
        factors[0] = INT64_MAX;
      if (!fits (factors, 4, "The padded input", refusal))
        return false;
    }
  return true;
}

static void
order_shape (StrataFormat format,
             int64_t batch,
             int64_t height,
             int64_t width,
             int64_t channels,
             int64_t shape[4])
{
  const bool first = format == STRATA_NCHW;

  shape[0] = batch;
  shape[1] = first ? channels : height;
  shape[2] = first ? height : width;
  shape[3] = first ? width : channels;
}

/* Depthwise taps, then pointwise products, for each place. */
static bool
count_macs (const StrataConvDesc *desc,
            StrataConvShape *s,
            StrataRefusal *refusal)
{
  const int64_t *kernel = desc->window.kernel;
  const int64_t height = s->window[0].output, width = s->window[1].output;
  const int64_t taps[] = { height, width, s->depthwise_channels, kernel[0],
                           kernel[1] };
  const int64_t products[] = { height, width, s->depthwise_channels,
                               desc->filters };
  int64_t a, b;

  s->macs = STRATA_UNKNOWN;
  if (height == STRATA_UNKNOWN || width == STRATA_UNKNOWN)
    return true;
  if (!strata_size_product (taps, 5, &a)
      || !strata_size_product (products, 4, &b)
      || __builtin_add_overflow (a, b, &s->macs))
    return strata_refuse (refusal, STRATA_REFUSAL_TOO_LARGE,
                          "The layer has more products than can be counted");
  return true;
}

static bool
count_channels (const StrataConvDesc *desc,
                StrataConvShape *s,
                StrataRefusal *refusal)
{
  const int64_t *kernel = desc->window.kernel;
  const int64_t depthwise[] = { kernel[0], kernel[1], desc->channels,
                                desc->multiplier };
  int64_t pointwise[] = { 0, desc->filters };
  int64_t n;

  if (!fits (depthwise, 4, "The depthwise kernel", refusal))
    return false;
  s->depthwise_channels = desc->channels * desc->multiplier;
  pointwise[0] = s->depthwise_channels;
  if (!fits (pointwise, 2, "The pointwise kernel", refusal))
    return false;
  s->output_channels =
      desc->filters > 0 ? desc->filters : s->depthwise_channels;
  s->parameters = desc->use_bias ? s->output_channels : 0;
  s->parameters += s->depthwise_channels * desc->filters;
  strata_size_product (depthwise, 4, &n);
  s->parameters += n;
  return true;
}

bool
strata_conv_infer (const StrataConvDesc *desc,
                   StrataConvShape *shape,
                   StrataRefusal *refusal)
{
  const int64_t *input = desc->window.input;
  int64_t middle[4], output[4], last;

  memset (shape, 0, sizeof *shape);
  if (!check_choices (desc, refusal) || !check_counts (desc, refusal)
      || !strata_windows_init (shape->window, &desc->window, refusal)
      || !count_channels (desc, shape, refusal)
      || !padding_fits (desc, shape->window, refusal))
    return false;

  order_shape (desc->format, desc->batch, input[0], input[1], desc->channels,
               shape->input_shape);
  order_shape (desc->format, desc->batch, shape->window[0].output,
               shape->window[1].output, shape->depthwise_channels, middle);
  order_shape (desc->format, desc->batch, shape->window[0].output,
               shape->window[1].output, shape->output_channels, output);
  memcpy (shape->output_shape, output, sizeof output);
  last = output[3];

  return fits (shape->input_shape, 4, "The input", refusal)
         && fits (middle, 4, "The depthwise result", refusal)
         && fits (output, 4, "The output", refusal)
         && strata_activation_infer (&desc->activation, last,
                                     &shape->output_shape[3], refusal)
         && count_macs (desc, shape, refusal);
}

static bool
check_known (const StrataConvDesc *desc, StrataRefusal *refusal)
{
  if (desc->batch != STRATA_UNKNOWN && desc->window.input[0] != STRATA_UNKNOWN
      && desc->window.input[1] != STRATA_UNKNOWN)
    return true;
  return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                        "The batch, height and width of the input must be "
                        "known before it can be computed");
}

static bool
check_weights (const StrataConvDesc *desc,
               const StrataConvWeights *weights,
               StrataRefusal *refusal)
{
  const char *missing = NULL;

  if (!weights || !weights->depthwise)
    missing = "depthwise kernel";
  else if (desc->filters > 0 && !weights->pointwise)
    missing = "pointwise kernel";
  else if (desc->use_bias && !weights->bias)
    missing = "bias";
  if (!missing)
    return true;
  return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                        "The layer needs a %s, but none was given", missing);
}

bool
strata_conv_check (const StrataConvDesc *desc,
                   const StrataConvWeights *weights,
                   StrataConvShape *shape,
                   StrataRefusal *refusal)
{
  return strata_conv_infer (desc, shape, refusal) && check_known (desc, refusal)
         && check_weights (desc, weights, refusal);
}

int64_t
strata_conv_n_middle (const StrataConvDesc *desc, const StrataConvShape *shape)
{
  return desc->batch * shape->window[0].output * shape->window[1].output
         * shape->depthwise_channels;
}

int64_t
strata_conv_n_before (const StrataConvDesc *desc, const StrataConvShape *shape)
{
  return desc->batch * shape->window[0].output * shape->window[1].output
         * shape->output_channels;
}

void
strata_windows_tame (StrataWindow window[2])
{
  for (int axis = 0; axis < 2; axis++)
    {
      if (window[axis].output <= 1)
        window[axis].stride = 1;
      if (window[axis].kernel == 1)
        window[axis].dilation = 1;
    }
}

/* The number of elements has passed fits(), which leaves room for their
 * bytes. */
size_t
strata_conv_room (int64_t n, StrataDType dtype)
{
  size_t bytes = (size_t) n * strata_dtype_size (dtype);

  return (bytes + STRATA_ALIGNMENT - 1) / STRATA_ALIGNMENT * STRATA_ALIGNMENT;
}
