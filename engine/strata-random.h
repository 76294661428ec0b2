/* strata-random.h — TensorFlow's stateless random numbers.
 *
 * Philox-4x32-10, keyed by scrambling a pair of seeds as TensorFlow does, so
 * that a seed gives the very numbers that Keras draws on a CPU.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-macros.h"

STRATA_BEGIN_DECLS

typedef struct
{
  uint32_t key[2];
  uint32_t counter[4];
} StrataRandom;

/* Generator of the seed pair of Keras 3 for an integer @seed:
 * (@seed mod 2147483646, 0). */
STRATA_EXPORT StrataRandom strata_random_from_seed (int64_t seed);

/* Generator of TensorFlow's stateless functions for seed=[@first, @second]. */
STRATA_EXPORT StrataRandom strata_random_from_pair (int64_t first,
                                                    int64_t second);

/* The four words of block @block, counted from the generator's start. */
STRATA_EXPORT void         strata_random_words     (const StrataRandom *random,
                                                    uint64_t            block,
                                                    uint32_t            words[4]);

/* @n numbers from the generator's start, in float32 or float64 arithmetic
 * with TensorFlow's own roundings. Normal ones are cut at two deviations where
 * the name says so. */
STRATA_EXPORT void strata_random_uniform_f32          (const StrataRandom *random, size_t n, float *values, double minimum, double maximum);
STRATA_EXPORT void strata_random_uniform_f64          (const StrataRandom *random, size_t n, double *values, double minimum, double maximum);
STRATA_EXPORT void strata_random_normal_f32           (const StrataRandom *random, size_t n, float *values, double mean, double stddev);
STRATA_EXPORT void strata_random_normal_f64           (const StrataRandom *random, size_t n, double *values, double mean, double stddev);
STRATA_EXPORT void strata_random_truncated_normal_f32 (const StrataRandom *random, size_t n, float *values, double mean, double stddev);
STRATA_EXPORT void strata_random_truncated_normal_f64 (const StrataRandom *random, size_t n, double *values, double mean, double stddev);

STRATA_END_DECLS
