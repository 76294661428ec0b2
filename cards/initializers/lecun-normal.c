/* lecun-normal.c — an initializer: normal, by the number of inputs.
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
      "[-0.38321573, -0.20388933, -1.0683986, -0.8372272, -0.41224614, "
      "0.4322054, -0.03454111, -1.1327372] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  StrataInitializer how = strata_initializer_init (STRATA_LECUN_NORMAL);

  strata_initializing_set (inference, &how, &self->seed);
}

const StrataKind strata_kind_lecun_normal = {
  .type = "LecunNormal",
  .title = N_ ("LeCun normal"),
  .category = N_ ("Initializers"),
  .summary = N_ ("Draws normal weights that suit the number of inputs, for "
                 "layers that selu follows."),
  .help =
      N_ ("The standard deviation is √(1 / fan in); numbers in the tails are "
          "drawn again. For a depthwise kernel (height, width, channels, "
          "multiplier) the fan in is height × width × channels, as in Keras."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
