/* bidirectional.c — a wrapper: one copy of a layer reads a sequence forwards,
 * another one backwards.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-inference.h"
#include "strata-merging.h"
#include "strata-steps.h"

#include <glib/gi18n.h>

typedef struct
{
  StrataLayer *layer;
  StrataChoice merge_mode;
  const StrataSpec *input;
} Self;

/* In the order of StrataMerge, then none. */
static const char *const merge_modes[] = { "concat", "sum",  "mul",
                                           "ave",    "none", NULL };
#define NONE 4

enum
{
  FORWARD,
  BACKWARD,
};

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_LAYER_IN   (layer, .help = STRATA_STEPS_LAYER),
  STRATA_CHOICE     (merge_mode, merge_modes, "concat",
                     .help = N_("What becomes of the two results: they are joined along the last axis "
                                "(concat), added (sum), multiplied (mul) or averaged (ave) number by "
                                "number, or both given as they are (none).")),
  STRATA_TENSOR_IN  (input, .help = N_("Sequences: (batch, time, …).")),
  STRATA_LAYER_OUT  (layer_instance, .help = N_("This wrapper as a layer, for a wrapper around it.")),
  STRATA_TENSOR_OUT (output, .help = N_("Both results merged; with none, what the forward copy gives.")),
  STRATA_TENSOR_OUT (backward_output, .help = N_("What the backward copy gives, its steps in the order of "
                                                 "the input. It is there with none alone.")),
};
/* clang-format on */

#define LAYER                                                                  \
  "\"layer\": { \"type\": \"DepthwiseConv2D\", \"inputs\": { "                 \
  "\"kernel_size\": 1, \"depthwise_initializer\": \"ones\" } }"
#define INPUT "\"input\": { \"shape\": [1, 2, 1, 1, 1], \"values\": [3, 5] }"

static const StrataExample examples[] = {
  {
      N_ ("Two equal copies: each pixel comes twice."),
      "{}",
      "{ " LAYER ", " INPUT " }",
      "{ \"output\": { \"shape\": [1, 2, 1, 1, 2], "
      "\"values\": [3, 3, 5, 5] } }",
  },
  {
      N_ ("Both results multiplied."),
      "{ \"merge_mode\": \"mul\" }",
      "{ " LAYER ", " INPUT " }",
      "{ \"output\": { \"shape\": [1, 2, 1, 1, 1], \"values\": [9, 25] } }",
  },
  {
      N_ ("Both results by themselves."),
      "{ \"merge_mode\": \"none\" }",
      "{ " LAYER ", " INPUT " }",
      "{ \"output\": { \"shape\": [1, 2, 1, 1, 1], \"values\": [3, 5] }, "
      "\"backward_output\": { \"shape\": [1, 2, 1, 1, 1], "
      "\"values\": [3, 5] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;

  if (self->merge_mode.index != NONE
      && strata_inference_is_wired (inference, "backward_output"))
    strata_inference_fault (inference, "backward_output",
                            "With the merge_mode \"%s\" there is a single "
                            "output; a backward output of its own comes with "
                            "\"none\"",
                            merge_modes[self->merge_mode.index]);
}

static void
wrap (StrataLayer *layer)
{
  const Self *self = strata_layer_get_self (layer);

  strata_layer_add_copy (layer, self->layer, "forward");
  strata_layer_add_copy (layer, self->layer, "backward");
}

/* Whether a layer takes the sequence as a whole, rather than each of its steps.
 * A wrapper takes an axis more than what it wraps; so do all wrappers in it,
 * unless they take a whole sequence in turn. */
static gboolean
takes_sequence (StrataLayer *layer, int rank)
{
  int wrappers = 0, own;

  for (; layer && strata_layer_is_wrapper (layer); wrappers++)
    layer = strata_layer_get_child (layer, 0);
  own = layer ? strata_layer_get_rank (layer) : 0;
  return wrappers > 0
         && (rank < 0 || own == 0 || (rank > own && rank <= own + wrappers));
}

static gboolean
check_steps (StrataLayer *layer,
             const StrataSpec *input,
             const StrataSpec *output,
             StrataLayerUse *use)
{
  g_autofree char *given = strata_spec_to_string (output);
  g_autofree char *taken = strata_spec_to_string (input);

  if (input->rank < 0 || output->rank < 0
      || (output->rank >= 2
          && (input->shape[1] < 0 || output->shape[1] < 0
              || input->shape[1] == output->shape[1])))
    return TRUE;
  return strata_layer_use_fault (use, layer, "layer",
                                 "The wrapped layer makes %s of %s, but it "
                                 "must keep the number of steps",
                                 given, taken);
}

static gboolean
infer_direction (StrataLayer *layer,
                 guint direction,
                 const StrataSpec *input,
                 StrataLayerUse *use,
                 StrataSpec *output)
{
  StrataLayer *copy = strata_layer_get_child (layer, direction);

  if (!takes_sequence (copy, input->rank))
    return strata_steps_infer (layer, copy, input, use, output);

  if (!strata_steps_infer_one (layer, copy, input, use, 1, output)
      || !check_steps (layer, input, output, use))
    return FALSE;
  /* Which of the wrappers takes the sequence is open. */
  if (input->rank < 0)
    *output = strata_spec_unknown (output->dtype);
  return TRUE;
}

static gboolean
join (StrataLayer *layer, StrataSpec *output, StrataLayerUse *use)
{
  int64_t *last = &output->shape[output->rank - 1];

  if (output->rank < 1 || *last < 0 || !__builtin_mul_overflow (*last, 2, last))
    return TRUE;
  return strata_layer_use_fault (use, layer, "merge_mode",
                                 "The joined results have more channels than "
                                 "can be counted");
}

static gboolean
infer_layer (StrataLayer *layer, const StrataSpec *input, StrataLayerUse *use)
{
  const Self *self = strata_layer_get_self (layer);
  StrataSpec forward = strata_spec_unknown (input->dtype), backward = forward;

  if (!infer_direction (layer, FORWARD, input, use, &forward)
      || !infer_direction (layer, BACKWARD, input, use, &backward))
    return FALSE;
  if (self->merge_mode.index == STRATA_MERGE_CONCAT
      && !join (layer, &forward, use))
    return FALSE;

  strata_layer_use_set_output (use, FORWARD, &forward);
  if (self->merge_mode.index == NONE)
    strata_layer_use_set_output (use, BACKWARD, &backward);
  return TRUE;
}

static gboolean
call_one (StrataLayer *copy,
          StrataTensor *input,
          StrataTensor **output,
          StrataEvaluation *evaluation)
{
  StrataTensor *outputs[STRATA_MAX_LAYER_OUTPUTS] = { NULL };

  if (!strata_layer_call (copy, input, outputs, evaluation))
    return FALSE;
  *output = outputs[0];
  return TRUE;
}

/* The last step first, and what it gives last. */
static gboolean
call_reversed (StrataLayer *copy,
               StrataTensor *input,
               StrataTensor **output,
               StrataEvaluation *evaluation)
{
  StrataTensor *reversed = strata_merging_reverse (input, evaluation);
  StrataTensor *given = NULL;

  if (reversed && call_one (copy, reversed, &given, evaluation))
    *output = strata_merging_reverse (given, evaluation);
  g_clear_pointer (&given, strata_tensor_unref);
  g_clear_pointer (&reversed, strata_tensor_unref);
  return *output != NULL;
}

/* A layer that sees each step by itself cannot tell their order, and need not
 * be shown another one. */
static gboolean
call_direction (StrataLayer *layer,
                guint direction,
                StrataTensor *input,
                StrataTensor **output,
                StrataEvaluation *evaluation)
{
  StrataLayer *copy = strata_layer_get_child (layer, direction);

  if (!takes_sequence (copy, strata_tensor_rank (input)))
    return strata_steps_call (copy, input, output, evaluation);
  if (direction == FORWARD)
    return call_one (copy, input, output, evaluation);
  return call_reversed (copy, input, output, evaluation);
}

static gboolean
call (StrataLayer *layer,
      StrataTensor *input,
      StrataTensor **outputs,
      StrataEvaluation *evaluation)
{
  const Self *self = strata_layer_get_self (layer);
  StrataTensor *results[2] = { NULL };

  if (call_direction (layer, FORWARD, input, &results[FORWARD], evaluation)
      && call_direction (layer, BACKWARD, input, &results[BACKWARD],
                         evaluation))
    {
      if (self->merge_mode.index == NONE)
        {
          outputs[FORWARD] = results[FORWARD];
          outputs[BACKWARD] = results[BACKWARD];
          return TRUE;
        }
      outputs[0] =
          strata_merging_run ((StrataMerge) self->merge_mode.index,
                              results[FORWARD], results[BACKWARD], evaluation);
    }
  g_clear_pointer (&results[FORWARD], strata_tensor_unref);
  g_clear_pointer (&results[BACKWARD], strata_tensor_unref);
  return outputs[0] != NULL;
}

static const StrataLayerClass layer_class = {
  .wrap = wrap,
  .infer = infer_layer,
  .call = call,
};

const StrataKind strata_kind_bidirectional = {
  .type = "Bidirectional",
  .title = N_ ("Bidirectional"),
  .category = N_ ("Wrappers"),
  .summary = N_ ("Reads a sequence forwards and backwards, with a layer for "
                 "each direction."),
  .help = N_ (
      "There are two copies of the wrapped layer, each with weights of its "
      "own, which the initializers of its card draw. One is given the sequence "
      "as it is, the other one in reverse, and what that gives is put back in "
      "order before both results are merged.\n\n"
      "The wrapped layer may be another wrapper, which takes the sequence as a "
      "whole, or a layer for a single step, such as a convolution: that is "
      "applied to each step by itself.\n\n"
      "Weights: those of the wrapped layer, under forward/ and backward/."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
  .layer = &layer_class,
};
