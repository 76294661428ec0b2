/* strata-file-stamp.h — by what a file is known to be as it was.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 device;
  guint64 number; /* of the inode; a file that replaces another has its own */
  gint64  size;
  gint64  seconds; /* of the last change */
  gint64  nanoseconds;
} StrataFileStamp;

/* FALSE where there is no such file. */
gboolean strata_file_stamp_take  (StrataFileStamp       *stamp,
                                  const char            *path);
gboolean strata_file_stamp_equal (const StrataFileStamp *stamp,
                                  const StrataFileStamp *other);

/* Whether both paths lead to one file that is there. */
gboolean strata_file_is_same     (const char            *path,
                                  const char            *other);

G_END_DECLS
