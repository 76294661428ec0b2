/* strata-window.c — the geometry of a sliding window along one axis.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-window-private.h"
#include "strata-refusal-private.h"

#include <inttypes.h>
#include <stdio.h>

/* "3 × 5" or "unknown × 5", for the sentences. */
typedef struct
{
  char text[64];
} Pair;

static Pair
pair (int64_t first, int64_t second, bool may_be_unknown)
{
  const int64_t values[2] = { first, second };
  char words[2][24];
  Pair result;

  for (int i = 0; i < 2; i++)
    if (may_be_unknown && values[i] == STRATA_UNKNOWN)
      snprintf (words[i], sizeof words[i], "unknown");
    else
      snprintf (words[i], sizeof words[i], "%" PRId64, values[i]);

  snprintf (result.text, sizeof result.text, "%s × %s", words[0], words[1]);
  return result;
}

static int64_t
min (int64_t a, int64_t b)
{
  return a < b ? a : b;
}

static int64_t
max (int64_t a, int64_t b)
{
  return a > b ? a : b;
}

/* ⌈n / d⌉ for d > 0, and 0 for a negative n. The usual n + d - 1 would
 * overflow. */
static int64_t
divide_up (int64_t n, int64_t d)
{
  return n <= 0 ? 0 : n / d + (n % d != 0);
}

static bool
check_input (const StrataWindowRequest *request, StrataRefusal *refusal)
{
  const int64_t *input = request->input;

  if (input[0] >= STRATA_UNKNOWN && input[1] >= STRATA_UNKNOWN)
    return true;

  return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                        "The input is %s, but each size must be at least 0",
                        pair (input[0], input[1], true).text);
}

static bool
check_positive (const int64_t values[2],
                const char *what,
                StrataRefusal *refusal)
{
  if (values[0] >= 1 && values[1] >= 1)
    return true;

  return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                        "The %s %s, but each must be at least 1", what,
                        pair (values[0], values[1], false).text);
}

static bool
check_padding (const StrataWindowRequest *request, StrataRefusal *refusal)
{
  const int64_t (*given)[2] = request->explicit_padding;

  switch (request->padding)
    {
    case STRATA_PADDING_VALID:
    case STRATA_PADDING_SAME:
      return true;

    case STRATA_PADDING_EXPLICIT:
      if (min (given[0][0], given[0][1]) >= 0
          && min (given[1][0], given[1][1]) >= 0)
        return true;
      return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                            "The padding is %" PRId64 " and %" PRId64
                            " along the height, %" PRId64 " and %" PRId64
                            " along the width, but each must be at least 0",
                            given[0][0], given[0][1], given[1][0], given[1][1]);
    }

  return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                        "The padding must be valid, same or explicit, "
                        "not number %d",
                        (int) request->padding);
}

static bool
check_request (const StrataWindowRequest *request, StrataRefusal *refusal)
{
  return check_input (request, refusal)
         && check_positive (request->kernel, "kernel is", refusal)
         && check_positive (request->strides, "strides are", refusal)
         && check_positive (request->dilations, "dilations are", refusal)
         && check_padding (request, refusal);
}

/* False where the window is too long for an int64_t. */
static bool
measure_extent (StrataWindow *window)
{
  int64_t steps;

  return !__builtin_mul_overflow (window->kernel - 1, window->dilation, &steps)
         && !__builtin_add_overflow (steps, 1, &window->extent);
}

static void
pad_same (StrataWindow *window)
{
  if (window->input == STRATA_UNKNOWN)
    {
      window->before = window->after = STRATA_UNKNOWN;
    }
  else if (window->input > 0)
    {
      int64_t outputs = divide_up (window->input, window->stride);
      int64_t rest = window->input - (outputs - 1) * window->stride;
      int64_t total = max (window->extent - rest, 0);

      window->before = total / 2;
      window->after = total - window->before;
    }
}

static void
pad (StrataWindow *window, StrataPadding padding, const int64_t given[2])
{
  window->before = window->after = 0;

  if (padding == STRATA_PADDING_SAME)
    {
      pad_same (window);
    }
  else if (padding == STRATA_PADDING_EXPLICIT)
    {
      window->before = given[0];
      window->after = given[1];
    }
}

/* Length of the input with its padding, what is unknown counted as nothing.
 * False where it is too long for an int64_t: as long as it is not, no position
 * under a tap overflows either. */
static bool
measure_padded (const StrataWindow *window, int64_t *padded)
{
  *padded = max (window->input, 0);

  return !__builtin_add_overflow (*padded, max (window->before, 0), padded)
         && !__builtin_add_overflow (*padded, max (window->after, 0), padded);
}

static int64_t
count_outputs (const StrataWindow *window,
               StrataPadding padding,
               int64_t padded)
{
  if (window->input == STRATA_UNKNOWN)
    return STRATA_UNKNOWN;
  if (padding == STRATA_PADDING_SAME)
    return divide_up (window->input, window->stride);
  if (padded < window->extent)
    return 0;
  return (padded - window->extent) / window->stride + 1;
}

static bool
refuse_extent (const StrataWindow w[2], StrataRefusal *refusal)
{
  return strata_refuse (refusal, STRATA_REFUSAL_TOO_LARGE,
                        "The %s kernel with dilation %s spans more than "
                        "%" PRId64 " elements",
                        pair (w[0].kernel, w[1].kernel, false).text,
                        pair (w[0].dilation, w[1].dilation, false).text,
                        INT64_MAX);
}

static bool
refuse_padded (const StrataWindow w[2], StrataRefusal *refusal)
{
  return strata_refuse (refusal, STRATA_REFUSAL_TOO_LARGE,
                        "The %s input with %s elements of padding before it "
                        "and %s after it is longer than %" PRId64,
                        pair (w[0].input, w[1].input, true).text,
                        pair (w[0].before, w[1].before, true).text,
                        pair (w[0].after, w[1].after, true).text, INT64_MAX);
}

/* The window is longer than the padded input, along an axis at least. */
static bool
refuse_output (const StrataWindow w[2],
               StrataPadding padding,
               const int64_t padded[2],
               StrataRefusal *refusal)
{
  Pair kernel = pair (w[0].kernel, w[1].kernel, false);
  Pair input = pair (w[0].input, w[1].input, true);
  Pair extent = pair (w[0].extent, w[1].extent, false);
  bool dilated = w[0].extent != w[0].kernel || w[1].extent != w[1].kernel;
  char span[160] = "", room[160] = "";

  if (dilated)
    snprintf (span, sizeof span, " with dilation %s spans %s, which",
              pair (w[0].dilation, w[1].dilation, false).text, extent.text);

  if (padding == STRATA_PADDING_EXPLICIT)
    snprintf (room, sizeof room,
              " padded to %s; it needs a padded input of at least ",
              pair (w[0].input < 0 ? w[0].input : padded[0],
                    w[1].input < 0 ? w[1].input : padded[1], true)
                  .text);
  else
    snprintf (room, sizeof room,
              "; a valid convolution needs an input of at least ");

  return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                        "The %s kernel%s is larger than the %s input%s%s",
                        kernel.text, span, input.text, room, extent.text);
}

bool
strata_windows_init (StrataWindow windows[2],
                     const StrataWindowRequest *request,
                     StrataRefusal *refusal)
{
  StrataWindow w[2];
  int64_t padded[2];

  if (!check_request (request, refusal))
    return false;

  for (int i = 0; i < 2; i++)
    w[i] = (StrataWindow){ .input = request->input[i],
                           .kernel = request->kernel[i],
                           .stride = request->strides[i],
                           .dilation = request->dilations[i] };

  if (!measure_extent (&w[0]) || !measure_extent (&w[1]))
    return refuse_extent (w, refusal);

  for (int i = 0; i < 2; i++)
    pad (&w[i], request->padding, request->explicit_padding[i]);

  if (!measure_padded (&w[0], &padded[0])
      || !measure_padded (&w[1], &padded[1]))
    return refuse_padded (w, refusal);

  for (int i = 0; i < 2; i++)
    w[i].output = count_outputs (&w[i], request->padding, padded[i]);

  if (request->padding != STRATA_PADDING_SAME
      && (w[0].output == 0 || w[1].output == 0))
    return refuse_output (w, request->padding, padded, refusal);

  windows[0] = w[0];
  windows[1] = w[1];
  return true;
}

int64_t
strata_window_start (const StrataWindow *window, int64_t o)
{
  return strata_window_from (window, o);
}

int64_t
strata_window_source (const StrataWindow *window, int64_t o, int64_t tap)
{
  int64_t i = strata_window_start (window, o) + tap * window->dilation;

  return i >= 0 && i < window->input ? i : -1;
}

void
strata_window_taps (const StrataWindow *window,
                    int64_t o,
                    int64_t *first,
                    int64_t *end)
{
  int64_t start = strata_window_start (window, o);
  int64_t lowest = divide_up (-start, window->dilation);
  int64_t limit = divide_up (window->input - start, window->dilation);

  *first = min (lowest, window->kernel);
  *end = max (min (limit, window->kernel), *first);
}

void
strata_window_span (const StrataWindow *window,
                    int64_t first,
                    int64_t end,
                    int64_t *from,
                    int64_t *to)
{
  if (first >= end)
    {
      *from = *to = 0;
      return;
    }
  *from = max (strata_window_start (window, first), 0);
  *to = min (strata_window_start (window, end - 1) + window->extent,
             window->input);
  *from = min (*from, window->input);
  *to = max (*to, *from);
}

void
strata_window_outputs (const StrataWindow *window,
                       int64_t tap,
                       int64_t *first,
                       int64_t *end)
{
  int64_t offset = tap * window->dilation - window->before;
  int64_t lowest = divide_up (-offset, window->stride);
  int64_t limit = divide_up (window->input - offset, window->stride);

  *first = min (lowest, window->output);
  *end = max (min (limit, window->output), *first);
}

int64_t
strata_window_output_of (const StrataWindow *window, int64_t i, int64_t tap)
{
  int64_t distance = i + window->before - tap * window->dilation;

  if (distance < 0 || distance % window->stride != 0)
    return -1;

  distance /= window->stride;
  return distance < window->output ? distance : -1;
}
