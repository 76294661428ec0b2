/* strata-number-grid.h — numbers in rows and columns, on cells of their colour.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <adwaita.h>
#include <strata.h>

G_BEGIN_DECLS

#define STRATA_TYPE_NUMBER_GRID (strata_number_grid_get_type ())

/* The cells are labels that hold a few digits and tell all of them where one
 * points, and to a screen reader. */
G_DECLARE_FINAL_TYPE (StrataNumberGrid, strata_number_grid, STRATA, NUMBER_GRID, AdwBin)

typedef struct
{
  double   number;
  gboolean padding; /* there is none: hatched */
} StrataNumberCell;

GtkWidget *strata_number_grid_new (const char             *title);
/* @cells: row after row. */
void       strata_number_grid_set (StrataNumberGrid       *grid,
                                   int                     rows,
                                   int                     columns,
                                   const StrataNumberCell *cells,
                                   StrataDType             dtype);

G_END_DECLS
