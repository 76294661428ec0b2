/* strata-merging.c — two tensors of one shape into one, and sequences in
 * reverse.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-merging.h"

#include <string.h>

/* Elements of a task, and those that are computed at a time. */
#define TASK ((size_t) 1 << 16)
#define BLOCK 512

/* Tensors as rows along the last axis. */
typedef struct
{
  StrataMerge merge;
  StrataDType dtype;
  const void *a, *b;
  void *result;
  size_t n, length; /* rows, and elements of one */
  size_t rows;      /* of a task, where rows are joined */
} Merging;

static void
merge_f32 (StrataMerge merge,
           size_t n,
           const float *a,
           const float *b,
           float *r)
{
  switch (merge)
    {
    case STRATA_MERGE_SUM:
      for (size_t i = 0; i < n; i++)
        r[i] = a[i] + b[i];
      break;
    case STRATA_MERGE_MUL:
      for (size_t i = 0; i < n; i++)
        r[i] = a[i] * b[i];
      break;
    case STRATA_MERGE_AVE:
      for (size_t i = 0; i < n; i++)
        r[i] = (a[i] + b[i]) / 2;
      break;
    case STRATA_MERGE_CONCAT:
      break;
    }
}

static void
merge_f64 (StrataMerge merge,
           size_t n,
           const double *a,
           const double *b,
           double *r)
{
  switch (merge)
    {
    case STRATA_MERGE_SUM:
      for (size_t i = 0; i < n; i++)
        r[i] = a[i] + b[i];
      break;
    case STRATA_MERGE_MUL:
      for (size_t i = 0; i < n; i++)
        r[i] = a[i] * b[i];
      break;
    case STRATA_MERGE_AVE:
      for (size_t i = 0; i < n; i++)
        r[i] = (a[i] + b[i]) / 2;
      break;
    case STRATA_MERGE_CONCAT:
      break;
    }
}

/* The 16-bit types are computed in float32 and rounded once. */
static void
merge_narrow (const Merging *m, size_t start, size_t n)
{
  float a[BLOCK], b[BLOCK];

  for (size_t now; n > 0; start += now, n -= now)
    {
      const size_t at = start * strata_dtype_size (m->dtype);

      now = MIN (n, BLOCK);
      strata_dtype_convert (m->dtype, (const char *) m->a + at, STRATA_FLOAT32,
                            a, now);
      strata_dtype_convert (m->dtype, (const char *) m->b + at, STRATA_FLOAT32,
                            b, now);
      merge_f32 (m->merge, now, a, b, a);
      strata_dtype_convert (STRATA_FLOAT32, a, m->dtype,
                            (char *) m->result + at, now);
    }
}

static void
merge_task (void *data, int64_t task)
{
  const Merging *m = data;
  const size_t start = (size_t) task * TASK;
  const size_t n = MIN (m->n * m->length - start, TASK);

  if (m->dtype == STRATA_FLOAT32)
    merge_f32 (m->merge, n, (const float *) m->a + start,
               (const float *) m->b + start, (float *) m->result + start);
  else if (m->dtype == STRATA_FLOAT64)
    merge_f64 (m->merge, n, (const double *) m->a + start,
               (const double *) m->b + start, (double *) m->result + start);
  else
    merge_narrow (m, start, n);
}

static void
join_task (void *data, int64_t task)
{
  const Merging *m = data;
  const size_t bytes = m->length * strata_dtype_size (m->dtype);
  const size_t first = (size_t) task * m->rows;
  const size_t end = MIN (first + m->rows, m->n);

  for (size_t row = first; row < end; row++)
    {
      char *to = (char *) m->result + 2 * row * bytes;

      memcpy (to, (const char *) m->a + row * bytes, bytes);
      memcpy (to + bytes, (const char *) m->b + row * bytes, bytes);
    }
}

static gboolean
run (Merging *m, StrataEvaluation *evaluation)
{
  const gboolean joins = m->merge == STRATA_MERGE_CONCAT;
  const size_t whole = joins ? m->n : m->n * m->length;
  const size_t part = joins ? m->rows : TASK;

  if (m->length == 0 || whole == 0)
    return TRUE;
  return strata_pool_run (strata_evaluation_get_pool (evaluation),
                          (int64_t) ((whole - 1) / part + 1),
                          joins ? join_task : merge_task, m,
                          strata_evaluation_get_control (evaluation));
}

static gboolean
have_one_shape (const StrataTensor *a, const StrataTensor *b)
{
  const int rank = strata_tensor_rank (a);

  return rank > 0 && rank == strata_tensor_rank (b)
         && strata_tensor_dtype (a) == strata_tensor_dtype (b)
         && memcmp (strata_tensor_shape (a), strata_tensor_shape (b),
                    (size_t) rank * sizeof (int64_t))
                == 0;
}

StrataTensor *
strata_merging_run (StrataMerge merge,
                    StrataTensor *a,
                    StrataTensor *b,
                    StrataEvaluation *evaluation)
{
  StrataSpec spec = strata_spec_of_tensor (a);
  Merging m = { .merge = merge, .dtype = spec.dtype };
  int64_t *last = &spec.shape[MAX (spec.rank, 1) - 1];
  StrataTensor *result;

  if (!have_one_shape (a, b))
    {
      strata_evaluation_fail (evaluation, NULL,
                              "The forward and the backward result have "
                              "different shapes and cannot be merged");
      return NULL;
    }

  m.a = strata_tensor_data (a);
  m.b = strata_tensor_data (b);
  m.length = (size_t) *last;
  m.n = m.length > 0 ? (size_t) strata_tensor_n_elements (a) / m.length : 0;
  m.rows = MAX (TASK / MAX (m.length, 1), 1);
  if (merge == STRATA_MERGE_CONCAT && __builtin_mul_overflow (*last, 2, last))
    *last = INT64_MAX;
  result = strata_evaluation_new_tensor (evaluation, spec.dtype, spec.rank,
                                         spec.shape);
  if (!result)
    return NULL;

  m.result = strata_tensor_edit (result);
  if (!run (&m, evaluation))
    g_clear_pointer (&result, strata_tensor_unref);
  return result;
}

StrataTensor *
strata_merging_reverse (StrataTensor *sequence, StrataEvaluation *evaluation)
{
  const int64_t *shape = strata_tensor_shape (sequence);
  StrataTensor *result =
      strata_evaluation_new_tensor (evaluation, strata_tensor_dtype (sequence),
                                    strata_tensor_rank (sequence), shape);
  const size_t bytes = strata_tensor_n_bytes (sequence);
  const char *from = strata_tensor_data (sequence);
  size_t steps, step;
  char *to;

  if (!result || bytes == 0)
    return result;

  to = strata_tensor_edit (result);
  steps = (size_t) shape[1];
  step = bytes / (size_t) shape[0] / steps;
  for (size_t i = 0; i < bytes / step; i++)
    {
      const size_t t = i % steps;

      memcpy (to + (i - t + steps - 1 - t) * step, from + i * step, step);
    }
  return result;
}
