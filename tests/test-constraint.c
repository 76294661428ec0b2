/* test-constraint.c — projections, as Keras makes them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-constraint.h"

#include <glib.h>
#include <limits.h>
#include <math.h>
#include <string.h>

static void
test_names (void)
{
  static const char *const names[][2] = {
    { "MaxNorm", "max_norm" },
    { "MinMaxNorm", "min_max_norm" },
    { "NonNeg", "non_neg" },
    { "UnitNorm", "unit_norm" },
    { "RadialConstraint", "radial_constraint" },
  };
  StrataConstraintKind kind;

  for (int i = 0; i < STRATA_N_CONSTRAINTS; i++)
    {
      g_assert_cmpstr (strata_constraint_name (i), ==, names[i][0]);
      for (int j = 0; j < 2; j++)
        {
          g_assert_true (strata_constraint_from_name (names[i][j], &kind));
          g_assert_cmpint (kind, ==, i);
        }
    }
  g_assert_null (strata_constraint_name (STRATA_N_CONSTRAINTS));
  g_assert_false (strata_constraint_from_name ("maxnorm", &kind));
}

static void
test_defaults (void)
{
  StrataConstraint c = strata_constraint_init (STRATA_MIN_MAX_NORM);

  g_assert_cmpfloat (strata_constraint_init (STRATA_MAX_NORM).max_value, ==, 2);
  g_assert_cmpfloat (c.min_value, ==, 0);
  g_assert_cmpfloat (c.max_value, ==, 1);
  g_assert_cmpfloat (c.rate, ==, 1);
  g_assert_cmpint (c.n_axes, ==, 1);
  g_assert_cmpint (c.axes[0], ==, 0);
}

static void
project (const StrataConstraint *constraint,
         int rank,
         const int64_t *shape,
         float *values)
{
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };

  g_assert_true (strata_constraint_check (constraint, rank, shape, &refusal));
  strata_constraint_project (constraint, STRATA_FLOAT32, rank, shape, values);
}

/* The columns (3, 4) and (0.1, 0), to the last bit. */
static void
test_columns (void)
{
  static const struct
  {
    StrataConstraintKind kind;
    double min_value, max_value, rate;
    float expected[4];
  } cases[] = {
    { STRATA_MIN_MAX_NORM,
      0.5,
      1,
      1,
      { 0.600000024f, 0.499999523f, 0.800000012f, 0 } },
    { STRATA_MIN_MAX_NORM,
      0.5,
      1,
      0.5,
      { 1.80000007f, 0.299999714f, 2.4000001f, 0 } },
    { STRATA_MAX_NORM,
      0,
      2,
      1,
      { 1.20000005f, 0.0999999046f, 1.60000002f, 0 } },
    { STRATA_UNIT_NORM,
      0,
      0,
      0,
      { 0.600000024f, 0.999999046f, 0.800000012f, 0 } },
    /* The lower bound wins over a lower upper one. */
    { STRATA_MIN_MAX_NORM, 2, 1, 1, { 1.2f, 1.9999981f, 1.6f, 0 } },
    { STRATA_MAX_NORM, 0, -1, 1, { 0, 0, 0, 0 } },
  };
  static const int64_t shape[] = { 2, 2 };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StrataConstraint c = strata_constraint_init (cases[i].kind);
      float values[] = { 3, 0.1f, 4, 0 };

      c.min_value = cases[i].min_value;
      c.max_value = cases[i].max_value;
      c.rate = cases[i].rate;
      project (&c, 2, shape, values);
      for (int j = 0; j < 4; j++)
        g_assert_cmpfloat (values[j], ==, cases[i].expected[j]);
    }
}

static void
test_axes (void)
{
  static const struct
  {
    StrataConstraintKind kind;
    int n_axes, axes[3];
    float expected[12];
  } cases[] = {
    { STRATA_MAX_NORM,
      2,
      { 0, -1 },
      { 0.0460287258f, 0.0920574516f, 0.104509957f, 0.1393466f, 0.138462171f,
        0.166154608f, 0.322201073f, 0.368229806f, 0.313529849f, 0.348366499f,
        0.304616779f, 0.332309216f } },
    { STRATA_MIN_MAX_NORM,
      1,
      { -2 },
      { 0.0999999866f, 0.199999973f, 0.299999952f, 0.399999946f, 0.499999911f,
        0.599999905f, 0.570918024f, 0.627921104f, 0.734037459f, 0.784901381f,
        0.897156894f, 0.941881716f } },
    { STRATA_UNIT_NORM,
      0,
      { 0 },
      { 0.999999046f, 0.999999464f, 0.999999702f, 0.999999762f, 0.999999762f,
        0.999999821f, 0.999999821f, 0.999999881f, 0.999999881f, 0.999999881f,
        0.999999881f, 0.999999881f } },
    { STRATA_UNIT_NORM,
      3,
      { 2, 0, 1 },
      { 0.0392232276f, 0.0784464553f, 0.117669687f, 0.156892911f, 0.196116135f,
        0.235339373f, 0.274562597f, 0.313785821f, 0.353009045f, 0.392232269f,
        0.431455493f, 0.470678747f } },
  };
  static const int64_t shape[] = { 2, 3, 2 };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StrataConstraint c = strata_constraint_init (cases[i].kind);
      float values[12];

      c.min_value = 0.5;
      c.max_value = cases[i].kind == STRATA_MAX_NORM ? 0.5 : 1;
      c.rate = 0.5;
      c.n_axes = cases[i].n_axes;
      memcpy (c.axes, cases[i].axes, sizeof cases[i].axes);
      for (int j = 0; j < 12; j++)
        values[j] = (float) (j + 1) * 0.1f;
      project (&c, 3, shape, values);
      for (int j = 0; j < 12; j++)
        g_assert_cmpfloat_with_epsilon (values[j], cases[i].expected[j],
                                        1.5e-7f);
    }
}

/* Every other axis of eight, against the sum written out. */
static void
test_rank_8 (void)
{
  static const int64_t shape[] = { 2, 3, 1, 2, 2, 1, 2, 3 };
  StrataConstraint c = strata_constraint_init (STRATA_UNIT_NORM);
  float values[144];
  double sums[3][2][3] = { { { 0 } } };

  c.n_axes = 5;
  memcpy (c.axes, (int[]){ 0, 2, 4, -2, 5 }, 5 * sizeof (int));
  for (int i = 0; i < 144; i++)
    values[i] = (float) g_test_rand_double_range (-1, 1);
  project (&c, 8, shape, values);

  for (int i = 0; i < 144; i++)
    sums[i / 24 % 3][i / 12 % 2][i % 3] += values[i] * values[i];
  for (int i = 0; i < 18; i++)
    g_assert_cmpfloat_with_epsilon (sums[i / 6][i / 3 % 2][i % 3], 1, 1e-5);
}

static void
test_non_neg (void)
{
  static const int64_t shape[] = { 7 };
  static const float expected[] = { 0, 0, 0, 1, 0, INFINITY };
  StrataConstraint c = strata_constraint_init (STRATA_NON_NEG);
  float values[] = { 0, -0.f, -1, 1, -INFINITY, INFINITY, NAN };

  project (&c, 1, shape, values);
  g_assert_cmpint (memcmp (values, expected, sizeof expected), ==, 0);
  g_assert_true (isnan (values[6]));
}

static void
test_not_finite (void)
{
  static const int64_t shape[] = { 2, 4 };
  StrataConstraint c = strata_constraint_init (STRATA_MAX_NORM);
  float values[] = { NAN, INFINITY, 1e20f, 0, 1, 1, 1, 0 };

  project (&c, 2, shape, values);
  g_assert_true (isnan (values[0]));
  g_assert_true (isnan (values[4]));
  g_assert_true (isnan (values[1]));
  g_assert_cmpfloat (values[5], ==, 0);
  /* The square is too large for a float32. */
  g_assert_cmpfloat (values[2], ==, 0);
  g_assert_cmpfloat (values[6], ==, 0);
  g_assert_cmpfloat (values[3], ==, 0);
}

static void
test_other_types (void)
{
  static const int64_t shape[] = { 2, 1 };
  StrataConstraint c = strata_constraint_init (STRATA_UNIT_NORM);
  double values[] = { 3, 4 };
  uint16_t halves[] = { 0x4200, 0x4400 };

  strata_constraint_project (&c, STRATA_FLOAT64, 2, shape, values);
  g_assert_cmpfloat (values[0], ==, 3 / (1e-7 + 5));
  g_assert_cmpfloat (values[1], ==, 4 / (1e-7 + 5));
  strata_constraint_project (&c, STRATA_FLOAT16, 2, shape, halves);
  g_assert_cmphex (halves[0], ==, strata_float16_from_double (0.6f));
  g_assert_cmphex (halves[1], ==, strata_float16_from_double (0.8f));
}

static void
test_empty (void)
{
  static const int64_t empty[] = { 0, 3 };
  StrataConstraint c = strata_constraint_init (STRATA_MAX_NORM);

  project (&c, 2, empty, NULL);
  c.axes[0] = 1;
  project (&c, 2, empty, NULL);
}

/* A kernel whose elements are numbered: each case names the ring's sources,
 * from the centre outward. */
static void
test_radial (void)
{
  static const struct
  {
    int side;
    int sources[4];
  } cases[] = {
    { 2, { 0 } },         { 3, { 0, 4 } },       { 4, { 5, 15 } },
    { 5, { 6, 12, 18 } }, { 6, { 14, 28, 35 } }, { 7, { 16, 24, 32, 40 } },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int side = cases[i].side;
      const int64_t shape[] = { side, side, 2, 1 };
      StrataConstraint c = strata_constraint_init (STRATA_RADIAL_CONSTRAINT);
      float values[98];

      for (int j = 0; j < side * side; j++)
        {
          values[2 * j] = (float) j;
          values[2 * j + 1] = (float) -j;
        }
      project (&c, 4, shape, values);
      for (int j = 0; j < side * side; j++)
        {
          int row = ABS (2 * (j / side) - side + 1);
          int column = ABS (2 * (j % side) - side + 1);
          int source = cases[i].sources[MAX (row, column) / 2];

          g_assert_cmpfloat (values[2 * j], ==, source);
          g_assert_cmpfloat (values[2 * j + 1], ==, -source);
        }
    }
}

static void
assert_refused (const StrataConstraint *constraint,
                int rank,
                const int64_t *shape,
                const char *message)
{
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };

  g_assert_false (strata_constraint_check (constraint, rank, shape, &refusal));
  g_assert_cmpint (refusal.reason, ==, STRATA_REFUSAL_INVALID);
  g_assert_cmpstr (refusal.message, ==, message);
}

static void
test_refused_axes (void)
{
  static const int64_t shape[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 };
  StrataConstraint c = strata_constraint_init (STRATA_MAX_NORM);

  c.axes[0] = 4;
  assert_refused (&c, 4, shape,
                  "The axis is 4, but a weight of rank 4 has axes -4 to 3");
  c.axes[0] = INT_MIN;
  assert_refused (
      &c, 4, shape,
      "The axis is -2147483648, but a weight of rank 4 has axes -4 to 3");
  c.axes[0] = -2;
  c.axes[1] = 2;
  c.n_axes = 2;
  assert_refused (&c, 4, shape, "Axis 2 of a weight of rank 4 is named twice");
  c.n_axes = 9;
  assert_refused (&c, 4, shape, "A constraint names 0 to 8 axes, not 9");
  c = strata_constraint_init (STRATA_UNIT_NORM);
  assert_refused (&c, 0, shape, "The axis is 0, but the weight has none");
  assert_refused (&c, 9, shape,
                  "The weight has rank 9, but a constraint takes up to 8 "
                  "axes");
}

static void
test_refused_numbers (void)
{
  static const int64_t shape[] = { 2 };
  StrataConstraint c = strata_constraint_init (STRATA_MIN_MAX_NORM);

  c.rate = INFINITY;
  assert_refused (&c, 1, shape,
                  "The rate is inf, but it must be a finite number");
  c.min_value = -INFINITY;
  assert_refused (&c, 1, shape,
                  "The min_value is -inf, but it must be a finite number");
  c.kind = STRATA_MAX_NORM;
  g_assert_true (strata_constraint_check (&c, 1, shape, NULL));
  c.max_value = INFINITY;
  assert_refused (&c, 1, shape,
                  "The max_value is inf, but it must be a finite number");
  c.kind = (StrataConstraintKind) 5;
  assert_refused (&c, 1, shape, "There is no constraint number 5");
}

static void
test_refused_radial (void)
{
  static const int64_t oblong[] = { 3, 5, 1, 1 }, single[] = { 1, 1, 4, 2 };
  StrataConstraint c = strata_constraint_init (STRATA_RADIAL_CONSTRAINT);

  assert_refused (&c, 3, oblong,
                  "A radial constraint needs a kernel of rank 4, but this one "
                  "has rank 3");
  assert_refused (&c, 4, oblong,
                  "A radial constraint needs a square kernel of at least "
                  "2 × 2, but this one is 3 × 5");
  assert_refused (&c, 4, single,
                  "A radial constraint needs a square kernel of at least "
                  "2 × 2, but this one is 1 × 1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/constraint/names", test_names);
  g_test_add_func ("/engine/constraint/defaults", test_defaults);
  g_test_add_func ("/engine/constraint/columns", test_columns);
  g_test_add_func ("/engine/constraint/axes", test_axes);
  g_test_add_func ("/engine/constraint/axes/rank-8", test_rank_8);
  g_test_add_func ("/engine/constraint/non-neg", test_non_neg);
  g_test_add_func ("/engine/constraint/not-finite", test_not_finite);
  g_test_add_func ("/engine/constraint/other-types", test_other_types);
  g_test_add_func ("/engine/constraint/empty", test_empty);
  g_test_add_func ("/engine/constraint/radial", test_radial);
  g_test_add_func ("/engine/constraint/refusal/axes", test_refused_axes);
  g_test_add_func ("/engine/constraint/refusal/numbers", test_refused_numbers);
  g_test_add_func ("/engine/constraint/refusal/radial", test_refused_radial);
  return g_test_run ();
}
