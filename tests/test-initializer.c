/* test-initializer.c — the first weights that Keras 3.15 on TensorFlow 2.21
 * makes of a seed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-initializer.h"
#include "strata-memory-private.h"

#include <glib.h>
#include <math.h>
#include <string.h>

static const int64_t depthwise_shape[] = { 3, 3, 3, 2 };

static void
test_names (void)
{
  static const char *const names[] = {
    "Zeros",           "Ones",          "Constant",
    "RandomNormal",    "RandomUniform", "TruncatedNormal",
    "VarianceScaling", "GlorotNormal",  "GlorotUniform",
    "HeNormal",        "HeUniform",     "LecunNormal",
    "LecunUniform",    "Orthogonal",    "Identity",
  };
  StrataInitializerKind kind;

  for (int i = 0; i < STRATA_N_INITIALIZERS; i++)
    {
      g_assert_cmpstr (strata_initializer_name (i), ==, names[i]);
      g_assert_true (strata_initializer_from_name (names[i], &kind));
      g_assert_cmpint (kind, ==, i);
    }
  g_assert_null (strata_initializer_name (STRATA_N_INITIALIZERS));
  g_assert_null (strata_initializer_name ((StrataInitializerKind) -1));
}

static void
test_other_names (void)
{
  static const struct
  {
    const char *name;
    StrataInitializerKind kind;
  } names[] = {
    { "zeros", STRATA_ZEROS },
    { "zero", STRATA_ZEROS },
    { "one", STRATA_ONES },
    { "constant", STRATA_CONSTANT },
    { "normal", STRATA_RANDOM_NORMAL },
    { "uniform", STRATA_RANDOM_UNIFORM },
    { "truncated_normal", STRATA_TRUNCATED_NORMAL },
    { "variance_scaling", STRATA_VARIANCE_SCALING },
    { "glorot_uniform", STRATA_GLOROT_UNIFORM },
    { "lecun_normal", STRATA_LECUN_NORMAL },
    { "he_uniform", STRATA_HE_UNIFORM },
    { "orthogonal", STRATA_ORTHOGONAL },
    { "OrthogonalInitializer", STRATA_ORTHOGONAL },
    { "IdentityInitializer", STRATA_IDENTITY },
  };
  static const char *const unknown[] = { "",       "ZEROS", "glorotuniform",
                                         "zeros ", "stft",  "Glorot_Uniform" };
  StrataInitializerKind kind;

  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_true (strata_initializer_from_name (names[i].name, &kind));
      g_assert_cmpint (kind, ==, names[i].kind);
    }
  for (size_t i = 0; i < G_N_ELEMENTS (unknown); i++)
    g_assert_false (strata_initializer_from_name (unknown[i], &kind));
}

static void
test_defaults (void)
{
  StrataInitializer scaling = strata_initializer_init (STRATA_VARIANCE_SCALING);
  StrataInitializer normal = strata_initializer_init (STRATA_RANDOM_NORMAL);

  g_assert_cmpfloat (scaling.scale, ==, 1);
  g_assert_cmpint (scaling.mode, ==, STRATA_FAN_IN);
  g_assert_cmpint (scaling.distribution, ==,
                   STRATA_DISTRIBUTION_TRUNCATED_NORMAL);
  g_assert_cmpfloat (normal.mean, ==, 0);
  g_assert_cmpfloat (normal.stddev, ==, 0.05);
  g_assert_cmpfloat (normal.minval, ==, -0.05);
  g_assert_cmpfloat (normal.maxval, ==, 0.05);
  g_assert_cmpfloat (normal.gain, ==, 1);
  g_assert_cmpfloat (normal.value, ==, 0);
  g_assert_cmpint (normal.seed, ==, 0);
}

static void
test_fans (void)
{
  static const struct
  {
    int rank;
    int64_t shape[5];
    double fan_in, fan_out;
  } cases[] = {
    { 0, { 0 }, 1, 1 },
    { 1, { 5 }, 5, 5 },
    { 2, { 3, 7 }, 3, 7 },
    { 4, { 3, 3, 3, 2 }, 27, 18 },
    { 4, { 3, 3, 32, 1 }, 288, 9 },
    { 4, { 1, 1, 64, 128 }, 64, 128 },
    { 5, { 2, 3, 4, 5, 2 }, 120, 48 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      double fan_in, fan_out;

      strata_initializer_fans (cases[i].rank, cases[i].shape, &fan_in,
                               &fan_out);
      g_assert_cmpfloat (fan_in, ==, cases[i].fan_in);
      g_assert_cmpfloat (fan_out, ==, cases[i].fan_out);
    }
}

/* The first three numbers and the last one of a depthwise kernel of seed 7,
 * and by how much they may be off. */
static void
test_seeded (void)
{
  static const struct
  {
    StrataInitializerKind kind;
    float numbers[4];
    float tolerance;
  } cases[] = {
    { STRATA_RANDOM_NORMAL,
      { -0.0337086394f, -0.0179346278f, -0.093979083f, 0.0127938604f },
      3e-7f },
    { STRATA_RANDOM_UNIFORM,
      { 0.0247078799f, 0.0172180198f, -0.0442220457f, 0.0273359679f },
      0 },
    { STRATA_TRUNCATED_NORMAL,
      { -0.0337086394f, -0.0179346278f, -0.093979083f, -0.000262005371f },
      3e-7f },
    { STRATA_VARIANCE_SCALING,
      { -0.1474998f, -0.0784770399f, -0.411226839f, -0.00114646403f },
      3e-7f },
    { STRATA_GLOROT_NORMAL,
      { -0.16157794f, -0.0859672874f, -0.450476408f, -0.00125588838f },
      3e-7f },
    { STRATA_GLOROT_UNIFORM,
      { 0.180440843f, 0.125742614f, -0.322952151f, 0.199633658f },
      0 },
    { STRATA_HE_NORMAL,
      { -0.208596215f, -0.11098329f, -0.581562579f, -0.00162134494f },
      3e-7f },
    { STRATA_HE_UNIFORM,
      { 0.232948095f, 0.162333041f, -0.416929424f, 0.257725984f },
      0 },
    { STRATA_LECUN_NORMAL,
      { -0.1474998f, -0.0784770399f, -0.411226839f, -0.00114646403f },
      3e-7f },
    { STRATA_LECUN_UNIFORM,
      { 0.164719194f, 0.114786774f, -0.294813633f, 0.182239801f },
      0 },
    { STRATA_ORTHOGONAL,
      { -0.1184057f, -0.0836590454f, -0.330112994f, 0.0358361229f },
      1e-6f },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      StrataInitializer initializer = strata_initializer_init (cases[i].kind);
      float values[54];

      initializer.seed = 7;
      g_assert_true (strata_initializer_fill (&initializer, STRATA_FLOAT32, 4,
                                              depthwise_shape, values, NULL));
      for (int j = 0; j < 4; j++)
        g_assert_cmpfloat (fabsf (values[j < 3 ? j : 53] - cases[i].numbers[j]),
                           <=, cases[i].tolerance);
    }
}

/* Keras hands minval and maxval over as float32. */
static void
test_float64 (void)
{
  StrataInitializer uniform = strata_initializer_init (STRATA_RANDOM_UNIFORM);
  StrataInitializer constant = strata_initializer_init (STRATA_CONSTANT);
  const int64_t shape[] = { 2 };
  double values[2];

  uniform.seed = 7;
  g_assert_true (strata_initializer_fill (&uniform, STRATA_FLOAT64, 1, shape,
                                          values, NULL));
  g_assert_cmpfloat (values[0], ==, 0.047663026952226142);
  g_assert_cmpfloat (values[1], ==, -0.0037763101342863578);

  constant.value = 0.1;
  g_assert_true (strata_initializer_fill (&constant, STRATA_FLOAT64, 1, shape,
                                          values, NULL));
  g_assert_cmpfloat (values[1], ==, (double) 0.1f);
}

static void
test_rounded (void)
{
  StrataInitializer initializer =
      strata_initializer_init (STRATA_GLOROT_NORMAL);
  float wide[54];
  uint16_t narrow[54], expected[54];

  for (StrataDType dtype = STRATA_FLOAT16; dtype < STRATA_N_DTYPES; dtype++)
    {
      g_assert_true (strata_initializer_fill (&initializer, STRATA_FLOAT32, 4,
                                              depthwise_shape, wide, NULL));
      strata_dtype_convert (STRATA_FLOAT32, wide, dtype, expected, 54);
      g_assert_true (strata_initializer_fill (&initializer, dtype, 4,
                                              depthwise_shape, narrow, NULL));
      g_assert_cmpmem (narrow, sizeof narrow, expected, sizeof expected);
    }
}

static void
test_constants (void)
{
  static const StrataInitializerKind kinds[] = { STRATA_ZEROS, STRATA_ONES,
                                                 STRATA_CONSTANT };
  static const double expected[] = { 0, 1, -2.5 };
  double value;

  for (int i = 0; i < 3; i++)
    for (StrataDType dtype = 0; dtype < STRATA_N_DTYPES; dtype++)
      {
        StrataInitializer initializer = strata_initializer_init (kinds[i]);
        char values[54 * sizeof (double)];

        initializer.value = -2.5;
        g_assert_true (strata_initializer_fill (&initializer, dtype, 4,
                                                depthwise_shape, values, NULL));
        value = strata_dtype_get (dtype, values, 53);
        g_assert_cmpfloat (value, ==, expected[i]);
        value = strata_dtype_get (dtype, values, 0);
        g_assert_cmpfloat (value, ==, expected[i]);
      }
}

static void
test_identity (void)
{
  StrataInitializer initializer = strata_initializer_init (STRATA_IDENTITY);
  const int64_t shape[] = { 2, 3 };
  const float expected[] = { -2, -0.f, -0.f, -0.f, -2, -0.f };
  float values[6];

  initializer.gain = -2;
  g_assert_true (strata_initializer_fill (&initializer, STRATA_FLOAT32, 2,
                                          shape, values, NULL));
  g_assert_cmpmem (values, sizeof values, expected, sizeof expected);
}

static void
assert_orthogonal (const int64_t shape[2], double gain)
{
  StrataInitializer initializer = strata_initializer_init (STRATA_ORTHOGONAL);
  int64_t rows = shape[0], columns = shape[1];
  int64_t n = MIN (rows, columns), length = MAX (rows, columns);
  int64_t step = rows < columns ? 1 : columns;
  int64_t between = rows < columns ? columns : 1;
  double *q = g_new (double, rows *columns);

  initializer.gain = gain;
  g_assert_true (strata_initializer_fill (&initializer, STRATA_FLOAT64, 2,
                                          shape, q, NULL));
  for (int64_t i = 0; i < n; i++)
    for (int64_t j = 0; j <= i; j++)
      {
        double product = 0;

        for (int64_t k = 0; k < length; k++)
          product += q[i * between + k * step] * q[j * between + k * step];
        g_assert_cmpfloat (fabs (product - (i == j) * gain * gain), <, 1e-12);
      }
  g_free (q);
}

static void
test_orthogonal (void)
{
  static const int64_t shapes[][2] = { { 1, 1 },  { 1, 5 },    { 5, 1 },
                                       { 8, 8 },  { 9, 8 },    { 17, 40 },
                                       { 40, 9 }, { 64, 130 }, { 0, 3 },
                                       { 3, 0 } };
  StrataInitializer initializer = strata_initializer_init (STRATA_ORTHOGONAL);
  static const int64_t wide[] = { 2, 3 };
  static const float expected[] = { -0.476343393f, -1.32803702f, -1.41753829f,
                                    0.549527526f,  -1.4920485f,  1.21318197f };
  float values[6];

  for (size_t i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      assert_orthogonal (shapes[i], 1);
      assert_orthogonal (shapes[i], -1.5);
    }

  initializer.seed = 7;
  initializer.gain = 2;
  g_assert_true (strata_initializer_fill (&initializer, STRATA_FLOAT32, 2, wide,
                                          values, NULL));
  for (int i = 0; i < 6; i++)
    g_assert_cmpfloat (fabsf (values[i] - expected[i]), <, 1e-6f);
}

static void
assert_refused (const StrataInitializer *initializer,
                int rank,
                const int64_t *shape,
                StrataRefusalReason reason,
                const char *message)
{
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };
  float values[1];

  g_assert_false (strata_initializer_fill (initializer, STRATA_FLOAT32, rank,
                                           shape, values, &refusal));
  g_assert_cmpint (refusal.reason, ==, reason);
  g_assert_cmpstr (refusal.message, ==, message);
}

static void
test_ranks (void)
{
  StrataInitializer identity = strata_initializer_init (STRATA_IDENTITY);
  StrataInitializer orthogonal = strata_initializer_init (STRATA_ORTHOGONAL);

  assert_refused (&identity, 4, depthwise_shape, STRATA_REFUSAL_INVALID,
                  "An identity initializer needs a kernel of rank 2, but this "
                  "one has rank 4");
  assert_refused (&orthogonal, 1, depthwise_shape, STRATA_REFUSAL_INVALID,
                  "An orthogonal initializer needs a kernel of rank 2 or "
                  "more, but this one has rank 1");
}

static void
test_parameters (void)
{
  StrataInitializer i = strata_initializer_init (STRATA_VARIANCE_SCALING);

  i.scale = 0;
  assert_refused (&i, 4, depthwise_shape, STRATA_REFUSAL_INVALID,
                  "The scale is 0, but it must be above 0");
  i.scale = 1;
  i.mode = (StrataFanMode) 3;
  assert_refused (&i, 4, depthwise_shape, STRATA_REFUSAL_INVALID,
                  "The mode must be fan_in, fan_out or fan_avg, not number 3");
  i.mode = STRATA_FAN_OUT;
  i.distribution = (StrataDistribution) -1;
  assert_refused (&i, 4, depthwise_shape, STRATA_REFUSAL_INVALID,
                  "The distribution must be truncated_normal, "
                  "untruncated_normal or uniform, not number -1");

  i = strata_initializer_init ((StrataInitializerKind) 15);
  assert_refused (&i, 4, depthwise_shape, STRATA_REFUSAL_INVALID,
                  "There is no initializer number 15");
  i = strata_initializer_init (STRATA_CONSTANT);
  i.value = 1e300;
  assert_refused (&i, 4, depthwise_shape, STRATA_REFUSAL_INVALID,
                  "The value is 1e+300, but it must fit into float32, which "
                  "ends at 3.40282e+38");
  i = strata_initializer_init (STRATA_RANDOM_UNIFORM);
  i.maxval = -1e39;
  assert_refused (&i, 4, depthwise_shape, STRATA_REFUSAL_INVALID,
                  "The maxval is -1e+39, but it must fit into float32, which "
                  "ends at 3.40282e+38");
}

static void
test_shapes (void)
{
  static const int64_t negative[] = { 3, -1 };
  static const int64_t large[] = { INT64_C (1) << 40, INT64_C (1) << 30 };
  StrataInitializer zeros = strata_initializer_init (STRATA_ZEROS);

  assert_refused (&zeros, 2, negative, STRATA_REFUSAL_INVALID,
                  "Axis 1 of the weight has the size -1, but each size must "
                  "be at least 0");
  assert_refused (&zeros, 2, large, STRATA_REFUSAL_TOO_LARGE,
                  "The weight has more than 9223372036854775807 bytes");
}

/* As Keras, which has nothing against these either. */
static void
test_odd_parameters (void)
{
  StrataInitializer uniform = strata_initializer_init (STRATA_RANDOM_UNIFORM);
  StrataInitializer constant = strata_initializer_init (STRATA_CONSTANT);
  static const int64_t shape[] = { 2 };
  float values[2];

  uniform.seed = 3;
  uniform.minval = 1;
  uniform.maxval = -1;
  g_assert_true (strata_initializer_fill (&uniform, STRATA_FLOAT32, 1, shape,
                                          values, NULL));
  g_assert_cmpfloat (values[0], ==, 0.6081743f);
  constant.value = NAN;
  g_assert_true (strata_initializer_fill (&constant, STRATA_FLOAT32, 1, shape,
                                          values, NULL));
  g_assert_true (isnan (values[1]));
}

static void
test_no_memory (void)
{
  StrataInitializer initializer = strata_initializer_init (STRATA_ORTHOGONAL);
  uint16_t values[54];

  for (int i = 0; i < 2; i++)
    {
      StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };

      strata_memory_fail_after (i);
      g_assert_false (strata_initializer_fill (
          &initializer, STRATA_BFLOAT16, 4, depthwise_shape, values, &refusal));
      g_assert_cmpint (refusal.reason, ==, STRATA_REFUSAL_NO_MEMORY);
    }
  strata_memory_fail_after (2);
  g_assert_true (strata_initializer_fill (&initializer, STRATA_BFLOAT16, 4,
                                          depthwise_shape, values, NULL));
  strata_memory_fail_after (-1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/engine/initializer/names", test_names);
  g_test_add_func ("/engine/initializer/names/other", test_other_names);
  g_test_add_func ("/engine/initializer/defaults", test_defaults);
  g_test_add_func ("/engine/initializer/fans", test_fans);
  g_test_add_func ("/engine/initializer/seeded", test_seeded);
  g_test_add_func ("/engine/initializer/float64", test_float64);
  g_test_add_func ("/engine/initializer/rounded", test_rounded);
  g_test_add_func ("/engine/initializer/constants", test_constants);
  g_test_add_func ("/engine/initializer/identity", test_identity);
  g_test_add_func ("/engine/initializer/orthogonal", test_orthogonal);
  g_test_add_func ("/engine/initializer/refusal/ranks", test_ranks);
  g_test_add_func ("/engine/initializer/refusal/parameters", test_parameters);
  g_test_add_func ("/engine/initializer/refusal/shapes", test_shapes);
  g_test_add_func ("/engine/initializer/odd-parameters", test_odd_parameters);
  g_test_add_func ("/engine/initializer/no-memory", test_no_memory);
  return g_test_run ();
}
