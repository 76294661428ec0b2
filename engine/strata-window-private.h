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

/* Bytes between the columns that two neighbours see under one tap; @bytes are
 * between columns of the input. */
static inline size_t
strata_window_step (const StrataWindow *window, size_t bytes)
{
  return (size_t) window->stride * (size_t) window->dilation * bytes;
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
