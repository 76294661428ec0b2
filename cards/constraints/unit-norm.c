/* unit-norm.c — a constraint: vectors of length 1.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-projecting.h"

#include <glib/gi18n.h>

typedef struct
{
  StrataIntegers axis;
} Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_INTEGERS_OR_ONE (axis, "0", .minimum = STRATA_PROJECTING_LEAST_AXIS,
                          .maximum = STRATA_PROJECTING_LAST_AXIS,
                          .help = STRATA_PROJECTING_AXIS),
  STRATA_CONSTRAINT_OUT  (constraint_instance, .help = STRATA_PROJECTING_OUTPUT),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("Both columns get the length 1."),
      "{}",
      NULL,
      "{ \"constraint_instance\": { \"shape\": [2, 2], \"values\": [3, 0.1, 4, "
      "0], \"projected\": [0.6, 0.999999, 0.8, 0] } }",
  },
  {
      N_ ("A depthwise filter of 2 × 2 is one vector."),
      "{ \"axis\": [0, 1] }",
      NULL,
      "{ \"constraint_instance\": { \"shape\": [2, 2, 1, 1], \"values\": [1, "
      "1, 1, 1], \"projected\": [0.5, 0.5, 0.5, 0.5] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  StrataConstraint constraint = strata_constraint_init (STRATA_UNIT_NORM);

  if (strata_projecting_set_axes (inference, &self->axis, &constraint))
    strata_inference_set_constraint (inference, "constraint_instance",
                                     &constraint);
}

const StrataKind strata_kind_unit_norm = {
  .type = "UnitNorm",
  .title = N_ ("Unit norm"),
  .category = N_ ("Constraints"),
  .summary = N_ ("Makes vectors of weights as long as 1."),
  .help = N_ ("A vector is divided by its length + 1e-7."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
