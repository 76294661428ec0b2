/* strata-words.h — what people read, in the language of the program.
 *
 * A program that has set its locale and bound the texts of this domain shows
 * them translated, as the editor does. All others speak English.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A text of a kind's table, or a format; NULL stays NULL. */
const char *strata_words_translate (const char *text) G_GNUC_FORMAT (1);

/* The title of a port that is made of its name. */
char       *strata_words_title     (const char *name);

G_END_DECLS
