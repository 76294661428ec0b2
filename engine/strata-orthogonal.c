/* strata-orthogonal.c — the orthogonal factor of a matrix.
 *
 * Householder's way, in double precision. Columns are taken a panel at a time,
 * as many as stay in the cache while all reflectors pass over them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-orthogonal-private.h"
#include "strata-memory-private.h"

#include <math.h>
#include <string.h>

#define PANEL ((size_t) 8)

/* The columns of A, each in one piece. Column k holds the vector v of
 * reflector k, I − v·vᵀ, from its diagonal on; what stands above is R, which
 * nobody asks for. */
typedef struct
{
  size_t height, width;
  double *columns; /* height × width, then a panel of Q */
  double *signs;   /* of the diagonal of R: −1, 0 or 1 */
} Matrix;

/* Several sums side by side, so that additions need not wait for each
 * other. */
static double
dot (size_t n, const double *a, const double *b)
{
  double sums[8] = { 0 };
  size_t i = 0;

  for (; i + 8 <= n; i += 8)
    for (int j = 0; j < 8; j++)
      sums[j] += a[i + j] * b[i + j];
  for (; i < n; i++)
    sums[0] += a[i] * b[i];

  return ((sums[0] + sums[4]) + (sums[2] + sums[6]))
         + ((sums[1] + sums[5]) + (sums[3] + sums[7]));
}

/* x −= (v·x)·v */
static void
reflect (size_t n, const double *restrict v, double *restrict x)
{
  double factor = dot (n, v, x);

  for (size_t i = 0; i < n; i++)
    x[i] -= factor * v[i];
}

/* Turns the rest of column @k, from its diagonal on, into the reflector that
 * maps it onto the axis. With the sign of the diagonal chosen against the
 * element that stands there nothing cancels. */
static void
make_reflector (Matrix *matrix, size_t k)
{
  size_t n = matrix->height - k;
  double *v = matrix->columns + k * matrix->height + k;
  double norm = sqrt (dot (n, v, v));
  double scale;

  matrix->signs[k] = norm == 0 ? 0 : signbit (v[0]) ? 1 : -1;
  if (norm == 0)
    return;

  v[0] += copysign (norm, v[0]);
  scale = 1 / sqrt (norm * fabs (v[0]));
  for (size_t i = 0; i < n; i++)
    v[i] *= scale;
}

static void
apply (const Matrix *matrix, size_t k, double *column)
{
  reflect (matrix->height - k, matrix->columns + k * matrix->height + k,
           column + k);
}

static size_t
least (size_t a, size_t b)
{
  return a < b ? a : b;
}

static void
factorize (Matrix *matrix)
{
  for (size_t start = 0; start < matrix->width; start += PANEL)
    {
      size_t end = least (start + PANEL, matrix->width);

      for (size_t k = 0; k < end; k++)
        {
          if (k >= start)
            make_reflector (matrix, k);
          for (size_t j = k < start ? start : k + 1; j < end; j++)
            apply (matrix, k, matrix->columns + j * matrix->height);
        }
    }
}

/* Columns @start to before @end of Q: what the reflectors, the last one first,
 * make of the axes. Those behind an axis leave it alone. */
static double *
make_panel (const Matrix *matrix, size_t start, size_t end)
{
  double *panel = matrix->columns + matrix->width * matrix->height;

  memset (panel, 0, (end - start) * matrix->height * sizeof (double));
  for (size_t j = start; j < end; j++)
    panel[(j - start) * matrix->height + j] = 1;

  for (size_t k = end; k-- > 0;)
    for (size_t j = k > start ? k : start; j < end; j++)
      apply (matrix, k, panel + (j - start) * matrix->height);
  return panel;
}

/* Writes column @j of Q, or row @j where that is asked for. */
static void
store (const Matrix *matrix,
       size_t j,
       bool transposed,
       const double *column,
       double gain,
       StrataDType dtype,
       void *values)
{
  size_t first = transposed ? j * matrix->height : j;
  size_t step = transposed ? 1 : matrix->width;

  for (size_t i = 0; i < matrix->height; i++)
    {
      double value = column[i] * matrix->signs[j];

      if (dtype == STRATA_FLOAT32)
        ((float *) values)[first + i * step] = (float) gain * (float) value;
      else
        ((double *) values)[first + i * step] = gain * value;
    }
}

static void
load (Matrix *matrix, StrataDType dtype, const void *values)
{
  for (size_t i = 0; i < matrix->height; i++)
    for (size_t j = 0; j < matrix->width; j++)
      matrix->columns[j * matrix->height + i] =
          strata_dtype_get (dtype, values, i * matrix->width + j);
}

/* The matrix, a panel and the signs: never more than four times the matrix
 * and a little, but not even that need fit into a size_t. */
static bool
allocate (Matrix *matrix, StrataRefusal *refusal)
{
  int64_t factors[3] = { (int64_t) (matrix->width + PANEL + 1),
                         (int64_t) matrix->height, sizeof (double) };
  int64_t bytes;

  if (!strata_size_product (factors, 3, &bytes)
      || (uint64_t) bytes > PTRDIFF_MAX)
    bytes = PTRDIFF_MAX;

  matrix->columns = strata_memory_new (
      (size_t) bytes, "the factors of an orthogonal weight", refusal);
  if (!matrix->columns)
    return false;

  matrix->signs = matrix->columns + (matrix->width + PANEL) * matrix->height;
  return true;
}

bool
strata_orthogonalize (StrataDType dtype,
                      size_t rows,
                      size_t columns,
                      double gain,
                      void *values,
                      StrataRefusal *refusal)
{
  bool transposed = rows < columns;
  Matrix matrix = { .height = transposed ? columns : rows,
                    .width = transposed ? rows : columns };

  if (!allocate (&matrix, refusal))
    return false;

  load (&matrix, dtype, values);
  factorize (&matrix);
  for (size_t start = 0; start < matrix.width; start += PANEL)
    {
      size_t end = least (start + PANEL, matrix.width);
      double *panel = make_panel (&matrix, start, end);

      for (size_t j = start; j < end; j++)
        store (&matrix, j, transposed, panel + (j - start) * matrix.height,
               gain, dtype, values);
    }

  strata_memory_free (matrix.columns);
  return true;
}
