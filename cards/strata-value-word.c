/* strata-value-word.c — numbers and words of a JSON text.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-value-private.h"

#include <errno.h>
#include <math.h>

static gsize
skip_digits (const char *token, gsize at)
{
  while (g_ascii_isdigit (token[at]))
    at++;
  return at;
}

/* -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)? */
static gboolean
is_number (const char *token, gboolean *is_integer)
{
  gsize first = token[0] == '-', at = skip_digits (token, first), next;

  if (at == first || (token[first] == '0' && at > first + 1))
    return FALSE;
  *is_integer = token[at] == '\0';
  if (token[at] == '.')
    {
      next = skip_digits (token, at + 1);
      if (next == at + 1)
        return FALSE;
      at = next;
    }
  if (token[at] == 'e' || token[at] == 'E')
    {
      at += token[at + 1] == '+' || token[at + 1] == '-' ? 2 : 1;
      next = skip_digits (token, at);
      if (next == at)
        return FALSE;
      at = next;
    }
  return token[at] == '\0';
}

static gboolean
fits (const char *number, gboolean is_integer)
{
  if (!is_integer)
    return isfinite (g_ascii_strtod (number, NULL));

  errno = 0;
  g_ascii_strtoll (number, NULL, 10);
  return errno != ERANGE;
}

static char *
check_number (const char *word, gsize n)
{
  gboolean is_integer = FALSE;
  gboolean is_long = n > STRATA_VALUE_LONGEST_WORD;
  gboolean is_right = !is_long && is_number (word, &is_integer);
  g_autofree char *quoted = NULL;

  if (is_right && fits (word, is_integer))
    return NULL;

  quoted = strata_value_quote (word, n);
  if (is_right)
    return g_strdup_printf ("the %s %s does not fit into 64 bits",
                            is_integer ? "integer" : "number", quoted);
  if (is_long)
    return g_strdup_printf ("a number has at most %d characters, unlike %s",
                            STRATA_VALUE_LONGEST_WORD, quoted);
  return g_strdup_printf ("%s is no number of JSON's", quoted);
}

/* What other languages call the words of JSON. */
static const char *
translate (const char *word)
{
  static const char *const words[][2] = {
    { "true", "true" },
    { "false", "false" },
    { "null", "null" },
    { "none", "null" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (word, words[i][0]) == 0)
      return words[i][1];
  return NULL;
}

static gboolean
is_not_finite (const char *name)
{
  return g_ascii_strcasecmp (name, "nan") == 0
         || g_ascii_strcasecmp (name, "inf") == 0
         || g_ascii_strcasecmp (name, "infinity") == 0;
}

char *
strata_value_check_word (const char *word, gsize n, const char *expected)
{
  const char *name = word + (word[0] == '-' || word[0] == '+');
  const char *right = translate (word);
  g_autofree char *quoted = NULL;

  if (g_ascii_isdigit (name[0]) && word[0] != '+')
    return check_number (word, n);
  if (g_strcmp0 (word, right) == 0)
    return NULL;

  quoted = strata_value_quote (word, n);
  if (right != NULL)
    return g_strdup_printf ("%s is written '%s'", quoted, right);
  if (is_not_finite (name))
    return g_strdup_printf ("JSON has no number %s", quoted);
  if (name != word || word[0] == '.')
    return g_strdup_printf ("%s is no number of JSON's", quoted);
  if (word[0] == '\'')
    return g_strdup ("a string stands in double quotes, not in single ones");
  return g_strdup_printf ("%s should stand here, not %s; a string stands in "
                          "double quotes",
                          expected, quoted);
}
