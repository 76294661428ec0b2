/* strata-dtype.h — the element types of tensors, and their conversions.
 *
 * Numbers are stored as one of four floating types. float32 and float64 are
 * computed in their own type; the two 16-bit types are computed in float32 and
 * rounded once, to the nearest even value, when a result is stored.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-macros.h"

STRATA_BEGIN_DECLS

/**
 * StrataDType:
 * @STRATA_FLOAT32: IEEE 754's binary32
 * @STRATA_FLOAT64: binary64
 * @STRATA_FLOAT16: binary16
 * @STRATA_BFLOAT16: the upper half of a binary32
 *
 * The type of a tensor's elements.
 */
typedef enum
{
  STRATA_FLOAT32,
  STRATA_FLOAT64,
  STRATA_FLOAT16,
  STRATA_BFLOAT16,
} StrataDType;

/* What follows is for C alone. */
#ifndef __GI_SCANNER__

#define STRATA_N_DTYPES 4

/* "float32" and so on; NULL for a value that is none of the four. */
STRATA_EXPORT const char *strata_dtype_name      (StrataDType   dtype);
STRATA_EXPORT bool        strata_dtype_from_name (const char   *name,
                                                  StrataDType  *dtype);
STRATA_EXPORT size_t      strata_dtype_size      (StrataDType   dtype);

/* The type that arithmetic on @dtype is done in: itself, or float32. */
STRATA_EXPORT StrataDType strata_dtype_compute   (StrataDType   dtype);

/* One element, exact on the way out and rounded to nearest even on the way
 * in. */
STRATA_EXPORT double      strata_dtype_get       (StrataDType   dtype,
                                                  const void   *data,
                                                  size_t        index);
STRATA_EXPORT void        strata_dtype_set       (StrataDType   dtype,
                                                  void         *data,
                                                  size_t        index,
                                                  double        value);

/* @n elements; @from and @to may be the same type and must not overlap. */
STRATA_EXPORT void        strata_dtype_convert   (StrataDType   from,
                                                  const void   *source,
                                                  StrataDType   to,
                                                  void         *target,
                                                  size_t        n);

STRATA_EXPORT float       strata_float16_to_float     (uint16_t bits);
STRATA_EXPORT uint16_t    strata_float16_from_double  (double   value);
STRATA_EXPORT float       strata_bfloat16_to_float    (uint16_t bits);
STRATA_EXPORT uint16_t    strata_bfloat16_from_double (double   value);

#endif

STRATA_END_DECLS
