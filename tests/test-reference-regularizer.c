/* test-reference-regularizer.c — penalties against Keras and TensorFlow.
 *
 * Each line of regularizer.index is a test of a penalty and its gradient.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "reference-numbers.h"
#include "strata-regularizer.h"

/* Half of the gradient is added to what is there already. */
#define SCALE 0.5
#define SEED 3

static StrataRegularizer
read_regularizer (const ReferenceCase *item)
{
  const char *name = reference_case_text (item, "regularizer");
  const char *mode = reference_case_text (item, "mode");
  StrataRegularizer regularizer;
  StrataRegularizerKind kind;

  g_assert_nonnull (name);
  g_assert_true (strata_regularizer_from_name (name, &kind));
  regularizer = strata_regularizer_init (kind);
  reference_case_double (item, "l1", &regularizer.l1);
  reference_case_double (item, "l2", &regularizer.l2);
  reference_case_double (item, "factor", &regularizer.factor);
  if (g_strcmp0 (mode, "columns") == 0)
    regularizer.mode = STRATA_ORTHOGONAL_COLUMNS;
  return regularizer;
}

/* A penalty is a double whatever the weights are. */
static void
check_penalty (const ReferenceCase *item,
               const StrataRegularizer *regularizer,
               StrataDType dtype,
               const ReferenceTensor *w,
               const void *weights)
{
  g_auto (ReferenceTensor) expected = { 0 };
  double penalty = strata_regularizer_penalty (regularizer, dtype, w->rank,
                                               w->shape, weights);

  g_assert_true (reference_case_tensor (item, "penalty", &expected));
  g_assert_cmpuint (expected.n, ==, 1);
  reference_expect ("penalty", &penalty, &expected,
                    dtype == STRATA_FLOAT64 ? 1e-12 : 1e-6);
}

static void
check_gradient (const ReferenceCase *item,
                const StrataRegularizer *regularizer,
                StrataDType dtype,
                const ReferenceTensor *w,
                const void *weights)
{
  g_auto (ReferenceTensor) expected = { 0 };
  g_autofree double *before = g_new (double, MAX (w->n, 1));
  g_autofree double *wide = NULL;
  g_autofree void *gradient = NULL;

  g_assert_true (reference_case_tensor (item, "gradient", &expected));
  g_assert_cmpuint (expected.n, ==, w->n);
  reference_generate (SEED, 0, w->n, before);
  gradient = reference_narrow (dtype, before, w->n);
  strata_regularizer_gradient (regularizer, dtype, w->rank, w->shape, weights,
                               SCALE, gradient);
  wide = reference_widen (dtype, gradient, w->n);
  for (gsize i = 0; i < w->n; i++)
    expected.values[i] = before[i] + SCALE * expected.values[i];
  reference_expect ("gradient", wide, &expected, reference_tolerance (dtype));
}

static void
test_case (gconstpointer data)
{
  const ReferenceCase *item = data;
  const StrataRegularizer regularizer = read_regularizer (item);
  g_auto (ReferenceTensor) w = { 0 };
  g_autofree void *weights = NULL;
  StrataRefusal refusal = { 0 };
  StrataDType dtype;

  g_assert_true (reference_case_dtype (item, &dtype));
  g_assert_true (reference_case_tensor (item, "w", &w));
  weights = reference_narrow (dtype, w.values, w.n);
  if (!strata_regularizer_check (&regularizer, w.rank, w.shape, &refusal))
    g_error ("refused: %s", refusal.message);
  check_penalty (item, &regularizer, dtype, &w, weights);
  check_gradient (item, &regularizer, dtype, &w, weights);
}

int
main (int argc, char *argv[])
{
  g_autoptr (ReferenceData) data = NULL;

  g_test_init (&argc, &argv, NULL);
  data = reference_add_tests ("regularizer", test_case);
  return g_test_run ();
}
