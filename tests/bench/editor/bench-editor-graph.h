/* bench-editor-graph.h — a graph as large as one likes, to look at.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <strata.h>

G_BEGIN_DECLS

/* Networks of ten cards and twenty wires each, side by side: a tensor, five
 * layers one after the other, an output, and an initializer, a regularizer and
 * a constraint that the layers share. */
StrataGraph *bench_editor_graph_new (guint n_cards);

G_END_DECLS
