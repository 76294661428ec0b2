/* depthwise-nhwc.h — depthwise convolution where channels lie side by side.
 *
 * A vector holds neighbouring output channels of one place. A tile is a few
 * places of one or two output rows, kept in registers; each input vector is
 * loaded once and serves every tap of every place of the tile that sees it.
 * Taps that fall on padding are skipped, never multiplied.
 *
 * With a depth multiplier, the lanes of an output vector look at the same few
 * input channels: these are loaded and spread over the lanes.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "finish.h"

/* The part of a task that all its tiles share. */
typedef struct
{
  const StrataWindow *rows, *columns;
  const E *input;
  int64_t channels;
  int64_t row_step; /* elements from one input row to the next */
  void *output;
  int64_t output_channels;
  int64_t row_first;
  Finish finish;
} Band;

/* The widest window that tiles are made for, and the most input columns that
 * a tile of one of them spans. */
#define MAX_KERNEL 7
#define MAX_SPAN 17

/* One block of channels: a vector of outputs and what it is made from. */
typedef struct
{
  const V *bias;
  const V *weights;
  vi spread;
  vm inputs;      /* lanes to load */
  vm outputs;     /* lanes to store */
  int64_t input;  /* first channel read */
  int64_t output; /* first channel written */
} Block;

W_ Block
block_init (const StrataDepthwise *d, int64_t index)
{
  int64_t outputs = d->channels * d->multiplier;
  int64_t taps = d->window[0].kernel * d->window[1].kernel;
  const V *packed = (const V *) d->packed + index * (taps + 2) * V_LANES;
  int64_t first = index * V_LANES;
  int64_t end = first + V_LANES < outputs ? first + V_LANES : outputs;
  int64_t input = first / d->multiplier;
  Block block = {
    .bias = packed,
    .weights = packed + 2 * V_LANES,
    .spread = v_index ((const void *) (packed + V_LANES)),
    .inputs = v_lanes (0, (int) ((end - 1) / d->multiplier - input) + 1),
    .outputs = v_lanes (0, (int) (end - first)),
    .input = input,
    .output = first,
  };

  return block;
}

/* @plain: as many input as output channels, and a full vector of them. */
W_ vf
block_load (const Block *block, const E *p, const bool plain)
{
  if (plain)
    return e_load (p);
  return v_permute (e_load_m (p, block->inputs), block->spread);
}

/* Stores a tile's sums; @rows and @columns may be fewer than computed. */
W_ void
store_tile (const Band *band,
            const Block *block,
            int64_t o,
            int64_t t0,
            const int rows,
            int used,
            const bool plain,
            vf acc[V_TILE_ROWS][V_TILE_COLUMNS])
{
  const Finish *f = &band->finish;

  if (f->function)
    {
      V sums[V_TILE_ROWS * V_TILE_COLUMNS * V_LANES];

      EACH (a, 2, EACH (t, V_TILE_COLUMNS, {
        if (a < rows)
          v_store (sums + (a * V_TILE_COLUMNS + t) * V_LANES, acc[a][t]);
      }))
      finish_sums (f->function, rows * V_TILE_COLUMNS, sums);
      EACH (a, 2, EACH (t, V_TILE_COLUMNS, {
        if (a < rows)
          acc[a][t] = v_load (sums + (a * V_TILE_COLUMNS + t) * V_LANES);
      }))
    }

  EACH (a, 2, {
    int64_t place = (o + a - band->row_first) * band->columns->output + t0;
    int64_t at = place * band->output_channels + block->output;

    if (a < rows)
      EACH (t, V_TILE_COLUMNS, {
        void *p = finish_at (f, band->output,
                             at + t * band->output_channels);
        vf y = finish_clamp (f, acc[a][t]);

        if (t < used && plain)
          finish_store (f, p, y);
        else if (t < used)
          finish_store_m (f, p, y, block->outputs);
      })
  })
}

/* Adds the products of one input row to the sums of the output rows that see
 * it: to row 0 with the weights @w0 where @first says so, to row 1 with @w1
 * where @second does. Columns from @low to before @high exist. */
W_ void
tile_row (const Block *block,
          const E *p,
          int64_t channels,
          const V *w0,
          const V *w1,
          int low,
          int high,
          const int kernel,
          const int stride,
          const bool first,
          const bool second,
          const bool edge,
          const bool plain,
          vf acc[V_TILE_ROWS][V_TILE_COLUMNS])
{
  vf u[MAX_KERNEL], v[MAX_KERNEL];

  EACH (k, MAX_KERNEL, {
    if (first && k < kernel)
      u[k] = v_load (w0 + k * V_LANES);
    if (second && k < kernel)
      v[k] = v_load (w1 + k * V_LANES);
  })

  EACH (c, MAX_SPAN, {
    if (c < (V_TILE_COLUMNS - 1) * stride + kernel
        && (!edge || (c >= low && c < high)))
      {
        vf x = block_load (block, p + c * channels, plain);

        EACH (t, V_TILE_COLUMNS, {
          const int k = c - t * stride;

          if (first && k >= 0 && k < kernel)
            acc[0][t] = v_fma (x, u[k], acc[0][t]);
          if (second && k >= 0 && k < kernel)
            acc[1][t] = v_fma (x, v[k], acc[1][t]);
        })
      }
  })
}

/* A tile of a window with @kernel columns, @stride and no dilation between
 * columns. */
W_ void
tile (const Band *band,
      const Block *block,
      int64_t o,
      int64_t t0,
      const int kernel,
      const int stride,
      const int rows,
      const bool edge,
      const bool plain)
{
  const int64_t row_stride = band->rows->stride;
  const int64_t kernel_rows = band->rows->kernel;
  const int span = (V_TILE_COLUMNS - 1) * stride + kernel;
  const int64_t y0 = strata_window_start (band->rows, o);
  const int64_t x0 = strata_window_start (band->columns, t0);
  const int low = x0 < 0 ? (int) -x0 : 0;
  const int64_t past = band->columns->input - x0;
  const int high = past < span ? (int) past : span;
  const int64_t places = band->columns->output - t0;
  vf acc[V_TILE_ROWS][V_TILE_COLUMNS];
  vf bias = v_load (block->bias);

  EACH (t, V_TILE_COLUMNS, {
    acc[0][t] = bias;
    acc[1][t] = bias;
  })

  for (int64_t r = 0; r < (rows - 1) * row_stride + kernel_rows; r++)
    {
      const int64_t y = y0 + r;
      const int64_t s = r - row_stride;
      const E *p;
      const V *w0, *w1;
      bool first = r < kernel_rows, second = rows > 1 && s >= 0;

      if (y < 0 || y >= band->rows->input)
        continue;
      p = band->input + y * band->row_step + x0 * band->channels
          + block->input;
      w0 = block->weights + r * kernel * V_LANES;
      w1 = block->weights + s * kernel * V_LANES;

      if (first && second)
        tile_row (block, p, band->channels, w0, w1, low, high, kernel, stride,
                  true, true, edge, plain, acc);
      else if (first)
        tile_row (block, p, band->channels, w0, w1, low, high, kernel, stride,
                  true, false, edge, plain, acc);
      else if (second)
        tile_row (block, p, band->channels, w0, w1, low, high, kernel, stride,
                  false, true, edge, plain, acc);
    }

  store_tile (band, block, o, t0, rows,
              places < V_TILE_COLUMNS ? (int) places : V_TILE_COLUMNS, plain,
              acc);
}

/* A tile of one row of any window at all. */
W_ void
tile_any (const Band *band,
          const Block *block,
          int64_t o,
          int64_t t0,
          const bool edge,
          const bool plain)
{
  const StrataWindow *window = band->columns;
  const int64_t step = window->stride * band->channels;
  const int64_t y0 = strata_window_start (band->rows, o);
  const int64_t x0 = strata_window_start (window, t0);
  const int64_t places = window->output - t0;
  const int used = places < V_TILE_COLUMNS ? (int) places : V_TILE_COLUMNS;
  int64_t tap, tap_end;
  vf acc[V_TILE_ROWS][V_TILE_COLUMNS];
  vf bias = v_load (block->bias);

  EACH (t, V_TILE_COLUMNS, {
    acc[0][t] = bias;
    acc[1][t] = bias;
  })

  strata_window_taps (band->rows, o, &tap, &tap_end);
  for (; tap < tap_end; tap++)
    {
      const int64_t y = y0 + tap * band->rows->dilation;
      const E *p = band->input + y * band->row_step + block->input
                   + x0 * band->channels;
      const V *w = block->weights + tap * window->kernel * V_LANES;

      for (int64_t k = 0; k < window->kernel; k++)
        {
          const vf u = v_load (w + k * V_LANES);
          int64_t x = x0 + k * window->dilation;

          EACH (t, V_TILE_COLUMNS, {
            if (!edge || (t < used && x >= 0 && x < window->input))
              acc[0][t] = v_fma (block_load (block, p + t * step, plain), u,
                                 acc[0][t]);
            x += window->stride;
          })
          p += window->dilation * band->channels;
        }
    }

  store_tile (band, block, o, t0, 1, used, plain, acc);
}

typedef void (*TileFunc) (const Band *band,
                          const Block *block,
                          int64_t o,
                          int64_t t0);

/* The ways to compute a tile: [rows - 1][on an edge][plain]. */
typedef struct
{
  int64_t kernel, stride; /* of the columns; 0: any */
  int rows;               /* the most that a tile takes */
  TileFunc tile[V_TILE_ROWS][2][2];
} TileKind;

#define TILE(kernel, stride, rows, edge, plain)                               \
  static void tile_##kernel##_##stride##_##rows##_##edge##_##plain (          \
      const Band *band, const Block *block, int64_t o, int64_t t0)            \
  {                                                                           \
    tile (band, block, o, t0, kernel, stride, rows, edge, plain);                                                           \
  }
#define TILES(kernel, stride)                                                 \
  TILE (kernel, stride, 1, 0, 0)                                              \
  TILE (kernel, stride, 1, 0, 1)                                              \
  TILE (kernel, stride, 1, 1, 0)                                              \
  TILE (kernel, stride, 1, 1, 1)                                              \
  TILE (kernel, stride, 2, 0, 0)                                              \
  TILE (kernel, stride, 2, 0, 1)                                              \
  TILE (kernel, stride, 2, 1, 0)                                              \
  TILE (kernel, stride, 2, 1, 1)
#define TILE_ROW(kernel, stride, rows)                                        \
  {                                                                           \
    { tile_##kernel##_##stride##_##rows##_0_0,                                \
      tile_##kernel##_##stride##_##rows##_0_1 },                              \
    { tile_##kernel##_##stride##_##rows##_1_0,                                \
      tile_##kernel##_##stride##_##rows##_1_1 },                              \
  }
#define TILE_KIND(kernel, stride)                                             \
  {                                                                           \
    kernel, stride, 2,                                                        \
    { TILE_ROW (kernel, stride, 1), TILE_ROW (kernel, stride, 2) },           \
  }
#define TILE_ANY(edge, plain)                                                 \
  static void tile_any_##edge##_##plain (const Band *band,                    \
                                         const Block *block, int64_t o,       \
                                         int64_t t0)                          \
  {                                                                           \
    tile_any (band, block, o, t0, edge, plain);                               \
  }

#if V_TILES
TILES (3, 1)
TILES (3, 2)
TILES (5, 1)
TILES (5, 2)
TILES (7, 1)
#endif
TILE_ANY (0, 0)
TILE_ANY (0, 1)
TILE_ANY (1, 0)
TILE_ANY (1, 1)

/* The first that fits is taken. */
static const TileKind tile_kinds[] = {
#if V_TILES
  TILE_KIND (3, 1),
  TILE_KIND (3, 2),
  TILE_KIND (5, 1),
  TILE_KIND (5, 2),
  TILE_KIND (7, 1),
#endif
  { 0,
    0,
    1,
    { { { tile_any_0_0, tile_any_0_1 }, { tile_any_1_0, tile_any_1_1 } } } },
};

#undef TILE
#undef TILES
#undef TILE_ROW
#undef TILE_KIND
#undef TILE_ANY

static const TileKind *
tile_kind_for (const StrataWindow window[2])
{
  const TileKind *kind = tile_kinds;

  while (kind->kernel
         && !(kind->kernel == window[1].kernel
              && kind->stride == window[1].stride
              && window[0].dilation == 1 && window[1].dilation == 1))
    kind++;
  return kind;
}

/* Whether some place of a tile looks beyond the input, or lies beyond the
 * output. */
W_ bool
tile_on_edge (const StrataWindow *window, int64_t t0)
{
  int64_t last = t0 + V_TILE_COLUMNS - 1;

  return strata_window_start (window, t0) < 0 || last >= window->output
         || strata_window_start (window, last) + window->extent > window->input;
}

static void
depthwise_nhwc (const StrataDepthwise *d, const StrataDepthwisePart *part)
{
  const TileKind *kind = tile_kind_for (d->window);
  const int64_t outputs = d->channels * d->multiplier;
  const Band band = {
    .rows = &d->window[0],
    .columns = &d->window[1],
    .input = part->input,
    .channels = d->channels,
    .row_step = d->window[1].input * d->channels,
    .output = part->output,
    .output_channels = outputs,
    .row_first = part->row_first,
    .finish = finish_init (&d->finish, d->wide),
  };
  int rows;

  for (int64_t o = part->row_first; o < part->row_end; o += rows)
    {
      rows = part->row_end - o < kind->rows ? 1 : kind->rows;
      for (int64_t t = 0; t < d->window[1].output; t += V_TILE_COLUMNS)
        {
          const TileFunc *func = kind->tile[rows - 1][tile_on_edge (
              &d->window[1], t)];

          for (int64_t b = part->block_first; b < part->block_end; b++)
            {
              Block block = block_init (d, b);
              bool plain = d->multiplier == 1 && (b + 1) * V_LANES <= outputs;

              func[plain](&band, &block, o, t);
            }
        }
    }
}
