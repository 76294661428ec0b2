/* strata-npy.c — reading arrays of NumPy from files and from memory.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-npy-private.h"
#include "strata-file-error-private.h"
#include "strata-file-private.h"

#include <string.h>

/* Bytes in memory. */
typedef struct
{
  const char *next;
  gsize left;
} Memory;

static gboolean
read_memory (gpointer source, void *buffer, gsize n, GError **error)
{
  Memory *memory = source;

  if (n > memory->left)
    return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                  "It ends after its first part");
  if (n > 0)
    memcpy (buffer, memory->next, n);
  memory->next += n;
  memory->left -= n;
  return TRUE;
}

/**
 * strata_npy_header_parse: (skip)
 * @bytes: (array length=length): the beginning of an array file
 * @length: how many bytes there are
 * @header: (out caller-allocates): return location for the header
 * @error: return location for a [enum@Strata.FileError]
 *
 * Reads the header. The elements need not be there.
 *
 * Returns: whether @header is set
 */
gboolean
strata_npy_header_parse (const void *bytes,
                         gsize length,
                         StrataNpyHeader *header,
                         GError **error)
{
  Memory memory = { bytes, length };

  return strata_npy_header_take (read_memory, &memory, length, header, error);
}

/**
 * strata_npy_header_read:
 * @path: (type filename): an array file
 * @header: (out caller-allocates): return location for the header
 * @error: return location for a [enum@Strata.FileError]
 *
 * Reads the header of a file, and checks that the file is as long as the header
 * says, but does not read its elements.
 *
 * Returns: whether @header is set
 */
gboolean
strata_npy_header_read (const char *path,
                        StrataNpyHeader *header,
                        GError **error)
{
  int fd = strata_file_open (path, error);
  gboolean success;

  if (fd < 0)
    return FALSE;
  success = strata_npy_header_read_fd (fd, path, header, error);
  strata_file_close (fd);
  return success;
}

static gboolean
take_header (StrataFile *file, StrataNpyHeader *header, GError **error)
{
  return strata_npy_header_take (strata_file_read, file, file->length, header,
                                 error)
         && strata_npy_header_check_length (header, file->length, error);
}

/**
 * strata_npy_header_read_fd: (skip)
 * @fd: a file that is open for reading; it stays open
 * @name: (type filename): what messages call it
 * @header: (out caller-allocates): return location for the header
 * @error: return location for a [enum@Strata.FileError]
 *
 * Does what [func@Strata.NpyHeader.read] does, from the beginning of an open
 * file.
 *
 * Returns: whether @header is set
 */
gboolean
strata_npy_header_read_fd (int fd,
                           const char *name,
                           StrataNpyHeader *header,
                           GError **error)
{
  StrataFile file;

  return strata_file_begin (&file, fd, name, error)
         && (take_header (&file, header, error)
             || strata_file_error_prefix (error, "read", name));
}

/**
 * strata_npy_read:
 * @path: (type filename): an array file
 * @error: return location for a [enum@Strata.FileError]
 *
 * Reads an array. Floating types are kept; integers and bool become float32.
 *
 * Returns: (transfer full): a tensor, or %NULL
 */
StrataTensor *
strata_npy_read (const char *path, GError **error)
{
  return strata_npy_read_as (path, NULL, error);
}

/**
 * strata_npy_read_as: (skip)
 * @path: (type filename): an array file
 * @dtype: (nullable): the type to convert to, or %NULL for what
 *   [func@Strata.npy_read] chooses
 * @error: return location for a [enum@Strata.FileError]
 *
 * Reads an array and converts its elements, which are rounded once: an integer
 * of 64 bits becomes the float16 that is nearest to it.
 *
 * Returns: (transfer full): a tensor, or %NULL
 */
StrataTensor *
strata_npy_read_as (const char *path, const StrataDType *dtype, GError **error)
{
  StrataTensor *tensor;
  int fd = strata_file_open (path, error);

  if (fd < 0)
    return NULL;
  tensor = strata_npy_read_fd (fd, path, dtype, error);
  strata_file_close (fd);
  return tensor;
}

/**
 * strata_npy_read_fd: (skip)
 * @fd: a file that is open for reading; it stays open
 * @name: (type filename): what messages call it
 * @dtype: (nullable): the type to convert to, or %NULL for what
 *   [func@Strata.npy_read] chooses
 * @error: return location for a [enum@Strata.FileError]
 *
 * Does what [func@Strata.npy_read_as] does, from the beginning of an open file.
 *
 * Returns: (transfer full): a tensor, or %NULL
 */
StrataTensor *
strata_npy_read_fd (int fd,
                    const char *name,
                    const StrataDType *dtype,
                    GError **error)
{
  StrataFile file;
  StrataNpyHeader header;
  StrataTensor *tensor = NULL;

  if (!strata_file_begin (&file, fd, name, error))
    return NULL;
  if (take_header (&file, &header, error))
    tensor = strata_npy_elements_take (strata_file_read, &file, &header, dtype,
                                       error);
  if (!tensor)
    strata_file_error_prefix (error, "read", name);
  return tensor;
}

/**
 * strata_npy_parse: (skip)
 * @bytes: (array length=length): a whole array file
 * @length: how many bytes there are
 * @dtype: (nullable): the type to convert to, or %NULL for what
 *   [func@Strata.npy_read] chooses
 * @error: return location for a [enum@Strata.FileError]
 *
 * Does what [func@Strata.npy_read_as] does, from memory.
 *
 * Returns: (transfer full): a tensor, or %NULL
 */
StrataTensor *
strata_npy_parse (const void *bytes,
                  gsize length,
                  const StrataDType *dtype,
                  GError **error)
{
  Memory memory = { bytes, length };
  StrataNpyHeader header;

  if (!strata_npy_header_take (read_memory, &memory, length, &header, error)
      || !strata_npy_header_check_length (&header, length, error))
    return NULL;
  return strata_npy_elements_take (read_memory, &memory, &header, dtype, error);
}
