/* phase.h — a dilated window as interleaved windows without dilation.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "vector.h"

#include "strata-window-private.h"

/* One phase of an axis; see strata_window_phases(). */
typedef struct
{
  StrataWindow window;
  int64_t output, input; /* the first of its places */
  int64_t step;          /* from one of them to the next */
} Phase;

W_ Phase
phase_init (const StrataWindow *window, int64_t index)
{
  const int64_t d = window->dilation, start = index - window->before;
  Phase phase = { .window = *window, .step = 1 };
  int64_t input;

  if (strata_window_phases (window) == 1)
    return phase;
  input = (start % d + d) % d;
  phase.output = index;
  phase.input = input;
  phase.step = d;
  phase.window.before = (input - start) / d;
  phase.window.input = (window->input - input + d - 1) / d;
  phase.window.output = (window->output - index + d - 1) / d;
  phase.window.dilation = 1;
  phase.window.extent = window->kernel;
  return phase;
}

/* The place in a phase of the first output from @o on. */
W_ int64_t
phase_place (const Phase *phase, int64_t o)
{
  return (o - phase->output + phase->step - 1) / phase->step;
}
