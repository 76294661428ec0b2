/* bench-layer.h — a layer to be timed, and the tables that name layers.
 *
 * A table is a text file: the header line BENCH_TABLE_HEADER, then one layer
 * on each line. Pairs are written 3x3; padding is "same", "valid", or what
 * goes before and after on each axis, as in 1:1x0:2; an empty number of
 * filters makes a depthwise layer, any other a separable one, and of that a
 * kernel of "none" leaves the pointwise half alone. Every layer has a bias.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-conv.h"

#include <glib.h>

#define BENCH_TABLE_HEADER \
  "name,format,batch,height,width,channels,multiplier,kernel,strides," \
  "dilation,padding,activation,filters"

/* What of a layer is computed: its output; or what a separable layer makes of
 * its input, where the depthwise half has one tap that is 1; or one of the
 * gradients, which depthwise layers have. */
typedef enum
{
  BENCH_FORWARD,
  BENCH_POINTWISE,
  BENCH_INPUT_GRADIENT,
  BENCH_KERNEL_GRADIENT,
} BenchPart;

typedef struct
{
  char           *name;
  BenchPart       part;
  StrataConvDesc  desc;
  StrataConvShape shape;
} BenchLayer;

/* Says why a table cannot be read, beginning with the file and the line. */
#define BENCH_TABLE_ERROR (bench_table_error_quark ())
GQuark      bench_table_error_quark (void);

void        bench_layer_free        (BenchLayer        *layer);

/* A gradient of a depthwise layer, before its activation. */
BenchLayer *bench_layer_gradient    (const BenchLayer  *layer,
                                     BenchPart          part);

/* Whether @part is a gradient. */
gboolean    bench_part_is_gradient  (BenchPart          part);

/* "depthwise", "separable", "pointwise", "input gradient" or "kernel gradient". */
const char *bench_layer_kind        (const BenchLayer  *layer);

/* "nhwc" or "nchw". */
const char *bench_format_name       (StrataFormat       format);

/* The layer of one line of a table. */
BenchLayer *bench_layer_parse       (const char        *line,
                                     StrataDType        dtype,
                                     GError           **error);

/* Appends the layers of the table at @path, or of all tables (*.csv) in the
 * folder at @path, to @layers. */
gboolean    bench_table_read        (const char        *path,
                                     StrataDType        dtype,
                                     GPtrArray         *layers,
                                     GError           **error);
