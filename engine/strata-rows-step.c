/* strata-rows-step.c — softmax and its like, along the rows of a result.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-pool-private.h"
#include "strata-steps-private.h"

/* A transcendental function costs about as much as so many products. */
#define ELEMENT_MACS 16

void
strata_rows_step_init (StrataRowsStep *step,
                       StrataDType dtype,
                       const StrataActivation *activation,
                       int64_t n,
                       int64_t length,
                       int64_t result)
{
  const double row = (double) length * ELEMENT_MACS + 1;
  const double rows = (double) strata_task_macs ((double) n * row) / row;

  *step = (StrataRowsStep){
    .dtype = dtype,
    .activation = *activation,
    .n = n,
    .length = length,
    .result = result,
    .rows = rows < 1 ? 1 : (int64_t) rows,
  };
}

int64_t
strata_rows_step_n_tasks (const StrataRowsStep *step)
{
  return step->result > 0 ? strata_parts (step->n, step->rows) : 0;
}

typedef struct
{
  const StrataRowsStep *step;
  char *input;
  char *output;
} RowsRun;

/* In the compute type first: where the element type is another, over the
 * input's own rows, then rounded. glu writes its first half, which it has read
 * before. */
static void
run_task (void *data, int64_t task)
{
  const RowsRun *run = data;
  const StrataRowsStep *step = run->step;
  const StrataDType compute = strata_dtype_compute (step->dtype);
  const size_t size = strata_dtype_size (compute);
  const size_t out = strata_dtype_size (step->dtype);
  const int64_t end = strata_min ((task + 1) * step->rows, step->n);
  const StrataAxis axis = { 1, step->length, 1 };

  for (int64_t i = task * step->rows; i < end; i++)
    {
      char *x = run->input + (size_t) (i * step->length) * size;
      char *y = run->output + (size_t) (i * step->result) * out;

      if (compute == step->dtype)
        strata_activation_apply (&step->activation, compute, axis, x, y);
      else
        {
          strata_activation_apply (&step->activation, compute, axis, x, x);
          strata_dtype_convert (compute, x, step->dtype, y,
                                (size_t) step->result);
        }
    }
}

bool
strata_rows_step_run (const StrataRowsStep *step,
                      void *input,
                      void *output,
                      StrataPool *pool,
                      StrataControl *control)
{
  RowsRun run = { step, input, output };

  return strata_pool_run_expected (pool, strata_rows_step_n_tasks (step),
                                   run_task, &run, control);
}
