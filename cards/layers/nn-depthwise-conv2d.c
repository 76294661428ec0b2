/* nn-depthwise-conv2d.c — a depthwise convolution with a filter that is a
 * tensor.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-sliding.h"

#include <glib/gi18n.h>
#include <inttypes.h>

typedef struct
{
  const StrataSpec *input;
  const StrataSpec *filter;
  StrataIntegers strides;
  StrataPaddingChoice padding;
  StrataChoice data_format;
  StrataPair dilations;
  const char *name;
} Self;

static const char *const data_formats[] = { "NHWC", "NCHW", NULL };

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_TENSOR_IN (input,
                    .help = N_("Images: (batch, height, width, channels) with NHWC, (batch, channels, "
                               "height, width) with NCHW.")),
  STRATA_TENSOR_IN (filter,
                    .help = N_("The weights: (height, width, input channels, multiplier), in both data "
                               "formats. Their type is that of the input.")),
  STRATA_INTEGERS  (strides, NULL, .length = 4, .minimum = 1, .maximum = INT64_MAX,
                    .help = N_("How far the window moves along each axis of the input, in the order of the "
                               "data format. Along the batch and the channels it must be 1. Larger strides "
                               "than 1 and larger dilations than 1 exclude each other.")),
  STRATA_PADDING   (padding, NULL, .minimum = 0, .maximum = INT64_MAX,
                    .help = N_("Zeros around each image: none with “VALID”, and with “SAME” as many as "
                               "keep its size at a stride of 1. Or those before and after each axis, in "
                               "the order of the data format: [[0, 0], [top, bottom], [left, right], [0, "
                               "0]] with NHWC.")),
  STRATA_CHOICE    (data_format, data_formats, "NHWC",
                    .help = N_("Where the channels stand: last (NHWC), or after the batch (NCHW).")),
  STRATA_PAIR      (dilations, "[1, 1]", .minimum = 1, .maximum = INT64_MAX,
                    .help = N_("How far the taps of the window lie apart, along height and width.")),
  STRATA_OPTIONAL_STRING (name,
                    .help = N_("What you call this step. It is a note, and changes no number.")),
  STRATA_TENSOR_OUT (output,
                    .help = N_("The filtered images. They have as many channels as the input, times the "
                               "multiplier of the filter.")),
};
/* clang-format on */

#define IMAGE                                                                  \
  "\"input\": { \"shape\": [1, 3, 2, 1], \"values\": "                         \
  "[1, 2, 3, 4, 5, 6] }"
#define FILTER                                                                 \
  "\"filter\": { \"shape\": [2, 1, 1, 2], \"values\": [1, 2, 3, 4] }"

static const StrataExample examples[] = {
  {
      N_ ("Two filters of 2 × 1 on an image of 3 × 2."),
      "{ \"strides\": [1, 1, 1, 1], \"padding\": \"VALID\" }",
      "{ " IMAGE ", " FILTER " }",
      "{ \"output\": { \"shape\": [1, 2, 2, 2], \"values\": "
      "[10, 14, 14, 20, 18, 26, 22, 32] } }",
  },
  {
      N_ ("The same with a row of zeros above and a column to the left."),
      "{ \"strides\": [1, 1, 1, 1], "
      "\"padding\": [[0, 0], [1, 0], [1, 0], [0, 0]] }",
      "{ " IMAGE ", " FILTER " }",
      "{ \"output\": { \"shape\": [1, 3, 3, 2], \"values\": "
      "[0, 0, 3, 4, 6, 8, 0, 0, 10, 14, 14, 20, 0, 0, 18, 26, 22, 32] } }",
  },
  {
      N_ ("Two channels with two filters each: the first channel’s come "
          "first."),
      "{ \"strides\": [1, 1, 1, 1], \"padding\": \"SAME\" }",
      "{ \"input\": { \"shape\": [1, 1, 1, 2], \"values\": [1, 10] }, "
      "\"filter\": { \"shape\": [1, 1, 2, 2], \"values\": [1, 2, 3, 4] } }",
      "{ \"output\": { \"shape\": [1, 1, 1, 4], "
      "\"values\": [1, 2, 30, 40] } }",
  },
};

/* Axis of the input on which the height stands; the width follows it. */
static int
height_axis (const Self *self)
{
  return self->data_format.index == 0 ? 1 : 2;
}

static gboolean
is_outside (const Self *self, int axis)
{
  return axis < height_axis (self) || axis > height_axis (self) + 1;
}

static gboolean
check_strides (const Self *self, StrataInference *inference)
{
  const int64_t *at = self->strides.at;
  int height = height_axis (self);

  for (int axis = 0; axis < 4; axis++)
    if (is_outside (self, axis) && at[axis] != 1)
      return strata_inference_fault (
          inference, "strides",
          "The strides are [%" PRId64 ", %" PRId64 ", %" PRId64 ", %" PRId64
          "], but along the batch and the channels of %s they must be 1",
          (gint64) at[0], (gint64) at[1], (gint64) at[2], (gint64) at[3],
          data_formats[self->data_format.index]);
  return strata_sliding_check_steps (inference, &at[height], "the dilation",
                                     self->dilations.at);
}

static gboolean
check_padding (const Self *self, StrataInference *inference)
{
  const int64_t (*pairs)[2] = self->padding.pairs;

  if (self->padding.rule != STRATA_PADDING_EXPLICIT)
    return TRUE;
  for (int axis = 0; axis < 4; axis++)
    if (is_outside (self, axis) && (pairs[axis][0] != 0 || pairs[axis][1] != 0))
      return strata_inference_fault (
          inference, "padding",
          "The padding of axis %d is [%" PRId64 ", %" PRId64
          "], but along the batch and the channels of %s it must be [0, 0]",
          axis, (gint64) pairs[axis][0], (gint64) pairs[axis][1],
          data_formats[self->data_format.index]);
  return TRUE;
}

static StrataConvDesc
describe (const Self *self)
{
  StrataConvDesc desc = strata_conv_desc_init ();
  int height = height_axis (self);

  desc.format = self->data_format.index == 0 ? STRATA_NHWC : STRATA_NCHW;
  desc.window.padding = self->padding.rule;
  for (int axis = 0; axis < 2; axis++)
    {
      desc.window.strides[axis] = self->strides.at[height + axis];
      desc.window.dilations[axis] = self->dilations.at[axis];
      for (int side = 0; side < 2; side++)
        desc.window.explicit_padding[axis][side] =
            self->padding.rule == STRATA_PADDING_EXPLICIT
                ? self->padding.pairs[height + axis][side]
                : 0;
    }
  return desc;
}

static gboolean
check_filter (const StrataSpec *filter, char **message)
{
  g_autofree char *shape = strata_spec_to_string (filter);
  gboolean empty = FALSE;

  for (int axis = 0; axis < filter->rank; axis++)
    empty |= filter->shape[axis] == 0;
  if (filter->rank < 0 || (filter->rank == 4 && !empty))
    return TRUE;

  if (filter->rank == 4)
    *message = g_strdup_printf (
        "The filter has the shape %s, but each size must be at least 1", shape);
  else
    *message = g_strdup_printf (
        "The filter has the shape %s, but it takes four axes: (height, width, "
        "input channels, multiplier)",
        shape);
  return FALSE;
}

/* Puts what is known of the filter into a description that has the input. */
static gboolean
set_filter (StrataConvDesc *desc, const StrataSpec *filter, char **message)
{
  const gboolean known = filter->rank >= 0;
  int64_t channels;

  if (!check_filter (filter, message))
    return FALSE;

  for (int axis = 0; axis < 2; axis++)
    desc->window.kernel[axis] = known ? filter->shape[axis] : STRATA_UNKNOWN;
  desc->multiplier = known ? filter->shape[3] : STRATA_UNKNOWN;
  channels = known ? filter->shape[2] : STRATA_UNKNOWN;
  if (desc->channels != STRATA_UNKNOWN && channels != STRATA_UNKNOWN
      && desc->channels != channels)
    {
      *message = g_strdup_printf ("The input has %" PRId64
                                  " channels, but the filter is for "
                                  "%" PRId64,
                                  (gint64) desc->channels, (gint64) channels);
      return FALSE;
    }
  if (desc->channels == STRATA_UNKNOWN)
    desc->channels = channels;
  return TRUE;
}

/* Of a tensor behind another fault, not even the type is sure. */
static gboolean
check_types (const StrataSpec *input, const StrataSpec *filter, char **message)
{
  if (input->rank < 0 || filter->rank < 0 || input->dtype == filter->dtype)
    return TRUE;

  *message = g_strdup_printf (
      "The input is %s, but the filter is %s; they must be of one type",
      strata_dtype_name (input->dtype), strata_dtype_name (filter->dtype));
  return FALSE;
}

/* Port that is at fault, or NULL where all fits together as far as it is
 * known. */
static const char *
find_fault (const Self *self,
            const StrataSpec *input,
            const StrataSpec *filter,
            StrataConvDesc *desc,
            char **message)
{
  *desc = describe (self);
  if (!strata_sliding_set_input (desc, input, message))
    return "input";
  if (!check_types (input, filter, message)
      || !set_filter (desc, filter, message))
    return "filter";
  return NULL;
}

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  g_autofree char *message = NULL;
  const char *port;
  StrataConvDesc desc;
  StrataConvShape shape;
  StrataSpec output;
  StrataRefusal refusal;
  gboolean sound, activation;

  sound = check_strides (self, inference);
  sound &= check_padding (self, inference);
  port = find_fault (self, self->input, self->filter, &desc, &message);
  if (port)
    strata_inference_fault (inference, port, "%s", message);
  if (port || !sound)
    return;

  if (!strata_sliding_measure (&desc, &shape, &activation, &refusal))
    {
      strata_inference_fault (inference, "input", "%s", refusal.message);
      return;
    }
  output = strata_sliding_output (&desc, &shape);
  strata_inference_set_spec (inference, "output", &output);
  strata_inference_set_macs (inference, shape.macs);
}

static gboolean
evaluate (const void *data, StrataEvaluation *evaluation)
{
  const Self *self = data;
  StrataTensor *input = strata_evaluation_get_input (evaluation, "input");
  StrataTensor *filter = strata_evaluation_get_input (evaluation, "filter");
  StrataSpec input_spec = strata_spec_of_tensor (input);
  StrataSpec filter_spec = strata_spec_of_tensor (filter);
  StrataSlidingWeights weights = { .depthwise = filter };
  StrataTensor *output = NULL;
  g_autofree char *message = NULL;
  StrataConvDesc desc;
  const char *port =
      find_fault (self, &input_spec, &filter_spec, &desc, &message);

  if (port)
    return strata_evaluation_fail (evaluation, port, "%s", message);
  if (!strata_sliding_run (&desc, &weights, input, &output, evaluation))
    return FALSE;
  strata_evaluation_set_output (evaluation, "output", output);
  return TRUE;
}

static gboolean
describe_tensors (const void *self,
                  const StrataSpec *input,
                  const StrataSpec *filter,
                  StrataConvDesc *desc,
                  char **message)
{
  return !find_fault (self, input, filter, desc, message);
}

const StrataKind strata_kind_nn_depthwise_conv2d = {
  .type = "nn.depthwise_conv2d",
  .title = N_ ("Raw depthwise convolution"),
  .category = N_ ("Layers"),
  .summary = N_ ("Filters each channel of images with a filter that is wired "
                 "in."),
  .help = N_ ("What DepthwiseConv2D computes, without weights, bias and "
              "activation of its own: the filter is a tensor like the images. "
              "Zeros may be put around the images by hand."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
  .evaluate = evaluate,
  .describe = describe_tensors,
};
