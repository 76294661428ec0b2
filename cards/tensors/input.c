/* input.c — where data comes into the graph.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-evaluation.h"
#include "strata-shaping.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *name;
  StrataIntegers shape;
  StrataChoice dtype;
  const StrataSpec *value;
} Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_OPTIONAL_STRING    (name, .help = N_("What data is fed by. If it is not given, that is the id of "
                                              "the card.")),
  STRATA_OPTIONAL_SHAPE     (shape, .minimum = 0, .maximum = INT64_MAX,
                             .help = N_("Sizes of all axes but the first, which is the batch; null for a "
                                        "size that may differ. If it is not given, the data says it.")),
  STRATA_CHOICE             (dtype, strata_shaping_dtypes, "float32",
                             .help = N_("Type of the elements, to which the data is converted. The layers "
                                        "that follow compute in it.")),
  STRATA_OPTIONAL_TENSOR_IN (value, .help = N_("What the graph computes with where nothing is fed.")),
  STRATA_TENSOR_OUT         (data, .help = N_("The data.")),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("A batch of two rows, wired in."),
      "{ \"shape\": [3] }",
      "{ \"value\": { \"shape\": [2, 3], \"values\": [1, 2, 3, 4, 5, 6] } }",
      "{ \"data\": { \"shape\": [2, 3], \"values\": [1, 2, 3, 4, 5, 6] } }",
  },
};

/* What the card says of its data; FALSE after a fault. */
static gboolean
declare (const Self *self, StrataInference *inference, StrataSpec *declared)
{
  *declared = strata_spec_unknown ((StrataDType) self->dtype.index);
  if (!self->shape.given)
    return TRUE;
  if (self->shape.n >= STRATA_MAX_RANK)
    return strata_inference_fault (
        inference, "shape",
        "The shape has %zu axes, but at most %d can be had "
        "besides the batch",
        self->shape.n, STRATA_MAX_RANK - 1);

  declared->rank = (int) self->shape.n + 1;
  declared->shape[0] = STRATA_UNKNOWN;
  for (gsize i = 0; i < self->shape.n; i++)
    declared->shape[i + 1] = self->shape.at[i];
  return TRUE;
}

static gboolean
fits (const StrataSpec *declared, const StrataSpec *given)
{
  if (declared->rank < 0)
    return TRUE;
  if (declared->rank != given->rank)
    return FALSE;
  for (int i = 0; i < given->rank; i++)
    if (declared->shape[i] >= 0 && given->shape[i] >= 0
        && declared->shape[i] != given->shape[i])
      return FALSE;
  return TRUE;
}

static gboolean
check_given (const StrataSpec *declared,
             const StrataSpec *given,
             gboolean fed,
             StrataInference *inference)
{
  const char *port = fed ? "shape" : "value";
  g_autofree char *found = strata_spec_to_string (given);
  g_autofree char *wanted = strata_spec_to_string (declared);

  if (given->rank == 0)
    return strata_inference_fault (
        inference, port,
        fed ? N_ ("The tensor that is fed has the shape %s, but an Input needs "
                  "a first axis for the batch")
            : N_ ("The tensor that is wired has the shape %s, but an Input "
                  "needs a first axis for the batch"),
        found);
  if (!fits (declared, given))
    return strata_inference_fault (
        inference, port,
        fed ? N_ (
            "The tensor that is fed has the shape %s, but the Input takes "
            "%s")
            : N_ ("The tensor that is wired has the shape %s, but the Input "
                  "takes %s"),
        found, wanted);
  return TRUE;
}

/* Both say something: a size that one leaves open is that of the other. */
static void
merge (StrataSpec *declared, const StrataSpec *given)
{
  if (declared->rank < 0)
    {
      *declared = (StrataSpec){ .dtype = declared->dtype, .rank = given->rank };
      for (int i = 0; i < given->rank; i++)
        declared->shape[i] = given->shape[i];
      return;
    }
  for (int i = 0; i < given->rank; i++)
    if (declared->shape[i] < 0)
      declared->shape[i] = given->shape[i];
}

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  const char *name =
      self->name ? self->name : strata_inference_get_card (inference);
  StrataSpec feed;
  gboolean fed = strata_inference_get_feed (inference, name, &feed);
  const StrataSpec *given = fed ? &feed : self->value;
  StrataSpec spec;

  if (!strata_shaping_check_name (inference, self->name)
      || !declare (self, inference, &spec))
    return;
  if (!given && strata_inference_is_for_run (inference))
    {
      strata_inference_fault (inference, "value",
                              "Nothing is fed to the Input \"%s\"; feed it a "
                              "tensor by that name, or wire one into its value",
                              name);
      return;
    }
  if (given && given->rank >= 0)
    {
      if (!check_given (&spec, given, fed, inference))
        return;
      merge (&spec, given);
    }
  strata_inference_set_spec (inference, "data", &spec);
}

static gboolean
evaluate (const void *data, StrataEvaluation *evaluation)
{
  const Self *self = data;
  const char *name =
      self->name ? self->name : strata_evaluation_get_card (evaluation);
  StrataTensor *given = strata_evaluation_get_feed (evaluation, name);
  StrataTensor *converted;
  StrataRefusal refusal;

  if (!given)
    given = strata_evaluation_get_input (evaluation, "value");
  if (!given)
    return strata_evaluation_fail (evaluation, "value",
                                   "Nothing is fed to the Input \"%s\"", name);

  converted =
      strata_tensor_convert (given, (StrataDType) self->dtype.index, &refusal);
  if (!converted)
    return strata_evaluation_refuse (evaluation, NULL, &refusal);
  strata_evaluation_set_output (evaluation, "data", converted);
  return TRUE;
}

const StrataKind strata_kind_input = {
  .type = "Input",
  .title = N_ ("Input"),
  .category = N_ ("Inputs and outputs"),
  .summary = N_ ("Takes the data that the graph is fed."),
  .help = N_ ("Data is fed by the name of the Input when the graph is run. It "
              "may be of any type, and is converted to that of the Input, "
              "number by number. Where nothing is fed, a tensor that is wired "
              "into the value takes its place."),
  .role = STRATA_ROLE_INPUT,
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
  .evaluate = evaluate,
};
