/* depthwise-nchw-column.h — one vector of places, from the plane's top to its
 * bottom.
 *
 * A tile is four rows of it. Each input row is read once for all of them; the
 * weights and the masks stay in registers from top to bottom. At a stride of 2
 * the even and the odd places are told apart once for each row, and what lies
 * beyond them is slid in.
 *
 * Included by depthwise-nchw.h.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#define COLUMN_ROWS 4
#define COLUMN_KERNEL 5
#define COLUMN_INPUT_ROWS 11
#define COLUMN_STREAMS 6
#define COLUMN_LOADS 3

/* Larger planes are computed in bands of rows, so that columns side by side
 * read memory that lies side by side. */
#define COLUMN_PLANE_BYTES 262144
#define COLUMN_BAND_BYTES 24576

typedef vf ColumnSums[COLUMN_ROWS];

/* Lanes of two vectors side by side. */
typedef struct
{
  vm low, high;
} ColumnLanes;

/* The same for every plane. */
typedef struct
{
  int64_t height, width; /* of the input */
  int64_t rows, columns; /* from the first output to the first input */
  int64_t top;           /* output row that the output begins with */
  int64_t first, end;    /* output rows */
  int64_t output;        /* columns of a row */
  int64_t j;
  vm taps[COLUMN_STREAMS];
  ColumnLanes loads[COLUMN_LOADS], store;
  Finish finish;
} Column;

typedef struct
{
  const E *input;
  void *output; /* at the top row */
  const V *weights;
  V bias;
} ColumnPlane;

static void
column_init (Column *column,
            const StrataDepthwise *d,
            const StrataDepthwisePart *part)
{
  const StrataWindow *h = &d->window[0], *w = &d->window[1];

  *column = (Column){
    .height = h->input,
    .width = w->input,
    .rows = h->before,
    .columns = w->before,
    .top = part->row_first,
    .first = part->row_first,
    .end = part->row_end,
    .output = w->output,
    .finish = finish_init (&d->finish, d->wide),
  };
}

/* Of two vectors side by side from @x on, the lanes in [0, n). */
static ColumnLanes
column_lanes (int64_t x, int64_t n)
{
  const ColumnLanes lanes = {
    .low = v_lanes_within (x, n),
    .high = v_lanes_within (x + V_LANES, n),
  };

  return lanes;
}

/* @vectors of places, from column @j on. */
static void
column_begin (Column *column, const StrataWindow *w, int64_t j, int vectors)
{
  const int64_t x = strata_window_from (w, j);

  column->j = j;
  column->store = column_lanes (j, w->output);
  for (int64_t k = 0; k < w->kernel + vectors - 1; k++)
    column->taps[k] = plane_lanes (w, x + k, w->stride * vectors);
  for (int64_t i = 0; i < COLUMN_LOADS; i++)
    column->loads[i]
        = column_lanes (x + i * (vectors == 1 ? V_LANES : 2), w->input);
}

/* What the lanes see through each column of the window. */
W_ void
column_read (const E *p,
            const vm taps[COLUMN_KERNEL],
            const ColumnLanes loads[COLUMN_LOADS],
            const int kernel,
            const int stride,
            vf x[COLUMN_KERNEL])
{
  if (stride == 1)
    EACH (k, COLUMN_KERNEL, {
      if (k < kernel)
        x[k] = e_load_m (p + k, taps[k]);
    })
  else
    {
      const vf c = e_load_m (p + 2 * V_LANES, loads[1].high);

      e_load_apart (p, loads[0].low, loads[0].high, &x[0], &x[1]);
      x[2] = v_slide (x[0], c, 1);
      if (kernel == 5)
        {
          x[3] = v_slide (x[1], v_slide (c, c, 1), 1);
          x[4] = v_slide (x[0], v_even (c, c), 2);
        }
    }
}

/* @whole: all the rows that the tile sees exist. */
W_ void
column_tile (const Column *column,
            const E *p,
            const vf weights[COLUMN_KERNEL * COLUMN_KERNEL],
            const vm taps[COLUMN_KERNEL],
            const ColumnLanes loads[COLUMN_LOADS],
            int64_t y,
            const int kernel,
            const int stride,
            const bool whole,
            ColumnSums acc)
{
  EACH (r, COLUMN_INPUT_ROWS, {
    if (r < (COLUMN_ROWS - 1) * stride + kernel
        && (whole || (y + r >= 0 && y + r < column->height)))
      {
        vf x[COLUMN_KERNEL];

        column_read (p + r * column->width, taps, loads, kernel, stride, x);
        EACH (k, COLUMN_KERNEL, EACH (a, COLUMN_ROWS, {
          if (k < kernel && r >= a * stride && r < a * stride + kernel)
            acc[a] = v_fma_m (
                taps[k], x[k],
                weights[(r - a * stride + kernel) % kernel * kernel + k],
                acc[a]);
        }))
      }
  })
}

W_ void
column_store (const Finish *f,
             void *output,
             int64_t width,
             vm lanes,
             ColumnSums acc)
{
  er rare = e_rare_none ();

  if (f->function)
    {
      V sums[COLUMN_ROWS * V_LANES];

      EACH (a, COLUMN_ROWS, { v_store (sums + a * V_LANES, acc[a]); })
      finish_sums (f->function, COLUMN_ROWS, sums);
      EACH (a, COLUMN_ROWS, { acc[a] = v_load (sums + a * V_LANES); })
    }
  if (f->clamps)
    EACH (a, COLUMN_ROWS, { acc[a] = finish_clamp (f, acc[a]); })
  EACH (a, COLUMN_ROWS, { rare = e_rare (rare, acc[a]); })
  IN_STORE_WAY (store_way (f, rare), EACH (a, COLUMN_ROWS, {
    store_m (way, store_at (way, output, a * width), acc[a], lanes);
  }))
}

W_ void
column_square (const Column *column,
              const ColumnPlane *plane,
              const int kernel,
              const int stride)
{
  const int seen = (COLUMN_ROWS - 1) * stride + kernel;
  const Finish finish = column->finish;
  const vm store = column->store.low;
  vf weights[COLUMN_KERNEL * COLUMN_KERNEL];
  vm taps[COLUMN_KERNEL];
  ColumnLanes loads[COLUMN_LOADS];

  EACH (k, COLUMN_KERNEL, {
    if (k < kernel)
      taps[k] = column->taps[k];
    if (k < COLUMN_LOADS)
      loads[k % COLUMN_LOADS] = column->loads[k % COLUMN_LOADS];
    EACH (r, COLUMN_KERNEL, {
      if (r < kernel && k < kernel)
        weights[r * kernel + k]
            = v_keep (v_set1 (plane->weights[r * kernel + k]));
    })
  })
  for (int64_t row = column->first; row < column->end; row += COLUMN_ROWS)
    {
      const int64_t last = column->end - COLUMN_ROWS;
      const int64_t o = row < last ? row : last;
      const int64_t y = o * stride - column->rows;
      const E *p = plane->input + y * column->width + column->j * stride
                   - column->columns;
      ColumnSums acc;

      EACH (a, COLUMN_ROWS, { acc[a] = v_set1 (plane->bias); })
      if (y >= 0 && y + seen <= column->height)
        column_tile (column, p, weights, taps, loads, y, kernel, stride, true,
                    acc);
      else
        column_tile (column, p, weights, taps, loads, y, kernel, stride, false,
                    acc);
      column_store (
          &finish,
          finish_at (&finish, plane->output,
                     (o - column->top) * column->output + column->j),
          column->output, store, acc);
    }
}

#ifdef E_STORES_TOGETHER
#include "depthwise-nchw-apart.h"
#endif

typedef void (*ColumnFunc) (const Column *column, const ColumnPlane *plane);

typedef struct
{
  int64_t kernel, stride;
  ColumnFunc column[2]; /* of one vector of places; of two, or NULL */
} ColumnKind;

/* clang-format off */
#define COLUMN(kernel, stride)                                                \
  static void column_##kernel##_##stride (const Column *column,               \
                                          const ColumnPlane *plane)           \
  {                                                                           \
    column_square (column, plane, kernel, stride);                            \
  }
#define COLUMN_KIND(kernel, stride, two)                                      \
  { kernel, stride, { column_##kernel##_##stride, two } }

#ifdef E_STORES_TOGETHER
#define APART(kernel)                                                         \
  static void apart_##kernel (const Column *column, const ColumnPlane *plane) \
  {                                                                           \
    apart_square (column, plane, kernel);                                     \
  }
#else
#define APART(kernel)
#define apart_3 NULL
#define apart_5 NULL
#endif

#if V_SLIDES
COLUMN (3, 1)
COLUMN (3, 2)
COLUMN (5, 1)
COLUMN (5, 2)
APART (3)
APART (5)
#endif

/* The last is none. */
static const ColumnKind column_kinds[] = {
#if V_SLIDES
  COLUMN_KIND (3, 1, apart_3),
  COLUMN_KIND (3, 2, NULL),
  COLUMN_KIND (5, 1, apart_5),
  COLUMN_KIND (5, 2, NULL),
#endif
  { 0, 0, { NULL, NULL } },
};
#undef APART
#undef COLUMN
#undef COLUMN_KIND
/* clang-format on */

static const ColumnKind *
column_for (const StrataWindow window[2])
{
  const StrataWindow *h = &window[0], *w = &window[1];
  const ColumnKind *kind = column_kinds;

  while (kind->kernel
         && !(kind->kernel == h->kernel && kind->kernel == w->kernel
              && kind->stride == h->stride && kind->stride == w->stride
              && h->dilation == 1 && w->dilation == 1))
    kind++;
  return kind;
}

/* Not where a row fills too few lanes, nor where weights that take all
 * registers are for one vector alone. */
static bool
column_wins (const StrataWindow window[2])
{
  const StrataWindow *w = &window[1];
  const int64_t lanes = (w->output + V_LANES - 1) / V_LANES * V_LANES;

  if (!V_SLIDES || !column_for (window)->kernel)
    return false;
  if (w->stride > 1)
    return 5 * w->output > 2 * lanes;
  return 2 * w->output > lanes && (w->kernel < 5 || w->output > V_LANES);
}

static ColumnPlane
column_plane (const Column *column,
              const StrataDepthwise *d,
              const StrataDepthwisePart *part,
              int64_t channel)
{
  const StrataWindow *h = &d->window[0], *w = &d->window[1];
  const V *packed
      = (const V *) d->packed + channel * (h->kernel * w->kernel + 1);
  const int64_t from
      = d->multiplier == 1 ? channel : channel / d->multiplier;
  const ColumnPlane plane = {
    .input = (const E *) part->input + from * h->input * w->input,
    .output = finish_at (&column->finish, part->output,
                         channel * part->output_plane),
    .weights = packed + 1,
    .bias = packed[0],
  };

  return plane;
}

/* Vectors of places that are taken at column @j. */
W_ int
column_vectors (const ColumnKind *kind, const StrataWindow *w, int64_t j)
{
  return kind->column[1] && w->output - j > V_LANES ? 2 : 1;
}

/* Whether all that a column's masks ask for exists. */
W_ bool
column_is_inside (const StrataWindow *w, int64_t j, int vectors)
{
  const int64_t x = strata_window_from (w, j);

  return x >= 0 && x + 3 * V_LANES <= w->input
         && j + (int64_t) vectors * V_LANES <= w->output;
}

/* Column after column of one band of rows. The masks of neighbours inside are
 * the same. */
static void
column_band (Column *column,
             const ColumnPlane *plane,
             const StrataWindow *w,
             const ColumnKind *kind)
{
  int inside = 0; /* vectors of the one before, if it is inside */
  int vectors;

  for (int64_t j = 0; j < w->output; j += (int64_t) vectors * V_LANES)
    {
      const int before = inside;

      vectors = column_vectors (kind, w, j);
      inside = column_is_inside (w, j, vectors) ? vectors : 0;
      if (inside && before == inside)
        column->j = j;
      else
        column_begin (column, w, j, vectors);
      kind->column[vectors - 1](column, plane);
    }
}

static void
column_bands (Column *column,
              const StrataDepthwise *d,
              const StrataDepthwisePart *part)
{
  const StrataWindow *h = &d->window[0], *w = &d->window[1];
  const int64_t line = w->input * h->stride * (int64_t) sizeof (E);
  const int64_t fit = COLUMN_BAND_BYTES / line / COLUMN_ROWS * COLUMN_ROWS;
  const int64_t rows = fit > COLUMN_ROWS ? fit : COLUMN_ROWS;

  for (int64_t c = part->block_first; c < part->block_end; c++)
    {
      const ColumnPlane plane = column_plane (column, d, part, c);

      for (int64_t o = part->row_first; o < part->row_end; o += rows)
        {
          column->first = o;
          column->end = o + rows < part->row_end ? o + rows : part->row_end;
          column_band (column, &plane, w, column_for (d->window));
        }
    }
}

static void
depthwise_nchw_column (const StrataDepthwise *d,
                       const StrataDepthwisePart *part)
{
  const StrataWindow *h = &d->window[0], *w = &d->window[1];
  const ColumnKind *kind = column_for (d->window);
  Column column;
  int vectors;

  column_init (&column, d, part);
  if (h->input * w->input > COLUMN_PLANE_BYTES / (int64_t) sizeof (E))
    {
      column_bands (&column, d, part);
      return;
    }
  for (int64_t j = 0; j < w->output; j += (int64_t) vectors * V_LANES)
    {
      vectors = column_vectors (kind, w, j);
      column_begin (&column, w, j, vectors);
      for (int64_t c = part->block_first; c < part->block_end; c++)
        {
          const ColumnPlane plane = column_plane (&column, d, part, c);

          kind->column[vectors - 1](&column, &plane);
        }
    }
}
