/* depthwise-nhwc-narrow.h — a narrow strip, rolled down its rows, for machines
 * of 16 registers.
 *
 * Included by depthwise-nhwc.h with NARROW_STRIDE, the stride of a window
 * of 3 × 3, NARROW_COLUMNS, the places of a row, and NARROW_BLOCKS, how many
 * blocks of channels are taken together. An input row is loaded once: for each
 * output row that sees it, it meets another row of the window. The sums of
 * these output rows and the inputs of one row stay in registers, and the taps
 * pass by: that is less than half of the loads of a tile of two rows.
 *
 * Two blocks, each half a line of the cache, are there for a line to be read
 * once: where columns crowd in the cache, or where so few sums are taken of
 * each input that reading sets the pace.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#define NARROW_JOIN_(stride, blocks, name) narrow_##stride##_##blocks##name
#define NARROW_JOIN(stride, blocks, name) NARROW_JOIN_ (stride, blocks, name)
#define NARROW_NAME(name) NARROW_JOIN (NARROW_STRIDE, NARROW_BLOCKS, name)

/* Output rows under way, and input columns of a row. */
#if NARROW_STRIDE == 1
#define NARROW_GROUPS 3
#define NARROW_ENDS 2
#else
#define NARROW_GROUPS 2
#define NARROW_ENDS 1
#endif
#define NARROW_MOST_PLACES 3
#define NARROW_MOST_COLUMNS 7
#define NARROW_SPAN ((columns - 1) * NARROW_STRIDE + 3)

/* Whether column @c of the input is there. */
#define NARROW_HAS(c)                                                         \
  (missing == NARROW_FIRST  ? (c) > 0                                         \
   : missing == NARROW_LAST ? (c) < NARROW_SPAN - 1                           \
   : missing == NARROW_ANY  ? (c) >= ground->low && (c) < ground->high        \
                            : true)

/* Whether the sums that began @g steps ago get a row of the window from row @q
 * of a step, and which. */
#define NARROW_MEETS(q, g) ((q) + (g) * NARROW_STRIDE < 3)
#define NARROW_ROW(q, g) (NARROW_MEETS (q, g) ? (q) + (g) * NARROW_STRIDE : 0)

/* Adds an input row, @q of a step, to the sums @groups. */
W_ void
NARROW_NAME (_add) (const Block *block,
                    const Ground *ground,
                    const E *p,
                    int64_t step,
                    const int q,
                    const unsigned groups,
                    const int columns,
                    const NarrowMissing missing,
                    const bool plain,
                    vf acc[NARROW_GROUPS][V_TILE_COLUMNS])
{
  vf x[NARROW_MOST_COLUMNS];

  EACH (c, NARROW_MOST_COLUMNS, {
    x[c] = v_zero ();
    if (c < NARROW_SPAN && NARROW_HAS (c))
      x[c] = v_keep (block_load (block, p + c * step, plain));
  })
  EACH (g, NARROW_GROUPS, {
    if (NARROW_MEETS (q, g) && groups >> g & 1)
      EACH (k, 3, {
        const vf u = v_keep (
            v_load (block->weights + (3 * NARROW_ROW (q, g) + k) * V_LANES));

        EACH (t, NARROW_MOST_PLACES, {
          if (t < columns && NARROW_HAS (t * NARROW_STRIDE + k))
            acc[g][t] = v_fma (x[t * NARROW_STRIDE + k], u, acc[g][t]);
        })
      })
  })
}

/* One step: the sums @groups get the input rows that come. Then those that
 * began first are @stored, unless it is too early for that, and others begin
 * in their place. */
W_ void
NARROW_NAME (_step) (const Band *band,
                     const Block block[NARROW_BLOCKS],
                     const Ground *ground,
                     NarrowPlace *place,
                     const unsigned groups,
                     const bool stored,
                     const int columns,
                     const NarrowMissing missing,
                     const bool plain,
                     vf acc[NARROW_BLOCKS][NARROW_GROUPS][V_TILE_COLUMNS])
{
  const int used = missing == NARROW_ANY ? ground->used : columns;

  EACH (q, NARROW_STRIDE, {
    if ((q == 0 || groups & 1)
        && (uint64_t) (place->y + q) < (uint64_t) band->rows->input)
      EACH (i, NARROW_BLOCKS, {
        NARROW_NAME (_add) (&block[i], ground,
                            place->p + q * band->row_step + block[i].input,
                            band->column_step, q, groups, columns, missing,
                            plain, acc[i]);
      })
  })
  EACH (i, NARROW_BLOCKS, {
    if (stored)
      store_places (band, &block[i], place->at + block[i].output, used, plain,
                    columns, acc[i][NARROW_GROUPS - 1]);
  })
  EACH (i, NARROW_BLOCKS, {
    const vf bias = v_load (block[i].bias);

    EACH (t, NARROW_MOST_PLACES, {
      if (NARROW_GROUPS == 3)
        acc[i][NARROW_GROUPS - 1][t] = acc[i][1][t];
      acc[i][1][t] = acc[i][0][t];
      acc[i][0][t] = bias;
    })
  })
  place->p += NARROW_STRIDE * band->row_step;
  place->y += NARROW_STRIDE;
  place->at += stored ? band->output_row_step : 0;
}

/* In step i, the sums of the i-th output row begin, and those that began
 * NARROW_GROUPS - 1 steps before end. */
W_ void
NARROW_NAME (_run) (const Band *shared,
                    const Ground *ground,
                    int64_t b,
                    int64_t end,
                    int64_t first,
                    int rows,
                    int64_t t0,
                    const int columns,
                    const NarrowMissing missing,
                    const bool plain)
{
  const unsigned all = (1u << NARROW_GROUPS) - 1;
  /* What is stored might lie in a band that others see. */
  const Band here = *shared, *band = &here;
  const NarrowPlace start = {
    .p = band->input + ground->x0 * band->column_step
         + ground->y0 * band->row_step,
    .y = ground->y0,
    .at = band->output_first + first * band->output_row_step
          + t0 * band->output_column_step,
  };

  for (; b < end; b += NARROW_BLOCKS)
    {
      NarrowPlace place = start;
      Block block[NARROW_BLOCKS];
      vf acc[NARROW_BLOCKS][NARROW_GROUPS][V_TILE_COLUMNS];

      EACH (i, NARROW_BLOCKS, {
        vf bias;

        block[i] = block_init (band, b + i, plain);
        bias = v_load (block[i].bias);
        EACH (g, NARROW_GROUPS,
              EACH (t, NARROW_MOST_PLACES, { acc[i][g][t] = bias; }))
      })
      EACH (i, NARROW_ENDS, {
        NARROW_NAME (_step) (band, block, ground, &place, (2u << i) - 1, false,
                             columns, missing, plain, acc);
      })
      for (int i = NARROW_ENDS; i < rows; i++)
        NARROW_NAME (_step) (band, block, ground, &place, all, true, columns,
                             missing, plain, acc);
      EACH (i, NARROW_ENDS, {
        NARROW_NAME (_step) (band, block, ground, &place,
                             all - ((2u << i) - 1), true, columns, missing,
                             plain, acc);
      })
    }
}

W_ void
NARROW_NAME () (const Band *band,
                int64_t b,
                int64_t end,
                int64_t first,
                int rows,
                int64_t t0,
                const int columns,
                const TileWhere where,
                const bool plain)
{
  const Ground ground
      = ground_init (band, first, t0, columns, 3, NARROW_SPAN);

  if (where == TILE_INSIDE)
    NARROW_NAME (_run) (band, &ground, b, end, first, rows, t0, columns,
                        NARROW_NONE, plain);
  else if (where == TILE_BRIM && ground.high == NARROW_SPAN)
    NARROW_NAME (_run) (band, &ground, b, end, first, rows, t0, columns,
                        NARROW_FIRST, plain);
  else if (where == TILE_BRIM && ground.low == 0)
    NARROW_NAME (_run) (band, &ground, b, end, first, rows, t0, columns,
                        NARROW_LAST, plain);
  else
    NARROW_NAME (_run) (band, &ground, b, end, first, rows, t0, columns,
                        NARROW_ANY, plain);
}

#define NARROW(name, columns, where, plain)                                   \
  static void NARROW_NAME (name) (const Band *band, int64_t b, int64_t end,   \
                                  int64_t first, int rows, int64_t t0)        \
  {                                                                           \
    NARROW_NAME () (band, b, end, first, rows, t0, columns, where, plain);    \
  }

NARROW (_inside, NARROW_COLUMNS, TILE_INSIDE, true)
NARROW (_brim, NARROW_COLUMNS, TILE_BRIM, true)
NARROW (_edge, NARROW_COLUMNS, TILE_EDGE, true)
NARROW (_slim_inside, NARROW_COLUMNS - 1, TILE_INSIDE, true)
NARROW (_slim_brim, NARROW_COLUMNS - 1, TILE_BRIM, true)
NARROW (_slim_edge, NARROW_COLUMNS - 1, TILE_EDGE, true)
#if NARROW_BLOCKS == 1
NARROW (_any, NARROW_COLUMNS, TILE_EDGE, false)
NARROW (_slim_any, NARROW_COLUMNS - 1, TILE_EDGE, false)
#endif

#undef NARROW
#undef NARROW_BLOCKS
#undef NARROW_COLUMNS
#undef NARROW_ENDS
#undef NARROW_GROUPS
#undef NARROW_HAS
#undef NARROW_JOIN
#undef NARROW_JOIN_
#undef NARROW_MEETS
#undef NARROW_MOST_COLUMNS
#undef NARROW_MOST_PLACES
#undef NARROW_NAME
#undef NARROW_ROW
#undef NARROW_SPAN
#undef NARROW_STRIDE
