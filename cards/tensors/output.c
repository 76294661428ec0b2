/* output.c — where a result leaves the graph.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-shaping.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *name;
  const StrataSpec *data;
} Self;

/* clang-format off */
static const StrataPortRow ports[] = {
  STRATA_OPTIONAL_STRING (name, .help = N_("What the result is called. If it is not given, that is the id "
                                           "of the card.")),
  STRATA_TENSOR_IN       (data, .help = N_("The result.")),
};
/* clang-format on */

static const StrataExample examples[] = {
  {
      N_ ("A result called “scores”."),
      "{ \"name\": \"scores\" }",
      "{ \"data\": { \"shape\": [1, 2], \"values\": [0.25, 0.75] } }",
      "{ \"data\": { \"shape\": [1, 2], \"values\": [0.25, 0.75] } }",
  },
};

static void
infer (const void *data, StrataInference *inference)
{
  const Self *self = data;

  strata_shaping_check_name (inference, self->name);
}

const StrataKind strata_kind_output = {
  .type = "Output",
  .title = N_ ("Output"),
  .category = N_ ("Inputs and outputs"),
  .summary = N_ ("Names a result of the graph."),
  .help = N_ ("Running the graph computes what its Outputs need, and hands "
              "each result over by its name."),
  .role = STRATA_ROLE_OUTPUT,
  .size = sizeof (Self),
  .ports = ports,
  .n_ports = G_N_ELEMENTS (ports),
  .examples = examples,
  .n_examples = G_N_ELEMENTS (examples),
  .infer = infer,
};
