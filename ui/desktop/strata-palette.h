/* strata-palette.h — the kinds of cards by category, to search and to add.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gtk/gtk.h>
#include <strata.h>

G_BEGIN_DECLS

#define STRATA_TYPE_PALETTE (strata_palette_get_type ())

/* Signal "add" (type): a kind was chosen. A row can be dragged too: what is
 * dropped is the type, a string. */
G_DECLARE_FINAL_TYPE (StrataPalette, strata_palette, STRATA, PALETTE, GtkBox)

GtkWidget *strata_palette_new              (StrataRegistry      *registry);

/* Shows the kinds alone that have a port for a wire at @row; all for NULL. */
void       strata_palette_set_fit          (StrataPalette       *palette,
                                            const StrataPortRow *row);

/* Whether one click chooses, rather than two. */
void       strata_palette_set_single_click (StrataPalette       *palette,
                                            gboolean             single);

/* Empties the search and puts the cursor there. */
void       strata_palette_start_search     (StrataPalette       *palette);
void       strata_palette_set_words        (StrataPalette       *palette,
                                            const char          *words);

/* The row of a kind; NULL where the search leaves it out. */
GtkWidget *strata_palette_find_row         (StrataPalette       *palette,
                                            const char          *type);

/* Number of rows that the search leaves. */
guint      strata_palette_get_n_shown      (StrataPalette       *palette);

G_END_DECLS
