/* strata-output-file.c — one file that is written beside its place, and then
 * put there.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-output-file-private.h"
#include "strata-file-error-private.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The kernel takes no more at a time. */
#define MOST_AT_A_TIME 0x40000000

/* How long a FIFO waits for somebody to read it. */
#define PATIENCE (10 * G_TIME_SPAN_SECOND)
#define PAUSE (10 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  int fd;
  const char *path;
} Target;

/* A StrataByteSink of a Target. */
static gboolean
write_all (gpointer sink, const void *bytes, gsize n, GError **error)
{
  Target *target = sink;
  const char *next = bytes;

  while (n > 0)
    {
      ssize_t length = write (target->fd, next, MIN (n, MOST_AT_A_TIME));

      if (length >= 0)
        {
          next += length;
          n -= (gsize) length;
        }
      else if (errno == EAGAIN)
        (void) poll (&(struct pollfd){ target->fd, POLLOUT, 0 }, 1, -1);
      else if (errno != EINTR)
        return strata_file_error_from_errno (error, errno, "write",
                                             target->path);
    }
  return TRUE;
}

/* A name that nobody else has. */
static int
open_temporary (StrataOutputFile *self)
{
  mode_t mode = self->exists ? self->status.st_mode & 0777 : 0666;
  int fd;

  do
    {
      snprintf (self->temporary, sizeof self->temporary, ".strata-%08x%08x",
                g_random_int (), g_random_int ());
      fd = openat (self->folder->fd, self->temporary,
                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    }
  while (fd < 0 && errno == EEXIST);
  return fd;
}

/* As the file that is to be replaced, as far as we may. Another group than its
 * own gets no more than everybody does. */
static void
take_over_rights (const StrataOutputFile *self, int fd)
{
  mode_t mode = self->status.st_mode & 0777;

  if (fchown (fd, self->status.st_uid, self->status.st_gid) != 0
      && fchown (fd, (uid_t) -1, self->status.st_gid) != 0)
    mode = (mode & 0707) | (mode & 07) << 3;
  (void) !fchmod (fd, mode);
}

/* A file system that cannot do it says EINVAL. */
static gboolean
flush (int fd)
{
  return fsync (fd) == 0 || errno == EINVAL || errno == EROFS;
}

gboolean
strata_output_file_stage (StrataOutputFile *self,
                          StrataOutputWrite write,
                          gconstpointer content,
                          GError **error)
{
  Target target = { open_temporary (self), self->path };
  gboolean success;

  if (target.fd < 0)
    return strata_file_error_from_errno (error, errno, "write", self->path);
  self->state = STRATA_OUTPUT_STAGED;
  if (self->exists)
    take_over_rights (self, target.fd);

  success = write (content, write_all, &target, error);
  if (success && !flush (target.fd))
    success = strata_file_error_from_errno (error, errno, "write", self->path);
  /* Some file systems tell only now that the disk is full. */
  if (close (target.fd) != 0 && success && errno != EINTR)
    success = strata_file_error_from_errno (error, errno, "write", self->path);
  return success;
}

int
strata_output_file_descriptor (const char *path)
{
  static const char *const folders[] = { "/dev/fd/", "/proc/self/fd/" };

  if (strcmp (path, "/dev/stdout") == 0)
    return STDOUT_FILENO;
  if (strcmp (path, "/dev/stderr") == 0)
    return STDERR_FILENO;
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      guint64 fd;

      if (g_str_has_prefix (path, folders[i])
          && g_ascii_string_to_unsigned (path + strlen (folders[i]), 10, 0,
                                         G_MAXINT, &fd, NULL))
        return (int) fd;
    }
  return -1;
}

/* A FIFO that nobody reads yet may find its reader soon. */
static int
open_stream (const char *path)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;
  int fd;

  while ((fd = open (path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) < 0
         && errno == ENXIO && g_get_monotonic_time () < end)
    g_usleep (PAUSE);
  return fd;
}

/* A reader that goes away is an error, and no reason to die with temporary
 * files left behind. */
static gboolean
write_unharmed (StrataOutputWrite write,
                gconstpointer content,
                Target *target,
                GError **error)
{
  sigset_t pipe_signal, before, pending;
  gboolean success;

  sigemptyset (&pipe_signal);
  sigaddset (&pipe_signal, SIGPIPE);
  sigpending (&pending);
  pthread_sigmask (SIG_BLOCK, &pipe_signal, &before);

  success = write (content, write_all, target, error);

  if (!success && !sigismember (&pending, SIGPIPE))
    while (sigtimedwait (&pipe_signal, NULL, &(struct timespec){ 0, 0 }) < 0
           && errno == EINTR)
      continue;
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  return success;
}

gboolean
strata_output_file_stream (StrataOutputFile *self,
                           StrataOutputWrite write,
                           gconstpointer content,
                           GError **error)
{
  int own = strata_output_file_descriptor (self->path);
  Target target = { own >= 0 ? own : open_stream (self->path), self->path };
  gboolean success;

  if (target.fd < 0)
    return strata_file_error_from_errno (error, errno, "write", self->path);
  success = write_unharmed (write, content, &target, error);
  if (own < 0)
    close (target.fd);
  return success;
}

gboolean
strata_output_file_place (StrataOutputFile *self,
                          gboolean may_undo,
                          GError **error)
{
  int fd = self->folder->fd;

  if (may_undo
      && renameat2 (fd, self->temporary, fd, self->name, RENAME_EXCHANGE) == 0)
    self->state = STRATA_OUTPUT_EXCHANGED;
  else if (may_undo
           && renameat2 (fd, self->temporary, fd, self->name, RENAME_NOREPLACE)
                  == 0)
    self->state = STRATA_OUTPUT_ADDED;
  else if (renameat (fd, self->temporary, fd, self->name) == 0)
    self->state = STRATA_OUTPUT_REPLACED;
  else
    return strata_file_error_from_errno (error, errno, "write", self->path);
  return TRUE;
}

void
strata_output_file_undo (StrataOutputFile *self)
{
  int fd = self->folder ? self->folder->fd : -1;

  switch (self->state)
    {
    case STRATA_OUTPUT_ADDED:
      unlinkat (fd, self->name, 0);
      break;
    case STRATA_OUTPUT_EXCHANGED:
      if (renameat (fd, self->temporary, fd, self->name) != 0)
        unlinkat (fd, self->temporary, 0);
      break;
    case STRATA_OUTPUT_STAGED:
      unlinkat (fd, self->temporary, 0);
      break;
    case STRATA_OUTPUT_LOCATED:
    case STRATA_OUTPUT_REPLACED:
      break;
    }
}

void
strata_output_file_finish (StrataOutputFile *self)
{
  if (self->state == STRATA_OUTPUT_EXCHANGED)
    unlinkat (self->folder->fd, self->temporary, 0);
}

void
strata_output_file_free (StrataOutputFile *self)
{
  g_free (self->name);
  g_free (self);
}
