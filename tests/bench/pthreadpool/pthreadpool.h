/* pthreadpool.h — all that XNNPACK's header asks of its thread pool's, for
 * systems that have the one header without the other.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

typedef struct pthreadpool *pthreadpool_t;
