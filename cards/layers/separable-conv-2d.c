/* separable-conv-2d.c — a separable convolution of images: each channel by
 * itself, then all channels of each place together.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-sliding-layer.h"

#include <glib/gi18n.h>

typedef StrataSliding Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_INTEGER (filters, NULL, .minimum = 1, .maximum = INT64_MAX,
                  .help = N_("How many channels come out.")),
  STRATA_PAIR    (kernel_size, NULL, .minimum = 1, .maximum = INT64_MAX,
                  .help = N_("Height and width of the window that slides over each channel; one number "
                             "stands for both.")),
  STRATA_PAIR    (strides, "[1, 1]", .minimum = 1, .maximum = INT64_MAX,
                  .help = N_("How far the window moves down and to the right from one output to the next. "
                             "The two may differ. Larger strides than 1 and a larger dilation rate than 1 "
                             "exclude each other.")),
  STRATA_CHOICE  (padding, strata_sliding_paddings, "valid",
                  .help = N_("With “valid”, the window stays inside the image, and the output is smaller. "
                             "With “same”, zeros are put around the image, so that a stride of 1 keeps its "
                             "size; where their number is odd, the one more goes to the bottom or right.")),
  STRATA_INTEGER (depth_multiplier, "1", .minimum = 1, .maximum = INT64_MAX,
                  .help = N_("How many depthwise filters each input channel meets, before the pointwise "
                             "kernel mixes what they give.")),
  STRATA_OPTIONAL_CHOICE (data_format, strata_sliding_data_formats,
                  .help = N_("Where the channels stand: after height and width (channels_last) or before "
                             "them (channels_first). If it is not given, Keras’ configuration file decides "
                             "by its image_data_format, and without that it is channels_last.")),
  STRATA_PAIR    (dilation_rate, "[1, 1]", .minimum = 1, .maximum = INT64_MAX,
                  .help = N_("How far the taps of the window lie apart, along height and width: 1 makes "
                             "them neighbours. A larger rate than 1 and larger strides than 1 exclude each "
                             "other.")),
  STRATA_CHOICE  (activation, strata_sliding_activations, "linear",
                  .help = N_("Function that the pointwise sums go through last. “linear” leaves them as "
                             "they are. There is none between the two halves.")),
  STRATA_BOOLEAN (use_bias, "true",
                  .help = N_("Whether a number of its own is added to each output channel before the "
                             "activation.")),

  STRATA_INITIALIZER_IN (depthwise_initializer, "glorot_uniform",
                  .help = N_("Gives the depthwise kernel its first values.")),
  STRATA_INITIALIZER_IN (pointwise_initializer, "glorot_uniform",
                  .help = N_("Gives the pointwise kernel its first values.")),
  STRATA_INITIALIZER_IN (bias_initializer, "zeros",
                  .help = N_("Gives the bias its first values.")),
  STRATA_REGULARIZER_IN (depthwise_regularizer,
                  .help = N_("Penalty on the depthwise kernel.")),
  STRATA_REGULARIZER_IN (pointwise_regularizer,
                  .help = N_("Penalty on the pointwise kernel.")),
  STRATA_REGULARIZER_IN (bias_regularizer,
                  .help = N_("Penalty on the bias.")),
  STRATA_REGULARIZER_IN (activity_regularizer,
                  .help = N_("Penalty on what comes out of the activation, divided by the size of the "
                             "batch.")),
  STRATA_CONSTRAINT_IN (depthwise_constraint,
                  .help = N_("Projection of the depthwise kernel after each step of training.")),
  STRATA_CONSTRAINT_IN (pointwise_constraint,
                  .help = N_("Projection of the pointwise kernel after each step of training.")),
  STRATA_CONSTRAINT_IN (bias_constraint,
                  .help = N_("Projection of the bias after each step of training.")),

  STRATA_TENSOR_IN  (input,
                  .help = N_("Images: (batch, height, width, channels), or (batch, channels, height, "
                             "width) with channels_first.")),
  STRATA_LAYER_OUT  (layer_instance,
                  .help = N_("The layer itself, for a wrapper such as TimeDistributed or Bidirectional.")),
  STRATA_TENSOR_OUT (output,
                  .help = N_("The images that come out. Each has as many channels as there are filters.")),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("One filter sums up four places of two channels, and adds 1."),
      "{ \"filters\": 1, \"kernel_size\": 2, \"depthwise_initializer\": "
      "\"ones\", \"pointwise_initializer\": \"ones\", "
      "\"bias_initializer\": \"ones\" }",
      "{ \"input\": { \"shape\": [1, 2, 2, 2], \"values\": "
      "[1, 10, 2, 20, 3, 30, 4, 40] } }",
      "{ \"output\": { \"shape\": [1, 1, 1, 1], \"values\": [111] } }",
  },
  {
      N_ ("Channels first, and three filters of which each sees all channels."),
      "{ \"filters\": 3, \"kernel_size\": [1, 2], \"data_format\": "
      "\"channels_first\", \"padding\": \"same\", "
      "\"depthwise_initializer\": \"ones\", "
      "\"pointwise_initializer\": \"ones\" }",
      "{ \"input\": { \"shape\": [1, 2, 1, 2], \"values\": [1, 2, 10, 20] } }",
      "{ \"output\": { \"shape\": [1, 3, 1, 2], "
      "\"values\": [33, 22, 33, 22, 33, 22] } }",
  },
};

const StrataKind strata_kind_separable_conv_2d = {
  .type = "SeparableConv2D",
  .title = N_ ("Separable convolution 2D"),
  .category = N_ ("Layers"),
  .summary = N_ ("Filters each channel of images by itself, then mixes them."),
  .help = N_ (
      "The depthwise half lets a window slide over each channel by itself; "
      "the pointwise half then makes each output channel a weighted sum of "
      "what that gave, place by place. Both together cost far less than a "
      "convolution whose window sees all channels at once. Strides, padding "
      "and dilation belong to the depthwise half, bias and activation come "
      "after the pointwise one.\n\n"
      "Weights: depthwise_kernel (height, width, input channels, depth "
      "multiplier), pointwise_kernel (1, 1, input channels × depth "
      "multiplier, filters) and bias (filters)."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = strata_sliding_infer,
  .layer = &strata_sliding_layer,
  .describe = strata_sliding_describe,
};
