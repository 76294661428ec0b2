/* strata-table.h — lines of cells in columns that line up.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-stream.h"

G_BEGIN_DECLS

typedef struct _StrataTable StrataTable;

/* @alignment has a letter for each column: 'l' for text, 'r' for numbers. */
StrataTable *strata_table_new       (const char    *alignment);
void         strata_table_free      (StrataTable   *table);

/* A cell for each column. */
void         strata_table_add       (StrataTable   *table,
                                     ...) G_GNUC_NULL_TERMINATED;

/* Each line after @indent blanks; the first in bold where @has_heading. */
void         strata_table_put       (StrataTable   *table,
                                     StrataStream  *stream,
                                     guint          indent,
                                     gboolean       has_heading);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrataTable, strata_table_free)

G_END_DECLS
