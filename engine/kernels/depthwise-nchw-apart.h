/* depthwise-nchw-apart.h — a column of two vectors, one of the even places and
 * one of the odd.
 *
 * At a stride of 1, what the even outputs see through a column of the window is
 * what the odd ones see through the column before. Of elements that are told
 * apart for next to nothing, two vectors need hardly more loads than one has
 * columns of the window then, and are stored as one.
 *
 * Included by depthwise-nchw-column.h where there are such elements.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

typedef vf ApartSums[2][COLUMN_ROWS];

/* What the even outputs see through each column of the window, and the odd ones
 * through the last. */
W_ void
apart_read (const E *p,
            const ColumnLanes loads[COLUMN_LOADS],
            const int kernel,
            vf x[COLUMN_STREAMS])
{
  EACH (i, COLUMN_LOADS, {
    if (2 * i <= kernel)
      e_load_apart (p + 2 * i, loads[i].low, loads[i].high, &x[2 * i],
                    &x[2 * i + 1]);
  })
}

/* @whole: all the rows that the tile sees exist. */
W_ void
apart_tile (const Column *column,
            const E *p,
            const V *weights,
            const vm taps[COLUMN_STREAMS],
            const ColumnLanes loads[COLUMN_LOADS],
            int64_t y,
            const int kernel,
            const bool whole,
            ApartSums acc)
{
  EACH (r, COLUMN_INPUT_ROWS, {
    if (r < COLUMN_ROWS - 1 + kernel
        && (whole || (y + r >= 0 && y + r < column->height)))
      {
        vf x[COLUMN_STREAMS];

        apart_read (p + r * column->width, loads, kernel, x);
        EACH (k, COLUMN_KERNEL, EACH (a, COLUMN_ROWS, {
          if (k < kernel && r - a >= 0 && r - a < kernel)
            {
              const vf t
                  = v_set1 (weights[(r - a + kernel) % kernel * kernel + k]);

              acc[0][a] = v_fma_m (taps[k], x[k], t, acc[0][a]);
              acc[1][a] = v_fma_m (taps[k + 1], x[k + 1], t, acc[1][a]);
            }
        }))
      }
  })
}

W_ void
apart_store (const Finish *f,
             void *output,
             int64_t width,
             ColumnLanes lanes,
             ApartSums acc)
{
  StoreWay store = STORE_WIDE;
  vm rare = v_lanes (0, 0);

  if (f->function)
    {
      V sums[2 * COLUMN_ROWS * V_LANES];

      EACH (a, COLUMN_ROWS, EACH (i, 2, {
        v_store (sums + (2 * a + i) * V_LANES, acc[i][a]);
      }))
      finish_sums (f->function, 2 * COLUMN_ROWS, sums);
      EACH (a, COLUMN_ROWS, EACH (i, 2, {
        acc[i][a] = v_load (sums + (2 * a + i) * V_LANES);
      }))
    }
  if (f->clamps)
    EACH (a, COLUMN_ROWS, EACH (i, 2, {
      acc[i][a] = finish_clamp (f, acc[i][a]);
    }))
  EACH (a, COLUMN_ROWS, EACH (i, 2, { rare |= e_rare_lanes (acc[i][a]); }))
  if (!finish_wide (f))
    store = __builtin_expect (rare != 0, 0) ? STORE_ELEMENTS : STORE_COMMON;
  IN_STORE_WAY (store, EACH (a, COLUMN_ROWS, {
    store_together (way, store_at (way, output, a * width), acc[0][a],
                    acc[1][a], lanes.low, lanes.high);
  }))
}

W_ void
apart_square (const Column *column, const ColumnPlane *plane, const int kernel)
{
  const Finish finish = column->finish;
  const ColumnLanes store = column->store;
  vm taps[COLUMN_STREAMS];
  ColumnLanes loads[COLUMN_LOADS];

  EACH (k, COLUMN_STREAMS, {
    if (k <= kernel)
      taps[k] = column->taps[k];
  })
  EACH (i, COLUMN_LOADS, {
    if (2 * i <= kernel)
      loads[i] = column->loads[i];
  })
  for (int64_t row = column->first; row < column->end; row += COLUMN_ROWS)
    {
      const int64_t last = column->end - COLUMN_ROWS;
      const int64_t o = row < last ? row : last;
      const int64_t y = o - column->rows;
      const E *p = plane->input + y * column->width + column->j
                   - column->columns;
      ApartSums acc;

      EACH (a, COLUMN_ROWS, EACH (i, 2, {
        acc[i][a] = v_set1 (plane->bias);
      }))
      if (y >= 0 && y + COLUMN_ROWS - 1 + kernel <= column->height)
        apart_tile (column, p, plane->weights, taps, loads, y, kernel, true,
                    acc);
      else
        apart_tile (column, p, plane->weights, taps, loads, y, kernel, false,
                    acc);
      apart_store (
          &finish,
          finish_at (&finish, plane->output,
                     (o - column->top) * column->output + column->j),
          column->output, store, acc);
    }
}
