/* test-rounding.c — kernels round to 16-bit elements as single numbers are
 * rounded, whatever lies beside them, for each instruction set that this CPU
 * has.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-isa-table.h"
#include "strata-steps-private.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define MOST_COLUMNS 64

/* All upper halves of a float32, which is to say all of bfloat16 and more than
 * float16 can tell apart, with lower ones around what is halfway. */
static const guint32 lower[] = {
  0x0000, 0x0001, 0x0fff, 0x1000, 0x1001, 0x3000,
  0x7fff, 0x8000, 0x8001, 0xefff, 0xf000, 0xffff
};

#define N_LOWER G_N_ELEMENTS (lower)
#define N_NUMBERS (65536 * N_LOWER)

static float *
numbers_new (void)
{
  float *numbers = g_new (float, N_NUMBERS + MOST_COLUMNS);

  for (gsize i = 0; i < N_NUMBERS + MOST_COLUMNS; i++)
    {
      guint32 bits = (guint32) (i / N_LOWER % 65536) << 16 | lower[i % N_LOWER];

      memcpy (&numbers[i], &bits, sizeof bits);
    }
  return numbers;
}

/* Sums of no products, so that biases are stored as they are, in tiles of @m
 * rows and @n columns. */
static void
check (const StrataKernels *kernels, StrataDType dtype, gint64 m, gint64 n)
{
  const StrataActivation linear = strata_activation_init (STRATA_LINEAR);
  g_autofree float *numbers = numbers_new ();
  StrataProduct product = {
    .m = m,
    .n = n,
    .a = numbers,
    .b = numbers,
    .c_row = n,
    .finish = strata_finish_init (&linear, dtype),
  };

  g_assert_cmpint (n, <=, MOST_COLUMNS);
  for (gsize i = 0; i < N_NUMBERS; i += (gsize) n)
    {
      guint16 found[16 * MOST_COLUMNS], wanted[MOST_COLUMNS];

      product.bias_column = numbers + i;
      product.c = found;
      kernels->product (&product);
      strata_dtype_convert (STRATA_FLOAT32, numbers + i, dtype, wanted,
                            (gsize) n);
      for (gint64 row = 0; row < m; row++)
        g_assert_cmpmem (found + row * n, (gsize) n * sizeof *found, wanted,
                         (gsize) n * sizeof *wanted);
    }
}

static void
check_kernels (const StrataKernels *kernels, StrataDType dtype)
{
  const gint64 most = kernels->lanes * kernels->panel_vectors;

  check (kernels, dtype, 1, most);
  check (kernels, dtype, kernels->product_rows, 1);
  check (kernels, dtype, 1, 1);
}

/* Kernels for CPUs that have more than the instruction set's name tells stand
 * in for the others, which are not to be forgotten. */
static void
test_rounding (gconstpointer data)
{
  const StrataDType dtype = (StrataDType) GPOINTER_TO_INT (data);

  for (gsize i = 0; i < G_N_ELEMENTS (isa_table); i++)
    {
      const StrataKernels *kernels;

      g_setenv ("STRATA_ISA", isa_table[i].name, TRUE);
      kernels = strata_kernels_get (dtype, NULL);
      g_unsetenv ("STRATA_ISA");
      if (kernels == NULL)
        continue;
      check_kernels (kernels, dtype);
      if (kernels != isa_table[i].kernels[dtype])
        check_kernels (isa_table[i].kernels[dtype], dtype);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/rounding/float16", GINT_TO_POINTER (STRATA_FLOAT16),
                        test_rounding);
  g_test_add_data_func ("/rounding/bfloat16", GINT_TO_POINTER (STRATA_BFLOAT16),
                        test_rounding);
  return g_test_run ();
}
