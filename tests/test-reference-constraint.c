/* test-reference-constraint.c — projections against Keras.
 *
 * Each line of constraint.index is a test.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "reference-numbers.h"
#include "strata-constraint.h"

static void
read_axes (const ReferenceCase *item, StrataConstraint *constraint)
{
  int64_t axes[8];
  int n;

  if (reference_case_text (item, "axis") == NULL)
    return;
  n = reference_case_ints (item, "axis", 8, axes);
  g_assert_cmpint (n, >, 0);
  constraint->n_axes = n;
  for (int i = 0; i < n; i++)
    constraint->axes[i] = (int) axes[i];
}

static StrataConstraint
read_constraint (const ReferenceCase *item)
{
  const char *name = reference_case_text (item, "constraint");
  StrataConstraint constraint;
  StrataConstraintKind kind;

  g_assert_nonnull (name);
  g_assert_true (strata_constraint_from_name (name, &kind));
  constraint = strata_constraint_init (kind);
  reference_case_double (item, "min_value", &constraint.min_value);
  reference_case_double (item, "max_value", &constraint.max_value);
  reference_case_double (item, "rate", &constraint.rate);
  read_axes (item, &constraint);
  return constraint;
}

static void
test_case (gconstpointer data)
{
  const ReferenceCase *item = data;
  const StrataConstraint constraint = read_constraint (item);
  g_auto (ReferenceTensor) w = { 0 }, expected = { 0 };
  g_autofree void *values = NULL;
  g_autofree double *wide = NULL;
  StrataRefusal refusal = { 0 };
  StrataDType dtype;

  g_assert_true (reference_case_dtype (item, &dtype));
  g_assert_true (reference_case_tensor (item, "w", &w));
  g_assert_true (reference_case_tensor (item, "projected", &expected));
  g_assert_cmpuint (w.n, ==, expected.n);
  values = reference_narrow (dtype, w.values, w.n);
  if (!strata_constraint_check (&constraint, w.rank, w.shape, &refusal))
    g_error ("refused: %s", refusal.message);
  strata_constraint_project (&constraint, dtype, w.rank, w.shape, values);
  wide = reference_widen (dtype, values, w.n);
  reference_expect ("projection", wide, &expected, reference_tolerance (dtype));
}

int
main (int argc, char *argv[])
{
  g_autoptr (ReferenceData) data = NULL;

  g_test_init (&argc, &argv, NULL);
  data = reference_add_tests ("constraint", test_case);
  return g_test_run ();
}
