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

/* sparsemax (Martins and Astudillo, 2016) is max (x − high − τ, 0), with the τ
 * for which the results add up to 1: (Σ (x − high) − 1) / n over the n elements
 * above it. From −1, which is no more than τ, each pass takes the elements
 * above the last value and comes closer; once none falls away, τ is found.
 * Returns n, or 0 where nothing can be said. */
static size_t
sparsemax_support (const Row *row, const void *x, double high, double *tau)
{
  size_t support = row->length + 1, last;

  if (!isfinite (high))
    return 0;

  *tau = -1;
  do
    {
      double sum = 0;

      last = support;
      support = 0;
      for (size_t i = 0; i < row->length; i++)
        {
          double value = get (row, x, i) - high;

          if (value > *tau)
            {
              sum += value;
              support++;
            }
        }
      *tau = (sum - 1) / (double) support;
    }
  while (support < last);

  return support;
}

static void
sparsemax_apply (const Row *row, const void *x, void *y)
{
  double high = highest (row, x), tau;

  if (sparsemax_support (row, x, high, &tau) == 0)
    {
      fill (row, y, NAN);
      return;
    }

  for (size_t i = 0; i < row->length; i++)
    {
      double value = get (row, x, i) - high - tau;

      put (row, y, i, value > 0 ? value : 0);
    }
}

/* dx = dy − their mean above τ. An element at τ itself passes dy on, as
 * TensorFlow's maximum does, without being part of the mean's n. */
static void
sparsemax_gradient (const Row *row, const void *x, const void *dy, void *dx)
{
  double high = highest (row, x), tau, total = 0;
  size_t support = sparsemax_support (row, x, high, &tau);

  if (support == 0)
    {
      fill (row, dx, NAN);
      return;
    }

  for (size_t i = 0; i < row->length; i++)
    if (get (row, x, i) - high >= tau)
      total += get (row, dy, i);

  for (size_t i = 0; i < row->length; i++)
    {
      double value = get (row, x, i) - high;
      double slope = value >= tau ? get (row, dy, i) : 0;

      put (row, dx, i, value > tau ? slope - total / (double) support : slope);
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
