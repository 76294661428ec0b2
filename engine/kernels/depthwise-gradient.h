/* depthwise-gradient.h — gradients of the depthwise convolution.
 *
 * The kernel gradient sums products over all images and places: first over
 * some rows of output, then over these, which keeps the rounding small and its
 * order the same whatever the threads do. The input gradient spreads each
 * output over the inputs that saw it, or, for windows that are rare, asks for
 * each input which outputs saw it. Planes are turned over, a vector of channels
 * at a time, where the ways of channels that lie side by side fit them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "depthwise-nchw.h"

/* Vectors of channels, or of places, that an input's gradient sums at a
 * time. */
#define GRADIENT_VECTORS 4

/* Vectors of channels whose gradients are summed by turns, at most, and of
 * their sums; and where columns crowd, which leaves few of them near. */
#define GRADIENT_CHUNK 64
#define GRADIENT_SUMS (9 * GRADIENT_CHUNK)
#define GRADIENT_CROWDED 4

/* The most rows and columns of a kernel that sweeps sum, and the columns of any
 * other that are summed at a time. */
#define SWEEP_KERNEL_MOST 7
#define GRADIENT_LINE_TAPS 4

/* Columns of an image that is narrow. */
#define SWEEP_NARROW 16

/* Rows of output that are summed before the next channels are, where they are
 * summed one by one. */
#define SWEEP_BAND 8

/* Places that a sweep sums in one go, or a little more; the sums of the goes
 * are then added, which keeps the rounding small where there are very many. */
#define SWEEP_PLACES 128

/* A vector of output channels of an NHWC gradient. */
typedef struct
{
  int64_t output, input; /* first channel written, first read */
  vm outputs, inputs;
  vi spread;
  bool plain; /* full, and of as many input as output channels */
} GradientLanes;

static GradientLanes
gradient_lanes (int64_t first, int64_t end, int64_t multiplier)
{
  const int n = end - first < V_LANES ? (int) (end - first) : V_LANES;
  const int64_t input = first / multiplier;
  int32_t spread[V_LANES] = { 0 };
  int64_t at = input, next = (input + 1) * multiplier;
  GradientLanes lanes;

  for (int i = 0; i < n; i++)
    {
      if (first + i == next)
        {
          at++;
          next += multiplier;
        }
      spread[i] = (int32_t) (at - input);
    }
  lanes.output = first;
  lanes.input = input;
  lanes.outputs = v_lanes (0, n);
  lanes.inputs = v_lanes (0, spread[n - 1] + 1);
  lanes.spread = v_index (spread);
  lanes.plain = n == V_LANES && multiplier == 1;
  return lanes;
}

/* Rows of output, and what rows of the kernel see from them. Steps are in
 * elements. */
typedef struct
{
  const E *input;    /* under the first tap of the first output; it may be
                        outside */
  const V *gradient; /* of the first output */
  int64_t input_row_step, input_column_step;
  int64_t output_row_step, output_column_step;
  int64_t low, high;   /* input rows that exist, counted from that tap */
  int64_t left, right; /* and columns */
  int64_t rows;        /* of output, */
  int64_t outputs;     /* and columns */
} GradientBand;

/* What of the input is under the lanes. */
W_ vf
sweep_read (const E *p, const GradientLanes *lanes, const bool plain)
{
  return plain ? e_load (p) : e_load_spread (p, lanes->spread, lanes->inputs);
}

/* The sums of a vector of channels, a vector for each tap of some rows of the
 * kernel: those that a sweep takes up, if it does not begin them, and leaves,
 * if it does not end them; and the totals that they are added to at the end.
 * From one vector of channels to the next are @step. */
typedef struct
{
  V *sums, *totals;
  int64_t step;
  bool begin, end;
} GradientSums;

/* As many sums as there are registers for. */
#if V_TILES
#if V_TILE_COLUMNS == 4
#define SWEEP_KERNEL 3
#define SWEEP_STRIDE 1
#define SWEEP_TAPS 3
#define SWEEP_ROWS 1
#define SWEEP_VECTORS 1
#define SWEEP_HOLDS 1
#include "depthwise-gradient-sweep.h"

#define SWEEP_KERNEL 3
#define SWEEP_STRIDE 2
#define SWEEP_TAPS 3
#define SWEEP_ROWS 1
#define SWEEP_VECTORS 1
#define SWEEP_HOLDS 1
#include "depthwise-gradient-sweep.h"

#define SWEEP_KERNEL 5
#define SWEEP_STRIDE 1
#define SWEEP_TAPS 1
#define SWEEP_ROWS 1
#define SWEEP_VECTORS 1
#define SWEEP_HOLDS 1
#include "depthwise-gradient-sweep.h"

#define SWEEP_KERNEL 5
#define SWEEP_STRIDE 2
#define SWEEP_TAPS 1
#define SWEEP_ROWS 1
#define SWEEP_VECTORS 1
#define SWEEP_HOLDS 1
#include "depthwise-gradient-sweep.h"
#else
#define SWEEP_KERNEL 3
#define SWEEP_STRIDE 1
#define SWEEP_TAPS 3
#define SWEEP_ROWS 3
#define SWEEP_VECTORS 2
#define SWEEP_HOLDS 1
#include "depthwise-gradient-sweep.h"

#define SWEEP_KERNEL 3
#define SWEEP_STRIDE 1
#define SWEEP_TAPS 3
#define SWEEP_ROWS 3
#define SWEEP_VECTORS 1
#define SWEEP_HOLDS 1
#include "depthwise-gradient-sweep.h"

#define SWEEP_KERNEL 3
#define SWEEP_STRIDE 1
#define SWEEP_TAPS 3
#define SWEEP_ROWS 7
#define SWEEP_VECTORS 2
#define SWEEP_HOLDS 0
#include "depthwise-gradient-sweep.h"

#define SWEEP_KERNEL 3
#define SWEEP_STRIDE 1
#define SWEEP_TAPS 3
#define SWEEP_ROWS 7
#define SWEEP_VECTORS 1
#define SWEEP_HOLDS 0
#include "depthwise-gradient-sweep.h"

#define SWEEP_KERNEL 3
#define SWEEP_STRIDE 1
#define SWEEP_TAPS 3
#define SWEEP_ROWS 4
#define SWEEP_VECTORS 1
#define SWEEP_HOLDS 1
#include "depthwise-gradient-sweep.h"

#define SWEEP_KERNEL 3
#define SWEEP_STRIDE 2
#define SWEEP_TAPS 3
#define SWEEP_ROWS 3
#define SWEEP_VECTORS 2
#define SWEEP_HOLDS 1
#include "depthwise-gradient-sweep.h"

#define SWEEP_KERNEL 3
#define SWEEP_STRIDE 2
#define SWEEP_TAPS 3
#define SWEEP_ROWS 3
#define SWEEP_VECTORS 1
#define SWEEP_HOLDS 1
#include "depthwise-gradient-sweep.h"

#define SWEEP_KERNEL 5
#define SWEEP_STRIDE 1
#define SWEEP_TAPS 5
#define SWEEP_ROWS 1
#define SWEEP_VECTORS 1
#define SWEEP_HOLDS 1
#include "depthwise-gradient-sweep.h"

#define SWEEP_KERNEL 5
#define SWEEP_STRIDE 2
#define SWEEP_TAPS 5
#define SWEEP_ROWS 1
#define SWEEP_VECTORS 1
#define SWEEP_HOLDS 1
#include "depthwise-gradient-sweep.h"

#define SWEEP_KERNEL 7
#define SWEEP_STRIDE 1
#define SWEEP_TAPS 3
#define SWEEP_ROWS 1
#define SWEEP_VECTORS 1
#define SWEEP_HOLDS 1
#include "depthwise-gradient-sweep.h"
#endif
#define SWEEP_KERNEL 7
#define SWEEP_STRIDE 1
#define SWEEP_TAPS 1
#define SWEEP_ROWS 1
#define SWEEP_VECTORS 1
#define SWEEP_HOLDS 1
#include "depthwise-gradient-sweep.h"
#endif

typedef void (*SweepFunc) (const GradientBand *band,
                           const GradientLanes *lanes,
                           const GradientSums *sums);

/* How the lines of a cache fall that a sweep reads: columns into the same few
 * sets, which keep none of them for long; those of a narrow image so that the
 * last columns of all its rows are still there; or neither. */
typedef enum
{
  SWEEP_CROWDED = 1,
  SWEEP_SPREAD = 2,
  SWEEP_NEITHER = 4,
  SWEEP_ALL = SWEEP_CROWDED | SWEEP_SPREAD | SWEEP_NEITHER,
} SweepLines;

/* The ways to sweep: [plain]; only plain lanes and whole rows if the first is
 * NULL. */
typedef struct
{
  int64_t kernel, stride; /* columns of the kernel; 0: none */
  int taps, rows;         /* rows of the kernel, and of output, at a time, */
  int vectors;            /* and vectors of channels */
  SweepLines lines;
  SweepFunc sweep[2];
} SweepKind;

/* clang-format off */
#define SWEEP_ANY(kernel, stride, taps, rows, vectors, holds, lines)           \
  {                                                                            \
    kernel, stride, taps, rows, vectors, lines,                                \
    { sweep_##kernel##_##stride##_##taps##_##rows##_##vectors##_##holds##_0,   \
      sweep_##kernel##_##stride##_##taps##_##rows##_##vectors##_##holds##_1 }, \
  }
#define SWEEP_WHOLE(kernel, stride, taps, rows, vectors, holds, lines)         \
  {                                                                            \
    kernel, stride, taps, rows, vectors, lines,                                \
    { NULL,                                                                    \
      sweep_##kernel##_##stride##_##taps##_##rows##_##vectors##_##holds##_2 }, \
  }

/* The first that fits is taken. */
static const SweepKind sweep_kinds[] = {
#if V_TILES
#if V_TILE_COLUMNS == 4
  SWEEP_ANY (3, 1, 3, 1, 1, 1, SWEEP_ALL),
  SWEEP_ANY (3, 2, 3, 1, 1, 1, SWEEP_ALL),
  SWEEP_ANY (5, 1, 1, 1, 1, 1, SWEEP_ALL),
  SWEEP_ANY (5, 2, 1, 1, 1, 1, SWEEP_ALL),
#else
  SWEEP_WHOLE (3, 1, 3, 3, 2, 1, SWEEP_CROWDED),
  SWEEP_WHOLE (3, 1, 3, 3, 1, 1, SWEEP_CROWDED),
  SWEEP_WHOLE (3, 1, 3, 7, 2, 0, SWEEP_SPREAD),
  SWEEP_WHOLE (3, 1, 3, 7, 1, 0, SWEEP_SPREAD),
  SWEEP_ANY (3, 1, 3, 4, 1, 1, SWEEP_ALL),
  SWEEP_WHOLE (3, 2, 3, 3, 2, 1, SWEEP_CROWDED | SWEEP_SPREAD),
  SWEEP_WHOLE (3, 2, 3, 3, 1, 1, SWEEP_CROWDED | SWEEP_SPREAD),
  SWEEP_ANY (3, 2, 3, 3, 1, 1, SWEEP_ALL),
  SWEEP_ANY (5, 1, 5, 1, 1, 1, SWEEP_ALL),
  SWEEP_ANY (5, 2, 5, 1, 1, 1, SWEEP_ALL),
  SWEEP_ANY (7, 1, 3, 1, 1, 1, SWEEP_ALL),
#endif
  SWEEP_ANY (7, 1, 1, 1, 1, 1, SWEEP_ALL),
#endif
  { 0 },
};
#undef SWEEP_ANY
#undef SWEEP_WHOLE
/* clang-format on */

/* How the rows of a kernel are summed: a kind of sweep for some of them, and
 * for those that follow, and so on. */
typedef struct
{
  int n;
  const SweepKind *kinds[SWEEP_KERNEL_MOST];
  int64_t rows[SWEEP_KERNEL_MOST]; /* the first of each */
  SweepLines lines;
} SweepPlan;

/* Of an image with channels side by side. */
static SweepLines
sweep_lines (const StrataKernelGradient *g)
{
  const int64_t input = g->channels * (int64_t) sizeof (E);
  const int64_t output = g->channels * g->multiplier * (int64_t) sizeof (V);
  const int64_t columns = g->window[1].input;

  if (input % V_CROWD == 0 || output % V_CROWD == 0)
    return SWEEP_CROWDED;
  return columns <= SWEEP_NARROW && input * columns % V_CROWD != 0
             ? SWEEP_SPREAD
             : SWEEP_NEITHER;
}

/* For @left rows of the kernel. */
static const SweepKind *
sweep_kind_for (const StrataWindow *rows,
                const StrataWindow *columns,
                int64_t left,
                SweepLines lines)
{
  const SweepKind *kind = sweep_kinds;

  while (kind->kernel
         && !(kind->kernel == columns->kernel && kind->taps <= left
              && kind->stride == rows->stride
              && kind->stride == columns->stride && rows->dilation == 1
              && columns->dilation == 1 && (kind->lines & lines)))
    kind++;
  return kind;
}

/* Whether there is one. */
static bool
sweep_plan_init (SweepPlan *plan,
                 const StrataWindow window[2],
                 SweepLines lines)
{
  const Phase rows = phase_init (&window[0], 0);
  const Phase columns = phase_init (&window[1], 0);
  const int64_t kernel = window[0].kernel;

  plan->n = 0;
  plan->lines = lines;
  if (kernel > SWEEP_KERNEL_MOST)
    return false;
  for (int64_t row = 0; row < kernel;)
    {
      const SweepKind *kind = sweep_kind_for (&rows.window, &columns.window,
                                              kernel - row, lines);

      if (!kind->kernel)
        return false;
      plan->kinds[plan->n] = kind;
      plan->rows[plan->n++] = row;
      row += kind->taps;
    }
  return plan->n > 0;
}

/* The totals of a chunk of channels for rows and columns of the kernel. */
typedef struct
{
  int n;        /* vectors of channels, */
  int64_t taps; /* and of the totals of each */
  bool far;     /* the images are beyond the second-level cache */
  GradientLanes lanes[GRADIENT_CHUNK];
  V totals[GRADIENT_SUMS * V_LANES];
  V sums[GRADIENT_SUMS * V_LANES];
} GradientChunk;

/* Stores the totals of @rows rows and @taps columns of the kernel. */
static void
kernel_gradient_store (const StrataKernelGradient *g,
                       const GradientChunk *chunk,
                       int64_t row,
                       int64_t rows,
                       int64_t tap,
                       int64_t taps)
{
  const int64_t kernel = g->window[1].kernel;
  const int64_t outputs = g->channels * g->multiplier;

  for (int v = 0; v < chunk->n; v++)
    for (int64_t r = 0; r < rows; r++)
      for (int64_t k = 0; k < taps; k++)
        e_store_m ((E *) g->result + ((row + r) * kernel + tap + k) * outputs
                       + chunk->lanes[v].output,
                   v_load (chunk->totals
                           + (v * chunk->taps + r * taps + k) * V_LANES),
                   chunk->lanes[v].outputs);
}

/* Rows of image @n from the output row @o of a phase on, for the kernel's
 * rows from @row on. */
static GradientBand
sweep_band (const StrataKernelGradient *g,
            const Phase *rows,
            const Phase *columns,
            int64_t row,
            int64_t n,
            int64_t o)
{
  const StrataWindow *h = &g->window[0], *w = &g->window[1];
  const int64_t channels = g->channels, outputs = channels * g->multiplier;
  const int64_t y = strata_window_from (&rows->window, o) + row;
  const int64_t from = n * h->input + rows->input + y * rows->step;
  const int64_t to = n * h->output + rows->output + o * rows->step;
  const int64_t before = columns->window.before;

  return (GradientBand){
    .input = (const E *) g->input
             + (from * w->input + columns->input - before * columns->step)
                   * channels,
    .gradient = (const V *) g->gradient
                + (to * w->output + columns->output) * outputs,
    .input_row_step = rows->step * w->input * channels,
    .input_column_step = columns->step * channels,
    .output_row_step = rows->step * w->output * outputs,
    .output_column_step = columns->step * outputs,
    .low = -y,
    .high = rows->window.input - y,
    .left = before,
    .right = before + columns->window.input,
    .outputs = columns->window.output,
  };
}

/* Whether a kind can sum the band, or the first rows of it, for so many vectors
 * side by side. */
static bool
sweep_fits (const SweepKind *kind,
            const GradientBand *band,
            SweepLines lines,
            bool plain,
            int vectors)
{
  const int64_t n = band->rows - band->rows % kind->rows;
  const int64_t seen = (n - 1) * kind->stride + kind->taps;

  if (kind->sweep[0])
    return true;
  return plain && kind->vectors <= vectors && (kind->lines & lines) && n > 0
         && band->low <= 1 && band->high >= seen - 1;
}

/* Moves on by @n rows of output. */
static void
sweep_advance (GradientBand *band, int64_t n, int64_t stride)
{
  band->rows -= n;
  band->input += n * stride * band->input_row_step;
  band->gradient += n * band->output_row_step;
  band->low -= n * stride;
  band->high -= n * stride;
}

/* Adds what the band comes to for the @n vectors of channels from @first on;
 * where images come from far, a few rows at a time for all of them, which reads
 * on in the pages that are open. */
static void
sweep_part (const SweepKind *kind,
            GradientBand band,
            GradientChunk *chunk,
            int first,
            int n,
            int64_t tap)
{
  const int64_t rows = kind->rows > 1 ? kind->rows : SWEEP_BAND;
  const int64_t step = chunk->far && n > kind->vectors ? rows : band.rows;
  GradientSums sums = { .step = chunk->taps * V_LANES, .begin = true };

  while (band.rows > 0)
    {
      GradientBand part = band;

      part.rows = band.rows < step ? band.rows : step;
      sums.end = part.rows == band.rows;
      for (int v = first; v < first + n; v += kind->vectors)
        {
          sums.sums = chunk->sums + (v * chunk->taps + tap) * V_LANES;
          sums.totals = chunk->totals + (v * chunk->taps + tap) * V_LANES;
          kind->sweep[chunk->lanes[v].plain](&part, &chunk->lanes[v], &sums);
        }
      sweep_advance (&band, part.rows, kind->stride);
      sums.begin = false;
    }
}

/* Adds what the band comes to, for vectors of channels that are all plain or
 * one. */
static void
sweep_vectors (const SweepKind *kinds,
               SweepLines lines,
               GradientBand band,
               GradientChunk *chunk,
               int first,
               int n,
               int64_t tap)
{
  while (band.rows > 0)
    {
      const SweepKind *kind = kinds;
      GradientBand part = band;

      while (!sweep_fits (kind, &band, lines, chunk->lanes[first].plain, n))
        kind++;
      if (!kind->sweep[0])
        part.rows -= part.rows % kind->rows;
      sweep_part (kind, part, chunk, first, n, tap);
      sweep_advance (&band, part.rows, kind->stride);
    }
}

/* Vectors of channels from @first on that are swept together: an even number of
 * plain ones, or one. */
static int
sweep_together (const GradientChunk *chunk, int first)
{
  int n = 0;

  while (first + n < chunk->n && chunk->lanes[first + n].plain)
    n++;
  return n > 1 ? n - n % 2 : 1;
}

/* Adds what @left rows of output come to, from row @o of a phase on. */
static void
sweep_rows (const StrataKernelGradient *g,
            const SweepPlan *plan,
            const Phase *rows,
            const Phase *columns,
            int64_t n,
            int64_t o,
            int64_t left,
            GradientChunk *chunk)
{
  for (int i = 0; i < plan->n; i++)
    {
      const SweepKind *kind = plan->kinds[i];
      const int64_t row = plan->rows[i];
      GradientBand band = sweep_band (g, rows, columns, row, n, o);
      int together;

      band.rows = left;
      for (int v = 0; v < chunk->n; v += together)
        {
          together = sweep_together (chunk, v);
          sweep_vectors (kind, plan->lines, band, chunk, v, together,
                         row * kind->kernel);
        }
    }
}

/* Adds what image @n comes to. */
static void
sweep_image (const StrataKernelGradient *g,
             const SweepPlan *plan,
             int64_t n,
             GradientChunk *chunk)
{
  const StrataWindow *h = &g->window[0], *w = &g->window[1];
  const int64_t phases = strata_window_phases (w);
  const int rows_at_a_time = plan->kinds[0]->rows;
  const int64_t line = rows_at_a_time * w->output / phases + 1;
  const int64_t step = rows_at_a_time * (SWEEP_PLACES / line + 1);

  for (int64_t i = 0; i < strata_window_phases (h); i++)
    {
      const Phase rows = phase_init (h, i);

      for (int64_t o = 0; o < rows.window.output; o += step)
        for (int64_t j = 0; j < phases; j++)
          {
            const Phase columns = phase_init (w, j);
            const int64_t left = rows.window.output - o;

            sweep_rows (g, plan, &rows, &columns, n, o,
                        left < step ? left : step, chunk);
          }
    }
}

/* Adds to @totals, a vector for each of GRADIENT_LINE_TAPS columns of the
 * kernel from @tap on, what a row of output and the input row at @x come to. */
static void
kernel_gradient_line (const StrataKernelGradient *g,
                      const GradientLanes *lanes,
                      const E *x,
                      const V *d,
                      int64_t tap,
                      V *totals)
{
  const StrataWindow *w = &g->window[1];
  const int64_t outputs = g->channels * g->multiplier;
  const int64_t step = w->dilation * g->channels;
  vf sums[GRADIENT_LINE_TAPS];

  EACH (k, GRADIENT_LINE_TAPS, { sums[k] = v_zero (); })
  for (int64_t j = 0; j < w->output; j++)
    {
      const vf u = v_load_m (d + lanes->output + j * outputs, lanes->outputs);
      const int64_t column = strata_window_from (w, j) + tap * w->dilation;
      const E *p = x + lanes->input + column * g->channels;

      EACH (k, GRADIENT_LINE_TAPS, {
        const int64_t at = column + k * w->dilation;

        if (tap + k < w->kernel && at >= 0 && at < w->input)
          sums[k] = v_fma (
              e_load_spread (p + k * step, lanes->spread, lanes->inputs), u,
              sums[k]);
      })
    }
  EACH (k, GRADIENT_LINE_TAPS, {
    V *total = totals + k * V_LANES;

    v_store (total, v_add (v_load (total), sums[k]));
  })
}

/* A row of any kernel. */
static void
kernel_gradient_lines (const StrataKernelGradient *g,
                       int64_t row,
                       GradientChunk *chunk)
{
  const StrataWindow *h = &g->window[0], *w = &g->window[1];
  const int64_t outputs = g->channels * g->multiplier;

  for (int64_t tap = 0; tap < w->kernel; tap += GRADIENT_LINE_TAPS)
    {
      const int64_t left = w->kernel - tap;
      const int64_t taps
          = left < GRADIENT_LINE_TAPS ? left : GRADIENT_LINE_TAPS;

      memset (chunk->totals, 0,
              (size_t) (chunk->n * chunk->taps) * V_LANES * sizeof (V));
      for (int64_t n = 0; n < g->batch; n++)
        for (int64_t o = 0; o < h->output; o++)
          {
            const int64_t y = strata_window_from (h, o) + row * h->dilation;
            const E *x = (const E *) g->input
                         + (n * h->input + y) * w->input * g->channels;
            const V *d = (const V *) g->gradient
                         + (n * h->output + o) * w->output * outputs;

            for (int v = 0; v < chunk->n && y >= 0 && y < h->input; v++)
              kernel_gradient_line (g, &chunk->lanes[v], x, d, tap,
                                    chunk->totals
                                        + v * chunk->taps * V_LANES);
          }
      kernel_gradient_store (g, chunk, row, 1, tap, taps);
    }
}

/* @plan: or NULL. */
static void
kernel_gradient_chunk (const StrataKernelGradient *g,
                       const SweepPlan *plan,
                       GradientChunk *chunk)
{
  const int64_t rows = g->window[0].kernel, columns = g->window[1].kernel;

  for (int64_t row = 0; row < rows && !plan; row++)
    kernel_gradient_lines (g, row, chunk);
  if (!plan)
    return;
  memset (chunk->totals, 0,
          (size_t) (chunk->n * chunk->taps) * V_LANES * sizeof (V));
  for (int64_t n = 0; n < g->batch; n++)
    sweep_image (g, plan, n, chunk);
  kernel_gradient_store (g, chunk, 0, rows, 0, columns);
}

/* Vectors of channels that are summed by turns, each with so many taps. */
static int
gradient_chunk (SweepLines lines, int64_t taps)
{
  const int64_t most
      = lines == SWEEP_CROWDED ? GRADIENT_CROWDED : GRADIENT_CHUNK;
  const int64_t room = GRADIENT_SUMS / taps;

  return (int) (room < most ? room : most);
}

static void
kernel_gradient_nhwc (const StrataKernelGradient *g,
                      int64_t first,
                      int64_t end)
{
  const SweepLines lines = sweep_lines (g);
  SweepPlan plan;
  const bool sweeps = sweep_plan_init (&plan, g->window, lines);
  GradientChunk chunk;
  int most;

  chunk.taps = sweeps ? g->window[0].kernel * g->window[1].kernel
                      : GRADIENT_LINE_TAPS;
  chunk.far = g->far;
  most = gradient_chunk (lines, chunk.taps);
  while (first < end)
    {
      for (chunk.n = 0; chunk.n < most && first < end; chunk.n++)
        {
          chunk.lanes[chunk.n] = gradient_lanes (first, end, g->multiplier);
          first += V_LANES;
        }
      kernel_gradient_chunk (g, sweeps ? &plan : NULL, &chunk);
    }
}

/* As many planes as a vector has lanes, turned over: a band of their rows. */
typedef struct
{
  const E *input[V_LANES];
  const V *output[V_LANES];
  GradientChunk chunk;
  E before[TURNED_PLACES * V_LANES];
  V after[TURNED_PLACES * V_LANES];
} TurnedGradient;

/* @n places from @at on, of planes of the compute type; @step is from one to
 * the next. */
static void
turned_gradient_read (const V *const from[V_LANES],
                      int64_t at,
                      int64_t n,
                      int64_t step,
                      V *to)
{
  for (; n > 0; n -= V_LANES, at += V_LANES, to += V_LANES * step)
    {
      const vm m = v_lanes (0, n < V_LANES ? (int) n : V_LANES);
      vf x[V_LANES];

      EACH (c, V_LANES, { x[c] = v_load_m (from[c] + at, m); })
      v_turned_over (x);
      EACH (i, V_LANES, {
        if (i < n)
          v_store (to + i * step, x[i]);
      })
    }
}

/* Whether planes are turned over; those of a dilated window as a whole, which
 * keeps its phases what they are. */
static bool
turned_gradient_fits (const StrataWindow window[2])
{
  const StrataWindow *h = &window[0], *w = &window[1];

  return h->input > 0 && w->input > 0 && h->output > 0 && w->output > 0
         && turned_fits (window)
         && (h->dilation == 1
             || (h->input <= TURNED_PLACES / w->input
                 && h->output <= TURNED_PLACES / w->output));
}

/* Adds what the output rows from @o to before @end of the planes come to. */
static void
turned_gradient_band (const StrataKernelGradient *g,
                      const SweepPlan *plan,
                      TurnedGradient *turned,
                      int64_t o,
                      int64_t end)
{
  const StrataWindow *h = &g->window[0], *w = &g->window[1];
  StrataWindow window[2] = { *h, *w };
  const StrataKernelGradient band = {
    .window = window,
    .batch = 1,
    .channels = V_LANES,
    .multiplier = 1,
    .input = turned->before,
    .gradient = turned->after,
  };
  int64_t from, to;

  strata_window_span (h, o, end, &from, &to);
  if (h->dilation > 1)
    {
      from = 0;
      to = h->input;
    }
  window[0].input = to - from;
  window[0].before = h->before + from - o * h->stride;
  window[0].output = end - o;
  turned_read (turned->input, from * w->input, (to - from) * w->input,
               turned->before);
  turned_gradient_read (turned->output, o * w->output, (end - o) * w->output,
                        V_LANES, turned->after);
  sweep_image (&band, plan, 0, &turned->chunk);
}

/* The planes of image @n; lanes without one repeat the last. */
static void
turned_gradient_planes (const StrataKernelGradient *g,
                        int64_t n,
                        int64_t first,
                        int used,
                        TurnedGradient *turned)
{
  const int64_t places = g->window[0].input * g->window[1].input;
  const int64_t results = g->window[0].output * g->window[1].output;
  const int64_t outputs = g->channels * g->multiplier;

  for (int c = 0; c < V_LANES; c++)
    {
      const int64_t channel = first + (c < used ? c : used - 1);
      const int64_t from = n * g->channels + channel / g->multiplier;

      turned->input[c] = (const E *) g->input + from * places;
      turned->output[c]
          = (const V *) g->gradient + (n * outputs + channel) * results;
    }
}

static void
turned_gradient (const StrataKernelGradient *g,
                 const SweepPlan *plan,
                 int64_t first,
                 int64_t end)
{
  const StrataWindow *h = &g->window[0];
  const int64_t rows = turned_rows (g->window);
  TurnedGradient turned;

  turned.chunk.n = 1;
  turned.chunk.far = false;
  turned.chunk.taps = h->kernel * g->window[1].kernel;
  for (int64_t c = first; c < end; c += V_LANES)
    {
      const int used = end - c < V_LANES ? (int) (end - c) : V_LANES;

      turned.chunk.lanes[0] = gradient_lanes (0, V_LANES, 1);
      memset (turned.chunk.totals, 0,
              (size_t) turned.chunk.taps * V_LANES * sizeof (V));
      for (int64_t n = 0; n < g->batch; n++)
        {
          turned_gradient_planes (g, n, c, used, &turned);
          for (int64_t o = 0; o < h->output; o += rows)
            turned_gradient_band (g, plan, &turned, o,
                                  o + rows < h->output ? o + rows : h->output);
        }
      turned.chunk.lanes[0] = gradient_lanes (c, c + used, 1);
      kernel_gradient_store (g, &turned.chunk, 0, h->kernel, 0,
                             g->window[1].kernel);
    }
}

/* Rows and columns of the kernel whose gradients planes sum at a time. */
#define GRADIENT_ROWS 3
#define GRADIENT_TAPS 4

/* A vector of output places of a plane's gradient, for all rows: which of the
 * lanes look at the input through each tap. */
typedef struct
{
  const StrataWindow *rows, *columns;
  int64_t row, tap; /* the first of those of the kernel that are summed */
  int n_rows;
  int64_t j, x0; /* first output, and what it sees through the tap */
  vm outputs, taps[GRADIENT_TAPS];
} PlaneGradient;

static void
plane_gradient_begin (PlaneGradient *g, int64_t j)
{
  const StrataWindow *w = g->columns;
  const int64_t left = w->output - j;

  g->j = j;
  g->x0 = strata_window_from (w, j) + g->tap * w->dilation;
  g->outputs = v_lanes (0, left < V_LANES ? (int) left : V_LANES);
  for (int64_t k = 0; k < GRADIENT_TAPS; k++)
    {
      const int64_t x = g->x0 + k * w->dilation;

      g->taps[k] = v_lanes (0, 0);
      if (g->tap + k < w->kernel)
        g->taps[k] = plane_lanes (w, x, w->stride) & g->outputs;
    }
}

/* Adds to @totals, a vector for each row and tap of the kernel, what one plane
 * of input and one of output come to. @near: lanes look at neighbours. */
W_ void
plane_gradient (const PlaneGradient *g,
                const E *input,
                const V *output,
                const bool near,
                V *totals)
{
  const StrataWindow *h = g->rows, *w = g->columns;
  vf sums[GRADIENT_ROWS][GRADIENT_TAPS];
  vm seen[GRADIENT_TAPS];

  EACH (k, GRADIENT_TAPS, { seen[k] = g->taps[k]; })
  EACH (r, GRADIENT_ROWS,
        EACH (k, GRADIENT_TAPS, { sums[r][k] = v_zero (); }))
  for (int64_t o = 0; o < h->output; o++)
    {
      const vf u = v_load_m (output + o * w->output + g->j, g->outputs);
      const int64_t y = strata_window_from (h, o) + g->row * h->dilation;

      EACH (r, GRADIENT_ROWS, {
        const int64_t at = y + r * h->dilation;

        if (r < g->n_rows && at >= 0 && at < h->input)
          {
            const E *p = input + at * w->input + g->x0;

            EACH (k, GRADIENT_TAPS, {
              const vf x = near ? e_load_m (p + k * w->dilation, seen[k])
                                : e_gather (p + k * w->dilation, w->stride,
                                            seen[k]);

              sums[r][k] = v_fma_m (seen[k], x, u, sums[r][k]);
            })
          }
      })
    }
  EACH (r, GRADIENT_ROWS, EACH (k, GRADIENT_TAPS, {
    V *total = totals + (r * GRADIENT_TAPS + k) * V_LANES;

    v_store (total, v_add (v_load (total), sums[r][k]));
  }))
}

/* For each of V_LANES channels, the lanes of each row and tap of the
 * kernel. */
typedef V PlaneTotals[V_LANES][GRADIENT_ROWS * GRADIENT_TAPS * V_LANES];

/* Turned over, the lanes of a channel can be added for all channels at
 * once. */
static void
plane_gradient_store (const StrataKernelGradient *g,
                      const PlaneGradient *planes,
                      int64_t channel,
                      int n,
                      PlaneTotals totals)
{
  const int64_t kernel = g->window[1].kernel;
  const int64_t outputs = g->channels * g->multiplier;
  E *result = (E *) g->result
              + (planes->row * kernel + planes->tap) * outputs + channel;

  for (int r = 0; r < planes->n_rows; r++)
    for (int k = 0; k < GRADIENT_TAPS && planes->tap + k < kernel; k++)
      {
        vf x[V_LANES], sum = v_zero ();

        EACH (c, V_LANES, {
          x[c] = v_load (totals[c] + (r * GRADIENT_TAPS + k) * V_LANES);
        })
        v_turned_over (x);
        EACH (i, V_LANES, { sum = v_add (sum, x[i]); })
        e_store_m (result + (r * kernel + k) * outputs, sum, v_lanes (0, n));
      }
}

/* Adds what the images' planes of the channel @channel come to. */
static void
plane_gradient_add (const StrataKernelGradient *g,
                    const PlaneGradient *planes,
                    int64_t channel,
                    V *totals)
{
  const int64_t places = g->window[0].input * g->window[1].input;
  const int64_t results = g->window[0].output * g->window[1].output;
  const int64_t from = channel / g->multiplier;
  const int64_t outputs = g->channels * g->multiplier;

  for (int64_t n = 0; n < g->batch; n++)
    {
      const E *x = (const E *) g->input + (n * g->channels + from) * places;
      const V *d = (const V *) g->gradient + (n * outputs + channel) * results;

      if (planes->columns->stride == 1)
        plane_gradient (planes, x, d, true, totals);
      else
        plane_gradient (planes, x, d, false, totals);
    }
}

/* Rows of the kernel from @row on. */
static void
plane_gradient_rows (const StrataKernelGradient *g,
                     int64_t row,
                     int64_t first,
                     int64_t end)
{
  const StrataWindow *h = &g->window[0], *w = &g->window[1];
  const int64_t left = h->kernel - row;
  PlaneGradient planes = {
    .rows = h,
    .columns = w,
    .row = row,
    .n_rows = left < GRADIENT_ROWS ? (int) left : GRADIENT_ROWS,
  };

  for (int64_t c = first; c < end; c += V_LANES)
    for (planes.tap = 0; planes.tap < w->kernel; planes.tap += GRADIENT_TAPS)
      {
        const int n = end - c < V_LANES ? (int) (end - c) : V_LANES;
        PlaneTotals totals;

        memset (totals, 0, sizeof totals);
        for (int64_t j = 0; j < w->output; j += V_LANES)
          {
            plane_gradient_begin (&planes, j);
            for (int i = 0; i < n; i++)
              plane_gradient_add (g, &planes, c + i, totals[i]);
          }
        plane_gradient_store (g, &planes, c, n, totals);
      }
}

static void
kernel_gradient_nchw (const StrataKernelGradient *g,
                      int64_t first,
                      int64_t end)
{
  SweepPlan plan;

  if (turned_gradient_fits (g->window)
      && sweep_plan_init (&plan, g->window, SWEEP_NEITHER))
    {
      turned_gradient (g, &plan, first, end);
      return;
    }
  for (int64_t row = 0; row < g->window[0].kernel; row += GRADIENT_ROWS)
    plane_gradient_rows (g, row, first, end);
}

/* The output that sees input @i through @tap, or -1: the window's own answer,
 * without a call. */
W_ int64_t
gradient_output_of (const StrataWindow *w, int64_t i, int64_t tap)
{
  const int64_t from = i + w->before - tap * w->dilation;
  const int64_t o = w->stride == 1 ? from : from / w->stride;

  return from < 0 || o * w->stride != from || o >= w->output ? -1 : o;
}

/* The taps through which an input is seen, and the outputs that see it: the
 * first of them, and from one to the next. */
typedef struct
{
  int64_t n;
  int64_t tap, output;
  int64_t tap_step, output_step;
} GradientTaps;

static GradientTaps
gradient_taps (const StrataWindow *w, int64_t i)
{
  GradientTaps taps = { 0 };

  for (int64_t k = 0; k < w->kernel; k += taps.n > 1 ? taps.tap_step : 1)
    {
      const int64_t o = gradient_output_of (w, i, k);

      if (o < 0)
        continue;
      if (taps.n == 0)
        {
          taps.tap = k;
          taps.output = o;
        }
      else if (taps.n == 1)
        {
          taps.tap_step = k - taps.tap;
          taps.output_step = o - taps.output;
        }
      taps.n++;
    }
  return taps;
}

/* Places of an input row, a stride apart, that are seen through the same
 * taps. */
#define GRADIENT_PLACES 4

/* How a tile reads the output's channels. */
typedef enum
{
  GRADIENT_PLAIN,  /* as many as the input has, and all of a vector */
  GRADIENT_PAIRS,  /* a multiplier of 2, */
  GRADIENT_FOURS,  /* or 4, and all of a vector */
  GRADIENT_GATHER, /* any */
} GradientReading;

/* What lanes of the input see in the output at @d, for the first of the
 * multiplier's channels and those after it, up to 4. @left: input channels from
 * there on. @full: as many as a vector has. */
W_ void
spread_read (const V *d,
             int64_t left,
             const int multiplier,
             const bool full,
             vf u[4])
{
  vf x[4];

  EACH (i, 4, {
    if (i < multiplier)
      x[i] = full ? v_load (d + i * V_LANES)
                  : v_load_m (d + i * V_LANES,
                              v_lanes_within (i * V_LANES,
                                              left * multiplier));
  })
  if (multiplier == 1)
    u[0] = x[0];
  else if (multiplier == 2)
    {
      u[0] = v_even (x[0], x[1]);
      u[1] = v_odd (x[0], x[1]);
    }
  else
    {
      const vf even = v_even (x[0], x[1]), odd = v_odd (x[0], x[1]);
      const vf even2 = v_even (x[2], x[3]), odd2 = v_odd (x[2], x[3]);

      u[0] = v_even (even, even2);
      u[1] = v_even (odd, odd2);
      u[2] = v_odd (even, even2);
      u[3] = v_odd (odd, odd2);
    }
}

/* A vector of channels from @c on of @places places from (@y, @x) on. */
W_ void
input_gradient_tile (const StrataInputGradient *g,
                     const GradientTaps *rows,
                     const GradientTaps *columns,
                     int64_t at,
                     int64_t c,
                     const int places,
                     const GradientReading reading)
{
  const StrataWindow *w = &g->window[1];
  const int64_t outputs = g->channels * g->multiplier, m = g->multiplier;
  const int64_t left = g->channels - c;
  const vm lanes = v_lanes (0, left < V_LANES ? (int) left : V_LANES);
  const int together = reading == GRADIENT_PAIRS   ? 2
                       : reading == GRADIENT_FOURS ? 4
                                                   : 1;
  const V *packed = (const V *) g->weights
                    + c * g->window[0].kernel * w->kernel * m;
  vf sums[GRADIENT_PLACES];

  EACH (p, GRADIENT_PLACES, { sums[p] = v_zero (); })
  for (int64_t r = 0; r < rows->n; r++)
    {
      const int64_t o = rows->output + r * rows->output_step;
      const int64_t row = (rows->tap + r * rows->tap_step) * w->kernel;
      const V *d = (const V *) g->gradient
                   + (o * w->output + columns->output) * outputs + c * m;
      const V *weights = packed + (row + columns->tap) * m * V_LANES;

      for (int64_t k = 0; k < columns->n; k++)
        {
          for (int64_t q = 0; q < m; q += together)
            {
              vf t[4];

              EACH (i, 4, {
                if (i < together)
                  t[i] = v_load (weights + (q + i) * V_LANES);
              })
              EACH (p, GRADIENT_PLACES, {
                if (p < places)
                  {
                    vf u[4];

                    if (reading == GRADIENT_GATHER)
                      u[0] = m == 1 ? v_load_m (d + p * outputs + q, lanes)
                                    : v_gather (d + p * outputs + q, m, lanes);
                    else
                      spread_read (d + p * outputs + q, left, together, true,
                                   u);
                    EACH (i, 4, {
                      if (i < together)
                        sums[p] = v_fma (t[i], u[i], sums[p]);
                    })
                  }
              })
            }
          d += columns->output_step * outputs;
          weights += columns->tap_step * m * V_LANES;
        }
    }
  EACH (p, GRADIENT_PLACES, {
    E *result = (E *) g->result + (at + p * w->stride) * g->channels + c;

    if (p < places && reading == GRADIENT_GATHER)
      e_store_m (result, sums[p], lanes);
    else if (p < places)
      e_store (result, sums[p]);
  })
}

/* All channels of places from @at on. */
W_ void
input_gradient_channels (const StrataInputGradient *g,
                         const GradientTaps *rows,
                         const GradientTaps *columns,
                         int64_t at,
                         const int places)
{
  const int64_t channels = g->channels, m = g->multiplier;
  int64_t c = 0;

  if (m == 1)
    for (; channels - c >= V_LANES; c += V_LANES)
      input_gradient_tile (g, rows, columns, at, c, places, GRADIENT_PLAIN);
  else if (m == 2)
    for (; channels - c >= V_LANES; c += V_LANES)
      input_gradient_tile (g, rows, columns, at, c, places, GRADIENT_PAIRS);
  else if (m == 4)
    for (; channels - c >= V_LANES; c += V_LANES)
      input_gradient_tile (g, rows, columns, at, c, places, GRADIENT_FOURS);
  for (; c < channels; c += V_LANES)
    input_gradient_tile (g, rows, columns, at, c, places, GRADIENT_GATHER);
}

/* Whether the outputs that see the last of the places are those that see the
 * first, each one further for each place. */
W_ bool
input_gradient_alike (const GradientTaps *first, const GradientTaps *last)
{
  return first->n == last->n && first->tap == last->tap
         && last->output - first->output == GRADIENT_PLACES - 1;
}

#if V_TILES
#define SPREAD_KERNEL 3
#define SPREAD_STRIDE 1
#define SPREAD_MULTIPLIER 2
#include "depthwise-gradient-spread.h"

#define SPREAD_KERNEL 3
#define SPREAD_STRIDE 1
#define SPREAD_MULTIPLIER 4
#include "depthwise-gradient-spread.h"

#define SPREAD_KERNEL 3
#define SPREAD_STRIDE 2
#define SPREAD_MULTIPLIER 1
#include "depthwise-gradient-spread.h"

#define SPREAD_KERNEL 5
#define SPREAD_STRIDE 1
#define SPREAD_MULTIPLIER 2
#include "depthwise-gradient-spread.h"

#define SPREAD_KERNEL 5
#define SPREAD_STRIDE 2
#define SPREAD_MULTIPLIER 1
#include "depthwise-gradient-spread.h"
#endif

#define SPREAD_MULTIPLIER_MOST 4

typedef void (*SpreadFunc) (const StrataInputGradient *g,
                            int64_t t,
                            int64_t first,
                            int64_t end,
                            int64_t block);

/* The ways to spread: [full]. */
typedef struct
{
  int64_t kernel, stride, multiplier; /* 0: none */
  SpreadFunc spread[2];
} SpreadKind;

/* clang-format off */
#define SPREAD_KIND(kernel, stride, multiplier)                               \
  {                                                                           \
    kernel, stride, multiplier,                                               \
    { spread_##kernel##_##stride##_##multiplier##_0,                          \
      spread_##kernel##_##stride##_##multiplier##_1 },                        \
  }

static const SpreadKind spread_kinds[] = {
#if V_TILES
  SPREAD_KIND (3, 1, 2),
  SPREAD_KIND (3, 1, 4),
  SPREAD_KIND (3, 2, 1),
  SPREAD_KIND (5, 1, 2),
  SPREAD_KIND (5, 2, 1),
#endif
  { 0 },
};
#undef SPREAD_KIND
/* clang-format on */

static const SpreadKind *
spread_kind_for (const StrataInputGradient *g)
{
  const StrataWindow *h = &g->window[0], *w = &g->window[1];
  const SpreadKind *kind = spread_kinds;

  while (kind->kernel
         && !(kind->kernel == h->kernel && kind->kernel == w->kernel
              && kind->stride == h->stride && kind->stride == w->stride
              && h->dilation == 1 && w->dilation == 1
              && kind->multiplier == g->multiplier))
    kind++;
  return kind;
}

static void
input_gradient_spread (const StrataInputGradient *g,
                       const SpreadKind *kind,
                       int64_t first,
                       int64_t end)
{
  const StrataWindow *h = &g->window[0];
  const int64_t last = (end - 1 + h->before) / h->stride;

  for (int64_t t = (first + h->before) / h->stride; t <= last; t++)
    for (int64_t c = 0; c < g->channels; c += V_LANES)
      kind->spread[g->channels - c >= V_LANES](g, t, first, end, c / V_LANES);
}

static void
input_gradient_tiles (const StrataInputGradient *g, int64_t first, int64_t end)
{
  const StrataWindow *w = &g->window[1];
  const int64_t far = (GRADIENT_PLACES - 1) * w->stride;

  for (int64_t y = first; y < end; y++)
    {
      const GradientTaps rows = gradient_taps (&g->window[0], y);

      for (int64_t phase = 0; phase < w->stride && phase < w->input; phase++)
        for (int64_t x = phase; x < w->input;)
          {
            const GradientTaps here = gradient_taps (w, x);
            const GradientTaps there = gradient_taps (w, x + far);
            const int64_t at = y * w->input + x;

            if (x + far < w->input && input_gradient_alike (&here, &there))
              {
                input_gradient_channels (g, &rows, &here, at, GRADIENT_PLACES);
                x += far + w->stride;
              }
            else
              {
                input_gradient_channels (g, &rows, &here, at, 1);
                x += w->stride;
              }
          }
    }
}

static void
input_gradient_nhwc (const StrataInputGradient *g, int64_t first, int64_t end)
{
  const SpreadKind *kind = spread_kind_for (g);

  if (kind->kernel)
    input_gradient_spread (g, kind, first, end);
  else
    input_gradient_tiles (g, first, end);
}

/* Adds to @sums, for vectors of places of an input row from @x on, a stride
 * apart, what they owe to output row @o through row @r of the kernel.
 * All these places are seen through the same columns of the kernel. */
W_ void
input_gradient_line (const StrataInputGradient *g,
                     int64_t channel,
                     int64_t o,
                     int64_t r,
                     int64_t x,
                     const int vectors,
                     vf sums[GRADIENT_VECTORS])
{
  const StrataWindow *h = &g->window[0], *w = &g->window[1];
  const int64_t plane = h->output * w->output;
  const int64_t lane = channel % V_LANES;
  const V *packed
      = (const V *) g->weights
        + (channel - lane) * h->kernel * w->kernel * g->multiplier + lane;

  for (int64_t k = 0; k < w->kernel; k++)
    {
      const int64_t from = x + w->before - k * w->dilation;
      const int64_t j = w->stride == 1 ? from : from / w->stride;
      const V *weights = packed + (r * w->kernel + k) * g->multiplier * V_LANES;
      const V *d = (const V *) g->gradient + channel * g->multiplier * plane
                   + o * w->output + j;
      vm lanes[GRADIENT_VECTORS];

      if (j * w->stride != from)
        continue;
      EACH (v, GRADIENT_VECTORS, {
        if (v < vectors)
          lanes[v] = v_lanes_within (j + v * V_LANES, w->output);
      })
      for (int64_t q = 0; q < g->multiplier; q++)
        {
          const vf t = v_set1 (weights[q * V_LANES]);

          EACH (v, GRADIENT_VECTORS, {
            if (v < vectors && j + v * V_LANES < w->output)
              sums[v] = v_fma_m (
                  lanes[v], v_load_m (d + q * plane + v * V_LANES, lanes[v]),
                  t, sums[v]);
          })
        }
    }
}

/* The places from (@y, @x) on, a stride apart, to @row. */
W_ void
input_gradient_places (const StrataInputGradient *g,
                       int64_t channel,
                       int64_t y,
                       int64_t x,
                       const int vectors,
                       E *row)
{
  const StrataWindow *h = &g->window[0], *w = &g->window[1];
  E spread[GRADIENT_VECTORS * V_LANES];
  vf sums[GRADIENT_VECTORS];

  EACH (v, GRADIENT_VECTORS, { sums[v] = v_zero (); })
  for (int64_t r = 0; r < h->kernel; r++)
    {
      const int64_t o = gradient_output_of (h, y, r);

      if (o >= 0)
        input_gradient_line (g, channel, o, r, x, vectors, sums);
    }
  if (w->stride > 1)
    {
      EACH (v, GRADIENT_VECTORS, { e_store (spread + v * V_LANES, sums[v]); })
      for (int i = 0; i < vectors * V_LANES; i++)
        if (x + i * w->stride < w->input)
          row[x + i * w->stride] = spread[i];
      return;
    }
  EACH (v, GRADIENT_VECTORS, {
    const int64_t left = w->input - x - v * V_LANES;

    if (v < vectors && left > 0)
      e_store_m (row + x + v * V_LANES, sums[v],
                 v_lanes (0, left < V_LANES ? (int) left : V_LANES));
  })
}

/* One plane of any window. */
static void
input_gradient_plane (const StrataInputGradient *g,
                      int64_t channel,
                      int64_t first,
                      int64_t end)
{
  const StrataWindow *w = &g->window[1];
  const int64_t rows = g->window[0].input;
  const int64_t step = GRADIENT_VECTORS * V_LANES * w->stride;

  for (int64_t y = first; y < end; y++)
    {
      E *row = (E *) g->result + (channel * rows + y) * w->input;

      for (int64_t phase = 0; phase < w->stride && phase < w->input; phase++)
        {
          int64_t x = phase;

          for (; x + step / GRADIENT_VECTORS < w->input; x += step)
            input_gradient_places (g, channel, y, x, GRADIENT_VECTORS, row);
          if (x < w->input)
            input_gradient_places (g, channel, y, x, 1, row);
        }
    }
}

/* As many planes as a vector has lanes, turned over: rows of the input, and the
 * rows of output that see them. */
typedef struct
{
  const V *from[SPREAD_MULTIPLIER_MOST][V_LANES];
  void *to[V_LANES];
  V before[TURNED_PLACES * V_LANES];
  E after[TURNED_PLACES * V_LANES];
} TurnedInput;

/* Input rows that the scratch has room for. */
static int64_t
turned_input_rows (const StrataInputGradient *g)
{
  const StrataWindow *h = &g->window[0], *w = &g->window[1];
  const int64_t in = TURNED_PLACES / (w->input > 0 ? w->input : 1);
  const int64_t line = w->output > 0 ? w->output * g->multiplier : 1;
  const int64_t seen = (TURNED_PLACES / line - h->kernel) * h->stride;

  return in < seen ? in : seen;
}

static void
turned_input_write (const TurnedInput *turned, int64_t at, int64_t n, int used)
{
  const Finish f = { .wide = false };

  for (int64_t i = 0; i < n; i += V_LANES)
    turned_write_some (&f, turned->after + i * V_LANES, turned->to, at + i,
                       n - i < V_LANES ? n - i : V_LANES, used, false);
}

/* The input rows from @first to before @end. */
static void
turned_input_band (const StrataInputGradient *g,
                   const SpreadKind *kind,
                   TurnedInput *turned,
                   int64_t first,
                   int64_t end,
                   int64_t channel)
{
  const StrataWindow *h = &g->window[0], *w = &g->window[1];
  const int64_t m = g->multiplier, low = first + h->before;
  const int64_t last = (end - 1 + h->before) / h->stride + 1;
  const int64_t past = last < h->output ? last : h->output;
  int64_t from = low < h->kernel ? 0 : (low - h->kernel) / h->stride + 1;
  StrataWindow window[2] = { *h, *w };
  const StrataInputGradient band = {
    .window = window,
    .channels = V_LANES,
    .multiplier = m,
    .weights = (const V *) g->weights + channel * h->kernel * w->kernel * m,
    .gradient = turned->before,
    .result = turned->after,
  };

  from = from < past ? from : past;
  window[0].input = end - first;
  window[0].output = past - from;
  window[0].before = low - from * h->stride;
  for (int64_t q = 0; q < m; q++)
    turned_gradient_read (turned->from[q], from * w->output,
                          (past - from) * w->output, m * V_LANES,
                          turned->before + q * V_LANES);
  input_gradient_spread (&band, kind, 0, end - first);
}

/* The planes from @channel to before @past; lanes without one repeat the
 * last. */
static void
input_gradient_turned (const StrataInputGradient *g,
                       const SpreadKind *kind,
                       int64_t channel,
                       int64_t past,
                       int64_t first,
                       int64_t end)
{
  const StrataWindow *h = &g->window[0], *w = &g->window[1];
  const int64_t m = g->multiplier, rows = turned_input_rows (g);
  const int used = (int) (past - channel);
  TurnedInput turned;

  for (int64_t i = 0; i < m * V_LANES; i++)
    {
      const int64_t output = i < m * used ? channel * m + i : past * m - 1;

      turned.from[i / V_LANES][i % V_LANES]
          = (const V *) g->gradient + output * h->output * w->output;
    }
  for (int c = 0; c < V_LANES; c++)
    turned.to[c] = (E *) g->result
                   + (c < used ? channel + c : past - 1) * h->input * w->input;
  for (int64_t y = first; y < end; y += rows)
    {
      const int64_t to = y + rows < end ? y + rows : end;

      turned_input_band (g, kind, &turned, y, to, channel);
      turned_input_write (&turned, y * w->input, (to - y) * w->input, used);
    }
}

static void
input_gradient_nchw (const StrataInputGradient *g,
                     int64_t channel,
                     int64_t past,
                     int64_t first,
                     int64_t end)
{
  const SpreadKind *kind = spread_kind_for (g);

  if (kind->kernel && turned_input_rows (g) >= kind->kernel)
    input_gradient_turned (g, kind, channel, past, first, end);
  else
    for (int64_t c = channel; c < past; c++)
      input_gradient_plane (g, c, first, end);
}
