/* strata-folder.c — paths that a graph file names.
 *
 * A path is resolved once, by its text and by the links that it meets, into one
 * that has no links any more. It is then walked step by step, and a link that
 * is found there has been put in its place in between: it is refused.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-folder-private.h"
#include "strata-file-error-private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
refuse (GError **error, const char *relative, const char *why)
{
  g_autofree char *quoted = strata_file_quote (relative);

  return strata_file_error_set (error, STRATA_FILE_ERROR_UNSAFE_PATH,
                                "The path %s %s", quoted, why);
}

static gboolean
has_dots (const char *relative)
{
  g_auto (GStrv) parts = g_strsplit (relative, "/", -1);

  return g_strv_contains ((const char *const *) parts, "..");
}

static gboolean
check_text (const char *relative, GError **error)
{
  if (*relative == '/')
    return refuse (error, relative,
                   "is absolute, but must be relative to the graph file");
  if (has_dots (relative))
    return refuse (error, relative,
                   "has a '..', but must stay in the graph file's folder");
  return TRUE;
}

/* What stands after @folder in @path, which is below it; NULL where it is
 * not. Both are free of links. */
static const char *
below (const char *folder, const char *path)
{
  gsize length = strlen (folder);

  if (strncmp (path, folder, length) != 0)
    return NULL;
  path += length;
  /* Only the root ends in a slash. */
  if (folder[length - 1] != '/' && *path++ != '/')
    return NULL;
  return *path ? path : NULL;
}

static char *
real_path (const char *path, GError **error)
{
  /* The C library's own memory, which is no other than GLib's. */
  char *result = realpath (path, NULL);

  if (!result)
    strata_file_error_from_errno (error, errno, "find", path);
  return result;
}

/* The place of a file that is not there yet: its folder is. */
static char *
real_path_of_new (const char *path, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *real_parent = real_path (parent, error);
  struct stat status;

  if (!real_parent)
    return NULL;
  if (lstat (path, &status) == 0)
    {
      g_autofree char *quoted = strata_file_quote (path);

      strata_file_error_set (error, STRATA_FILE_ERROR_IO,
                             "%s is a link to something that does not exist",
                             quoted);
      return NULL;
    }
  return g_build_filename (real_parent, name, NULL);
}

static char *
real_path_inside (const char *folder, const char *relative, GError **error)
{
  g_autofree char *path = g_build_filename (folder, relative, NULL);
  char *result = realpath (path, NULL);

  if (result)
    return result;
  if (errno == ENOENT && !g_str_has_suffix (relative, "/"))
    return real_path_of_new (path, error);
  strata_file_error_from_errno (error, errno, "find", path);
  return NULL;
}

/* Both paths without a link in them. */
static gboolean
resolve (const char *folder,
         const char *relative,
         char **real_folder,
         char **real,
         GError **error)
{
  g_autofree char *outer = NULL;
  g_autofree char *inner = NULL;

  if (!check_text (relative, error))
    return FALSE;
  outer = real_path (*folder ? folder : ".", error);
  if (!outer)
    return FALSE;
  inner = real_path_inside (outer, relative, error);
  if (!inner)
    return FALSE;
  if (!below (outer, inner))
    return refuse (error, relative,
                   strcmp (outer, inner) == 0
                       ? "names the graph file's folder itself"
                       : "leads out of the graph file's folder by a link");

  *real_folder = g_steal_pointer (&outer);
  *real = g_steal_pointer (&inner);
  return TRUE;
}

static char *
trusted_path (const char *folder, const char *relative)
{
  g_autofree char *path = g_path_is_absolute (relative)
                              ? g_strdup (relative)
                              : g_build_filename (folder, relative, NULL);
  g_autofree char *here = NULL;

  if (g_path_is_absolute (path))
    return g_steal_pointer (&path);
  here = g_get_current_dir ();
  return g_build_filename (here, path, NULL);
}

static gboolean
check_not_empty (const char *relative, GError **error)
{
  return *relative
         || strata_file_error_set (error, STRATA_FILE_ERROR_UNSAFE_PATH,
                                   "The path is empty");
}

/**
 * strata_folder_resolve:
 * @folder: (type filename): the folder of the graph file; "" is the current one
 * @relative: (type filename): a path inside the graph file
 * @trust: whether the path may go anywhere
 * @error: return location for a [enum@Strata.FileError]
 *
 * Finds what a path inside a graph file names. Unless @trust is %TRUE, the path
 * must be relative, without "..", and no link on its way may leave the folder.
 * The file need not exist, but its folder must.
 *
 * A check says nothing of what happens after it: to read the file, use
 * [func@Strata.folder_open]; to write it, give folder and path to a
 * [class@Strata.OutputSet].
 *
 * Returns: (transfer full) (type filename): an absolute path, or %NULL
 */
char *
strata_folder_resolve (const char *folder,
                       const char *relative,
                       gboolean trust,
                       GError **error)
{
  g_autofree char *real_folder = NULL;
  char *real = NULL;

  if (!check_not_empty (relative, error))
    return NULL;
  if (trust)
    return trusted_path (folder, relative);
  resolve (folder, relative, &real_folder, &real, error);
  return real;
}

/* Opens one part of a path that has no links. */
static int
step (int folder, const char *name, GError **error)
{
  int fd = openat (folder, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

  if (fd < 0)
    strata_file_error_from_errno (error, errno, "open", name);
  return fd;
}

int
strata_folder_open_parent (const char *folder,
                           const char *relative,
                           char **name,
                           GError **error)
{
  g_autofree char *real_folder = NULL;
  g_autofree char *real = NULL;
  g_auto (GStrv) parts = NULL;
  int fd;

  if (!check_not_empty (relative, error)
      || !resolve (folder, relative, &real_folder, &real, error))
    return -1;

  parts = g_strsplit (below (real_folder, real), "/", -1);
  fd = step (AT_FDCWD, real_folder, error);
  for (int i = 0; fd >= 0 && parts[i + 1]; i++)
    {
      int next = step (fd, parts[i], error);

      close (fd);
      fd = next;
    }
  if (fd >= 0)
    *name = g_strdup (parts[g_strv_length (parts) - 1]);
  return fd;
}

/**
 * strata_folder_open: (skip)
 * @folder: (type filename): the folder of the graph file; "" is the current one
 * @relative: (type filename): a path inside the graph file
 * @trust: whether the path may go anywhere
 * @flags: flags of open(), without %O_CREAT
 * @error: return location for a [enum@Strata.FileError]
 *
 * Opens what [func@Strata.folder_resolve] finds, and nothing that somebody may
 * put into its place in between. A FIFO does not make this wait; whether a
 * regular file was opened is for the caller to see.
 *
 * Returns: a file descriptor, which programs that are started do not get, or −1
 */
int
strata_folder_open (const char *folder,
                    const char *relative,
                    gboolean trust,
                    int flags,
                    GError **error)
{
  g_autofree char *name = NULL;
  int parent = AT_FDCWD;
  int fd;

  flags |= O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  if (trust)
    {
      name = strata_folder_resolve (folder, relative, TRUE, error);
      if (!name)
        return -1;
    }
  else
    {
      parent = strata_folder_open_parent (folder, relative, &name, error);
      if (parent < 0)
        return -1;
      flags |= O_NOFOLLOW;
    }

  fd = openat (parent, name, flags);
  if (fd < 0)
    strata_file_error_from_errno (error, errno, "open", relative);
  if (parent != AT_FDCWD)
    close (parent);
  return fd;
}
