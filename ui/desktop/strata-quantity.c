/* strata-quantity.c — numbers for people: counts, times, reals.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-quantity.h"

#include <math.h>

#define THIN_SPACE "\342\200\211"
#define MINUS "\342\210\222"
#define INFINITE "\342\210\236"
#define MICRO "\302\265"

/* Three digits at most, without a zero at the end. */
static char *
three_digits (double value)
{
  char *text = g_strdup_printf (value < 9.995   ? "%.2f"
                                : value < 99.95 ? "%.1f"
                                                : "%.0f",
                                value);
  gsize length = strlen (text);

  if (value < 99.95)
    while (text[length - 1] == '0')
      text[--length] = '\0';
  if (length > 0 && !g_ascii_isdigit (text[length - 1]))
    text[length - 1] = '\0';
  return text;
}

char *
strata_quantity_short (gint64 n)
{
  static const char *const prefixes[] = { "k", "M", "G", "T", "P", "E" };
  g_autofree char *digits = NULL;
  double value = (double) n;
  int prefix = -1;

  if (n < 1000)
    return g_strdup_printf ("%" G_GINT64_FORMAT, n);
  for (; value >= 999.5 && prefix < 5; prefix++)
    value /= 1000;
  digits = three_digits (value);
  return prefix < 0 ? g_steal_pointer (&digits)
                    : g_strconcat (digits, THIN_SPACE, prefixes[prefix], NULL);
}

char *
strata_quantity_time (double seconds)
{
  g_autofree char *digits = NULL;
  const char *unit = "s";

  if (seconds < 1e-5)
    {
      seconds *= 1e6;
      unit = MICRO "s";
    }
  else if (seconds < 1)
    {
      seconds *= 1e3;
      unit = "ms";
    }
  digits = three_digits (seconds);
  return g_strconcat (digits, THIN_SPACE, unit, NULL);
}

/* A number with a minus of the width of a plus. */
static char *
typeset (const char *digits)
{
  return *digits == '-' ? g_strconcat (MINUS, digits + 1, NULL)
                        : g_strdup (digits);
}

static double
round_to (double real, StrataDType dtype)
{
  guint64 element = 0;

  strata_dtype_set (dtype, &element, 0, real);
  return strata_dtype_get (dtype, &element, 0);
}

char *
strata_quantity_real (double real, StrataDType dtype)
{
  char buffer[32];

  if (isnan (real))
    return g_strdup ("NaN");
  if (isinf (real))
    return g_strdup (real > 0 ? INFINITE : MINUS INFINITE);
  for (int digits = 1; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (buffer, sizeof buffer, format, real);
      /* As long as it is short, all of an integer is written. */
      if (round_to (g_ascii_strtod (buffer, NULL), dtype) == real
          && (fabs (real) >= 1e7 || fabs (real) < 1 || !strchr (buffer, 'e')))
        break;
    }
  return typeset (buffer);
}

char *
strata_quantity_mean (double real)
{
  char buffer[32];

  if (!isfinite (real))
    return strata_quantity_real (real, STRATA_FLOAT64);
  return typeset (g_ascii_formatd (buffer, sizeof buffer, "%.6g", real));
}
