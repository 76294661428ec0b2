/* strata-merging.h — two tensors of one shape into one, and sequences in
 * reverse.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-evaluation.h"

typedef enum
{
  STRATA_MERGE_CONCAT, /* along the last axis */
  STRATA_MERGE_SUM,
  STRATA_MERGE_MUL,
  STRATA_MERGE_AVE,
} StrataMerge;

/* NULL after strata_evaluation_fail(), or when cancelled. */
StrataTensor *strata_merging_run (StrataMerge       merge,
                                  StrataTensor     *a,
                                  StrataTensor     *b,
                                  StrataEvaluation *evaluation);

/* The same with the second axis from its end to its start. */
StrataTensor *strata_merging_reverse (StrataTensor     *sequence,
                                      StrataEvaluation *evaluation);
