/* duplicate.c — a plugin with a card that good.c has too, and one of its own.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "plain-kind.h"

static const StrataKind second = { PLAIN_KIND ("Test.Second") };
static const StrataKind third = { PLAIN_KIND ("Test.Third") };

static const StrataKind *const kinds[] = { &second, &third };

STRATA_PLUGIN_DEFINE (.name = "duplicate",
                      .description = "A card that is there already",
                      .kinds = kinds,
                      .n_kinds = G_N_ELEMENTS (kinds))
