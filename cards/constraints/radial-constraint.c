/* radial-constraint.c — a constraint: kernels that look the same in each
 * direction.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-projecting.h"

#include <glib/gi18n.h>

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_CONSTRAINT_OUT (constraint_instance, .help = STRATA_PROJECTING_OUTPUT),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("A 5 × 5 kernel has a center and two rings."),
      "{}",
      NULL,
      "{ \"constraint_instance\": { \"shape\": [5, 5, 1, 1], \"values\": [1, "
      "2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, "
      "22, 23, 24, 25], \"projected\": [19, 19, 19, 19, 19, 19, 13, 13, 13, "
      "19, 19, 13, 7, 13, 19, 19, 13, 13, 13, 19, 19, 19, 19, 19, 19] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  StrataConstraint constraint =
      strata_constraint_init (STRATA_RADIAL_CONSTRAINT);

  strata_inference_set_constraint (inference, "constraint_instance",
                                   &constraint);
}

const StrataKind strata_kind_radial_constraint = {
  .type = "RadialConstraint",
  .title = N_ ("Radial constraint"),
  .category = N_ ("Constraints"),
  .summary = N_ ("Makes kernels equal at equal distance from their center."),
  .help =
      N_ ("Each ring of a kernel around its center gets one value, which Keras "
          "2 takes from the diagonal that runs down to the right: in a kernel "
          "of even size, the ring’s own value below its center; in one of odd "
          "size, the value one place closer to the center, which itself takes "
          "the one above. Keras 3 has no such constraint. Kernels have four "
          "axes, and are square and at least 2 × 2."),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
