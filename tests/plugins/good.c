/* good.c — a plugin with two cards.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "plain-kind.h"

static const StrataKind first = { PLAIN_KIND ("Test.First") };
static const StrataKind second = { PLAIN_KIND ("Test.Second") };

static const StrataKind *const kinds[] = { &first, &second };

STRATA_PLUGIN_DEFINE (.name = "good",
                      .description = "Two cards",
                      .kinds = kinds,
                      .n_kinds = G_N_ELEMENTS (kinds))
