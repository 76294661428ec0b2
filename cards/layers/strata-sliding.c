/* strata-sliding.c — what the convolutions share: two layers and the raw
 * operation.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-sliding.h"
#include "strata-keras-config.h"
#include "strata-memory.h"

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

gboolean
strata_sliding_check_steps (StrataInference *inference,
                            const int64_t strides[2],
                            const char *dilations,
                            const int64_t dilation[2])
{
  if ((strides[0] == 1 && strides[1] == 1)
      || (dilation[0] == 1 && dilation[1] == 1))
    return TRUE;

  return strata_inference_fault (
      inference, "strides",
      "The strides are %" G_GINT64_FORMAT " × %" G_GINT64_FORMAT
      " and %s is %" G_GINT64_FORMAT " × %" G_GINT64_FORMAT
      ", but one of the two must be 1 × 1",
      (gint64) strides[0], (gint64) strides[1], dilations, (gint64) dilation[0],
      (gint64) dilation[1]);
}

gboolean
strata_sliding_set_input (StrataConvDesc *desc,
                          const StrataSpec *input,
                          char **message)
{
  const gboolean first = desc->format == STRATA_NCHW;
  const gboolean known = input->rank >= 0;

  if (known && input->rank != 4)
    {
      g_autofree char *shape = strata_spec_to_string (input);

      *message = g_strdup_printf (
          "The input has the shape %s, but a 2D convolution takes four axes: "
          "%s",
          shape,
          first ? "(batch, channels, height, width)"
                : "(batch, height, width, channels)");
      return FALSE;
    }

  desc->dtype = input->dtype;
  desc->batch = known ? input->shape[0] : STRATA_UNKNOWN;
  desc->channels = known ? input->shape[first ? 1 : 3] : STRATA_UNKNOWN;
  for (int axis = 0; axis < 2; axis++)
    desc->window.input[axis] =
        known ? input->shape[(first ? 2 : 1) + axis] : STRATA_UNKNOWN;
  return TRUE;
}

static int64_t
product_of_known (int64_t a, int64_t b)
{
  return a == STRATA_UNKNOWN || b == STRATA_UNKNOWN ? STRATA_UNKNOWN : a * b;
}

/* Takes back what a kernel of 1 × 1 in place of an unknown one told. */
static void
forget_kernel (const StrataConvDesc *desc, StrataConvShape *shape)
{
  const int height = desc->format == STRATA_NCHW ? 2 : 1;

  shape->macs = shape->parameters = STRATA_UNKNOWN;
  for (int axis = 0; axis < 2; axis++)
    if (desc->window.kernel[axis] == STRATA_UNKNOWN
        && desc->window.padding != STRATA_PADDING_SAME)
      shape->window[axis].output = shape->output_shape[height + axis] =
          STRATA_UNKNOWN;
}

/* Takes back what one channel in place of an unknown number told. */
static void
forget_channels (const StrataConvDesc *desc, StrataConvShape *shape)
{
  const int axis = desc->format == STRATA_NCHW ? 1 : 3;

  shape->macs = shape->parameters = STRATA_UNKNOWN;
  shape->depthwise_channels = STRATA_UNKNOWN;
  shape->input_shape[axis] = desc->channels;
  if (desc->filters == 0)
    shape->output_channels = shape->output_shape[axis] = STRATA_UNKNOWN;
}

static int64_t
or_one (int64_t size)
{
  return size == STRATA_UNKNOWN ? 1 : size;
}

gboolean
strata_sliding_measure (const StrataConvDesc *desc,
                        StrataConvShape *shape,
                        gboolean *activation,
                        StrataRefusal *refusal)
{
  StrataConvDesc known = *desc;
  int64_t *kernel = known.window.kernel;

  *activation = FALSE;
  known.channels = or_one (desc->channels);
  known.multiplier = or_one (desc->multiplier);
  kernel[0] = or_one (kernel[0]);
  kernel[1] = or_one (kernel[1]);
  known.activation = strata_activation_init (STRATA_LINEAR);
  if (!strata_conv_infer (&known, shape, refusal))
    return FALSE;

  if (desc->window.kernel[0] == STRATA_UNKNOWN
      || desc->window.kernel[1] == STRATA_UNKNOWN)
    forget_kernel (desc, shape);
  if (product_of_known (desc->channels, desc->multiplier) == STRATA_UNKNOWN)
    forget_channels (desc, shape);

  *activation = TRUE;
  return strata_activation_infer (&desc->activation, shape->output_shape[3],
                                  &shape->output_shape[3], refusal);
}

StrataSpec
strata_sliding_output (const StrataConvDesc *desc, const StrataConvShape *shape)
{
  StrataSpec spec = { .dtype = desc->dtype, .rank = 4 };

  for (int axis = 0; axis < 4; axis++)
    spec.shape[axis] = shape->output_shape[axis];
  return spec;
}

/* The engine trusts its caller with the sizes of the weights. */
static gboolean
check_weight (StrataTensor *weight,
              StrataDType dtype,
              int64_t n,
              const char *name,
              StrataEvaluation *evaluation)
{
  if (!weight)
    return n == 0
           || strata_evaluation_fail (evaluation, "input",
                                      "The %s is not there", name);
  if (strata_tensor_n_elements (weight) == n
      && strata_tensor_dtype (weight) == dtype)
    return TRUE;
  return strata_evaluation_fail (
      evaluation, "input",
      "The %s has %" G_GINT64_FORMAT " elements of %s, but the input asks for "
      "%" G_GINT64_FORMAT " of %s",
      name, (gint64) strata_tensor_n_elements (weight),
      strata_dtype_name (strata_tensor_dtype (weight)), (gint64) n,
      strata_dtype_name (dtype));
}

static gboolean
check_weights (const StrataConvDesc *desc,
               const StrataSlidingWeights *weights,
               StrataEvaluation *evaluation)
{
  const int64_t *kernel = desc->window.kernel;
  StrataConvShape shape;
  StrataRefusal refusal;

  if (!strata_conv_infer (desc, &shape, &refusal))
    return strata_evaluation_refuse (evaluation, "input", &refusal);

  return check_weight (weights->depthwise, desc->dtype,
                       kernel[0] * kernel[1] * shape.depthwise_channels,
                       "depthwise kernel", evaluation)
         && check_weight (weights->pointwise, desc->dtype,
                          shape.depthwise_channels * desc->filters,
                          "pointwise kernel", evaluation)
         && check_weight (weights->bias, desc->dtype,
                          desc->use_bias ? shape.output_channels : 0, "bias",
                          evaluation);
}

static const void *
data_of (const StrataTensor *tensor)
{
  return tensor ? strata_tensor_data (tensor) : NULL;
}

static gboolean
run_conv (const StrataConv *conv,
          StrataTensor *input,
          StrataTensor **output,
          StrataEvaluation *evaluation)
{
  StrataRefusal refusal;
  void *workspace = strata_memory_new (strata_conv_workspace_size (conv),
                                       "the workspace", &refusal);
  gboolean done;

  if (!workspace)
    return strata_evaluation_refuse (evaluation, NULL, &refusal);

  *output =
      strata_evaluation_new_tensor (evaluation, strata_tensor_dtype (input), 4,
                                    strata_conv_shape (conv)->output_shape);
  done = *output
         && strata_conv_run (conv, strata_tensor_data (input),
                             strata_tensor_edit (*output), workspace,
                             strata_evaluation_get_pool (evaluation),
                             strata_evaluation_get_control (evaluation));
  strata_memory_free (workspace);
  if (!done)
    g_clear_pointer (output, strata_tensor_unref);
  return done;
}

gboolean
strata_sliding_run (const StrataConvDesc *desc,
                    const StrataSlidingWeights *weights,
                    StrataTensor *input,
                    StrataTensor **output,
                    StrataEvaluation *evaluation)
{
  StrataConvWeights data = {
    .depthwise = data_of (weights->depthwise),
    .pointwise = data_of (weights->pointwise),
    .bias = data_of (weights->bias),
  };
  StrataRefusal refusal;
  StrataConv *conv;
  gboolean done;

  if (!check_weights (desc, weights, evaluation))
    return FALSE;
  conv = strata_conv_new (desc, &data, &refusal);
  if (!conv)
    return strata_evaluation_refuse (evaluation, NULL, &refusal);

  done = run_conv (conv, input, output, evaluation);
  strata_conv_free (conv);
  return done;
}

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
static gboolean
describe_use (StrataLayer *layer,
              const StrataSpec *input,
              StrataConvDesc *desc,
              char **message)
{
  const StrataSliding *self = strata_layer_get_self (layer);

  *desc = describe (self);
  return find_format (self, &desc->format, message)
         && strata_sliding_set_input (desc, input, message);
}

static gboolean
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

  return strata_layer_use_add_weight (use, layer, "depthwise_kernel", 4,
                                      depthwise, self->depthwise_initializer,
                                      self->depthwise_regularizer,
                                      self->depthwise_constraint)
         && (desc->filters == 0
             || strata_layer_use_add_weight (
                 use, layer, "pointwise_kernel", 4, pointwise,
                 self->pointwise_initializer, self->pointwise_regularizer,
                 self->pointwise_constraint))
         && (!desc->use_bias
             || strata_layer_use_add_weight (
                 use, layer, "bias", 1, bias, self->bias_initializer,
                 self->bias_regularizer, self->bias_constraint));
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
  return add_weights (layer, &desc, &shape, use);
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
