/* strata-slots-private.h — room that the tasks of one run share.
 *
 * A run has room for some tasks at one time: as many slots. Each task takes one
 * and gives it back.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#define STRATA_MOST_SLOTS 64

typedef struct
{
  char *memory;
  size_t size; /* of a slot */
  int n;
  atomic_ullong taken;
} StrataSlots;

/* Slots that are enough for @n_tasks. */
int strata_slots_count (int64_t n_tasks);

void strata_slots_init (StrataSlots *slots, void *memory, size_t size, int n);

/* Waits where all are taken: more threads than slots are at work. */
void *strata_slots_take (StrataSlots *slots);
void strata_slots_give (StrataSlots *slots, void *slot);
