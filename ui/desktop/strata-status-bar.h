/* strata-status-bar.h — what a graph costs, what is wrong, what was evaluated.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-announcer.h"
#include "strata-document.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STRATA_TYPE_STATUS_BAR (strata_status_bar_get_type ())

/* Signal "card-chosen" (card): a fault in the list of faults was chosen. */
G_DECLARE_FINAL_TYPE (StrataStatusBar, strata_status_bar, STRATA, STATUS_BAR, GtkBox)

GtkWidget  *strata_status_bar_new          (void);
void        strata_status_bar_set_document (StrataStatusBar *bar,
                                            StrataDocument  *document);
void        strata_status_bar_set_zoom     (StrataStatusBar *bar,
                                            double           zoom);

/* A sentence that hides what the last run evaluated; NULL for none. */
void        strata_status_bar_set_hint     (StrataStatusBar *bar,
                                            const char      *sentence);

/* Opens the list of faults, where there are any. */
void        strata_status_bar_show_faults  (StrataStatusBar *bar);

/* What is written: "cost", "faults", "missing" or "run". */
const char *strata_status_bar_get_text     (StrataStatusBar *bar,
                                            const char      *part);

/* What speaks to screen readers. */
StrataAnnouncer *strata_status_bar_get_announcer (StrataStatusBar *bar);

G_END_DECLS
