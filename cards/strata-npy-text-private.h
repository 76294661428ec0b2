/* strata-npy-text-private.h — the words of the header of an array file.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-file-error.h"

/* What is left of a text in Python's grammar. */
typedef struct
{
  const char *next;
  const char *end;
} StrataNpyText;

void     strata_npy_text_skip_space  (StrataNpyText        *self);

/* Whether that comes next, after any space. Takes it too. */
gboolean strata_npy_text_take        (StrataNpyText        *self,
                                      char                  character);
gboolean strata_npy_text_take_word   (StrataNpyText        *self,
                                      const char           *word);

/* Whether that comes next, after any space. */
gboolean strata_npy_text_sees        (StrataNpyText        *self,
                                      char                  character);

/* A string without escapes, of which no header of an array has need; NULL where
 * there is none, and the error says that @expected is. */
char    *strata_npy_text_take_string (StrataNpyText        *self,
                                      const char           *expected,
                                      GError              **error);

/* Says what stands where @expected should be. Always returns FALSE. */
gboolean strata_npy_text_refuse      (const StrataNpyText  *self,
                                      const char           *expected,
                                      GError              **error);
