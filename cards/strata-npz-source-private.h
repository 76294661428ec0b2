/* strata-npz-source-private.h — the bytes of an archive, as libzip wants them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-file-private.h"

#include <zip.h>

/* Reads the file by a descriptor of its own. NULL and an error where it is no
 * regular file. */
zip_source_t *strata_npz_source_of_fd (int fd,
                                       const char *name,
                                       GError **error);

/* Whether the directory of the archive is one that libzip can be let at: it
 * asks for as much memory as the archive claims to need. Sets @length to that of
 * the archive. */
gboolean strata_npz_source_check (zip_source_t *source,
                                  guint64 *length,
                                  GError **error);

/* What libzip says, with its own sentence. Always returns FALSE. */
gboolean strata_npz_set_error (GError **error,
                               zip_error_t *problem,
                               const char *what);
