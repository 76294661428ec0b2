/* strata-peer-words.h — what a peer says of what the canvas paints.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  char     *name;
  char     *description;
  gboolean  faulty;
} StrataPeerWords;

/* Tells what is new alone. @fault is what is wrong, or NULL; @help what it is
 * for. */
void strata_peer_words_set   (StrataPeerWords *words,
                              GtkAccessible   *accessible,
                              const char      *name,
                              const char      *help,
                              const char      *fault);
void strata_peer_words_clear (StrataPeerWords *words);

G_END_DECLS
