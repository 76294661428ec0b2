/* ones.c — an initializer: 1 everywhere.
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
      N_ ("A kernel that sums what lies under the window."),
      "{}",
      NULL,
      "{ \"initializer_instance\": { \"shape\": [2, 2], \"values\": [1, 1, 1, "
      "1] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  StrataInitializer how = strata_initializer_init (STRATA_ONES);

  strata_initializing_set (inference, &how, NULL);
}

static const char *const aliases[] = { "one", NULL };

const StrataKind strata_kind_ones = {
  .type = "Ones",
  .title = N_ ("Ones"),
  .category = N_ ("Initializers"),
  .summary = N_ ("Makes every weight 1."),
  .aliases = aliases,
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
