/* test-kinds.h — kinds of cards for the tests of graphs.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-registry.h"

/* `Source`, with an output `data`; `Filter2D`, with most types of ports and an
 * input `input`; `Join`, with three tensor inputs; `HeNormal`, an initializer;
 * `Sink`, with an input `data` and no output; `Giver`, with an output of each
 * type, named after it; `Taker`, with such inputs. */
StrataRegistry *test_kinds_new_registry (void);
