/* strata-card-search.h — a search for a card to add, where it is wanted.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gtk/gtk.h>
#include <strata.h>

G_BEGIN_DECLS

#define STRATA_TYPE_CARD_SEARCH (strata_card_search_get_type ())

/* Signal "chosen" (type). */
G_DECLARE_FINAL_TYPE (StrataCardSearch, strata_card_search, STRATA, CARD_SEARCH,
                      GtkPopover)

GtkWidget  *strata_card_search_new      (StrataRegistry   *registry);

/* Opens at a place of its parent. With @from, a port that a wire is drawn from
 * or to, only the kinds that it fits are offered. */
void        strata_card_search_open     (StrataCardSearch *search,
                                         double            x,
                                         double            y,
                                         StrataPort       *from);

/* As the palette's; NULL while it is closed. */
GtkWidget  *strata_card_search_find_row (StrataCardSearch *search,
                                         const char       *type);

/* The port that it was opened with. */
StrataPort *strata_card_search_get_from (StrataCardSearch *search);

G_END_DECLS
