/* test-dtype.c — element types: every pattern, every kind of rounding.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-dtype.h"

#include <glib.h>
#include <math.h>
#include <string.h>

static bool
is_nan_pattern (StrataDType dtype, uint16_t bits)
{
  return (bits & 0x7fff) > (dtype == STRATA_FLOAT16 ? 0x7c00 : 0x7f80);
}

static uint16_t
narrow (StrataDType dtype, double value)
{
  return dtype == STRATA_FLOAT16 ? strata_float16_from_double (value)
                                 : strata_bfloat16_from_double (value);
}

static float
widen (StrataDType dtype, uint16_t bits)
{
  return dtype == STRATA_FLOAT16 ? strata_float16_to_float (bits)
                                 : strata_bfloat16_to_float (bits);
}

/* By the definition of the format, from its three fields. */
static double
value_of_fields (StrataDType dtype, uint16_t bits)
{
  int fraction_bits = dtype == STRATA_FLOAT16 ? 10 : 7;
  int smallest = dtype == STRATA_FLOAT16 ? -14 : -126;
  int top = dtype == STRATA_FLOAT16 ? 31 : 255;
  int fraction = bits & ((1 << fraction_bits) - 1);
  int exponent = (bits & 0x7fff) >> fraction_bits;
  double sign = bits & 0x8000 ? -1 : 1;

  if (exponent == top)
    return fraction ? NAN : sign * INFINITY;
  if (exponent == 0)
    return sign * ldexp (fraction, smallest - fraction_bits);
  return sign
         * ldexp (fraction + (1 << fraction_bits),
                  smallest + exponent - 1 - fraction_bits);
}

static void
test_names (void)
{
  static const char *const names[] = { "float32", "float64", "float16",
                                       "bfloat16" };
  static const size_t sizes[] = { 4, 8, 2, 2 };
  StrataDType dtype;

  for (int i = 0; i < STRATA_N_DTYPES; i++)
    {
      g_assert_cmpstr (strata_dtype_name ((StrataDType) i), ==, names[i]);
      g_assert_true (strata_dtype_from_name (names[i], &dtype));
      g_assert_cmpint (dtype, ==, i);
      g_assert_cmpuint (strata_dtype_size (dtype), ==, sizes[i]);
      g_assert_cmpint (strata_dtype_compute (dtype), ==,
                       i == STRATA_FLOAT64 ? STRATA_FLOAT64 : STRATA_FLOAT32);
    }

  g_assert_null (strata_dtype_name ((StrataDType) 4));
  g_assert_null (strata_dtype_name ((StrataDType) -1));
  g_assert_false (strata_dtype_from_name ("Float32", &dtype));
  g_assert_false (strata_dtype_from_name ("", &dtype));
}

static void
test_every_pattern (gconstpointer data)
{
  StrataDType dtype = GPOINTER_TO_INT (data);

  for (unsigned i = 0; i < 65536; i++)
    {
      uint16_t bits = (uint16_t) i;
      double value = widen (dtype, bits);

      g_assert_true (signbit (value) == (bits >> 15));
      if (is_nan_pattern (dtype, bits))
        {
          uint16_t quiet = dtype == STRATA_FLOAT16 ? 0x200 : 0x40;

          g_assert_true (isnan (value));
          g_assert_cmphex (narrow (dtype, value), ==, bits | quiet);
        }
      else
        {
          double expected = value_of_fields (dtype, bits);

          g_assert_cmpmem (&value, sizeof value, &expected, sizeof expected);
          g_assert_cmphex (narrow (dtype, value), ==, bits);
        }
    }
}

/* Between any two neighbours: the middle goes to the even one, whatever is a
 * hair to either side goes to the nearer one. A hair of a double is far below
 * the last place of a float, so that rounding twice would be found out. */
static void
test_ties (gconstpointer data)
{
  StrataDType dtype = GPOINTER_TO_INT (data);
  uint16_t infinity = dtype == STRATA_FLOAT16 ? 0x7c00 : 0x7f80;

  for (uint16_t bits = 0; bits < infinity; bits++)
    {
      uint16_t next = bits + 1;
      double low = value_of_fields (dtype, bits);
      double high = next < infinity
                        ? value_of_fields (dtype, next)
                        : 2 * low - value_of_fields (dtype, bits - 1);
      double middle = (low + high) / 2;

      g_assert_cmphex (narrow (dtype, middle), ==, bits & 1 ? next : bits);
      g_assert_cmphex (narrow (dtype, nextafter (middle, 0)), ==, bits);
      g_assert_cmphex (narrow (dtype, nextafter (middle, high)), ==, next);
      g_assert_cmphex (narrow (dtype, -middle), ==,
                       0x8000 | (bits & 1 ? next : bits));
    }
}

static void
test_extremes (gconstpointer data)
{
  StrataDType dtype = GPOINTER_TO_INT (data);
  uint16_t infinity = dtype == STRATA_FLOAT16 ? 0x7c00 : 0x7f80;

  g_assert_cmphex (narrow (dtype, INFINITY), ==, infinity);
  g_assert_cmphex (narrow (dtype, -INFINITY), ==, 0x8000 | infinity);
  g_assert_cmphex (narrow (dtype, G_MAXDOUBLE), ==, infinity);
  g_assert_cmphex (narrow (dtype, -G_MAXDOUBLE), ==, 0x8000 | infinity);
  g_assert_cmphex (narrow (dtype, 0.0), ==, 0);
  g_assert_cmphex (narrow (dtype, -0.0), ==, 0x8000);
  g_assert_cmphex (narrow (dtype, 5e-324), ==, 0);
  g_assert_cmphex (narrow (dtype, -G_MINDOUBLE), ==, 0x8000);
  g_assert_true (is_nan_pattern (dtype, narrow (dtype, NAN)));
}

static void
test_literals (void)
{
  g_assert_cmphex (strata_float16_from_double (1.0), ==, 0x3c00);
  g_assert_cmphex (strata_float16_from_double (65504), ==, 0x7bff);
  g_assert_cmphex (strata_float16_from_double (65519.999), ==, 0x7bff);
  g_assert_cmphex (strata_float16_from_double (65520), ==, 0x7c00);
  g_assert_cmphex (strata_float16_from_double (0x1p-24), ==, 1);
  g_assert_cmphex (strata_float16_from_double (0x1p-25), ==, 0);
  g_assert_cmphex (strata_float16_from_double (0x1.0000000001p-25), ==, 1);
  /* As a float this would be the tie 1 + 2^-11, and then 1. */
  g_assert_cmphex (strata_float16_from_double (1 + 0x1p-11 + 0x1p-40), ==,
                   0x3c01);
  g_assert_cmphex (strata_bfloat16_from_double (1.0), ==, 0x3f80);
  g_assert_cmphex (strata_bfloat16_from_double (0.1), ==, 0x3dcd);
  g_assert_cmphex (strata_bfloat16_from_double (1 + 0x1p-8 + 0x1p-40), ==,
                   0x3f81);
  g_assert_cmphex (strata_bfloat16_from_double (0x1p-133), ==, 1);
  g_assert_cmphex (strata_bfloat16_from_double (0x1p-134), ==, 0);
}

static void
assert_same_number (double a, double b)
{
  if (isnan (a))
    g_assert_true (isnan (b));
  else
    g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
}

/* Floats of every exponent, and those near the ties of both short types. */
static GArray *
floats_to_try (void)
{
  static const uint32_t low[] = { 0,      1,      0x0fff, 0x1000, 0x1001,
                                  0x1fff, 0x7fff, 0x8000, 0x8001, 0x3000,
                                  0x2fff, 0x3001, 0xffff, 0xabcd };
  GArray *floats = g_array_new (FALSE, FALSE, sizeof (float));

  for (uint32_t high = 0; high < 65536; high += 3)
    for (unsigned i = 0; i < G_N_ELEMENTS (low); i++)
      {
        uint32_t bits = high << 16 | low[i];
        float value;

        memcpy (&value, &bits, sizeof value);
        g_array_append_val (floats, value);
      }

  return floats;
}

/* A loop over an array gives what setting one element gives. */
static void
test_convert (void)
{
  g_autoptr (GArray) floats = floats_to_try ();
  size_t n = floats->len;
  g_autofree double *source = g_new (double, n);
  g_autofree double *target = g_new (double, n);
  g_autofree double *expected = g_new (double, n);

  for (StrataDType from = 0; from < STRATA_N_DTYPES; from++)
    {
      strata_dtype_convert (STRATA_FLOAT32, floats->data, from, source, n);
      for (StrataDType to = 0; to < STRATA_N_DTYPES; to++)
        {
          strata_dtype_convert (from, source, to, target, n);
          for (size_t i = 0; i < n; i++)
            {
              strata_dtype_set (to, expected, i,
                                strata_dtype_get (from, source, i));
              assert_same_number (strata_dtype_get (to, target, i),
                                  strata_dtype_get (to, expected, i));
            }
        }
    }
}

static void
test_nothing (void)
{
  for (StrataDType from = 0; from < STRATA_N_DTYPES; from++)
    for (StrataDType to = 0; to < STRATA_N_DTYPES; to++)
      strata_dtype_convert (from, NULL, to, NULL, 0);
}

int
main (int argc, char **argv)
{
  gpointer half = GINT_TO_POINTER (STRATA_FLOAT16);
  gpointer brain = GINT_TO_POINTER (STRATA_BFLOAT16);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dtype/names", test_names);
  g_test_add_data_func ("/dtype/float16/patterns", half, test_every_pattern);
  g_test_add_data_func ("/dtype/float16/ties", half, test_ties);
  g_test_add_data_func ("/dtype/float16/extremes", half, test_extremes);
  g_test_add_data_func ("/dtype/bfloat16/patterns", brain, test_every_pattern);
  g_test_add_data_func ("/dtype/bfloat16/ties", brain, test_ties);
  g_test_add_data_func ("/dtype/bfloat16/extremes", brain, test_extremes);
  g_test_add_func ("/dtype/literals", test_literals);
  g_test_add_func ("/dtype/convert", test_convert);
  g_test_add_func ("/dtype/convert/nothing", test_nothing);
  return g_test_run ();
}
