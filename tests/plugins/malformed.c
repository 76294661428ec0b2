/* malformed.c — a plugin with one sound card among many that are not.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "plain-kind.h"

static const StrataPortRow bad_default[] = {
  STRATA_FLOAT (value, "much", .help = "A number"),
};

static const StrataPortRow two_of_one_name[] = {
  STRATA_FLOAT (value, "1.0", .help = "A number"),
  STRATA_FLOAT (value, "2.0", .help = "Another"),
};

static const StrataPortRow outside[] = {
  { .name = "value",
    .type = STRATA_PORT_FLOAT,
    .standard = "1.0",
    .offset = sizeof (Self),
    .help = "A number" },
};

static const StrataPortRow unknown_type[] = {
  { .name = "value", .type = (StrataPortType) 99, .help = "A number" },
};

static const StrataPortRow nameless[] = {
  { .type = STRATA_PORT_FLOAT, .help = "A number" },
};

#define WITH_PORTS(rows) .ports = (rows), .n_ports = G_N_ELEMENTS (rows)

static const StrataKind bad[] = {
  { .type = NULL },
  { .type = "Test Space" },
  { .type = "Test.NoTitle" },
  { PLAIN_KIND ("Test.NoPorts"), .n_ports = 0 },
  { PLAIN_KIND ("Test.BadDefault"), WITH_PORTS (bad_default) },
  { PLAIN_KIND ("Test.TwoOfOneName"), WITH_PORTS (two_of_one_name) },
  { PLAIN_KIND ("Test.Outside"), WITH_PORTS (outside) },
  { PLAIN_KIND ("Test.UnknownType"), WITH_PORTS (unknown_type) },
  { PLAIN_KIND ("Test.Nameless"), WITH_PORTS (nameless) },
  { PLAIN_KIND ("Test.NotAnOutput"), .role = STRATA_ROLE_OUTPUT },
};

static const StrataKind sound = { PLAIN_KIND ("Test.Sound") };

static const StrataKind *const kinds[] = {
  NULL,    &bad[0], &bad[1], &bad[2], &bad[3], &bad[4],
  &bad[5], &bad[6], &bad[7], &bad[8], &bad[9], &sound,
};

STRATA_PLUGIN_DEFINE (.name = "malformed",
                      .description = "Cards that cannot be used",
                      .kinds = kinds,
                      .n_kinds = G_N_ELEMENTS (kinds))
