/* strata-shape-arithmetic.h — how a convolution comes to its output's size.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-document.h"

G_BEGIN_DECLS

/* "⌈32 / 2⌉ = 16, padded 0 before and 1 after"; NULL where a size is not known
 * or the card is no convolution. */
char *strata_shape_arithmetic_describe (StrataDocument *document,
                                        StrataCard     *card);

G_END_DECLS
