/* strata-npy-text.c — the words of the header of an array file.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-npy-text-private.h"
#include "strata-file-error-private.h"

#include <string.h>

void
strata_npy_text_skip_space (StrataNpyText *text)
{
  while (text->next < text->end && strchr (" \t\n\r\f", *text->next)
         && *text->next)
    text->next++;
}

gboolean
strata_npy_text_take (StrataNpyText *text, char character)
{
  strata_npy_text_skip_space (text);
  if (text->next == text->end || *text->next != character)
    return FALSE;
  text->next++;
  return TRUE;
}

gboolean
strata_npy_text_sees (StrataNpyText *text, char character)
{
  strata_npy_text_skip_space (text);
  return text->next < text->end && *text->next == character;
}

gboolean
strata_npy_text_take_word (StrataNpyText *text, const char *word)
{
  gsize length = strlen (word);
  const char *after;

  strata_npy_text_skip_space (text);
  if ((gsize) (text->end - text->next) < length
      || memcmp (text->next, word, length) != 0)
    return FALSE;

  after = text->next + length;
  if (after < text->end && (g_ascii_isalnum (*after) || *after == '_'))
    return FALSE;
  text->next = after;
  return TRUE;
}

gboolean
strata_npy_text_refuse (const StrataNpyText *text,
                        const char *expected,
                        GError **error)
{
  gsize left = (gsize) (text->end - text->next);
  g_autofree char *rest = g_strndup (text->next, MIN (left, 24));
  g_autofree char *quoted = strata_file_quote (rest);

  if (left == 0)
    return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                  "The header ends where %s should be",
                                  expected);
  return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                "The header has %s where %s should be", quoted,
                                expected);
}

char *
strata_npy_text_take_string (StrataNpyText *text,
                             const char *expected,
                             GError **error)
{
  const char *start, *close;
  gsize left;

  if (!strata_npy_text_sees (text, '\'') && !strata_npy_text_sees (text, '"'))
    {
      strata_npy_text_refuse (text, expected, error);
      return NULL;
    }

  start = text->next + 1;
  left = (gsize) (text->end - start);
  close = memchr (start, *text->next, left);
  if (!close || memchr (start, '\\', (gsize) (close - start))
      || memchr (start, '\0', (gsize) (close - start)))
    {
      strata_npy_text_refuse (text, expected, error);
      return NULL;
    }
  text->next = close + 1;
  return g_strndup (start, (gsize) (close - start));
}
