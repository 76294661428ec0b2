/* strata-engine.h — everything that the engine offers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-activation.h"
#include "strata-constraint.h"
#include "strata-conv-explanation.h"
#include "strata-conv-gradient.h"
#include "strata-conv.h"
#include "strata-dtype.h"
#include "strata-initializer.h"
#include "strata-memory.h"
#include "strata-pool.h"
#include "strata-random.h"
#include "strata-refusal.h"
#include "strata-regularizer.h"
#include "strata-tensor.h"
#include "strata-window.h"
