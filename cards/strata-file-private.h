/* strata-file-private.h — regular files, read from the beginning.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-file-error.h"

/* An open file; whoever opened it closes it. */
typedef struct
{
  int fd;
  guint64 length;
  guint64 offset;
} StrataFile;

/* A descriptor, or −1. A FIFO without a writer does not make this wait. */
int      strata_file_open  (const char  *path,
                            GError     **error);
void     strata_file_close (int          fd);

/* Refuses what is no regular file: a folder, a FIFO, a device. */
gboolean strata_file_begin (StrataFile  *file,
                            int          fd,
                            const char  *name,
                            GError     **error);

/* A StrataByteSource of a StrataFile. */
gboolean strata_file_read  (gpointer     source,
                            void        *buffer,
                            gsize        n,
                            GError     **error);
