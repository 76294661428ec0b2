/* strata-constraint.c — Keras' constraints: projections of weights after a
 * step of training.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-constraint.h"
#include "strata-refusal-private.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define MAX_RANK 8
#define EPSILON 1e-7

static const struct
{
  const char *name, *snake_name;
  bool has_norm, has_bounds;
} kinds[STRATA_N_CONSTRAINTS] = {
  [STRATA_MAX_NORM] = { "MaxNorm", "max_norm", true, false },
  [STRATA_MIN_MAX_NORM] = { "MinMaxNorm", "min_max_norm", true, true },
  [STRATA_NON_NEG] = { "NonNeg", "non_neg", false, false },
  [STRATA_UNIT_NORM] = { "UnitNorm", "unit_norm", true, false },
  [STRATA_RADIAL_CONSTRAINT] = { "RadialConstraint", "radial_constraint", false,
                                 false },
};

static bool
is_kind (StrataConstraintKind kind)
{
  return (unsigned) kind < STRATA_N_CONSTRAINTS;
}

StrataConstraint
strata_constraint_init (StrataConstraintKind kind)
{
  return (StrataConstraint){
    .kind = kind,
    .min_value = 0,
    .max_value = kind == STRATA_MAX_NORM ? 2 : 1,
    .rate = 1,
    .n_axes = 1,
  };
}

const char *
strata_constraint_name (StrataConstraintKind kind)
{
  return is_kind (kind) ? kinds[kind].name : NULL;
}

bool
strata_constraint_from_name (const char *name, StrataConstraintKind *kind)
{
  for (int i = 0; i < STRATA_N_CONSTRAINTS; i++)
    if (strcmp (name, kinds[i].name) == 0
        || strcmp (name, kinds[i].snake_name) == 0)
      {
        *kind = (StrataConstraintKind) i;
        return true;
      }
  return false;
}

static bool
check_number (double value, const char *name, StrataRefusal *refusal)
{
  if (isfinite (value))
    return true;

  return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                        "The %s is %g, but it must be a finite number", name,
                        value);
}

static bool
check_numbers (const StrataConstraint *constraint, StrataRefusal *refusal)
{
  bool has_bounds = kinds[constraint->kind].has_bounds;
  bool has_maximum = has_bounds || constraint->kind == STRATA_MAX_NORM;

  return (!has_bounds
          || check_number (constraint->min_value, "min_value", refusal))
         && (!has_maximum
             || check_number (constraint->max_value, "max_value", refusal))
         && (!has_bounds || check_number (constraint->rate, "rate", refusal));
}

static int
normalize_axis (int axis, int rank)
{
  return axis < 0 ? axis + rank : axis;
}

static bool
check_axis (int axis, int rank, bool seen[MAX_RANK], StrataRefusal *refusal)
{
  int index = normalize_axis (axis, rank);

  if (rank == 0)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "The axis is %d, but the weight has none", axis);
  if (index < 0 || index >= rank)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "The axis is %d, but a weight of rank %d has axes "
                          "%d to %d",
                          axis, rank, -rank, rank - 1);
  if (seen[index])
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "Axis %d of a weight of rank %d is named twice",
                          index, rank);

  seen[index] = true;
  return true;
}

static bool
check_axes (const StrataConstraint *constraint,
            int rank,
            StrataRefusal *refusal)
{
  bool seen[MAX_RANK] = { false };

  if (rank > MAX_RANK)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "The weight has rank %d, but a constraint takes up "
                          "to %d axes",
                          rank, MAX_RANK);
  if (constraint->n_axes < 0 || constraint->n_axes > MAX_RANK)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "A constraint names 0 to %d axes, not %d", MAX_RANK,
                          constraint->n_axes);

  for (int i = 0; i < constraint->n_axes; i++)
    if (!check_axis (constraint->axes[i], rank, seen, refusal))
      return false;
  return true;
}

static bool
check_radial (int rank, const int64_t *shape, StrataRefusal *refusal)
{
  if (rank != 4)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "A radial constraint needs a kernel of rank 4, but "
                          "this one has rank %d",
                          rank);
  if (shape[0] != shape[1] || shape[0] < 2)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "A radial constraint needs a square kernel of at "
                          "least 2 × 2, but this one is %" PRId64 " × %" PRId64,
                          shape[0], shape[1]);
  return true;
}

bool
strata_constraint_check (const StrataConstraint *constraint,
                         int rank,
                         const int64_t *shape,
                         StrataRefusal *refusal)
{
  if (!is_kind (constraint->kind))
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "There is no constraint number %d",
                          (int) constraint->kind);
  if (kinds[constraint->kind].has_norm)
    return check_numbers (constraint, refusal)
           && check_axes (constraint, rank, refusal);
  if (constraint->kind == STRATA_RADIAL_CONSTRAINT)
    return check_radial (rank, shape, refusal);
  return true;
}

/* Some of a tensor's axes, the innermost first, neighbours joined. */
typedef struct
{
  int n;
  int64_t sizes[MAX_RANK], strides[MAX_RANK];
  int64_t count; /* of elements */
} Axes;

typedef struct
{
  int64_t index[MAX_RANK];
  int64_t offset;
} Position;

static void
push (Axes *axes, int64_t size, int64_t stride, bool join)
{
  axes->count *= size;
  if (join)
    {
      axes->sizes[axes->n - 1] *= size;
    }
  else
    {
      axes->sizes[axes->n] = size;
      axes->strides[axes->n++] = stride;
    }
}

static void
advance (const Axes *axes, Position *position)
{
  for (int i = 0; i < axes->n; i++)
    {
      position->offset += axes->strides[i];
      if (++position->index[i] < axes->sizes[i])
        return;
      position->offset -= axes->strides[i] * axes->sizes[i];
      position->index[i] = 0;
    }
}

/* @along gets the axes that @constraint takes its norms over, @across all
 * others. */
static void
split (const StrataConstraint *constraint,
       int rank,
       const int64_t *shape,
       Axes *along,
       Axes *across)
{
  bool named[MAX_RANK] = { false };
  Axes *last = NULL;
  int64_t stride = 1;

  *along = *across = (Axes){ .count = 1 };
  for (int i = 0; i < constraint->n_axes; i++)
    named[normalize_axis (constraint->axes[i], rank)] = true;

  for (int i = rank - 1; i >= 0; i--)
    {
      Axes *axes = named[i] ? along : across;

      push (axes, shape[i], stride, axes == last);
      stride *= shape[i];
      last = axes;
    }
}

/* A float32 result out of double precision is the float32 result: for one
 * operation at a time, the longer type is long enough. */
static double
rounded (StrataDType dtype, double value)
{
  return dtype == STRATA_FLOAT64 ? value : (float) value;
}

static double
measure_norm (StrataDType dtype,
              const Axes *along,
              int64_t start,
              const void *values)
{
  Position position = { .offset = start };
  double sum = 0;

  for (int64_t i = 0; i < along->count; i++, advance (along, &position))
    {
      double w = strata_dtype_get (dtype, values, (size_t) position.offset);

      sum += rounded (dtype, w * w);
    }
  return rounded (dtype, sqrt (rounded (dtype, sum)));
}

/* Where the bounds cross, the lower one wins; NaN passes. */
static double
clip (double value, double low, double high)
{
  if (value > high)
    value = high;
  return value < low ? low : value;
}

static double
desired_norm (const StrataConstraint *constraint,
              StrataDType dtype,
              double norm)
{
  double high = rounded (dtype, constraint->max_value);
  double low = rounded (dtype, constraint->min_value);
  double rate = rounded (dtype, constraint->rate);
  double rest = rounded (dtype, 1 - constraint->rate);

  if (constraint->kind == STRATA_MAX_NORM)
    return clip (norm, 0, high);

  return rounded (dtype, rounded (dtype, rate * clip (norm, low, high))
                             + rounded (dtype, rest * norm));
}

static void
project_line (const StrataConstraint *constraint,
              StrataDType dtype,
              const Axes *along,
              int64_t start,
              void *values)
{
  double norm = measure_norm (dtype, along, start, values);
  double whole = rounded (dtype, rounded (dtype, EPSILON) + norm);
  double factor =
      rounded (dtype, desired_norm (constraint, dtype, norm) / whole);
  bool divide = constraint->kind == STRATA_UNIT_NORM;
  Position position = { .offset = start };

  for (int64_t i = 0; i < along->count; i++, advance (along, &position))
    {
      size_t index = (size_t) position.offset;
      double w = strata_dtype_get (dtype, values, index);

      strata_dtype_set (dtype, values, index,
                        rounded (dtype, divide ? w / whole : w * factor));
    }
}

static void
project_norms (const StrataConstraint *constraint,
               StrataDType dtype,
               int rank,
               const int64_t *shape,
               void *values)
{
  Axes along, across;
  Position position = { .offset = 0 };

  split (constraint, rank, shape, &along, &across);
  for (int64_t i = 0; i < across.count; i++, advance (&across, &position))
    project_line (constraint, dtype, &along, position.offset, values);
}

/* −0 becomes 0, NaN stays. */
static void
clear_negatives (StrataDType dtype,
                 int rank,
                 const int64_t *shape,
                 void *values)
{
  size_t n = 1;

  for (int i = 0; i < rank; i++)
    n *= (size_t) shape[i];
  for (size_t i = 0; i < n; i++)
    if (strata_dtype_get (dtype, values, i) <= 0)
      strata_dtype_set (dtype, values, i, 0);
}

/* The kernels of all channels: each pixel is one run of bytes. */
typedef struct
{
  int64_t side;
  size_t pixel_size;
  char *bytes;
} Image;

static char *
pixel (const Image *image, int64_t row, int64_t column)
{
  return image->bytes
         + (size_t) (row * image->side + column) * image->pixel_size;
}

static void
copy_pixel (const Image *image, int64_t row, int64_t column, const char *from)
{
  char *to = pixel (image, row, column);

  if (to != from)
    memcpy (to, from, image->pixel_size);
}

/* The border of the square from @first to @last in both directions. */
static void
fill_ring (const Image *image, int64_t first, int64_t last, const char *from)
{
  for (int64_t i = first; i <= last; i++)
    {
      copy_pixel (image, first, i, from);
      copy_pixel (image, last, i, from);
      copy_pixel (image, i, first, from);
      copy_pixel (image, i, last, from);
    }
}

static void
swap_pixels (char *a, char *b, size_t n)
{
  for (size_t i = 0; i < n; i++)
    {
      char byte = a[i];

      a[i] = b[i];
      b[i] = byte;
    }
}

/* An odd kernel has each ring from the diagonal of the next inner one and its
 * centre from the first ring: from outside in, only those two meet, and the
 * swap gives both what they need before the ring is filled. */
static void
project_odd (const Image *image)
{
  int64_t middle = image->side / 2;

  for (int64_t i = middle; i > 1; i--)
    fill_ring (image, middle - i, middle + i,
               pixel (image, middle + i - 1, middle + i - 1));

  swap_pixels (pixel (image, middle, middle),
               pixel (image, middle - 1, middle - 1), image->pixel_size);
  fill_ring (image, middle - 1, middle + 1,
             pixel (image, middle - 1, middle - 1));
}

/* An even kernel has each ring from its own diagonal, the centre of 2 × 2 from
 * its first element. */
static void
project_even (const Image *image)
{
  int64_t middle = image->side / 2;

  for (int64_t i = middle - 1; i > 0; i--)
    fill_ring (image, middle - 1 - i, middle + i,
               pixel (image, middle + i, middle + i));
  fill_ring (image, middle - 1, middle, pixel (image, middle - 1, middle - 1));
}

static void
project_radial (StrataDType dtype, const int64_t *shape, void *values)
{
  Image image = { .side = shape[0],
                  .pixel_size = (size_t) shape[2] * (size_t) shape[3]
                                * strata_dtype_size (dtype),
                  .bytes = values };

  if (image.side % 2 == 1)
    project_odd (&image);
  else
    project_even (&image);
}

void
strata_constraint_project (const StrataConstraint *constraint,
                           StrataDType dtype,
                           int rank,
                           const int64_t *shape,
                           void *values)
{
  switch (constraint->kind)
    {
    case STRATA_MAX_NORM:
    case STRATA_MIN_MAX_NORM:
    case STRATA_UNIT_NORM:
      project_norms (constraint, dtype, rank, shape, values);
      break;
    case STRATA_NON_NEG:
      clear_negatives (dtype, rank, shape, values);
      break;
    case STRATA_RADIAL_CONSTRAINT:
      project_radial (dtype, shape, values);
      break;
    }
}
