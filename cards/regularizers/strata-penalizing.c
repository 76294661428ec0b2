/* strata-penalizing.c — what the regularizers' cards share.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-penalizing.h"

gboolean
strata_penalizing_check (StrataInference *inference,
                         const StrataRegularizer *regularizer,
                         const char *port)
{
  /* A matrix, which every regularizer takes. */
  const int64_t shape[] = { 1, 1 };
  StrataRefusal refusal;

  return strata_regularizer_check (regularizer, 2, shape, &refusal)
         || strata_inference_fault (inference, port, "%s", refusal.message);
}
