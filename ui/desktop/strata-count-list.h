/* strata-count-list.h — a list model of the numbers from 0 on.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define STRATA_TYPE_COUNT_LIST (strata_count_list_get_type ())

/* Its items are made when they are asked for, so that a view of rows without
 * number costs what it shows. Each is a GObject with strata_count_get(). */
G_DECLARE_FINAL_TYPE (StrataCountList, strata_count_list, STRATA, COUNT_LIST, GObject)

StrataCountList *strata_count_list_new (void);

/* Everything counts as changed. */
void             strata_count_list_set (StrataCountList *list,
                                        guint            n);

guint            strata_count_get      (GObject         *item);

G_END_DECLS
