/* test-reference-initializer.c — what a seed gives, against Keras.
 *
 * Each line of initializer.index is a test. Where only integers and single
 * roundings are involved, the numbers are the same to the last bit.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "reference-numbers.h"
#include "strata-initializer.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const char *name;
  int value;
} Choice;

static const Choice modes[] = {
  { "fan_in", STRATA_FAN_IN },
  { "fan_out", STRATA_FAN_OUT },
  { "fan_avg", STRATA_FAN_AVG },
};

static const Choice distributions[] = {
  { "truncated_normal", STRATA_DISTRIBUTION_TRUNCATED_NORMAL },
  { "untruncated_normal", STRATA_DISTRIBUTION_UNTRUNCATED_NORMAL },
  { "uniform", STRATA_DISTRIBUTION_UNIFORM },
};

/* The choice that the setting names, or @fallback where there is none. */
static int
choose (const ReferenceCase *item,
        const char *key,
        const Choice *choices,
        int fallback)
{
  const char *name = reference_case_text (item, key);

  if (name == NULL)
    return fallback;
  for (int i = 0; i < 3; i++)
    if (strcmp (choices[i].name, name) == 0)
      return choices[i].value;
  g_error ("%s: no %s %s", reference_case_name (item), key, name);
}

static StrataInitializer
read_initializer (const ReferenceCase *item)
{
  const char *name = reference_case_text (item, "initializer");
  StrataInitializer initializer;
  StrataInitializerKind kind;

  g_assert_nonnull (name);
  g_assert_true (strata_initializer_from_name (name, &kind));
  initializer = strata_initializer_init (kind);
  reference_case_int (item, "seed", &initializer.seed);
  reference_case_double (item, "value", &initializer.value);
  reference_case_double (item, "mean", &initializer.mean);
  reference_case_double (item, "stddev", &initializer.stddev);
  reference_case_double (item, "minval", &initializer.minval);
  reference_case_double (item, "maxval", &initializer.maxval);
  reference_case_double (item, "scale", &initializer.scale);
  reference_case_double (item, "gain", &initializer.gain);
  initializer.mode =
      (StrataFanMode) choose (item, "mode", modes, (int) initializer.mode);
  initializer.distribution = (StrataDistribution) choose (
      item, "distribution", distributions, (int) initializer.distribution);
  return initializer;
}

/* Places of a float's bits in the order of the numbers. */
static int64_t
ordered_bits (double value, StrataDType dtype)
{
  const float narrow = (float) value;
  int32_t bits32;
  int64_t bits64;

  if (dtype == STRATA_FLOAT32)
    {
      memcpy (&bits32, &narrow, sizeof bits32);
      return bits32 < 0 ? (int64_t) INT32_MIN - bits32 : bits32;
    }
  memcpy (&bits64, &value, sizeof bits64);
  return bits64 < 0 ? INT64_MIN - bits64 : bits64;
}

static void
expect_within_ulps (const double *values,
                    const ReferenceTensor *expected,
                    StrataDType dtype,
                    int64_t most)
{
  int64_t worst = 0;
  gsize at = 0;

  for (gsize i = 0; i < expected->n; i++)
    {
      int64_t distance = ordered_bits (values[i], dtype)
                         - ordered_bits (expected->values[i], dtype);

      if (ABS (distance) > worst)
        {
          worst = ABS (distance);
          at = i;
        }
    }
  if (worst <= most)
    return;
  g_test_message ("element %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT
                  " is %.17g, should be %.17g: %g ulp, allowed %g",
                  at, expected->n, values[at], expected->values[at],
                  (double) worst, (double) most);
  g_test_fail ();
}

static gboolean
is_normal (const StrataInitializer *initializer)
{
  switch (initializer->kind)
    {
    case STRATA_RANDOM_NORMAL:
    case STRATA_TRUNCATED_NORMAL:
    case STRATA_GLOROT_NORMAL:
    case STRATA_HE_NORMAL:
    case STRATA_LECUN_NORMAL:
      return TRUE;
    case STRATA_VARIANCE_SCALING:
      return initializer->distribution != STRATA_DISTRIBUTION_UNIFORM;
    default:
      return FALSE;
    }
}

static void
test_case (gconstpointer data)
{
  const ReferenceCase *item = data;
  const StrataInitializer initializer = read_initializer (item);
  g_auto (ReferenceTensor) expected = { 0 };
  g_autofree void *values = NULL;
  g_autofree double *wide = NULL;
  StrataRefusal refusal = { 0 };
  StrataDType dtype;

  g_assert_true (reference_case_dtype (item, &dtype));
  g_assert_true (reference_case_tensor (item, "values", &expected));
  values = reference_room (dtype, expected.n);
  if (!strata_initializer_fill (&initializer, dtype, expected.rank,
                                expected.shape, values, &refusal))
    g_error ("refused: %s", refusal.message);
  wide = reference_widen (dtype, values, expected.n);
  if (initializer.kind == STRATA_ORTHOGONAL)
    reference_expect ("orthogonal", wide, &expected, 1e-5);
  else
    expect_within_ulps (wide, &expected, dtype,
                        is_normal (&initializer) ? 2 : 0);
}

int
main (int argc, char *argv[])
{
  g_autoptr (ReferenceData) data = NULL;

  g_test_init (&argc, &argv, NULL);
  data = reference_add_tests ("initializer", test_case);
  return g_test_run ();
}
