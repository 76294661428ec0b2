/* depthwise-gradient-spread.h — the input's gradient for one kind of window.
 *
 * Included by depthwise-gradient.h for each, with SPREAD_KERNEL, the rows and
 * columns of the window, SPREAD_STRIDE, its step both ways, and
 * SPREAD_MULTIPLIER, that of the channels. The rows of output that as many rows
 * of input as the step is long see are gone along: each output is read once,
 * and spread over the sums of all inputs that saw it, which stay in registers
 * until the last of them is there.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#define SPREAD_JOIN_(kernel, stride, multiplier, name)                         \
  spread_##kernel##_##stride##_##multiplier##name
#define SPREAD_JOIN(kernel, stride, multiplier, name)                          \
  SPREAD_JOIN_ (kernel, stride, multiplier, name)
#define SPREAD_NAME(name)                                                      \
  SPREAD_JOIN (SPREAD_KERNEL, SPREAD_STRIDE, SPREAD_MULTIPLIER, name)

/* Rows of output that an input sees, as a number that EACH can count to. */
#if SPREAD_STRIDE == 1
#define SPREAD_ROWS SPREAD_KERNEL
#elif SPREAD_KERNEL == 3
#define SPREAD_ROWS 2
#else
#define SPREAD_ROWS 3
#endif

/* Whether the weights stay in registers. */
#define SPREAD_HOLDS                                                           \
  (V_TILE_COLUMNS != 4 && SPREAD_KERNEL == 3 && SPREAD_MULTIPLIER <= 2)
#define SPREAD_WEIGHTS (SPREAD_KERNEL * SPREAD_KERNEL * SPREAD_MULTIPLIER)
#define SPREAD_AT(r, k, q)                                                     \
  (((r) * SPREAD_KERNEL + (k)) * SPREAD_MULTIPLIER + (q))

/* A vector of channels, the @block-th, of the input rows that output row @t is
 * the last to see and the next does not see; of these, those from @first to
 * before @end. @full: the vector is. */
W_ void
SPREAD_NAME () (const StrataInputGradient *g,
                int64_t t,
                int64_t first,
                int64_t end,
                int64_t block,
                const bool full)
{
  const StrataWindow *h = &g->window[0], *w = &g->window[1];
  const int64_t channels = g->channels;
  const int64_t outputs = channels * SPREAD_MULTIPLIER;
  const int64_t c = block * V_LANES, left = channels - c;
  const int64_t y = strata_window_from (h, t), row = w->output * outputs;
  const int64_t columns = w->input, before = w->before, seen = w->output;
  const V *d = (const V *) g->gradient + t * row + c * SPREAD_MULTIPLIER;
  const V *weights = (const V *) g->weights + block * SPREAD_WEIGHTS * V_LANES;
  E *result = (E *) g->result + (y * columns - before) * channels + c;
  const vm lanes = v_lanes (0, left < V_LANES ? (int) left : V_LANES);
  vf sums[SPREAD_STRIDE][SPREAD_KERNEL];
  vf held[SPREAD_WEIGHTS];

  EACH (p, SPREAD_STRIDE, EACH (k, SPREAD_KERNEL, { sums[p][k] = v_zero (); }))
  EACH (r, SPREAD_KERNEL, EACH (k, SPREAD_KERNEL, EACH (q, SPREAD_MULTIPLIER, {
          if (SPREAD_HOLDS)
            held[SPREAD_AT (r, k, q)]
                = v_load (weights + SPREAD_AT (r, k, q) * V_LANES);
        })))
  for (int64_t u = 0; u * SPREAD_STRIDE < columns + before; u++)
    {
      const int64_t x = u * SPREAD_STRIDE;

      if (u < seen)
        EACH (i, SPREAD_ROWS, {
          if (t - i >= 0 && t - i < h->output)
            {
              vf v[4];

              spread_read (d + u * outputs - i * row, left, SPREAD_MULTIPLIER,
                           full, v);
              EACH (p, SPREAD_STRIDE, {
                enum
                {
                  r = p + i * SPREAD_STRIDE
                };

                if (r < SPREAD_KERNEL)
                  EACH (k, SPREAD_KERNEL, EACH (q, SPREAD_MULTIPLIER, {
                          enum
                          {
                            at = r < SPREAD_KERNEL ? SPREAD_AT (r, k, q) : 0
                          };
                          const vf weight
                              = SPREAD_HOLDS ? held[at]
                                             : v_load (weights + at * V_LANES);

                          sums[p][k] = v_fma (v[q], weight, sums[p][k]);
                        }))
              })
            }
        })
      EACH (k, SPREAD_STRIDE, {
        if (x + k >= before && x + k < columns + before)
          EACH (p, SPREAD_STRIDE, {
            E *to = result + (p * columns + x + k) * channels;

            if (y + p >= first && y + p < end)
              {
                if (full)
                  e_store (to, sums[p][k]);
                else
                  e_store_m (to, sums[p][k], lanes);
              }
          })
      })
      EACH (p, SPREAD_STRIDE, EACH (k, SPREAD_KERNEL, {
              enum
              {
                from = k + SPREAD_STRIDE
              };

              sums[p][k] = from < SPREAD_KERNEL
                               ? sums[p][from < SPREAD_KERNEL ? from : 0]
                               : v_zero ();
            }))
    }
}

#define SPREAD(name, full)                                                     \
  static void SPREAD_NAME (name) (const StrataInputGradient *g, int64_t t,     \
                                  int64_t first, int64_t end, int64_t block)   \
  {                                                                            \
    SPREAD_NAME () (g, t, first, end, block, full);                            \
  }

SPREAD (_0, false)
SPREAD (_1, true)

#undef SPREAD
#undef SPREAD_AT
#undef SPREAD_HOLDS
#undef SPREAD_JOIN
#undef SPREAD_JOIN_
#undef SPREAD_KERNEL
#undef SPREAD_MULTIPLIER
#undef SPREAD_NAME
#undef SPREAD_ROWS
#undef SPREAD_STRIDE
#undef SPREAD_WEIGHTS
