/* strata-npz-source.c — the bytes of an archive, as libzip wants them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-npz-source-private.h"
#include "strata-file-error-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

/* Of the records at the end of an archive. */
#define END_LENGTH 22
#define LOCATOR_LENGTH 20
#define END64_LENGTH 56
#define SHORTEST_ENTRY 46
#define LONGEST_COMMENT 65535

/* In bytes; of more than 10000 members. libzip looks for names that clash, in
 * a time that whoever chose the names can make quadratic. */
#define LONGEST_DIRECTORY (2 << 20)

typedef struct
{
  StrataFile file;
  zip_error_t problem;
} Source;

static zip_int64_t
source_read (Source *source, void *buffer, zip_uint64_t length)
{
  guint64 left = source->file.offset < source->file.length
                     ? source->file.length - source->file.offset
                     : 0;
  gsize n = (gsize) MIN (length, left);

  if (strata_file_read (&source->file, buffer, n, NULL))
    return (zip_int64_t) n;
  zip_error_set (&source->problem, ZIP_ER_READ, errno);
  return -1;
}

static zip_int64_t
source_seek (Source *source, void *data, zip_uint64_t length)
{
  zip_int64_t offset = zip_source_seek_compute_offset (
      source->file.offset, source->file.length, data, length, &source->problem);

  if (offset < 0)
    return -1;
  source->file.offset = (guint64) offset;
  return 0;
}

static zip_int64_t
source_stat (Source *source, zip_stat_t *status)
{
  zip_stat_init (status);
  status->size = source->file.length;
  status->valid = ZIP_STAT_SIZE;
  return sizeof *status;
}

static zip_int64_t
source_do (void *data,
           void *argument,
           zip_uint64_t length,
           zip_source_cmd_t command)
{
  Source *source = data;

  switch (command)
    {
    case ZIP_SOURCE_OPEN:
      source->file.offset = 0;
      return 0;
    case ZIP_SOURCE_READ:
      return source_read (source, argument, length);
    case ZIP_SOURCE_CLOSE:
      return 0;
    case ZIP_SOURCE_STAT:
      return source_stat (source, argument);
    case ZIP_SOURCE_ERROR:
      return zip_error_to_data (&source->problem, argument, length);
    case ZIP_SOURCE_FREE:
      strata_file_close (source->file.fd);
      zip_error_fini (&source->problem);
      g_free (source);
      return 0;
    case ZIP_SOURCE_SEEK:
      return source_seek (source, argument, length);
    case ZIP_SOURCE_TELL:
      return (zip_int64_t) source->file.offset;
    case ZIP_SOURCE_SUPPORTS:
      return zip_source_make_command_bitmap (
          ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT,
          ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL,
          ZIP_SOURCE_SUPPORTS, -1);
    default:
      zip_error_set (&source->problem, ZIP_ER_OPNOTSUPP, 0);
      return -1;
    }
}

zip_source_t *
strata_npz_source_of_fd (int fd, const char *name, GError **error)
{
  zip_source_t *result = NULL;
  Source *source = g_new0 (Source, 1);

  zip_error_init (&source->problem);
  if (!strata_file_begin (&source->file, fd, name, error))
    {
      g_free (source);
      return NULL;
    }

  source->file.fd = fcntl (fd, F_DUPFD_CLOEXEC, 0);
  if (source->file.fd < 0)
    strata_file_error_from_errno (error, errno, "open", name);
  else
    {
      result = zip_source_function_create (source_do, source, NULL);
      if (!result)
        strata_file_error_from_errno (error, ENOMEM, "open", name);
    }

  if (!result)
    source_do (source, NULL, 0, ZIP_SOURCE_FREE);
  return result;
}

gboolean
strata_npz_set_error (GError **error, zip_error_t *problem, const char *what)
{
  StrataFileError code = STRATA_FILE_ERROR_FORMAT;

  switch (zip_error_code_zip (problem))
    {
    case ZIP_ER_CRC:
      code = STRATA_FILE_ERROR_CHECKSUM;
      break;
    case ZIP_ER_MEMORY:
      code = STRATA_FILE_ERROR_MEMORY;
      break;
    case ZIP_ER_OPEN:
    case ZIP_ER_READ:
    case ZIP_ER_SEEK:
    case ZIP_ER_TELL:
      code = STRATA_FILE_ERROR_IO;
      break;
    }
  return strata_file_error_set (error, code, "%s: %s", what,
                                zip_error_strerror (problem));
}

static guint64
number_at (const guint8 *bytes, int size)
{
  guint64 number = 0;

  while (size-- > 0)
    number = number << 8 | bytes[size];
  return number;
}

static gboolean
read_at (zip_source_t *source,
         guint64 offset,
         void *buffer,
         gsize n,
         GError **error)
{
  if (zip_source_seek (source, (zip_int64_t) offset, SEEK_SET) == 0
      && zip_source_read (source, buffer, n) == (zip_int64_t) n)
    return TRUE;
  return strata_npz_set_error (error, zip_source_error (source),
                               "It cannot be read to its end");
}

static gboolean
check_directory (guint64 length, guint64 n_members, GError **error)
{
  if (length <= LONGEST_DIRECTORY
      && n_members <= LONGEST_DIRECTORY / SHORTEST_ENTRY)
    return TRUE;
  return strata_file_error_set (error, STRATA_FILE_ERROR_TOO_LARGE,
                                "It claims %" G_GUINT64_FORMAT
                                " members, named in %" G_GUINT64_FORMAT
                                " bytes, but at most %d bytes can be read",
                                n_members, length, LONGEST_DIRECTORY);
}

/* The record of an archive whose sizes have 64 bits, where one stands. */
static gboolean
check_end64 (zip_source_t *source,
             guint64 offset,
             guint64 length,
             GError **error)
{
  guint8 end[END64_LENGTH];

  if (offset > length || length - offset < END64_LENGTH)
    return TRUE;
  return read_at (source, offset, end, sizeof end, error)
         && (memcmp (end, "PK\6\6", 4) != 0
             || (check_directory (number_at (end + 40, 8),
                                  number_at (end + 24, 8), error)
                 && check_directory (number_at (end + 40, 8),
                                     number_at (end + 32, 8), error)));
}

/* Everything that may be taken for the end of the archive, which a comment may
 * follow. */
static gboolean
check_tail (zip_source_t *source,
            const guint8 *tail,
            gsize tail_length,
            guint64 length,
            GError **error)
{
  for (gsize i = 0; i + LOCATOR_LENGTH <= tail_length; i++)
    {
      const guint8 *at = tail + i;

      if (memcmp (at, "PK\6\7", 4) == 0
          && !check_end64 (source, number_at (at + 8, 8), length, error))
        return FALSE;
      if (memcmp (at, "PK\5\6", 4) == 0 && i + END_LENGTH <= tail_length
          && number_at (at + 12, 4) != G_MAXUINT32
          && !check_directory (number_at (at + 12, 4), number_at (at + 10, 2),
                               error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_open (zip_source_t *source, guint64 *length, GError **error)
{
  g_autofree guint8 *tail = NULL;
  zip_stat_t status;
  gsize n;

  if (zip_source_stat (source, &status) != 0)
    return strata_npz_set_error (error, zip_source_error (source),
                                 "It cannot be read");
  if (status.size < END_LENGTH)
    return strata_file_error_set (
        error, STRATA_FILE_ERROR_FORMAT,
        "It is no archive of arrays: it is %" G_GUINT64_FORMAT
        " bytes long, but needs at least %d",
        status.size, END_LENGTH);

  *length = status.size;
  n = (gsize) MIN (status.size, LONGEST_COMMENT + END_LENGTH + LOCATOR_LENGTH);
  tail = g_malloc (n);
  return read_at (source, status.size - n, tail, n, error)
         && check_tail (source, tail, n, status.size, error);
}

gboolean
strata_npz_source_check (zip_source_t *source, guint64 *length, GError **error)
{
  gboolean result;

  if (zip_source_open (source) != 0)
    return strata_npz_set_error (error, zip_source_error (source),
                                 "It cannot be opened");
  result = check_open (source, length, error);
  zip_source_close (source);
  return result;
}
