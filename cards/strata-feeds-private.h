/* strata-feeds-private.h — a copy of what Inputs are fed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-plan.h"

G_BEGIN_DECLS

GHashTable *strata_feeds_snapshot (StrataFeeds *feeds);

G_END_DECLS
