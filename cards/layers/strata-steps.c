/* strata-steps.c — a layer on each step of a sequence.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-steps.h"

/* What the wrapped layer sees; FALSE where there are more steps in all than can
 * be counted. */
static gboolean
show_steps (const StrataSpec *input, StrataSpec *shown)
{
  int64_t n = STRATA_UNKNOWN;

  *shown = strata_spec_unknown (input->dtype);
  if (input->rank < 0)
    return TRUE;

  if (input->shape[0] >= 0 && input->shape[1] >= 0
      && __builtin_mul_overflow (input->shape[0], input->shape[1], &n))
    return FALSE;
  shown->rank = input->rank - 1;
  shown->shape[0] = n;
  for (int axis = 1; axis < shown->rank; axis++)
    shown->shape[axis] = input->shape[axis + 1];
  return TRUE;
}

/* What the wrapped layer gave for all steps, as a sequence again. */
static void
give_steps (const StrataSpec *input,
            const StrataSpec *shown,
            StrataSpec *output)
{
  *output = strata_spec_unknown (shown->dtype);
  if (shown->rank < 0)
    return;

  output->rank = shown->rank + 1;
  for (int axis = 0; axis < 2; axis++)
    output->shape[axis] = input->rank < 0 ? STRATA_UNKNOWN : input->shape[axis];
  for (int axis = 2; axis < output->rank; axis++)
    output->shape[axis] = shown->shape[axis - 1];
}

gboolean
strata_steps_infer_one (StrataLayer *wrapper,
                        StrataLayer *wrapped,
                        const StrataSpec *input,
                        StrataLayerUse *use,
                        int64_t times,
                        StrataSpec *output)
{
  StrataSpec outputs[STRATA_MAX_LAYER_OUTPUTS];
  guint n_outputs = 0;

  if (!strata_layer_infer (wrapped, input, use, times, outputs, &n_outputs))
    return FALSE;
  if (n_outputs != 1)
    return strata_layer_use_fault (
        use, wrapper, "layer",
        "The wrapped layer gives %u tensors, but a layer that is wrapped must "
        "give one; a Bidirectional gives one unless its merge_mode is \"none\"",
        n_outputs);
  *output = outputs[0];
  return TRUE;
}

gboolean
strata_steps_infer (StrataLayer *wrapper,
                    StrataLayer *wrapped,
                    const StrataSpec *input,
                    StrataLayerUse *use,
                    StrataSpec *output)
{
  const int64_t times = input->rank < 0 ? STRATA_UNKNOWN : input->shape[1];
  g_autofree char *shape = strata_spec_to_string (input);
  StrataSpec given = strata_spec_unknown (input->dtype), shown;

  if (input->rank >= 0 && input->rank < 3)
    return strata_layer_use_fault (
        use, wrapper, "input",
        "The input has the shape %s, but a sequence takes at least three axes: "
        "(batch, time, …)",
        shape);
  if (!show_steps (input, &shown))
    return strata_layer_use_fault (
        use, wrapper, "input",
        "The input has the shape %s, which is more steps than can be counted",
        shape);
  if (!strata_steps_infer_one (wrapper, wrapped, &shown, use, times, &given))
    return FALSE;
  if (given.rank == 0 || given.rank >= STRATA_MAX_RANK)
    return strata_layer_use_fault (
        use, wrapper, "layer",
        "The wrapped layer gives a tensor of %d axes for a step, but it must "
        "be 1 to %d",
        given.rank, STRATA_MAX_RANK - 1);

  give_steps (input, &given, output);
  return TRUE;
}

static StrataTensor *
view_as (StrataTensor *tensor,
         const StrataSpec *spec,
         StrataEvaluation *evaluation)
{
  StrataRefusal refusal;
  StrataTensor *view =
      strata_tensor_new_view (tensor, spec->rank, spec->shape, 0, &refusal);

  if (!view)
    strata_evaluation_refuse (evaluation, "input", &refusal);
  return view;
}

gboolean
strata_steps_call (StrataLayer *wrapped,
                   StrataTensor *input,
                   StrataTensor **output,
                   StrataEvaluation *evaluation)
{
  StrataSpec sequence = strata_spec_of_tensor (input), spec, given;
  StrataTensor *outputs[STRATA_MAX_LAYER_OUTPUTS] = { NULL };
  StrataTensor *shown;
  gboolean done;

  if (sequence.rank < 3 || !show_steps (&sequence, &spec))
    return strata_evaluation_fail (evaluation, "input",
                                   "The input is no sequence: it has %d axes",
                                   sequence.rank);
  shown = view_as (input, &spec, evaluation);
  if (!shown)
    return FALSE;
  done = strata_layer_call (wrapped, shown, outputs, evaluation);
  strata_tensor_unref (shown);
  if (!done)
    return FALSE;

  given = strata_spec_of_tensor (outputs[0]);
  give_steps (&sequence, &given, &spec);
  *output = view_as (outputs[0], &spec, evaluation);
  strata_tensor_unref (outputs[0]);
  return *output != NULL;
}
