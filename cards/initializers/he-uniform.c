/* he-uniform.c — an initializer: evenly spread, by the number of inputs.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-initializing.h"

#include <glib/gi18n.h>

typedef struct
{
  StrataOptionalInteger seed;
} Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_OPTIONAL_INTEGER (seed, .help = STRATA_INITIALIZING_SEED),
  STRATA_INITIALIZER_OUT  (initializer_instance, .help = STRATA_INITIALIZING_OUTPUT),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("What Keras draws for the seed 7."),
      "{ \"seed\": 7 }",
      NULL,
      "{ \"initializer_instance\": { \"shape\": [1, 1, 4, 2], \"values\": "
      "[0.605217, 0.42175364, -1.0832145, 0.35324872, -1.0525248, 0.4118936, "
      "-0.10668349, 0.7242743] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  StrataInitializer how = strata_initializer_init (STRATA_HE_UNIFORM);

  strata_initializing_set (inference, &how, &self->seed);
}

const StrataKind strata_kind_he_uniform = {
  .type = "HeUniform",
  .title = N_ ("He uniform"),
  .category = N_ ("Initializers"),
  .summary = N_ ("Draws weights evenly from a range that suits the number of "
                 "inputs, for layers that relu follows."),
  .help = N_ ("The range is ±√(6 / fan in). For a depthwise kernel (height, "
              "width, channels, multiplier) the fan in is height × width × "
              "channels, as in Keras."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
