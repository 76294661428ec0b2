/* strata-regularizer.h — Keras' regularizers: penalties on weights and
 * activities.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-dtype.h"
#include "strata-refusal.h"

STRATA_BEGIN_DECLS

typedef enum
{
  STRATA_L1,
  STRATA_L2,
  STRATA_L1L2,
  STRATA_ORTHOGONAL_REGULARIZER,
} StrataRegularizerKind;

#define STRATA_N_REGULARIZERS 4

typedef enum
{
  STRATA_ORTHOGONAL_ROWS,
  STRATA_ORTHOGONAL_COLUMNS,
} StrataOrthogonalMode;

typedef struct
{
  StrataRegularizerKind kind;
  double                l1;     /* L1 0.01, L1L2 0 */
  double                l2;     /* L2 0.01, L1L2 0 */
  double                factor; /* OrthogonalRegularizer 0.01 */
  StrataOrthogonalMode  mode;   /* rows */
} StrataRegularizer;

STRATA_EXPORT StrataRegularizer strata_regularizer_init      (StrataRegularizerKind    kind);

/* The Keras class name. */
STRATA_EXPORT const char       *strata_regularizer_name      (StrataRegularizerKind    kind);

/* By class name or snake_case name; case matters. "l1_l2" is unknown, as in
 * Keras 3. */
STRATA_EXPORT bool              strata_regularizer_from_name (const char              *name,
                                                              StrataRegularizerKind   *kind);

/* Refuses a coefficient that is not finite or below 0, and a rank other than
 * 2 for the orthogonal one. */
STRATA_EXPORT bool              strata_regularizer_check     (const StrataRegularizer *regularizer,
                                                              int                      rank,
                                                              const int64_t           *shape,
                                                              StrataRefusal           *refusal);

/* The penalty of a tensor that passed the check. Summed in double precision,
 * pairwise. */
STRATA_EXPORT double            strata_regularizer_penalty   (const StrataRegularizer *regularizer,
                                                              StrataDType              dtype,
                                                              int                      rank,
                                                              const int64_t           *shape,
                                                              const void              *values);

/* gradient += scale · ∂penalty/∂values. */
STRATA_EXPORT void              strata_regularizer_gradient  (const StrataRegularizer *regularizer,
                                                              StrataDType              dtype,
                                                              int                      rank,
                                                              const int64_t           *shape,
                                                              const void              *values,
                                                              double                   scale,
                                                              void                    *gradient);

STRATA_END_DECLS
