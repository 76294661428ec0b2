/* strata-projecting.h — what the constraints' cards share.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-inference.h"

/* Help of the ports that several of them have. */
#define STRATA_PROJECTING_AXIS                                                \
  N_("Axes that a vector runs along: its length is taken over them. A "       \
     "negative number counts from the last axis. With 0, the default, a "     \
     "vector of a convolution’s kernel runs down its height alone; [0, 1] "   \
     "makes each filter of a depthwise kernel one vector.")
#define STRATA_PROJECTING_OUTPUT N_("The constraint, for a layer.")

/* Axes of a weight, which has 8 at most. */
#define STRATA_PROJECTING_LEAST_AXIS (-8)
#define STRATA_PROJECTING_LAST_AXIS 7

/* FALSE after a fault where an axis is named twice. */
gboolean strata_projecting_set_axes (StrataInference      *inference,
                                     const StrataIntegers *axis,
                                     StrataConstraint     *constraint);
