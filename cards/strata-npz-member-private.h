/* strata-npz-member-private.h — one array of an archive, while it is read.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-file-error.h"

#include <zip.h>

typedef struct
{
  zip_file_t *file;
  guint64 length;
  guint64 offset;
  guint32 checksum;
} StrataNpzMember;

/* Opens the member at @place of @archive, which is @archive_length bytes
 * long. */
gboolean strata_npz_member_open  (StrataNpzMember  *self,
                                  zip_t            *archive,
                                  guint64           archive_length,
                                  guint64           place,
                                  GError          **error);
void     strata_npz_member_close (StrataNpzMember  *self);

/* A StrataByteSource of a StrataNpzMember. */
gboolean strata_npz_member_read  (gpointer          source,
                                  void             *buffer,
                                  gsize             n,
                                  GError          **error);

/* Whether all bytes are read, and are those of the checksum. */
gboolean strata_npz_member_end   (StrataNpzMember  *self,
                                  GError          **error);
