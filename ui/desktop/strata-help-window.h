/* strata-help-window.h — a window beside the editor that shows a page of help.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define STRATA_TYPE_HELP_WINDOW (strata_help_window_get_type ())

G_DECLARE_FINAL_TYPE (StrataHelpWindow, strata_help_window, STRATA, HELP_WINDOW,
                      AdwWindow)

/* Shows @page in the one window of help that belongs to the window of
 * @widget. */
void strata_help_window_show (GtkWidget  *widget,
                              const char *title,
                              GtkWidget  *page);

G_END_DECLS
