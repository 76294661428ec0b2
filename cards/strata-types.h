/* strata-types.h — the names of the model's objects, for headers that refer to
 * each other.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-kind.h"
#include "strata-value.h"

G_BEGIN_DECLS

typedef struct _StrataCard   StrataCard;
typedef struct _StrataGraph  StrataGraph;
typedef struct _StrataPort   StrataPort;
typedef struct _StrataRemark StrataRemark;
typedef struct _StrataWire   StrataWire;

G_END_DECLS
