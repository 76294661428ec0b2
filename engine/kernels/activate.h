/* activate.h — the activation functions over vectors.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "vector.h"

#include "strata-activation.h"

static inline vf
v_activate (vf x, const StrataActivation *a)
{
  return x;
}

static void
activate (const StrataActivation *a, size_t n, const V *x, V *y)
{
  for (size_t i = 0; i < n; i++)
    y[i] = x[i];
}
