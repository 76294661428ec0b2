/* strata-wire-path.c — the way that a wire takes, and what lies on it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-wire-path.h"

#include <math.h>

#define LEAVE 28     /* least way out of a port, and into one */
#define REACH 220    /* longest handle */
#define CLEARANCE 26 /* from the cards that a wire goes around */
#define STEPS 16     /* straight lines that a piece is measured by */

GArray *
strata_wire_path_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (StrataWirePiece));
}

static const StrataWirePiece *
get_piece (GArray *path, guint index)
{
  return &g_array_index (path, StrataWirePiece, index);
}

static void
add (GArray *path,
     StrataPlace from,
     StrataPlace leave,
     StrataPlace enter,
     StrataPlace to)
{
  StrataWirePiece piece = { { from, leave, enter, to } };

  g_array_append_val (path, piece);
}

/* Leading. */

/* Straight on: out to the right, in from the left. The steeper it is, the
 * further the handles reach, so that it does not leave along the card. */
static void
lead_on (GArray *path, StrataPlace from, StrataPlace to, double zoom)
{
  double dx = to.x - from.x;
  double dy = fabs (to.y - from.y);
  double least = MIN (LEAVE * zoom, fabs (dx) + dy);
  double reach =
      CLAMP (MAX (dx / 2, MIN (dy / 4, 2 * LEAVE * zoom)), least, REACH * zoom);

  add (path, from, (StrataPlace){ from.x + reach, from.y },
       (StrataPlace){ to.x - reach, to.y }, to);
}

/* Where a wire that leads back crosses over: between the two cards if there is
 * room, otherwise above or below both, whichever is nearer. */
static double
choose_crossing (StrataPlace from,
                 StrataPlace to,
                 const graphene_rect_t *source,
                 const graphene_rect_t *target,
                 double zoom)
{
  double room = CLEARANCE * zoom;
  double top = MIN (source->origin.y, target->origin.y) - room;
  double bottom = MAX (source->origin.y + source->size.height,
                       target->origin.y + target->size.height)
                  + room;
  double upper = MIN (source->origin.y + source->size.height,
                      target->origin.y + target->size.height);
  double lower = MAX (source->origin.y, target->origin.y);

  if (lower - upper >= room)
    return (lower + upper) / 2;
  return fabs (from.y - top) + fabs (to.y - top)
                 < fabs (from.y - bottom) + fabs (to.y - bottom)
             ? top
             : bottom;
}

static void
lead_back (GArray *path,
           StrataPlace from,
           StrataPlace to,
           const graphene_rect_t *source,
           const graphene_rect_t *target,
           double zoom)
{
  double y = choose_crossing (from, to, source, target, zoom);
  double out = CLAMP (fabs (y - from.y) * 0.6, LEAVE * zoom, 90 * zoom);
  double in = CLAMP (fabs (y - to.y) * 0.6, LEAVE * zoom, 90 * zoom);
  StrataPlace turn = { MAX (from.x, to.x), y };
  StrataPlace back = { MIN (from.x, to.x), y };

  add (path, from, (StrataPlace){ from.x + out, from.y },
       (StrataPlace){ turn.x + out, y }, turn);
  add (path, turn, (StrataPlace){ turn.x + (back.x - turn.x) / 3, y },
       (StrataPlace){ back.x - (back.x - turn.x) / 3, y }, back);
  add (path, back, (StrataPlace){ back.x - in, y },
       (StrataPlace){ to.x - in, to.y }, to);
}

/* The direction in which a path goes through a place between others, as long as
 * its handles are at most. */
static StrataPlace
get_handle (const StrataPlace *places, guint n, guint i, double length)
{
  StrataPlace way = { 1, 0 };
  double size;

  if (i > 0 && i + 1 < n)
    {
      way.x = places[i + 1].x - places[i - 1].x;
      way.y = places[i + 1].y - places[i - 1].y;
    }
  size = MAX (hypot (way.x, way.y), 1e-6);
  return (StrataPlace){ way.x / size * length, way.y / size * length };
}

static void
lead_through (GArray *path, const StrataPlace *places, guint n, double zoom)
{
  for (guint i = 0; i + 1 < n; i++)
    {
      StrataPlace from = places[i];
      StrataPlace to = places[i + 1];
      double length =
          MIN (hypot (to.x - from.x, to.y - from.y) / 3, REACH * zoom);
      StrataPlace leave = get_handle (places, n, i, length);
      StrataPlace enter = get_handle (places, n, i + 1, length);

      add (path, from, (StrataPlace){ from.x + leave.x, from.y + leave.y },
           (StrataPlace){ to.x - enter.x, to.y - enter.y }, to);
    }
}

void
strata_wire_path_lead (GArray *path,
                       const StrataPlace *places,
                       guint n,
                       const graphene_rect_t *source,
                       const graphene_rect_t *target,
                       double zoom)
{
  g_return_if_fail (n >= 2);

  g_array_set_size (path, 0);
  if (n > 2)
    lead_through (path, places, n, zoom);
  else if (source && target && places[1].x < places[0].x)
    lead_back (path, places[0], places[1], source, target, zoom);
  else
    lead_on (path, places[0], places[1], zoom);
}

/* Comparing. */

static gboolean
is_near (const StrataPlace *one,
         const StrataPlace *one_start,
         const StrataPlace *other,
         const StrataPlace *other_start)
{
  return fabs (one->x - one_start->x - other->x + other_start->x) < 0.01
         && fabs (one->y - one_start->y - other->y + other_start->y) < 0.01;
}

gboolean
strata_wire_path_equal (GArray *one, GArray *other)
{
  if (one->len != other->len)
    return FALSE;
  for (guint i = 0; i < one->len; i++)
    for (guint j = 0; j < 4; j++)
      if (!is_near (&get_piece (one, i)->at[j], &get_piece (one, 0)->at[0],
                    &get_piece (other, i)->at[j], &get_piece (other, 0)->at[0]))
        return FALSE;
  return TRUE;
}

/* The curve stays among its handles. */
void
strata_wire_path_get_bounds (GArray *path, graphene_rect_t *bounds)
{
  double left = G_MAXDOUBLE, top = G_MAXDOUBLE;
  double right = -G_MAXDOUBLE, bottom = -G_MAXDOUBLE;

  for (guint i = 0; i < path->len; i++)
    for (guint j = 0; j < 4; j++)
      {
        const StrataPlace *at = &get_piece (path, i)->at[j];

        left = MIN (left, at->x);
        right = MAX (right, at->x);
        top = MIN (top, at->y);
        bottom = MAX (bottom, at->y);
      }
  graphene_rect_init (bounds, left, top, right - left, bottom - top);
}

/* Places on it. */

static StrataPlace
get_point (const StrataWirePiece *piece, double t)
{
  double u = 1 - t;
  double a = u * u * u;
  double b = 3 * u * u * t;
  double c = 3 * u * t * t;
  double d = t * t * t;
  const StrataPlace *at = piece->at;

  return (StrataPlace){
    a * at[0].x + b * at[1].x + c * at[2].x + d * at[3].x,
    a * at[0].y + b * at[1].y + c * at[2].y + d * at[3].y,
  };
}

static double
get_length (const StrataPlace *from, const StrataPlace *to)
{
  return hypot (to->x - from->x, to->y - from->y);
}

/* The next of the straight lines that stand for a path. */
typedef struct
{
  GArray *path;
  guint piece;
  guint step;
  StrataPlace from;
  StrataPlace to;
} Walk;

static gboolean
walk (Walk *walk)
{
  if (walk->piece >= walk->path->len)
    return FALSE;
  walk->from = walk->piece == 0 && walk->step == 0
                   ? get_piece (walk->path, 0)->at[0]
                   : walk->to;
  walk->step++;
  walk->to = get_point (get_piece (walk->path, walk->piece),
                        (double) walk->step / STEPS);
  if (walk->step == STEPS)
    {
      walk->step = 0;
      walk->piece++;
    }
  return TRUE;
}

static double
measure (GArray *path)
{
  Walk way = { .path = path };
  double length = 0;

  while (walk (&way))
    length += get_length (&way.from, &way.to);
  return length;
}

void
strata_wire_path_get_place (GArray *path, double along, StrataPlace *place)
{
  Walk way = { .path = path };
  double left = measure (path) * along;

  while (walk (&way))
    {
      double length = get_length (&way.from, &way.to);
      double part = length > 0 ? MIN (left / length, 1) : 1;

      place->x = way.from.x + part * (way.to.x - way.from.x);
      place->y = way.from.y + part * (way.to.y - way.from.y);
      if (left <= length)
        return;
      left -= length;
    }
}

/* How far a straight line is from a place, and at which part of it. */
static double
get_distance (const Walk *way, double x, double y, double *part)
{
  double dx = way->to.x - way->from.x;
  double dy = way->to.y - way->from.y;
  double square = dx * dx + dy * dy;

  *part = square > 0
              ? ((x - way->from.x) * dx + (y - way->from.y) * dy) / square
              : 0;
  *part = CLAMP (*part, 0, 1);
  return hypot (x - way->from.x - *part * dx, y - way->from.y - *part * dy);
}

guint
strata_wire_path_find_piece (GArray *path, double x, double y)
{
  Walk way = { .path = path };
  double nearest = G_MAXDOUBLE;
  guint piece = 0;
  guint found = 0;

  while (walk (&way))
    {
      double part;
      double distance = get_distance (&way, x, y, &part);

      if (distance < nearest)
        {
          nearest = distance;
          found = piece;
        }
      piece = way.piece;
    }
  return found;
}

double
strata_wire_path_get_distance (GArray *path, double x, double y, double *along)
{
  Walk way = { .path = path };
  double nearest = G_MAXDOUBLE;
  double done = 0;
  double best = 0;

  while (walk (&way))
    {
      double length = get_length (&way.from, &way.to);
      double part;
      double distance = get_distance (&way, x, y, &part);

      if (distance < nearest)
        {
          nearest = distance;
          best = done + part * length;
        }
      done += length;
    }
  if (along)
    *along = done > 0 ? best / done : 0;
  return nearest;
}

/* On which side of a line a place is. */
static double
get_side (const StrataPlace *from, const StrataPlace *to, const StrataPlace *at)
{
  return (to->x - from->x) * (at->y - from->y)
         - (to->y - from->y) * (at->x - from->x);
}

static gboolean
lines_cross (const StrataPlace *a,
             const StrataPlace *b,
             const StrataPlace *c,
             const StrataPlace *d)
{
  return (get_side (a, b, c) > 0) != (get_side (a, b, d) > 0)
         && (get_side (c, d, a) > 0) != (get_side (c, d, b) > 0);
}

gboolean
strata_wire_path_crosses (GArray *path,
                          const StrataPlace *from,
                          const StrataPlace *to,
                          double *along)
{
  Walk way = { .path = path };
  double done = 0;

  while (walk (&way))
    {
      double length = get_length (&way.from, &way.to);

      if (lines_cross (&way.from, &way.to, from, to))
        {
          if (along)
            *along = (done + length / 2) / measure (path);
          return TRUE;
        }
      done += length;
    }
  return FALSE;
}

void
strata_wire_path_trace (GArray *path, cairo_t *cr)
{
  const StrataPlace start = get_piece (path, 0)->at[0];

  cairo_move_to (cr, 0, 0);
  for (guint i = 0; i < path->len; i++)
    {
      const StrataPlace *at = get_piece (path, i)->at;

      cairo_curve_to (cr, at[1].x - start.x, at[1].y - start.y,
                      at[2].x - start.x, at[2].y - start.y, at[3].x - start.x,
                      at[3].y - start.y);
    }
}
