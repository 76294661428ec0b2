/* strata-npy-elements.c — from an array file's elements to a tensor's.
 *
 * Whatever the file holds is rounded once, to the type that was asked for.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-npy-private.h"
#include "strata-file-error-private.h"
#include "strata-memory.h"

#include <string.h>

/* Elements that are converted at a time: they stay in a near cache. */
#define CHUNK 4096

/* Elements of a block of a transposition. */
#define BLOCK 4096

static void
swap_bytes (void *data, gsize size, gsize n)
{
  guint16 *as16 = data;
  guint32 *as32 = data;
  guint64 *as64 = data;

  switch (size)
    {
    case 2:
      for (gsize i = 0; i < n; i++)
        as16[i] = GUINT16_SWAP_LE_BE (as16[i]);
      break;
    case 4:
      for (gsize i = 0; i < n; i++)
        as32[i] = GUINT32_SWAP_LE_BE (as32[i]);
      break;
    case 8:
      for (gsize i = 0; i < n; i++)
        as64[i] = GUINT64_SWAP_LE_BE (as64[i]);
      break;
    }
}

void
strata_npy_to_little_endian (void *numbers, gsize size, gsize n)
{
  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    swap_bytes (numbers, size, n);
}

/* A double holds 53 of 64 bits. Where one of the other 11 is set, the last bit
 * that is held is set too, which every narrower type rounds as it would have
 * rounded the whole. */
static double
narrow_unsigned (guint64 value)
{
  if (value >> 53)
    value =
        (value | ((value & 0x7ff) != 0) << 11) & ~G_GUINT64_CONSTANT (0x7ff);
  return (double) value;
}

static double
narrow_signed (gint64 value)
{
  return value < 0 ? -narrow_unsigned (-(guint64) value)
                   : narrow_unsigned ((guint64) value);
}

/* clang-format off */
#define WIDEN(Type, expression)                                                \
  {                                                                            \
    const Type *values = raw;                                                  \
                                                                               \
    for (gsize i = 0; i < n; i++)                                              \
      target[i] = expression;                                                  \
  }                                                                            \
  break
/* clang-format on */

/* @exact: the doubles are the result, and not on their way to a narrower
 * type. */
static void
integers_to_doubles (const StrataNpyHeader *header,
                     const void *raw,
                     gboolean exact,
                     double *target,
                     gsize n)
{
  gboolean has_sign = header->kind == STRATA_NPY_SIGNED;

  if (header->kind == STRATA_NPY_BOOL)
    {
      for (gsize i = 0; i < n; i++)
        target[i] = ((const guint8 *) raw)[i] != 0;
      return;
    }

  switch (header->element_size * (has_sign ? -1 : 1))
    {
    case -1:
      WIDEN (gint8, values[i]);
    case -2:
      WIDEN (gint16, values[i]);
    case -4:
      WIDEN (gint32, values[i]);
    case -8:
      WIDEN (gint64, exact ? (double) values[i] : narrow_signed (values[i]));
    case 1:
      WIDEN (guint8, values[i]);
    case 2:
      WIDEN (guint16, values[i]);
    case 4:
      WIDEN (guint32, values[i]);
    case 8:
      WIDEN (guint64, exact ? (double) values[i] : narrow_unsigned (values[i]));
    }
}

#undef WIDEN

static StrataDType
float_type (const StrataNpyHeader *header)
{
  return header->element_size == 2   ? STRATA_FLOAT16
         : header->element_size == 4 ? STRATA_FLOAT32
                                     : STRATA_FLOAT64;
}

static gboolean
is_swapped (const StrataNpyHeader *header)
{
  return header->element_size > 1
         && header->big_endian != (G_BYTE_ORDER == G_BIG_ENDIAN);
}

/* At most CHUNK elements; changes @raw. */
static void
convert_chunk (const StrataNpyHeader *header,
               void *raw,
               StrataDType dtype,
               void *target,
               gsize n)
{
  double doubles[CHUNK];

  if (is_swapped (header))
    swap_bytes (raw, (gsize) header->element_size, n);

  if (header->kind == STRATA_NPY_FLOAT)
    strata_dtype_convert (float_type (header), raw, dtype, target, n);
  else if (dtype == STRATA_FLOAT64)
    integers_to_doubles (header, raw, TRUE, target, n);
  else
    {
      integers_to_doubles (header, raw, FALSE, doubles, n);
      strata_dtype_convert (STRATA_FLOAT64, doubles, dtype, target, n);
    }
}

/* Elements in the order of the file, as numbers of @dtype. What needs no
 * conversion goes straight to its place. */
static gboolean
take_in_order (StrataByteSource read,
               gpointer source,
               const StrataNpyHeader *header,
               StrataDType dtype,
               void *target,
               GError **error)
{
  guint64 raw[CHUNK];
  gsize size = strata_dtype_size (dtype);
  gsize n = (gsize) header->n_elements;
  char *next = target;

  if (header->kind == STRATA_NPY_FLOAT && float_type (header) == dtype)
    {
      if (!read (source, target, n * size, error))
        return FALSE;
      if (is_swapped (header))
        swap_bytes (target, (gsize) header->element_size, n);
      return TRUE;
    }

  for (gsize done = 0; done < n; done += CHUNK)
    {
      gsize length = MIN (CHUNK, n - done);

      if (!read (source, raw, length * (gsize) header->element_size, error))
        return FALSE;
      convert_chunk (header, raw, dtype, next, length);
      next += length * size;
    }
  return TRUE;
}

/* A box of elements on its way; strides count elements. The source has no gaps
 * along the first axis, the target none along the last. */
typedef struct
{
  int rank;
  gsize size[STRATA_MAX_RANK];
  gsize from_stride[STRATA_MAX_RANK];
  gsize to_stride[STRATA_MAX_RANK];
} Box;

#define SPREAD(Type)                                                           \
  for (gsize i = 0; i < n; i++)                                                \
    ((Type *) to)[i * stride] = ((const Type *) from)[i];                      \
  break

/* @n elements that lie side by side, to places @stride elements apart. */
static void
spread (gsize size, gsize n, gsize stride, const void *from, void *to)
{
  switch (size)
    {
    case 2:
      SPREAD (guint16);
    case 4:
      SPREAD (guint32);
    case 8:
      SPREAD (guint64);
    }
}

#undef SPREAD

/* From the source to a block in C order; the first axis is the innermost. */
static void
gather (const Box *box,
        const gsize *stride,
        int axis,
        gsize size,
        const char *from,
        char *to)
{
  if (axis == 0)
    {
      spread (size, box->size[0], stride[0], from, to);
      return;
    }
  for (gsize i = 0; i < box->size[axis]; i++)
    gather (box, stride, axis - 1, size,
            from + i * box->from_stride[axis] * size,
            to + i * stride[axis] * size);
}

/* From a block to the target, both in C order. */
static void
scatter (const Box *box,
         const gsize *stride,
         int axis,
         gsize size,
         const char *from,
         char *to)
{
  if (axis == box->rank - 1)
    {
      memcpy (to, from, box->size[axis] * size);
      return;
    }
  for (gsize i = 0; i < box->size[axis]; i++)
    scatter (box, stride, axis + 1, size, from + i * stride[axis] * size,
             to + i * box->to_stride[axis] * size);
}

/* By way of a block in the near cache, where strides that are powers of two do
 * not push one another out. */
static void
copy_box (const Box *box, gsize size, const char *from, char *to)
{
  guint64 block[BLOCK];
  gsize stride[STRATA_MAX_RANK];

  stride[box->rank - 1] = 1;
  for (int i = box->rank - 1; i > 0; i--)
    stride[i - 1] = stride[i] * box->size[i];
  gather (box, stride, box->rank - 1, size, from, (char *) block);
  scatter (box, stride, 0, size, (const char *) block, to);
}

/* Halves the longest axis until a block holds it all. */
static void
transpose_box (const Box *box, gsize size, const char *from, char *to)
{
  Box half = *box;
  gsize n = 1;
  int longest = 0;

  for (int i = 0; i < box->rank; i++)
    {
      n *= box->size[i];
      if (box->size[i] > box->size[longest])
        longest = i;
    }
  if (n <= BLOCK)
    {
      copy_box (box, size, from, to);
      return;
    }

  half.size[longest] = box->size[longest] / 2;
  transpose_box (&half, size, from, to);
  from += half.size[longest] * box->from_stride[longest] * size;
  to += half.size[longest] * box->to_stride[longest] * size;
  half.size[longest] = box->size[longest] - half.size[longest];
  transpose_box (&half, size, from, to);
}

/* Axes of size 1 only make loops longer. */
static Box
box_of (const StrataNpyHeader *header)
{
  Box box = { 0 };
  gsize stride = 1;

  for (int i = 0; i < header->rank; i++)
    if (header->shape[i] != 1)
      box.size[box.rank++] = (gsize) header->shape[i];

  for (int i = 0; i < box.rank; i++)
    {
      box.from_stride[i] = stride;
      stride *= box.size[i];
    }
  stride = 1;
  for (int i = box.rank - 1; i >= 0; i--)
    {
      box.to_stride[i] = stride;
      stride *= box.size[i];
    }
  return box;
}

static gboolean
take_transposed (StrataByteSource read,
                 gpointer source,
                 const StrataNpyHeader *header,
                 const Box *box,
                 StrataTensor *tensor,
                 GError **error)
{
  StrataRefusal refusal = { 0 };
  StrataDType dtype = strata_tensor_dtype (tensor);
  void *in_order =
      strata_memory_new (strata_tensor_n_bytes (tensor),
                         "an array on its way to C order", &refusal);
  gboolean success;

  if (!in_order)
    return strata_file_error_from_refusal (error, &refusal);

  success = take_in_order (read, source, header, dtype, in_order, error);
  if (success)
    transpose_box (box, strata_dtype_size (dtype), in_order,
                   strata_tensor_edit (tensor));
  strata_memory_free (in_order);
  return success;
}

StrataTensor *
strata_npy_elements_take (StrataByteSource read,
                          gpointer source,
                          const StrataNpyHeader *header,
                          const StrataDType *dtype,
                          GError **error)
{
  StrataDType type = dtype ? *dtype : strata_npy_header_dtype (header);
  StrataRefusal refusal = { 0 };
  StrataTensor *tensor = strata_tensor_new_uninitialized (
      type, header->rank, header->shape, &refusal);
  Box box;
  gboolean success;

  if (!tensor)
    {
      strata_file_error_from_refusal (error, &refusal);
      return NULL;
    }

  box = box_of (header);
  if (header->fortran_order && header->n_elements > 0 && box.rank > 1)
    success = take_transposed (read, source, header, &box, tensor, error);
  else
    success = take_in_order (read, source, header, type,
                             strata_tensor_edit (tensor), error);
  if (!success)
    g_clear_pointer (&tensor, strata_tensor_unref);
  return tensor;
}
