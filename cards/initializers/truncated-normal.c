/* truncated-normal.c — an initializer: the normal distribution without its
 * tails.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-initializing.h"

#include <glib/gi18n.h>

typedef struct
{
  double mean;
  double stddev;
  StrataOptionalInteger seed;
} Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_FLOAT            (mean, "0.0", .help = N_("What the weights scatter around.")),
  STRATA_FLOAT            (stddev, "0.05", .help = N_("Standard deviation of the distribution before its "
                                                      "tails are cut.")),
  STRATA_OPTIONAL_INTEGER (seed, .help = STRATA_INITIALIZING_SEED),
  STRATA_INITIALIZER_OUT  (initializer_instance, .help = STRATA_INITIALIZING_OUTPUT),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("What Keras draws for the seed 7."),
      "{ \"seed\": 7 }",
      NULL,
      "{ \"initializer_instance\": { \"shape\": [2, 4], \"values\": "
      "[-0.03370864, -0.017934628, -0.09397908, -0.07364466, -0.036262225, "
      "0.038017895, -0.0030383249, -0.09963846] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  StrataInitializer how = strata_initializer_init (STRATA_TRUNCATED_NORMAL);

  how.mean = self->mean;
  how.stddev = self->stddev;
  strata_initializing_set (inference, &how, &self->seed);
}

const StrataKind strata_kind_truncated_normal = {
  .type = "TruncatedNormal",
  .title = N_ ("Truncated normal"),
  .category = N_ ("Initializers"),
  .summary = N_ ("Draws weights from a normal distribution without its tails."),
  .help = N_ ("A number that lies two standard deviations or more from the "
              "mean is thrown away and drawn again."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
