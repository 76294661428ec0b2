/* non-neg.c — a constraint: no weights below 0.
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
      N_ ("Only −2 is below 0."),
      "{}",
      NULL,
      "{ \"constraint_instance\": { \"shape\": [3], \"values\": [1, -2, 3], "
      "\"projected\": [1, 0, 3] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  StrataConstraint constraint = strata_constraint_init (STRATA_NON_NEG);

  strata_inference_set_constraint (inference, "constraint_instance",
                                   &constraint);
}

const StrataKind strata_kind_non_neg = {
  .type = "NonNeg",
  .title = N_ ("Non neg"),
  .category = N_ ("Constraints"),
  .summary = N_ ("Makes 0 of weights that are below 0."),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
