/* strata-tensor.h — an array of numbers with a shape, shared by reference.
 *
 * Elements stand in C order, without gaps. Whoever made the tensor fills it;
 * once it is handed to someone else nobody writes to it any more, so that any
 * number of threads may read it.
 *
 * A tensor that has its own memory starts on a cache line. A view, and memory
 * of someone else, start at a multiple of the element's size and no more, and
 * may end at the last byte of a page. That is all that any function of the
 * engine asks of its inputs and outputs; whole cache lines are merely faster.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-dtype.h"
#include "strata-refusal.h"

STRATA_BEGIN_DECLS

/**
 * STRATA_MAX_RANK:
 *
 * The largest number of axes that a tensor has.
 */
#define STRATA_MAX_RANK 8

/**
 * StrataTensor:
 *
 * An array of numbers with a shape, shared by reference.
 *
 * Elements stand in C order, without gaps. Nobody writes to a tensor once it is
 * made, so that any number of threads may read it.
 */
typedef struct _StrataTensor StrataTensor;

/* What follows is for C alone. */
#ifndef __GI_SCANNER__

/* Zero-filled. Refuses a rank above STRATA_MAX_RANK, a negative size, and what
 * does not fit into memory. The caller owns one reference. */
STRATA_EXPORT StrataTensor  *strata_tensor_new               (StrataDType         dtype,
                                                              int                 rank,
                                                              const int64_t      *shape,
                                                              StrataRefusal      *refusal);

/* The same for a maker who writes to every element: they hold anything. */
STRATA_EXPORT StrataTensor  *strata_tensor_new_uninitialized (StrataDType         dtype,
                                                              int                 rank,
                                                              const int64_t      *shape,
                                                              StrataRefusal      *refusal);

/* A contiguous part of @parent, from element @offset on, or all of it with
 * another shape. It is the same memory, which stays as long as the view does;
 * a maker may fill it through either. Refuses what does not lie inside. */
STRATA_EXPORT StrataTensor  *strata_tensor_new_view          (StrataTensor       *parent,
                                                              int                 rank,
                                                              const int64_t      *shape,
                                                              int64_t             offset,
                                                              StrataRefusal      *refusal);

/* Elements that @owner keeps at @data, for reading alone. @release, which may
 * be NULL, gets @owner once the tensor and all its views are gone, in the
 * thread that drops the last of them; never where this returns NULL. Refuses
 * @data that is not a multiple of the element's size; it may be NULL where
 * there are no elements. */
STRATA_EXPORT StrataTensor  *strata_tensor_new_foreign       (StrataDType         dtype,
                                                              int                 rank,
                                                              const int64_t      *shape,
                                                              const void         *data,
                                                              void              (*release) (void *owner),
                                                              void               *owner,
                                                              StrataRefusal      *refusal);
STRATA_EXPORT StrataTensor  *strata_tensor_ref               (StrataTensor       *tensor);
STRATA_EXPORT void           strata_tensor_unref             (StrataTensor       *tensor);

STRATA_EXPORT StrataDType    strata_tensor_dtype             (const StrataTensor *tensor);
STRATA_EXPORT int            strata_tensor_rank              (const StrataTensor *tensor);
STRATA_EXPORT const int64_t *strata_tensor_shape             (const StrataTensor *tensor);
STRATA_EXPORT int64_t        strata_tensor_n_elements        (const StrataTensor *tensor);
STRATA_EXPORT size_t         strata_tensor_n_bytes           (const StrataTensor *tensor);

/* For reading, and for the maker's writing. Memory of someone else, and a view
 * of it, cannot be edited: NULL. */
STRATA_EXPORT const void    *strata_tensor_data              (const StrataTensor *tensor);
STRATA_EXPORT void          *strata_tensor_edit              (StrataTensor       *tensor);

/* @tensor itself, with a new reference, where it has that type already. */
STRATA_EXPORT StrataTensor  *strata_tensor_convert           (StrataTensor       *tensor,
                                                              StrataDType         dtype,
                                                              StrataRefusal      *refusal);

#endif

STRATA_END_DECLS
