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

/* Head and own elements are one block of memory: the tensor is there or not.
 * Where the elements are someone else's, the block is the head alone. */
struct _StrataTensor
{
  atomic_int references;
  StrataDType dtype;
  int rank;
  int64_t shape[STRATA_MAX_RANK];
  int64_t n_elements;
  size_t n_bytes;
  const unsigned char *data;
  StrataTensor *root; /* that a view is part of; never a view itself */
  bool foreign;
  void (*release) (void *owner);
  void *owner;
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

/* Fills a head, as far as that can be done without memory. */
static bool
measure (StrataTensor *head,
         StrataDType dtype,
         int rank,
         const int64_t *shape,
         StrataRefusal *refusal)
{
  int64_t bytes;
  int64_t factors[2] = { 0, (int64_t) strata_dtype_size (dtype) };

  if (!check (dtype, rank, shape, refusal))
    return false;
  if (!strata_size_product (shape, rank, &factors[0])
      || !strata_size_product (factors, 2, &bytes) || bytes > LARGEST)
    return strata_refuse (refusal, STRATA_REFUSAL_TOO_LARGE,
                          "A %s tensor of %s needs more than %td bytes",
                          describe (rank, shape).text,
                          strata_dtype_name (dtype), LARGEST);

  *head = (StrataTensor){
    .references = 1,
    .dtype = dtype,
    .rank = rank,
    .n_elements = factors[0],
    .n_bytes = (size_t) bytes,
  };
  for (int i = 0; i < rank; i++)
    head->shape[i] = shape[i];
  return true;
}

static StrataTensor *
new_from_head (const StrataTensor *head,
               size_t n_own_bytes,
               StrataRefusal *refusal)
{
  StrataTensor *tensor;
  char what[sizeof (Shape) + 24];

  snprintf (what, sizeof what, "a %s%stensor",
            describe (head->rank, head->shape).text, head->rank > 0 ? " " : "");
  tensor = strata_memory_new (sizeof *head + n_own_bytes, what, refusal);
  if (tensor)
    {
      memcpy (tensor, head, sizeof *head);
      if (!tensor->data)
        tensor->data = tensor->elements;
    }
  return tensor;
}

StrataTensor *
strata_tensor_new_uninitialized (StrataDType dtype,
                                 int rank,
                                 const int64_t *shape,
                                 StrataRefusal *refusal)
{
  StrataTensor head;

  if (!measure (&head, dtype, rank, shape, refusal))
    return NULL;
  return new_from_head (&head, head.n_bytes, refusal);
}

StrataTensor *
strata_tensor_new (StrataDType dtype,
                   int rank,
                   const int64_t *shape,
                   StrataRefusal *refusal)
{
  StrataTensor *tensor =
      strata_tensor_new_uninitialized (dtype, rank, shape, refusal);

  if (tensor)
    memset (tensor->elements, 0, tensor->n_bytes);
  return tensor;
}

StrataTensor *
strata_tensor_new_view (StrataTensor *parent,
                        int rank,
                        const int64_t *shape,
                        int64_t offset,
                        StrataRefusal *refusal)
{
  StrataTensor head;
  StrataTensor *tensor;

  if (!measure (&head, parent->dtype, rank, shape, refusal))
    return NULL;
  if (offset < 0 || offset > parent->n_elements
      || head.n_elements > parent->n_elements - offset)
    {
      strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                     "A part of size %" PRId64 " at offset %" PRId64
                     " does not lie inside a tensor of size %" PRId64,
                     head.n_elements, offset, parent->n_elements);
      return NULL;
    }

  head.root = parent->root ? parent->root : parent;
  head.foreign = parent->foreign;
  head.data =
      parent->data + (size_t) offset * strata_dtype_size (parent->dtype);
  tensor = new_from_head (&head, 0, refusal);
  if (tensor)
    strata_tensor_ref (head.root);
  return tensor;
}

static bool
check_foreign (const StrataTensor *head,
               const void *data,
               StrataRefusal *refusal)
{
  size_t size = strata_dtype_size (head->dtype);

  if (!data && head->n_elements > 0)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "There is no memory behind a tensor of size %" PRId64,
                          head->n_elements);
  if ((uintptr_t) data % size != 0)
    return strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                          "The memory begins %zu past a multiple of %zu bytes, "
                          "where no %s can stand",
                          (size_t) ((uintptr_t) data % size), size,
                          strata_dtype_name (head->dtype));
  return true;
}

StrataTensor *
strata_tensor_new_foreign (StrataDType dtype,
                           int rank,
                           const int64_t *shape,
                           const void *data,
                           void (*release) (void *owner),
                           void *owner,
                           StrataRefusal *refusal)
{
  StrataTensor head;

  if (!measure (&head, dtype, rank, shape, refusal)
      || !check_foreign (&head, data, refusal))
    return NULL;

  head.data = data;
  head.foreign = true;
  head.release = release;
  head.owner = owner;
  return new_from_head (&head, 0, refusal);
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
  StrataTensor *root;

  if (!tensor
      || atomic_fetch_sub_explicit (&tensor->references, 1,
                                    memory_order_acq_rel)
             != 1)
    return;

  root = tensor->root;
  if (tensor->release)
    tensor->release (tensor->owner);
  strata_memory_free (tensor);
  strata_tensor_unref (root);
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
  return tensor->data;
}

void *
strata_tensor_edit (StrataTensor *tensor)
{
  return tensor->foreign ? NULL : (void *) tensor->data;
}

StrataTensor *
strata_tensor_convert (StrataTensor *tensor,
                       StrataDType dtype,
                       StrataRefusal *refusal)
{
  StrataTensor *result;

  if (tensor->dtype == dtype)
    return strata_tensor_ref (tensor);

  result = strata_tensor_new_uninitialized (dtype, tensor->rank, tensor->shape,
                                            refusal);
  if (result)
    strata_dtype_convert (tensor->dtype, tensor->data, dtype, result->elements,
                          (size_t) tensor->n_elements);
  return result;
}
