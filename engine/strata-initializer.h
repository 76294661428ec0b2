/* strata-initializer.h — Keras' initializers: the first values of weights.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-dtype.h"
#include "strata-refusal.h"

STRATA_BEGIN_DECLS

typedef enum
{
  STRATA_ZEROS,
  STRATA_ONES,
  STRATA_CONSTANT,
  STRATA_RANDOM_NORMAL,
  STRATA_RANDOM_UNIFORM,
  STRATA_TRUNCATED_NORMAL,
  STRATA_VARIANCE_SCALING,
  STRATA_GLOROT_NORMAL,
  STRATA_GLOROT_UNIFORM,
  STRATA_HE_NORMAL,
  STRATA_HE_UNIFORM,
  STRATA_LECUN_NORMAL,
  STRATA_LECUN_UNIFORM,
  STRATA_ORTHOGONAL,
  STRATA_IDENTITY,
} StrataInitializerKind;

#define STRATA_N_INITIALIZERS 15

typedef enum
{
  STRATA_FAN_IN,
  STRATA_FAN_OUT,
  STRATA_FAN_AVG,
} StrataFanMode;

typedef enum
{
  STRATA_DISTRIBUTION_TRUNCATED_NORMAL,
  STRATA_DISTRIBUTION_UNTRUNCATED_NORMAL,
  STRATA_DISTRIBUTION_UNIFORM,
} StrataDistribution;

/* An initializer with its parameters; strata_initializer_init() gives Keras'
 * defaults, and each kind reads only the parameters of its Keras namesake. */
typedef struct
{
  StrataInitializerKind kind;
  int64_t               seed;         /* of every random kind; 0 */
  double                value;        /* Constant 0 */
  double                mean, stddev; /* 0, 0.05 */
  double                minval, maxval; /* −0.05, 0.05 */
  double                scale;        /* VarianceScaling 1 */
  StrataFanMode         mode;         /* fan_in */
  StrataDistribution    distribution; /* truncated_normal */
  double                gain;         /* Orthogonal, Identity 1 */
} StrataInitializer;

STRATA_EXPORT StrataInitializer strata_initializer_init      (StrataInitializerKind    kind);

/* The Keras class name, "GlorotUniform". */
STRATA_EXPORT const char       *strata_initializer_name      (StrataInitializerKind    kind);

/* By class name, snake_case name or Keras' alias ("normal", "uniform", "zero",
 * "one"); case matters. */
STRATA_EXPORT bool              strata_initializer_from_name (const char              *name,
                                                              StrataInitializerKind   *kind);

/* Keras' fans of a weight: rank 1 (n, n), rank 2 (rows, columns), above that
 * the last two sizes times the product of all before them. */
STRATA_EXPORT void              strata_initializer_fans      (int                      rank,
                                                              const int64_t           *shape,
                                                              double                  *fan_in,
                                                              double                  *fan_out);

/* Fills @values, C order. Draws in @dtype for float32 and float64, and in
 * float32, rounded, for the 16-bit types. Refuses a shape or parameter that
 * the Keras namesake refuses. */
STRATA_EXPORT bool              strata_initializer_fill      (const StrataInitializer *initializer,
                                                              StrataDType              dtype,
                                                              int                      rank,
                                                              const int64_t           *shape,
                                                              void                    *values,
                                                              StrataRefusal           *refusal);

STRATA_END_DECLS
