/* strata-value-check.c — what is wrong with a JSON text, said to its writer.
 *
 * One pass without recursion. It knows at each place what may stand there, and
 * counts what the values will take.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-file-error.h"
#include "strata-value-private.h"

#include <string.h>

/* Bytes. A few characters can ask for a hundred times their size. */
#define MOST_MEMORY ((gsize) 1 << 30)

/* What jansson takes from malloc() on a 64-bit machine, rounded up: for an
 * object and a list with room for eight, for a string, for a number, and for
 * being in a list or, with a key, in an object. */
#define OBJECT_MEMORY 232
#define LIST_MEMORY 128
#define STRING_MEMORY 64
#define NUMBER_MEMORY 32
#define ITEM_MEMORY 24
#define KEY_MEMORY 120

typedef enum
{
  VALUE,
  VALUE_OR_END,
  COMMA_OR_END,
  KEY,
  KEY_OR_END,
  COLON,
  NOTHING,
} Expected;

typedef struct
{
  const char *text;
  gsize length;
  gsize at;
  Expected expected;
  guint depth;
  char open[STRATA_VALUE_MAX_DEPTH]; /* '[' or '{' */
  gsize memory;
  GError **error;
} Scan;

#define REFUSE(at, ...)                                                        \
  strata_value_set_error (scan->error, STRATA_FILE_ERROR_FORMAT, scan->text,   \
                          at, __VA_ARGS__)

static const char *
name_expected (const Scan *scan)
{
  gboolean in_object = scan->depth > 0 && scan->open[scan->depth - 1] == '{';

  switch (scan->expected)
    {
    case VALUE:
      return "a value";
    case VALUE_OR_END:
      return "a value or ']'";
    case COMMA_OR_END:
      return in_object ? "',' or '}'" : "',' or ']'";
    case KEY:
      return "a key in double quotes";
    case KEY_OR_END:
      return "a key in double quotes or '}'";
    case COLON:
      return "':'";
    case NOTHING:
      break;
    }
  return "the end of the text";
}

static gboolean
refuse_token (Scan *scan, gsize n)
{
  g_autofree char *token = strata_value_quote (scan->text + scan->at, n);

  return REFUSE (scan->at, "%s should stand here, not %s", name_expected (scan),
                 token);
}

static gboolean
takes_value (const Scan *scan)
{
  return scan->expected == VALUE || scan->expected == VALUE_OR_END;
}

static void
end_value (Scan *scan, gsize memory)
{
  scan->memory += memory + ITEM_MEMORY;
  scan->expected = scan->depth > 0 ? COMMA_OR_END : NOTHING;
}

static gboolean
open_container (Scan *scan, char bracket)
{
  if (!takes_value (scan))
    return refuse_token (scan, 1);
  if (scan->depth == STRATA_VALUE_MAX_DEPTH)
    return REFUSE (scan->at, "lists and objects stand more than %d deep here",
                   STRATA_VALUE_MAX_DEPTH);

  end_value (scan, bracket == '{' ? OBJECT_MEMORY : LIST_MEMORY);
  scan->open[scan->depth++] = bracket;
  scan->expected = bracket == '{' ? KEY_OR_END : VALUE_OR_END;
  scan->at++;
  return TRUE;
}

static gboolean
close_container (Scan *scan, char bracket)
{
  Expected empty = bracket == '{' ? KEY_OR_END : VALUE_OR_END;

  if (scan->depth == 0 || scan->open[scan->depth - 1] != bracket
      || (scan->expected != COMMA_OR_END && scan->expected != empty))
    return refuse_token (scan, 1);

  scan->depth--;
  scan->expected = scan->depth > 0 ? COMMA_OR_END : NOTHING;
  scan->at++;
  return TRUE;
}

static gboolean
take_comma (Scan *scan)
{
  if (scan->expected != COMMA_OR_END)
    return refuse_token (scan, 1);

  scan->expected = scan->open[scan->depth - 1] == '{' ? KEY : VALUE;
  scan->at++;
  return TRUE;
}

static gboolean
take_colon (Scan *scan)
{
  if (scan->expected != COLON)
    return refuse_token (scan, 1);

  scan->expected = VALUE;
  scan->at++;
  return TRUE;
}

/* The four digits after \u; -1 where they are none. */
static int
read_unit (const Scan *scan, gsize at)
{
  int unit = 0;

  if (at + 6 > scan->length || scan->text[at] != '\\'
      || scan->text[at + 1] != 'u')
    return -1;
  for (gsize i = at + 2; i < at + 6; i++)
    {
      int digit = g_ascii_xdigit_value (scan->text[i]);

      if (digit < 0)
        return -1;
      unit = unit * 16 + digit;
    }
  return unit;
}

/* Characters beyond the first 65,536 are written as two halves. */
static gboolean
take_unicode (Scan *scan)
{
  int unit = read_unit (scan, scan->at);

  if (unit < 0)
    return REFUSE (scan->at, "four hexadecimal digits should follow '\\u'");
  if (unit == 0)
    return REFUSE (scan->at,
                   "a string cannot hold the NUL character '\\u0000'");
  if (unit >= 0xd800 && unit < 0xe000)
    {
      int low = unit < 0xdc00 ? read_unit (scan, scan->at + 6) : -1;

      if (low < 0xdc00 || low >= 0xe000)
        return REFUSE (scan->at, "'\\u%04x' is half of a character", unit);
      scan->at += 6;
    }
  scan->at += 6;
  return TRUE;
}

static gboolean
take_escape (Scan *scan)
{
  char letter =
      (char) (scan->at + 1 < scan->length ? scan->text[scan->at + 1] : '\0');

  if (letter == 'u')
    return take_unicode (scan);
  if (letter == '\0' || strchr ("\"\\/bfnrt", letter) == NULL)
    return REFUSE (scan->at, "a backslash in a string is written '\\\\'");
  scan->at += 2;
  return TRUE;
}

static gboolean
refuse_control (Scan *scan, guchar c)
{
  if (c == '\n' || c == '\r')
    return REFUSE (scan->at, "the string does not end on its line; a line "
                             "break in it is written '\\n'");
  if (c == '\t')
    return REFUSE (scan->at, "a tab in a string is written '\\t'");
  return REFUSE (scan->at,
                 "the control character in the string is written "
                 "'\\u%04x'",
                 c);
}

static gboolean
take_string (Scan *scan)
{
  gboolean is_key = scan->expected == KEY || scan->expected == KEY_OR_END;
  gsize start = scan->at++;

  while (scan->at < scan->length && scan->text[scan->at] != '"')
    {
      guchar c = (guchar) scan->text[scan->at];

      if (c < ' ')
        return refuse_control (scan, c);
      if (c != '\\')
        scan->at++;
      else if (!take_escape (scan))
        return FALSE;
    }
  if (scan->at == scan->length)
    return REFUSE (start, "the string does not end");
  scan->at++;

  if (!is_key && !takes_value (scan))
    {
      gsize end = scan->at;

      scan->at = start;
      return refuse_token (scan, end - start);
    }

  end_value (scan, (is_key ? KEY_MEMORY : STRING_MEMORY) + scan->at - start);
  if (is_key)
    scan->expected = COLON;
  return TRUE;
}

static gboolean
is_of_word (char c)
{
  return g_ascii_isalnum (c) || (guchar) c >= 0x80 || strchr ("+-._$'", c);
}

/* Numbers, words, and what is neither. */
static gboolean
take_word (Scan *scan)
{
  char word[STRATA_VALUE_LONGEST_WORD + 1];
  g_autofree char *fault = NULL;
  gsize n = 0, kept;

  while (scan->at + n < scan->length && is_of_word (scan->text[scan->at + n]))
    n++;
  if (n == 0 || !takes_value (scan))
    return refuse_token (scan, MAX (n, 1));

  kept = MIN (n, STRATA_VALUE_LONGEST_WORD);
  memcpy (word, scan->text + scan->at, kept);
  word[kept] = '\0';
  fault = strata_value_check_word (word, n, name_expected (scan));
  if (fault != NULL)
    return REFUSE (scan->at, "%s", fault);

  end_value (scan, NUMBER_MEMORY);
  scan->at += n;
  return TRUE;
}

static gboolean
take_token (Scan *scan)
{
  char c = scan->text[scan->at];

  switch (c)
    {
    case '[':
    case '{':
      return open_container (scan, c);
    case ']':
      return close_container (scan, '[');
    case '}':
      return close_container (scan, '{');
    case ',':
      return take_comma (scan);
    case ':':
      return take_colon (scan);
    case '"':
      return take_string (scan);
    case '#':
    case '/':
      return REFUSE (scan->at, "JSON has no comments");
    default:
      return take_word (scan);
    }
}

static gboolean
check_bytes (Scan *scan)
{
  const char *end;

  if (scan->length >= 3 && memcmp (scan->text, "\xef\xbb\xbf", 3) == 0)
    return REFUSE (0, "the text begins with a byte-order mark, which JSON does "
                      "not allow");
  if (g_utf8_validate_len (scan->text, scan->length, &end))
    return TRUE;
  if (*end == '\0')
    return REFUSE ((gsize) (end - scan->text), "there is a NUL character");
  return REFUSE ((gsize) (end - scan->text), "the byte 0x%02x is not UTF-8",
                 (guchar) *end);
}

gboolean
strata_value_check_text (const char *text, gsize length, GError **error)
{
  Scan scan = {
    .text = text, .length = length, .memory = length, .error = error
  };

  if (!check_bytes (&scan))
    return FALSE;
  while (TRUE)
    {
      while (scan.at < length && strchr (" \t\n\r", text[scan.at]))
        scan.at++;
      if (scan.at == length)
        break;
      if (!take_token (&scan))
        return FALSE;
      if (scan.memory > MOST_MEMORY)
        return strata_value_set_error (
            error, STRATA_FILE_ERROR_TOO_LARGE, text, scan.at,
            "the values up to here need more than %" G_GSIZE_FORMAT
            " bytes of memory",
            MOST_MEMORY);
    }
  if (scan.expected != NOTHING)
    return strata_value_set_error (
        error, STRATA_FILE_ERROR_FORMAT, text, length,
        "the text ends where %s should stand", name_expected (&scan));
  return TRUE;
}
