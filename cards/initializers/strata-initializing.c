/* strata-initializing.c — what the initializers' cards share.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-initializing.h"

gboolean
strata_initializing_check (StrataInference *inference,
                           const StrataInitializer *how,
                           const char *port)
{
  /* A weight of one element, of a rank that every initializer takes. */
  const int64_t shape[] = { 1, 1 };
  StrataRefusal refusal;
  float weight;

  return strata_initializer_fill (how, STRATA_FLOAT32, 2, shape, &weight,
                                  &refusal)
         || strata_inference_fault (inference, port, "%s", refusal.message);
}

void
strata_initializing_set (StrataInference *inference,
                         const StrataInitializer *how,
                         const StrataOptionalInteger *seed)
{
  StrataSeededInitializer initializer = { .how = *how };

  if (seed && seed->given)
    {
      initializer.how.seed = seed->value;
      initializer.seeded = TRUE;
    }
  strata_inference_set_initializer (inference, "initializer_instance",
                                    &initializer);
}
