/* plain-kind.h — a card that can do nothing, for plugins that are tested for
 * something else.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <strata-plugin.h>

typedef struct
{
  double value;
} Self;

G_GNUC_UNUSED static const StrataPortRow plain_ports[] = {
  STRATA_FLOAT (value, "1.0", .help = "A number"),
  STRATA_TENSOR_OUT (output, .help = "Nothing"),
};

/* Fields of a StrataKind; what follows them wins. */
#define PLAIN_KIND(name)                                                      \
  .type = (name), .title = (name), .category = "Tests",                       \
  .summary = "Does nothing", .size = sizeof (Self), .ports = plain_ports,     \
  .n_ports = G_N_ELEMENTS (plain_ports)
