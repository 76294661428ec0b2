/* test-regularizer.c — penalties and their gradients, against Keras and
 * against differences.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-regularizer.h"

#include <glib.h>
#include <math.h>

static void
test_names (void)
{
  static const char *const names[][2] = {
    { "L1", "l1" },
    { "L2", "l2" },
    { "L1L2", "l1l2" },
    { "OrthogonalRegularizer", "orthogonal_regularizer" },
  };
  StrataRegularizerKind kind;

  for (int i = 0; i < STRATA_N_REGULARIZERS; i++)
    {
      g_assert_cmpstr (strata_regularizer_name (i), ==, names[i][0]);
      for (int j = 0; j < 2; j++)
        {
          g_assert_true (strata_regularizer_from_name (names[i][j], &kind));
          g_assert_cmpint (kind, ==, i);
        }
    }
  g_assert_null (strata_regularizer_name (STRATA_N_REGULARIZERS));
  g_assert_false (strata_regularizer_from_name ("l1_l2", &kind));
  g_assert_false (strata_regularizer_from_name ("L1l2", &kind));
  g_assert_false (strata_regularizer_from_name ("", &kind));
}

static void
test_defaults (void)
{
  StrataRegularizer l1l2 = strata_regularizer_init (STRATA_L1L2);

  g_assert_cmpfloat (strata_regularizer_init (STRATA_L1).l1, ==, 0.01);
  g_assert_cmpfloat (strata_regularizer_init (STRATA_L2).l2, ==, 0.01);
  g_assert_cmpfloat (l1l2.l1, ==, 0);
  g_assert_cmpfloat (l1l2.l2, ==, 0);
  g_assert_cmpfloat (
      strata_regularizer_init (STRATA_ORTHOGONAL_REGULARIZER).factor, ==, 0.01);
}

static void
assert_refused (const StrataRegularizer *regularizer,
                int rank,
                const char *message)
{
  static const int64_t shape[] = { 3, 3, 3, 2 };
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };

  g_assert_false (
      strata_regularizer_check (regularizer, rank, shape, &refusal));
  g_assert_cmpint (refusal.reason, ==, STRATA_REFUSAL_INVALID);
  g_assert_cmpstr (refusal.message, ==, message);
}

static void
test_refusals (void)
{
  StrataRegularizer r = strata_regularizer_init (STRATA_L1);

  r.l1 = -0.5;
  assert_refused (&r, 4,
                  "The coefficient l1 is -0.5, but it must be from 0 to "
                  "3.40282e+38");
  r = strata_regularizer_init (STRATA_L1L2);
  r.l2 = INFINITY;
  assert_refused (&r, 4,
                  "The coefficient l2 is inf, but it must be from 0 to "
                  "3.40282e+38");
  r = strata_regularizer_init (STRATA_ORTHOGONAL_REGULARIZER);
  assert_refused (&r, 4,
                  "An orthogonal regularizer needs a weight of rank 2, but "
                  "this one has rank 4");
  r.factor = 1e300;
  assert_refused (&r, 2,
                  "The coefficient factor is 1e+300, but it must be from 0 to "
                  "3.40282e+38");
  r.mode = (StrataOrthogonalMode) 2;
  assert_refused (&r, 2, "The mode must be rows or columns, not number 2");
  r = strata_regularizer_init ((StrataRegularizerKind) 4);
  assert_refused (&r, 2, "There is no regularizer number 4");

  r = strata_regularizer_init (STRATA_L2);
  r.l1 = NAN;
  g_assert_true (strata_regularizer_check (&r, 0, NULL, NULL));
}

static void
test_sums (void)
{
  static const int64_t shape[] = { 2, 2 };
  static const float values[] = { 1, -2, 3, 4 };
  StrataRegularizer r = strata_regularizer_init (STRATA_L2);
  double penalty;

  penalty = strata_regularizer_penalty (&r, STRATA_FLOAT32, 2, shape, values);
  g_assert_cmpfloat_with_epsilon (penalty, 0.3, 1e-15);
  r = strata_regularizer_init (STRATA_L1);
  penalty = strata_regularizer_penalty (&r, STRATA_FLOAT32, 2, shape, values);
  g_assert_cmpfloat_with_epsilon (penalty, 0.1, 1e-15);
  r = strata_regularizer_init (STRATA_L1L2);
  penalty = strata_regularizer_penalty (&r, STRATA_FLOAT32, 2, shape, values);
  g_assert_cmpfloat (penalty, ==, 0);
  r.l1 = 2;
  r.l2 = 0.5;
  penalty = strata_regularizer_penalty (&r, STRATA_FLOAT32, 2, shape, values);
  g_assert_cmpfloat_with_epsilon (penalty, 35, 1e-12);
}

/* Keras makes a float32 of 0.01 first. */
static void
test_float64 (void)
{
  static const double values[] = { 1 };
  StrataRegularizer r = strata_regularizer_init (STRATA_L1);
  double penalty, gradient[] = { 0 };

  penalty = strata_regularizer_penalty (&r, STRATA_FLOAT64, 0, NULL, values);
  strata_regularizer_gradient (&r, STRATA_FLOAT64, 0, NULL, values, 1,
                               gradient);
  g_assert_cmpfloat (penalty, ==, 0.009999999776482582);
  g_assert_cmpfloat (gradient[0], ==, 0.009999999776482582);
}

/* In float32 one after the other, 0.1 would be summed to 1.09 millions. */
static void
test_many (void)
{
  static const int64_t shape[] = { 10000019 };
  StrataRegularizer r = strata_regularizer_init (STRATA_L1);
  float *values = g_new (float, shape[0]);
  double penalty;

  for (int64_t i = 0; i < shape[0]; i++)
    values[i] = i % 2 ? 0.1f : -0.1f;
  r.l1 = 1;
  penalty = strata_regularizer_penalty (&r, STRATA_FLOAT32, 1, shape, values);
  g_assert_cmpfloat_with_epsilon (penalty, 10000019 * (double) 0.1f, 1e-7);
  g_free (values);
}

static void
test_kink_and_infinity (void)
{
  static const int64_t shape[] = { 4 }, one[] = { 1 };
  static const float values[] = { 0, -0.f, NAN, -3 };
  static const float infinity[] = { INFINITY };
  float gradient[] = { 1, 2, 3, 4 };
  StrataRegularizer r = strata_regularizer_init (STRATA_L1);

  strata_regularizer_gradient (&r, STRATA_FLOAT32, 1, shape, values, 10,
                               gradient);
  g_assert_cmpfloat (gradient[0], ==, 1);
  g_assert_cmpfloat (gradient[1], ==, 2);
  g_assert_true (isnan (gradient[2]));
  g_assert_cmpfloat (gradient[3], ==, 4 - 0.1f);

  /* Only L1L2 does not look where its coefficient is 0. */
  r.l1 = 0;
  g_assert_true (isnan (
      strata_regularizer_penalty (&r, STRATA_FLOAT32, 1, one, infinity)));
  r = strata_regularizer_init (STRATA_L1L2);
  g_assert_cmpfloat (
      strata_regularizer_penalty (&r, STRATA_FLOAT32, 1, one, infinity), ==, 0);
}

static void
test_orthogonal (void)
{
  static const int64_t shape[] = { 3, 3 };
  static const float values[] = { 1, 2, 3, -1, 0.5f, 2, 0, 4, -2 };
  static const double penalties[] = { 0.101455711, 0.046109762 };
  static const float gradients[2][9] = {
    { -0.0175169297f, 0.0180313028f, -0.00618189201f, 0.0287125055f,
      -0.0242316611f, 0.0204141736f, 0.0157351438f, 0.000778729096f,
      0.00155745598f },
    { 0.0625165105f, -0.00331579661f, 0.00239293044f, 0.062516503f,
      -0.0272079073f, -0.0224964116f, 0.0285542216f, 0.00505888695f,
      -0.0189070143f }
  };

  for (int mode = 0; mode < 2; mode++)
    {
      StrataRegularizer r =
          strata_regularizer_init (STRATA_ORTHOGONAL_REGULARIZER);
      float gradient[9] = { 0 };
      double penalty;

      r.factor = 0.3;
      r.mode = (StrataOrthogonalMode) mode;
      penalty =
          strata_regularizer_penalty (&r, STRATA_FLOAT32, 2, shape, values);
      g_assert_cmpfloat_with_epsilon (penalty, penalties[mode], 1e-7);
      strata_regularizer_gradient (&r, STRATA_FLOAT32, 2, shape, values, 1,
                                   gradient);
      for (int i = 0; i < 9; i++)
        g_assert_cmpfloat_with_epsilon (gradient[i], gradients[mode][i], 1e-7);
    }
}

static void
test_orthogonal_edges (void)
{
  static const int64_t shape[] = { 3, 2 }, single[] = { 1, 2 };
  static const double values[] = { 1, 0, 1, 1, 0, 2 };
  static const double zero[] = { 0, 0, 1, 2, 3, 4 };
  StrataRegularizer r = strata_regularizer_init (STRATA_ORTHOGONAL_REGULARIZER);
  double penalty, gradient[6] = { 0 };

  penalty = strata_regularizer_penalty (&r, STRATA_FLOAT64, 2, shape, values);
  g_assert_cmpfloat_with_epsilon (penalty, 0.004714045207910317, 1e-17);
  penalty = strata_regularizer_penalty (&r, STRATA_FLOAT64, 2, shape, zero);
  g_assert_cmpfloat_with_epsilon (penalty, 0.003279566, 1e-9);
  strata_regularizer_gradient (&r, STRATA_FLOAT64, 2, shape, zero, 1, gradient);
  g_assert_cmpfloat (gradient[0], ==, 0);
  g_assert_cmpfloat_with_epsilon (gradient[2], 2.3851398e-04, 1e-10);

  /* There are no pairs to take the mean of. */
  penalty = strata_regularizer_penalty (&r, STRATA_FLOAT64, 2, single, values);
  g_assert_true (isnan (penalty));
}

/* Shapes at and across the sizes of tiles, spans and stretches. */
static void
check_by_differences (int64_t rows, int64_t columns, int mode)
{
  const int64_t shape[] = { rows, columns };
  StrataRegularizer r = strata_regularizer_init (STRATA_ORTHOGONAL_REGULARIZER);
  double *values = g_new (double, rows *columns);
  double *gradient = g_new0 (double, rows *columns);

  r.factor = 1;
  r.mode = (StrataOrthogonalMode) mode;
  for (int64_t i = 0; i < rows * columns; i++)
    values[i] = g_test_rand_double_range (-1, 1);
  strata_regularizer_gradient (&r, STRATA_FLOAT64, 2, shape, values, 2,
                               gradient);

  for (int probe = 0; probe < 12; probe++)
    {
      int64_t i = g_test_rand_int_range (0, (gint32) (rows * columns));
      double before = values[i], high, low;

      values[i] = before + 1e-6;
      high = strata_regularizer_penalty (&r, STRATA_FLOAT64, 2, shape, values);
      values[i] = before - 1e-6;
      low = strata_regularizer_penalty (&r, STRATA_FLOAT64, 2, shape, values);
      values[i] = before;
      g_assert_cmpfloat_with_epsilon (gradient[i], (high - low) / 1e-6,
                                      1e-7 + 1e-3 * fabs (gradient[i]));
    }
  g_free (values);
  g_free (gradient);
}

static void
test_orthogonal_tiles (void)
{
  static const int64_t shapes[][2] = { { 2, 3 },   { 16, 64 }, { 17, 65 },
                                       { 33, 40 }, { 5, 513 }, { 18, 1030 } };

  for (size_t i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (int mode = 0; mode < 2; mode++)
      check_by_differences (shapes[i][mode], shapes[i][1 - mode], mode);
}

static void
test_narrow (void)
{
  static const int64_t shape[] = { 3 };
  const uint16_t values[] = { 0x3c00, 0xc000, 0x3800 }; /* 1, −2, 0.5 */
  uint16_t gradient[] = { 0, 0x3c00, 0 };
  StrataRegularizer r = strata_regularizer_init (STRATA_L2);
  double penalty;

  r.l2 = 0.5;
  penalty = strata_regularizer_penalty (&r, STRATA_FLOAT16, 1, shape, values);
  g_assert_cmpfloat (penalty, ==, 2.625);
  strata_regularizer_gradient (&r, STRATA_FLOAT16, 1, shape, values, 3,
                               gradient);
  g_assert_cmpfloat (strata_float16_to_float (gradient[0]), ==, 3);
  g_assert_cmpfloat (strata_float16_to_float (gradient[1]), ==, -5);
  g_assert_cmpfloat (strata_float16_to_float (gradient[2]), ==, 1.5);
}

static void
test_empty (void)
{
  static const int64_t shape[] = { 0, 3 };

  for (int kind = 0; kind < STRATA_ORTHOGONAL_REGULARIZER; kind++)
    {
      StrataRegularizer r = strata_regularizer_init (kind);
      double penalty;

      penalty = strata_regularizer_penalty (&r, STRATA_FLOAT32, 2, shape, "");
      g_assert_cmpfloat (penalty, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/regularizer/names", test_names);
  g_test_add_func ("/engine/regularizer/defaults", test_defaults);
  g_test_add_func ("/engine/regularizer/refusals", test_refusals);
  g_test_add_func ("/engine/regularizer/sums", test_sums);
  g_test_add_func ("/engine/regularizer/float64", test_float64);
  g_test_add_func ("/engine/regularizer/many", test_many);
  g_test_add_func ("/engine/regularizer/kink-and-infinity",
                   test_kink_and_infinity);
  g_test_add_func ("/engine/regularizer/orthogonal", test_orthogonal);
  g_test_add_func ("/engine/regularizer/orthogonal/edges",
                   test_orthogonal_edges);
  g_test_add_func ("/engine/regularizer/orthogonal/tiles",
                   test_orthogonal_tiles);
  g_test_add_func ("/engine/regularizer/narrow", test_narrow);
  g_test_add_func ("/engine/regularizer/empty", test_empty);
  return g_test_run ();
}
