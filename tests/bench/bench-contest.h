/* bench-contest.h — one layer computed by the engine and by all peers that
 * can, checked and then timed in turns.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "bench-machine.h"
#include "bench-peer.h"

/* Times in µs, NAN where there is none. */
typedef struct
{
  double median, minimum;
} BenchTime;

typedef struct
{
  const BenchLayer *layer;
  const char       *isa, *way; /* what the engine chose; "" if it refused */
  double            error;     /* of the engine's output */
  gboolean          correct;
  BenchTime         ours;
  BenchTime        *peers;     /* as in bench_peers */
  double            ratio_same_format;
  double            ratio_any;
  double            forward;   /* a gradient's time over the output's */
  BenchBound        bound;
} BenchResult;

/* @repeat turns of each. Fails where there is no memory for the layer; a peer
 * that is wrong is reported on stderr and has no time. */
BenchResult *bench_contest     (const BenchLayer   *layer,
                                const BenchMachine *machine,
                                int                 repeat,
                                GError            **error);
void         bench_result_free (BenchResult        *result);

/* Of the bound and the time. */
double       bench_result_bound_fraction (const BenchResult *result);
