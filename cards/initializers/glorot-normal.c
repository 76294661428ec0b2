/* glorot-normal.c — an initializer: normal, by the number of inputs and
 * outputs.
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
      "[-0.4424994, -0.23543112, -1.2336805, -0.96674675, -0.4760208, "
      "0.4990678, -0.03988464, -1.3079722] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  StrataInitializer how = strata_initializer_init (STRATA_GLOROT_NORMAL);

  strata_initializing_set (inference, &how, &self->seed);
}

const StrataKind strata_kind_glorot_normal = {
  .type = "GlorotNormal",
  .title = N_ ("Glorot normal"),
  .category = N_ ("Initializers"),
  .summary =
      N_ ("Draws normal weights that suit the number of inputs and outputs."),
  .help =
      N_ ("The standard deviation is √(2 / (fan in + fan out)); numbers in the "
          "tails are drawn again. For a depthwise kernel (height, width, "
          "channels, multiplier) the fan in is height × width × channels and "
          "the fan out is height × width × multiplier, as in Keras."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
