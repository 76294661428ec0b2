/* strata-sliding.c — what the convolutions share: two layers and the raw
 * operation.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-sliding.h"
#include "strata-memory.h"

#include <inttypes.h>

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
      "The strides are %" PRId64 " × %" PRId64 " and %s is %" PRId64
      " × %" PRId64 ", but one of the two must be 1 × 1",
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
      "The %s has %" PRId64 " elements of %s, but the input asks for "
      "%" PRId64 " of %s",
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
