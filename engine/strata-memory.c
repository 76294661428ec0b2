/* strata-memory.c — sizes that cannot overflow, memory that can be refused.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-memory-private.h"
#include "strata-refusal-private.h"

#include <stdatomic.h>
#include <stdlib.h>

/* From how many bytes on a block has a place of its own, and how many there
 * are, each twice as far into a page as the one before. */
#define LARGE 16384
#define PLACES 6

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

/* Large blocks begin at different places of their pages, one after the other:
 * to many CPUs, to load from the place of a page where something is about to be
 * stored in another looks like loading what is stored. */
static size_t
alignment_for (size_t size)
{
  static atomic_uint count;

  if (size < LARGE)
    return STRATA_ALIGNMENT;
  return (size_t) STRATA_ALIGNMENT << atomic_fetch_add (&count, 1) % PLACES;
}

void *
strata_memory_new (size_t size, const char *what, StrataRefusal *refusal)
{
  void *memory = NULL;

  /* Whole cache lines, so that a kernel may read a full vector at the end. */
  if (size <= PTRDIFF_MAX - 2 * STRATA_ALIGNMENT && may_allocate ())
    {
      size_t lines = (size + STRATA_ALIGNMENT - 1) / STRATA_ALIGNMENT;

      if (posix_memalign (&memory, alignment_for (size),
                          (lines ? lines : 1) * STRATA_ALIGNMENT)
          != 0)
        memory = NULL;
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
