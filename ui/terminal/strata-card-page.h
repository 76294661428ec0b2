/* strata-card-page.h — all that there is to say of a kind of card.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-stream.h"

#include "strata-kind.h"

G_BEGIN_DECLS

void         strata_card_page_put      (const StrataKind *kind,
                                        StrataStream     *stream);

/* { "type", "title", "category", "summary", "help", "inputs", "outputs",
 *   "examples" } */
StrataValue *strata_card_page_to_value (const StrataKind *kind);

G_END_DECLS
