/* random-uniform.c — an initializer: evenly spread between two numbers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-initializing.h"

#include <glib/gi18n.h>

typedef struct
{
  double minval;
  double maxval;
  StrataOptionalInteger seed;
} Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_FLOAT            (minval, "-0.05", .help = N_("Lower end of the range, which may be drawn itself.")),
  STRATA_FLOAT            (maxval, "0.05", .help = N_("Upper end of the range, which is never quite "
                                                      "reached.")),
  STRATA_OPTIONAL_INTEGER (seed, .help = STRATA_INITIALIZING_SEED),
  STRATA_INITIALIZER_OUT  (initializer_instance, .help = STRATA_INITIALIZING_OUTPUT),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("What Keras draws for the seed 7."),
      "{ \"seed\": 7 }",
      NULL,
      "{ \"initializer_instance\": { \"shape\": [4], \"values\": [0.02470788, "
      "0.01721802, -0.044222046, 0.014421318] } }",
  },
  {
      N_ ("Between 0 and 1."),
      "{ \"minval\": 0, \"maxval\": 1, \"seed\": 7 }",
      NULL,
      "{ \"initializer_instance\": { \"shape\": [2, 2], \"values\": "
      "[0.7470788, 0.6721802, 0.05777955, 0.6442132] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  StrataInitializer how = strata_initializer_init (STRATA_RANDOM_UNIFORM);

  how.minval = self->minval;
  if (!strata_initializing_check (inference, &how, "minval"))
    return;
  how.maxval = self->maxval;
  if (!strata_initializing_check (inference, &how, "maxval"))
    return;
  strata_initializing_set (inference, &how, &self->seed);
}

static const char *const aliases[] = { "uniform", NULL };

const StrataKind strata_kind_random_uniform = {
  .type = "RandomUniform",
  .title = N_ ("Random uniform"),
  .category = N_ ("Initializers"),
  .summary = N_ ("Draws weights evenly from a range."),
  .aliases = aliases,
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
