/* test-activation-kernels.c — the activations over vectors against those over
 * numbers, for each instruction set that this CPU has.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-activation-private.h"
#include "strata-kernels.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const isas[] = { "portable", "avx2", "avx512", "neon" };

/* clang-format off */
static const StrataActivation with_parameters[] = {
  { STRATA_RELU, 0.25, INFINITY, 0, 0, 1, 4, false },
  { STRATA_RELU, 0, 6, 0, 0, 1, 4, false },
  { STRATA_RELU, 0, 1.5, 0, 0, 1, 4, false },
  { STRATA_RELU, 0, -1, 0, 0, 1, 4, false },
  { STRATA_RELU, 0, INFINITY, 0.75, 0, 1, 4, false },
  { STRATA_RELU, 0, INFINITY, -0.75, 0, 1, 4, false },
  { STRATA_RELU, 0, 2, -1, 0, 1, 4, false },
  { STRATA_RELU, 0.5, 2, 1, 0, 1, 4, false },
  { STRATA_RELU, 0.5, -1, 0, 0, 1, 4, false },
  { STRATA_LEAKY_RELU, 1.5, INFINITY, 0, 0, 1, 4, false },
  { STRATA_LEAKY_RELU, -0.5, INFINITY, 0, 0, 1, 4, false },
  { STRATA_ELU, 0, INFINITY, 0, 0, 2, 4, false },
  { STRATA_ELU, 0, INFINITY, 0, 0, -1, 4, false },
  { STRATA_CELU, 0, INFINITY, 0, 0, 2.5, 4, false },
  { STRATA_CELU, 0, INFINITY, 0, 0, -2, 4, false },
  { STRATA_CELU, 0, INFINITY, 0, 0, 0, 4, false },
  { STRATA_GELU, 0, INFINITY, 0, 0, 1, 4, true },
  { STRATA_SQUAREPLUS, 0, INFINITY, 0, 0, 1, 0, false },
  { STRATA_SQUAREPLUS, 0, INFINITY, 0, 0, 1, 1, false },
  { STRATA_SQUAREPLUS, 0, INFINITY, 0, 0, 1, -1, false },
  { STRATA_SQUAREPLUS, 0, INFINITY, 0, 0, 1, 1e30, false },
  { STRATA_SOFT_SHRINK, 0, INFINITY, 0.25, 0, 1, 4, false },
  { STRATA_SOFT_SHRINK, 0, INFINITY, -1, 0, 1, 4, false },
  { STRATA_HARD_SHRINK, 0, INFINITY, 0, 0, 1, 4, false },
  { STRATA_THRESHOLD, 0, INFINITY, 0.5, -2, 1, 4, false },
};

static const double extremes[] = {
  NAN, INFINITY, -INFINITY, 0.0, -0.0, 1, -1, 3, -3, 0.5, -0.5, 6, -6,
  1e-45, -1e-45, 1e-40, -1e-40, 1e-30, -1e-30, 1e-10, -1e-10, 1e-4, -1e-4,
  0.75, -0.75, 0.7071, -0.7071, 15, -15, 16.7, -16.7, 85, -85, 87.4, -87.4,
  88.72, -88.72, 88.73, -88.73, 89, -89, 103.9, -103.9, 104.1, -104.1, 500,
  -500, 800, -800, 1e9, -1e9, 2e18, -2e18, 2e19, -2e19, 1e20, -1e20, 1e30,
  -1e30, 3.4e38, -3.4e38,
};
/* clang-format on */

#define N_EXTREMES G_N_ELEMENTS (extremes)
#define N_GRID 8192

typedef void (*Check) (const StrataActivation *activation,
                       const StrataKernels *kernels);

static const StrataKernels *
kernels_of (const char *isa, StrataDType dtype)
{
  g_autofree char *wish = g_strdup (g_getenv ("STRATA_ISA"));
  const StrataKernels *kernels;

  g_setenv ("STRATA_ISA", isa, TRUE);
  kernels = strata_kernels_get (dtype, NULL);
  if (wish)
    g_setenv ("STRATA_ISA", wish, TRUE);
  else
    g_unsetenv ("STRATA_ISA");
  return kernels;
}

static void
for_each (StrataDType dtype, Check check)
{
  for (gsize k = 0; k < G_N_ELEMENTS (isas); k++)
    {
      const StrataKernels *kernels = kernels_of (isas[k], dtype);

      if (!kernels)
        {
          g_test_message ("No %s here", isas[k]);
          continue;
        }

      for (int i = 0; i < STRATA_GLU; i++)
        {
          StrataActivation a = strata_activation_init (i);

          check (&a, kernels);
        }
      for (gsize i = 0; i < G_N_ELEMENTS (with_parameters); i++)
        check (&with_parameters[i], kernels);
    }
}

static void
assert_same (const StrataActivation *a,
             const StrataKernels *kernels,
             double x,
             double y,
             double expected,
             double tolerance)
{
  double scale = fmax (1, fabs (expected));

  if (isnan (expected)
          ? isnan (y)
          : y == expected || fabs (y - expected) <= tolerance * scale)
    return;
  g_error ("%s, %s (%.9g): %.9g instead of %.9g", kernels->isa,
           strata_activation_name (a->kind), x, y, expected);
}

static void
check_float (const StrataActivation *a, const StrataKernels *kernels)
{
  enum
  {
    N = N_EXTREMES + N_GRID
  };
  float x[N], y[N];

  for (int i = 0; i < N_GRID; i++)
    x[i] = (float) (24 * sin (i * 0.7) * pow (0.998, i % 4096));
  for (gsize i = 0; i < N_EXTREMES; i++)
    x[N_GRID + i] = (float) extremes[i];

  kernels->activate (a, N, x, y);
  for (int i = 0; i < N; i++)
    assert_same (a, kernels, (double) x[i], (double) y[i],
                 (double) strata_activation_f32 (a, x[i]), 5e-7);
}

static void
test_float (void)
{
  for_each (STRATA_FLOAT32, check_float);
  for_each (STRATA_BFLOAT16, check_float);
}

static void
check_double (const StrataActivation *a, const StrataKernels *kernels)
{
  static const double huge[] = { 1e160, -1e160, 1e308, -1e308, 1e-320 };
  enum
  {
    N_HUGE = G_N_ELEMENTS (huge),
    N = N_EXTREMES + N_HUGE + N_GRID
  };
  double x[N], y[N];

  for (int i = 0; i < N_GRID; i++)
    x[i] = 24 * sin (i * 0.7) * pow (0.998, i % 4096);
  memcpy (x + N_GRID, extremes, sizeof extremes);
  memcpy (x + N_GRID + N_EXTREMES, huge, sizeof huge);

  kernels->activate (a, N, x, y);
  for (int i = 0; i < N; i++)
    assert_same (a, kernels, x[i], y[i], strata_activation_f64 (a, x[i]),
                 1e-15);
}

static void
test_double (void)
{
  for_each (STRATA_FLOAT64, check_double);
}

/* Digits that matter only below 1, where the result itself is small. */
static void
check_small (const StrataActivation *a, const StrataKernels *kernels)
{
  float x[64], y[64];

  for (int i = 0; i < 64; i++)
    x[i] = (float) ((i % 2 ? -1 : 1) * pow (2, -i / 2.0));
  kernels->activate (a, 64, x, y);
  for (int i = 0; i < 64; i++)
    {
      double expected = strata_activation_f64 (a, (double) x[i]);

      if (fabs (expected) > 1e-37 && a->b == 4)
        assert_same (a, kernels, (double) x[i], y[i] / expected, 1, 1e-6);
    }
}

static void
test_small (void)
{
  for_each (STRATA_FLOAT32, check_small);
}

/* Any length, in place or not, and nothing beyond the end. */
static void
check_lengths (const StrataActivation *a, const StrataKernels *kernels)
{
  enum
  {
    N = 40
  };
  float x[N], y[N], whole[N];

  for (int i = 0; i < N; i++)
    x[i] = (float) (i - 20) / 3;
  kernels->activate (a, N, x, whole);

  for (size_t n = 0; n < N; n++)
    {
      memcpy (y, x, sizeof y);
      kernels->activate (a, n, y, y);
      g_assert_cmpmem (y, n * sizeof *y, whole, n * sizeof *y);
      g_assert_cmpmem (y + n, (N - n) * sizeof *y, x + n, (N - n) * sizeof *y);
    }
}

static void
test_lengths (void)
{
  for_each (STRATA_FLOAT32, check_lengths);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/activation-kernels/float", test_float);
  g_test_add_func ("/activation-kernels/double", test_double);
  g_test_add_func ("/activation-kernels/small", test_small);
  g_test_add_func ("/activation-kernels/lengths", test_lengths);
  return g_test_run ();
}
