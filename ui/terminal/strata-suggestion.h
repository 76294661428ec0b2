/* strata-suggestion.h — what somebody meant who mistyped a name.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *typed;
  const char *nearest; /* NULL while none is near */
  guint       distance;
} StrataSuggestion;

void  strata_suggestion_init (StrataSuggestion *suggestion,
                              const char       *typed);
void  strata_suggestion_try  (StrataSuggestion *suggestion,
                              const char       *name);

/* "; did you mean 'NAME'?", or nothing. */
char *strata_suggestion_text (StrataSuggestion *suggestion);

G_END_DECLS
