/* fuzz-npy.c — array files from any bytes at all.
 *
 * Every file must be refused with one readable line, or be an array whose
 * elements are those that an element-by-element reading finds, and which comes
 * back from the file that is written of it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-npy.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Elements that are added to a header that has none behind it. */
#define MAX_DATA 16384

/* A fault that holds in every build, with or without NDEBUG. */
#define CHECK(what)                                                            \
  do                                                                           \
    {                                                                          \
      if (!(what))                                                             \
        fault (__LINE__, #what);                                               \
    }                                                                          \
  while (0)

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t n_bytes);

static void
fault (int line, const char *what)
{
  fprintf (stderr, "line %d: not so: %s\n", line, what);
  abort ();
}

/* One line; and the memory does not run out here. */
static void
check_error (const GError *error)
{
  CHECK (error != NULL);
  CHECK (error->domain == STRATA_FILE_ERROR);
  CHECK (error->code == STRATA_FILE_ERROR_FORMAT
         || error->code == STRATA_FILE_ERROR_TOO_LARGE);
  CHECK (strlen (error->message) > 10);
  CHECK (g_utf8_validate (error->message, -1, NULL));
  for (const char *c = error->message; *c != '\0'; c++)
    CHECK (!g_ascii_iscntrl (*c));
}

/* Where element @k of C order stands in the file. */
static gsize
place_of (const StrataNpyHeader *header, gsize k)
{
  gsize place = 0;
  gsize sizes[STRATA_MAX_RANK] = { 0 };

  if (!header->fortran_order)
    return k;
  for (int i = header->rank - 1; i >= 0; i--)
    {
      sizes[i] = k % (gsize) header->shape[i];
      k /= (gsize) header->shape[i];
    }
  for (int i = header->rank - 1; i >= 0; i--)
    place = place * (gsize) header->shape[i] + sizes[i];
  return place;
}

/* The element's bytes as a number, the least significant first. */
static guint64
bits_at (const StrataNpyHeader *header, const uint8_t *bytes, gsize k)
{
  gsize size = (gsize) header->element_size;
  const uint8_t *at = bytes + header->data_offset + place_of (header, k) * size;
  guint64 bits = 0;

  for (gsize i = 0; i < size; i++)
    bits |= (guint64) at[header->big_endian ? size - 1 - i : i] << 8 * i;
  return bits;
}

static gint64
signed_of (guint64 bits, int size)
{
  guint64 sign = G_GUINT64_CONSTANT (1) << (8 * size - 1);

  return (gint64) ((bits ^ sign) - sign);
}

/* A floating number exactly; an integer as near as long double has it, which
 * is exactly where that has 64 bits. */
static long double
value_at (const StrataNpyHeader *header, const uint8_t *bytes, gsize k)
{
  guint64 bits = bits_at (header, bytes, k);
  guint32 bits32 = (guint32) bits;
  float as_float;
  double as_double;

  if (header->kind == STRATA_NPY_BOOL)
    return bits != 0;
  if (header->kind == STRATA_NPY_UNSIGNED)
    return (long double) bits;
  if (header->kind == STRATA_NPY_SIGNED)
    return (long double) signed_of (bits, header->element_size);

  memcpy (&as_float, &bits32, 4);
  memcpy (&as_double, &bits, 8);
  return header->element_size == 2   ? strata_float16_to_float ((guint16) bits)
         : header->element_size == 4 ? as_float
                                     : as_double;
}

/* Whether the two are rounded alike, as far as rounding is exact here: by the
 * machine to the wide types, with a tolerance to the narrow ones. */
static gboolean
agrees (StrataDType dtype, double found, long double exact)
{
  if (isnan (exact))
    return isnan (found);
  if (dtype == STRATA_FLOAT64)
    return found == (double) exact;
  if (dtype == STRATA_FLOAT32)
    return found == (double) (float) exact;
  if (isinf (found))
    return fabsl (exact) >= (dtype == STRATA_FLOAT16 ? 65520 : 0x1.ff8p127);
  return fabsl (found - exact)
         <= fabsl (exact) * (dtype == STRATA_FLOAT16 ? 0x1p-11L : 0x1p-8L)
                + (dtype == STRATA_FLOAT16 ? 0x1p-25L : 0x1p-134L);
}

static void
check_elements (const StrataTensor *tensor,
                const StrataNpyHeader *header,
                const uint8_t *bytes)
{
  StrataDType dtype = strata_tensor_dtype (tensor);
  gsize n = (gsize) header->n_elements;

  for (gsize k = 0; k < n; k++)
    CHECK (agrees (dtype,
                   strata_dtype_get (dtype, strata_tensor_data (tensor), k),
                   value_at (header, bytes, k)));
}

static void
check_same (const StrataTensor *one, const StrataTensor *other)
{
  CHECK (strata_tensor_rank (one) == strata_tensor_rank (other));
  for (int i = 0; i < strata_tensor_rank (one); i++)
    CHECK (strata_tensor_shape (one)[i] == strata_tensor_shape (other)[i]);
  CHECK (strata_tensor_dtype (one) == strata_tensor_dtype (other));
  CHECK (strata_tensor_n_bytes (one) == strata_tensor_n_bytes (other));
  CHECK (memcmp (strata_tensor_data (one), strata_tensor_data (other),
                 strata_tensor_n_bytes (one))
         == 0);
}

/* Written and read, the array is the same; of bfloat16 as float32. */
static void
check_written (StrataTensor *tensor)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = strata_npy_to_bytes (tensor, &error);
  StrataDType dtype = strata_tensor_dtype (tensor);
  gsize length;
  const void *data = g_bytes_get_data (file, &length);
  StrataTensor *again = strata_npy_parse (data, length, &dtype, &error);

  CHECK (error == NULL && again != NULL);
  CHECK (length % 64
         == strata_tensor_n_bytes (tensor) * (dtype == STRATA_BFLOAT16 ? 2 : 1)
                % 64);
  check_same (tensor, again);
  strata_tensor_unref (again);
}

static void
check_array (const uint8_t *bytes, gsize n, const StrataNpyHeader *header)
{
  for (int i = -1; i < STRATA_N_DTYPES; i++)
    {
      g_autoptr (GError) error = NULL;
      StrataDType dtype = i >= 0 ? (StrataDType) i : STRATA_FLOAT32;
      StrataTensor *tensor =
          strata_npy_parse (bytes, n, i >= 0 ? &dtype : NULL, &error);

      CHECK (error == NULL && tensor != NULL);
      CHECK (strata_tensor_dtype (tensor)
             == (i >= 0 ? dtype : strata_npy_header_dtype (header)));
      CHECK (strata_tensor_rank (tensor) == header->rank);
      CHECK (strata_tensor_n_elements (tensor) == header->n_elements);
      check_elements (tensor, header, bytes);
      check_written (tensor);
      strata_tensor_unref (tensor);
    }
}

/* A good header seldom has the right number of bytes behind it. */
static void
check_filled (const uint8_t *bytes, gsize n, const StrataNpyHeader *header)
{
  gsize length = (gsize) (header->data_offset + header->data_size);
  g_autofree uint8_t *file = g_malloc (length);
  gsize offset = (gsize) header->data_offset;

  memcpy (file, bytes, offset);
  for (gsize i = offset; i < length; i++)
    file[i] = n > offset ? bytes[offset + (i - offset) % (n - offset)]
                         : (uint8_t) (i * 151);
  check_array (file, length, header);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t n_bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) header_error = NULL;
  StrataNpyHeader header;
  gboolean good =
      strata_npy_header_parse (bytes, n_bytes, &header, &header_error);
  StrataTensor *tensor = strata_npy_parse (bytes, n_bytes, NULL, &error);

  if (!tensor)
    check_error (error);
  if (!good)
    {
      check_error (header_error);
      CHECK (!tensor);
      return 0;
    }

  CHECK ((tensor != NULL)
         == (n_bytes == header.data_offset + header.data_size));
  strata_tensor_unref (tensor);
  if (header.data_size <= MAX_DATA)
    check_filled (bytes, n_bytes, &header);
  return 0;
}
