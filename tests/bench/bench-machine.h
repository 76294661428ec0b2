/* bench-machine.h — what the machine can do at best, measured.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "bench-layer.h"

#define BENCH_N_LEVELS 4

/* A cache level, or the memory at last. */
typedef struct
{
  const char *name;
  double      size; /* bytes that the threads have of it together */
  double      read; /* bytes a second, all threads together */
  double      copy; /* likewise, what is read and what is written */
} BenchLevel;

typedef struct
{
  char       *model;
  const char *isa;
  int         n_threads;
  double      flops_f32; /* a second, all threads together */
  double      flops_f64;
  BenchLevel  levels[BENCH_N_LEVELS];
} BenchMachine;

BenchMachine *bench_machine_new  (int                 n_threads);
void          bench_machine_free (BenchMachine       *machine);

/* No computation of a layer on this machine takes less: either the products
 * and sums of the taps inside the input at the speed of FMAs, or input, output
 * and weights at the speed of the nearest level that holds them all. */
typedef struct
{
  double      us;
  const char *limit; /* "flop", or the level's name */
} BenchBound;

BenchBound    bench_bound        (const BenchMachine *machine,
                                  const BenchLayer   *layer);
