/* strata-sync-private.h — locks and counts of references.
 *
 * POSIX' locks and the compiler's atomics rather than GLib's, because
 * ThreadSanitizer does not see inside of GLib and would take everything that
 * they guard for a race.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>
#include <pthread.h>

G_BEGIN_DECLS

/* Locks @mutex until the end of the block. */
#define STRATA_LOCK(mutex)                                                    \
  __attribute__ ((cleanup (strata_unlock), unused)) pthread_mutex_t *locked = \
      strata_lock (mutex)

static inline pthread_mutex_t *
strata_lock (pthread_mutex_t *mutex)
{
  pthread_mutex_lock (mutex);
  return mutex;
}

static inline void
strata_unlock (pthread_mutex_t **mutex)
{
  pthread_mutex_unlock (*mutex);
}

typedef int StrataRefCount;

static inline void
strata_ref_count_init (StrataRefCount *count)
{
  *count = 1;
}

static inline void
strata_ref_count_inc (StrataRefCount *count)
{
  __atomic_add_fetch (count, 1, __ATOMIC_RELAXED);
}

/* Whether that was the last one. Whoever drops it must see what all others did
 * before. */
static inline gboolean
strata_ref_count_dec (StrataRefCount *count)
{
  return __atomic_sub_fetch (count, 1, __ATOMIC_ACQ_REL) == 0;
}

G_END_DECLS
