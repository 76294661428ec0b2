/* strata-tensor-type.c — tensors as other languages see them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-tensor-type.h"
#include "strata-refusal.h"
#include "strata-spec.h"

#include <string.h>

G_DEFINE_BOXED_TYPE (StrataTensor,
                     strata_tensor,
                     strata_tensor_ref,
                     strata_tensor_unref)

GQuark
strata_tensor_error_quark (void)
{
  return g_quark_from_static_string ("strata-tensor-error-quark");
}

/* Passes @tensor on, or sets what the engine refused. */
static StrataTensor *
check (StrataTensor *tensor, const StrataRefusal *refusal, GError **error)
{
  StrataTensorError code = refusal->reason == STRATA_REFUSAL_TOO_LARGE
                               ? STRATA_TENSOR_ERROR_TOO_LARGE
                           : refusal->reason == STRATA_REFUSAL_NO_MEMORY
                               ? STRATA_TENSOR_ERROR_MEMORY
                               : STRATA_TENSOR_ERROR_INVALID;

  if (!tensor)
    g_set_error_literal (error, STRATA_TENSOR_ERROR, code, refusal->message);
  return tensor;
}

/* What is too large to be told is refused all the same. */
static int
narrow (gsize rank)
{
  return rank > G_MAXINT ? G_MAXINT : (int) rank;
}

static StrataTensor *
new_uninitialized (StrataDType dtype,
                   const gint64 *shape,
                   gsize rank,
                   GError **error)
{
  StrataRefusal refusal = { 0 };
  StrataTensor *tensor =
      strata_tensor_new_uninitialized (dtype, narrow (rank), shape, &refusal);

  return check (tensor, &refusal, error);
}

/**
 * strata_tensor_new_from_values: (constructor)
 * @dtype: type of the elements
 * @shape: (array length=rank): sizes of the axes
 * @rank: number of axes
 * @values: (array length=n_values): the elements, the last axis fastest
 * @n_values: how many there are: the product of the sizes
 * @error: return location for a [error@Strata.TensorError]
 *
 * Makes a tensor of numbers, which are rounded to its type.
 *
 * Returns: (transfer full): the tensor
 */
StrataTensor *
strata_tensor_new_from_values (StrataDType dtype,
                               const gint64 *shape,
                               gsize rank,
                               const double *values,
                               gsize n_values,
                               GError **error)
{
  g_autoptr (StrataTensor) tensor = NULL;
  gsize n;

  g_return_val_if_fail (shape || rank == 0, NULL);
  g_return_val_if_fail (values || n_values == 0, NULL);

  tensor = new_uninitialized (dtype, shape, rank, error);
  if (!tensor)
    return NULL;
  n = (gsize) strata_tensor_n_elements (tensor);
  if (n != n_values)
    {
      g_autofree char *text = strata_shape_to_string ((int) rank, shape);

      g_set_error (error, STRATA_TENSOR_ERROR, STRATA_TENSOR_ERROR_INVALID,
                   "A tensor of shape %s has %" G_GSIZE_FORMAT
                   " elements, not %" G_GSIZE_FORMAT,
                   text, n, n_values);
      return NULL;
    }
  if (n > 0)
    strata_dtype_convert (STRATA_FLOAT64, values, dtype,
                          strata_tensor_edit (tensor), n);
  return g_steal_pointer (&tensor);
}

static void
release_bytes (gpointer bytes)
{
  g_bytes_unref (bytes);
}

/* Bytes may begin anywhere, elements may not. */
static gboolean
is_aligned (StrataDType dtype, gconstpointer data)
{
  return strata_dtype_name (dtype)
         && (guintptr) data % strata_dtype_size (dtype) == 0;
}

static StrataTensor *
wrap_bytes (StrataDType dtype,
            const gint64 *shape,
            gsize rank,
            GBytes *bytes,
            GError **error)
{
  StrataRefusal refusal = { 0 };
  StrataTensor *tensor = strata_tensor_new_foreign (
      dtype, narrow (rank), shape, g_bytes_get_data (bytes, NULL),
      release_bytes, bytes, &refusal);

  if (tensor)
    g_bytes_ref (bytes);
  return check (tensor, &refusal, error);
}

static gboolean
check_size (StrataTensor *tensor, gsize size, GError **error)
{
  g_autofree char *text = NULL;

  if (strata_tensor_n_bytes (tensor) == size)
    return TRUE;
  text = strata_tensor_to_string (tensor);
  g_set_error (error, STRATA_TENSOR_ERROR, STRATA_TENSOR_ERROR_INVALID,
               "A tensor %s has %" G_GSIZE_FORMAT
               " bytes, not %" G_GSIZE_FORMAT,
               text, strata_tensor_n_bytes (tensor), size);
  return FALSE;
}

/**
 * strata_tensor_new_from_bytes: (constructor)
 * @dtype: type of the elements
 * @shape: (array length=rank): sizes of the axes
 * @rank: number of axes
 * @bytes: the elements, the last axis fastest, in the machine's byte order
 * @error: return location for a [error@Strata.TensorError]
 *
 * Makes a tensor of bytes, which are not copied if they begin where an element
 * may.
 *
 * Returns: (transfer full): the tensor
 */
StrataTensor *
strata_tensor_new_from_bytes (StrataDType dtype,
                              const gint64 *shape,
                              gsize rank,
                              GBytes *bytes,
                              GError **error)
{
  g_autoptr (StrataTensor) tensor = NULL;
  gconstpointer data;
  gsize size;

  g_return_val_if_fail (shape || rank == 0, NULL);
  g_return_val_if_fail (bytes, NULL);

  data = g_bytes_get_data (bytes, &size);
  if (is_aligned (dtype, data))
    tensor = wrap_bytes (dtype, shape, rank, bytes, error);
  else
    tensor = new_uninitialized (dtype, shape, rank, error);
  if (!tensor || !check_size (tensor, size, error))
    return NULL;
  if (!is_aligned (dtype, data))
    memcpy (strata_tensor_edit (tensor), data, size);
  return g_steal_pointer (&tensor);
}

/**
 * strata_tensor_new_from_memory: (constructor)
 * @dtype: type of the elements
 * @shape: (array length=rank): sizes of the axes
 * @rank: number of axes
 * @data: (nullable): address of the first of the elements, which stand in C
 *   order, without gaps, in the machine's byte order
 * @release: (scope async) (closure owner): called when the memory is no longer
 *   used; never where an error is set
 * @owner: given to @release
 * @error: return location for a [error@Strata.TensorError]
 *
 * Makes a tensor of memory that belongs to somebody else. It is not copied, and
 * must stay as it is until @release is called: nothing checks that the elements
 * are there.
 *
 * For bindings that have arrays of their own; a program has more use for
 * [ctor@Strata.Tensor.new_from_bytes].
 *
 * Returns: (transfer full): the tensor
 */
StrataTensor *
strata_tensor_new_from_memory (StrataDType dtype,
                               const gint64 *shape,
                               gsize rank,
                               gconstpointer data,
                               StrataTensorRelease release,
                               gpointer owner,
                               GError **error)
{
  StrataRefusal refusal = { 0 };

  g_return_val_if_fail (shape || rank == 0, NULL);

  return check (strata_tensor_new_foreign (dtype, narrow (rank), shape, data,
                                           release, owner, &refusal),
                &refusal, error);
}

/**
 * strata_tensor_get_dtype:
 * @tensor: a tensor
 *
 * Says which type the elements have.
 *
 * Returns: the type
 */
StrataDType
strata_tensor_get_dtype (StrataTensor *tensor)
{
  return strata_tensor_dtype (tensor);
}

/**
 * strata_tensor_get_shape:
 * @tensor: a tensor
 * @rank: (out): number of axes
 *
 * Gives the sizes of the axes.
 *
 * Returns: (transfer full) (array length=rank): the sizes
 */
gint64 *
strata_tensor_get_shape (StrataTensor *tensor, gsize *rank)
{
  gint64 *shape;

  *rank = (gsize) strata_tensor_rank (tensor);
  shape = g_new (gint64, *rank + 1);
  for (gsize i = 0; i < *rank; i++)
    shape[i] = strata_tensor_shape (tensor)[i];
  return shape;
}

/**
 * strata_tensor_get_n_elements:
 * @tensor: a tensor
 *
 * Counts the elements.
 *
 * Returns: their number
 */
gint64
strata_tensor_get_n_elements (StrataTensor *tensor)
{
  return strata_tensor_n_elements (tensor);
}

/**
 * strata_tensor_get_n_bytes:
 * @tensor: a tensor
 *
 * Counts the bytes of all elements.
 *
 * Returns: their number
 */
gsize
strata_tensor_get_n_bytes (StrataTensor *tensor)
{
  return strata_tensor_n_bytes (tensor);
}

/**
 * strata_tensor_get_data:
 * @tensor: a tensor
 *
 * Gives the address of the elements, for bindings that have arrays of their
 * own. They stay as long as the tensor does, and are for reading alone.
 *
 * Returns: (transfer none) (nullable): the address of the first element
 */
gconstpointer
strata_tensor_get_data (StrataTensor *tensor)
{
  return strata_tensor_data (tensor);
}

/**
 * strata_tensor_to_values:
 * @tensor: a tensor
 * @n_values: (out): how many elements there are
 * @error: return location for a [error@Strata.TensorError]
 *
 * Gives the elements as numbers, the last axis fastest.
 *
 * Returns: (transfer full) (array length=n_values): the elements
 */
double *
strata_tensor_to_values (StrataTensor *tensor, gsize *n_values, GError **error)
{
  gsize n = (gsize) strata_tensor_n_elements (tensor);
  double *values = g_try_new (double, MAX (n, 1));

  *n_values = 0;
  if (!values)
    {
      g_set_error (error, STRATA_TENSOR_ERROR, STRATA_TENSOR_ERROR_MEMORY,
                   "There is no memory for %" G_GSIZE_FORMAT " numbers", n);
      return NULL;
    }
  strata_dtype_convert (strata_tensor_dtype (tensor),
                        strata_tensor_data (tensor), STRATA_FLOAT64, values, n);
  *n_values = n;
  return values;
}

static void
release_tensor (gpointer tensor)
{
  strata_tensor_unref (tensor);
}

/**
 * strata_tensor_to_bytes:
 * @tensor: a tensor
 *
 * Gives the elements as bytes, the last axis fastest, in the machine's byte
 * order. They are the tensor's own memory, which stays as long as they do.
 *
 * Returns: (transfer full): the bytes
 */
GBytes *
strata_tensor_to_bytes (StrataTensor *tensor)
{
  return g_bytes_new_with_free_func (
      strata_tensor_data (tensor), strata_tensor_n_bytes (tensor),
      release_tensor, strata_tensor_ref (tensor));
}

/**
 * strata_tensor_to_dtype:
 * @tensor: a tensor
 * @dtype: a type of elements
 * @error: return location for a [error@Strata.TensorError]
 *
 * Gives a tensor with the same numbers, rounded to another type.
 *
 * Returns: (transfer full): a new tensor, or @tensor itself where it has that
 *   type already
 */
StrataTensor *
strata_tensor_to_dtype (StrataTensor *tensor, StrataDType dtype, GError **error)
{
  StrataRefusal refusal = { 0 };

  return check (strata_tensor_convert (tensor, dtype, &refusal), &refusal,
                error);
}

/**
 * strata_tensor_to_string:
 * @tensor: a tensor
 *
 * Names the type and the shape: `float32 (1, 8, 8, 3)`.
 *
 * Returns: (transfer full): the text
 */
char *
strata_tensor_to_string (StrataTensor *tensor)
{
  g_autofree char *shape = strata_shape_to_string (
      strata_tensor_rank (tensor), strata_tensor_shape (tensor));

  return g_strdup_printf (
      "%s %s", strata_dtype_name (strata_tensor_dtype (tensor)), shape);
}
