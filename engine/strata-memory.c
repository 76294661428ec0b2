/* strata-memory.c — sizes that cannot overflow, memory that can be refused.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-memory-private.h"
#include "strata-refusal-private.h"

#include <stdatomic.h>
#include <stdlib.h>

static atomic_int allowed = -1;

void
strata_memory_fail_after (int n)
{
  atomic_store (&allowed, n);
}

static bool
may_allocate (void)
{
  int left = atomic_load (&allowed);

  if (left < 0)
    return true;
  if (left == 0)
    return false;
  atomic_fetch_sub (&allowed, 1);
  return true;
}

void *
strata_memory_new (size_t size, const char *what, StrataRefusal *refusal)
{
  void *memory = NULL;

  /* Whole cache lines, so that a kernel may read a full vector at the end. */
  if (size <= PTRDIFF_MAX - 2 * STRATA_ALIGNMENT && may_allocate ())
    {
      size_t lines = (size + STRATA_ALIGNMENT - 1) / STRATA_ALIGNMENT;

      memory = aligned_alloc (STRATA_ALIGNMENT,
                              (lines ? lines : 1) * STRATA_ALIGNMENT);
    }

  if (!memory)
    strata_refuse (refusal, STRATA_REFUSAL_NO_MEMORY,
                   "There is not enough memory for %s: %zu bytes are needed",
                   what, size);
  return memory;
}

void
strata_memory_free (void *memory)
{
  free (memory);
}

bool
strata_size_product (const int64_t *factors, int n, int64_t *product)
{
  int64_t result = 1;
  bool zero = false;

  for (int i = 0; i < n; i++)
    {
      if (factors[i] < 0)
        return false;
      zero |= factors[i] == 0;
    }

  for (int i = 0; !zero && i < n; i++)
    if (__builtin_mul_overflow (result, factors[i], &result))
      return false;

  *product = zero ? 0 : result;
  return true;
}
