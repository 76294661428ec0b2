/* strata-loader.h — where plugins are found.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-registry.h"

G_BEGIN_DECLS

STRATA_EXPORT char **strata_plugins_load (StrataRegistry *registry);

/* The files that it has loaded; free with g_strfreev(). */
STRATA_EXPORT char **strata_plugins_list (StrataRegistry *registry);

G_END_DECLS
