/* strata-outside-paths.h — what a graph names that lies outside its folder.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <strata.h>

G_BEGIN_DECLS

/* The paths as the graph has them, each once; those are read only if the graph
 * is trusted. Free with g_strfreev(). */
char **strata_outside_paths_list (StrataGraph *graph);

G_END_DECLS
