/* strata-shaping.c — what the cards share that are given a shape.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-shaping.h"

const char *const strata_shaping_dtypes[] = { "float32", "float64", "float16",
                                              "bfloat16", NULL };

gboolean
strata_shaping_check_name (StrataInference *inference, const char *name)
{
  return !name || *name
         || strata_inference_fault (inference, "name",
                                    "The name is empty; leave it out to have "
                                    "the card's id for it");
}

gboolean
strata_shaping_read (StrataInference *inference,
                     const StrataIntegers *shape,
                     StrataDType dtype,
                     StrataSpec *spec)
{
  int64_t bytes;

  if (shape->n > STRATA_MAX_RANK)
    return strata_inference_fault (
        inference, "shape", "The shape has %zu axes, but at most %d can be had",
        shape->n, STRATA_MAX_RANK);

  *spec = (StrataSpec){ .dtype = dtype, .rank = (int) shape->n };
  for (gsize i = 0; i < shape->n; i++)
    spec->shape[i] = shape->at[i];

  bytes = strata_spec_n_elements (spec);
  if (bytes == STRATA_UNKNOWN
      || __builtin_mul_overflow (bytes, strata_dtype_size (dtype), &bytes))
    {
      g_autofree char *text = strata_spec_to_string (spec);

      return strata_inference_fault (
          inference, "shape",
          "A tensor of the shape %s has more elements than can be addressed",
          text);
    }
  return TRUE;
}
