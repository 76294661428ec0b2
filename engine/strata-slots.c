/* strata-slots.c — room that the tasks of one run share.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-slots-private.h"

#include <sched.h>

int
strata_slots_count (int64_t n_tasks)
{
  return n_tasks < STRATA_MOST_SLOTS ? (int) n_tasks : STRATA_MOST_SLOTS;
}

void
strata_slots_init (StrataSlots *slots, void *memory, size_t size, int n)
{
  slots->memory = memory;
  slots->size = size;
  slots->n = n;
  atomic_init (&slots->taken, 0);
}

/* The first free one, which is likely the thread's last one. */
void *
strata_slots_take (StrataSlots *slots)
{
  unsigned long long taken = atomic_load (&slots->taken);

  for (;;)
    {
      const int slot =
          taken == ~0ULL ? STRATA_MOST_SLOTS : __builtin_ctzll (~taken);

      if (slot >= slots->n)
        {
          sched_yield ();
          taken = atomic_load (&slots->taken);
        }
      else if (atomic_compare_exchange_weak (&slots->taken, &taken,
                                             taken | 1ULL << slot))
        return slots->memory + (size_t) slot * slots->size;
    }
}

void
strata_slots_give (StrataSlots *slots, void *slot)
{
  const size_t index = (size_t) ((char *) slot - slots->memory) / slots->size;

  atomic_fetch_and (&slots->taken, ~(1ULL << index));
}
