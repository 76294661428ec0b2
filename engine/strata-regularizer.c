/* strata-regularizer.c — Keras' regularizers: penalties on weights and
 * activities.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-regularizer.h"
#include "strata-refusal-private.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Elements that are summed one after the other. */
#define BLOCK ((size_t) 128)

/* Vectors that are multiplied with each other at a time, elements of them that
 * are loaded at a time, and elements whose gradient is gathered at a time. */
#define TILE 16
#define SPAN 64
#define STRETCH 512

/* 1/ε: the longest that normalizing makes a vector is that many times what it
 * was. */
#define LARGEST_INVERSE 1e7

static const struct
{
  const char *name, *snake_name;
  StrataRegularizer defaults;
} kinds[STRATA_N_REGULARIZERS] = {
  [STRATA_L1] = { "L1", "l1", { .kind = STRATA_L1, .l1 = 0.01 } },
  [STRATA_L2] = { "L2", "l2", { .kind = STRATA_L2, .l2 = 0.01 } },
  [STRATA_L1L2] = { "L1L2", "l1l2", { .kind = STRATA_L1L2 } },
  [STRATA_ORTHOGONAL_REGULARIZER] = { "OrthogonalRegularizer",
                                      "orthogonal_regularizer",
                                      { .kind = STRATA_ORTHOGONAL_REGULARIZER,
                                        .factor = 0.01 } },
};

static bool
is_kind (StrataRegularizerKind kind)
{
  return (unsigned) kind < STRATA_N_REGULARIZERS;
}

StrataRegularizer
strata_regularizer_init (StrataRegularizerKind kind)
{
  return is_kind (kind) ? kinds[kind].defaults
                        : (StrataRegularizer){ .kind = kind };
}

const char *
strata_regularizer_name (StrataRegularizerKind kind)
{
  return is_kind (kind) ? kinds[kind].name : NULL;
}

bool
strata_regularizer_from_name (const char *name, StrataRegularizerKind *kind)
{
  for (int i = 0; i < STRATA_N_REGULARIZERS; i++)
    if (strcmp (name, kinds[i].name) == 0
        || strcmp (name, kinds[i].snake_name) == 0)
      {
        *kind = (StrataRegularizerKind) i;
        return true;
      }
  return false;
}

static bool
has_l1 (const StrataRegularizer *regularizer)
{
  return regularizer->kind == STRATA_L1 || regularizer->kind == STRATA_L1L2;
}

static bool
has_l2 (const StrataRegularizer *regularizer)
{
  return regularizer->kind == STRATA_L2 || regularizer->kind == STRATA_L1L2;
}

/* Keras has its coefficients as float32 before they meet a weight, and a
 * float64 weight can tell. */
static double
coefficient (StrataDType dtype, double value)
{
  return dtype == STRATA_FLOAT64 ? (float) value : value;
}

/* L1L2 does not look at the weights for a coefficient of 0. The others do, and
 * find the NaN in 0·∞. */
static bool
counts (const StrataRegularizer *regularizer, double value)
{
  return regularizer->kind != STRATA_L1L2 || value != 0;
}

static bool
check_coefficient (double value, const char *name, StrataRefusal *refusal)
{
  if (isfinite ((float) value) && value >= 0)
    return true;

  return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                        "The coefficient %s is %g, but it must be from 0 to %g",
                        name, value, (double) FLT_MAX);
}

static bool
check_orthogonal (const StrataRegularizer *regularizer,
                  int rank,
                  StrataRefusal *refusal)
{
  if ((unsigned) regularizer->mode > STRATA_ORTHOGONAL_COLUMNS)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "The mode must be rows or columns, not number %d",
                          (int) regularizer->mode);
  if (rank != 2)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "An orthogonal regularizer needs a weight of rank "
                          "2, but this one has rank %d",
                          rank);
  return check_coefficient (regularizer->factor, "factor", refusal);
}

bool
strata_regularizer_check (const StrataRegularizer *regularizer,
                          int rank,
                          const int64_t *shape,
                          StrataRefusal *refusal)
{
  if (!is_kind (regularizer->kind))
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "There is no regularizer number %d",
                          (int) regularizer->kind);
  if (regularizer->kind == STRATA_ORTHOGONAL_REGULARIZER)
    return check_orthogonal (regularizer, rank, refusal);

  return (!has_l1 (regularizer)
          || check_coefficient (regularizer->l1, "l1", refusal))
         && (!has_l2 (regularizer)
             || check_coefficient (regularizer->l2, "l2", refusal));
}

static size_t
count_elements (int rank, const int64_t *shape)
{
  size_t n = 1;

  for (int i = 0; i < rank; i++)
    n *= (size_t) shape[i];
  return n;
}

static double
sum_block (StrataDType dtype, const void *values, size_t n, bool squares)
{
  double block[BLOCK];
  double sum = 0;

  strata_dtype_convert (dtype, values, STRATA_FLOAT64, block, n);
  for (size_t i = 0; i < n; i++)
    sum += squares ? block[i] * block[i] : fabs (block[i]);
  return sum;
}

/* Of squares or of absolute values, in halves of whole blocks. */
static double
sum (StrataDType dtype, const char *values, size_t n, bool squares)
{
  size_t half = n / 2 / BLOCK * BLOCK;

  if (n <= BLOCK)
    return sum_block (dtype, values, n, squares);
  if (half == 0)
    half = BLOCK;

  return sum (dtype, values, half, squares)
         + sum (dtype, values + half * strata_dtype_size (dtype), n - half,
                squares);
}

/* A matrix as the vectors that should be at right angles: its rows or its
 * columns. */
typedef struct
{
  StrataDType dtype;
  const void *values;
  size_t n, length;
  size_t between; /* elements from a vector to the next */
  size_t along;   /* elements from an element to the next of its vector */
} Vectors;

static Vectors
vectors_of (const StrataRegularizer *regularizer,
            StrataDType dtype,
            const int64_t *shape,
            const void *values)
{
  size_t rows = (size_t) shape[0], columns = (size_t) shape[1];

  if (regularizer->mode == STRATA_ORTHOGONAL_ROWS)
    return (Vectors){ dtype, values, rows, columns, columns, 1 };
  return (Vectors){ dtype, values, columns, rows, 1, columns };
}

/* One over the number of pairs. Of a single vector there are none, and the
 * penalty is not a number, as it is in Keras. */
static double
weigh_pair (const Vectors *vectors)
{
  double n = (double) vectors->n;

  return 1 / (n * (n - 1) / 2);
}

static size_t
least (size_t a, size_t b)
{
  return a < b ? a : b;
}

/* Elements @start to @start + SPAN of the TILE vectors from @first on, with
 * zeros where there are none. */
static void
load (const Vectors *vectors,
      size_t first,
      size_t start,
      double block[TILE][SPAN])
{
  size_t n = least (vectors->n - first, TILE);
  size_t length = least (vectors->length - start, SPAN);

  memset (block, 0, TILE * sizeof block[0]);
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < length; k++)
      block[i][k] = strata_dtype_get (vectors->dtype, vectors->values,
                                      (first + i) * vectors->between
                                          + (start + k) * vectors->along);
}

static double
dot (const double a[SPAN], const double b[SPAN])
{
  double sums[4] = { 0 };

  for (int k = 0; k < SPAN; k += 4)
    for (int l = 0; l < 4; l++)
      sums[l] += a[k + l] * b[k + l];
  return (sums[0] + sums[2]) + (sums[1] + sums[3]);
}

/* What two tiles of vectors are to each other. */
typedef struct
{
  double products[TILE][TILE];               /* of normalized vectors */
  double inverses_a[TILE], inverses_b[TILE]; /* of lengths */
} Meeting;

static void
invert (double squares[TILE])
{
  for (int i = 0; i < TILE; i++)
    {
      squares[i] = 1 / sqrt (squares[i]);
      if (squares[i] > LARGEST_INVERSE)
        squares[i] = LARGEST_INVERSE;
    }
}

static void
meet (const Vectors *vectors, size_t a, size_t b, Meeting *meeting)
{
  double block_a[TILE][SPAN], block_b[TILE][SPAN];

  memset (meeting, 0, sizeof *meeting);
  for (size_t start = 0; start < vectors->length; start += SPAN)
    {
      load (vectors, a, start, block_a);
      load (vectors, b, start, block_b);
      for (int i = 0; i < TILE; i++)
        {
          meeting->inverses_a[i] += dot (block_a[i], block_a[i]);
          meeting->inverses_b[i] += dot (block_b[i], block_b[i]);
          for (int j = 0; j < TILE; j++)
            meeting->products[i][j] += dot (block_a[i], block_b[j]);
        }
    }

  invert (meeting->inverses_a);
  invert (meeting->inverses_b);
  for (int i = 0; i < TILE; i++)
    for (int j = 0; j < TILE; j++)
      meeting->products[i][j] *=
          meeting->inverses_a[i] * meeting->inverses_b[j];
}

/* Of the absolute products of each pair of one vector from each tile. */
static double
sum_tiles (const Vectors *vectors, size_t a, size_t b)
{
  Meeting meeting;
  double total = 0;

  meet (vectors, a, b, &meeting);
  for (size_t i = 0; i < TILE && a + i < vectors->n; i++)
    for (size_t j = 0; j < TILE && b + j < vectors->n; j++)
      if (a + i < b + j)
        total += fabs (meeting.products[i][j]);
  return total;
}

static double
sum_pairs (const Vectors *vectors)
{
  double total = 0;

  for (size_t a = 0; a < vectors->n; a += TILE)
    {
      double part = 0;

      for (size_t b = a; b < vectors->n; b += TILE)
        part += sum_tiles (vectors, a, b);
      total += part;
    }
  return total;
}

double
strata_regularizer_penalty (const StrataRegularizer *regularizer,
                            StrataDType dtype,
                            int rank,
                            const int64_t *shape,
                            const void *values)
{
  size_t n = count_elements (rank, shape);
  double penalty = 0;

  if (regularizer->kind == STRATA_ORTHOGONAL_REGULARIZER)
    {
      Vectors vectors = vectors_of (regularizer, dtype, shape, values);

      return regularizer->factor * sum_pairs (&vectors) * weigh_pair (&vectors);
    }

  if (has_l1 (regularizer) && counts (regularizer, regularizer->l1))
    penalty +=
        coefficient (dtype, regularizer->l1) * sum (dtype, values, n, false);
  if (has_l2 (regularizer) && counts (regularizer, regularizer->l2))
    penalty +=
        coefficient (dtype, regularizer->l2) * sum (dtype, values, n, true);
  return penalty;
}

/* NaN has itself for a sign, and so has 0. */
static double
sign (double x)
{
  return x > 0 ? 1 : x < 0 ? -1 : x;
}

static void
add (StrataDType dtype, void *gradient, size_t i, double value)
{
  strata_dtype_set (dtype, gradient, i,
                    strata_dtype_get (dtype, gradient, i) + value);
}

/* With the normalized vectors p = w/|w|, a vector's gradient is
 * (Σ_j sign (p·p_j)·p_j − p·Σ_j |p·p_j|)/|w| for each pair: the second sum
 * keeps its length out of it. */
typedef struct
{
  double sums[TILE][STRETCH];
  double totals[TILE];
  double inverses[TILE];
} Pull;

static void
pull_by_block (size_t n,
               double factors[TILE][TILE],
               double block[TILE][SPAN],
               Pull *pull,
               size_t offset)
{
  for (size_t i = 0; i < n; i++)
    for (int j = 0; j < TILE; j++)
      for (int k = 0; k < SPAN; k++)
        pull->sums[i][offset + k] += factors[i][j] * block[j][k];
}

/* What the tile at @b adds to the pull on elements @start to @end of the tile
 * at @a. */
static void
pull_by_tile (const Vectors *vectors,
              size_t a,
              size_t b,
              size_t start,
              size_t end,
              Pull *pull)
{
  size_t n = least (vectors->n - a, TILE);
  Meeting meeting;
  double factors[TILE][TILE] = { 0 };
  double block[TILE][SPAN];

  meet (vectors, a, b, &meeting);
  memcpy (pull->inverses, meeting.inverses_a, sizeof pull->inverses);
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j < TILE && b + j < vectors->n; j++)
      if (a + i != b + j)
        {
          double product = meeting.products[i][j];

          pull->totals[i] += fabs (product);
          factors[i][j] = sign (product) * meeting.inverses_b[j];
        }

  for (size_t k = start; k < end; k += SPAN)
    {
      load (vectors, b, k, block);
      pull_by_block (n, factors, block, pull, k - start);
    }
}

static void
add_pull (const Vectors *vectors,
          size_t a,
          size_t start,
          size_t end,
          const Pull *pull,
          double scale,
          void *gradient)
{
  for (size_t i = 0; i < TILE && a + i < vectors->n; i++)
    {
      double inverse = pull->inverses[i];
      /* A vector too short to be normalized has its length in the result. */
      double along = inverse < LARGEST_INVERSE ? pull->totals[i] : 0;

      for (size_t k = start; k < end; k++)
        {
          size_t index = (a + i) * vectors->between + k * vectors->along;
          double w = strata_dtype_get (vectors->dtype, vectors->values, index);
          double value = pull->sums[i][k - start] - w * inverse * along;

          add (vectors->dtype, gradient, index, scale * inverse * value);
        }
    }
}

static void
add_orthogonal_gradient (const Vectors *vectors, double scale, void *gradient)
{
  for (size_t a = 0; a < vectors->n; a += TILE)
    for (size_t start = 0; start < vectors->length; start += STRETCH)
      {
        size_t end = least (start + STRETCH, vectors->length);
        Pull pull = { 0 };

        for (size_t b = 0; b < vectors->n; b += TILE)
          pull_by_tile (vectors, a, b, start, end, &pull);
        add_pull (vectors, a, start, end, &pull, scale, gradient);
      }
}

void
strata_regularizer_gradient (const StrataRegularizer *regularizer,
                             StrataDType dtype,
                             int rank,
                             const int64_t *shape,
                             const void *values,
                             double scale,
                             void *gradient)
{
  bool l1 = has_l1 (regularizer) && counts (regularizer, regularizer->l1);
  bool l2 = has_l2 (regularizer) && counts (regularizer, regularizer->l2);
  double slope_l1 = coefficient (dtype, regularizer->l1);
  double slope_l2 = 2 * coefficient (dtype, regularizer->l2);
  size_t n = l1 || l2 ? count_elements (rank, shape) : 0;

  if (regularizer->kind == STRATA_ORTHOGONAL_REGULARIZER)
    {
      Vectors vectors = vectors_of (regularizer, dtype, shape, values);

      scale *= regularizer->factor * weigh_pair (&vectors);
      add_orthogonal_gradient (&vectors, scale, gradient);
    }

  for (size_t i = 0; i < n; i++)
    {
      double w = strata_dtype_get (dtype, values, i);
      double slope = (l1 ? slope_l1 * sign (w) : 0) + (l2 ? slope_l2 * w : 0);

      add (dtype, gradient, i, scale * slope);
    }
}
