/* depthwise-nhwc-strip.h — a strip of a few columns, rolled down its rows.
 *
 * Included by depthwise-nhwc.h with STRIP_STRIDE, the stride of a window
 * of 3 × 3. An input row is loaded once: for each output row that sees it, it
 * meets another row of the window. The sums of these output rows stay in
 * registers until their last input row has passed.
 *
 * A tile of two rows is faster as long as the rows that it shares with the tile
 * above are still in the first-level cache, and the next channels there before
 * they are asked for. Where the columns fall into the same few sets of the
 * cache, neither holds. And with a stride of 2 there are so few sums for each
 * input that the second-level cache sets the pace: there, where registers
 * suffice, no row is to be read twice.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#define STRIP_JOIN_(stride, name) strip_##stride##name
#define STRIP_JOIN(stride, name) STRIP_JOIN_ (stride, name)
#define STRIP_NAME(name) STRIP_JOIN (STRIP_STRIDE, name)

/* Output rows under way, and input columns. */
#if STRIP_STRIDE == 1
#define STRIP_GROUPS 3
#define STRIP_MOST_COLUMNS 9
#else
#define STRIP_GROUPS 2
#define STRIP_MOST_COLUMNS 15
#endif
#define STRIP_SPAN ((V_TILE_COLUMNS - 1) * STRIP_STRIDE + 3)

/* Whether column @c of the input is there. */
#define STRIP_HAS(c)                                                          \
  (where == TILE_INSIDE                                                       \
   || (where == TILE_BRIM && (c) >= 1 && (c) < STRIP_SPAN - 1)                \
   || ((c) >= ground->low && (c) < ground->high))

/* Whether column @c of the input is under a tap of place @t, and which. */
#define STRIP_SEES(c, t)                                                      \
  ((c) >= (t) * STRIP_STRIDE && (c) < (t) * STRIP_STRIDE + 3)
#define STRIP_TAP(c, t) (STRIP_SEES (c, t) ? (c) - (t) * STRIP_STRIDE : 0)

/* Whether the sums @g get a row of the window from row @q of a step, and
 * which. */
#define STRIP_MEETS(q, g) ((q) + (g) * STRIP_STRIDE < 3)
#define STRIP_ROW(q, g) (STRIP_MEETS (q, g) ? (q) + (g) * STRIP_STRIDE : 0)

/* Where, in step @turn of a round, the sums are that began @g steps before. */
#define STRIP_AT(turn, g) (((turn) + STRIP_GROUPS - (g)) % STRIP_GROUPS)

/* Adds an input row, @q of a step, to the sums of the output rows @groups;
 * @all: to all that it meets, those of rows that are not wanted, too. */
W_ void
STRIP_NAME (_add) (const Band *band,
                   const Block *block,
                   const Ground *ground,
                   const E *p,
                   const int q,
                   const int turn,
                   unsigned groups,
                   const bool all,
                   const TileWhere where,
                   const bool plain,
                   const vf w[9],
                   vf acc[STRIP_GROUPS][V_TILE_COLUMNS])
{
  EACH (c, STRIP_MOST_COLUMNS, {
    if (c < STRIP_SPAN && STRIP_HAS (c))
      {
        const vf x
            = v_keep (block_load (block, p + c * band->column_step, plain));

        EACH (g, STRIP_GROUPS, {
          if (STRIP_MEETS (q, g) && (all || groups >> g & 1))
            EACH (t, V_TILE_COLUMNS, {
              if (STRIP_SEES (c, t))
                acc[STRIP_AT (turn, g)][t]
                    = v_fma (x, w[3 * STRIP_ROW (q, g) + STRIP_TAP (c, t)],
                             acc[STRIP_AT (turn, g)][t]);
            })
        })
      }
  })
}

/* In step @o, the sums of output row o begin, those of row
 * o - STRIP_GROUPS + 1 end: they are stored, and others begin in their
 * place. */
W_ void
STRIP_NAME (_step) (const Band *band,
                    const Block *block,
                    const Ground *ground,
                    const E *origin,
                    int64_t first,
                    int64_t last,
                    int64_t o,
                    int64_t t0,
                    const int turn,
                    const TileWhere where,
                    const bool plain,
                    const vf w[9],
                    vf acc[STRIP_GROUPS][V_TILE_COLUMNS])
{
  const vf bias = v_load (block->bias);
  unsigned groups = 0;

  EACH (g, STRIP_GROUPS, {
    if (o - g >= first && o - g <= last)
      groups |= 1u << g;
  })
  EACH (q, STRIP_STRIDE, {
    const int64_t y = strata_window_from (band->rows, o) + q;
    const E *p = origin + y * band->row_step + block->input;

    if (y >= 0 && y < band->rows->input && (q == 0 || groups & 1))
      {
        if (STRIP_STRIDE == 2 || groups == (1u << STRIP_GROUPS) - 1)
          STRIP_NAME (_add) (band, block, ground, p, q, turn, groups, true,
                             where, plain, w, acc);
        else
          STRIP_NAME (_add) (band, block, ground, p, q, turn, groups, false,
                             where, plain, w, acc);
      }
  })
  if (groups >> (STRIP_GROUPS - 1))
    store_row (band, block, o - STRIP_GROUPS + 1, t0,
               where == TILE_EDGE ? ground->used : V_TILE_COLUMNS, plain,
               V_TILE_COLUMNS, acc[STRIP_AT (turn, STRIP_GROUPS - 1)]);
  EACH (t, V_TILE_COLUMNS,
        { acc[STRIP_AT (turn, STRIP_GROUPS - 1)][t] = bias; })
}

W_ void
STRIP_NAME () (const Band *band,
               int64_t b,
               int64_t end,
               int64_t first,
               int rows,
               int64_t t0,
               const TileWhere where,
               const bool plain)
{
  const Ground ground
      = ground_init (band, first, t0, V_TILE_COLUMNS, 3, STRIP_SPAN);
  const E *origin = band->input + ground.x0 * band->column_step;
  const int64_t last = first + rows - 1;

  for (; b < end; b++)
    {
      const Block block = block_init (band, b, plain);
      const vf bias = v_load (block.bias);
      vf acc[STRIP_GROUPS][V_TILE_COLUMNS];
      vf w[9];

      EACH (k, 9, { w[k] = v_load (block.weights + k * V_LANES); })
      EACH (g, STRIP_GROUPS,
            EACH (t, V_TILE_COLUMNS, { acc[g][t] = bias; }))
      for (int64_t o = first; o <= last + STRIP_GROUPS - 1; o += STRIP_GROUPS)
        EACH (turn, STRIP_GROUPS, {
          if (turn == 0 || o + turn <= last + STRIP_GROUPS - 1)
            STRIP_NAME (_step) (band, &block, &ground, origin, first, last,
                                o + turn, t0, turn, where, plain, w, acc);
        })
    }
}

#define STRIP(name, where, plain)                                             \
  static void STRIP_NAME (name) (const Band *band, int64_t b, int64_t end,    \
                                 int64_t first, int rows, int64_t t0)         \
  {                                                                           \
    STRIP_NAME () (band, b, end, first, rows, t0, where, plain);              \
  }

STRIP (_inside, TILE_INSIDE, true)
STRIP (_brim, TILE_BRIM, true)
STRIP (_edge, TILE_EDGE, true)
STRIP (_any, TILE_EDGE, false)

#undef STRIP
#undef STRIP_AT
#undef STRIP_GROUPS
#undef STRIP_HAS
#undef STRIP_JOIN
#undef STRIP_JOIN_
#undef STRIP_MEETS
#undef STRIP_MOST_COLUMNS
#undef STRIP_NAME
#undef STRIP_ROW
#undef STRIP_SEES
#undef STRIP_SPAN
#undef STRIP_STRIDE
#undef STRIP_TAP
