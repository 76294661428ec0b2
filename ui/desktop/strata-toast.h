/* strata-toast.h — a sentence over the window's content that goes by itself.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STRATA_TYPE_TOAST (strata_toast_get_type ())

G_DECLARE_FINAL_TYPE (StrataToast, strata_toast, STRATA, TOAST, GtkWidget)

GtkWidget  *strata_toast_new     (void);

/* Instead of what was shown. The button's label and its action are NULL where
 * nothing is offered. */
void        strata_toast_show    (StrataToast *self,
                                  const char  *sentence,
                                  const char  *label,
                                  const char  *action);
void        strata_toast_dismiss (StrataToast *self);

/* What is shown, or NULL. */
const char *strata_toast_get_sentence (StrataToast *self);

G_END_DECLS
