/* depthwise-nhwc-tile.h — the tile for one size of window.
 *
 * Included by depthwise-nhwc.h for each, with TILE_KERNEL, the rows and columns
 * of the window, and TILE_STRIDE, its step both ways. Everything is written
 * out for these numbers: which tap an input element meets for which output is
 * known before the compiler sees it, and the sums never leave the registers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#define TILE_JOIN_(kernel, stride, name) tile_##kernel##_##stride##name
#define TILE_JOIN(kernel, stride, name) TILE_JOIN_ (kernel, stride, name)
#define TILE_NAME(name) TILE_JOIN (TILE_KERNEL, TILE_STRIDE, name)

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
#define TILE_BY_TAP(plain)                                                    \
  (V_TILE_COLUMNS == 4 && TILE_KERNEL > ((plain) ? 5 : 3))
#define TILE_SPAN ((V_TILE_COLUMNS - 1) * TILE_STRIDE + TILE_KERNEL)
#if V_TILE_COLUMNS == 4
#define TILE_MOST_COLUMNS 11
#elif TILE_STRIDE == 2
#define TILE_MOST_COLUMNS 17
#else
#define TILE_MOST_COLUMNS 13
#endif

/* Whether column @c of the input is under a tap of place @t. */
#define TILE_SEES(c, t)                                                       \
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
              const bool edge,
              const bool plain)
{
  const Ground ground
      = ground_init (band, o, t0, TILE_STRIDE + TILE_KERNEL, TILE_SPAN);
  const E *origin = band->input + ground.y0 * band->row_step
                    + ground.x0 * band->column_step;

  for (; b < end; b++)
    {
      const Block block = block_init (band, b, plain);
      const vf bias = v_load (block.bias);
      vf acc[V_TILE_ROWS][V_TILE_COLUMNS];

      EACH (t, V_TILE_COLUMNS, {
        acc[0][t] = bias;
        acc[1][t] = bias;
      })

      /* Input row r meets row r of the window for the first output row, row
       * r - TILE_STRIDE for the second. */
      EACH (r, TILE_INPUT_ROWS, {
        if (!edge || (r >= ground.row_low && r < ground.row_high))
          {
            const E *p = origin + r * band->row_step + block.input;
            const V *w = block.weights + r * TILE_KERNEL * V_LANES;
            vf u[TILE_KERNEL], v[TILE_KERNEL];

            EACH (k, TILE_KERNEL, {
              if (r < TILE_KERNEL)
                u[k] = v_load (w + k * V_LANES);
              if (r >= TILE_STRIDE)
                v[k] = v_load (
                    w + (k - TILE_STRIDE * TILE_KERNEL) * V_LANES);
              if (TILE_BY_TAP (plain))
                EACH (t, V_TILE_COLUMNS, {
                  enum
                  {
                    c = t * TILE_STRIDE + k
                  };

                  if (!edge || (c >= ground.low && c < ground.high))
                    {
                      const vf x = block_load (
                          &block, p + c * band->column_step, plain);

                      if (r < TILE_KERNEL)
                        acc[0][t] = v_fma (x, u[k], acc[0][t]);
                      if (r >= TILE_STRIDE)
                        acc[1][t] = v_fma (x, v[k], acc[1][t]);
                    }
                })
            })
            EACH (c, TILE_MOST_COLUMNS, {
              if (!TILE_BY_TAP (plain) && c < TILE_SPAN
                  && (!edge || (c >= ground.low && c < ground.high)))
                {
                  const vf x
                      = block_load (&block, p + c * band->column_step, plain);

                  EACH (t, V_TILE_COLUMNS, {
                    if (r < TILE_KERNEL && TILE_SEES (c, t))
                      acc[0][t] = v_fma (x, u[TILE_TAP (c, t)], acc[0][t]);
                    if (r >= TILE_STRIDE && TILE_SEES (c, t))
                      acc[1][t] = v_fma (x, v[TILE_TAP (c, t)], acc[1][t]);
                  })
                }
            })
          }
      })
      store_tile (band, &block, o, t0, edge ? rows : V_TILE_ROWS,
                  edge ? ground.used : V_TILE_COLUMNS, plain, acc);
    }
}

#define TILE(name, edge, plain)                                               \
  static void TILE_NAME (name) (const Band *band, int64_t first, int64_t end, \
                                int64_t o, int rows, int64_t t0)              \
  {                                                                           \
    TILE_NAME () (band, first, end, o, rows, t0, edge, plain);                \
  }

TILE (_0_1, false, true)
TILE (_1_0, true, false)
TILE (_1_1, true, true)

#undef TILE
#undef TILE_BY_TAP
#undef TILE_INPUT_ROWS
#undef TILE_JOIN
#undef TILE_JOIN_
#undef TILE_KERNEL
#undef TILE_MOST_COLUMNS
#undef TILE_NAME
#undef TILE_SEES
#undef TILE_SPAN
#undef TILE_STRIDE
#undef TILE_TAP
