/* depthwise-nchw.h — depthwise convolution where each channel is a plane.
 *
 * A vector holds neighbouring places of one output row. A tile is a few such
 * vectors of a few rows; where rows overlap, each input vector that is loaded
 * serves all of them. Lanes that look at padding are masked, never multiplied.
 * Better ways for planes of some sizes are files of their own.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "depthwise-nhwc.h"
#include "finish.h"

#include "strata-window-private.h"

typedef vf PlaneSums[V_PLANE_ROWS][V_PLANE_VECTORS];

/* The widest window whose masks are kept, and the windows that tiles are made
 * for: at most so many columns, and rows seen by a tile. */
#define MAX_MASKS 31
#define MAX_PLANE_KERNEL 5
#define MAX_PLANE_ROWS 11

/* For one tap and one vector: the lanes that look at the input. For a stride
 * of 2 also which of the 2·V_LANES elements read exist. */
typedef struct
{
  vm lanes, low, high;
} PlaneMask;

/* The columns of a tile; the same for every row and every plane. */
typedef struct
{
  int64_t j, x0; /* first output, first input */
  PlaneMask masks[MAX_MASKS][V_PLANE_VECTORS];
} PlaneColumns;

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

/* Of V_LANES elements from @x on, @stride apart, those in [0, input). */
static vm
plane_lanes (const StrataWindow *w, int64_t x, int64_t stride)
{
  int64_t low = x < 0 ? (-x + stride - 1) / stride : 0;
  int64_t high = x < w->input ? (w->input - x + stride - 1) / stride : 0;

  low = low < V_LANES ? low : V_LANES;
  high = high < V_LANES ? high : V_LANES;
  return v_lanes ((int) low, (int) (high > low ? high : low));
}

static PlaneMask
plane_mask (const StrataWindow *w, int64_t x)
{
  PlaneMask mask = {
    .lanes = plane_lanes (w, x, w->stride),
    .low = plane_lanes (w, x, 1),
    .high = plane_lanes (w, x + V_LANES, 1),
  };

  return mask;
}

static void
plane_columns_init (PlaneColumns *columns, const StrataWindow *w, int64_t j)
{
  columns->j = j;
  columns->x0 = strata_window_from (w, j);
  for (int64_t k = 0; k < w->kernel && k < MAX_MASKS; k++)
    for (int64_t v = 0; v < V_PLANE_VECTORS; v++)
      columns->masks[k][v]
          = plane_mask (w, columns->x0 + k * w->dilation
                               + v * V_LANES * w->stride);
}

/* V_LANES places from @p on, @stride apart (0: any); with @edge those of the
 * mask alone. */
W_ vf
plane_load (const StrataWindow *w,
            const E *p,
            const PlaneMask *mask,
            const int stride,
            const bool edge)
{
  if (stride == 1)
    return edge ? e_load_m (p, mask->lanes) : e_load (p);
  if (stride != 2)
    return e_gather (p, w->stride, edge ? mask->lanes : v_lanes (0, V_LANES));
  if (edge)
    {
      vf even, odd;

      e_load_apart (p, mask->low, mask->high, &even, &odd);
      return even;
    }
  return e_load_even (p);
}

/* Adds the products of tap @k of one input row, at @p, to the output rows
 * from @first to before @end; output row a meets weights[k - a·back]. */
W_ void
plane_tap (const Plane *plane,
           const E *p,
           const PlaneMask *masks,
           const V *weights,
           int64_t back,
           int first,
           int end,
           const int stride,
           const int vectors,
           const bool edge,
           PlaneSums acc)
{
  const StrataWindow *w = plane->columns;

  EACH (v, V_PLANE_VECTORS, {
    if (v < vectors)
      {
        const vf u = plane_load (w, p + v * V_LANES * w->stride, masks + v,
                                 stride, edge);

        EACH (a, V_PLANE_ROWS, {
          if (a >= first && a < end)
            {
              const vf t = v_set1 (weights[-a * back]);

              acc[a][v] = edge ? v_fma_m (masks[v].lanes, u, t, acc[a][v])
                               : v_fma (u, t, acc[a][v]);
            }
        })
      }
  })
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
  er rare = e_rare_none ();

  if (f->function)
    plane_finish (f, acc);

  EACH (a, V_PLANE_ROWS, EACH (v, V_PLANE_VECTORS, {
    if (v < vectors && a < used)
      {
        acc[a][v] = finish_clamp (f, acc[a][v]);
        rare = e_rare (rare, acc[a][v]);
      }
  }))
  IN_STORE_WAY (store_way (f, rare), {
    EACH (a, V_PLANE_ROWS, EACH (v, V_PLANE_VECTORS, {
      if (v < vectors && a < used)
        {
          int64_t column = j + v * V_LANES;
          void *at = store_at (way, plane->output,
                               (o + a - plane->row_first) * width + column);

          if (width - column >= V_LANES)
            store (way, at, acc[a][v]);
          else if (width > column)
            store_m (way, at, acc[a][v], v_lanes (0, (int) (width - column)));
        }
    }))
  })
}

/* Where the rows of a tile lie. */
typedef struct
{
  int64_t o, y0;
  int64_t low, high; /* rows that exist, counted from y0 */
  int used;          /* output rows that are stored */
} PlaneRows;

W_ PlaneRows
plane_rows_init (const Plane *plane, int64_t o, int64_t rows)
{
  const StrataWindow *h = plane->rows;
  const int64_t left = plane->row_end - o;
  const int64_t y0 = strata_window_from (h, o);
  PlaneRows r = {
    .o = o,
    .y0 = y0,
    .low = y0 < 0 ? -y0 : 0,
    .high = h->input - y0,
    .used = (int) (left < rows ? left : rows),
  };

  return r;
}

/* A tile of a square window with the same @stride both ways, undilated. */
W_ void
plane_square (const Plane *plane,
              const PlaneColumns *columns,
              int64_t o,
              const int kernel,
              const int stride,
              const int vectors,
              const bool edge)
{
  const PlaneRows rows = plane_rows_init (plane, o, V_PLANE_ROWS);
  PlaneSums acc;

  EACH (a, V_PLANE_ROWS, EACH (v, V_PLANE_VECTORS, {
    acc[a][v] = v_set1 (plane->bias);
  }))
  EACH (r, MAX_PLANE_ROWS, {
    const E *p = plane->input + (rows.y0 + r) * plane->columns->input
                 + columns->x0;
    const int first = r < kernel ? 0 : (r - kernel) / stride + 1;
    const int last = r / stride;

    if (r < (V_PLANE_ROWS - 1) * stride + kernel && r >= rows.low
        && r < rows.high)
      EACH (k, MAX_PLANE_KERNEL, {
        if (k < kernel)
          plane_tap (plane, p + k, columns->masks[k],
                     plane->weights + r * kernel + k, stride * kernel, first,
                     last + 1, stride, vectors, edge, acc);
      })
  })
  plane_store (plane, o, columns->j, rows.used, vectors, acc);
}

/* A tile of one row of any window; @stride is 1, 2 or, for any, 0. */
W_ void
plane_any (const Plane *plane,
           const PlaneColumns *columns,
           int64_t o,
           const int stride,
           const int vectors,
           const bool edge)
{
  const StrataWindow *h = plane->rows, *w = plane->columns;
  int64_t tap, tap_end;
  PlaneSums acc;

  EACH (a, V_PLANE_ROWS, EACH (v, V_PLANE_VECTORS, {
    acc[a][v] = v_set1 (plane->bias);
  }))
  strata_window_taps (h, o, &tap, &tap_end);
  for (; tap < tap_end; tap++)
    {
      const int64_t y = strata_window_from (h, o) + tap * h->dilation;
      const E *p = plane->input + y * w->input + columns->x0;
      const V *weights = plane->weights + tap * w->kernel;

      for (int64_t k = 0; k < w->kernel; k++)
        {
          const int64_t x = columns->x0 + k * w->dilation;
          PlaneMask far[V_PLANE_VECTORS];
          const PlaneMask *masks = columns->masks[k < MAX_MASKS ? k : 0];

          if (edge && k >= MAX_MASKS)
            {
              for (int v = 0; v < V_PLANE_VECTORS; v++)
                far[v] = plane_mask (w, x + v * V_LANES * w->stride);
              masks = far;
            }
          plane_tap (plane, p + k * w->dilation, masks, weights + k, 0, 0, 1,
                     stride, vectors, edge, acc);
        }
    }
  plane_store (plane, o, columns->j, 1, vectors, acc);
}

typedef void (*PlaneFunc) (const Plane *plane,
                           const PlaneColumns *columns,
                           int64_t o);

/* The ways to compute a tile: [vectors - 1][on an edge]. */
typedef struct
{
  int64_t kernel, stride; /* 0: any */
  int rows;
  PlaneFunc tile[2][2];
} PlaneKind;

/* clang-format off */
#define PLANE(kernel, stride, vectors, edge)                                  \
  static void plane_##kernel##_##stride##_##vectors##_##edge (                \
      const Plane *plane, const PlaneColumns *columns, int64_t o)             \
  {                                                                           \
    if (kernel)                                                               \
      plane_square (plane, columns, o, kernel, stride, vectors, edge);        \
    else                                                                      \
      plane_any (plane, columns, o, stride, vectors, edge);                   \
  }
#define PLANES(kernel, stride)                                                \
  PLANE (kernel, stride, 1, 0)                                                \
  PLANE (kernel, stride, 1, 1)                                                \
  PLANE (kernel, stride, 2, 0)                                                \
  PLANE (kernel, stride, 2, 1)
#define PLANE_KIND(kernel, stride)                                            \
  {                                                                           \
    kernel, stride, kernel ? V_PLANE_ROWS : 1,                                \
    { { plane_##kernel##_##stride##_1_0, plane_##kernel##_##stride##_1_1 },   \
      { plane_##kernel##_##stride##_2_0, plane_##kernel##_##stride##_2_1 } }, \
  }

#if V_TILES && !V_SLIDES
PLANES (3, 1)
PLANES (3, 2)
PLANES (5, 1)
PLANES (5, 2)
#endif
PLANES (0, 1)
PLANES (0, 2)
PLANES (0, 0)

/* The first that fits is taken. */
static const PlaneKind plane_kinds[] = {
#if V_TILES && !V_SLIDES
  PLANE_KIND (3, 1),
  PLANE_KIND (3, 2),
  PLANE_KIND (5, 1),
  PLANE_KIND (5, 2),
#endif
  PLANE_KIND (0, 1),
  PLANE_KIND (0, 2),
  PLANE_KIND (0, 0),
};
#undef PLANE
#undef PLANES
#undef PLANE_KIND
/* clang-format on */

static const PlaneKind *
plane_kind_for (const StrataWindow window[2])
{
  const PlaneKind *kind = plane_kinds;
  const bool square = window[0].kernel == window[1].kernel
                      && window[0].stride == window[1].stride
                      && window[0].dilation == 1 && window[1].dilation == 1;

  while (!(kind->stride == 0
           || (kind->stride == window[1].stride
               && (kind->kernel == 0
                   || (square && kind->kernel == window[1].kernel)))))
    kind++;
  return kind;
}

/* Whether a tile that begins at column @j reads beyond the input, be it for
 * lanes that are not wanted. */
W_ bool
plane_on_edge (const StrataWindow *w, int64_t j, int vectors)
{
  int64_t lanes = (int64_t) vectors * V_LANES;
  int64_t reach = w->stride == 2 ? 2 * lanes : (lanes - 1) * w->stride + 1;
  int64_t x = strata_window_from (w, j);

  return x < 0 || j + lanes > w->output
         || x + w->extent - 1 + reach > w->input;
}

static Plane
plane_init (const StrataDepthwise *d,
            const StrataDepthwisePart *part,
            int64_t channel)
{
  const StrataWindow *h = &d->window[0], *w = &d->window[1];
  const V *packed
      = (const V *) d->packed + channel * (h->kernel * w->kernel + 1);
  Plane plane = {
    .rows = h,
    .columns = w,
    .input = (const E *) part->input
             + channel / d->multiplier * h->input * w->input,
    .row_first = part->row_first,
    .row_end = part->row_end,
    .weights = packed + 1,
    .bias = packed[0],
    .finish = finish_init (&d->finish, d->wide),
  };

  plane.output = finish_at (&plane.finish, part->output,
                            channel * part->output_plane);
  return plane;
}

#include "depthwise-nchw-line.h"
#include "depthwise-nchw-column.h"

/* Asks the two before. */
#include "depthwise-nchw-turned.h"

/* Row by row. */
static void
depthwise_nchw_rows (const StrataDepthwise *d, const StrataDepthwisePart *part)
{
  const StrataWindow *w = &d->window[1];
  const PlaneKind *kind = plane_kind_for (d->window);
  PlaneColumns columns;
  int vectors;

  for (int64_t j = 0; j < w->output; j += (int64_t) vectors * V_LANES)
    {
      PlaneFunc tile;

      vectors = w->output - j > V_LANES ? V_PLANE_VECTORS : 1;
      tile = kind->tile[vectors - 1][plane_on_edge (w, j, vectors)];
      plane_columns_init (&columns, w, j);
      for (int64_t c = part->block_first; c < part->block_end; c++)
        {
          const Plane plane = plane_init (d, part, c);

          for (int64_t o = part->row_first; o < part->row_end;
               o += kind->rows)
            tile (&plane, &columns, o);
        }
    }
}

/* The first way that fits is taken. */
static void
depthwise_nchw (const StrataDepthwise *d, const StrataDepthwisePart *part)
{
  if (column_wins (d->window)
      && part->row_end - part->row_first >= COLUMN_ROWS)
    depthwise_nchw_column (d, part);
  else if (plane_group (d->window) > 1
           && 2 * (part->block_end - part->block_first) >= V_LANES)
    depthwise_nchw_turned (d, part);
  else if (line_fits (d->window))
    depthwise_nchw_line (d, part);
  else
    depthwise_nchw_rows (d, part);
}
