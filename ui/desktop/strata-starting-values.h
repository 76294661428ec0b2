/* strata-starting-values.h — what a card is given when it is added by hand.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <strata.h>

G_BEGIN_DECLS

/* Values to start from, where a port's default would show nothing. They are
 * given as if somebody had typed them, and stand in the file. */
void strata_starting_values_apply (StrataCard *card);

G_END_DECLS
