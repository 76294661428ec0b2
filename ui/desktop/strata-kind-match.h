/* strata-kind-match.h — which kinds of cards a person means by some words.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <strata.h>

G_BEGIN_DECLS

/* How well @kind fits @words: 0 for not at all. Each of the words must stand in
 * the type, the title, the category, an alias or the summary. Without words
 * every kind fits. */
guint                strata_kind_match      (const StrataKind    *kind,
                                             const char          *words);

/* The first port of @kind that a wire at @row may go to or come from, which is
 * an input where @row is an output; NULL for none. */
const StrataPortRow *strata_kind_find_fit   (const StrataKind    *kind,
                                             const StrataPortRow *row);

G_END_DECLS
