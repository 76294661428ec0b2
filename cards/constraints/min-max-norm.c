/* min-max-norm.c — a constraint: vectors of a length between two numbers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-projecting.h"

#include <glib/gi18n.h>

typedef struct
{
  double min_value;
  double max_value;
  double rate;
  StrataIntegers axis;
} Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_FLOAT           (min_value, "0.0", .help = N_("The smallest length that a vector may have.")),
  STRATA_FLOAT           (max_value, "1.0", .help = N_("The largest length that a vector may have.")),
  STRATA_FLOAT           (rate, "1.0", .help = N_("How far a vector goes towards the length that it should "
                                                  "have: all the way with 1, not at all with 0.")),
  STRATA_INTEGERS_OR_ONE (axis, "0", .minimum = STRATA_PROJECTING_LEAST_AXIS,
                          .maximum = STRATA_PROJECTING_LAST_AXIS,
                          .help = STRATA_PROJECTING_AXIS),
  STRATA_CONSTRAINT_OUT  (constraint_instance, .help = STRATA_PROJECTING_OUTPUT),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("Lengths between a half and 1."),
      "{ \"min_value\": 0.5 }",
      NULL,
      "{ \"constraint_instance\": { \"shape\": [2, 2], \"values\": [3, 0.1, 4, "
      "0], \"projected\": [0.6, 0.4999995, 0.8, 0] } }",
  },
  {
      N_ ("Half of the way there."),
      "{ \"min_value\": 0.5, \"rate\": 0.5 }",
      NULL,
      "{ \"constraint_instance\": { \"shape\": [2, 2], \"values\": [3, 0.1, 4, "
      "0], \"projected\": [1.8, 0.2999997, 2.4, 0] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  StrataConstraint constraint = strata_constraint_init (STRATA_MIN_MAX_NORM);

  constraint.min_value = self->min_value;
  constraint.max_value = self->max_value;
  constraint.rate = self->rate;
  if (strata_projecting_set_axes (inference, &self->axis, &constraint))
    strata_inference_set_constraint (inference, "constraint_instance",
                                     &constraint);
}

const StrataKind strata_kind_min_max_norm = {
  .type = "MinMaxNorm",
  .title = N_ ("Min max norm"),
  .category = N_ ("Constraints"),
  .summary =
      N_ ("Brings the lengths of vectors of weights between two numbers."),
  .help = N_ ("A vector of length n is multiplied by (rate × clip (n, "
              "min_value, max_value) + (1 − rate) × n) / (n + 1e-7)."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
