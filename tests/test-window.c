/* test-window.c — the sliding window against counting on fingers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-window.h"

#include <glib.h>
#include <string.h>

#define UNKNOWN STRATA_UNKNOWN
#define VALID STRATA_PADDING_VALID
#define SAME STRATA_PADDING_SAME
#define EXPLICIT STRATA_PADDING_EXPLICIT

static StrataWindowRequest
request_init (int64_t input, int64_t kernel, StrataPadding padding)
{
  return (StrataWindowRequest){
    .input = { input, input },
    .kernel = { kernel, kernel },
    .strides = { 1, 1 },
    .dilations = { 1, 1 },
    .padding = padding,
  };
}

/* The least padding that lets the last of the ⌈input / stride⌉ windows end
 * inside, found by trying. */
static int64_t
least_same_padding (const StrataWindow *window, int64_t outputs)
{
  int64_t total = 0;

  if (outputs > 0)
    while ((outputs - 1) * window->stride + window->extent
           > window->input + total)
      total++;
  return total;
}

static int64_t
count_fitting_windows (const StrataWindow *window)
{
  int64_t padded = window->before + window->input + window->after;
  int64_t outputs = 0;

  while (outputs * window->stride + window->extent <= padded)
    outputs++;
  return outputs;
}

static int64_t
count_starts_in_input (const StrataWindow *window)
{
  int64_t outputs = 0;

  while (outputs * window->stride < window->input)
    outputs++;
  return outputs;
}

static void
check_numbers (const StrataWindow *window,
               StrataPadding padding,
               const int64_t given[2])
{
  int64_t expected[2] = { 0, 0 };
  int64_t outputs = 0;

  if (padding == SAME)
    {
      int64_t total;

      outputs = count_starts_in_input (window);
      total = least_same_padding (window, outputs);
      expected[0] = total / 2;
      expected[1] = total - total / 2;
    }
  else if (padding == EXPLICIT)
    {
      expected[0] = given[0];
      expected[1] = given[1];
    }

  g_assert_cmpint (window->before, ==, expected[0]);
  g_assert_cmpint (window->after, ==, expected[1]);
  if (padding != SAME)
    outputs = count_fitting_windows (window);
  g_assert_cmpint (window->output, ==, outputs);
}

/* Position under a tap, walked to one step at a time. */
static int64_t
walk (const StrataWindow *window, int64_t o, int64_t tap)
{
  int64_t i = -window->before;

  while (o-- > 0)
    i += window->stride;
  while (tap-- > 0)
    i += window->dilation;
  return i;
}

static void
check_taps (const StrataWindow *window, int64_t o)
{
  int64_t first, end;

  strata_window_taps (window, o, &first, &end);
  g_assert_cmpint (first, >=, 0);
  g_assert_cmpint (first, <=, end);
  g_assert_cmpint (end, <=, window->kernel);
  g_assert_cmpint (strata_window_start (window, o), ==, walk (window, o, 0));

  for (int64_t tap = 0; tap < window->kernel; tap++)
    {
      int64_t i = walk (window, o, tap);
      bool inside = i >= 0 && i < window->input;

      g_assert_true (inside == (tap >= first && tap < end));
      g_assert_cmpint (strata_window_source (window, o, tap), ==,
                       inside ? i : -1);
    }
}

/* The span of a few outputs holds every input under them, and ends at one
 * unless it ends at the input's own edge. */
static void
check_span (const StrataWindow *window, int64_t first, int64_t end)
{
  int64_t from, to;

  strata_window_span (window, first, end, &from, &to);
  g_assert_cmpint (from, >=, 0);
  g_assert_cmpint (from, <=, to);
  g_assert_cmpint (to, <=, window->input);
  if (first >= end)
    g_assert_cmpint (from, ==, to);

  for (int64_t o = first; o < end; o++)
    for (int64_t tap = 0; tap < window->kernel; tap++)
      {
        int64_t i = strata_window_source (window, o, tap);

        g_assert_true (i < 0 || (i >= from && i < to));
      }
  if (from < to && from > 0)
    g_assert_cmpint (from, ==, walk (window, first, 0));
  if (from < to && to < window->input)
    g_assert_cmpint (to, ==, walk (window, end - 1, window->kernel - 1) + 1);
}

static void
check_outputs (const StrataWindow *window, int64_t tap)
{
  int64_t first, end;

  strata_window_outputs (window, tap, &first, &end);
  g_assert_cmpint (first, >=, 0);
  g_assert_cmpint (first, <=, end);
  g_assert_cmpint (end, <=, window->output);

  for (int64_t o = 0; o < window->output; o++)
    {
      int64_t i = walk (window, o, tap);
      bool inside = i >= 0 && i < window->input;

      g_assert_true (inside == (o >= first && o < end));
    }
}

static void
check_outputs_of (const StrataWindow *window, int64_t tap)
{
  for (int64_t i = 0; i < window->input; i++)
    {
      int64_t expected = -1;

      for (int64_t o = 0; o < window->output; o++)
        if (walk (window, o, tap) == i)
          expected = o;
      g_assert_cmpint (strata_window_output_of (window, i, tap), ==, expected);
    }
}

/* False where the request is refused. */
static bool
check_request (const StrataWindowRequest *request)
{
  StrataWindow windows[2];

  if (!strata_windows_init (windows, request, NULL))
    return false;

  for (int axis = 0; axis < 2; axis++)
    {
      const StrataWindow *w = &windows[axis];

      g_assert_cmpint (w->extent, ==, 1 + (w->kernel - 1) * w->dilation);
      check_numbers (w, request->padding, request->explicit_padding[axis]);
      for (int64_t o = 0; o < w->output; o++)
        {
          check_taps (w, o);
          check_span (w, o, o);
          check_span (w, o, o + 1);
          check_span (w, 0, o + 1);
        }
      for (int64_t tap = 0; tap < w->kernel; tap++)
        {
          check_outputs (w, tap);
          check_outputs_of (w, tap);
        }
    }
  return true;
}

/* Whether the problem must be taken, said without the window's help. */
static bool
has_outputs (const StrataWindowRequest *r, int axis)
{
  int64_t room = r->input[axis];
  int64_t extent = (r->kernel[axis] - 1) * r->dilations[axis] + 1;

  if (r->padding == EXPLICIT)
    room += r->explicit_padding[axis][0] + r->explicit_padding[axis][1];
  return r->padding == SAME || extent <= room;
}

static void
check_paddings (StrataWindowRequest *request)
{
  for (int code = 0; code < 18; code++)
    {
      request->padding = code == 0 ? VALID : code == 1 ? SAME : EXPLICIT;
      for (int axis = 0; axis < 2; axis++)
        {
          request->explicit_padding[axis][axis] = (code - 2) / 4;
          request->explicit_padding[axis][1 - axis] = (code - 2) % 4;
        }
      g_assert_true (check_request (request)
                     == (has_outputs (request, 0) && has_outputs (request, 1)));
    }
}

/* The second axis runs through the same cases in another order. */
static void
test_brute_force (void)
{
  for (int64_t input = 0; input < 12; input++)
    for (int64_t kernel = 1; kernel < 6; kernel++)
      for (int64_t stride = 1; stride < 5; stride++)
        for (int64_t dilation = 1; dilation < 4; dilation++)
          {
            StrataWindowRequest request = {
              .input = { input, 11 - input },
              .kernel = { kernel, 1 + kernel % 5 },
              .strides = { stride, 5 - stride },
              .dilations = { dilation, 1 + dilation % 3 },
            };

            check_paddings (&request);
          }
}

/* What TensorFlow and Keras say; explicit padding is left at the row's before
 * and after. */
static const struct
{
  StrataPadding padding;
  int64_t input, kernel, stride, dilation;
  int64_t before, after, output;
} known[] = {
  /* clang-format off */
  { VALID,     5,  3, 1, 1,  0, 0,   3 },
  { VALID,     5,  3, 2, 1,  0, 0,   2 },
  { VALID,     6,  3, 2, 1,  0, 0,   2 },
  { VALID,    13,  6, 5, 1,  0, 0,   2 },
  { VALID,     5,  2, 1, 2,  0, 0,   3 },
  { VALID,     5,  2, 2, 2,  0, 0,   2 },
  { VALID,   224,  7, 2, 1,  0, 0, 109 },
  { VALID,     5,  5, 3, 1,  0, 0,   1 },
  { SAME,      5,  3, 1, 1,  1, 1,   5 },
  { SAME,      5,  3, 2, 1,  1, 1,   3 },
  { SAME,      6,  3, 2, 1,  0, 1,   3 },
  { SAME,      4,  3, 2, 1,  0, 1,   2 },
  { SAME,    224,  3, 2, 1,  0, 1, 112 },
  { SAME,     13,  6, 5, 1,  1, 2,   3 },
  { SAME,      5,  2, 1, 2,  1, 1,   5 },
  { SAME,      5,  2, 2, 2,  1, 1,   3 },
  { SAME,      6,  3, 2, 2,  1, 2,   3 },
  { SAME,      7,  4, 1, 1,  1, 2,   7 },
  { SAME,      7,  1, 3, 1,  0, 0,   3 },
  { SAME,      2,  1, 4, 1,  0, 0,   1 },
  { SAME,      1,  9, 1, 1,  4, 4,   1 },
  { SAME,      0,  3, 2, 1,  0, 0,   0 },
  { EXPLICIT,  4,  3, 2, 1,  1, 1,   2 },
  { EXPLICIT,  5,  3, 1, 2,  2, 2,   5 },
  { EXPLICIT,  5,  3, 1, 1,  0, 3,   6 },
  { EXPLICIT,  0,  3, 1, 1,  2, 2,   2 },
  { EXPLICIT,  2,  2, 1, 1,  5, 0,   6 },
  /* clang-format on */
};

static void
test_known (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (known); i++)
    {
      StrataWindowRequest request = {
        .input = { 7, known[i].input },
        .kernel = { 1, known[i].kernel },
        .strides = { 1, known[i].stride },
        .dilations = { 1, known[i].dilation },
        .padding = known[i].padding,
        .explicit_padding[1] = { known[i].before, known[i].after },
      };
      StrataWindow windows[2];

      g_assert_true (strata_windows_init (windows, &request, NULL));
      g_assert_cmpint (windows[0].output, ==, 7);
      g_assert_cmpint (windows[1].before, ==, known[i].before);
      g_assert_cmpint (windows[1].after, ==, known[i].after);
      g_assert_cmpint (windows[1].output, ==, known[i].output);
    }
}

static void
test_unknown (void)
{
  StrataWindowRequest request = request_init (8, 3, SAME);
  StrataWindow w[2];

  request.input[0] = UNKNOWN;
  g_assert_true (strata_windows_init (w, &request, NULL));
  g_assert_cmpint (w[0].input, ==, UNKNOWN);
  g_assert_cmpint (w[0].before, ==, UNKNOWN);
  g_assert_cmpint (w[0].after, ==, UNKNOWN);
  g_assert_cmpint (w[0].output, ==, UNKNOWN);
  g_assert_cmpint (w[0].extent, ==, 3);
  g_assert_cmpint (w[1].before, ==, 1);
  g_assert_cmpint (w[1].output, ==, 8);

  request.padding = VALID;
  g_assert_true (strata_windows_init (w, &request, NULL));
  g_assert_cmpint (w[0].before, ==, 0);
  g_assert_cmpint (w[0].after, ==, 0);
  g_assert_cmpint (w[0].output, ==, UNKNOWN);
  g_assert_cmpint (w[1].output, ==, 6);

  request.padding = EXPLICIT;
  request.explicit_padding[0][1] = 4;
  g_assert_true (strata_windows_init (w, &request, NULL));
  g_assert_cmpint (w[0].before, ==, 0);
  g_assert_cmpint (w[0].after, ==, 4);
  g_assert_cmpint (w[0].output, ==, UNKNOWN);
}

/* Each changes a 5 × 6 input under a 3 × 3 kernel. */
static void
assert_refused (StrataWindowRequest request,
                StrataRefusalReason reason,
                const char *message)
{
  const StrataWindow untouched = { .output = 17 };
  StrataWindow windows[2] = { untouched, untouched };
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };

  g_assert_false (strata_windows_init (windows, &request, NULL));
  g_assert_false (strata_windows_init (windows, &request, &refusal));
  g_assert_cmpint (refusal.reason, ==, reason);
  g_assert_cmpstr (refusal.message, ==, message);
  g_assert_cmpint (windows[0].output, ==, 17);
  g_assert_cmpint (windows[1].output, ==, 17);
}

static StrataWindowRequest
request_of (int64_t height, int64_t width, StrataPadding padding)
{
  StrataWindowRequest request = request_init (0, 3, padding);

  request.input[0] = height;
  request.input[1] = width;
  return request;
}

static void
test_invalid (void)
{
  StrataWindowRequest r;

  r = request_of (5, -2, SAME);
  assert_refused (r, STRATA_REFUSAL_INVALID,
                  "The input is 5 × -2, but each size must be at least 0");

  r = request_of (UNKNOWN, INT64_MIN, SAME);
  assert_refused (r, STRATA_REFUSAL_INVALID,
                  "The input is unknown × -9223372036854775808, but each "
                  "size must be at least 0");

  r = request_of (5, 6, SAME);
  r.kernel[0] = 0;
  assert_refused (r, STRATA_REFUSAL_INVALID,
                  "The kernel is 0 × 3, but each must be at least 1");

  r = request_of (5, 6, SAME);
  r.kernel[1] = UNKNOWN;
  assert_refused (r, STRATA_REFUSAL_INVALID,
                  "The kernel is 3 × -1, but each must be at least 1");

  r = request_of (5, 6, SAME);
  r.strides[0] = 0;
  assert_refused (r, STRATA_REFUSAL_INVALID,
                  "The strides are 0 × 1, but each must be at least 1");

  r = request_of (5, 6, SAME);
  r.dilations[1] = -7;
  assert_refused (r, STRATA_REFUSAL_INVALID,
                  "The dilations are 1 × -7, but each must be at least 1");

  r = request_of (5, 6, EXPLICIT);
  r.explicit_padding[0][0] = 2;
  r.explicit_padding[1][1] = -1;
  assert_refused (r, STRATA_REFUSAL_INVALID,
                  "The padding is 2 and 0 along the height, 0 and -1 along "
                  "the width, but each must be at least 0");

  r = request_of (5, 6, (StrataPadding) 7);
  assert_refused (r, STRATA_REFUSAL_INVALID,
                  "The padding must be valid, same or explicit, not number 7");
}

static void
test_too_small (void)
{
  StrataWindowRequest r;

  r = request_of (2, 10, VALID);
  assert_refused (r, STRATA_REFUSAL_INVALID,
                  "The 3 × 3 kernel is larger than the 2 × 10 input; a valid "
                  "convolution needs an input of at least 3 × 3");

  r = request_of (UNKNOWN, 0, VALID);
  assert_refused (r, STRATA_REFUSAL_INVALID,
                  "The 3 × 3 kernel is larger than the unknown × 0 input; a "
                  "valid convolution needs an input of at least 3 × 3");

  r = request_of (10, 4, VALID);
  r.dilations[0] = r.dilations[1] = 2;
  assert_refused (r, STRATA_REFUSAL_INVALID,
                  "The 3 × 3 kernel with dilation 2 × 2 spans 5 × 5, which "
                  "is larger than the 10 × 4 input; a valid convolution "
                  "needs an input of at least 5 × 5");

  r = request_of (1, UNKNOWN, EXPLICIT);
  r.explicit_padding[0][0] = r.explicit_padding[1][0] = 1;
  assert_refused (r, STRATA_REFUSAL_INVALID,
                  "The 3 × 3 kernel is larger than the 1 × unknown input "
                  "padded to 2 × unknown; it needs a padded input of at "
                  "least 3 × 3");

  r = request_of (1, 3, EXPLICIT);
  r.explicit_padding[1][1] = 4;
  r.dilations[1] = 2;
  assert_refused (r, STRATA_REFUSAL_INVALID,
                  "The 3 × 3 kernel with dilation 1 × 2 spans 3 × 5, which "
                  "is larger than the 1 × 3 input padded to 1 × 7; it needs "
                  "a padded input of at least 3 × 5");
}

static void
test_too_large (void)
{
  StrataWindowRequest r;

  r = request_of (5, 6, VALID);
  r.dilations[0] = INT64_MAX;
  assert_refused (r, STRATA_REFUSAL_TOO_LARGE,
                  "The 3 × 3 kernel with dilation 9223372036854775807 × 1 "
                  "spans more than 9223372036854775807 elements");

  r = request_of (5, INT64_MAX - 1, SAME);
  assert_refused (r, STRATA_REFUSAL_TOO_LARGE,
                  "The 5 × 9223372036854775806 input with 1 × 1 elements of "
                  "padding before it and 1 × 1 after it is longer than "
                  "9223372036854775807");

  r = request_of (UNKNOWN, 6, EXPLICIT);
  r.explicit_padding[0][0] = r.explicit_padding[0][1] = INT64_MAX;
  assert_refused (r, STRATA_REFUSAL_TOO_LARGE,
                  "The unknown × 6 input with 9223372036854775807 × 0 "
                  "elements of padding before it and 9223372036854775807 × 0 "
                  "after it is longer than 9223372036854775807");
}

/* The largest that are taken: nothing overflows on the way. */
static void
test_largest (void)
{
  StrataWindowRequest r = request_of (INT64_MAX, INT64_MAX, VALID);
  StrataWindow w[2];

  r.kernel[0] = INT64_MAX;
  r.strides[1] = INT64_MAX;
  g_assert_true (strata_windows_init (w, &r, NULL));
  g_assert_cmpint (w[0].output, ==, 1);
  g_assert_cmpint (w[1].output, ==, 1);
  g_assert_cmpint (strata_window_source (&w[0], 0, INT64_MAX - 1), ==,
                   INT64_MAX - 1);

  r = request_of (INT64_MAX, INT64_MAX - 2, SAME);
  r.kernel[0] = 1;
  r.dilations[0] = INT64_MAX;
  g_assert_true (strata_windows_init (w, &r, NULL));
  g_assert_cmpint (w[0].output, ==, INT64_MAX);
  g_assert_cmpint (w[1].after, ==, 1);
}

static int64_t
random_int64 (void)
{
  return (int64_t) ((uint64_t) g_test_rand_int () << 32
                    | (uint32_t) g_test_rand_int ());
}

/* Small, around the limits, or anything at all. */
static int64_t
nonsense (void)
{
  switch (g_test_rand_int_range (0, 8))
    {
    case 0:
      return random_int64 ();
    case 1:
      return INT64_MAX - g_test_rand_int_range (0, 4);
    case 2:
      return INT64_MIN + g_test_rand_int_range (0, 4);
    case 3:
      return (int64_t) 1 << g_test_rand_int_range (0, 63);
    default:
      return g_test_rand_int_range (-2, 9);
    }
}

static void
ask_everything (const StrataWindow *w)
{
  const int64_t outputs[] = { 0, w->output / 2, w->output - 1 };
  const int64_t taps[] = { 0, w->kernel / 2, w->kernel - 1 };

  for (int i = 0; i < 3 && w->output > 0; i++)
    for (int j = 0; j < 3; j++)
      {
        int64_t first, end;
        int64_t source = strata_window_source (w, outputs[i], taps[j]);

        strata_window_taps (w, outputs[i], &first, &end);
        g_assert_true ((source >= 0) == (taps[j] >= first && taps[j] < end));
        strata_window_outputs (w, taps[j], &first, &end);
        g_assert_true ((source >= 0)
                       == (outputs[i] >= first && outputs[i] < end));
        if (source >= 0)
          g_assert_cmpint (strata_window_output_of (w, source, taps[j]), ==,
                           outputs[i]);
      }
}

static void
test_nonsense (void)
{
  for (int n = 0; n < 100000; n++)
    {
      StrataWindowRequest r;
      StrataWindow w[2];
      StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };

      for (int axis = 0; axis < 2; axis++)
        {
          r.input[axis] = nonsense ();
          r.kernel[axis] = nonsense ();
          r.strides[axis] = nonsense ();
          r.dilations[axis] = nonsense ();
          r.explicit_padding[axis][0] = nonsense ();
          r.explicit_padding[axis][1] = nonsense ();
        }
      r.padding = (StrataPadding) (g_test_rand_int () % 5);

      if (!strata_windows_init (w, &r, &refusal))
        {
          g_assert_cmpint (refusal.reason, !=, STRATA_REFUSAL_NONE);
          g_assert_true (g_utf8_validate (refusal.message, -1, NULL));
          g_assert_cmpuint (strlen (refusal.message), >, 20);
          g_assert_cmpuint (strlen (refusal.message), <,
                            sizeof refusal.message - 1);
          continue;
        }

      for (int axis = 0; axis < 2; axis++)
        if (w[axis].input != UNKNOWN)
          ask_everything (&w[axis]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/window/init/brute-force", test_brute_force);
  g_test_add_func ("/window/init/known", test_known);
  g_test_add_func ("/window/init/unknown", test_unknown);
  g_test_add_func ("/window/init/largest", test_largest);
  g_test_add_func ("/window/init/nonsense", test_nonsense);
  g_test_add_func ("/window/refusal/invalid", test_invalid);
  g_test_add_func ("/window/refusal/too-small", test_too_small);
  g_test_add_func ("/window/refusal/too-large", test_too_large);

  return g_test_run ();
}
