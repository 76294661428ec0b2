/* strata.h — everything that libstrata-1 offers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-engine.h"

#include "strata-card.h"
#include "strata-evaluation.h"
#include "strata-explanation.h"
#include "strata-fault.h"
#include "strata-file-error.h"
#include "strata-folder.h"
#include "strata-graph.h"
#include "strata-inference.h"
#include "strata-keras-config.h"
#include "strata-kind.h"
#include "strata-layer.h"
#include "strata-npy.h"
#include "strata-npz.h"
#include "strata-output-set.h"
#include "strata-plan.h"
#include "strata-port.h"
#include "strata-region.h"
#include "strata-registry.h"
#include "strata-remark.h"
#include "strata-role.h"
#include "strata-session.h"
#include "strata-spec.h"
#include "strata-tensor-type.h"
#include "strata-types.h"
#include "strata-value.h"
#include "strata-weights.h"
#include "strata-wire.h"

#include "strata-loader.h"
#include "strata-plugin.h"
