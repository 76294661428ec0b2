/* reference-numbers.c — between the doubles of the reference data and the
 * engine's types.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "reference-numbers.h"

#include <math.h>

gboolean
reference_case_dtype (const ReferenceCase *item, StrataDType *dtype)
{
  const char *name = reference_case_text (item, "dtype");

  return name != NULL && strata_dtype_from_name (name, dtype);
}

gboolean
reference_case_activation (const ReferenceCase *item,
                           StrataActivation *activation)
{
  const char *name = reference_case_text (item, "activation");
  StrataActivationKind kind;
  int64_t approximate = 0;

  if (name == NULL || !strata_activation_from_name (name, &kind))
    return FALSE;
  *activation = strata_activation_init (kind);
  reference_case_double (item, "negative_slope", &activation->negative_slope);
  reference_case_double (item, "max_value", &activation->max_value);
  reference_case_double (item, "threshold", &activation->threshold);
  reference_case_double (item, "default_value", &activation->default_value);
  reference_case_double (item, "alpha", &activation->alpha);
  reference_case_double (item, "b", &activation->b);
  reference_case_int (item, "approximate", &approximate);
  activation->approximate = approximate != 0;
  return TRUE;
}

double
reference_tolerance (StrataDType dtype)
{
  switch (dtype)
    {
    case STRATA_FLOAT64:
      return 1e-12;
    case STRATA_FLOAT16:
      return 2e-3;
    case STRATA_BFLOAT16:
      return 2e-2;
    case STRATA_FLOAT32:
    default:
      return 1e-5;
    }
}

double
reference_sum_tolerance (StrataDType dtype, double terms)
{
  return reference_tolerance (dtype) * fmax (1.0, sqrt (terms / 49.0));
}

void *
reference_narrow (StrataDType dtype, const double *values, gsize n)
{
  void *narrow = g_malloc (MAX (n, 1) * strata_dtype_size (dtype));

  strata_dtype_convert (STRATA_FLOAT64, values, dtype, narrow, n);
  return narrow;
}

double *
reference_widen (StrataDType dtype, const void *values, gsize n)
{
  double *wide = g_new (double, MAX (n, 1));

  strata_dtype_convert (dtype, values, STRATA_FLOAT64, wide, n);
  return wide;
}

void *
reference_room (StrataDType dtype, gsize n)
{
  void *room = g_malloc (MAX (n, 1) * strata_dtype_size (dtype));

  for (gsize i = 0; i < n; i++)
    strata_dtype_set (dtype, room, i, 12345.0);
  return room;
}
