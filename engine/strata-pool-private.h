/* strata-pool-private.h — progress over several runs of tasks.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-pool.h"

/* Says that @n_tasks more tasks are to come; @control may be NULL. */
void strata_control_expect (StrataControl *control, int64_t n_tasks);

/* Whether what goes on is to end early; @control may be NULL. */
bool strata_control_ends (StrataControl *control);

/* strata_pool_run() of tasks that were announced by
 * strata_control_expect(). */
bool strata_pool_run_expected (StrataPool *pool,
                               int64_t n_tasks,
                               StrataTaskFunc func,
                               void *data,
                               StrataControl *control);
