/* strata-outline-row.h — a row of the outline: a card, a port or a wire.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-document.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is written of a StrataCard, a StrataPort or a StrataWire. */
char      *strata_outline_row_describe (StrataDocument *document,
                                        gpointer        item);

/* The same, where a port does not stand below its card. */
char      *strata_outline_row_describe_alone (StrataDocument *document,
                                        gpointer        item);

/* A GtkTreeExpander around a mark and a label. */
GtkWidget *strata_outline_row_new      (void);
void       strata_outline_row_bind     (GtkWidget      *row,
                                        StrataDocument *document,
                                        GtkTreeListRow *item);
void       strata_outline_row_unbind   (GtkWidget      *row);

G_END_DECLS
