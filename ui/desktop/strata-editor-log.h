/* strata-editor-log.h — what happens in the editor, line by line, for tests.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether lines go anywhere. */
gboolean strata_editor_log_is_on (void);

/* Appends a line to the file that STRATA_EDITOR_LOG names, if it is set. */
void strata_editor_log (const char *format, ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS
