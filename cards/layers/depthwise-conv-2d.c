/* depthwise-conv-2d.c — a depthwise convolution of images: every channel meets
 * its own filters.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-sliding-layer.h"

#include <glib/gi18n.h>

typedef StrataSliding Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_PAIR    (kernel_size, NULL, .minimum = 1, .maximum = INT64_MAX,
                  .help = N_("Height and width of the window that slides over each image; one number "
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
                  .help = N_("How many filters each input channel meets. The output has so many channels "
                             "for each channel of the input: those of the first come first.")),
  STRATA_OPTIONAL_CHOICE (data_format, strata_sliding_data_formats,
                  .help = N_("Where the channels stand: after height and width (channels_last) or before "
                             "them (channels_first). If it is not given, Keras’ configuration file decides "
                             "by its image_data_format, and without that it is channels_last.")),
  STRATA_PAIR    (dilation_rate, "[1, 1]", .minimum = 1, .maximum = INT64_MAX,
                  .help = N_("How far the taps of the window lie apart, along height and width: 1 makes "
                             "them neighbours. A larger rate than 1 and larger strides than 1 exclude each "
                             "other.")),
  STRATA_CHOICE  (activation, strata_sliding_activations, "linear",
                  .help = N_("Function that the sums go through last. “linear” leaves them as they are.")),
  STRATA_BOOLEAN (use_bias, "true",
                  .help = N_("Whether a number of its own is added to each output channel before the "
                             "activation.")),

  STRATA_INITIALIZER_IN (depthwise_initializer, "glorot_uniform",
                  .help = N_("Gives the depthwise kernel its first values.")),
  STRATA_INITIALIZER_IN (bias_initializer, "zeros",
                  .help = N_("Gives the bias its first values.")),
  STRATA_REGULARIZER_IN (depthwise_regularizer,
                  .help = N_("Penalty on the depthwise kernel.")),
  STRATA_REGULARIZER_IN (bias_regularizer,
                  .help = N_("Penalty on the bias.")),
  STRATA_REGULARIZER_IN (activity_regularizer,
                  .help = N_("Penalty on what comes out of the activation, divided by the size of the "
                             "batch.")),
  STRATA_CONSTRAINT_IN (depthwise_constraint,
                  .help = N_("Projection of the depthwise kernel after each step of training.")),
  STRATA_CONSTRAINT_IN (bias_constraint,
                  .help = N_("Projection of the bias after each step of training.")),

  STRATA_TENSOR_IN  (input,
                  .help = N_("Images: (batch, height, width, channels), or (batch, channels, height, "
                             "width) with channels_first.")),
  STRATA_LAYER_OUT  (layer_instance,
                  .help = N_("The layer itself, for a wrapper such as TimeDistributed or Bidirectional.")),
  STRATA_TENSOR_OUT (output,
                  .help = N_("The filtered images. They have as many channels as the input, times the "
                             "depth multiplier.")),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("A stride of 2 with “same” padding: the one row and column of zeros "
          "go to the bottom and right."),
      "{ \"kernel_size\": 3, \"strides\": 2, \"padding\": \"same\", "
      "\"use_bias\": false, \"depthwise_initializer\": \"ones\" }",
      "{ \"input\": { \"shape\": [1, 4, 4, 1], \"values\": "
      "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] } }",
      "{ \"output\": { \"shape\": [1, 2, 2, 1], "
      "\"values\": [54, 45, 72, 54] } }",
  },
  {
      N_ ("Two filters for each of two channels: the output has four."),
      "{ \"kernel_size\": 1, \"depth_multiplier\": 2, "
      "\"depthwise_initializer\": \"ones\" }",
      "{ \"input\": { \"shape\": [1, 1, 1, 2], \"values\": [1, 10] } }",
      "{ \"output\": { \"shape\": [1, 1, 1, 4], "
      "\"values\": [1, 1, 10, 10] } }",
  },
  {
      N_ ("Taps two apart: each output sums the corners and the middles of a "
          "5 × 5 square."),
      "{ \"kernel_size\": [3, 3], \"dilation_rate\": 2, "
      "\"depthwise_initializer\": \"ones\", \"bias_initializer\": \"ones\" }",
      "{ \"input\": { \"shape\": [1, 5, 5, 1], \"values\": "
      "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, "
      "20, 21, 22, 23, 24, 25] } }",
      "{ \"output\": { \"shape\": [1, 1, 1, 1], \"values\": [118] } }",
  },
};

const StrataKind strata_kind_depthwise_conv_2d = {
  .type = "DepthwiseConv2D",
  .title = N_ ("Depthwise convolution 2D"),
  .category = N_ ("Layers"),
  .summary = N_ ("Filters each channel of images by itself."),
  .help = N_ (
      "A window slides over the image, and at each place the numbers under it "
      "are multiplied by the weights of a filter and summed up. Every channel "
      "has its own filters, and no sum goes across channels: mixing them is "
      "left to a layer that follows, such as the pointwise half of "
      "SeparableConv2D.\n\n"
      "Weights: depthwise_kernel (height, width, input channels, depth "
      "multiplier) and bias (output channels)."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = strata_sliding_infer,
  .layer = &strata_sliding_layer,
  .describe = strata_sliding_describe,
};
