/* strata-initializing.h — what the initializers' cards share.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-inference.h"

/* Help of the ports that many of them have. */
#define STRATA_INITIALIZING_SEED                                              \
  N_("Where the random numbers start: the same seed gives the same numbers, " \
     "every time and on every machine. If it is not given, the card draws "   \
     "from the graph’s seed, the id of the layer’s card and the name of the " \
     "weight.")
#define STRATA_INITIALIZING_OUTPUT \
  N_("The initializer, for a layer.")

/* Whether the engine takes the numbers of an initializer; if not, the fault
 * stands on @port. */
gboolean strata_initializing_check (StrataInference         *inference,
                                    const StrataInitializer *how,
                                    const char              *port);

/* Hands the initializer out. @seed is NULL where it draws nothing. */
void strata_initializing_set (StrataInference             *inference,
                              const StrataInitializer     *how,
                              const StrataOptionalInteger *seed);
