/* strata-suggestion.c — what somebody meant who mistyped a name.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-suggestion.h"

#include <string.h>

/* Nobody mistypes more than this, and names come from other people. */
#define LONGEST 64

/* Letters to put in, leave out, replace or swap with the next one, until @a is
 * @b, whatever their case. */
static guint
count_mistakes (const char *a, const char *b)
{
  gsize n = strlen (a), m = strlen (b);
  guint lines[3][LONGEST + 1];
  guint *before = lines[0], *last = lines[1], *now = lines[2];

  if (n > LONGEST || m > LONGEST)
    return G_MAXUINT;

  for (gsize j = 0; j <= m; j++)
    last[j] = (guint) j;
  for (gsize i = 1; i <= n; i++)
    {
      guint *spare = before;

      now[0] = (guint) i;
      for (gsize j = 1; j <= m; j++)
        {
          char x = g_ascii_tolower (a[i - 1]), y = g_ascii_tolower (b[j - 1]);

          now[j] = MIN (MIN (last[j], now[j - 1]) + 1, last[j - 1] + (x != y));
          if (i > 1 && j > 1 && x == g_ascii_tolower (b[j - 2])
              && y == g_ascii_tolower (a[i - 2]))
            now[j] = MIN (now[j], before[j - 2] + 1);
        }
      before = last;
      last = now;
      now = spare;
    }
  return last[m];
}

void
strata_suggestion_init (StrataSuggestion *suggestion, const char *typed)
{
  /* A third of the letters may be wrong, and one in any case. */
  *suggestion = (StrataSuggestion){
    .typed = typed,
    .distance = (guint) MIN (strlen (typed), LONGEST) / 3 + 2,
  };
}

void
strata_suggestion_try (StrataSuggestion *suggestion, const char *name)
{
  guint distance = count_mistakes (suggestion->typed, name);

  /* The beginning of a name, as "depthwise" of "DepthwiseConv2D", is near. */
  if (strlen (suggestion->typed) >= 3
      && g_ascii_strncasecmp (suggestion->typed, name,
                              strlen (suggestion->typed))
             == 0)
    distance = MIN (distance, 1);
  if (distance < suggestion->distance)
    {
      suggestion->distance = distance;
      suggestion->nearest = name;
    }
}

char *
strata_suggestion_text (StrataSuggestion *suggestion)
{
  if (!suggestion->nearest)
    return g_strdup ("");
  return g_strdup_printf ("; did you mean '%s'?", suggestion->nearest);
}
