/* strata-summary.h — a tensor in three numbers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-tensor.h"

#include <glib.h>

G_BEGIN_DECLS

/* Computed in double precision. As in NumPy, one NaN makes all three NaN; so
 * does a tensor without elements. */
typedef struct
{
  double minimum;
  double mean;
  double maximum;
} StrataSummary;

void  strata_summary_init        (StrataSummary *summary,
                                  StrataTensor  *tensor);

/* The shortest text that reads back, in @dtype, as what @number is there. */
char *strata_number_to_text      (double         number,
                                  StrataDType    dtype);

G_END_DECLS
