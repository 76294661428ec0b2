/* no-cards.c — a plugin without cards.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "plain-kind.h"

static const StrataKind *const kinds[] = { NULL };

STRATA_PLUGIN_DEFINE (.name = "no-cards",
                      .description = "No cards",
                      .kinds = kinds,
                      .n_kinds = 0)
