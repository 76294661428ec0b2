/* strata-activation-axis.c — the activations that work along an axis.
 *
 * Sums are kept in double precision whatever the type; nothing is stored
 * between the passes over a row, so that no memory is needed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-activation-private.h"

#include <math.h>

/* The elements along the axis at one place of the tensor. */
typedef struct
{
  StrataDType dtype;
  size_t first;
  size_t step;
  size_t length;
} Row;

static double
get (const Row *row, const void *data, size_t i)
{
  return strata_dtype_get (row->dtype, data, row->first + i * row->step);
}

static void
put (const Row *row, void *data, size_t i, double value)
{
  strata_dtype_set (row->dtype, data, row->first + i * row->step, value);
}

static void
fill (const Row *row, void *data, double value)
{
  for (size_t i = 0; i < row->length; i++)
    put (row, data, i, value);
}

/* NaN where there is one. */
static double
highest (const Row *row, const void *x)
{
  double high = -INFINITY;

  for (size_t i = 0; i < row->length; i++)
    {
      double value = get (row, x, i);

      if (isnan (value))
        return value;
      if (value > high)
        high = value;
    }

  return high;
}

static double
sum_of_exponentials (const Row *row, const void *x, double high)
{
  double sum = 0;

  for (size_t i = 0; i < row->length; i++)
    sum += exp (get (row, x, i) - high);
  return sum;
}

static void
softmax_apply (const Row *row, const void *x, void *y)
{
  double high = highest (row, x);
  double sum = sum_of_exponentials (row, x, high);

  for (size_t i = 0; i < row->length; i++)
    put (row, y, i, exp (get (row, x, i) - high) / sum);
}

/* dx = y·(dy − Σ y·dy) */
static void
softmax_gradient (const Row *row, const void *x, const void *dy, void *dx)
{
  double high = highest (row, x);
  double sum = sum_of_exponentials (row, x, high);
  double mean = 0;

  for (size_t i = 0; i < row->length; i++)
    mean += exp (get (row, x, i) - high) / sum * get (row, dy, i);

  for (size_t i = 0; i < row->length; i++)
    put (row, dx, i,
         exp (get (row, x, i) - high) / sum * (get (row, dy, i) - mean));
}

static void
log_softmax_apply (const Row *row, const void *x, void *y)
{
  double high = highest (row, x);
  double log_sum = log (sum_of_exponentials (row, x, high));

  for (size_t i = 0; i < row->length; i++)
    put (row, y, i, get (row, x, i) - high - log_sum);
}

/* dx = dy − softmax (x)·Σ dy */
static void
log_softmax_gradient (const Row *row, const void *x, const void *dy, void *dx)
{
  double high = highest (row, x);
  double sum = sum_of_exponentials (row, x, high);
  double total = 0;

  for (size_t i = 0; i < row->length; i++)
    total += get (row, dy, i);

  for (size_t i = 0; i < row->length; i++)
    put (row, dx, i,
         get (row, dy, i) - exp (get (row, x, i) - high) / sum * total);
}

/* What Keras' sparsemax subtracts, and how many numbers it calls its support:
 * the largest ones, as long as the sum of what they are above the next stays
 * below 1. */
typedef struct
{
  double threshold;
  double lowest; /* of the support */
  size_t support;
} Sparse;

/* The largest number below @bound, or −∞; how often, in *@count. */
static double
next_lower (const Row *row, const void *x, double bound, size_t *count)
{
  double high = -INFINITY;

  *count = 0;
  for (size_t i = 0; i < row->length; i++)
    {
      double value = get (row, x, i);

      if (value < bound && value > high)
        {
          high = value;
          *count = 0;
        }
      *count += value == high;
    }

  return high;
}

/* The threshold is (Σ of the running sums − 1) / support in Keras, where the
 * paper (Martins and Astudillo, 2016) has (the last running sum − 1) / support;
 * results of Keras hence add up to 1 only for a support of one. The numbers are
 * visited from the largest down, equal ones at once. */
static Sparse
sparsemax_init (const Row *row, const void *x)
{
  double value = highest (row, x);
  double above = 0, running = 0, total = 0;
  Sparse sparse = { NAN, NAN, 0 };
  size_t count;

  if (!isfinite (value))
    return sparse;

  value = next_lower (row, x, INFINITY, &count);
  while (above < 1 && isfinite (value))
    {
      double n = (double) count;
      double lower = next_lower (row, x, value, &count);

      total += n * running + value * (n * (n + 1) / 2);
      running += n * value;
      sparse.support += (size_t) n;
      sparse.lowest = value;
      above += (double) sparse.support * (value - lower);
      value = lower;
    }

  sparse.threshold = (total - 1) / (double) sparse.support;
  return sparse;
}

static void
sparsemax_apply (const Row *row, const void *x, void *y)
{
  Sparse sparse = sparsemax_init (row, x);

  if (sparse.support == 0)
    {
      fill (row, y, NAN);
      return;
    }

  for (size_t i = 0; i < row->length; i++)
    {
      double value = get (row, x, i) - sparse.threshold;

      put (row, y, i, value > 0 ? value : 0);
    }
}

/* The place of element @i in descending order, equal ones in their own. */
static size_t
rank (const Row *row, const void *x, size_t i)
{
  double value = get (row, x, i);
  size_t before = 0;

  for (size_t j = 0; j < row->length; j++)
    {
      double other = get (row, x, j);

      before += other > value || (other == value && j < i);
    }

  return before;
}

/* The element of rank r is in support − r of the running sums. */
static void
sparsemax_gradient (const Row *row, const void *x, const void *dy, void *dx)
{
  Sparse sparse = sparsemax_init (row, x);
  double total = 0;

  if (sparse.support == 0)
    {
      fill (row, dx, NAN);
      return;
    }

  for (size_t i = 0; i < row->length; i++)
    if (get (row, x, i) >= sparse.threshold)
      total += get (row, dy, i);

  for (size_t i = 0; i < row->length; i++)
    {
      double value = get (row, x, i);
      double slope = value >= sparse.threshold ? get (row, dy, i) : 0;

      if (value >= sparse.lowest)
        slope -= total * (double) (sparse.support - rank (row, x, i))
                 / (double) sparse.support;
      put (row, dx, i, slope);
    }
}

static double
sigmoid (double x)
{
  double e = exp (-fabs (x));

  return x >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/* @row is of the result here, and @gate its distance from the second half. */
static void
glu_apply (const Row *row, const Row *half, const void *x, void *y)
{
  for (size_t i = 0; i < row->length; i++)
    put (row, y, i,
         get (half, x, i) * sigmoid (get (half, x, i + row->length)));
}

static void
glu_gradient (const Row *row,
              const Row *half,
              const void *x,
              const void *dy,
              void *dx)
{
  for (size_t i = 0; i < row->length; i++)
    {
      double a = get (half, x, i), b = get (half, x, i + row->length);
      double above = sigmoid (b), slope = get (row, dy, i);

      put (half, dx, i, slope * above);
      put (half, dx, i + row->length, slope * a * above * sigmoid (-b));
    }
}

static Row
row_at (StrataDType dtype, StrataAxis axis, int64_t outer, int64_t inner)
{
  Row row = {
    .dtype = dtype,
    .first = (size_t) (outer * axis.length * axis.inner + inner),
    .step = (size_t) axis.inner,
    .length = (size_t) axis.length,
  };

  return row;
}

static void
row_apply (StrataActivationKind kind,
           const Row *row,
           const Row *half,
           const void *x,
           void *y)
{
  switch (kind)
    {
    case STRATA_GLU:
      glu_apply (half, row, x, y);
      break;
    case STRATA_SOFTMAX:
      softmax_apply (row, x, y);
      break;
    case STRATA_LOG_SOFTMAX:
      log_softmax_apply (row, x, y);
      break;
    default:
      sparsemax_apply (row, x, y);
      break;
    }
}

static void
row_gradient (StrataActivationKind kind,
              const Row *row,
              const Row *half,
              const void *x,
              const void *dy,
              void *dx)
{
  switch (kind)
    {
    case STRATA_GLU:
      glu_gradient (half, row, x, dy, dx);
      break;
    case STRATA_SOFTMAX:
      softmax_gradient (row, x, dy, dx);
      break;
    case STRATA_LOG_SOFTMAX:
      log_softmax_gradient (row, x, dy, dx);
      break;
    default:
      sparsemax_gradient (row, x, dy, dx);
      break;
    }
}

void
strata_activation_axis_apply (const StrataActivation *activation,
                              StrataDType dtype,
                              StrataAxis axis,
                              const void *x,
                              void *y)
{
  StrataAxis halved = { axis.outer, axis.length / 2, axis.inner };

  for (int64_t o = 0; o < axis.outer; o++)
    for (int64_t i = 0; i < axis.inner; i++)
      {
        Row row = row_at (dtype, axis, o, i);
        Row half = row_at (dtype, halved, o, i);

        row_apply (activation->kind, &row, &half, x, y);
      }
}

void
strata_activation_axis_gradient (const StrataActivation *activation,
                                 StrataDType dtype,
                                 StrataAxis axis,
                                 const void *x,
                                 const void *dy,
                                 void *dx)
{
  StrataAxis halved = { axis.outer, axis.length / 2, axis.inner };

  for (int64_t o = 0; o < axis.outer; o++)
    for (int64_t i = 0; i < axis.inner; i++)
      {
        Row row = row_at (dtype, axis, o, i);
        Row half = row_at (dtype, halved, o, i);

        row_gradient (activation->kind, &row, &half, x, dy, dx);
      }
}
