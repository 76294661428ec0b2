/* l1.c — a regularizer: the sum of absolute values.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-penalizing.h"

#include <glib/gi18n.h>

typedef struct
{
  double l1;
} Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_FLOAT           (l1, "0.01", .help = N_("What the sum of absolute values is multiplied by; 0 or "
                                                 "more.")),
  STRATA_REGULARIZER_OUT (regularizer_instance, .help = STRATA_PENALIZING_OUTPUT),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("A tenth of 1 + 2 + 3."),
      "{ \"l1\": 0.1 }",
      NULL,
      "{ \"regularizer_instance\": { \"shape\": [3], "
      "\"values\": [1, -2, 3], \"penalty\": 0.6 } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  StrataRegularizer regularizer = strata_regularizer_init (STRATA_L1);

  regularizer.l1 = self->l1;
  if (strata_penalizing_check (inference, &regularizer, "l1"))
    strata_inference_set_regularizer (inference, "regularizer_instance",
                                      &regularizer);
}

const StrataKind strata_kind_l1 = {
  .type = "L1",
  .title = N_ ("L1"),
  .category = N_ ("Regularizers"),
  .summary = N_ ("Penalizes weights by their absolute values."),
  .help = N_ ("Training with this penalty drives weights that matter little "
              "to 0."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
