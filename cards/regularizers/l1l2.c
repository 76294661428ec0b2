/* l1l2.c — a regularizer: absolute values and squares.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-penalizing.h"

#include <glib/gi18n.h>

typedef struct
{
  double l1;
  double l2;
} Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_FLOAT           (l1, "0.0", .help = N_("What the sum of absolute values is multiplied by; 0 or "
                                                "more.")),
  STRATA_FLOAT           (l2, "0.0", .help = N_("What the sum of squares is multiplied by; 0 or more.")),
  STRATA_REGULARIZER_OUT (regularizer_instance, .help = STRATA_PENALIZING_OUTPUT),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("A tenth of 1 + 2 + 3, and a hundredth of 1 + 4 + 9."),
      "{ \"l1\": 0.1, \"l2\": 0.01 }",
      NULL,
      "{ \"regularizer_instance\": { \"shape\": [3], "
      "\"values\": [1, -2, 3], \"penalty\": 0.74 } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  StrataRegularizer regularizer = strata_regularizer_init (STRATA_L1L2);

  regularizer.l1 = self->l1;
  if (!strata_penalizing_check (inference, &regularizer, "l1"))
    return;
  regularizer.l2 = self->l2;
  if (!strata_penalizing_check (inference, &regularizer, "l2"))
    return;
  strata_inference_set_regularizer (inference, "regularizer_instance",
                                    &regularizer);
}

const StrataKind strata_kind_l1l2 = {
  .type = "L1L2",
  .title = N_ ("L1 and L2"),
  .category = N_ ("Regularizers"),
  .summary = N_ ("Penalizes weights by their absolute values and squares."),
  .help = N_ ("Both coefficients are 0 unless they are given, and then there "
              "is no penalty."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
