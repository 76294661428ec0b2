/* strata-newer-graph.h — graphs that a later program has written.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <strata.h>

G_BEGIN_DECLS

/* Reads what can be understood of a graph in a version of the format that is
 * newer than the library's. NULL where the file is no such graph. */
StrataGraph *strata_newer_graph_load (const char *path,
                                      gint64     *version);

G_END_DECLS
