/* strata-npy-write.c — array files as numpy.save() writes them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-npy-private.h"
#include "strata-file-error-private.h"

#include <string.h>

/* Elements that are converted at a time. */
#define CHUNK 4096

/* NumPy leaves room for the first size to grow to so many digits. */
#define GROWTH_DIGITS 21

/* What comes before the elements ends on a multiple of this. */
#define ALIGNMENT 64

/* bfloat16, which NumPy does not know, is written as float32. */
static StrataDType
written_type (const StrataTensor *tensor)
{
  StrataDType dtype = strata_tensor_dtype (tensor);

  return dtype == STRATA_BFLOAT16 ? STRATA_FLOAT32 : dtype;
}

static GString *
new_dictionary (const StrataTensor *tensor)
{
  int rank = strata_tensor_rank (tensor);
  const int64_t *shape = strata_tensor_shape (tensor);
  GString *text = g_string_new (NULL);

  g_string_printf (text,
                   "{'descr': '<f%zu', 'fortran_order': False, "
                   "'shape': (",
                   strata_dtype_size (written_type (tensor)));
  for (int i = 0; i < rank; i++)
    g_string_append_printf (
        text, i > 0 ? ", %" G_GINT64_FORMAT : "%" G_GINT64_FORMAT, shape[i]);
  g_string_append (text, rank == 1 ? ",), }" : "), }");
  return text;
}

static GString *
new_header (const StrataTensor *tensor)
{
  g_autoptr (GString) text = new_dictionary (tensor);
  GString *header = g_string_new_len ("\x93NUMPY\x01\x00", 8);
  gsize length, gap;

  if (strata_tensor_rank (tensor) > 0)
    {
      g_autofree char *first = g_strdup_printf (
          "%" G_GINT64_FORMAT, strata_tensor_shape (tensor)[0]);

      g_string_append_printf (text, "%*s", GROWTH_DIGITS - (int) strlen (first),
                              "");
    }

  /* NumPy, too, adds a whole line of spaces where none would be needed. */
  gap = ALIGNMENT - (10 + text->len + 1) % ALIGNMENT;
  length = text->len + gap + 1;
  g_string_append_c (header, (char) (length & 0xff));
  g_string_append_c (header, (char) (length >> 8));
  g_string_append_len (header, text->str, (gssize) text->len);
  g_string_append_printf (header, "%*s\n", (int) gap, "");
  return header;
}

guint64
strata_npy_length (const StrataTensor *tensor)
{
  g_autoptr (GString) header = new_header (tensor);

  return header->len
         + (guint64) strata_tensor_n_elements (tensor)
               * strata_dtype_size (written_type (tensor));
}

/* Through a small buffer, so that nothing big is there twice. */
static gboolean
write_converted (const StrataTensor *tensor,
                 StrataByteSink write,
                 gpointer sink,
                 GError **error)
{
  guint64 buffer[CHUNK];
  StrataDType from = strata_tensor_dtype (tensor);
  StrataDType to = written_type (tensor);
  const char *next = strata_tensor_data (tensor);
  gsize n = (gsize) strata_tensor_n_elements (tensor);

  for (gsize done = 0; done < n; done += CHUNK)
    {
      gsize length = MIN (CHUNK, n - done);

      strata_dtype_convert (from, next, to, buffer, length);
      strata_npy_to_little_endian (buffer, strata_dtype_size (to), length);
      if (!write (sink, buffer, length * strata_dtype_size (to), error))
        return FALSE;
      next += length * strata_dtype_size (from);
    }
  return TRUE;
}

gboolean
strata_npy_write (const StrataTensor *tensor,
                  StrataByteSink write,
                  gpointer sink,
                  GError **error)
{
  g_autoptr (GString) header = new_header (tensor);

  if (!write (sink, header->str, header->len, error))
    return FALSE;
  if (G_BYTE_ORDER == G_BIG_ENDIAN
      || written_type (tensor) != strata_tensor_dtype (tensor))
    return write_converted (tensor, write, sink, error);
  return write (sink, strata_tensor_data (tensor),
                strata_tensor_n_bytes (tensor), error);
}

static gboolean
append (gpointer sink, const void *bytes, gsize n, GError **error)
{
  char **next = sink;

  if (n > 0)
    memcpy (*next, bytes, n);
  *next += n;
  return TRUE;
}

/**
 * strata_npy_to_bytes:
 * @tensor: a tensor
 * @error: return location for a [enum@Strata.FileError]
 *
 * Makes the bytes that numpy.save() would write. bfloat16 becomes float32.
 *
 * To write a file, use [class@Strata.OutputSet], which needs no copy.
 *
 * Returns: (transfer full): the bytes, or %NULL where the memory for them is
 *   not to be had
 */
GBytes *
strata_npy_to_bytes (StrataTensor *tensor, GError **error)
{
  guint64 length = strata_npy_length (tensor);
  char *bytes = length <= G_MAXSSIZE ? g_try_malloc ((gsize) length) : NULL;
  char *next = bytes;

  if (!bytes)
    {
      strata_file_error_set (error, STRATA_FILE_ERROR_MEMORY,
                             "There is not enough memory for an array file: "
                             "%" G_GUINT64_FORMAT " bytes are needed",
                             length);
      return NULL;
    }
  strata_npy_write (tensor, append, &next, NULL);
  return g_bytes_new_take (bytes, (gsize) length);
}
