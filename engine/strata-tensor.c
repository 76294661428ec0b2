/* strata-tensor.c — an array of numbers with a shape, shared by reference.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-tensor.h"
#include "strata-memory-private.h"
#include "strata-refusal-private.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

/* Leaves room for the head and for what strata_memory_new() rounds up. */
#define LARGEST (PTRDIFF_MAX - 4096)

/* Head and elements are one block of memory: the tensor is there or not. */
struct _StrataTensor
{
  atomic_int references;
  StrataDType dtype;
  int rank;
  int64_t shape[STRATA_MAX_RANK];
  int64_t n_elements;
  size_t n_bytes;
  _Alignas(STRATA_ALIGNMENT) unsigned char elements[];
};

/* "3 × 4 × 2"; empty for a single number. */
typedef struct
{
  char text[24 * STRATA_MAX_RANK];
} Shape;

static Shape
describe (int rank, const int64_t *shape)
{
  Shape result = { "" };
  size_t length = 0;

  for (int i = 0; i < rank; i++)
    length +=
        (size_t) snprintf (result.text + length, sizeof result.text - length,
                           "%s%" PRId64, i > 0 ? " × " : "", shape[i]);
  return result;
}

static bool
check (StrataDType dtype,
       int rank,
       const int64_t *shape,
       StrataRefusal *refusal)
{
  if (!strata_dtype_name (dtype))
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "The type of a tensor is number 0 to %d, not %d",
                          STRATA_N_DTYPES - 1, (int) dtype);
  if (rank < 0 || rank > STRATA_MAX_RANK)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "A tensor has 0 to %d axes, not %d", STRATA_MAX_RANK,
                          rank);

  for (int i = 0; i < rank; i++)
    if (shape[i] < 0)
      return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                            "The shape is %s, but each size must be at least 0",
                            describe (rank, shape).text);
  return true;
}

static bool
measure (StrataTensor *head, StrataRefusal *refusal)
{
  int64_t bytes;
  int64_t factors[2] = { 0, (int64_t) strata_dtype_size (head->dtype) };

  if (!strata_size_product (head->shape, head->rank, &factors[0])
      || !strata_size_product (factors, 2, &bytes) || bytes > LARGEST)
    return strata_refuse (refusal, STRATA_REFUSAL_TOO_LARGE,
                          "A %s tensor of %s needs more than %td bytes",
                          describe (head->rank, head->shape).text,
                          strata_dtype_name (head->dtype), LARGEST);

  head->n_elements = factors[0];
  head->n_bytes = (size_t) bytes;
  return true;
}

StrataTensor *
strata_tensor_new (StrataDType dtype,
                   int rank,
                   const int64_t *shape,
                   StrataRefusal *refusal)
{
  StrataTensor head = { .references = 1, .dtype = dtype, .rank = rank };
  StrataTensor *tensor;
  char what[sizeof (Shape) + 24];

  if (!check (dtype, rank, shape, refusal))
    return NULL;
  for (int i = 0; i < rank; i++)
    head.shape[i] = shape[i];
  if (!measure (&head, refusal))
    return NULL;

  snprintf (what, sizeof what, "a %s%stensor", describe (rank, shape).text,
            rank > 0 ? " " : "");
  tensor = strata_memory_new (sizeof head + head.n_bytes, what, refusal);
  if (!tensor)
    return NULL;

  memcpy (tensor, &head, sizeof head);
  memset (tensor->elements, 0, head.n_bytes);
  return tensor;
}

StrataTensor *
strata_tensor_ref (StrataTensor *tensor)
{
  atomic_fetch_add_explicit (&tensor->references, 1, memory_order_relaxed);
  return tensor;
}

/* Whoever drops the last reference must see what all others did before. */
void
strata_tensor_unref (StrataTensor *tensor)
{
  if (tensor
      && atomic_fetch_sub_explicit (&tensor->references, 1,
                                    memory_order_acq_rel)
             == 1)
    strata_memory_free (tensor);
}

StrataDType
strata_tensor_dtype (const StrataTensor *tensor)
{
  return tensor->dtype;
}

int
strata_tensor_rank (const StrataTensor *tensor)
{
  return tensor->rank;
}

const int64_t *
strata_tensor_shape (const StrataTensor *tensor)
{
  return tensor->shape;
}

int64_t
strata_tensor_n_elements (const StrataTensor *tensor)
{
  return tensor->n_elements;
}

size_t
strata_tensor_n_bytes (const StrataTensor *tensor)
{
  return tensor->n_bytes;
}

const void *
strata_tensor_data (const StrataTensor *tensor)
{
  return tensor->elements;
}

void *
strata_tensor_edit (StrataTensor *tensor)
{
  return tensor->elements;
}

StrataTensor *
strata_tensor_convert (StrataTensor *tensor,
                       StrataDType dtype,
                       StrataRefusal *refusal)
{
  StrataTensor *result;

  if (tensor->dtype == dtype)
    return strata_tensor_ref (tensor);

  result = strata_tensor_new (dtype, tensor->rank, tensor->shape, refusal);
  if (result)
    strata_dtype_convert (tensor->dtype, tensor->elements, dtype,
                          result->elements, (size_t) tensor->n_elements);
  return result;
}
