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
  return lanes;
}

/* Adds to @sums, for the taps from @tap on, the products along output row @o
 * of image @n, which sees input row @y. */
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

  for (int64_t j = 0; j < w->output; j++)
    {
      const vf u = v_load_m (d + j * outputs, lanes->outputs);
      int64_t column = strata_window_start (w, j) + tap * w->dilation;

      EACH (t, GRADIENT_TAPS, {
        if (tap + t < w->kernel && column >= 0 && column < w->input)
          {
            vf v = e_load_m (x + column * channels, lanes->inputs);

            if (g->multiplier > 1)
              v = v_permute (v, lanes->spread);
            sums[t] = v_fma (v, u, sums[t]);
          }
        column += w->dilation;
      })
    }
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
  int64_t row_first, row_end, first, end;
  vf total = v_zero ();

  strata_window_outputs (h, row, &row_first, &row_end);
  strata_window_outputs (w, tap, &first, &end);
  if (first >= end)
    return 0;
  for (int64_t n = 0; n < g->batch; n++)
    for (int64_t o = row_first; o < row_end; o++)
      {
        int64_t y = strata_window_source (h, o, row);
        int64_t from = n * g->channels + channel / g->multiplier;
        const E *x = (const E *) g->input
                     + (from * h->input + y) * w->input
                     + strata_window_source (w, first, tap);
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

/* Adds to @sums, GRADIENT_VECTORS vectors of channels from @c on, what the
 * output at @d owes to the input through one tap with the weights @w. */
W_ void
input_gradient_add (const StrataInputGradient *g,
                    const V *d,
                    const V *w,
                    int64_t c,
                    vf sums[GRADIENT_VECTORS])
{
  for (int64_t q = 0; q < g->multiplier; q++)
    EACH (v, GRADIENT_VECTORS, {
      const int64_t at = c + v * V_LANES;
      const int64_t left = g->channels - at;

      if (left > 0)
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

static void
input_gradient_place (const StrataInputGradient *g,
                      int64_t y,
                      int64_t x,
                      int64_t c)
{
  const StrataWindow *h = &g->window[0], *w = &g->window[1];
  const int64_t outputs = g->channels * g->multiplier;
  vf sums[GRADIENT_VECTORS];

  EACH (v, GRADIENT_VECTORS, { sums[v] = v_zero (); })
  for (int64_t r = 0; r < h->kernel; r++)
    {
      int64_t o = strata_window_output_of (h, y, r);

      for (int64_t k = 0; o >= 0 && k < w->kernel; k++)
        {
          int64_t j = strata_window_output_of (w, x, k);

          if (j >= 0)
            input_gradient_add (
                g, (const V *) g->gradient + (o * w->output + j) * outputs,
                (const V *) g->weights + (r * w->kernel + k) * outputs, c,
                sums);
        }
    }
  EACH (v, GRADIENT_VECTORS, {
    const int64_t at = c + v * V_LANES;
    const int64_t left = g->channels - at;

    if (left > 0)
      e_store_m ((E *) g->result + (y * w->input + x) * g->channels + at,
                 sums[v], v_lanes (0, left < V_LANES ? (int) left : V_LANES));
  })
}

static void
input_gradient_nhwc (const StrataInputGradient *g, int64_t first, int64_t end)
{
  for (int64_t y = first; y < end; y++)
    for (int64_t x = 0; x < g->window[1].input; x++)
      for (int64_t c = 0; c < g->channels; c += GRADIENT_VECTORS * V_LANES)
        input_gradient_place (g, y, x, c);
}

/* The sum for the place (@y, @x) of a plane. */
static V
input_gradient_sum (const StrataInputGradient *g,
                    int64_t channel,
                    int64_t y,
                    int64_t x)
{
  const StrataWindow *h = &g->window[0], *w = &g->window[1];
  const int64_t outputs = g->channels * g->multiplier;
  const int64_t plane = h->output * w->output;
  V sum = 0;

  for (int64_t r = 0; r < h->kernel; r++)
    {
      int64_t o = strata_window_output_of (h, y, r);

      for (int64_t k = 0; o >= 0 && k < w->kernel; k++)
        {
          int64_t j = strata_window_output_of (w, x, k);
          const V *weights = (const V *) g->weights
                             + (r * w->kernel + k) * outputs + channel;
          const V *d = (const V *) g->gradient
                       + channel * g->multiplier * plane + o * w->output + j;

          for (int64_t q = 0; j >= 0 && q < g->multiplier; q++)
            sum += weights[q * g->channels] * d[q * plane];
        }
    }
  return sum;
}

/* The sums for V_LANES places from (@y, @x) on, for a column stride of 1. */
static vf
input_gradient_sums (const StrataInputGradient *g,
                     int64_t channel,
                     int64_t y,
                     int64_t x)
{
  const StrataWindow *h = &g->window[0], *w = &g->window[1];
  const int64_t outputs = g->channels * g->multiplier;
  const int64_t plane = h->output * w->output;
  vf sum = v_zero ();

  for (int64_t r = 0; r < h->kernel; r++)
    {
      int64_t o = strata_window_output_of (h, y, r);

      for (int64_t k = 0; o >= 0 && k < w->kernel; k++)
        {
          int64_t j = x + w->before - k * w->dilation;
          int64_t low = j < 0 ? -j : 0, high = w->output - j;
          const V *weights = (const V *) g->weights
                             + (r * w->kernel + k) * outputs + channel;
          const V *d = (const V *) g->gradient
                       + channel * g->multiplier * plane + o * w->output + j;
          vm lanes;

          low = low < V_LANES ? low : V_LANES;
          high = high < V_LANES ? high : V_LANES;
          if (low >= high)
            continue;
          lanes = v_lanes ((int) low, (int) high);
          for (int64_t q = 0; q < g->multiplier; q++)
            sum = v_fma_m (lanes, v_load_m (d + q * plane, lanes),
                           v_set1 (weights[q * g->channels]), sum);
        }
    }
  return sum;
}

static void
input_gradient_nchw (const StrataInputGradient *g,
                     int64_t channel,
                     int64_t first,
                     int64_t end)
{
  const StrataWindow *w = &g->window[1];
  const int64_t rows = g->window[0].input;

  for (int64_t y = first; y < end; y++)
    {
      E *row = (E *) g->result + (channel * rows + y) * w->input;

      if (w->stride == 1)
        for (int64_t x = 0; x < w->input; x += V_LANES)
          {
            int64_t left = w->input - x;

            e_store_m (row + x, input_gradient_sums (g, channel, y, x),
                       v_lanes (0, left < V_LANES ? (int) left : V_LANES));
          }
      else
        for (int64_t x = 0; x < w->input; x++)
          e_store_m (row + x,
                     v_set1 (input_gradient_sum (g, channel, y, x)),
                     v_lanes (0, 1));
    }
}
