/* strata-constraint.h — Keras' constraints: projections of weights after a
 * step of training.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-dtype.h"
#include "strata-refusal.h"

STRATA_BEGIN_DECLS

typedef enum
{
  STRATA_MAX_NORM,
  STRATA_MIN_MAX_NORM,
  STRATA_NON_NEG,
  STRATA_UNIT_NORM,
  STRATA_RADIAL_CONSTRAINT,
} StrataConstraintKind;

#define STRATA_N_CONSTRAINTS 5

typedef struct
{
  StrataConstraintKind kind;
  double               min_value; /* MinMaxNorm 0 */
  double               max_value; /* MaxNorm 2, MinMaxNorm 1 */
  double               rate;      /* MinMaxNorm 1 */
  int                  n_axes;    /* 1 */
  int                  axes[8];   /* {0}; negative ones count from the end */
} StrataConstraint;

STRATA_EXPORT StrataConstraint strata_constraint_init      (StrataConstraintKind    kind);

/* The Keras class name. */
STRATA_EXPORT const char      *strata_constraint_name      (StrataConstraintKind    kind);

/* By class name or snake_case name; case matters. */
STRATA_EXPORT bool             strata_constraint_from_name (const char             *name,
                                                            StrataConstraintKind   *kind);

/* Refuses an axis that the shape does not have or that is named twice, a shape
 * that RadialConstraint cannot take, and numbers that are not finite. */
STRATA_EXPORT bool             strata_constraint_check     (const StrataConstraint *constraint,
                                                            int                     rank,
                                                            const int64_t          *shape,
                                                            StrataRefusal          *refusal);

/* Projects a tensor that passed the check, in place. */
STRATA_EXPORT void             strata_constraint_project   (const StrataConstraint *constraint,
                                                            StrataDType             dtype,
                                                            int                     rank,
                                                            const int64_t          *shape,
                                                            void                   *values);

STRATA_END_DECLS
