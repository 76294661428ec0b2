/* strata-output-locate.c — where a file that is to be written belongs.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-output-file-private.h"
#include "strata-file-error-private.h"
#include "strata-folder-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* As many as the kernel follows. */
#define MOST_LINKS 40

static gboolean
refuse (const char *path, const char *why, GError **error)
{
  g_autofree char *quoted = strata_file_quote (path);

  return strata_file_error_set (error, STRATA_FILE_ERROR_IO,
                                "Cannot write %s: %s", quoted, why);
}

void
strata_output_folder_free (StrataOutputFolder *folder)
{
  close (folder->fd);
  g_free (folder);
}

/* What is in place is complete, whatever comes of this: it only makes sure that
 * the names survive a loss of power, where the file system can do that. */
void
strata_output_folder_flush (StrataOutputFolder *folder)
{
  int fd = openat (folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  (void) !fsync (fd);
  close (fd);
}

/* Takes over @fd. One descriptor for all the files of a folder. */
static gboolean
set_folder (StrataOutputFile *self, GPtrArray *folders, int fd, GError **error)
{
  struct stat status;
  StrataOutputFolder *folder;

  if (fstat (fd, &status) != 0)
    {
      strata_file_error_from_errno (error, errno, "write", self->path);
      close (fd);
      return FALSE;
    }

  for (guint i = 0; i < folders->len; i++)
    {
      folder = g_ptr_array_index (folders, i);
      if (folder->device == status.st_dev && folder->inode == status.st_ino)
        {
          close (fd);
          self->folder = folder;
          return TRUE;
        }
    }

  folder = g_new (StrataOutputFolder, 1);
  *folder = (StrataOutputFolder){ fd, status.st_dev, status.st_ino };
  g_ptr_array_add (folders, folder);
  self->folder = folder;
  return TRUE;
}

/* What a link says, seen from where the link is. */
static char *
follow (const char *path)
{
  g_autofree char *target = g_file_read_link (path, NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  if (!target || g_path_is_absolute (target))
    return g_steal_pointer (&target);
  return g_build_filename (folder, target, NULL);
}

/* The place that links lead to, whether something is there or not; NULL where
 * they lead nowhere. */
static char *
follow_all (const char *path)
{
  g_autofree char *place = g_strdup (path);

  for (int i = 0; place && i < MOST_LINKS; i++)
    {
      struct stat status;
      char *next;

      if (lstat (place, &status) != 0 || !S_ISLNK (status.st_mode))
        return g_steal_pointer (&place);
      next = follow (place);
      g_free (place);
      place = next;
    }
  return NULL;
}

static gboolean
locate_anywhere (StrataOutputFile *self, GPtrArray *folders, GError **error)
{
  g_autofree char *place = follow_all (self->path);
  g_autofree char *parent = place ? g_path_get_dirname (place) : NULL;
  int fd;

  if (!place)
    return refuse (self->path, "It is a link that leads nowhere", error);
  if (*place == '\0' || g_str_has_suffix (place, "/"))
    return refuse (self->path, "It names no file", error);

  fd = open (parent, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0)
    return strata_file_error_from_errno (error, errno, "write", self->path);
  self->name = g_path_get_basename (place);
  return set_folder (self, folders, fd, error);
}

static gboolean
locate_inside (StrataOutputFile *self,
               GPtrArray *folders,
               const char *inside,
               GError **error)
{
  int fd = strata_folder_open_parent (inside, self->path, &self->name, error);

  return fd >= 0 && set_folder (self, folders, fd, error);
}

/* What is there already may be written to. */
static gboolean
check_existing (StrataOutputFile *self, GError **error)
{
  if (fstatat (self->folder->fd, self->name, &self->status, AT_SYMLINK_NOFOLLOW)
      != 0)
    return errno == ENOENT
           || strata_file_error_from_errno (error, errno, "write", self->path);

  if (S_ISDIR (self->status.st_mode))
    return refuse (self->path, "It is a folder", error);
  if (!S_ISREG (self->status.st_mode))
    return refuse (self->path, "It is no regular file", error);
  if (faccessat (self->folder->fd, self->name, W_OK, AT_EACCESS) != 0)
    return strata_file_error_from_errno (error, errno, "write", self->path);
  self->exists = TRUE;
  return TRUE;
}

gboolean
strata_output_file_locate (StrataOutputFile *self,
                           GPtrArray *folders,
                           const char *inside,
                           const char *path,
                           GError **error)
{
  struct stat status;

  self->path = path;
  if (inside)
    return locate_inside (self, folders, inside, error)
           && check_existing (self, error);

  if (*path == '\0')
    return refuse (path, "It names no file", error);
  if (strata_output_file_descriptor (path) >= 0)
    return TRUE;
  if (stat (path, &status) == 0 && !S_ISREG (status.st_mode))
    return !S_ISDIR (status.st_mode) || refuse (path, "It is a folder", error);
  return locate_anywhere (self, folders, error) && check_existing (self, error);
}
