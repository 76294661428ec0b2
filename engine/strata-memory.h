/* strata-memory.h — sizes that cannot overflow, memory that can be refused.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-refusal.h"

STRATA_BEGIN_DECLS

/* Tensors, packed weights and workspaces start on a cache line. */
#define STRATA_ALIGNMENT 64

/* @size bytes aligned to STRATA_ALIGNMENT, not cleared; NULL and a refusal
 * where they are not to be had. @what names them in the refusal: "the packed
 * weights". Zero bytes give a valid pointer. */
STRATA_EXPORT void *strata_memory_new  (size_t         size,
                                        const char    *what,
                                        StrataRefusal *refusal);
STRATA_EXPORT void  strata_memory_free (void          *memory);

STRATA_END_DECLS
