/* strata-outline.h — all cards and wires of a graph, as a list.
 *
 * What is painted on the canvas can be read here without seeing it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-document.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define STRATA_TYPE_OUTLINE (strata_outline_get_type ())

/* Signal "card-chosen" (card): a card was chosen, or a wire that leads to it. */
G_DECLARE_FINAL_TYPE (StrataOutline, strata_outline, STRATA, OUTLINE, AdwBin)

GtkWidget *strata_outline_new          (void);
void       strata_outline_set_document (StrataOutline  *outline,
                                        StrataDocument *document);

/* StrataCard, each followed by the StrataWire that lead to it. */
GListModel *strata_outline_get_model   (StrataOutline  *outline);

/* What is written of one of them. */
char       *strata_outline_describe    (StrataOutline  *outline,
                                        gpointer        item);

G_END_DECLS
