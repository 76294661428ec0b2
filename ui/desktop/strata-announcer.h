/* strata-announcer.h — says to screen readers what others see change.
 *
 * It takes no room and paints nothing.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STRATA_TYPE_ANNOUNCER (strata_announcer_get_type ())

G_DECLARE_FINAL_TYPE (StrataAnnouncer, strata_announcer, STRATA, ANNOUNCER, GtkWidget)

GtkWidget  *strata_announcer_new      (void);

/* When there is time for it; and at once. */
void        strata_announcer_tell     (StrataAnnouncer *announcer,
                                       const char      *sentence);
void        strata_announcer_warn     (StrataAnnouncer *announcer,
                                       const char      *sentence);

/* The regions that speak: of the roles "status" and "alert". */
GtkWidget  *strata_announcer_get_status (StrataAnnouncer *announcer);
GtkWidget  *strata_announcer_get_alert  (StrataAnnouncer *announcer);

G_END_DECLS
