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

G_END_DECLS
