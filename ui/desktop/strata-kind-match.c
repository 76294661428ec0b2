/* strata-kind-match.c — which kinds of cards a person means by some words.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-kind-match.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
has_word (const char *text, const char *word)
{
  g_autofree char *folded = text ? g_utf8_casefold (text, -1) : NULL;

  return folded && strstr (folded, word) != NULL;
}

static gboolean
starts_with (const char *text, const char *word)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return g_str_has_prefix (folded, word);
}

static gboolean
has_alias (const StrataKind *kind, const char *word)
{
  for (const char *const *alias = kind->aliases; alias && *alias; alias++)
    if (has_word (*alias, word))
      return TRUE;
  return FALSE;
}

/* A title is known in English too, by those who come from Keras. */
static guint
match_word (const StrataKind *kind, const char *word)
{
  const char *title = _ (kind->title);

  if (starts_with (title, word) || starts_with (kind->title, word)
      || starts_with (kind->type, word))
    return 8;
  if (has_word (title, word) || has_word (kind->title, word)
      || has_word (kind->type, word))
    return 4;
  if (has_alias (kind, word) || has_word (_ (kind->category), word))
    return 2;
  return has_word (_ (kind->summary), word) ? 1 : 0;
}

guint
strata_kind_match (const StrataKind *kind, const char *words)
{
  g_autofree char *folded = g_utf8_casefold (words ? words : "", -1);
  g_auto (GStrv) list = g_strsplit_set (folded, " \t", -1);
  guint sum = 1;

  for (char **word = list; *word; word++)
    {
      guint match = **word ? match_word (kind, *word) : 1;

      if (match == 0)
        return 0;
      sum += match;
    }
  return sum;
}

const StrataPortRow *
strata_kind_find_fit (const StrataKind *kind, const StrataPortRow *row)
{
  gboolean output = (row->flags & STRATA_PORT_OUT) != 0;

  for (gsize i = 0; i < kind->n_ports; i++)
    {
      const StrataPortRow *other = &kind->ports[i];

      if (((other->flags & STRATA_PORT_OUT) != 0) == output)
        continue;
      if (output ? strata_port_rows_fit (row, other, NULL)
                 : strata_port_rows_fit (other, row, NULL))
        return other;
    }
  return NULL;
}
