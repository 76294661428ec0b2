/* strata-tensor.h — an array of numbers with a shape, shared by reference.
 *
 * Elements stand in C order, without gaps. Whoever made the tensor fills it;
 * once it is handed to someone else nobody writes to it any more, so that any
 * number of threads may read it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-dtype.h"
#include "strata-refusal.h"

STRATA_BEGIN_DECLS

#define STRATA_MAX_RANK 8

typedef struct _StrataTensor StrataTensor;

/* Zero-filled. Refuses a rank above STRATA_MAX_RANK, a negative size, and what
 * does not fit into memory. The caller owns one reference. */
STRATA_EXPORT StrataTensor  *strata_tensor_new        (StrataDType         dtype,
                                                       int                 rank,
                                                       const int64_t      *shape,
                                                       StrataRefusal      *refusal);
STRATA_EXPORT StrataTensor  *strata_tensor_ref        (StrataTensor       *tensor);
STRATA_EXPORT void           strata_tensor_unref      (StrataTensor       *tensor);

STRATA_EXPORT StrataDType    strata_tensor_dtype      (const StrataTensor *tensor);
STRATA_EXPORT int            strata_tensor_rank       (const StrataTensor *tensor);
STRATA_EXPORT const int64_t *strata_tensor_shape      (const StrataTensor *tensor);
STRATA_EXPORT int64_t        strata_tensor_n_elements (const StrataTensor *tensor);
STRATA_EXPORT size_t         strata_tensor_n_bytes    (const StrataTensor *tensor);

/* For reading, and for the maker's writing. */
STRATA_EXPORT const void    *strata_tensor_data       (const StrataTensor *tensor);
STRATA_EXPORT void          *strata_tensor_edit       (StrataTensor       *tensor);

/* @tensor itself, with a new reference, where it has that type already. */
STRATA_EXPORT StrataTensor  *strata_tensor_convert    (StrataTensor       *tensor,
                                                       StrataDType         dtype,
                                                       StrataRefusal      *refusal);

STRATA_END_DECLS
