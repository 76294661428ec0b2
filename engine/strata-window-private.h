/* strata-window-private.h — the window's first question, for inner loops.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-window.h"

/* strata_window_start(), without a call. */
static inline int64_t
strata_window_from (const StrataWindow *window, int64_t o)
{
  return o * window->stride - window->before;
}
