/* strata-auto-layout.c — finds places for boxes that wires join.
 *
 * Each connected part is laid out by itself: columns by the longest way from a
 * source, an order within columns by the mean place of neighbours, and heights
 * that make the main wire of each box level, as far as the order and the gaps
 * allow. Parts stand below each other.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-auto-layout.h"

#include <math.h>
#include <string.h>

#define COLUMN_GAP 96
#define ROW_GAP 40
#define PART_GAP 80
#define ROW_OF_SINGLES 1600 /* width of a row of boxes without wires */
#define ORDER_SWEEPS 12
#define LEVEL_SWEEPS 10
#define NONE G_MAXUINT
#define WEAK 1e-6 /* pull of a box's own place where no wire pulls */

typedef struct
{
  StrataLayoutBox *boxes;
  guint n_boxes;
  const StrataLayoutWire *wires;
  guint n_wires;
  GCancellable *cancellable;
  guint *first; /* of each box's wires in the two lists below, n_boxes + 1 */
  guint *first_in;
  guint *outgoing; /* wires */
  guint *incoming;
  gboolean *back; /* wires that close a cycle */
  guint *main;    /* wire into each box that is to be level, or NONE */
  guint *part;    /* of each box */
  guint *column;
  double *order; /* of each box in its column, for comparing */
  double *wanted;
  double *weight;
  double *scratch;
} Layout;

/* Boxes of a column, in order. */
typedef struct
{
  guint *boxes;
  guint n;
} Column;

static void
index_wires (Layout *self)
{
  guint *at = g_new (guint, self->n_boxes + 1);
  guint *at_in = g_new (guint, self->n_boxes + 1);

  for (guint i = 0; i < self->n_wires; i++)
    {
      self->first[self->wires[i].from + 1]++;
      self->first_in[self->wires[i].to + 1]++;
    }
  for (guint i = 0; i < self->n_boxes; i++)
    {
      self->first[i + 1] += self->first[i];
      self->first_in[i + 1] += self->first_in[i];
    }
  memcpy (at, self->first, sizeof (guint) * (self->n_boxes + 1));
  memcpy (at_in, self->first_in, sizeof (guint) * (self->n_boxes + 1));
  for (guint i = 0; i < self->n_wires; i++)
    {
      self->outgoing[at[self->wires[i].from]++] = i;
      self->incoming[at_in[self->wires[i].to]++] = i;
    }
  g_free (at);
  g_free (at_in);
}

/* Parts: numbered by their first boxes. */

static guint
find_parts (Layout *self)
{
  g_autofree guint *stack = g_new (guint, self->n_boxes);
  guint n_parts = 0;

  memset (self->part, 0xff, sizeof (guint) * self->n_boxes);
  for (guint i = 0; i < self->n_boxes; i++)
    {
      guint n = 0;

      if (self->part[i] != G_MAXUINT)
        continue;
      self->part[i] = n_parts;
      stack[n++] = i;
      while (n > 0)
        {
          guint box = stack[--n];

          for (guint j = self->first[box]; j < self->first[box + 1]; j++)
            {
              guint to = self->wires[self->outgoing[j]].to;

              if (self->part[to] == G_MAXUINT)
                {
                  self->part[to] = n_parts;
                  stack[n++] = to;
                }
            }
          for (guint j = self->first_in[box]; j < self->first_in[box + 1]; j++)
            {
              guint from = self->wires[self->incoming[j]].from;

              if (self->part[from] == G_MAXUINT)
                {
                  self->part[from] = n_parts;
                  stack[n++] = from;
                }
            }
        }
      n_parts++;
    }
  return n_parts;
}

/* Columns. Where a cycle leaves no box without a source, the first one is taken
 * all the same and its wires from boxes further on count no more. */

static void
release (Layout *self, guint box, guint *missing, guint *queue, guint *n)
{
  queue[(*n)++] = box;
  missing[box] = G_MAXUINT;
}

static void
find_columns (Layout *self)
{
  g_autofree guint *missing = g_new (guint, self->n_boxes);
  g_autofree guint *queue = g_new (guint, self->n_boxes);
  guint n = 0;
  guint next = 0;

  for (guint i = 0; i < self->n_boxes; i++)
    missing[i] = self->first_in[i + 1] - self->first_in[i];
  for (guint i = 0; i < self->n_boxes; i++)
    if (missing[i] == 0)
      release (self, i, missing, queue, &n);
  for (guint i = 0; i < self->n_boxes; i++)
    {
      guint box;

      while (i >= n)
        {
          if (missing[next] != G_MAXUINT)
            release (self, next, missing, queue, &n);
          next++;
        }
      box = queue[i];
      for (guint j = self->first[box]; j < self->first[box + 1]; j++)
        {
          guint wire = self->outgoing[j];
          guint to = self->wires[wire].to;

          if (missing[to] == G_MAXUINT)
            {
              self->back[wire] = TRUE;
              continue;
            }
          self->column[to] = MAX (self->column[to], self->column[box] + 1);
          if (--missing[to] == 0)
            release (self, to, missing, queue, &n);
        }
    }
}

/* What only gives stands right before what takes it. */
static void
draw_sources_near (Layout *self)
{
  for (guint i = 0; i < self->n_boxes; i++)
    {
      guint nearest = G_MAXUINT;

      if (self->first_in[i] != self->first_in[i + 1])
        continue;
      for (guint j = self->first[i]; j < self->first[i + 1]; j++)
        if (!self->back[self->outgoing[j]])
          nearest =
              MIN (nearest, self->column[self->wires[self->outgoing[j]].to]);
      if (nearest != G_MAXUINT && nearest > 0)
        self->column[i] = nearest - 1;
    }
}

static guint
fill_columns (Layout *self,
              const guint *members,
              guint n_members,
              Column **columns)
{
  guint n = 0;

  for (guint i = 0; i < n_members; i++)
    n = MAX (n, self->column[members[i]] + 1);
  *columns = g_new0 (Column, n);
  for (guint i = 0; i < n_members; i++)
    (*columns)[self->column[members[i]]].n++;
  for (guint i = 0; i < n; i++)
    {
      (*columns)[i].boxes = g_new (guint, (*columns)[i].n);
      (*columns)[i].n = 0;
    }
  for (guint i = 0; i < n_members; i++)
    {
      Column *column = &(*columns)[self->column[members[i]]];

      column->boxes[column->n++] = members[i];
    }
  return n;
}

/* Order. */

static void
number (Layout *self, const Column *column)
{
  for (guint i = 0; i < column->n; i++)
    self->order[column->boxes[i]] = (i + 0.5) / column->n;
}

/* Mean place of the boxes at the other ends, with that of the ports on them. */
static double
find_mean (Layout *self, guint box, gboolean incoming)
{
  const guint *first = incoming ? self->first_in : self->first;
  const guint *list = incoming ? self->incoming : self->outgoing;
  double sum = 0;
  guint n = 0;

  for (guint i = first[box]; i < first[box + 1]; i++)
    {
      const StrataLayoutWire *wire = &self->wires[list[i]];
      guint other = incoming ? wire->from : wire->to;
      double port = incoming ? wire->from_y : wire->to_y;

      if (self->back[list[i]])
        continue;
      sum +=
          self->order[other] + 1e-3 * port / MAX (self->boxes[other].height, 1);
      n++;
    }
  return n > 0 ? sum / n : self->order[box];
}

static int
compare_wanted (gconstpointer a, gconstpointer b, gpointer data)
{
  const Layout *self = data;
  guint one = *(const guint *) a;
  guint other = *(const guint *) b;
  double d = self->wanted[one] - self->wanted[other];

  if (d == 0)
    d = self->order[one] - self->order[other];
  return d == 0 ? (one > other) - (one < other) : (d > 0) - (d < 0);
}

static gboolean
order_columns (Layout *self, Column *columns, guint n)
{
  for (guint i = 0; i < n; i++)
    number (self, &columns[i]);
  for (guint sweep = 0; sweep < ORDER_SWEEPS; sweep++)
    for (guint i = 0; i < n; i++)
      {
        gboolean forward = sweep % 2 == 0;
        Column *column = &columns[forward ? i : n - 1 - i];

        if (g_cancellable_is_cancelled (self->cancellable))
          return FALSE;
        for (guint j = 0; j < column->n; j++)
          self->wanted[column->boxes[j]] =
              find_mean (self, column->boxes[j], forward);
        g_qsort_with_data (column->boxes, (gint) column->n, sizeof (guint),
                           compare_wanted, self);
        number (self, column);
      }
  return TRUE;
}

/* Heights. */

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a;
  double other = *(const double *) b;

  return (one > other) - (one < other);
}

static gboolean
is_source (const Layout *self, guint box)
{
  return self->first_in[box] == self->first_in[box + 1];
}

/* What comes from afar comes before what a box is only given, and the upper
 * ports before the lower ones. */
static gboolean
is_better (const Layout *self, guint one, guint other)
{
  const StrataLayoutWire *a = &self->wires[one];
  const StrataLayoutWire *b = &self->wires[other];
  gboolean given = is_source (self, a->from);

  if (given != is_source (self, b->from))
    return !given;
  return a->to_y < b->to_y;
}

static void
find_main_wires (Layout *self)
{
  for (guint i = 0; i < self->n_boxes; i++)
    {
      self->main[i] = NONE;
      for (guint j = self->first_in[i]; j < self->first_in[i + 1]; j++)
        {
          guint wire = self->incoming[j];

          if (!self->back[wire]
              && (self->main[i] == NONE
                  || is_better (self, wire, self->main[i])))
            self->main[i] = wire;
        }
    }
}

static gboolean
level_with_source (const Layout *self, guint box, double *y)
{
  const StrataLayoutWire *wire;

  if (self->main[box] == NONE)
    return FALSE;
  wire = &self->wires[self->main[box]];
  *y = self->boxes[wire->from].y + wire->from_y - wire->to_y;
  return TRUE;
}

/* The median of all targets, or of those alone that the box is the main source
 * of. */
static gboolean
level_with_targets (Layout *self, guint box, gboolean main, double *y)
{
  guint n = 0;

  for (guint i = self->first[box]; i < self->first[box + 1]; i++)
    {
      const StrataLayoutWire *wire = &self->wires[self->outgoing[i]];

      if (main ? self->main[wire->to] == self->outgoing[i]
               : !self->back[self->outgoing[i]])
        self->scratch[n++] =
            self->boxes[wire->to].y + wire->to_y - wire->from_y;
    }
  if (n == 0)
    return FALSE;
  qsort (self->scratch, n, sizeof (double), compare_doubles);
  *y = self->scratch[(n - 1) / 2];
  return TRUE;
}

/* Boxes that stand as close as they may, and where the first one is best. */
typedef struct
{
  guint first; /* in the column */
  double sum;
  double weight;
} Block;

/* The places next to the wanted ones, in the sense of least squares, that keep
 * the order and the gaps: neighbours that would overlap are joined. */
static void
settle (Layout *self, const Column *column, Block *blocks)
{
  guint n = 0;
  double above = 0; /* height of all boxes before, with their gaps */

  for (guint i = 0; i < column->n; i++)
    {
      guint box = column->boxes[i];

      blocks[n++] = (Block){ i, self->weight[box] * (self->wanted[box] - above),
                             self->weight[box] };
      above += self->boxes[box].height + ROW_GAP;
      while (n > 1
             && blocks[n - 2].sum / blocks[n - 2].weight
                    >= blocks[n - 1].sum / blocks[n - 1].weight)
        {
          blocks[n - 2].sum += blocks[n - 1].sum;
          blocks[n - 2].weight += blocks[n - 1].weight;
          n--;
        }
    }
  above = 0;
  for (guint i = 0, block = 0; i < column->n; i++)
    {
      StrataLayoutBox *box = &self->boxes[column->boxes[i]];

      while (block + 1 < n && blocks[block + 1].first <= i)
        block++;
      box->y = blocks[block].sum / blocks[block].weight + above;
      above += box->height + ROW_GAP;
    }
}

static void
stack (Layout *self, const Column *column)
{
  double y = 0;

  for (guint i = 0; i < column->n; i++)
    {
      self->boxes[column->boxes[i]].y = y;
      y += self->boxes[column->boxes[i]].height + ROW_GAP;
    }
  for (guint i = 0; i < column->n; i++)
    self->boxes[column->boxes[i]].y -= y / 2;
}

/* Others do not push what is level by its main wire. */
static void
level_column (Layout *self,
              const Column *column,
              gboolean forward,
              Block *blocks)
{
  for (guint i = 0; i < column->n; i++)
    {
      guint box = column->boxes[i];
      double y = self->boxes[box].y;
      gboolean strong = forward ? level_with_source (self, box, &y)
                                : level_with_targets (self, box, TRUE, &y);

      if (!strong && !forward)
        level_with_targets (self, box, FALSE, &y);
      self->weight[box] = strong ? 1 : WEAK;
      self->wanted[box] = y;
    }
  settle (self, column, blocks);
}

/* What is only given goes to what takes it, and nothing else moves. */
static void
level_sources (Layout *self, const Column *column, Block *blocks)
{
  for (guint i = 0; i < column->n; i++)
    {
      guint box = column->boxes[i];
      double y = self->boxes[box].y;
      gboolean free =
          is_source (self, box) && !level_with_targets (self, box, TRUE, &y);

      if (free)
        level_with_targets (self, box, FALSE, &y);
      self->weight[box] = free ? WEAK : 1;
      self->wanted[box] = y;
    }
  settle (self, column, blocks);
}

static gboolean
level_columns (Layout *self, const Column *columns, guint n)
{
  g_autofree Block *blocks = g_new (Block, self->n_boxes);

  for (guint i = 0; i < n; i++)
    stack (self, &columns[i]);
  for (guint sweep = 0; sweep < LEVEL_SWEEPS; sweep++)
    {
      gboolean forward = sweep % 2 == 1;

      if (g_cancellable_is_cancelled (self->cancellable))
        return FALSE;
      for (guint i = 0; i < n; i++)
        level_column (self, &columns[forward ? i : n - 1 - i], forward, blocks);
    }
  for (guint i = n; i-- > 0;)
    level_sources (self, &columns[i], blocks);
  return TRUE;
}

/* Parts, below each other. */

static void
place_columns (Layout *self, const Column *columns, guint n, double *bottom)
{
  double top = G_MAXDOUBLE;
  double end = -G_MAXDOUBLE;
  double x = 0;

  for (guint i = 0; i < n; i++)
    {
      double width = 0;

      for (guint j = 0; j < columns[i].n; j++)
        {
          StrataLayoutBox *box = &self->boxes[columns[i].boxes[j]];

          box->x = x;
          width = MAX (width, box->width);
          top = MIN (top, box->y);
          end = MAX (end, box->y + box->height);
        }
      x += width + COLUMN_GAP;
    }
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < columns[i].n; j++)
      {
        StrataLayoutBox *box = &self->boxes[columns[i].boxes[j]];

        box->y = round (box->y - top) + *bottom;
      }
  *bottom += ceil (end - top) + PART_GAP;
}

static gboolean
lay_out_part (Layout *self, const guint *members, guint n, double *bottom)
{
  Column *columns;
  guint n_columns = fill_columns (self, members, n, &columns);
  gboolean done = order_columns (self, columns, n_columns)
                  && level_columns (self, columns, n_columns);

  if (done)
    place_columns (self, columns, n_columns, bottom);
  for (guint i = 0; i < n_columns; i++)
    g_free (columns[i].boxes);
  g_free (columns);
  return done;
}

/* Boxes without wires fill rows. */
static void
lay_out_singles (Layout *self, const guint *members, guint n, double bottom)
{
  double x = 0;
  double height = 0;

  for (guint i = 0; i < n; i++)
    {
      StrataLayoutBox *box = &self->boxes[members[i]];

      if (x > 0 && x + box->width > ROW_OF_SINGLES)
        {
          bottom += height + ROW_GAP;
          x = height = 0;
        }
      box->x = x;
      box->y = bottom;
      x += ceil (box->width) + ROW_GAP;
      height = MAX (height, ceil (box->height));
    }
}

static gboolean
lay_out_parts (Layout *self, guint n_parts)
{
  g_autofree guint *first = g_new0 (guint, n_parts + 1);
  g_autofree guint *members = g_new (guint, self->n_boxes);
  g_autofree guint *singles = g_new (guint, self->n_boxes);
  guint n_singles = 0;
  double bottom = 0;

  for (guint i = 0; i < self->n_boxes; i++)
    first[self->part[i] + 1]++;
  for (guint i = 0; i < n_parts; i++)
    first[i + 1] += first[i];
  for (guint i = 0; i < self->n_boxes; i++)
    members[first[self->part[i]]++] = i;
  for (guint i = 0, start = 0; i < n_parts; start = first[i++])
    {
      guint n = first[i] - start;

      if (n == 1)
        singles[n_singles++] = members[start];
      else if (!lay_out_part (self, members + start, n, &bottom))
        return FALSE;
    }
  lay_out_singles (self, singles, n_singles, bottom);
  return TRUE;
}

static gboolean
lay_out (Layout *self)
{
  index_wires (self);
  find_columns (self);
  draw_sources_near (self);
  find_main_wires (self);
  return lay_out_parts (self, find_parts (self));
}

gboolean
strata_auto_layout (StrataLayoutBox *boxes,
                    guint n_boxes,
                    const StrataLayoutWire *wires,
                    guint n_wires,
                    GCancellable *cancellable)
{
  Layout self = {
    .boxes = boxes,
    .n_boxes = n_boxes,
    .wires = wires,
    .n_wires = n_wires,
    .cancellable = cancellable,
    .first = g_new0 (guint, n_boxes + 1),
    .first_in = g_new0 (guint, n_boxes + 1),
    .outgoing = g_new (guint, n_wires),
    .incoming = g_new (guint, n_wires),
    .back = g_new0 (gboolean, n_wires),
    .main = g_new (guint, n_boxes),
    .part = g_new (guint, n_boxes),
    .column = g_new0 (guint, n_boxes),
    .order = g_new0 (double, n_boxes),
    .wanted = g_new0 (double, n_boxes),
    .weight = g_new0 (double, n_boxes),
    .scratch = g_new (double, n_wires),
  };
  gboolean done = TRUE;

  if (n_boxes > 0)
    done = lay_out (&self);
  g_free (self.first);
  g_free (self.first_in);
  g_free (self.outgoing);
  g_free (self.incoming);
  g_free (self.back);
  g_free (self.main);
  g_free (self.part);
  g_free (self.column);
  g_free (self.order);
  g_free (self.wanted);
  g_free (self.weight);
  g_free (self.scratch);
  return done;
}
