/* strata-sliding-layer.c — what both convolution layers do: all but their
 * tables.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-sliding-layer.h"
#include "strata-keras-config.h"

const char *const strata_sliding_paddings[] = { "valid", "same", NULL };

const char *const strata_sliding_data_formats[] = { "channels_last",
                                                    "channels_first", NULL };

/* In the order of StrataActivationKind. */
const char *const strata_sliding_activations[] = {
  "linear",      "relu",           "relu6",       "leaky_relu",
  "elu",         "selu",           "celu",        "gelu",
  "silu",        "hard_silu",      "sigmoid",     "hard_sigmoid",
  "log_sigmoid", "sparse_sigmoid", "tanh",        "hard_tanh",
  "tanh_shrink", "softplus",       "softsign",    "squareplus",
  "sparse_plus", "soft_shrink",    "hard_shrink", "threshold",
  "exponential", "mish",           "glu",         "softmax",
  "log_softmax", "sparsemax",      "swish=silu",  "hard_swish=hard_silu",
  NULL,
};

/* What a layer says by itself, without its input. */
static StrataConvDesc
describe (const StrataSliding *self)
{
  StrataConvDesc desc = strata_conv_desc_init ();

  desc.batch = desc.channels = STRATA_UNKNOWN;
  for (int axis = 0; axis < 2; axis++)
    {
      desc.window.input[axis] = STRATA_UNKNOWN;
      desc.window.kernel[axis] = self->kernel_size.at[axis];
      desc.window.strides[axis] = self->strides.at[axis];
      desc.window.dilations[axis] = self->dilation_rate.at[axis];
    }
  desc.window.padding =
      self->padding.index == 0 ? STRATA_PADDING_VALID : STRATA_PADDING_SAME;
  desc.multiplier = self->depth_multiplier;
  desc.filters = self->filters;
  desc.use_bias = self->use_bias;
  desc.activation =
      strata_activation_init ((StrataActivationKind) self->activation.index);
  return desc;
}

static gboolean
find_format (const StrataSliding *self, StrataFormat *format, char **message)
{
  if (self->data_format.index < 0)
    return strata_keras_config_get_data_format (format, message);

  *format = self->data_format.index == 0 ? STRATA_NHWC : STRATA_NCHW;
  return TRUE;
}

/* Values that are too large by themselves: each on the port that goes too
 * far. */
static void
check_sizes (const StrataSliding *self, StrataInference *inference)
{
  const char *const ports[] = { "kernel_size", "depth_multiplier", "filters" };
  StrataConvDesc desc = describe (self);
  StrataConvShape shape;
  StrataRefusal refusal;
  gboolean activation;

  for (int i = 0; i < 3; i++)
    {
      desc.channels = 1;
      desc.multiplier = i >= 1 ? self->depth_multiplier : 1;
      desc.filters = i >= 2 ? self->filters : 0;
      desc.activation = strata_activation_init (STRATA_LINEAR);
      if (!strata_sliding_measure (&desc, &shape, &activation, &refusal))
        {
          strata_inference_fault (inference, ports[i], "%s", refusal.message);
          return;
        }
    }
}

void
strata_sliding_infer (const void *data, StrataInference *inference)
{
  const StrataSliding *self = data;
  g_autofree char *message = NULL;
  StrataFormat format;

  strata_sliding_check_steps (inference, self->strides.at, "the dilation rate",
                              self->dilation_rate.at);
  if (!find_format (self, &format, &message))
    strata_inference_fault (inference, "data_format", "%s", message);
  if (self->activation.index == STRATA_THRESHOLD)
    strata_inference_fault (
        inference, "activation",
        "The function \"threshold\" needs a threshold and a value of its own, "
        "which cannot be given with a name");
  check_sizes (self, inference);
}

/* A description with what is known of the input in it. */
gboolean
strata_sliding_describe (const void *data,
                         const StrataSpec *input,
                         const StrataSpec *filter,
                         StrataConvDesc *desc,
                         char **message)
{
  const StrataSliding *self = data;

  *desc = describe (self);
  return find_format (self, &desc->format, message)
         && strata_sliding_set_input (desc, input, message);
}

static gboolean
describe_use (StrataLayer *layer,
              const StrataSpec *input,
              StrataConvDesc *desc,
              char **message)
{
  return strata_sliding_describe (strata_layer_get_self (layer), input, NULL,
                                  desc, message);
}

static void
add_weights (StrataLayer *layer,
             const StrataConvDesc *desc,
             const StrataConvShape *shape,
             StrataLayerUse *use)
{
  const StrataSliding *self = strata_layer_get_self (layer);
  const int64_t *kernel = desc->window.kernel;
  const int64_t depthwise[] = { kernel[0], kernel[1], desc->channels,
                                desc->multiplier };
  const int64_t pointwise[] = { 1, 1, shape->depthwise_channels,
                                desc->filters };
  const int64_t bias[] = { shape->output_channels };

  strata_layer_use_add_weight (
      use, layer, "depthwise_kernel", 4, depthwise, self->depthwise_initializer,
      self->depthwise_regularizer, self->depthwise_constraint);
  if (desc->filters > 0)
    strata_layer_use_add_weight (use, layer, "pointwise_kernel", 4, pointwise,
                                 self->pointwise_initializer,
                                 self->pointwise_regularizer,
                                 self->pointwise_constraint);
  if (desc->use_bias)
    strata_layer_use_add_weight (use, layer, "bias", 1, bias,
                                 self->bias_initializer, self->bias_regularizer,
                                 self->bias_constraint);
}

static gboolean
sliding_infer (StrataLayer *layer, const StrataSpec *input, StrataLayerUse *use)
{
  StrataConvDesc desc;
  StrataConvShape shape;
  StrataSpec output;
  StrataRefusal refusal;
  g_autofree char *message = NULL;
  gboolean activation;

  if (!describe_use (layer, input, &desc, &message))
    return strata_layer_use_fault (use, layer, "input", "%s", message);
  if (!strata_sliding_measure (&desc, &shape, &activation, &refusal))
    return strata_layer_use_fault (
        use, layer, activation ? "activation" : "input", "%s", refusal.message);

  output = strata_sliding_output (&desc, &shape);
  strata_layer_use_set_output (use, 0, &output);
  strata_layer_use_add_macs (use, shape.macs);
  add_weights (layer, &desc, &shape, use);
  return TRUE;
}

static gboolean
sliding_call (StrataLayer *layer,
              StrataTensor *input,
              StrataTensor **outputs,
              StrataEvaluation *evaluation)
{
  StrataSpec spec = strata_spec_of_tensor (input);
  StrataSlidingWeights weights = { NULL };
  StrataConvDesc desc;
  g_autofree char *message = NULL;

  if (!describe_use (layer, &spec, &desc, &message))
    return strata_evaluation_fail (evaluation, "input", "%s", message);

  weights.depthwise =
      strata_evaluation_get_weight (evaluation, layer, "depthwise_kernel");
  if (weights.depthwise && desc.filters > 0)
    weights.pointwise =
        strata_evaluation_get_weight (evaluation, layer, "pointwise_kernel");
  if (weights.depthwise && desc.use_bias)
    weights.bias = strata_evaluation_get_weight (evaluation, layer, "bias");
  if (!weights.depthwise || (desc.filters > 0 && !weights.pointwise)
      || (desc.use_bias && !weights.bias))
    return FALSE;

  return strata_sliding_run (&desc, &weights, input, &outputs[0], evaluation);
}

const StrataLayerClass strata_sliding_layer = {
  .infer = sliding_infer,
  .call = sliding_call,
  .rank = 4,
};
