/* strata-memory.c — sizes that cannot overflow, memory that can be refused.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-memory-private.h"
#include "strata-refusal-private.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>

/* What the system can map with one entry of its tables, if it is asked to. A
 * kernel reads several rows of a tensor at once; where each is in other pages
 * it waits for these tables, and for the first touch of each page. */
#define HUGE_PAGE ((size_t) 2 << 20)

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

/* In huge pages, but for what is left at the end; NULL where that would be
 * much of it. */
static void *
new_huge (size_t size)
{
  void *memory = NULL;

  if (size >= 2 * HUGE_PAGE)
    memory = aligned_alloc (HUGE_PAGE, size);
  if (memory)
    madvise (memory, size / HUGE_PAGE * HUGE_PAGE, MADV_HUGEPAGE);
  return memory;
}

void *
strata_memory_new (size_t size, const char *what, StrataRefusal *refusal)
{
  void *memory = NULL;

  /* Whole cache lines, so that a kernel may read a full vector at the end. */
  if (size <= PTRDIFF_MAX - 2 * STRATA_ALIGNMENT && may_allocate ())
    {
      size_t lines = (size + STRATA_ALIGNMENT - 1) / STRATA_ALIGNMENT;
      size_t whole = (lines ? lines : 1) * STRATA_ALIGNMENT;

      memory = new_huge (whole);
      if (!memory)
        memory = aligned_alloc (STRATA_ALIGNMENT, whole);
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
