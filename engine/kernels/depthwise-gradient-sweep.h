/* depthwise-gradient-sweep.h — the kernel's gradient for one width of kernel.
 *
 * Included by depthwise-gradient.h for each, with SWEEP_KERNEL, the columns of
 * the kernel, SWEEP_STRIDE, the step of the outputs both ways, SWEEP_TAPS, the
 * rows of the kernel that are summed at a time, SWEEP_ROWS, those of the output
 * that are, and SWEEP_VECTORS, of channels side by side, whose lines come from
 * the next cache at twice the speed of single ones. A sweep goes along these
 * rows with all sums in registers. With SWEEP_HOLDS the outputs that one
 * input column sees are there too: each input is read once and meets them all;
 * else each output reads the inputs that it sees.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#define SWEEP_JOIN_(kernel, stride, taps, rows, vectors, holds, name)          \
  sweep_##kernel##_##stride##_##taps##_##rows##_##vectors##_##holds##name
#define SWEEP_JOIN(kernel, stride, taps, rows, vectors, holds, name)           \
  SWEEP_JOIN_ (kernel, stride, taps, rows, vectors, holds, name)
#define SWEEP_NAME(name)                                                       \
  SWEEP_JOIN (SWEEP_KERNEL, SWEEP_STRIDE, SWEEP_TAPS, SWEEP_ROWS,              \
              SWEEP_VECTORS, SWEEP_HOLDS, name)

/* Columns of output that are kept, and those of input that are read at a step,
 * as numbers that EACH can count to; and input rows that are seen. */
#if !SWEEP_HOLDS
#define SWEEP_DEPTH 1
#define SWEEP_COLUMNS SWEEP_KERNEL
#else
#define SWEEP_COLUMNS SWEEP_STRIDE
#if SWEEP_STRIDE == 1
#define SWEEP_DEPTH SWEEP_KERNEL
#elif SWEEP_KERNEL == 3
#define SWEEP_DEPTH 2
#else
#define SWEEP_DEPTH 3
#endif
#endif
#if SWEEP_ROWS == 1
#define SWEEP_INPUT_ROWS SWEEP_TAPS
#elif SWEEP_ROWS == 3 && SWEEP_STRIDE == 1
#define SWEEP_INPUT_ROWS 5
#elif SWEEP_ROWS == 3
#define SWEEP_INPUT_ROWS 7
#elif SWEEP_ROWS == 4
#define SWEEP_INPUT_ROWS 6
#else
#define SWEEP_INPUT_ROWS 9
#endif

/* Whether input row @r is under a row of the kernel for output row @i, and
 * which; any, where it is not. */
#define SWEEP_SEES(r, i)                                                       \
  ((r) >= (i) * SWEEP_STRIDE && (r) < (i) * SWEEP_STRIDE + SWEEP_TAPS)
#define SWEEP_ROW(r, i) (SWEEP_SEES (r, i) ? (r) - (i) * SWEEP_STRIDE : 0)

/* And input column @c for the output @t columns before. */
#define SWEEP_MEETS(c, t) ((c) + (t) * SWEEP_STRIDE < SWEEP_KERNEL)
#define SWEEP_COLUMN(c, t) (SWEEP_MEETS (c, t) ? (c) + (t) * SWEEP_STRIDE : 0)

/* Adds what input @x, of row @r and column @c, and the output of row @i, @t
 * columns before, come to. */
#define SWEEP_ADD(v, r, i, c, t, x)                                            \
  if (SWEEP_SEES (r, i) && SWEEP_MEETS (c, t))                                 \
    {                                                                          \
      vf *sum = &sums[v][SWEEP_ROW (r, i)][SWEEP_COLUMN (c, t)];               \
                                                                               \
      *sum = v_fma (x, d[v][i][t], *sum);                                      \
    }

/* Whether the input has row @r: a band of any rows knows, of the others all do
 * but @top at the top and @bottom at the bottom. */
#define SWEEP_EXISTS(r)                                                        \
  (any ? (r) >= b.low && (r) < b.high                                          \
       : (r) >= top && (r) < SWEEP_INPUT_ROWS - bottom)

/* Where the sums, or the totals, of a tap are kept. */
#define SWEEP_KEPT(what, v, a, k)                                              \
  (kept->what + (v) * kept->step + ((a) * SWEEP_KERNEL + (k)) * V_LANES)

/* Output columns from @first to before @end, each with the inputs that it sees
 * and the next does not see before it. @edge: some of these may not exist;
 * @plain: the lanes are. */
W_ void
SWEEP_NAME (_part) (const GradientBand *band,
                    const GradientLanes *lanes,
                    int64_t first,
                    int64_t end,
                    const bool edge,
                    const int top,
                    const int bottom,
                    const bool any,
                    const bool plain,
                    vf d[SWEEP_VECTORS][SWEEP_ROWS][SWEEP_DEPTH],
                    vf sums[SWEEP_VECTORS][SWEEP_TAPS][SWEEP_KERNEL])
{
  const GradientBand b = *band;

  for (int64_t u = first; u < end; u++)
    EACH (v, SWEEP_VECTORS, {
      const int64_t x = u * SWEEP_STRIDE;
      const V *from = b.gradient + lanes->output + v * V_LANES
                      + u * b.output_column_step;

      EACH (i, SWEEP_ROWS, {
        const V *p = from + i * b.output_row_step;

        EACH (t, SWEEP_DEPTH, {
          enum
          {
            to = SWEEP_DEPTH - 1 - t
          };

          if (to > 0)
            d[v][i][to] = d[v][i][to > 0 ? to - 1 : 0];
        })
        if ((!any || i < b.rows) && (!edge || u < b.outputs))
          d[v][i][0] = plain ? v_load (p) : v_load_m (p, lanes->outputs);
      })
      EACH (c, SWEEP_COLUMNS, {
        const E *p = b.input + lanes->input + v * V_LANES
                     + (x + c) * b.input_column_step;

        if (!edge || (!plain && x + c >= b.left && x + c < b.right))
          EACH (r, SWEEP_INPUT_ROWS, {
            if (SWEEP_EXISTS (r))
              {
                const vf in
                    = sweep_read (p + r * b.input_row_step, lanes, plain);

                EACH (i, SWEEP_ROWS, {
                  if (!any || i < b.rows)
                    EACH (t, SWEEP_DEPTH, {
                      if (!edge || (u >= t && u - t < b.outputs))
                        SWEEP_ADD (v, r, i, c, t, in)
                    })
                })
              }
          })
        /* Each sum by itself: it is asked once whether it has the input. */
        else if (plain && x + c >= b.left && x + c < b.right)
          EACH (t, SWEEP_DEPTH, {
            if (SWEEP_MEETS (c, t) && u >= t && u - t < b.outputs)
              EACH (r, SWEEP_INPUT_ROWS, {
                if (SWEEP_EXISTS (r))
                  {
                    const vf in
                        = sweep_read (p + r * b.input_row_step, lanes, plain);

                    EACH (i, SWEEP_ROWS, {
                      if (!any || i < b.rows)
                        SWEEP_ADD (v, r, i, c, t, in)
                    })
                  }
              })
          })
      })
    })
}

/* Adds what the band comes to to @sums. */
W_ void
SWEEP_NAME (_band) (const GradientBand *band,
                    const GradientLanes *lanes,
                    const int top,
                    const int bottom,
                    const bool any,
                    const bool plain,
                    vf sums[SWEEP_VECTORS][SWEEP_TAPS][SWEEP_KERNEL])
{
  const int64_t steps = band->outputs + SWEEP_DEPTH - 1;
  const int64_t low = (band->left + SWEEP_STRIDE - 1) / SWEEP_STRIDE;
  const int64_t past = band->right - SWEEP_COLUMNS;
  const int64_t high = past < 0 ? 0 : past / SWEEP_STRIDE + 1;
  int64_t first = low > SWEEP_DEPTH - 1 ? low : SWEEP_DEPTH - 1;
  int64_t end = high < band->outputs ? high : band->outputs;
  vf d[SWEEP_VECTORS][SWEEP_ROWS][SWEEP_DEPTH];

  EACH (v, SWEEP_VECTORS, EACH (i, SWEEP_ROWS, EACH (t, SWEEP_DEPTH, {
          d[v][i][t] = v_zero ();
        })))
  first = first < steps ? first : steps;
  end = end > first ? end : first;
  SWEEP_NAME (_part) (band, lanes, 0, first, true, top, bottom, any, plain, d,
                      sums);
  SWEEP_NAME (_part) (band, lanes, first, end, false, top, bottom, any, plain,
                      d, sums);
  SWEEP_NAME (_part) (band, lanes, end, steps, true, top, bottom, any, plain, d,
                      sums);
}

/* Adds what all rows of the band come to to the sums, a vector for each row and
 * column of the kernel. */
W_ void
SWEEP_NAME () (GradientBand band,
               const GradientLanes *lanes,
               const bool any,
               const bool plain,
               const GradientSums *kept)
{
  vf sums[SWEEP_VECTORS][SWEEP_TAPS][SWEEP_KERNEL];

  EACH (v, SWEEP_VECTORS, EACH (a, SWEEP_TAPS, EACH (k, SWEEP_KERNEL, {
          sums[v][a][k] = kept->begin ? v_zero ()
                                      : v_load (SWEEP_KEPT (sums, v, a, k));
        })))
  for (; band.rows > 0; band.rows -= SWEEP_ROWS)
    {
      const bool top = band.low > 0, bottom = band.high < SWEEP_INPUT_ROWS;
      const bool whole = band.rows >= SWEEP_ROWS && !top && !bottom;

      if (any && plain && whole)
        SWEEP_NAME (_band) (&band, lanes, 0, 0, false, true, sums);
      else if (any)
        SWEEP_NAME (_band) (&band, lanes, 0, 0, true, plain, sums);
      else if (top && bottom)
        SWEEP_NAME (_band) (&band, lanes, 1, 1, false, true, sums);
      else if (top)
        SWEEP_NAME (_band) (&band, lanes, 1, 0, false, true, sums);
      else if (bottom)
        SWEEP_NAME (_band) (&band, lanes, 0, 1, false, true, sums);
      else
        SWEEP_NAME (_band) (&band, lanes, 0, 0, false, true, sums);
      band.input += SWEEP_ROWS * SWEEP_STRIDE * band.input_row_step;
      band.gradient += SWEEP_ROWS * band.output_row_step;
      band.low -= SWEEP_ROWS * SWEEP_STRIDE;
      band.high -= SWEEP_ROWS * SWEEP_STRIDE;
    }
  EACH (v, SWEEP_VECTORS, EACH (a, SWEEP_TAPS, EACH (k, SWEEP_KERNEL, {
          V *total = SWEEP_KEPT (totals, v, a, k);

          if (kept->end)
            v_store (total, v_add (v_load (total), sums[v][a][k]));
          else
            v_store (SWEEP_KEPT (sums, v, a, k), sums[v][a][k]);
        })))
}

#define SWEEP(name, any, plain)                                                \
  W_ void SWEEP_NAME (name) (const GradientBand *band,                         \
                             const GradientLanes *lanes,                       \
                             const GradientSums *sums)                         \
  {                                                                            \
    SWEEP_NAME () (*band, lanes, any, plain, sums);                            \
  }

/* Any rows of any lanes, any rows of plain ones, and rows of plain ones that
 * all exist, as do those that they see, but for the first and the last. */
SWEEP (_0, true, false)
SWEEP (_1, true, true)
SWEEP (_2, false, true)

#undef SWEEP
#undef SWEEP_ADD
#undef SWEEP_COLUMN
#undef SWEEP_COLUMNS
#undef SWEEP_DEPTH
#undef SWEEP_EXISTS
#undef SWEEP_HOLDS
#undef SWEEP_JOIN
#undef SWEEP_JOIN_
#undef SWEEP_KEPT
#undef SWEEP_KERNEL
#undef SWEEP_MEETS
#undef SWEEP_INPUT_ROWS
#undef SWEEP_NAME
#undef SWEEP_ROW
#undef SWEEP_ROWS
#undef SWEEP_SEES
#undef SWEEP_STRIDE
#undef SWEEP_TAPS
#undef SWEEP_VECTORS
