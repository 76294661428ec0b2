/* strata-summary.c — a tensor in three numbers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-summary.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Elements that are looked at as doubles at a time. */
#define BLOCK 1024

/* Digits that keep every double. */
#define MOST_DIGITS 17

static void
add_block (StrataSummary *summary, const double *block, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      /* A comparison with NaN is false, and none may be lost. */
      if (!(block[i] >= summary->minimum))
        summary->minimum = block[i] < summary->minimum ? block[i] : NAN;
      if (!(block[i] <= summary->maximum))
        summary->maximum = block[i] > summary->maximum ? block[i] : NAN;
      summary->mean += block[i];
    }
}

void
strata_summary_init (StrataSummary *summary, StrataTensor *tensor)
{
  StrataDType dtype = strata_tensor_dtype (tensor);
  const char *data = strata_tensor_data (tensor);
  gsize n = (gsize) strata_tensor_n_elements (tensor);
  double block[BLOCK];

  *summary = (StrataSummary){ INFINITY, 0.0, -INFINITY };
  for (gsize i = 0; i < n; i += BLOCK)
    {
      gsize length = MIN (BLOCK, n - i);

      strata_dtype_convert (dtype, data + i * strata_dtype_size (dtype),
                            STRATA_FLOAT64, block, length);
      add_block (summary, block, length);
    }
  if (n == 0)
    *summary = (StrataSummary){ NAN, NAN, NAN };
  else
    summary->mean /= (double) n;
}

static double
round_to (StrataDType dtype, double number)
{
  double element = 0.0;

  strata_dtype_set (dtype, &element, 0, number);
  return strata_dtype_get (dtype, &element, 0);
}

/* Whole numbers up to here are written out. */
#define LARGEST_EXPONENT 15
#define SMALLEST_EXPONENT (-4)

static char *
format_number (char how, int digits, double number)
{
  char format[] = "%.00?", buffer[64];

  format[2] = (char) ('0' + digits / 10);
  format[3] = (char) ('0' + digits % 10);
  format[4] = how;
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, format, number));
}

char *
strata_number_to_text (double number, StrataDType dtype)
{
  double rounded = round_to (dtype, number);
  g_autofree char *text = NULL;
  int decimals = -1, exponent;

  if (isnan (rounded))
    return g_strdup ("nan");
  if (isinf (rounded))
    return g_strdup (rounded > 0 ? "inf" : "-inf");

  do
    {
      g_free (text);
      text = format_number ('e', ++decimals, rounded);
    }
  while (decimals + 1 < MOST_DIGITS
         && round_to (dtype, g_ascii_strtod (text, NULL)) != rounded);

  exponent = atoi (strchr (text, 'e') + 1);
  if (exponent < SMALLEST_EXPONENT || exponent > LARGEST_EXPONENT)
    return g_steal_pointer (&text);
  return format_number ('f', MAX (decimals - exponent, 1), rounded);
}
