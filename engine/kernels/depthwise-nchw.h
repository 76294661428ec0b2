/* depthwise-nchw.h — depthwise convolution where each channel is a plane.
 *
 * A vector holds neighbouring places of one output row. A tile is a few such
 * vectors of a few rows; where rows overlap, each input vector that is loaded
 * serves all of them. Lanes that look at padding are masked, never multiplied.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "finish.h"

typedef vf PlaneSums[V_PLANE_ROWS][V_PLANE_VECTORS];

/* One output plane and the input plane that it is made from. */
typedef struct
{
  const StrataWindow *rows, *columns;
  const E *input;
  void *output; /* at row row_first */
  int64_t row_first, row_end;
  const V *weights;
  V bias;
  Finish finish;
} Plane;

/* The columns of a tile, for one tap: which lanes of vector @v of it exist. */
W_ vm
plane_lanes (const StrataWindow *w, int64_t x, int64_t stride)
{
  int64_t low = x < 0 ? (-x + stride - 1) / stride : 0;
  int64_t high = x < w->input ? (w->input - x + stride - 1) / stride : 0;

  low = low < V_LANES ? low : V_LANES;
  high = high < V_LANES ? high : V_LANES;
  return v_lanes ((int) low, (int) (high > low ? high : low));
}

/* V_LANES places from @p on, @stride apart; with @edge those in [0, input)
 * alone, @x being the column of the first. */
W_ vf
plane_load (const StrataWindow *w,
            const E *p,
            int64_t x,
            const int stride,
            const bool edge,
            vm lanes)
{
  if (stride == 1)
    return edge ? e_load_m (p, lanes) : e_load (p);
  if (stride != 2)
    return e_gather (p, w->stride, lanes);
  if (!edge)
    return e_load_even (p);
  return v_even (e_load_m (p, plane_lanes (w, x, 1)),
                 e_load_m (p + V_LANES, plane_lanes (w, x + V_LANES, 1)));
}

/* Adds the products of one input row, at @p, to the output rows from @first
 * to before @end, whose taps begin at @weights - a·@back. */
W_ void
plane_row (const Plane *plane,
           const E *p,
           int64_t x,
           const V *weights,
           int64_t back,
           int first,
           int end,
           const int stride,
           const int rows,
           const int vectors,
           const bool edge,
           const bool all,
           PlaneSums acc)
{
  const StrataWindow *w = plane->columns;

  for (int64_t k = 0; k < w->kernel; k++)
    {
      EACH (v, V_PLANE_VECTORS, {
        if (v < vectors)
          {
            const int64_t at = v * V_LANES * w->stride;
            const vm lanes = edge ? plane_lanes (w, x + at, w->stride)
                                  : v_lanes (0, V_LANES);
            const vf u = plane_load (w, p + at, x + at, stride, edge, lanes);

            EACH (a, V_PLANE_ROWS, {
              if (a < rows && (all || (a >= first && a < end)))
                {
                  const vf t = v_set1 (weights[k - a * back]);

                  acc[a][v] = edge ? v_fma_m (lanes, u, t, acc[a][v])
                                   : v_fma (u, t, acc[a][v]);
                }
            })
          }
      })
      p += w->dilation;
      x += w->dilation;
    }
}

W_ void
plane_finish (const Finish *f, PlaneSums acc)
{
  V sums[V_PLANE_ROWS * V_PLANE_VECTORS * V_LANES];

  EACH (a, V_PLANE_ROWS, EACH (v, V_PLANE_VECTORS, {
    v_store (sums + (a * V_PLANE_VECTORS + v) * V_LANES, acc[a][v]);
  }))
  finish_sums (f->function, V_PLANE_ROWS * V_PLANE_VECTORS, sums);
  EACH (a, V_PLANE_ROWS, EACH (v, V_PLANE_VECTORS, {
    acc[a][v] = v_load (sums + (a * V_PLANE_VECTORS + v) * V_LANES);
  }))
}

W_ void
plane_store (const Plane *plane,
             int64_t o,
             int64_t j,
             int used,
             const int vectors,
             PlaneSums acc)
{
  const Finish *f = &plane->finish;
  const int64_t width = plane->columns->output;

  if (f->function)
    plane_finish (f, acc);

  EACH (a, V_PLANE_ROWS, EACH (v, V_PLANE_VECTORS, {
    if (v < vectors && a < used)
      {
        int64_t column = j + v * V_LANES;
        void *at = finish_at (f, plane->output,
                              (o + a - plane->row_first) * width + column);
        vf y = finish_clamp (f, acc[a][v]);

        if (width - column >= V_LANES)
          finish_store (f, at, y);
        else if (width > column)
          finish_store_m (f, at, y, v_lanes (0, (int) (width - column)));
      }
  }))
}

/* @stride is 1, 2 or, for any, 0. With one row, rows may be dilated. */
W_ void
plane_tile (const Plane *plane,
            int64_t o,
            int64_t j,
            const int stride,
            const int rows,
            const int vectors,
            const bool edge)
{
  const StrataWindow *h = plane->rows, *w = plane->columns;
  const int64_t left = plane->row_end - o;
  const int used = left < rows ? (int) left : rows;
  const int64_t y0 = strata_window_start (h, o);
  const int64_t x0 = strata_window_start (w, j);
  const int64_t span = (used - 1) * h->stride + h->extent;
  const int64_t back = h->stride * w->kernel;
  PlaneSums acc;

  EACH (a, V_PLANE_ROWS, EACH (v, V_PLANE_VECTORS, {
    acc[a][v] = v_set1 (plane->bias);
  }))

  for (int64_t r = 0; r < span; r += h->dilation)
    {
      const int64_t y = y0 + r;
      const int64_t tap = rows > 1 ? r : r / h->dilation;
      const V *weights = plane->weights + tap * w->kernel;
      const E *p = plane->input + y * w->input + x0;
      int64_t first = rows > 1 && r >= h->extent
                          ? (r - h->extent) / h->stride + 1
                          : 0;
      int64_t end = rows > 1 ? r / h->stride + 1 : 1;

      if (y < 0 || y >= h->input)
        continue;
      end = end < used ? end : used;
      if (first == 0 && end == rows)
        plane_row (plane, p, x0, weights, back, 0, rows, stride, rows, vectors,
                   edge, true, acc);
      else
        plane_row (plane, p, x0, weights, back, (int) first, (int) end, stride,
                   rows, vectors, edge, false, acc);
    }

  plane_store (plane, o, j, used, vectors, acc);
}

typedef void (*PlaneFunc) (const Plane *plane, int64_t o, int64_t j);

/* clang-format off */
#define PLANE(stride, rows, vectors, edge)                                    \
  static void plane_##stride##_##rows##_##vectors##_##edge (                  \
      const Plane *plane, int64_t o, int64_t j)                               \
  {                                                                           \
    plane_tile (plane, o, j, stride, rows ? V_PLANE_ROWS : 1, vectors, edge); \
  }
#define PLANES(stride)                                                        \
  PLANE (stride, 0, 1, 0)                                                     \
  PLANE (stride, 0, 1, 1)                                                     \
  PLANE (stride, 0, 2, 0)                                                     \
  PLANE (stride, 0, 2, 1)                                                     \
  PLANE (stride, 1, 1, 0)                                                     \
  PLANE (stride, 1, 1, 1)                                                     \
  PLANE (stride, 1, 2, 0)                                                     \
  PLANE (stride, 1, 2, 1)
#define PLANE_KIND(stride)                                                    \
  {                                                                           \
    { { plane_##stride##_0_1_0, plane_##stride##_0_1_1 },                     \
      { plane_##stride##_0_2_0, plane_##stride##_0_2_1 } },                   \
    { { plane_##stride##_1_1_0, plane_##stride##_1_1_1 },                     \
      { plane_##stride##_1_2_0, plane_##stride##_1_2_1 } },                   \
  }

PLANES (0)
PLANES (1)
PLANES (2)

/* [stride][several rows][vectors - 1][on an edge] */
static const PlaneFunc plane_tiles[3][2][2][2] = {
  PLANE_KIND (0), PLANE_KIND (1), PLANE_KIND (2),
};
#undef PLANE
#undef PLANES
#undef PLANE_KIND
/* clang-format on */

/* Whether a tile that begins at column @j reads beyond the input, be it for
 * lanes that are not wanted. */
W_ bool
plane_on_edge (const StrataWindow *w, int64_t j, int vectors)
{
  int64_t lanes = (int64_t) vectors * V_LANES;
  int64_t reach = w->stride == 2 ? 2 * lanes : (lanes - 1) * w->stride + 1;
  int64_t x = strata_window_start (w, j);

  return x < 0 || j + lanes > w->output
         || x + w->extent - 1 + reach > w->input;
}

static void
plane_run (const Plane *plane)
{
  const StrataWindow *w = plane->columns;
  const bool several = plane->rows->dilation == 1;
  const int stride = w->stride <= 2 ? (int) w->stride : 0;

  for (int64_t o = plane->row_first; o < plane->row_end;
       o += several ? V_PLANE_ROWS : 1)
    {
      int vectors;

      for (int64_t j = 0; j < w->output; j += (int64_t) vectors * V_LANES)
        {
          vectors = w->output - j > V_LANES ? V_PLANE_VECTORS : 1;
          plane_tiles[stride][several][vectors - 1][plane_on_edge (
              w, j, vectors)](plane, o, j);
        }
    }
}

static void
depthwise_nchw (const StrataDepthwise *d, const StrataDepthwisePart *part)
{
  const int64_t taps = d->window[0].kernel * d->window[1].kernel;
  const int64_t size = d->window[0].input * d->window[1].input;

  for (int64_t c = part->block_first; c < part->block_end; c++)
    {
      const V *packed = (const V *) d->packed + c * (taps + 1);
      Plane plane = {
        .rows = &d->window[0],
        .columns = &d->window[1],
        .input = (const E *) part->input + c / d->multiplier * size,
        .row_first = part->row_first,
        .row_end = part->row_end,
        .weights = packed + 1,
        .bias = packed[0],
        .finish = finish_init (&d->finish, d->wide),
      };

      plane.output = finish_at (&plane.finish, part->output,
                                c * part->output_plane);
      plane_run (&plane);
    }
}
