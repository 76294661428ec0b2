/* strata-penalizing.h — what the regularizers' cards share.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-inference.h"

/* Help of the port that all of them have. */
#define STRATA_PENALIZING_OUTPUT N_("The regularizer, for a layer.")

/* Whether the engine takes the numbers of a regularizer; if not, the fault
 * stands on @port. */
gboolean strata_penalizing_check (StrataInference         *inference,
                                  const StrataRegularizer *regularizer,
                                  const char              *port);
