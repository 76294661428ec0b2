/* constant.c — an initializer: one number everywhere.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-initializing.h"

#include <glib/gi18n.h>

typedef struct
{
  double value;
} Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_FLOAT (value, "0.0", .help = N_("The value that every weight gets.")),
  STRATA_INITIALIZER_OUT (initializer_instance, .help = STRATA_INITIALIZING_OUTPUT),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("A bias of a half."),
      "{ \"value\": 0.5 }",
      NULL,
      "{ \"initializer_instance\": { \"shape\": [2], \"values\": [0.5, 0.5] } "
      "}",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;
  StrataInitializer how = strata_initializer_init (STRATA_CONSTANT);

  how.value = self->value;
  if (!strata_initializing_check (inference, &how, "value"))
    return;
  strata_initializing_set (inference, &how, NULL);
}

const StrataKind strata_kind_constant = {
  .type = "Constant",
  .title = N_ ("Constant"),
  .category = N_ ("Initializers"),
  .summary = N_ ("Gives every weight the same value."),
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
