/* time-distributed.c — a wrapper: one layer on every step of a sequence.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-steps.h"

#include <glib/gi18n.h>

typedef struct
{
  StrataLayer *layer;
  const StrataSpec *input;
} Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_LAYER_IN   (layer, .help = STRATA_STEPS_LAYER),
  STRATA_TENSOR_IN  (input, .help = N_("Sequences: (batch, time, …), one axis more than the wrapped layer "
                                       "takes.")),
  STRATA_LAYER_OUT  (layer_instance, .help = N_("This wrapper as a layer, for a wrapper around it.")),
  STRATA_TENSOR_OUT (output, .help = N_("What the layer gives for each step, in the order of the steps.")),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("A sequence of three images of one pixel: two equal filters give "
          "each pixel twice."),
      "{}",
      "{ \"layer\": { \"type\": \"DepthwiseConv2D\", \"inputs\": { "
      "\"kernel_size\": 1, \"depth_multiplier\": 2, "
      "\"depthwise_initializer\": \"ones\" } }, "
      "\"input\": { \"shape\": [1, 3, 1, 1, 1], \"values\": [1, 2, 3] } }",
      "{ \"output\": { \"shape\": [1, 3, 1, 1, 2], "
      "\"values\": [1, 1, 2, 2, 3, 3] } }",
  },
};

static void
wrap (StrataLayer *layer)
{
  const Self *self = strata_layer_get_self (layer);

  strata_layer_add_shared (layer, self->layer);
}

static gboolean
infer_layer (StrataLayer *layer, const StrataSpec *input, StrataLayerUse *use)
{
  StrataSpec output;

  if (!strata_steps_infer (layer, strata_layer_get_child (layer, 0), input, use,
                           &output))
    return FALSE;
  strata_layer_use_set_output (use, 0, &output);
  return TRUE;
}

static gboolean
call (StrataLayer *layer,
      StrataTensor *input,
      StrataTensor **outputs,
      StrataEvaluation *evaluation)
{
  return strata_steps_call (strata_layer_get_child (layer, 0), input,
                            &outputs[0], evaluation);
}

static const StrataLayerClass layer_class = {
  .wrap = wrap,
  .infer = infer_layer,
  .call = call,
};

const StrataKind strata_kind_time_distributed = {
  .type = "TimeDistributed",
  .title = N_ ("Time distributed"),
  .category = N_ ("Wrappers"),
  .summary = N_ ("Applies a layer to every step of a sequence."),
  .help = N_ ("All steps go through the same layer with the same weights, "
              "each by itself. The weights stay those of the wrapped layer’s "
              "card, which may be used elsewhere too."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .layer = &layer_class,
};
