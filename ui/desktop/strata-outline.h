/* strata-outline.h — all cards and wires of a graph, as a list.
 *
 * What is painted on the canvas can be read and searched here without seeing
 * it. Enter on a row leads to the canvas, Delete removes what it stands for.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-document.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define STRATA_TYPE_OUTLINE (strata_outline_get_type ())

/* Signals:
 *
 * "card-chosen" (card): a card was chosen
 * "port-chosen" (card, port, output): one of its ports, or a wire that leads
 *   there
 * "left" (): Escape, with nothing searched for */
G_DECLARE_FINAL_TYPE (StrataOutline, strata_outline, STRATA, OUTLINE, AdwBin)

GtkWidget *strata_outline_new          (void);
void       strata_outline_set_document (StrataOutline  *outline,
                                        StrataDocument *document);

/* StrataCard, each followed by the StrataWire that lead to it. */
GListModel *strata_outline_get_model   (StrataOutline  *outline);
/* GtkTreeListRow of those that are searched for: a card unfolds into its
 * StrataPort. */
GtkSingleSelection *strata_outline_get_shown (StrataOutline *outline);

/* What is written of one of them. */
char       *strata_outline_describe    (StrataOutline  *outline,
                                        gpointer        item);

void        strata_outline_start_search (StrataOutline *outline);
void        strata_outline_set_words   (StrataOutline  *outline,
                                        const char     *words);

/* What Enter and Delete do to the selected row. */
void        strata_outline_choose      (StrataOutline  *outline);
void        strata_outline_remove      (StrataOutline  *outline);

G_END_DECLS
