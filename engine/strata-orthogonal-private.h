/* strata-orthogonal-private.h — the orthogonal factor of a matrix.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-dtype.h"
#include "strata-refusal.h"

/* @values, float32 or float64, are a matrix A of max (@rows, @columns) rows
 * and min (@rows, @columns) columns. They become gain·Q, where A = QR, the
 * columns of Q are orthonormal and the diagonal of R is positive; where @rows
 * < @columns it is transposed, so that the result is @rows × @columns. Fails
 * for want of memory alone. */
bool strata_orthogonalize (StrataDType dtype,
                           size_t rows,
                           size_t columns,
                           double gain,
                           void *values,
                           StrataRefusal *refusal);
