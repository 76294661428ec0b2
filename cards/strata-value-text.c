/* strata-value-text.c — the text of a value, on one line.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-value.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Digits that every double keeps, and digits that keep every double. */
#define FEWEST_DIGITS 15
#define MOST_DIGITS 17

/**
 * strata_value_print_real: (skip)
 * @real: a number
 * @buffer: where to write
 *
 * Writes the shortest text that reads back as the very number, whatever the
 * language. It never looks like an integer: `3.0`, `0.1`, `1e-07`. Numbers that
 * are not finite are `nan`, `inf` and `-inf`, which is not JSON.
 *
 * Returns: (transfer none): @buffer
 */
const char *
strata_value_print_real (double real, char buffer[32])
{
  char format[] = "%.00g";
  int digits = fabs (real) < DBL_MIN ? 1 : FEWEST_DIGITS;

  if (!isfinite (real))
    return strcpy (buffer, isnan (real) ? "nan" : real > 0 ? "inf" : "-inf");

  do
    {
      format[2] = (char) ('0' + digits / 10);
      format[3] = (char) ('0' + digits % 10);
      g_ascii_formatd (buffer, 32, format, real);
    }
  while (g_ascii_strtod (buffer, NULL) != real && ++digits <= MOST_DIGITS);

  if (strpbrk (buffer, ".e") == NULL)
    strcat (buffer, ".0");
  return buffer;
}

static void
append_escaped (GString *text, char c)
{
  static const char letters[] = {
    ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
    ['\r'] = 'r', ['"'] = '"',  ['\\'] = '\\'
  };

  if (letters[(guchar) c] != '\0')
    g_string_append_printf (text, "\\%c", letters[(guchar) c]);
  else
    g_string_append_printf (text, "\\u%04x", (guint) c);
}

static void
append_string (GString *text, const char *string)
{
  g_string_append_c (text, '"');
  while (*string != '\0')
    {
      const char *start = string;

      while ((guchar) *string >= ' ' && *string != '"' && *string != '\\')
        string++;
      g_string_append_len (text, start, string - start);
      if (*string != '\0')
        append_escaped (text, *string++);
    }
  g_string_append_c (text, '"');
}

static void
append_list (GString *text, StrataValue *list)
{
  gsize n = strata_value_get_length (list);

  g_string_append_c (text, '[');
  for (gsize i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      strata_value_append_text (strata_value_get_item (list, i), text);
    }
  g_string_append_c (text, ']');
}

static void
append_object (GString *text, StrataValue *object)
{
  StrataValueIter iter;
  const char *key, *before = "{ ";
  StrataValue *member;

  strata_value_iter_init (&iter, object);
  while (strata_value_iter_next (&iter, &key, &member))
    {
      g_string_append (text, before);
      append_string (text, key);
      g_string_append (text, ": ");
      strata_value_append_text (member, text);
      before = ", ";
    }
  g_string_append (text, *before == '{' ? "{}" : " }");
}

/**
 * strata_value_append_text:
 * @value: a value
 * @text: where to
 *
 * Appends the text of a value, as [method@Strata.Value.to_text] makes it.
 */
void
strata_value_append_text (StrataValue *value, GString *text)
{
  char number[32];

  switch (strata_value_get_kind (value))
    {
    case STRATA_VALUE_NULL:
      g_string_append (text, "null");
      break;
    case STRATA_VALUE_BOOLEAN:
      g_string_append (text,
                       strata_value_get_boolean (value) ? "true" : "false");
      break;
    case STRATA_VALUE_INTEGER:
      g_string_append_printf (text, "%" G_GINT64_FORMAT,
                              strata_value_get_integer (value));
      break;
    case STRATA_VALUE_REAL:
      g_string_append (text, strata_value_print_real (
                                 strata_value_get_real (value), number));
      break;
    case STRATA_VALUE_STRING:
      append_string (text, strata_value_get_string (value));
      break;
    case STRATA_VALUE_LIST:
      append_list (text, value);
      break;
    case STRATA_VALUE_OBJECT:
      append_object (text, value);
      break;
    }
}

/**
 * strata_value_to_text:
 * @value: a value
 *
 * Writes a value as JSON on one line: `{ "shape": [8, 8, 3] }`. It is the same
 * text each time, and reads back as an equal value.
 *
 * Returns: (transfer full): the text
 */
char *
strata_value_to_text (StrataValue *value)
{
  GString *text = g_string_new (NULL);

  strata_value_append_text (value, text);
  return g_string_free (text, FALSE);
}
