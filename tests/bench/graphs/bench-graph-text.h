/* bench-graph-text.h — graph files of any size.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

typedef enum
{
  BENCH_GRAPH_CHAIN, /* each layer feeds the next */
  BENCH_GRAPH_WIDE,  /* one Input feeds all layers */
} BenchGraphShape;

/* An Input "x" of the shape @input, and layers "c1", "c2" … */
char *bench_graph_text   (BenchGraphShape  shape,
                          guint            n_layers,
                          const char      *input);

/* An Input "x" and a stack of five separable layers, "c1" to "c5". */
char *bench_graph_mobile (void);
