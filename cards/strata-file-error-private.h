/* strata-file-error-private.h — setting the errors of files.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-file-error.h"
#include "strata-refusal.h"

/* @name, which may be any bytes, as a person can read it: in quotes, on one
 * line, shortened where it is very long. Free it with g_free(). */
char *strata_file_quote (const char *name);

/* "Cannot @action 'path': what errno says". Always returns FALSE. */
gboolean strata_file_error_from_errno (GError **error,
                                       int number,
                                       const char *action,
                                       const char *path);

/* What the engine refused. Always returns FALSE. */
gboolean strata_file_error_from_refusal (GError **error,
                                         const StrataRefusal *refusal);

/* Always returns FALSE, so that a check can end in "return …". */
gboolean strata_file_error_set (GError **error,
                                StrataFileError code,
                                const char *format,
                                ...) G_GNUC_PRINTF (3, 4);

/* "Cannot read 'path': " before what is in @error. Always returns FALSE. */
gboolean strata_file_error_prefix (GError **error,
                                   const char *action,
                                   const char *path);
