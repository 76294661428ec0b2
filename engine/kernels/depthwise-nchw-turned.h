/* depthwise-nchw-turned.h — planes turned over, a vector of channels at a
 * time.
 *
 * As many planes as a vector has lanes are written side by side to a scratch
 * of bounded size, a band of rows after another, convolved there as channels
 * that lie side by side are, and the result is turned back.
 *
 * Included by depthwise-nchw.h.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

/* Places of a band, before and after, and taps of a window: what the scratch
 * has room for. */
#define TURNED_PLACES 1152
#define TURNED_TAPS 64

/* Windows with fewer taps are turned over in planes of at most so many places
 * alone, unless there is no good other way. */
#define TURNED_MANY_TAPS 25
#define TURNED_FEW_PLACES 256

/* The planes taken at a time; lanes without one repeat the last. */
typedef struct
{
  const E *input[V_LANES];
  void *output[V_LANES];
  int used;
  V packed[(TURNED_TAPS + 2) * V_LANES];
  E before[TURNED_PLACES * V_LANES];
  V after[TURNED_PLACES * V_LANES];
} TurnedPlanes;

/* Vectors that are computed with, v, and that are moved alone, b. */
/* clang-format off */
#define TURNED_OVER(word, type)                                               \
  W_ void word##_turned_zip (const type x[V_LANES], type y[V_LANES])          \
  {                                                                           \
    EACH (i, V_LANES, {                                                       \
      if (i < V_LANES / 2)                                                    \
        word##_zip (x[i], x[(i + V_LANES / 2) % V_LANES],                     \
                    &y[2 * i % V_LANES], &y[(2 * i + 1) % V_LANES]);          \
    })                                                                        \
  }                                                                           \
                                                                              \
  /* Lane i of vector j becomes lane j of vector i. */                        \
  W_ void word##_turned_over (type x[V_LANES])                                \
  {                                                                           \
    type y[V_LANES];                                                          \
                                                                              \
    word##_turned_zip (x, y);                                                 \
    if (V_LANES > 2)                                                          \
      word##_turned_zip (y, x);                                               \
    if (V_LANES > 4)                                                          \
      word##_turned_zip (x, y);                                               \
    if (V_LANES > 8)                                                          \
      word##_turned_zip (y, x);                                               \
    if (V_LANES == 2 || V_LANES == 8)                                         \
      EACH (i, V_LANES, { x[i] = y[i]; })                                     \
  }                                                                           \
                                                                              \
  /* The next @n places from @from, which reaches on to whole vectors, to all \
   * planes. */                                                               \
  W_ void word##_turned_write (const void *from, void *const to[V_LANES],     \
                               int64_t at, int64_t n, int used,               \
                               const bool all)                                \
  {                                                                           \
    const word##_element *p = from;                                           \
    const vm m = v_lanes (0, (int) n);                                        \
    type x[V_LANES];                                                          \
                                                                              \
    EACH (i, V_LANES, { x[i] = word##_load (p + i * V_LANES); })              \
    word##_turned_over (x);                                                   \
    EACH (c, V_LANES, {                                                       \
      if (c < used && all)                                                    \
        word##_store ((word##_element *) to[c] + at, x[c]);                   \
      else if (c < used)                                                      \
        word##_store_m ((word##_element *) to[c] + at, x[c], m);              \
    })                                                                        \
  }

typedef V v_element;
typedef E b_element;
TURNED_OVER (v, vf)
TURNED_OVER (b, vb)
#undef TURNED_OVER
/* clang-format on */

/* The next @n places of all planes, V_LANES at most, to @to. */
W_ void
turned_read_some (const E *const from[V_LANES],
                 int64_t at,
                 int64_t n,
                 const bool all,
                 E *to)
{
  const vm m = v_lanes (0, (int) n);
  vb x[V_LANES];

  EACH (c, V_LANES, {
    x[c] = all ? b_load (from[c] + at) : b_load_m (from[c] + at, m);
  })
  b_turned_over (x);
  EACH (i, V_LANES, {
    if (all || i < n)
      b_store (to + i * V_LANES, x[i]);
  })
}

static void
turned_read (const E *const from[V_LANES], int64_t at, int64_t n, E *to)
{
  for (; n >= V_LANES; n -= V_LANES, at += V_LANES, to += V_LANES * V_LANES)
    turned_read_some (from, at, V_LANES, true, to);
  if (n > 0)
    turned_read_some (from, at, n, false, to);
}

/* The same of results of either type. */
W_ void
turned_write_some (const Finish *f,
                  const void *from,
                  void *const to[V_LANES],
                  int64_t at,
                  int64_t n,
                  int used,
                  const bool all)
{
  if (finish_wide (f))
    v_turned_write (from, to, at, n, used, all);
  else
    b_turned_write (from, to, at, n, used, all);
}

static void
turned_write (const Finish *f, TurnedPlanes *turned, int64_t at, int64_t n)
{
  void *from = turned->after;

  for (; n >= V_LANES; n -= V_LANES, at += V_LANES)
    {
      turned_write_some (f, from, turned->output, at, V_LANES, turned->used,
                        true);
      from = finish_at (f, from, V_LANES * V_LANES);
    }
  if (n > 0)
    turned_write_some (f, from, turned->output, at, n, turned->used, false);
}

/* From planes' weights to those of channels that lie side by side. */
static void
turned_weights (const StrataDepthwise *d,
               int64_t first,
               int used,
               V packed[(TURNED_TAPS + 2) * V_LANES])
{
  const int64_t n = d->window[0].kernel * d->window[1].kernel + 1;
  const V *planes = (const V *) d->packed + first * n;

  for (int64_t t = 0; t < n; t += V_LANES)
    {
      const int64_t left = n - t < V_LANES ? n - t : V_LANES;
      const vm m = v_lanes (0, (int) left);
      vf x[V_LANES];

      EACH (c, V_LANES, {
        x[c] = v_load_m (planes + (c < used ? c : used - 1) * n + t, m);
      })
      v_turned_over (x);
      EACH (i, V_LANES, {
        if (i < left)
          v_store (packed + (t + i > 0 ? t + i + 1 : 0) * V_LANES, x[i]);
      })
    }
  memset (packed + V_LANES, 0, V_LANES * sizeof (V));
}

static void
turned_init (TurnedPlanes *turned,
            const StrataDepthwise *d,
            const StrataDepthwisePart *part,
            int64_t first)
{
  const Finish f = { .wide = d->wide };
  const int64_t left = part->block_end - first;

  turned->used = (int) (left < V_LANES ? left : V_LANES);
  for (int c = 0; c < V_LANES; c++)
    {
      const int64_t channel = first + (c < turned->used ? c : turned->used - 1);

      turned->input[c] = (const E *) part->input
                        + channel / d->multiplier * d->window[0].input
                              * d->window[1].input;
      turned->output[c]
          = finish_at (&f, part->output, channel * part->output_plane);
    }
  turned_weights (d, first, turned->used, turned->packed);
}

/* Output rows of a band, as many as the scratch has room for. */
static int64_t
turned_rows (const StrataWindow window[2])
{
  const StrataWindow *h = &window[0], *w = &window[1];
  const int64_t in = TURNED_PLACES / w->input, out = TURNED_PLACES / w->output;
  const int64_t rows = in < h->extent ? 0 : (in - h->extent) / h->stride + 1;

  if (in >= h->input)
    return out < h->output ? out : h->output;
  return rows < out ? rows : out;
}

/* The output rows from @o to before @end. */
static void
turned_band (TurnedPlanes *turned,
            const StrataDepthwise *d,
            const StrataDepthwisePart *part,
            int64_t o,
            int64_t end)
{
  const StrataWindow *h = &d->window[0], *w = &d->window[1];
  const Finish f = { .wide = d->wide };
  int64_t from, to;
  StrataWindow window[2] = { *h, *w };
  StrataDepthwise depthwise = *d;
  StrataDepthwisePart band = {
    .input = turned->before,
    .output = turned->after,
    .row_end = end - o,
    .block_end = 1,
  };

  strata_window_span (h, o, end, &from, &to);
  window[0].input = to - from;
  window[0].before = h->before + from - o * h->stride;
  window[0].output = end - o;
  depthwise.window = window;
  depthwise.channels = V_LANES;
  depthwise.multiplier = 1;
  depthwise.packed = turned->packed;
  turned_read (turned->input, from * w->input, (to - from) * w->input,
              turned->before);
  depthwise_nhwc (&depthwise, &band);
  turned_write (&f, turned, (o - part->row_first) * w->output,
               (end - o) * w->output);
}

/* Not where the rows that neighbouring bands both see are most of them. */
static bool
turned_fits (const StrataWindow window[2])
{
  const StrataWindow *h = &window[0], *w = &window[1];
  int64_t rows;

  if (h->kernel > TURNED_TAPS || w->kernel > TURNED_TAPS / h->kernel
      || w->input > TURNED_PLACES || w->output > TURNED_PLACES)
    return false;
  rows = turned_rows (window);
  return rows == h->output || rows * h->stride >= h->extent;
}

static bool
turned_wins (const StrataWindow window[2])
{
  const StrataWindow *h = &window[0], *w = &window[1];

  return h->kernel * w->kernel >= TURNED_MANY_TAPS
         || h->input * w->input <= TURNED_FEW_PLACES || !line_fits (window);
}

/* Planes that are taken at a time. */
static int64_t
plane_group (const StrataWindow window[2])
{
  const bool empty = window[0].input < 1 || window[1].input < 1
                     || window[0].output < 1 || window[1].output < 1;

  return !empty && !column_wins (window) && turned_fits (window)
                 && turned_wins (window)
             ? V_LANES
             : 1;
}

static void
depthwise_nchw_turned (const StrataDepthwise *d,
                      const StrataDepthwisePart *part)
{
  const int64_t rows = turned_rows (d->window);
  TurnedPlanes turned;

  for (int64_t c = part->block_first; c < part->block_end; c += V_LANES)
    {
      turned_init (&turned, d, part, c);
      for (int64_t o = part->row_first; o < part->row_end; o += rows)
        turned_band (&turned, d, part, o,
                    o + rows < part->row_end ? o + rows : part->row_end);
    }
}
