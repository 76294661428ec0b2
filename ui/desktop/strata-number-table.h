/* strata-number-table.h — one channel of a tensor as numbers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-tensor-slice.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define STRATA_TYPE_NUMBER_TABLE (strata_number_table_get_type ())

/* Each row is a line of text, so that it can be read aloud. */
G_DECLARE_FINAL_TYPE (StrataNumberTable, strata_number_table, STRATA, NUMBER_TABLE,
                      AdwBin)

GtkWidget *strata_number_table_new      (void);

/* @tensor may be NULL. */
void       strata_number_table_set      (StrataNumberTable *table,
                                         StrataTensor      *tensor,
                                         StrataSliceFormat  format,
                                         gint64             image,
                                         gint64             channel);

/* A row as it is written: its number, then its numbers, as short as they can
 * be to read back as the same. */
char      *strata_number_table_dup_row  (StrataNumberTable *table,
                                         gint64             row);

/* The column whose number stands at a place in a row's line, in bytes, or
 * before it; -1 for none. */
gint64     strata_number_table_find_column (StrataNumberTable *table,
                                            gint64             row,
                                            guint              at);

/* Marks a number; -1 for none. Who chooses one by hand is told of by the
 * signal "chosen". */
void       strata_number_table_choose   (StrataNumberTable *table,
                                         gint64             row,
                                         gint64             column);

G_END_DECLS
