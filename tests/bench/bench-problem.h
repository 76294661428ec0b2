/* bench-problem.h — the numbers of one layer, and what comes out of it: its
 * output, or a gradient.
 *
 * Inputs are uniform in [-1, 1], weights so scaled that outputs are of unit
 * size too. The oracle computes the expected output once.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "bench-layer.h"

/* Some peers read this far beyond an array's end. */
#define BENCH_SLACK 64

typedef struct
{
  const BenchLayer *layer;
  void             *input[2]; /* by StrataFormat, in the layer's type */
  StrataConvWeights weights;
  void             *gradient[2]; /* of the output; where one is asked for */
  double           *expected; /* in the layer's format; a kernel's gradient
                                 as Keras lays the kernel out */
} BenchProblem;

/* Fails where the memory is not to be had. */
BenchProblem *bench_problem_new       (const BenchLayer    *layer,
                                       GError             **error);
void          bench_problem_free      (BenchProblem        *problem);

/* Elements of what comes out. */
size_t        bench_problem_n_outputs (const BenchProblem  *problem);

/* Largest |y − expected| / max (1, |expected|) of an output that stands in
 * @format; infinity where there is a number on one side alone. */
double        bench_problem_error     (const BenchProblem  *problem,
                                       StrataFormat         format,
                                       const void          *output);

/* The largest error that a correct computation in @dtype makes. */
double        bench_tolerance         (StrataDType          dtype);
