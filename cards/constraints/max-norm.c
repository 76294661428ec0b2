/* max-norm.c — a constraint: vectors of at most some length.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-projecting.h"

#include <glib/gi18n.h>

typedef struct
{
  double max_value;
  StrataIntegers axis;
} Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_FLOAT           (max_value, "2.0", .help = N_("The largest length that a vector may have.")),
  STRATA_INTEGERS_OR_ONE (axis, "0", .minimum = STRATA_PROJECTING_LEAST_AXIS,
                          .maximum = STRATA_PROJECTING_LAST_AXIS,
                          .help = STRATA_PROJECTING_AXIS),
  STRATA_CONSTRAINT_OUT  (constraint_instance, .help = STRATA_PROJECTING_OUTPUT),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("The column (3, 4) is too long, (0.1, 0) is not."),
      "{}",
      NULL,
      "{ \"constraint_instance\": { \"shape\": [2, 2], \"values\": [3, 0.1, 4, "
      "0], \"projected\": [1.2, 0.0999999, 1.6, 0] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  StrataConstraint constraint = strata_constraint_init (STRATA_MAX_NORM);

  constraint.max_value = self->max_value;
  if (strata_projecting_set_axes (inference, &self->axis, &constraint))
    strata_inference_set_constraint (inference, "constraint_instance",
                                     &constraint);
}

const StrataKind strata_kind_max_norm = {
  .type = "MaxNorm",
  .title = N_ ("Max norm"),
  .category = N_ ("Constraints"),
  .summary = N_ ("Shortens vectors of weights that are too long."),
  .help = N_ ("A vector is multiplied by min (length, max_value) / (length + "
              "1e-7): one that is short enough hardly changes."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
