/* strata-file-error.h — why a file could not be read or written.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-macros.h"

#include <gio/gio.h>

STRATA_BEGIN_DECLS

/**
 * STRATA_FILE_ERROR:
 *
 * The domain of [enum@Strata.FileError].
 */
#define STRATA_FILE_ERROR (strata_file_error_quark ())

/**
 * StrataFileError:
 * @STRATA_FILE_ERROR_IO: the system refused to open, read or write
 * @STRATA_FILE_ERROR_FORMAT: the file is not what it should be, or damaged
 * @STRATA_FILE_ERROR_TOO_LARGE: a size passes what was allowed, or what this
 *   machine can count
 * @STRATA_FILE_ERROR_MEMORY: the memory was not to be had
 * @STRATA_FILE_ERROR_UNSAFE_PATH: a path leaves the folder that it must stay in
 * @STRATA_FILE_ERROR_CHECKSUM: the bytes are not those that were written
 * @STRATA_FILE_ERROR_KEY: an archive lacks the key that was asked for, or has
 *   one twice
 *
 * Why a file could not be read or written. The message is one sentence, on one
 * line, whatever bytes the file or its name is made of.
 */
typedef enum
{
  STRATA_FILE_ERROR_IO,
  STRATA_FILE_ERROR_FORMAT,
  STRATA_FILE_ERROR_TOO_LARGE,
  STRATA_FILE_ERROR_MEMORY,
  STRATA_FILE_ERROR_UNSAFE_PATH,
  STRATA_FILE_ERROR_CHECKSUM,
  STRATA_FILE_ERROR_KEY,
} StrataFileError;

STRATA_EXPORT GQuark strata_file_error_quark (void);

STRATA_END_DECLS
