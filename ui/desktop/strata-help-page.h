/* strata-help-page.h — all that there is to say of a card and its ports, or of
 * how the editor is used.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gtk/gtk.h>
#include <strata.h>

G_BEGIN_DECLS

/* @port, which may be NULL, stands above the rest. */
GtkWidget *strata_help_page_new_card  (StrataCard *card,
                                       StrataPort *port);
GtkWidget *strata_help_page_new_start (void);

G_END_DECLS
