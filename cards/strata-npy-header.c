/* strata-npy-header.c — what an array file says of its array.
 *
 * The header is the text of a Python dictionary of three entries. This reads
 * that much of Python's grammar and no more.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-npy-private.h"
#include "strata-file-error-private.h"
#include "strata-memory-private.h"
#include "strata-npy-text-private.h"

#include <string.h>

static const char magic[6] = { '\x93', 'N', 'U', 'M', 'P', 'Y' };

typedef enum
{
  DESCR,
  FORTRAN_ORDER,
  SHAPE,
  N_KEYS,
} Key;

static const char *const keys[N_KEYS] = {
  [DESCR] = "descr",
  [FORTRAN_ORDER] = "fortran_order",
  [SHAPE] = "shape",
};

static gboolean
refuse_descr (const char *descr, GError **error)
{
  g_autofree char *quoted = strata_file_quote (descr);

  return strata_file_error_set (
      error, STRATA_FILE_ERROR_FORMAT,
      "The elements are of type %s, but only float16, float32, float64, "
      "integers and bool can be read",
      quoted);
}

/* clang-format off */
static const struct
{
  char          letter;
  StrataNpyKind kind;
  const char   *sizes;
} kinds[] = {
  { 'f', STRATA_NPY_FLOAT,    "248" },
  { 'i', STRATA_NPY_SIGNED,   "1248" },
  { 'u', STRATA_NPY_UNSIGNED, "1248" },
  { 'b', STRATA_NPY_BOOL,     "1" },
};
/* clang-format on */

/* "<f4", ">i8", "|b1", "?" and so on. */
static gboolean
parse_descr (const char *descr, StrataNpyHeader *header, GError **error)
{
  const char *type = descr;

  header->big_endian = G_BYTE_ORDER == G_BIG_ENDIAN;
  if (*type && strchr ("<>=|", *type))
    {
      if (*type == '<' || *type == '>')
        header->big_endian = *type == '>';
      type++;
    }

  if (strcmp (type, "?") == 0)
    type = "b1";
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (type[0] == kinds[i].letter && type[1] && !type[2]
        && strchr (kinds[i].sizes, type[1]))
      {
        header->kind = kinds[i].kind;
        header->element_size = type[1] - '0';
        return TRUE;
      }
  return refuse_descr (descr, error);
}

static gboolean
take_descr (StrataNpyText *text, StrataNpyHeader *header, GError **error)
{
  g_autofree char *descr = NULL;

  if (strata_npy_text_sees (text, '['))
    return strata_file_error_set (
        error, STRATA_FILE_ERROR_FORMAT,
        "The elements are structures of several fields, but only float16, "
        "float32, float64, integers and bool can be read");

  descr = strata_npy_text_take_string (text, "the type of the elements", error);
  return descr && parse_descr (descr, header, error);
}

static gboolean
take_fortran_order (StrataNpyText *text,
                    StrataNpyHeader *header,
                    GError **error)
{
  if (strata_npy_text_take_word (text, "True"))
    header->fortran_order = TRUE;
  else if (strata_npy_text_take_word (text, "False"))
    header->fortran_order = FALSE;
  else
    return strata_npy_text_refuse (text, "True or False", error);
  return TRUE;
}

static gboolean
take_size (StrataNpyText *text, gint64 *size, GError **error)
{
  const char *start;
  gboolean fits = TRUE;

  strata_npy_text_skip_space (text);
  start = text->next;
  *size = 0;
  while (text->next < text->end && g_ascii_isdigit (*text->next))
    {
      fits &= !__builtin_mul_overflow (*size, 10, size);
      fits &= !__builtin_add_overflow (*size, *text->next - '0', size);
      text->next++;
    }

  if (text->next == start)
    return strata_npy_text_refuse (text, "a size of at least 0", error);
  if (*start == '0' && text->next - start > 1)
    {
      text->next = start;
      return strata_npy_text_refuse (text, "a size without leading zeros",
                                     error);
    }
  if (!fits)
    return strata_file_error_set (error, STRATA_FILE_ERROR_TOO_LARGE,
                                  "The header has a size of %.*s…, but the "
                                  "largest is %" G_GINT64_FORMAT,
                                  18, start, G_MAXINT64);

  /* Python 2 marked its long integers. */
  if (text->next < text->end && *text->next == 'L')
    text->next++;
  return TRUE;
}

/* "()", "(4,)", "(3, 4)" or "(3, 4,)"; "(4)" would be a number to Python. */
static gboolean
take_shape (StrataNpyText *text, StrataNpyHeader *header, GError **error)
{
  gboolean comma = TRUE;

  if (!strata_npy_text_take (text, '('))
    return strata_npy_text_refuse (text, "a tuple of sizes", error);

  header->rank = 0;
  while (!strata_npy_text_sees (text, ')'))
    {
      gint64 size;

      if (!comma)
        return strata_npy_text_refuse (text, "a comma or ')'", error);
      if (!take_size (text, &size, error))
        return FALSE;
      if (header->rank == STRATA_MAX_RANK)
        return strata_file_error_set (
            error, STRATA_FILE_ERROR_FORMAT,
            "The array has more than %d axes, which is the most that a tensor "
            "can have",
            STRATA_MAX_RANK);
      header->shape[header->rank++] = size;
      comma = strata_npy_text_take (text, ',');
    }

  if (header->rank == 1 && !comma)
    return strata_npy_text_refuse (text, "the comma of a tuple of one size",
                                   error);
  return strata_npy_text_take (text, ')');
}

static gboolean
take_entry (StrataNpyText *text,
            gboolean *seen,
            StrataNpyHeader *header,
            GError **error)
{
  g_autofree char *name =
      strata_npy_text_take_string (text, "a key or '}'", error);
  g_autofree char *quoted = name ? strata_file_quote (name) : NULL;
  int key = 0;

  if (!name)
    return FALSE;
  while (key < N_KEYS && strcmp (name, keys[key]) != 0)
    key++;
  if (key == N_KEYS)
    return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                  "The header has an unknown key %s", quoted);
  if (seen[key])
    return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                  "The header has the key %s twice", quoted);
  if (!strata_npy_text_take (text, ':'))
    return strata_npy_text_refuse (text, "a colon", error);

  seen[key] = TRUE;
  switch ((Key) key)
    {
    case DESCR:
      return take_descr (text, header, error);
    case FORTRAN_ORDER:
      return take_fortran_order (text, header, error);
    default:
      return take_shape (text, header, error);
    }
}

static gboolean
take_dictionary (StrataNpyText *text, StrataNpyHeader *header, GError **error)
{
  gboolean seen[N_KEYS] = { FALSE };
  gboolean comma = TRUE;

  if (!strata_npy_text_take (text, '{'))
    return strata_npy_text_refuse (text, "'{'", error);
  while (!strata_npy_text_take (text, '}'))
    {
      if (!comma)
        return strata_npy_text_refuse (text, "a comma or '}'", error);
      if (!take_entry (text, seen, header, error))
        return FALSE;
      comma = strata_npy_text_take (text, ',');
    }

  for (int key = 0; key < N_KEYS; key++)
    if (!seen[key])
      return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                    "The header lacks the key '%s'", keys[key]);

  strata_npy_text_skip_space (text);
  if (text->next < text->end)
    return strata_npy_text_refuse (text, "the end", error);
  return TRUE;
}

static gboolean
measure (StrataNpyHeader *header, GError **error)
{
  gint64 factors[2] = { 0, header->element_size };
  gint64 bytes;

  if (!strata_size_product (header->shape, header->rank, &factors[0])
      || !strata_size_product (factors, 2, &bytes))
    return strata_file_error_set (
        error, STRATA_FILE_ERROR_TOO_LARGE,
        "The array of the header has more than %" G_GINT64_FORMAT " bytes",
        G_MAXINT64);

  header->n_elements = factors[0];
  header->data_size = (guint64) bytes;
  return TRUE;
}

static gboolean
refuse_short (guint64 available, guint64 needed, GError **error)
{
  return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                "It is %" G_GUINT64_FORMAT
                                " bytes long, but its header alone needs "
                                "%" G_GUINT64_FORMAT,
                                available, needed);
}

/* Reads the prefix, of which version 1.0 has two bytes less, and sets how long
 * the text is that follows. */
static gboolean
take_prefix (StrataByteSource read,
             gpointer source,
             guint64 available,
             guint64 *offset,
             guint64 *length,
             GError **error)
{
  guint8 bytes[STRATA_NPY_PREFIX] = { 0 };
  guint8 *size = bytes + 8;

  if (available < 10)
    return refuse_short (available, 10, error);
  if (!read (source, bytes, 10, error))
    return FALSE;
  if (memcmp (bytes, magic, sizeof magic) != 0)
    return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                  "It is no array file: it does not begin with "
                                  "\\x93NUMPY");
  if (bytes[6] < 1 || bytes[6] > 3 || bytes[7] != 0)
    return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                  "It is an array file of version %d.%d, but "
                                  "only 1.0, 2.0 and 3.0 are known",
                                  bytes[6], bytes[7]);

  *offset = 10;
  if (bytes[6] > 1)
    {
      *offset = 12;
      if (available < 12)
        return refuse_short (available, 12, error);
      if (!read (source, bytes + 10, 2, error))
        return FALSE;
    }
  *length = size[0] | (guint64) size[1] << 8 | (guint64) size[2] << 16
            | (guint64) size[3] << 24;
  return TRUE;
}

gboolean
strata_npy_header_take (StrataByteSource read,
                        gpointer source,
                        guint64 available,
                        StrataNpyHeader *header,
                        GError **error)
{
  StrataNpyHeader result = { 0 };
  g_autofree char *text = NULL;
  guint64 offset = 0;
  guint64 length = 0;
  StrataNpyText rest;

  if (!take_prefix (read, source, available, &offset, &length, error))
    return FALSE;
  if (length > STRATA_NPY_LONGEST_HEADER)
    return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                  "The header is %" G_GUINT64_FORMAT
                                  " bytes long, but at most %d can be "
                                  "read",
                                  length, STRATA_NPY_LONGEST_HEADER);
  if (available - offset < length)
    return refuse_short (available, offset + length, error);

  text = g_malloc (length + 1);
  if (!read (source, text, length, error))
    return FALSE;
  rest = (StrataNpyText){ text, text + length };
  if (!take_dictionary (&rest, &result, error) || !measure (&result, error))
    return FALSE;

  result.data_offset = offset + length;
  *header = result;
  return TRUE;
}

gboolean
strata_npy_header_check_length (const StrataNpyHeader *header,
                                guint64 length,
                                GError **error)
{
  if (length == header->data_offset + header->data_size)
    return TRUE;

  return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                "It is %" G_GUINT64_FORMAT
                                " bytes long, but its header promises "
                                "%" G_GUINT64_FORMAT " + %" G_GUINT64_FORMAT,
                                length, header->data_offset, header->data_size);
}

/**
 * strata_npy_header_dtype:
 * @header: a header
 *
 * The type in which the elements are read where no other is asked for:
 * floating ones in their own, integers and bool as float32.
 *
 * Returns: a type
 */
StrataDType
strata_npy_header_dtype (const StrataNpyHeader *header)
{
  if (header->kind != STRATA_NPY_FLOAT || header->element_size == 4)
    return STRATA_FLOAT32;
  return header->element_size == 8 ? STRATA_FLOAT64 : STRATA_FLOAT16;
}
