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

/* From so many bytes on a block has a place of its own in a page, so many lines
 * from that of the block before: to many CPUs a load from the place of a page
 * where something is about to be stored in another looks like a load of what is
 * stored. The number is odd, so that all lines are taken in turn, and far from
 * half and quarter of a page, where tensors' own rows may lie. */
#define LARGE 16384
#define PAGE ((size_t) 4096)
#define LINES_APART 21

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

/* From the allocator's block to ours, which has that address before it. */
static size_t
place_for (size_t size)
{
  static atomic_uint count;

  if (size < LARGE)
    return STRATA_ALIGNMENT;
  return STRATA_ALIGNMENT
         + (size_t) atomic_fetch_add (&count, 1) * LINES_APART
               * STRATA_ALIGNMENT % PAGE;
}

static size_t
alignment_for (size_t size)
{
  return size >= 2 * HUGE_PAGE ? HUGE_PAGE
         : size >= LARGE       ? PAGE
                               : STRATA_ALIGNMENT;
}

/* Whole cache lines, so that a kernel may read a full vector at the end. */
static void *
allocate (size_t size)
{
  const size_t lines = (size + STRATA_ALIGNMENT - 1) / STRATA_ALIGNMENT;
  const size_t place = place_for (size);
  const size_t whole = place + (lines ? lines : 1) * STRATA_ALIGNMENT;
  void *block, **memory;

  if (posix_memalign (&block, alignment_for (size), whole) != 0)
    return NULL;
  if (size >= 2 * HUGE_PAGE)
    madvise (block, whole, MADV_HUGEPAGE);
  memory = (void **) (void *) ((char *) block + place);
  memory[-1] = block;
  return memory;
}

void *
strata_memory_new (size_t size, const char *what, StrataRefusal *refusal)
{
  void *memory = NULL;

  if (size <= PTRDIFF_MAX - 2 * HUGE_PAGE && may_allocate ())
    memory = allocate (size);
  if (!memory)
    strata_refuse (refusal, STRATA_REFUSAL_NO_MEMORY,
                   "There is not enough memory for %s: %zu bytes are needed",
                   what, size);
  return memory;
}

void
strata_memory_free (void *memory)
{
  if (memory)
    free (((void **) memory)[-1]);
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
