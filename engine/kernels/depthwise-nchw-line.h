/* depthwise-nchw-line.h — a plane taken as one line of places.
 *
 * Where rows are as long after the convolution as before, and none is left
 * out, an output at place f owes to a tap the input at f plus a distance that
 * is the same for all places. So vectors need not stop at the end of a row,
 * however short it is: lanes whose tap looks beyond it are masked. What is
 * masked repeats along the line, and is the same for every channel.
 *
 * Included by depthwise-nchw.h.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

/* Neighbouring vectors of a tile, and the most taps and masks kept. */
#define LINE_VECTORS 4
#define LINE_TAPS 64
#define LINE_MASKS 1024
#define LINE_KERNEL 7 /* the widest that has a tile of its own */
#define LINE_WIDTH (1 << 20) /* columns are counted in floating point */

typedef vf LineSums[LINE_VECTORS];

/* The part of the planes that one task computes. */
typedef struct
{
  const StrataWindow *rows, *columns;
  int64_t first, end; /* places of the output */
  int64_t places;     /* of the input plane */
  int64_t vectors;    /* from first to end */
  int64_t period;     /* of the masks, in vectors */
  Finish finish;
  vm masks[LINE_MASKS]; /* [vector][column of the window] */
} Line;

/* One output plane and the input plane that it is made from. */
typedef struct
{
  const E *input;
  void *output; /* at the line's first place */
  const V *weights;
  V bias;
} LinePlane;

/* A tap of a tile at the beginning or the end of a plane. */
typedef struct
{
  int64_t distance, weight;
  vm lanes[LINE_VECTORS];
} LineTap;

typedef struct
{
  int64_t at; /* place */
  int n;
  LineTap taps[LINE_TAPS];
  vm stores[LINE_VECTORS];
} LineEnd;

/* Vectors until one begins in the column of the first again. */
static int64_t
line_period (const StrataWindow *w)
{
  const int64_t even = w->input & -w->input;

  return w->input / (even < V_LANES ? even : V_LANES);
}

static bool
line_fits (const StrataWindow window[2])
{
  const StrataWindow *h = &window[0], *w = &window[1];

  return h->stride == 1 && w->stride == 1 && w->input == w->output
         && w->input > 0 && w->input < LINE_WIDTH && h->kernel <= LINE_TAPS
         && w->kernel <= LINE_TAPS / h->kernel
         && line_period (w) + LINE_VECTORS - 1 <= LINE_MASKS / w->kernel;
}

static int64_t
line_distance (const Line *line, int64_t row, int64_t column)
{
  const StrataWindow *h = line->rows, *w = line->columns;

  return (row * h->dilation - h->before) * w->input + column * w->dilation
         - w->before;
}

/* The last tile's vectors may reach into the next period. */
static void
line_masks (Line *line)
{
  const StrataWindow *w = line->columns;
  const int64_t n = line->period + LINE_VECTORS - 1;
  const vf width = v_set1 ((V) w->input);
  const vf step = v_set1 ((V) (V_LANES % w->input));
  vm *mask = line->masks;
  V first[V_LANES];
  vf x;

  for (int64_t lane = 0; lane < V_LANES; lane++)
    first[lane] = (V) (lane % w->input);
  x = v_load (first);
  for (int64_t i = 0; i < n && i < line->vectors; i++)
    {
      for (int64_t k = 0; k < w->kernel; k++)
        {
          const int64_t by = k * w->dilation - w->before;

          *mask++ = by < 0 ? v_greater (x, v_set1 ((V) (-by - 1)))
                           : v_greater (v_set1 ((V) (w->input - by)), x);
        }
      x = v_add (x, step);
      x = v_select (v_greater (width, x), x, v_sub (x, width));
    }
}

static void
line_init (Line *line,
           const StrataDepthwise *d,
           const StrataDepthwisePart *part)
{
  const StrataWindow *h = &d->window[0], *w = &d->window[1];

  line->rows = h;
  line->columns = w;
  line->first = part->row_first * w->output;
  line->end = part->row_end * w->output;
  line->places = h->input * w->input;
  line->vectors = (line->end - line->first + V_LANES - 1) / V_LANES;
  line->period = line_period (w);
  line->finish = finish_init (&d->finish, d->wide);
  line_masks (line);
}

W_ LinePlane
line_plane (const Line *line,
            const StrataDepthwise *d,
            const StrataDepthwisePart *part,
            int64_t channel)
{
  const int64_t from
      = d->multiplier == 1 ? channel : channel / d->multiplier;
  const V *packed
      = (const V *) d->packed
        + channel * (line->rows->kernel * line->columns->kernel + 1);
  LinePlane plane = {
    .input = (const E *) part->input + from * line->places,
    .output = finish_at (&line->finish, part->output,
                         channel * part->output_plane),
    .weights = packed + 1,
    .bias = packed[0],
  };

  return plane;
}

W_ void
line_store (const Finish *f,
            void *output,
            int64_t place,
            const vm *stores,
            LineSums acc)
{
  er rare = e_rare_none ();

  if (f->function)
    {
      V sums[LINE_VECTORS * V_LANES];

      EACH (n, LINE_VECTORS, { v_store (sums + n * V_LANES, acc[n]); })
      finish_sums (f->function, LINE_VECTORS, sums);
      EACH (n, LINE_VECTORS, { acc[n] = v_load (sums + n * V_LANES); })
    }
  if (f->clamps)
    EACH (n, LINE_VECTORS, { acc[n] = finish_clamp (f, acc[n]); })
  EACH (n, LINE_VECTORS, { rare = e_rare (rare, acc[n]); })
  IN_STORE_WAY (store_way (f, rare), EACH (n, LINE_VECTORS, {
    void *at = store_at (way, output, place + n * V_LANES);

    if (stores)
      store_m (way, at, acc[n], stores[n]);
    else
      store (way, at, acc[n]);
  }))
}

/* A tile at the beginning or the end of a plane or a task, of which all is
 * known but the numbers. */
static void
line_end_init (LineEnd *end, const Line *line, int64_t vector)
{
  const StrataWindow *h = line->rows, *w = line->columns;
  const vm *masks = line->masks + vector % line->period * w->kernel;
  LineTap *tap = end->taps;

  end->at = line->first + vector * V_LANES;
  for (int64_t r = 0; r < h->kernel; r++)
    for (int64_t k = 0; k < w->kernel; k++)
      {
        const int64_t distance = line_distance (line, r, k);
        const int64_t from = end->at + distance;

        if (from <= -LINE_VECTORS * V_LANES || from >= line->places)
          continue;
        tap->distance = distance;
        tap->weight = r * w->kernel + k;
        for (int64_t n = 0; n < LINE_VECTORS; n++)
          if (vector + n < line->vectors)
            tap->lanes[n] = v_lanes_within (from + n * V_LANES, line->places)
                            & masks[n * w->kernel + k];
          else
            tap->lanes[n] = v_lanes (0, 0);
        tap++;
      }
  end->n = (int) (tap - end->taps);
  for (int64_t n = 0; n < LINE_VECTORS; n++)
    end->stores[n] = v_lanes_within (end->at + n * V_LANES, line->end);
}

static void
line_end (const LinePlane *plane, const Line *line, const LineEnd *end)
{
  const E *input = plane->input + end->at;
  LineSums acc;

  EACH (n, LINE_VECTORS, { acc[n] = v_set1 (plane->bias); })
  for (int i = 0; i < end->n; i++)
    {
      const LineTap *tap = &end->taps[i];
      const E *p = input + tap->distance;
      const vf t = v_set1 (plane->weights[tap->weight]);

      EACH (n, LINE_VECTORS, {
        const vm m = v_mask (&tap->lanes[n]);

        acc[n] = v_fma_m (m, e_load_m (p + n * V_LANES, m), t, acc[n]);
      })
    }
  line_store (&line->finish, plane->output, end->at - line->first,
              end->stores, acc);
}

/* Whole tiles from vector @first to before @end: every vector that a tap may
 * look at exists. The last tile may compute what is there already, again. */
W_ void
line_square (const LinePlane *plane,
             const Line *line,
             int64_t first,
             int64_t end,
             const int kernel)
{
  const int64_t width = line->columns->input;
  const Finish finish = line->finish;
  const E *input = plane->input + line->first - line->rows->before * width;
  const V *weights = plane->weights;
  const vf bias = v_set1 (plane->bias);
  vf taps[9];

  if (kernel == 3)
    EACH (k, 9, { taps[k] = v_keep (v_set1 (weights[k])); })

  for (int64_t i = first; i < end; i += LINE_VECTORS)
    {
      const int64_t back = i + LINE_VECTORS > end ? i + LINE_VECTORS - end : 0;
      const E *p = input + (i - back) * V_LANES;
      const vm *masks;
      LineSums acc;

      masks = line->masks + (i - back) % line->period * kernel;
      EACH (n, LINE_VECTORS, { acc[n] = bias; })
      EACH (r, LINE_KERNEL, {
        if (r < kernel)
          {
            vf u[LINE_VECTORS + 1];

            EACH (n, LINE_VECTORS, {
              u[n] = v_keep (e_load (p + n * V_LANES));
            })
            if (V_SLIDES)
              u[LINE_VECTORS] = v_keep (e_load (p + LINE_VECTORS * V_LANES));
            EACH (k, LINE_KERNEL, {
              if (k < kernel)
                {
                  const int by = k - kernel / 2;
                  const vf t = kernel == 3 ? taps[(r * 3 + k) % 9]
                                           : v_set1 (weights[r * kernel + k]);

                  EACH (n, LINE_VECTORS, {
                    if (by == 0)
                      acc[n] = v_fma (u[n], t, acc[n]);
                    else
                      acc[n] = v_fma_m (v_mask (&masks[n * kernel + k]),
                                        by < 0 || !V_SLIDES
                                            ? e_load (p + n * V_LANES + by)
                                            : v_slide (u[n], u[n + 1], by),
                                        t, acc[n]);
                  })
                }
            })
            p += width;
          }
      })
      line_store (&finish, plane->output, (i - back) * V_LANES, NULL, acc);
    }
}

/* The same for any window. */
static void
line_any (const LinePlane *plane, const Line *line, int64_t first, int64_t end)
{
  const StrataWindow *h = line->rows, *w = line->columns;

  for (int64_t i = first; i < end; i += LINE_VECTORS)
    {
      const int64_t at = i + LINE_VECTORS > end ? end - LINE_VECTORS : i;
      const vm *masks = line->masks + at % line->period * w->kernel;
      const V *weights = plane->weights;
      LineSums acc;

      EACH (n, LINE_VECTORS, { acc[n] = v_set1 (plane->bias); })
      for (int64_t r = 0; r < h->kernel; r++)
        {
          const E *p = plane->input + line->first + at * V_LANES
                       + line_distance (line, r, 0);

          for (int64_t k = 0; k < w->kernel; k++)
            {
              const vf t = v_set1 (*weights++);

              EACH (n, LINE_VECTORS, {
                acc[n] = v_fma_m (v_mask (&masks[n * w->kernel + k]),
                                  e_load (p + n * V_LANES), t, acc[n]);
              })
              p += w->dilation;
            }
        }
      line_store (&line->finish, plane->output, at * V_LANES, NULL, acc);
    }
}

typedef void (*LineFunc) (const LinePlane *plane,
                          const Line *line,
                          int64_t first,
                          int64_t end);

typedef struct
{
  int64_t kernel; /* 0: any */
  LineFunc tiles;
} LineKind;

/* clang-format off */
#define LINE(kernel)                                                          \
  static void line_##kernel (const LinePlane *plane, const Line *line,        \
                             int64_t first, int64_t end)                      \
  {                                                                           \
    line_square (plane, line, first, end, kernel);                            \
  }

#if V_TILES
LINE (3)
LINE (5)
LINE (7)
#endif

/* The first that fits is taken. */
static const LineKind line_kinds[] = {
#if V_TILES
  { 3, line_3 },
  { 5, line_5 },
  { 7, line_7 },
#endif
  { 0, line_any },
};
#undef LINE
/* clang-format on */

static LineFunc
line_tiles_for (const Line *line)
{
  const StrataWindow *h = line->rows, *w = line->columns;
  const LineKind *kind = line_kinds;

  while (kind->kernel
         && !(kind->kernel == h->kernel && kind->kernel == w->kernel
              && h->dilation == 1 && w->dilation == 1
              && w->before == w->kernel / 2))
    kind++;
  return kind->tiles;
}

/* Whole tiles from *@first to before *@end see and fill whole vectors. */
static void
line_middle (const Line *line, int64_t *first, int64_t *end)
{
  const StrataWindow *h = line->rows, *w = line->columns;
  const int64_t low = line->first + line_distance (line, 0, 0);
  const int64_t last = line_distance (line, h->kernel - 1, w->kernel - 1);
  const int64_t reach = last > 0 ? last : 0;
  const int64_t before_end = line->end - line->first;
  int64_t high = line->places - line->first - reach - V_LANES;

  high = high < before_end ? high : before_end;
  *first = low < 0 ? (-low + V_LANES - 1) / V_LANES : 0;
  *end = high > 0 ? high / V_LANES : 0;
}

/* Tiles with masks of their own, for all channels of the task: from @first
 * on until @end is reached. */
static void
line_ends (const StrataDepthwise *d,
           const StrataDepthwisePart *part,
           const Line *line,
           int64_t first,
           int64_t end)
{
  for (int64_t i = first; i < end; i += LINE_VECTORS)
    {
      LineEnd tile;

      line_end_init (&tile, line, i);
      for (int64_t c = part->block_first; c < part->block_end; c++)
        {
          const LinePlane plane = line_plane (line, d, part, c);

          line_end (&plane, line, &tile);
        }
    }
}

static void
depthwise_nchw_line (const StrataDepthwise *d, const StrataDepthwisePart *part)
{
  Line line;
  LineFunc tiles;
  int64_t first, end, after;

  line_init (&line, d, part);
  tiles = line_tiles_for (&line);
  line_middle (&line, &first, &end);
  first = (first + LINE_VECTORS - 1) / LINE_VECTORS * LINE_VECTORS;
  if (end - first < LINE_VECTORS)
    {
      line_ends (d, part, &line, 0, line.vectors);
      return;
    }

  /* Tiles at the end reach back to where whole ones are left. */
  after = line.vectors
          - (line.vectors - end + LINE_VECTORS - 1) / LINE_VECTORS
                * LINE_VECTORS;
  if (after < first + LINE_VECTORS)
    after = end;
  line_ends (d, part, &line, 0, first);
  for (int64_t c = part->block_first; c < part->block_end; c++)
    {
      const LinePlane plane = line_plane (&line, d, part, c);

      tiles (&plane, &line, first, after);
    }
  line_ends (d, part, &line, after, line.vectors);
}
