/* strata-application.h — the editor as one program with windows.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-editor-window.h"

G_BEGIN_DECLS

#define STRATA_APPLICATION_ID "io.github.strata.Editor"

#define STRATA_TYPE_APPLICATION (strata_application_get_type ())

G_DECLARE_FINAL_TYPE (StrataApplication, strata_application, STRATA, APPLICATION,
                      AdwApplication)

StrataApplication  *strata_application_new       (void);

/* Raises the window that shows @file, or loads it into @window where that is
 * not NULL and shows nothing yet, or into a new one. A file that cannot be read
 * is reported in the window. */
StrataEditorWindow *strata_application_open_file (StrataApplication  *application,
                                                  GFile              *file,
                                                  StrataEditorWindow *window);

G_END_DECLS
