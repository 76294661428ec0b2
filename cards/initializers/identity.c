/* identity.c — an initializer: 1 on the diagonal.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-initializing.h"

#include <glib/gi18n.h>

typedef struct
{
  double gain;
} Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_FLOAT (gain, "1.0", .help = N_("What stands on the diagonal.")),
  STRATA_INITIALIZER_OUT (initializer_instance, .help = STRATA_INITIALIZING_OUTPUT),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("A matrix that doubles."),
      "{ \"gain\": 2 }",
      NULL,
      "{ \"initializer_instance\": { \"shape\": [2, 3], \"values\": [2, 0, 0, "
      "0, 2, 0] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  StrataInitializer how = strata_initializer_init (STRATA_IDENTITY);

  how.gain = self->gain;
  strata_initializing_set (inference, &how, NULL);
}

static const char *const aliases[] = { "IdentityInitializer", NULL };

const StrataKind strata_kind_identity = {
  .type = "Identity",
  .title = N_ ("Identity"),
  .category = N_ ("Initializers"),
  .summary = N_ ("Makes a matrix with 1 on its diagonal and 0 elsewhere."),
  .help = N_ ("It takes weights of two axes alone: a convolution has none, and "
              "refuses it."),
  .aliases = aliases,
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
