/* orthogonal.c — an initializer: vectors at right angles.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-initializing.h"

#include <glib/gi18n.h>

typedef struct
{
  double gain;
  StrataOptionalInteger seed;
} Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_FLOAT            (gain, "1.0", .help = N_("What the orthogonal matrix is multiplied by.")),
  STRATA_OPTIONAL_INTEGER (seed, .help = STRATA_INITIALIZING_SEED),
  STRATA_INITIALIZER_OUT  (initializer_instance, .help = STRATA_INITIALIZING_OUTPUT),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("What Keras draws for the seed 7."),
      "{ \"seed\": 7 }",
      NULL,
      "{ \"initializer_instance\": { \"shape\": [2, 2], \"values\": "
      "[-0.3376212, 0.94128203, -0.94128203, -0.3376212] } }",
  },
  {
      N_ ("Twice as long."),
      "{ \"gain\": 2, \"seed\": 7 }",
      NULL,
      "{ \"initializer_instance\": { \"shape\": [1, 2, 1, 2], \"values\": "
      "[-0.6752424, 1.8825641, -1.8825641, -0.6752424] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  StrataInitializer how = strata_initializer_init (STRATA_ORTHOGONAL);

  how.gain = self->gain;
  strata_initializing_set (inference, &how, &self->seed);
}

static const char *const aliases[] = { "OrthogonalInitializer", NULL };

const StrataKind strata_kind_orthogonal = {
  .type = "Orthogonal",
  .title = N_ ("Orthogonal"),
  .category = N_ ("Initializers"),
  .summary = N_ ("Makes the filters orthogonal to each other."),
  .help =
      N_ ("The weight is seen as a matrix: all axes but the last are its rows. "
          "Its shorter side becomes vectors of length 1 at right angles to "
          "each other. It takes weights of two axes or more, hence no bias."),
  .aliases = aliases,
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
