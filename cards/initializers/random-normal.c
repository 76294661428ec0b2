/* random-normal.c — an initializer: the normal distribution.
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
  STRATA_FLOAT            (stddev, "0.05", .help = N_("How far they scatter: the standard deviation.")),
  STRATA_OPTIONAL_INTEGER (seed, .help = STRATA_INITIALIZING_SEED),
  STRATA_INITIALIZER_OUT  (initializer_instance, .help = STRATA_INITIALIZING_OUTPUT),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("What Keras draws for the seed 7."),
      "{ \"seed\": 7 }",
      NULL,
      "{ \"initializer_instance\": { \"shape\": [1, 1, 2, 2], \"values\": "
      "[-0.03370864, -0.017934628, -0.09397908, -0.07364466] } }",
  },
  {
      N_ ("Around 1, with a standard deviation of 2."),
      "{ \"mean\": 1, \"stddev\": 2, \"seed\": 7 }",
      NULL,
      "{ \"initializer_instance\": { \"shape\": [4], \"values\": [-0.34834552, "
      "0.2826149, -2.7591634, -1.9457862] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  StrataInitializer how = strata_initializer_init (STRATA_RANDOM_NORMAL);

  how.mean = self->mean;
  how.stddev = self->stddev;
  strata_initializing_set (inference, &how, &self->seed);
}

static const char *const aliases[] = { "normal", NULL };

const StrataKind strata_kind_random_normal = {
  .type = "RandomNormal",
  .title = N_ ("Random normal"),
  .category = N_ ("Initializers"),
  .summary = N_ ("Draws weights from a normal distribution."),
  .aliases = aliases,
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
