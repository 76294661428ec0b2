/* depthwise-gradient.h — gradients of the depthwise convolution.
 *
 * The kernel gradient sums products over all images and places: first along
 * each output row, then over the rows, which keeps the rounding small and its
 * order the same whatever the threads do. The input gradient asks for each
 * input place which outputs saw it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "vector.h"

#include "strata-kernels.h"
#include "strata-window-private.h"

/* Taps of a kernel row, and vectors of channels, that are summed at a time. */
#define GRADIENT_TAPS 4
#define GRADIENT_VECTORS 4

typedef vf GradientSums[GRADIENT_TAPS];

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
  int64_t n = end - first < V_LANES ? end - first : V_LANES;
  int64_t input = first / multiplier;
  int32_t spread[V_LANES] = { 0 };
  GradientLanes lanes;

  for (int i = 0; i < n; i++)
    spread[i] = (int32_t) ((first + i) / multiplier - input);
  lanes.output = first;
  lanes.input = input;
  lanes.outputs = v_lanes (0, (int) n);
  lanes.inputs = v_lanes (0, spread[n - 1] + 1);
  lanes.spread = v_index (spread);
  lanes.plain = n == V_LANES && multiplier == 1;
  return lanes;
}

/* Adds to @sums, for the taps from @tap on, the products of the outputs from
 * @first to before @end along a row; @x and @d are at its beginning. @inside:
 * all taps look at the input; @plain: all lanes look at channels of their
 * own. */
W_ void
kernel_gradient_part (const StrataKernelGradient *g,
                      const GradientLanes *lanes,
                      const E *x,
                      const V *d,
                      int64_t first,
                      int64_t end,
                      int64_t tap,
                      const bool inside,
                      const bool plain,
                      GradientSums sums)
{
  const StrataWindow *w = &g->window[1];
  const int64_t channels = g->channels, outputs = channels * g->multiplier;

  for (int64_t j = first; j < end; j++)
    {
      const vf u = plain ? v_load (d + j * outputs)
                         : v_load_m (d + j * outputs, lanes->outputs);
      int64_t column = strata_window_from (w, j) + tap * w->dilation;

      EACH (t, GRADIENT_TAPS, {
        if (tap + t < w->kernel
            && (inside || (column >= 0 && column < w->input)))
          {
            const E *at = x + column * channels;
            vf v = plain ? e_load (at) : e_load_m (at, lanes->inputs);

            if (!plain && g->multiplier > 1)
              v = v_permute (v, lanes->spread);
            sums[t] = v_fma (v, u, sums[t]);
          }
        column += w->dilation;
      })
    }
}

/* The outputs from *@first to before *@end see the input through all taps from
 * @tap on that are summed at a time. */
W_ void
kernel_gradient_inside (const StrataWindow *w,
                        int64_t tap,
                        int64_t *first,
                        int64_t *end)
{
  const int64_t last = tap + GRADIENT_TAPS < w->kernel
                           ? tap + GRADIENT_TAPS - 1
                           : w->kernel - 1;
  const int64_t low = w->before - tap * w->dilation;
  const int64_t high = w->input - 1 + w->before - last * w->dilation;

  *first = low > 0 ? (low + w->stride - 1) / w->stride : 0;
  *end = high < 0 ? 0 : high / w->stride + 1;
  *first = *first < w->output ? *first : w->output;
  *end = *end < w->output ? *end : w->output;
  *end = *end > *first ? *end : *first;
}

/* The products along output row @o of image @n, which sees input row @y. */
W_ void
kernel_gradient_row (const StrataKernelGradient *g,
                     const GradientLanes *lanes,
                     int64_t n,
                     int64_t o,
                     int64_t y,
                     int64_t tap,
                     GradientSums sums)
{
  const StrataWindow *w = &g->window[1];
  const int64_t channels = g->channels, outputs = channels * g->multiplier;
  const E *x = (const E *) g->input
               + (n * g->window[0].input + y) * w->input * channels
               + lanes->input;
  const V *d = (const V *) g->gradient
               + (n * g->window[0].output + o) * w->output * outputs
               + lanes->output;
  int64_t first, end;

  kernel_gradient_inside (w, tap, &first, &end);
  kernel_gradient_part (g, lanes, x, d, 0, first, tap, false, false, sums);
  if (lanes->plain)
    kernel_gradient_part (g, lanes, x, d, first, end, tap, true, true, sums);
  else
    kernel_gradient_part (g, lanes, x, d, first, end, tap, true, false, sums);
  kernel_gradient_part (g, lanes, x, d, end, w->output, tap, false, false,
                        sums);
}

static void
kernel_gradient_lanes (const StrataKernelGradient *g,
                       const GradientLanes *lanes,
                       int64_t row,
                       int64_t tap)
{
  const StrataWindow *h = &g->window[0];
  const int64_t outputs = g->channels * g->multiplier;
  E *result = (E *) g->result
              + (row * g->window[1].kernel + tap) * outputs + lanes->output;
  GradientSums total;
  int64_t first, end;

  strata_window_outputs (h, row, &first, &end);
  EACH (t, GRADIENT_TAPS, { total[t] = v_zero (); })
  for (int64_t n = 0; n < g->batch; n++)
    for (int64_t o = first; o < end; o++)
      {
        int64_t y = strata_window_source (h, o, row);
        GradientSums sums;

        EACH (t, GRADIENT_TAPS, { sums[t] = v_zero (); })
        kernel_gradient_row (g, lanes, n, o, y, tap, sums);
        EACH (t, GRADIENT_TAPS, { total[t] = v_add (total[t], sums[t]); })
      }
  EACH (t, GRADIENT_TAPS, {
    if (tap + t < g->window[1].kernel)
      e_store_m (result + t * outputs, total[t], lanes->outputs);
  })
}

static void
kernel_gradient_nhwc (const StrataKernelGradient *g,
                      int64_t row,
                      int64_t first,
                      int64_t end)
{
  for (int64_t c = first; c < end; c += V_LANES)
    {
      GradientLanes lanes = gradient_lanes (c, end, g->multiplier);

      for (int64_t tap = 0; tap < g->window[1].kernel; tap += GRADIENT_TAPS)
        kernel_gradient_lanes (g, &lanes, row, tap);
    }
}

/* The products along one row of one plane: a vector of partial sums. */
W_ vf
kernel_gradient_line (const StrataWindow *w,
                      const E *x,
                      const V *d,
                      int64_t first,
                      int64_t end)
{
  vf sum = v_zero ();

  for (int64_t j = first; j < end; j += V_LANES)
    {
      int n = end - j < V_LANES ? (int) (end - j) : V_LANES;
      vm lanes = v_lanes (0, n);
      const E *at = x + (j - first) * w->stride;
      vf u = w->stride == 1 ? e_load_m (at, lanes)
                            : e_gather (at, w->stride, lanes);

      sum = v_fma (u, v_load_m (d + j, lanes), sum);
    }
  return sum;
}

static V
kernel_gradient_tap (const StrataKernelGradient *g,
                     int64_t channel,
                     int64_t row,
                     int64_t tap)
{
  const StrataWindow *h = &g->window[0], *w = &g->window[1];
  const int64_t outputs = g->channels * g->multiplier;
  const int64_t from = channel / g->multiplier;
  int64_t row_first, row_end, first, end;
  vf total = v_zero ();

  strata_window_outputs (h, row, &row_first, &row_end);
  strata_window_outputs (w, tap, &first, &end);
  if (first >= end)
    return 0;
  for (int64_t n = 0; n < g->batch; n++)
    for (int64_t o = row_first; o < row_end; o++)
      {
        const int64_t y = strata_window_from (h, o) + row * h->dilation;
        const E *x = (const E *) g->input
                     + ((n * g->channels + from) * h->input + y) * w->input
                     + strata_window_from (w, first) + tap * w->dilation;
        const V *d = (const V *) g->gradient
                     + ((n * outputs + channel) * h->output + o) * w->output;

        total = v_add (total, kernel_gradient_line (w, x, d, first, end));
      }
  return v_sum (total);
}

static void
kernel_gradient_nchw (const StrataKernelGradient *g,
                      int64_t row,
                      int64_t first,
                      int64_t end)
{
  const int64_t outputs = g->channels * g->multiplier;
  const int64_t kernel = g->window[1].kernel;

  for (int64_t c = first; c < end; c++)
    for (int64_t tap = 0; tap < kernel; tap++)
      e_store_m ((E *) g->result + (row * kernel + tap) * outputs + c,
                 v_set1 (kernel_gradient_tap (g, c, row, tap)),
                 v_lanes (0, 1));
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

/* Adds to @sums, vectors of channels from @c on, what the output at @d owes to
 * the input through one tap with the weights @w. @plain: there are so many
 * channels, and no multiplier. */
W_ void
input_gradient_add (const StrataInputGradient *g,
                    const V *d,
                    const V *w,
                    int64_t c,
                    const int vectors,
                    const bool plain,
                    vf sums[GRADIENT_VECTORS])
{
  if (plain)
    {
      EACH (v, GRADIENT_VECTORS, {
        const int64_t at = c + v * V_LANES;

        if (v < vectors)
          sums[v] = v_fma (v_load (w + at), v_load (d + at), sums[v]);
      })
      return;
    }
  for (int64_t q = 0; q < g->multiplier; q++)
    EACH (v, GRADIENT_VECTORS, {
      const int64_t at = c + v * V_LANES;
      const int64_t left = g->channels - at;

      if (v < vectors && left > 0)
        {
          vm lanes = v_lanes (0, left < V_LANES ? (int) left : V_LANES);
          const V *from = d + at * g->multiplier + q;
          vf u = g->multiplier == 1 ? v_load_m (from, lanes)
                                    : v_gather (from, g->multiplier, lanes);

          sums[v] = v_fma (v_load_m (w + q * g->channels + at, lanes), u,
                           sums[v]);
        }
    })
}

W_ void
input_gradient_place (const StrataInputGradient *g,
                      int64_t y,
                      int64_t x,
                      int64_t c,
                      const int vectors,
                      const bool plain)
{
  const StrataWindow *h = &g->window[0], *w = &g->window[1];
  const int64_t outputs = g->channels * g->multiplier;
  vf sums[GRADIENT_VECTORS];

  EACH (v, GRADIENT_VECTORS, { sums[v] = v_zero (); })
  for (int64_t r = 0; r < h->kernel; r++)
    {
      int64_t o = gradient_output_of (h, y, r);

      for (int64_t k = 0; o >= 0 && k < w->kernel; k++)
        {
          int64_t j = gradient_output_of (w, x, k);

          if (j >= 0)
            input_gradient_add (
                g, (const V *) g->gradient + (o * w->output + j) * outputs,
                (const V *) g->weights + (r * w->kernel + k) * outputs, c,
                vectors, plain, sums);
        }
    }
  EACH (v, GRADIENT_VECTORS, {
    const int64_t at = c + v * V_LANES;
    const int64_t left = g->channels - at;

    if (v < vectors && left > 0)
      e_store_m ((E *) g->result + (y * w->input + x) * g->channels + at,
                 sums[v], v_lanes (0, left < V_LANES ? (int) left : V_LANES));
  })
}

static void
input_gradient_nhwc (const StrataInputGradient *g, int64_t first, int64_t end)
{
  for (int64_t y = first; y < end; y++)
    for (int64_t x = 0; x < g->window[1].input; x++)
      {
        const int64_t plain = g->multiplier == 1 ? g->channels : 0;
        int64_t c = 0;

        for (; plain - c >= GRADIENT_VECTORS * V_LANES;
             c += GRADIENT_VECTORS * V_LANES)
          input_gradient_place (g, y, x, c, GRADIENT_VECTORS, true);
        for (; plain - c >= V_LANES; c += V_LANES)
          input_gradient_place (g, y, x, c, 1, true);
        for (; c < g->channels; c += V_LANES)
          input_gradient_place (g, y, x, c, 1, false);
      }
}

/* Of V_LANES places from @at on, those in [0, places). */
W_ vm
gradient_lanes_of (int64_t at, int64_t places)
{
  int64_t low = at < 0 ? -at : 0;
  int64_t high = at < places ? places - at : 0;

  low = low < V_LANES ? low : V_LANES;
  high = high < V_LANES ? high : V_LANES;
  return v_lanes ((int) low, (int) (high > low ? high : low));
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
  const int64_t outputs = g->channels * g->multiplier;
  const int64_t plane = h->output * w->output;

  for (int64_t k = 0; k < w->kernel; k++)
    {
      const int64_t from = x + w->before - k * w->dilation;
      const int64_t j = w->stride == 1 ? from : from / w->stride;
      const V *weights
          = (const V *) g->weights + (r * w->kernel + k) * outputs + channel;
      const V *d = (const V *) g->gradient + channel * g->multiplier * plane
                   + o * w->output + j;
      vm lanes[GRADIENT_VECTORS];

      if (j * w->stride != from)
        continue;
      EACH (v, GRADIENT_VECTORS, {
        if (v < vectors)
          lanes[v] = gradient_lanes_of (j + v * V_LANES, w->output);
      })
      for (int64_t q = 0; q < g->multiplier; q++)
        {
          const vf t = v_set1 (weights[q * g->channels]);

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

static void
input_gradient_nchw (const StrataInputGradient *g,
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
