/* strata-notice-list.h — sentences that stay above the canvas.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STRATA_TYPE_NOTICE_LIST (strata_notice_list_get_type ())

G_DECLARE_FINAL_TYPE (StrataNoticeList, strata_notice_list, STRATA, NOTICE_LIST,
                      GtkWidget)

GtkWidget  *strata_notice_list_new    (void);

/* One sentence for each @id, until it is closed or removed. @label and @action,
 * which may be NULL, are those of a button. */
void        strata_notice_list_set    (StrataNoticeList *list,
                                       const char       *id,
                                       GtkMessageType    type,
                                       const char       *sentence,
                                       const char       *label,
                                       const char       *action);
void        strata_notice_list_remove (StrataNoticeList *list,
                                       const char       *id);
void        strata_notice_list_clear  (StrataNoticeList *list);

/* NULL where there is none, or it has been closed. */
const char *strata_notice_list_get    (StrataNoticeList *list,
                                       const char       *id);

G_END_DECLS
