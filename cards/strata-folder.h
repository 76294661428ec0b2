/* strata-folder.h — paths that a graph file names.
 *
 * Whoever sends a graph must not choose which files of the receiver are read
 * or written: a path inside a graph file is relative to the file's folder and
 * stays in it, unless the user trusts the graph. Paths that the user gave are
 * not for these functions.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-file-error.h"

STRATA_BEGIN_DECLS

STRATA_EXPORT char *strata_folder_resolve (const char  *folder,
                                           const char  *relative,
                                           gboolean     trust,
                                           GError     **error);
STRATA_EXPORT int   strata_folder_open    (const char  *folder,
                                           const char  *relative,
                                           gboolean     trust,
                                           int          flags,
                                           GError     **error);

STRATA_END_DECLS
