/* strata-fault-list.h — the faults of a graph, each leading to its card.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-document.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STRATA_TYPE_FAULT_LIST (strata_fault_list_get_type ())

/* Signal "card-chosen" (card). */
G_DECLARE_FINAL_TYPE (StrataFaultList, strata_fault_list, STRATA, FAULT_LIST,
                      GtkPopover)

GtkWidget *strata_fault_list_new (void);

/* Of the faults the first hundred are listed, what is wrong before what is
 * merely missing, and the others counted. */
void       strata_fault_list_set (StrataFaultList *list,
                                  StrataGraph     *graph,
                                  GPtrArray       *faults);

G_END_DECLS
