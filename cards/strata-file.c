/* strata-file.c — regular files, read from the beginning.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-file-private.h"
#include "strata-file-error-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* The kernel takes no more at a time. */
#define MOST_AT_A_TIME 0x40000000

int
strata_file_open (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

  if (fd < 0)
    strata_file_error_from_errno (error, errno, "open", path);
  return fd;
}

void
strata_file_close (int fd)
{
  if (fd >= 0)
    close (fd);
}

gboolean
strata_file_begin (StrataFile *file, int fd, const char *name, GError **error)
{
  struct stat status;

  if (fstat (fd, &status) != 0)
    return strata_file_error_from_errno (error, errno, "read", name);

  if (!S_ISREG (status.st_mode))
    {
      g_autofree char *quoted = strata_file_quote (name);

      return strata_file_error_set (
          error, STRATA_FILE_ERROR_IO,
          "Cannot read %s: It is %s, but only a regular file can be read",
          quoted, S_ISDIR (status.st_mode) ? "a folder" : "a device or a pipe");
    }

  *file = (StrataFile){ .fd = fd, .length = (guint64) status.st_size };
  return TRUE;
}

gboolean
strata_file_read (gpointer source, void *buffer, gsize n, GError **error)
{
  StrataFile *file = source;
  char *next = buffer;

  while (n > 0)
    {
      ssize_t length =
          pread (file->fd, next, MIN (n, MOST_AT_A_TIME), (off_t) file->offset);

      if (length < 0 && errno == EINTR)
        continue;
      if (length < 0)
        return strata_file_error_set (error,
                                      errno == ENOMEM ? STRATA_FILE_ERROR_MEMORY
                                                      : STRATA_FILE_ERROR_IO,
                                      "%s", g_strerror (errno));
      /* Somebody makes it shorter while it is read. */
      if (length == 0)
        return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                      "It ends after %" G_GUINT64_FORMAT
                                      " of %" G_GUINT64_FORMAT " bytes",
                                      file->offset, file->length);
      next += length;
      n -= (gsize) length;
      file->offset += (guint64) length;
    }
  return TRUE;
}
