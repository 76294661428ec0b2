/* test-reference-activation.c — activations against Keras and TensorFlow.
 *
 * Each line of activation.index is a test of a function and its gradient.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "reference-numbers.h"

#define OUTPUT_GRADIENT 4

typedef struct
{
  StrataActivation activation;
  StrataDType dtype;
  StrataAxis axis;
  ReferenceTensor x, y, dx;
  int64_t seed;
} Problem;

static void
problem_init (Problem *problem, const ReferenceCase *item)
{
  *problem = (Problem){ 0 };
  g_assert_true (reference_case_activation (item, &problem->activation));
  g_assert_true (reference_case_dtype (item, &problem->dtype));
  g_assert_true (reference_case_int (item, "seed", &problem->seed));
  g_assert_true (reference_case_tensor (item, "x", &problem->x));
  g_assert_true (reference_case_tensor (item, "y", &problem->y));
  g_assert_true (reference_case_tensor (item, "dx", &problem->dx));
  g_assert_cmpint (problem->x.rank, ==, 3);
  problem->axis = (StrataAxis){
    problem->x.shape[0],
    problem->x.shape[1],
    problem->x.shape[2],
  };
}

static void
problem_clear (Problem *problem)
{
  reference_tensor_clear (&problem->x);
  reference_tensor_clear (&problem->y);
  reference_tensor_clear (&problem->dx);
}

static void
check_length (const Problem *problem)
{
  StrataRefusal refusal = { 0 };
  int64_t length = -1;

  if (!strata_activation_infer (&problem->activation, problem->axis.length,
                                &length, &refusal))
    g_error ("refused: %s", refusal.message);
  g_assert_cmpint (length, ==, problem->y.shape[1]);
}

static void
check_value (const Problem *problem)
{
  const StrataDType dtype = problem->dtype;
  g_autofree void *x =
      reference_narrow (dtype, problem->x.values, problem->x.n);
  g_autofree void *y = reference_room (dtype, problem->y.n);
  g_autofree double *wide = NULL;

  strata_activation_apply (&problem->activation, dtype, problem->axis, x, y);
  wide = reference_widen (dtype, y, problem->y.n);
  reference_expect ("value", wide, &problem->y, reference_tolerance (dtype));
}

/* The result may take the argument's place. */
static void
check_in_place (const Problem *problem)
{
  const StrataDType dtype = problem->dtype;
  g_autofree void *x =
      reference_narrow (dtype, problem->x.values, problem->x.n);
  g_autofree double *wide = NULL;

  if (problem->activation.kind == STRATA_GLU)
    return;
  strata_activation_apply (&problem->activation, dtype, problem->axis, x, x);
  wide = reference_widen (dtype, x, problem->y.n);
  reference_expect ("value in place", wide, &problem->y,
                    reference_tolerance (dtype));
}

static void
check_gradient (const Problem *problem)
{
  const StrataDType dtype = problem->dtype;
  g_autofree double *generated = g_new (double, MAX (problem->y.n, 1));
  g_autofree void *x =
      reference_narrow (dtype, problem->x.values, problem->x.n);
  g_autofree void *dx = reference_room (dtype, problem->dx.n);
  g_autofree void *dy = NULL;
  g_autofree double *wide = NULL;

  reference_generate (problem->seed, OUTPUT_GRADIENT, problem->y.n, generated);
  dy = reference_narrow (dtype, generated, problem->y.n);
  strata_activation_gradient (&problem->activation, dtype, problem->axis, x, dy,
                              dx);
  wide = reference_widen (dtype, dx, problem->dx.n);
  reference_expect ("gradient", wide, &problem->dx,
                    reference_tolerance (dtype));
}

static void
test_case (gconstpointer data)
{
  Problem problem;

  problem_init (&problem, data);
  check_length (&problem);
  check_value (&problem);
  check_in_place (&problem);
  check_gradient (&problem);
  problem_clear (&problem);
}

int
main (int argc, char *argv[])
{
  g_autoptr (ReferenceData) data = NULL;

  g_test_init (&argc, &argv, NULL);
  data = reference_add_tests ("activation", test_case);
  return g_test_run ();
}
