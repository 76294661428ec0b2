/* zeros.c — an initializer: 0 everywhere.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-initializing.h"

#include <glib/gi18n.h>

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_INITIALIZER_OUT  (initializer_instance, .help = STRATA_INITIALIZING_OUTPUT),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("A bias that adds nothing."),
      "{}",
      NULL,
      "{ \"initializer_instance\": { \"shape\": [3], \"values\": [0, 0, 0] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  StrataInitializer how = strata_initializer_init (STRATA_ZEROS);

  strata_initializing_set (inference, &how, NULL);
}

static const char *const aliases[] = { "zero", NULL };

const StrataKind strata_kind_zeros = {
  .type = "Zeros",
  .title = N_ ("Zeros"),
  .category = N_ ("Initializers"),
  .summary = N_ ("Makes every weight 0."),
  .aliases = aliases,
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
