/* strata-value-parse.c — a value from JSON text.
 *
 * strata-value-check.c says what is wrong with a text, in words for the person
 * who wrote it, and bounds what reading it takes. jansson then reads it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-file-error-private.h"
#include "strata-value-private.h"

#include <stdarg.h>
#include <string.h>

/* In bytes. More than strata_file_quote() shows of any name. */
#define LONGEST_QUOTE 1024

/* "Line 3, column 14: ", counted from 1, in characters. */
static char *
describe_place (const char *text, gsize at)
{
  gsize line = 1, column = 1;

  for (gsize i = 0; i < at; i++)
    if (text[i] == '\n')
      {
        line++;
        column = 1;
      }
    else if (((guchar) text[i] & 0xc0) != 0x80)
      column++;
  return g_strdup_printf (
      "Line %" G_GSIZE_FORMAT ", column %" G_GSIZE_FORMAT ": ", line, column);
}

gboolean
strata_value_set_error (GError **error,
                        int code,
                        const char *text,
                        gsize at,
                        const char *format,
                        ...)
{
  g_autofree char *place = NULL;
  va_list arguments;

  if (error == NULL)
    return FALSE;

  va_start (arguments, format);
  *error = g_error_new_valist (STRATA_FILE_ERROR, code, format, arguments);
  va_end (arguments);
  place = describe_place (text, at);
  g_prefix_error_literal (error, place);
  return FALSE;
}

char *
strata_value_quote (const char *part, gsize n)
{
  g_autofree char *copy = g_strndup (part, MIN (n, LONGEST_QUOTE));

  return strata_file_quote (copy);
}

/* The key, as it is written, that ends in a quote before @end. */
static char *
quote_key (const char *text, gsize end, gsize *start)
{
  gsize first = end - 1, slash;

  /* Inside a string, every quote has an odd number of backslashes before it. */
  do
    {
      slash = --first;
      while (slash > 0 && text[slash - 1] == '\\')
        slash--;
    }
  while (text[first] != '"' || (first - slash) % 2 != 0);

  *start = first;
  return strata_value_quote (text + first + 1, end - first - 2);
}

/* The text was checked, and a key that stands twice is all that was left to
 * find. Else the memory has run out, whatever jansson takes that for. */
static void
set_error (GError **error, const char *text, const json_error_t *found)
{
  if (json_error_code (found) == json_error_duplicate_key)
    {
      gsize at;
      g_autofree char *key = quote_key (text, (gsize) found->position, &at);

      strata_value_set_error (error, STRATA_FILE_ERROR_FORMAT, text, at,
                              "the key %s stands twice in one object", key);
    }
  else
    strata_file_error_set (error, STRATA_FILE_ERROR_MEMORY,
                           "There is not enough memory for the text's values");
}

/**
 * strata_value_parse: (constructor)
 * @text: one JSON text, UTF-8; it may hold any bytes
 * @length: how many bytes it has, or -1 where it ends in NUL
 * @error: where to say what is wrong, and in which line and column
 *
 * Reads a value from its text. Stricter than many readers: a byte-order mark,
 * a comment, a key that stands twice in one object, a NUL character, a number
 * that 64 bits cannot hold, and more than %STRATA_VALUE_MAX_DEPTH levels are
 * all refused, and so is a text whose values need more than 1 GiB of memory.
 * The error is a [error@Strata.FileError].
 *
 * Returns: (transfer full): a value
 */
StrataValue *
strata_value_parse (const char *text, gssize length, GError **error)
{
  gsize n = length < 0 ? strlen (text) : (gsize) length;
  json_error_t found = { .text = "" };
  json_t *json;

  if (!strata_value_check_text (text, n, error))
    return NULL;

  json = json_loadb (text, n, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &found);
  if (json == NULL)
    set_error (error, text, &found);
  return (StrataValue *) json;
}
