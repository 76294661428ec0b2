/* scale-tensor.c — a plugin with one card, to begin your own from.
 *
 * It is built with nothing but what pkg-config says of the library:
 *
 *     cc -shared -fPIC $(pkg-config --cflags strata-1) scale-tensor.c \
 *       -o scale-tensor.so $(pkg-config --libs strata-1)
 *
 * and tried, before it is put into ~/.local/share/strata-1/plugins, with
 *
 *     STRATA_PLUGIN_PATH=. strata cards Example.ScaleTensor
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

/* The only header that a plugin needs. */
#include <strata-plugin.h>

#include <math.h>

/* The fields of a card: what its inputs hold, ready to use, whether it was
 * typed in or left at its default. A field has the name of its port. */
typedef struct
{
  const StrataSpec *input;
  double factor;
} Self;

/* One row for each port. Everything else reads them: the file format, which
 * checks values, the editor, which makes entries of them, `strata cards`. */
static const StrataPortRow ports[] = {
  /* A tensor that must be wired. Its field tells type and shape, as far as they
   * are known; the numbers come later. */
  STRATA_TENSOR_IN (input, .help = "What is scaled."),

  /* A number with a default, which is the text that a graph file would hold.
   * With NULL instead, it would have to be given. */
  STRATA_FLOAT (factor, "1.0", .help = "What each element is multiplied by."),

  /* Outputs have no field. */
  STRATA_TENSOR_OUT (output, .help = "The scaled tensor."),
};

/* Says what will come out, and what is wrong. It is called after each change
 * that matters to the card, so it must be quick, and never while something that
 * it needs is missing. A fault is a sentence that names the value and what
 * would be right; report all there are. */
static void
infer (const void *fields, StrataInference *inference)
{
  const Self *self = fields;

  if (!isfinite (self->factor))
    strata_inference_fault (inference, "factor",
                            "The factor is %g, but it must be finite",
                            self->factor);
  strata_inference_set_spec (inference, "output", self->input);
}

/* Computes what infer() has announced. It runs on a thread of its own, beside
 * other cards: it may read its inputs and write to what it made itself. */
static gboolean
evaluate (const void *fields, StrataEvaluation *evaluation)
{
  const Self *self = fields;
  StrataTensor *input = strata_evaluation_get_input (evaluation, "input");
  StrataDType dtype = strata_tensor_dtype (input);
  size_t n = (size_t) strata_tensor_n_elements (input);
  const void *source = strata_tensor_data (input);
  StrataTensor *output;
  void *target;

  output = strata_evaluation_new_tensor (evaluation, dtype,
                                         strata_tensor_rank (input),
                                         strata_tensor_shape (input));
  if (!output)
    return FALSE; /* There was no memory, which has been reported. */

  /* A tensor has one of four types; these two functions know them all. Where
   * it matters how long this takes, write a loop for float and one for double,
   * and use strata_evaluation_get_pool() to share it among threads. */
  target = strata_tensor_edit (output);
  for (size_t i = 0; i < n; i++)
    {
      double value = strata_dtype_get (dtype, source, i);

      if (i % 65536 == 0 && strata_evaluation_is_cancelled (evaluation))
        {
          strata_tensor_unref (output);
          return FALSE;
        }
      strata_dtype_set (dtype, target, i, value * self->factor);
    }

  strata_evaluation_set_output (evaluation, "output", output);
  return TRUE;
}

/* Shown by `strata cards Example.ScaleTensor`. */
static const StrataExample examples[] = {
  {
      .help = "Half of everything.",
      .inputs = "{ \"factor\": 0.5 }",
      .tensors = "{ \"input\": { \"shape\": [3], \"values\": [1, 2, -3] } }",
      .outputs =
          "{ \"output\": { \"shape\": [3], \"values\": [0.5, 1, -1.5] } }",
  },
};

/* The type stands in graph files: never change it. A prefix with a point keeps
 * it apart from the cards of others. */
static const StrataKind scale_tensor = {
  .type = "Example.ScaleTensor",
  .title = "Scale",
  .category = "Tensors",
  .summary = "Multiplies each element by a number.",
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
  .evaluate = evaluate,
};

/* All cards of the plugin. */
static const StrataKind *const kinds[] = {
  &scale_tensor,
};

STRATA_PLUGIN_DEFINE (.name = "scale-tensor",
                      .description = "An example with one card.",
                      .kinds = kinds,
                      .n_kinds = G_N_ELEMENTS (kinds))
