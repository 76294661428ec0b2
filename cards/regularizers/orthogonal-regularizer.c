/* orthogonal-regularizer.c — a regularizer: how far vectors are from right
 * angles.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-penalizing.h"

#include <glib/gi18n.h>

typedef struct
{
  double factor;
  StrataChoice mode;
} Self;

/* In the order of StrataOrthogonalMode. */
static const char *const modes[] = { "rows", "columns", NULL };

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_FLOAT           (factor, "0.01", .help = N_("What the mean is multiplied by; 0 or more.")),
  STRATA_CHOICE          (mode, modes, "rows", .help = N_("Whether the rows or the columns should be at "
                                                          "right angles.")),
  STRATA_REGULARIZER_OUT (regularizer_instance, .help = STRATA_PENALIZING_OUTPUT),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("Two of the three pairs of rows meet at 45 degrees."),
      "{}",
      NULL,
      "{ \"regularizer_instance\": { \"shape\": [3, 2], "
      "\"values\": [1, 0, 1, 1, 0, 2], \"penalty\": 0.004714045 } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  StrataRegularizer regularizer =
      strata_regularizer_init (STRATA_ORTHOGONAL_REGULARIZER);

  regularizer.factor = self->factor;
  regularizer.mode = (StrataOrthogonalMode) self->mode.index;
  if (strata_penalizing_check (inference, &regularizer, "factor"))
    strata_inference_set_regularizer (inference, "regularizer_instance",
                                      &regularizer);
}

const StrataKind strata_kind_orthogonal_regularizer = {
  .type = "OrthogonalRegularizer",
  .title = N_ ("Orthogonal regularizer"),
  .category = N_ ("Regularizers"),
  .summary = N_ ("Penalizes rows or columns that are not at right angles."),
  .help = N_ ("The penalty is the mean of |cos| over all pairs of rows, or of "
              "columns, times the factor. It takes weights of two axes alone: "
              "a convolution has none, and refuses it."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
