/* strata-about.h — the window that tells what the editor is, and runs on.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-editor-window.h"

G_BEGIN_DECLS

/* What a report of a fault should have with it, in lines; nothing that says
 * whose graph it is. @window may be NULL. */
char *strata_about_describe (StrataEditorWindow *window);

void  strata_about_show     (StrataEditorWindow *window);

G_END_DECLS
