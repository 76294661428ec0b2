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

/* Whether the columns under a tap, neighbours of @bytes each, begin at the same
 * place of a page and so at the same place of a cache's way. */
static inline bool
strata_window_crowds (const StrataWindow *window, size_t bytes)
{
  const size_t step = (size_t) window->stride * (size_t) window->dilation;

  return step * bytes % 4096 == 0;
}

/* With a dilation of d, outputs that are d apart look at inputs that are d
 * apart and at none between: so many images lie interleaved, each under a
 * window without dilation. 1 where they are not told apart. */
static inline int64_t
strata_window_phases (const StrataWindow *window)
{
  if (window->stride > 1 || window->output < 1
      || window->dilation >= window->input)
    return 1;
  return window->dilation < window->output ? window->dilation : window->output;
}
