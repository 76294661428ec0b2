/* depthwise-nhwc.h — depthwise convolution where channels lie side by side.
 *
 * A vector holds neighbouring output channels of one place. A tile is a few
 * places of one or two output rows, kept in registers; each input vector is
 * loaded once and serves every tap of every place of the tile that sees it.
 * Taps that fall on padding are skipped, never multiplied. A dilated window is
 * as many windows without dilation; see phase.h.
 *
 * With a depth multiplier, the lanes of an output vector look at the same few
 * input channels: these are loaded and spread over the lanes.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "finish.h"
#include "phase.h"

/* The part of a task that all its tiles share. Steps are in elements. */
typedef struct
{
  const StrataWindow *rows, *columns;
  const E *input;
  int64_t row_step, column_step;
  void *output;
  int64_t output_first; /* the place of row 0, column 0; it may be outside */
  int64_t output_row_step, output_column_step;
  int64_t output_channels;
  const V *packed;
  int64_t multiplier;
  int64_t block_size; /* elements of one packed block */
  Finish finish;
} Band;

/* One block of channels: a vector of outputs and what it is made from. */
typedef struct
{
  const V *bias;
  const V *weights;
  vi spread;
  vm inputs;      /* lanes to load */
  vm outputs;     /* lanes to store */
  bool full;      /* all of them */
  int64_t input;  /* first channel read */
  int64_t output; /* first channel written */
} Block;

/* Of a plain block only the pointers are needed. */
W_ Block
block_init (const Band *band, int64_t index, const bool plain)
{
  const V *packed = band->packed + index * band->block_size;
  const int64_t first = index * V_LANES;
  Block block = {
    .bias = packed,
    .weights = packed + 2 * V_LANES,
    .input = first,
    .output = first,
  };

  if (!plain)
    {
      int64_t left = band->output_channels - first;
      int64_t n = left < V_LANES ? left : V_LANES;
      int64_t last = (first + n - 1) / band->multiplier;

      block.input = first / band->multiplier;
      block.spread = v_index ((const void *) (packed + V_LANES));
      block.inputs = v_lanes (0, (int) (last - block.input) + 1);
      block.outputs = v_lanes (0, (int) n);
      block.full = n == V_LANES;
    }
  return block;
}

/* @plain: as many input as output channels, and a full vector of them. */
W_ vf
block_load (const Block *block, const E *p, const bool plain)
{
  if (plain)
    return e_load (p);
  return e_load_spread (p, block->spread, block->inputs);
}

/* Stores the sums of one row of a tile of @columns, of which @used are places,
 * from element @at on. */
W_ void
store_places (const Band *band,
              const Block *block,
              int64_t at,
              int used,
              const bool plain,
              const int columns,
              const vf acc[V_TILE_COLUMNS])
{
  const Finish *f = &band->finish;
  const Finish bounds = *f;
  /* What is stored might lie in the band, for all a compiler knows. */
  const int64_t step = band->output_column_step;
  void *output = band->output;
  vf y[V_TILE_COLUMNS];
  er rare = e_rare_none ();

  EACH (t, V_TILE_COLUMNS, {
    if (t < columns)
      y[t] = acc[t];
  })
  if (f->clamps)
    EACH (t, V_TILE_COLUMNS, {
      if (t < columns)
        y[t] = finish_clamp (&bounds, y[t]);
    })

  EACH (t, V_TILE_COLUMNS, {
    if (t < columns)
      rare = e_rare (rare, y[t]);
  })
  IN_STORE_WAY (store_way (f, rare), EACH (t, V_TILE_COLUMNS, {
    void *p = store_at (way, output, at + t * step);

    if (t < columns && t < used && (plain || block->full))
      store (way, p, y[t]);
    else if (t < columns && t < used)
      store_m (way, p, y[t], block->outputs);
  }))
}

/* The same, of row @o from column @t0 on. */
W_ void
store_row (const Band *band,
           const Block *block,
           int64_t o,
           int64_t t0,
           int used,
           const bool plain,
           const int columns,
           const vf acc[V_TILE_COLUMNS])
{
  const int64_t at = band->output_first + o * band->output_row_step
                     + t0 * band->output_column_step + block->output;

  store_places (band, block, at, used, plain, columns, acc);
}

/* Stores a tile's sums; @rows and @used columns may be fewer than computed. */
W_ void
store_tile (const Band *band,
            const Block *block,
            int64_t o,
            int64_t t0,
            int rows,
            int used,
            const bool plain,
            const int columns,
            vf acc[V_TILE_ROWS][V_TILE_COLUMNS])
{
  const Finish *f = &band->finish;

  if (f->function)
    {
      V sums[V_TILE_ROWS * V_TILE_COLUMNS * V_LANES];

      EACH (a, 2, EACH (t, V_TILE_COLUMNS, {
        if (a < rows && t < columns)
          v_store (sums + (a * columns + t) * V_LANES, acc[a][t]);
      }))
      finish_sums (f->function, rows * columns, sums);
      EACH (a, 2, EACH (t, V_TILE_COLUMNS, {
        if (a < rows && t < columns)
          acc[a][t] = v_load (sums + (a * columns + t) * V_LANES);
      }))
    }
  EACH (a, 2, {
    if (a < rows)
      store_row (band, block, o + a, t0, used, plain, columns, acc[a]);
  })
}

/* Where a tile lies on its input. */
typedef struct
{
  int64_t y0, x0;            /* the first tap of its first output */
  int low, high;             /* columns that exist, counted from x0 */
  int64_t row_low, row_high; /* rows that exist, counted from y0 */
  int used;                  /* places that are stored */
} Ground;

W_ Ground
ground_init (const Band *band,
             int64_t o,
             int64_t t0,
             int columns,
             int64_t rows,
             int64_t span)
{
  const StrataWindow *h = band->rows, *w = band->columns;
  const int64_t y0 = strata_window_from (h, o);
  const int64_t x0 = strata_window_from (w, t0);
  const int64_t past = w->input - x0, below = h->input - y0;
  const int64_t places = w->output - t0;
  Ground ground = {
    .y0 = y0,
    .x0 = x0,
    .low = x0 < 0 ? (int) (x0 > -span ? -x0 : span) : 0,
    .high = past < 0 ? 0 : past < span ? (int) past : (int) span,
    .row_low = y0 < 0 ? -y0 : 0,
    .row_high = below < rows ? below : rows,
    .used = places < columns ? (int) places : columns,
  };

  return ground;
}

/* Tiles of one row of any window at all. */
W_ void
tile_any (const Band *band,
          int64_t b,
          int64_t end,
          int64_t o,
          int64_t t0,
          const bool edge,
          const bool plain)
{
  const StrataWindow *w = band->columns;
  const int64_t step = w->stride * band->column_step;
  const int64_t span = (V_TILE_COLUMNS - 1) * w->stride + w->extent;
  const Ground ground = ground_init (band, o, t0, V_TILE_COLUMNS,
                                     band->rows->extent, span);
  int64_t tap, tap_end;

  strata_window_taps (band->rows, o, &tap, &tap_end);
  for (; b < end; b++)
    {
      const Block block = block_init (band, b, plain);
      const vf bias = v_load (block.bias);
      vf acc[V_TILE_ROWS][V_TILE_COLUMNS];

      EACH (t, V_TILE_COLUMNS, {
        acc[0][t] = bias;
        acc[1][t] = bias;
      })
      for (int64_t r = tap; r < tap_end; r++)
        {
          const int64_t y = ground.y0 + r * band->rows->dilation;
          const E *p = band->input + y * band->row_step + block.input
                       + ground.x0 * band->column_step;
          const V *weights = block.weights + r * w->kernel * V_LANES;
          int64_t x = ground.x0;

          for (int64_t k = 0; k < w->kernel; k++)
            {
              const vf u = v_load (weights + k * V_LANES);
              int64_t at = x;

              EACH (t, V_TILE_COLUMNS, {
                if (!edge || (t < ground.used && at >= 0 && at < w->input))
                  acc[0][t] = v_fma (block_load (&block, p + t * step, plain),
                                     u, acc[0][t]);
                at += w->stride;
              })
              p += w->dilation * band->column_step;
              x += w->dilation;
            }
        }
      store_tile (band, &block, o, t0, 1, ground.used, plain, V_TILE_COLUMNS,
                  acc);
    }
}

/* @rows: how many of a tile's rows are wanted. */
typedef void (*TileFunc) (const Band *band,
                          int64_t first,
                          int64_t end,
                          int64_t o,
                          int rows,
                          int64_t t0);

/* Where a tile lies: wholly on inputs; near enough to an edge for some of its
 * first or last input columns to be missing, or rows; or anywhere. */
typedef enum
{
  TILE_INSIDE,
  TILE_BRIM,
  TILE_EDGE,
  TILE_N_WHERE
} TileWhere;

typedef struct
{
  TileFunc plain[TILE_N_WHERE], any;
} TileFuncs;

/* The ways to compute a tile. */
typedef struct
{
  int64_t kernel, stride; /* of the columns; 0: any */
  int rows, columns;      /* of a tile */
  int blocks;             /* of channels, taken together */
  int least;              /* rows, from which on it is worth it */
  bool crowded;           /* only where columns crowd */
  bool near;              /* only there or where the tensors are near */
  bool rolls;             /* only where rows may be stored one by one */
  bool apart;             /* only where they may between loads of the next */
  TileFuncs full, slim;   /* slim: of one column less, if there are such */
} TileKind;

/* Strips are as long as there are rows. */
#define STRIP_ROWS (1 << 24)

#if V_TILES

#ifdef V_NARROW_COLUMNS
/* Which input columns of a narrow strip are missing; NARROW_ANY: some, or none,
 * and not all of its places may be wanted. */
typedef enum
{
  NARROW_NONE,
  NARROW_FIRST,
  NARROW_LAST,
  NARROW_ANY
} NarrowMissing;

/* Where a narrow strip is: its next input row, and the element where its next
 * sums to end belong. */
typedef struct
{
  const E *p;
  int64_t y, at;
} NarrowPlace;

#define NARROW_STRIDE 1
#define NARROW_BLOCKS 1
#define NARROW_COLUMNS V_NARROW_COLUMNS
#include "depthwise-nhwc-narrow.h"

#define NARROW_STRIDE 1
#define NARROW_BLOCKS 2
#define NARROW_COLUMNS (V_NARROW_COLUMNS - 1)
#include "depthwise-nhwc-narrow.h"

#define NARROW_STRIDE 2
#define NARROW_BLOCKS 1
#define NARROW_COLUMNS V_NARROW_COLUMNS
#include "depthwise-nhwc-narrow.h"

#define NARROW_STRIDE 2
#define NARROW_BLOCKS 2
#define NARROW_COLUMNS (V_NARROW_COLUMNS - 1)
#include "depthwise-nhwc-narrow.h"
#else
#define STRIP_STRIDE 1
#include "depthwise-nhwc-strip.h"

#define STRIP_STRIDE 2
#include "depthwise-nhwc-strip.h"
#endif

#ifdef V_PAIR_COLUMNS
#define TILE_PAIR
#define TILE_KERNEL 3
#define TILE_STRIDE 1
#include "depthwise-nhwc-tile.h"

#define TILE_PAIR
#define TILE_KERNEL 3
#define TILE_STRIDE 2
#include "depthwise-nhwc-tile.h"
#endif

#define TILE_KERNEL 3
#define TILE_STRIDE 1
#include "depthwise-nhwc-tile.h"

#define TILE_KERNEL 3
#define TILE_STRIDE 2
#include "depthwise-nhwc-tile.h"

#define TILE_KERNEL 5
#define TILE_STRIDE 1
#include "depthwise-nhwc-tile.h"

#define TILE_KERNEL 5
#define TILE_STRIDE 2
#include "depthwise-nhwc-tile.h"

#define TILE_KERNEL 7
#define TILE_STRIDE 1
#include "depthwise-nhwc-tile.h"

#endif

/* clang-format off */
#define TILE_ANY(name, edge, plain)                                           \
  static void tile_any_##name (                                               \
      const Band *band, int64_t first, int64_t end, int64_t o, int rows,      \
      int64_t t0)                                                             \
  {                                                                           \
    tile_any (band, first, end, o, t0, edge, plain);                          \
  }

TILE_ANY (inside, false, true)
TILE_ANY (edge, true, true)
TILE_ANY (any, true, false)

#define TILE_KIND(kernel, stride)                                             \
  {                                                                           \
    kernel, stride, 2, V_TILE_COLUMNS, 1, 0, false, false, false, false,      \
    { { tile_##kernel##_##stride##_inside, tile_##kernel##_##stride##_brim,   \
        tile_##kernel##_##stride##_edge },                                    \
      tile_##kernel##_##stride##_any },                                       \
    { { NULL }, NULL },                                                       \
  }
#define STRIP_KIND(stride, least, crowded)                                    \
  {                                                                           \
    3, stride, STRIP_ROWS, V_TILE_COLUMNS, 1, least, crowded, false, true,    \
    true,                                                                     \
    { { strip_##stride##_inside, strip_##stride##_brim,                       \
        strip_##stride##_edge },                                              \
      strip_##stride##_any },                                                 \
    { { NULL }, NULL },                                                       \
  }
#define NARROW_KIND(stride, blocks, columns, crowded, any, slim_any)          \
  {                                                                           \
    3, stride, STRIP_ROWS, columns, blocks, 3, crowded, true, true, false,    \
    { { narrow_##stride##_##blocks##_inside,                                  \
        narrow_##stride##_##blocks##_brim,                                    \
        narrow_##stride##_##blocks##_edge },                                  \
      any },                                                                  \
    { { narrow_##stride##_##blocks##_slim_inside,                             \
        narrow_##stride##_##blocks##_slim_brim,                               \
        narrow_##stride##_##blocks##_slim_edge },                             \
      slim_any },                                                             \
  }
#define PAIR_KIND(kernel, stride)                                             \
  {                                                                           \
    kernel, stride, 2, V_PAIR_COLUMNS, 2, 0, true, false, false, false,       \
    { { pair_##kernel##_##stride##_inside, pair_##kernel##_##stride##_brim,   \
        pair_##kernel##_##stride##_edge },                                    \
      NULL },                                                                 \
    { { NULL }, NULL },                                                       \
  }
#define TILE_KIND_ANY                                                         \
  {                                                                           \
    0, 0, 1, V_TILE_COLUMNS, 1, 0, false, false, false, false,                \
    { { tile_any_inside, tile_any_edge, tile_any_edge }, tile_any_any },      \
    { { NULL }, NULL },                                                       \
  }

/* The first that fits is taken. */
static const TileKind tile_kinds[] = {
#if V_TILES
#ifdef V_NARROW_COLUMNS
  NARROW_KIND (1, 2, V_NARROW_COLUMNS - 1, true, NULL, NULL),
  NARROW_KIND (1, 1, V_NARROW_COLUMNS, false, narrow_1_1_any,
               narrow_1_1_slim_any),
  NARROW_KIND (2, 2, V_NARROW_COLUMNS - 1, false, NULL, NULL),
  NARROW_KIND (2, 1, V_NARROW_COLUMNS, false, narrow_2_1_any,
               narrow_2_1_slim_any),
#else
  STRIP_KIND (1, 5, true),
#ifdef V_ROLLS
  STRIP_KIND (2, 8, false),
#else
  STRIP_KIND (2, 5, true),
#endif
#endif
#ifdef V_PAIR_COLUMNS
  PAIR_KIND (3, 1),
  PAIR_KIND (3, 2),
#endif
  TILE_KIND (3, 1),
  TILE_KIND (3, 2),
  TILE_KIND (5, 1),
  TILE_KIND (5, 2),
  TILE_KIND (7, 1),
#endif
  TILE_KIND_ANY,
};

#undef TILE_KIND
#undef TILE_ANY
#undef PAIR_KIND
#undef NARROW_KIND
#undef STRIP_KIND
#undef TILE_KIND_ANY
/* clang-format on */

/* What the choice of a kind depends on besides the window. */
typedef struct
{
  int64_t places; /* rows of outputs */
  bool crowded, near, plain;
  bool rolls; /* rows may be stored one by one */
  bool apart; /* and between loads of the next */
} Terrain;

static const TileKind *
tile_kind_for (const StrataWindow *rows,
               const StrataWindow *columns,
               Terrain on)
{
  const TileKind *kind = tile_kinds;

  while (kind->kernel
         && !(kind->kernel == rows->kernel && kind->kernel == columns->kernel
              && kind->stride == rows->stride
              && kind->stride == columns->stride && rows->dilation == 1
              && columns->dilation == 1 && kind->least <= on.places
              && kind->crowded <= on.crowded
              && kind->near <= (on.near || on.crowded)
              && kind->rolls <= on.rolls && kind->apart <= on.apart
              && (kind->blocks == 1 || on.plain)))
    kind++;
  return kind;
}

/* Whether sums roll down as many rows as there are, where no columns crowd. */
static bool
depthwise_rolls (const StrataDepthwise *d)
{
  const Terrain on = {
    .places = d->window[0].output,
    .near = !d->far && d->multiplier == 1,
    .rolls = d->finish.clamp,
    .apart = true,
  };

  return tile_kind_for (&d->window[0], &d->window[1], on)->rows == STRIP_ROWS;
}

/* Whether no output begins at the same place of a page as an input of the same
 * channels. To a CPU that compares no more of the addresses, a load from there
 * looks as if it had to wait for the store. */
W_ bool
stays_apart (const StrataDepthwise *d, const StrataDepthwisePart *part)
{
  const size_t page = 4096;
  const size_t pixel = (size_t) d->channels * sizeof (E);
  const size_t way = (pixel | page) & -(pixel | page);

  return ((uintptr_t) part->output - (uintptr_t) part->input) % way != 0;
}

/* Whether some of @n places from @first on looks beyond the input, or lies
 * beyond the output. */
W_ bool
tile_on_edge (const StrataWindow *window, int64_t first, int64_t n)
{
  int64_t last = first + n - 1;

  return strata_window_from (window, first) < 0 || last >= window->output
         || strata_window_from (window, last) + window->extent > window->input;
}

/* Whether they all lie in the output, and none looks further beyond the input
 * than half a window. */
W_ bool
tile_on_brim (const StrataWindow *window, int64_t first, int64_t n)
{
  const int64_t last = first + n - 1, reach = window->kernel / 2;

  return last < window->output && strata_window_from (window, first) >= -reach
         && strata_window_from (window, last) + window->extent
                <= window->input + reach;
}

/* Blocks of channels, those before @plain plain. */
typedef struct
{
  int64_t first, plain, end;
} Blocks;

/* How many slim tiles there must be for no column to be computed that is not
 * wanted; none, if there is no such number. */
static int64_t
count_slim (const TileKind *kind, int64_t columns)
{
  const int64_t tiles = (columns + kind->columns - 1) / kind->columns;
  const int64_t missing = tiles * kind->columns - columns;

  return kind->slim.plain[0] && missing <= tiles ? missing : 0;
}

/* The rows of one tile. */
static void
run_tiles (const Band *band,
           Blocks blocks,
           const TileKind *kind,
           int64_t o,
           int64_t rows)
{
  const StrataWindow *w = band->columns;
  const bool edge
      = kind->rows < STRIP_ROWS
        && (rows < kind->rows || tile_on_edge (band->rows, o, kind->rows));
  int64_t n_slim = count_slim (kind, w->output);

  for (int64_t t = 0, columns; t < w->output; t += columns, n_slim--)
    {
      const TileFuncs *funcs = n_slim > 0 ? &kind->slim : &kind->full;
      TileWhere where = TILE_EDGE;

      columns = kind->columns - (n_slim > 0);
      if (!edge && !tile_on_edge (w, t, columns))
        where = TILE_INSIDE;
      else if (tile_on_brim (w, t, columns))
        where = TILE_BRIM;
      if (blocks.plain > blocks.first)
        funcs->plain[where](band, blocks.first, blocks.plain, o, (int) rows,
                            t);
      if (blocks.plain < blocks.end)
        funcs->any (band, blocks.plain, blocks.end, o, (int) rows, t);
    }
}

/* Rows of a phase, each tile's of all phases of the columns in turn. */
static void
run_blocks (const StrataDepthwise *d,
            const StrataDepthwisePart *part,
            const Phase *rows,
            const TileKind *kind,
            Blocks blocks,
            Band *band)
{
  const StrataWindow *w = &d->window[1];
  const int64_t start = phase_place (rows, part->row_first);
  const int64_t end = phase_place (rows, part->row_end);
  const int64_t row = rows->output - part->row_first;

  for (int64_t o = start; o < end; o += kind->rows)
    for (int64_t i = 0; i < strata_window_phases (w); i++)
      {
        const Phase columns = phase_init (w, i);
        const int64_t n = kind->rows < end - o ? kind->rows : end - o;

        band->rows = &rows->window;
        band->columns = &columns.window;
        band->input = (const E *) part->input
                      + (rows->input * w->input + columns.input) * d->channels;
        band->row_step = rows->step * w->input * d->channels;
        band->column_step = columns.step * d->channels;
        band->output_first
            = (row * w->output + columns.output) * band->output_channels;
        band->output_row_step = rows->step * w->output * band->output_channels;
        band->output_column_step = columns.step * band->output_channels;
        run_tiles (band, blocks, kind, o, n);
      }
}

/* The rows of a phase; a block that finds no other to be taken together with
 * goes alone. */
static void
run_phase (const StrataDepthwise *d,
           const StrataDepthwisePart *part,
           const Phase *rows,
           Band *band)
{
  const Phase columns = phase_init (&d->window[1], 0);
  const size_t step
      = strata_window_step (&d->window[1], (size_t) d->channels * sizeof (E));
  const int64_t full
      = band->multiplier == 1 ? band->output_channels / V_LANES : 0;
  const int64_t end = part->block_end;
  Terrain on = {
    .places = phase_place (rows, part->row_end)
              - phase_place (rows, part->row_first),
    .crowded = step % V_CROWD == 0,
    .near = !d->far && d->multiplier == 1,
    .plain = full >= end,
    .rolls = !band->finish.function,
  };
  Blocks blocks = { part->block_first, full < end ? full : end, end };

  on.apart = !on.crowded || stays_apart (d, part);
  if (blocks.plain < blocks.first)
    blocks.plain = blocks.first;
  while (blocks.first < end)
    {
      const TileKind *kind
          = tile_kind_for (&rows->window, &columns.window, on);
      Blocks taken = blocks;

      taken.end -= (end - blocks.first) % kind->blocks;
      if (taken.plain > taken.end)
        taken.plain = taken.end;
      if (taken.first < taken.end)
        run_blocks (d, part, rows, kind, taken, band);
      blocks.first = taken.end;
      on.plain = false;
    }
}

static void
depthwise_nhwc (const StrataDepthwise *d, const StrataDepthwisePart *part)
{
  const StrataWindow *h = &d->window[0], *w = &d->window[1];
  Band band = {
    .output = part->output,
    .output_channels = d->channels * d->multiplier,
    .packed = d->packed,
    .multiplier = d->multiplier,
    .block_size = (h->kernel * w->kernel + 2) * V_LANES,
    .finish = finish_init (&d->finish, d->wide),
  };

  for (int64_t i = 0; i < strata_window_phases (h); i++)
    if (part->phase == 0 || part->phase == i + 1)
      {
        const Phase rows = phase_init (h, i);

        run_phase (d, part, &rows, &band);
      }
}
