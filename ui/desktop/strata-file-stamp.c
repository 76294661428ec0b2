/* strata-file-stamp.c — by what a file is known to be as it was.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-file-stamp.h"

#include <sys/stat.h>

gboolean
strata_file_stamp_take (StrataFileStamp *stamp, const char *path)
{
  struct stat status;

  *stamp = (StrataFileStamp){ 0 };
  if (stat (path, &status) != 0)
    return FALSE;
  stamp->device = status.st_dev;
  stamp->number = status.st_ino;
  stamp->size = status.st_size;
  stamp->seconds = status.st_mtim.tv_sec;
  stamp->nanoseconds = status.st_mtim.tv_nsec;
  return TRUE;
}

gboolean
strata_file_stamp_equal (const StrataFileStamp *stamp,
                         const StrataFileStamp *other)
{
  return stamp->device == other->device && stamp->number == other->number
         && stamp->size == other->size && stamp->seconds == other->seconds
         && stamp->nanoseconds == other->nanoseconds;
}

gboolean
strata_file_is_same (const char *path, const char *other)
{
  StrataFileStamp first, second;

  return strata_file_stamp_take (&first, path)
         && strata_file_stamp_take (&second, other)
         && first.device == second.device && first.number == second.number;
}
