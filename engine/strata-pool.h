/* strata-pool.h — worker threads, and a handle on what they are doing.
 *
 * A pool runs numbered tasks; which thread takes which task is left open, so
 * tasks must not care. One pool serves any number of callers: who comes while
 * it is busy computes by itself, with the same result.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-refusal.h"

STRATA_BEGIN_DECLS

typedef struct _StrataPool StrataPool;

/* What a computation and those who watch it share: hand it to a run, and from
 * any thread read the progress or ask the run to end. */
typedef struct _StrataControl StrataControl;

typedef void (*StrataTaskFunc) (void *data, int64_t task);

/* @n_threads counts the calling thread; 0 means one for each core. */
STRATA_EXPORT StrataPool *strata_pool_new       (int                n_threads,
                                                 StrataRefusal     *refusal);
STRATA_EXPORT void        strata_pool_free      (StrataPool        *pool);
STRATA_EXPORT int         strata_pool_n_threads (const StrataPool  *pool);

/* Calls @func for each task from 0 to @n_tasks - 1 and returns when all have
 * ended: true, or false if @control was cancelled before all had started.
 * @pool and @control may be NULL: no other thread, no way to cancel. */
STRATA_EXPORT bool        strata_pool_run       (StrataPool        *pool,
                                                 int64_t            n_tasks,
                                                 StrataTaskFunc     func,
                                                 void              *data,
                                                 StrataControl     *control);

STRATA_EXPORT StrataControl *strata_control_new          (StrataRefusal *refusal);
STRATA_EXPORT void           strata_control_free         (StrataControl *control);

/* Makes the run that has @control end soon, and later ones at once. */
STRATA_EXPORT void           strata_control_cancel       (StrataControl *control);
STRATA_EXPORT bool           strata_control_is_cancelled (StrataControl *control);

/* Makes @control as new, for the next run. */
STRATA_EXPORT void           strata_control_reset        (StrataControl *control);

/* Between 0, nothing done, and 1. */
STRATA_EXPORT double         strata_control_progress     (StrataControl *control);

STRATA_END_DECLS
