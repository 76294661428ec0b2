/* many-cards.c — a plugin whose number of cards is no number of cards.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "plain-kind.h"

static const StrataKind *const kinds[] = { NULL };

STRATA_PLUGIN_DEFINE (.name = "many-cards",
                      .description = "More cards than there are",
                      .kinds = kinds,
                      .n_kinds = G_MAXSIZE)
