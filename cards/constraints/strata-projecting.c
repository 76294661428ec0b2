/* strata-projecting.c — what the constraints' cards share.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-projecting.h"

gboolean
strata_projecting_set_axes (StrataInference *inference,
                            const StrataIntegers *axis,
                            StrataConstraint *constraint)
{
  constraint->n_axes = 0;
  for (gsize i = 0; i < axis->n; i++)
    {
      for (gsize j = 0; j < i; j++)
        if (axis->at[j] == axis->at[i])
          return strata_inference_fault (
              inference, "axis",
              "Axis %d is named twice, but an axis can be named once",
              (int) axis->at[i]);
      if (i == G_N_ELEMENTS (constraint->axes))
        return strata_inference_fault (
            inference, "axis",
            "There are %zu axes, but a weight has at most %d", axis->n,
            (int) i);
      constraint->axes[constraint->n_axes++] = (int) axis->at[i];
    }
  return TRUE;
}
