/* reference-numbers.h — between the doubles of the reference data and the
 * engine's types.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "reference-data.h"
#include "strata-activation.h"

/* How far from a float64 computation results of a type may be. */
double reference_tolerance (StrataDType dtype);

/* The same for sums of so many products: kernels up to 7×7 are not scaled. */
double reference_sum_tolerance (StrataDType dtype,
                                double terms);

/* New arrays of @n elements, to be freed with g_free(). */
void *reference_narrow (StrataDType dtype,
                        const double *values,
                        gsize n);
double *reference_widen (StrataDType dtype,
                         const void *values,
                         gsize n);

/* Memory for @n elements in which nothing looks like a result. */
void *reference_room (StrataDType dtype,
                      gsize n);

/* A name and parameters that are settings of the case. */
gboolean reference_case_activation (const ReferenceCase *item,
                                    StrataActivation *activation);
gboolean reference_case_dtype (const ReferenceCase *item,
                               StrataDType *dtype);
