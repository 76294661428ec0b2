/* depthwise-nhwc-tile.h — the tile for one size of window.
 *
 * Included by depthwise-nhwc.h for each, with TILE_KERNEL, the rows and columns
 * of the window, and TILE_STRIDE, its step both ways. Everything is written
 * out for these numbers: which tap an input element meets for which output is
 * known before the compiler sees it, and the sums never leave the registers.
 *
 * With TILE_PAIR, a tile is narrower and of two blocks of channels, so that two
 * lines of a column are read together. Where the columns fall into the same few
 * sets of the first-level cache, the line beside one just read, which CPUs
 * fetch unasked, would be driven out before a tile comes to it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#define TILE_JOIN_(tile, kernel, stride, name) tile##_##kernel##_##stride##name
#define TILE_JOIN(tile, kernel, stride, name)                                  \
  TILE_JOIN_ (tile, kernel, stride, name)
#ifdef TILE_PAIR
#define TILE_NAME(name) TILE_JOIN (pair, TILE_KERNEL, TILE_STRIDE, name)
#define TILE_BLOCKS 2
#define TILE_COLUMNS V_PAIR_COLUMNS
#else
#define TILE_NAME(name) TILE_JOIN (tile, TILE_KERNEL, TILE_STRIDE, name)
#define TILE_BLOCKS 1
#define TILE_COLUMNS V_TILE_COLUMNS
#endif

/* Input rows and columns that a tile of two rows sees, as numbers that EACH
 * can count to. */
#if TILE_KERNEL + TILE_STRIDE == 4
#define TILE_INPUT_ROWS 4
#elif TILE_KERNEL + TILE_STRIDE == 5
#define TILE_INPUT_ROWS 5
#elif TILE_KERNEL + TILE_STRIDE == 6
#define TILE_INPUT_ROWS 6
#elif TILE_KERNEL + TILE_STRIDE == 7
#define TILE_INPUT_ROWS 7
#else
#define TILE_INPUT_ROWS 8
#endif
/* Inputs are loaded once, and meet all their taps, as long as there are
 * registers for the taps of a row for both output rows; else tap by tap. */
#define TILE_BY_TAP(plain)                                                     \
  (V_TILE_COLUMNS == 4 && TILE_KERNEL > ((plain) ? 5 : 3))
#define TILE_SPAN ((TILE_COLUMNS - 1) * TILE_STRIDE + TILE_KERNEL)
#if TILE_COLUMNS == 4
#define TILE_MOST_COLUMNS 11
#elif TILE_STRIDE == 2
#define TILE_MOST_COLUMNS 17
#else
#define TILE_MOST_COLUMNS 13
#endif

/* How many columns at either end may be missing along a brim. */
#define TILE_REACH (TILE_KERNEL / 2)

/* Whether column @c of the input is there. */
#define TILE_HAS(c)                                                            \
  (where == TILE_INSIDE                                                        \
   || (where == TILE_BRIM && (c) >= TILE_REACH                                 \
       && (c) < TILE_SPAN - TILE_REACH)                                        \
   || ((c) >= ground.low && (c) < ground.high))

/* Whether column @c of the input is under a tap of place @t. */
#define TILE_SEES(c, t)                                                        \
  ((c) >= (t) * TILE_STRIDE && (c) < (t) * TILE_STRIDE + TILE_KERNEL)

/* The window's column there; any, where it is not. */
#define TILE_TAP(c, t) (TILE_SEES (c, t) ? (c) - (t) * TILE_STRIDE : 0)

W_ void
TILE_NAME () (const Band *band,
              int64_t b,
              int64_t end,
              int64_t o,
              int rows,
              int64_t t0,
              const TileWhere where,
              const bool plain)
{
  const Ground ground = ground_init (band, o, t0, TILE_COLUMNS,
                                     TILE_STRIDE + TILE_KERNEL, TILE_SPAN);
  const E *origin =
      band->input + ground.y0 * band->row_step + ground.x0 * band->column_step;

  for (; b < end; b += TILE_BLOCKS)
    {
      Block block[TILE_BLOCKS];
      vf acc[TILE_BLOCKS][V_TILE_ROWS][V_TILE_COLUMNS];

      EACH (i, TILE_BLOCKS, {
        vf bias;

        block[i] = block_init (band, b + i, plain);
        bias = v_load (block[i].bias);
        EACH (t, TILE_COLUMNS, {
          acc[i][0][t] = bias;
          acc[i][1][t] = bias;
        })
      })

      /* Input row r meets row r of the window for the first output row, row
       * r - TILE_STRIDE for the second. */
      EACH (r, TILE_INPUT_ROWS, {
        if (where == TILE_INSIDE
            || (r >= ground.row_low && r < ground.row_high))
          {
            const E *p = origin + r * band->row_step + block[0].input;
            vf u[TILE_BLOCKS][TILE_KERNEL], v[TILE_BLOCKS][TILE_KERNEL];

            EACH (k, TILE_KERNEL, {
              EACH (i, TILE_BLOCKS, {
                const V *w = block[i].weights + k * V_LANES;

                if (r < TILE_KERNEL)
                  u[i][k] = v_load (w + r * TILE_KERNEL * V_LANES);
                if (r >= TILE_STRIDE)
                  v[i][k] =
                      v_load (w + (r - TILE_STRIDE) * TILE_KERNEL * V_LANES);
              })
              if (TILE_BY_TAP (plain))
                EACH (t, TILE_COLUMNS, {
                  enum
                  {
                    c = t * TILE_STRIDE + k
                  };

                  if (TILE_HAS (c))
                    {
                      const vf x = v_keep (block_load (
                          &block[0], p + c * band->column_step, plain));

                      if (r < TILE_KERNEL)
                        acc[0][0][t] = v_fma (x, u[0][k], acc[0][0][t]);
                      if (r >= TILE_STRIDE)
                        acc[0][1][t] = v_fma (x, v[0][k], acc[0][1][t]);
                    }
                })
            })
            EACH (c, TILE_MOST_COLUMNS, {
              if (!TILE_BY_TAP (plain) && c < TILE_SPAN && TILE_HAS (c))
                EACH (i, TILE_BLOCKS, {
                  const vf x = v_keep (block_load (
                      &block[i], p + c * band->column_step + i * V_LANES,
                      plain));

                  EACH (t, TILE_COLUMNS, {
                    if (r < TILE_KERNEL && TILE_SEES (c, t))
                      acc[i][0][t] =
                          v_fma (x, u[i][TILE_TAP (c, t)], acc[i][0][t]);
                    if (r >= TILE_STRIDE && TILE_SEES (c, t))
                      acc[i][1][t] =
                          v_fma (x, v[i][TILE_TAP (c, t)], acc[i][1][t]);
                  })
                })
            })
          }
      })
      EACH (i, TILE_BLOCKS, {
        store_tile (band, &block[i], o, t0,
                    where == TILE_INSIDE ? V_TILE_ROWS : rows,
                    where == TILE_EDGE ? ground.used : TILE_COLUMNS, plain,
                    TILE_COLUMNS, acc[i]);
      })
    }
}

#define TILE(name, where, plain)                                               \
  static void TILE_NAME (name) (const Band *band, int64_t first, int64_t end,  \
                                int64_t o, int rows, int64_t t0)               \
  {                                                                            \
    TILE_NAME () (band, first, end, o, rows, t0, where, plain);                \
  }

TILE (_inside, TILE_INSIDE, true)
TILE (_brim, TILE_BRIM, true)
TILE (_edge, TILE_EDGE, true)
#ifndef TILE_PAIR
TILE (_any, TILE_EDGE, false)
#endif

#undef TILE
#undef TILE_BLOCKS
#undef TILE_BY_TAP
#undef TILE_COLUMNS
#undef TILE_HAS
#undef TILE_INPUT_ROWS
#undef TILE_JOIN
#undef TILE_JOIN_
#undef TILE_KERNEL
#undef TILE_MOST_COLUMNS
#undef TILE_NAME
#undef TILE_PAIR
#undef TILE_REACH
#undef TILE_SEES
#undef TILE_SPAN
#undef TILE_STRIDE
#undef TILE_TAP
