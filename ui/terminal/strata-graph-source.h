/* strata-graph-source.h — the GRAPH of a command line: a file, or "-" for
 * standard input.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-report.h"
#include "strata-terminal.h"

#include "strata-graph.h"

G_BEGIN_DECLS

gboolean     strata_graph_source_is_stdin (const char     *path);

/* With plugins loaded. NULL after a fault: the file cannot be read, or it is no
 * graph. What it says that a graph cannot take in is left to the caller. */
StrataGraph *strata_graph_source_load     (StrataTerminal *terminal,
                                           const char     *path,
                                           StrataReport   *report);

G_END_DECLS
