/* strata-spec.c — what is known of a tensor before it is computed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-spec.h"

G_DEFINE_BOXED_TYPE (StrataSpec,
                     strata_spec,
                     strata_spec_copy,
                     strata_spec_free)

/**
 * strata_spec_copy: (skip)
 * @spec: a spec
 *
 * Copies a spec.
 *
 * Returns: (transfer full): the copy
 */
StrataSpec *
strata_spec_copy (const StrataSpec *spec)
{
  return g_memdup2 (spec, sizeof *spec);
}

/**
 * strata_spec_free: (skip)
 * @spec: (transfer full): a spec
 *
 * Frees a spec.
 */
void
strata_spec_free (StrataSpec *spec)
{
  g_free (spec);
}

/**
 * strata_spec_unknown: (skip)
 * @dtype: the type of the elements
 *
 * Gives the spec of which only the type is known.
 *
 * Returns: the spec
 */
StrataSpec
strata_spec_unknown (StrataDType dtype)
{
  StrataSpec spec = { .dtype = dtype, .rank = (int) STRATA_UNKNOWN };

  return spec;
}

/**
 * strata_spec_of_tensor: (skip)
 * @tensor: a tensor
 *
 * Gives the spec of a tensor that is there.
 *
 * Returns: the spec
 */
StrataSpec
strata_spec_of_tensor (const StrataTensor *tensor)
{
  StrataSpec spec = {
    .dtype = strata_tensor_dtype (tensor),
    .rank = strata_tensor_rank (tensor),
  };

  for (int i = 0; i < spec.rank; i++)
    spec.shape[i] = strata_tensor_shape (tensor)[i];
  return spec;
}

/**
 * strata_spec_equal: (skip)
 * @a: a spec
 * @b: another
 *
 * Compares what is known.
 *
 * Returns: whether both say the same
 */
gboolean
strata_spec_equal (const StrataSpec *a, const StrataSpec *b)
{
  if (a->dtype != b->dtype || a->rank != b->rank)
    return FALSE;
  for (int i = 0; i < a->rank; i++)
    if (a->shape[i] != b->shape[i])
      return FALSE;
  return TRUE;
}

/**
 * strata_spec_is_known:
 * @spec: a spec
 *
 * Says whether a tensor could be made from it.
 *
 * Returns: whether the rank and every size are known
 */
gboolean
strata_spec_is_known (const StrataSpec *spec)
{
  if (spec->rank < 0)
    return FALSE;
  for (int i = 0; i < spec->rank; i++)
    if (spec->shape[i] < 0)
      return FALSE;
  return TRUE;
}

/**
 * strata_spec_n_elements: (skip)
 * @spec: a spec
 *
 * Counts elements.
 *
 * Returns: their number, or %STRATA_UNKNOWN
 */
int64_t
strata_spec_n_elements (const StrataSpec *spec)
{
  int64_t n = 1;

  if (!strata_spec_is_known (spec))
    return STRATA_UNKNOWN;
  for (int i = 0; i < spec->rank; i++)
    if (__builtin_mul_overflow (n, spec->shape[i], &n))
      return STRATA_UNKNOWN;
  return n;
}

/**
 * strata_spec_get_dtype:
 * @spec: a spec
 *
 * Says which type the elements have.
 *
 * Returns: the type
 */
StrataDType
strata_spec_get_dtype (const StrataSpec *spec)
{
  return spec->dtype;
}

/**
 * strata_spec_get_shape:
 * @spec: a spec
 * @rank: (out): number of axes
 *
 * Gives the sizes of the axes; -1 stands for one that is not known.
 *
 * Returns: (array length=rank) (transfer full) (nullable): the sizes, or %NULL
 *   where not even the number of axes is known
 */
gint64 *
strata_spec_get_shape (const StrataSpec *spec, gsize *rank)
{
  gint64 *shape;

  *rank = (gsize) MAX (spec->rank, 0);
  if (spec->rank < 0)
    return NULL;
  shape = g_new (gint64, *rank + 1);
  for (gsize i = 0; i < *rank; i++)
    shape[i] = spec->shape[i];
  return shape;
}

/**
 * strata_shape_to_string: (skip)
 * @rank: number of axes, or %STRATA_UNKNOWN
 * @shape: their sizes
 *
 * Writes a shape as Keras does, `(None, 8, 8, 3)`.
 *
 * Returns: (transfer full): the text
 */
char *
strata_shape_to_string (int rank, const int64_t *shape)
{
  GString *text = g_string_new ("(");

  if (rank < 0)
    g_string_append (text, "…");
  for (int i = 0; i < rank; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      if (shape[i] < 0)
        g_string_append (text, "None");
      else
        g_string_append_printf (text, "%" G_GINT64_FORMAT, (gint64) shape[i]);
    }
  g_string_append (text, rank == 1 ? ",)" : ")");
  return g_string_free (text, FALSE);
}

/**
 * strata_spec_to_string:
 * @spec: a spec
 *
 * Writes the shape as Keras does, `(None, 8, 8, 3)`.
 *
 * Returns: (transfer full): the text
 */
char *
strata_spec_to_string (const StrataSpec *spec)
{
  return strata_shape_to_string (spec->rank, spec->shape);
}
