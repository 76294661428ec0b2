/* depthwise-gradient-sweep.h — the kernel's gradient for one width of kernel.
 *
 * Included by depthwise-gradient.h for each, with SWEEP_KERNEL, the columns of
 * the kernel, SWEEP_STRIDE, the step of the outputs both ways, SWEEP_TAPS, the
 * rows of the kernel that are summed at a time, and SWEEP_ROWS, those of the
 * output that are. A sweep goes along these rows with all sums in registers,
 * and with the outputs that one input column sees: each input is read once and
 * meets them all.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#define SWEEP_JOIN_(kernel, stride, taps, name)                                \
  sweep_##kernel##_##stride##_##taps##name
#define SWEEP_JOIN(kernel, stride, taps, name)                                 \
  SWEEP_JOIN_ (kernel, stride, taps, name)
#define SWEEP_NAME(name)                                                       \
  SWEEP_JOIN (SWEEP_KERNEL, SWEEP_STRIDE, SWEEP_TAPS, name)

/* Columns of output that see an input, and input rows that are seen, the first
 * as a number that EACH can count to. */
#if SWEEP_STRIDE == 1
#define SWEEP_DEPTH SWEEP_KERNEL
#elif SWEEP_KERNEL == 3
#define SWEEP_DEPTH 2
#else
#define SWEEP_DEPTH 3
#endif
#define SWEEP_INPUT_ROWS ((SWEEP_ROWS - 1) * SWEEP_STRIDE + SWEEP_TAPS)
#define SWEEP_MOST_ROWS 7

/* Whether input row @r is under a row of the kernel for output row @i, and
 * which; any, where it is not. */
#define SWEEP_SEES(r, i)                                                       \
  ((r) >= (i) * SWEEP_STRIDE && (r) < (i) * SWEEP_STRIDE + SWEEP_TAPS)
#define SWEEP_ROW(r, i) (SWEEP_SEES (r, i) ? (r) - (i) * SWEEP_STRIDE : 0)

/* And input column @c for the output @t columns before. */
#define SWEEP_MEETS(c, t) ((c) + (t) * SWEEP_STRIDE < SWEEP_KERNEL)
#define SWEEP_COLUMN(c, t) (SWEEP_MEETS (c, t) ? (c) + (t) * SWEEP_STRIDE : 0)

/* Output columns from @first to before @end, each with the inputs that it sees
 * and the next does not see before it. @edge: some of these may not exist;
 * @all: all rows do. */
W_ void
SWEEP_NAME (_part) (const GradientBand *band,
                    const GradientLanes *lanes,
                    int64_t first,
                    int64_t end,
                    const bool edge,
                    const bool all,
                    const bool plain,
                    vf d[SWEEP_ROWS][SWEEP_DEPTH],
                    vf sums[SWEEP_TAPS][SWEEP_KERNEL])
{
  const GradientBand b = *band;

  for (int64_t u = first; u < end; u++)
    {
      const int64_t x = u * SWEEP_STRIDE;
      const V *from
          = b.gradient + lanes->output + u * b.output_column_step;

      EACH (i, SWEEP_ROWS, {
        const V *p = from + i * b.output_row_step;

        EACH (t, SWEEP_DEPTH, {
          enum
          {
            to = SWEEP_DEPTH - 1 - t
          };

          if (to > 0)
            d[i][to] = d[i][to > 0 ? to - 1 : 0];
        })
        if ((all || i < b.rows) && (!edge || u < b.outputs))
          d[i][0] = plain ? v_load (p) : v_load_m (p, lanes->outputs);
      })
      EACH (c, SWEEP_STRIDE, {
        if (!edge || (x + c >= b.left && x + c < b.right))
          EACH (r, SWEEP_MOST_ROWS, {
            if (r < SWEEP_INPUT_ROWS && (all || (r >= b.low && r < b.high)))
              {
                const E *p = b.input + lanes->input + r * b.input_row_step
                             + (x + c) * b.input_column_step;
                const vf v
                    = plain ? e_load (p)
                            : e_load_spread (p, lanes->spread, lanes->inputs);

                EACH (i, SWEEP_ROWS, {
                  if (SWEEP_SEES (r, i) && (all || i < b.rows))
                    EACH (t, SWEEP_DEPTH, {
                      vf *sum = &sums[SWEEP_ROW (r, i)][SWEEP_COLUMN (c, t)];

                      if (SWEEP_MEETS (c, t)
                          && (!edge || (u >= t && u - t < b.outputs)))
                        *sum = v_fma (v, d[i][t], *sum);
                    })
                })
              }
          })
      })
    }
}

/* Adds what the band comes to to @sums. */
W_ void
SWEEP_NAME (_band) (const GradientBand *band,
                    const GradientLanes *lanes,
                    const bool all,
                    const bool plain,
                    vf sums[SWEEP_TAPS][SWEEP_KERNEL])
{
  const int64_t steps = band->outputs + SWEEP_DEPTH - 1;
  const int64_t low = (band->left + SWEEP_STRIDE - 1) / SWEEP_STRIDE;
  const int64_t high = band->right / SWEEP_STRIDE;
  int64_t first = low > SWEEP_DEPTH - 1 ? low : SWEEP_DEPTH - 1;
  int64_t end = high < band->outputs ? high : band->outputs;
  vf d[SWEEP_ROWS][SWEEP_DEPTH];

  EACH (i, SWEEP_ROWS, EACH (t, SWEEP_DEPTH, { d[i][t] = v_zero (); }))
  first = first < steps ? first : steps;
  end = end > first ? end : first;
  SWEEP_NAME (_part) (band, lanes, 0, first, true, all, plain, d, sums);
  SWEEP_NAME (_part) (band, lanes, first, end, false, all, plain, d, sums);
  SWEEP_NAME (_part) (band, lanes, end, steps, true, all, plain, d, sums);
}

/* Adds what all rows of the band come to to @totals, a vector for each row and
 * column of the kernel. */
W_ void
SWEEP_NAME () (GradientBand band,
               const GradientLanes *lanes,
               const bool plain,
               V *totals)
{
  vf sums[SWEEP_TAPS][SWEEP_KERNEL];

  EACH (a, SWEEP_TAPS, EACH (k, SWEEP_KERNEL, { sums[a][k] = v_zero (); }))
  for (; band.rows > 0; band.rows -= SWEEP_ROWS)
    {
      const bool all = band.rows >= SWEEP_ROWS && band.low <= 0
                       && band.high >= SWEEP_INPUT_ROWS;

      if (all && plain)
        SWEEP_NAME (_band) (&band, lanes, true, plain, sums);
      else
        SWEEP_NAME (_band) (&band, lanes, false, plain, sums);
      band.input += SWEEP_ROWS * SWEEP_STRIDE * band.input_row_step;
      band.gradient += SWEEP_ROWS * band.output_row_step;
      band.low -= SWEEP_ROWS * SWEEP_STRIDE;
      band.high -= SWEEP_ROWS * SWEEP_STRIDE;
    }
  EACH (a, SWEEP_TAPS, EACH (k, SWEEP_KERNEL, {
    V *total = totals + (a * SWEEP_KERNEL + k) * V_LANES;

    v_store (total, v_add (v_load (total), sums[a][k]));
  }))
}

#define SWEEP(name, plain)                                                     \
  static void SWEEP_NAME (name) (const GradientBand *band,                     \
                                 const GradientLanes *lanes, V *totals)        \
  {                                                                            \
    SWEEP_NAME () (*band, lanes, plain, totals);                         \
  }

SWEEP (_0, false)
SWEEP (_1, true)

#undef SWEEP
#undef SWEEP_COLUMN
#undef SWEEP_DEPTH
#undef SWEEP_INPUT_ROWS
#undef SWEEP_JOIN
#undef SWEEP_JOIN_
#undef SWEEP_KERNEL
#undef SWEEP_MEETS
#undef SWEEP_MOST_ROWS
#undef SWEEP_NAME
#undef SWEEP_ROW
#undef SWEEP_ROWS
#undef SWEEP_SEES
#undef SWEEP_STRIDE
#undef SWEEP_TAPS
