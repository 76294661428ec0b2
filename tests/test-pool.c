/* test-pool.c — tasks are each done once, whoever does them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-memory-private.h"
#include "strata-pool.h"

#include <glib.h>
#include <sched.h>
#include <string.h>
#include <unistd.h>

/* Plain memory, one element for each task: that the caller sees what workers
 * wrote is the pool's affair. */
typedef struct
{
  StrataPool *pool;
  StrataControl *control;
  gint64 n;
  int *times;
} Work;

static void
work_init (Work *work, StrataPool *pool, gint64 n)
{
  *work = (Work){ pool, NULL, n, g_new0 (int, n + 1) };
}

static void
count_cb (void *data, int64_t task)
{
  Work *work = data;

  g_assert_cmpint (task, >=, 0);
  g_assert_cmpint (task, <, work->n);
  work->times[task]++;
}

static void
assert_done_once (const Work *work)
{
  for (gint64 i = 0; i < work->n; i++)
    g_assert_cmpint (work->times[i], ==, 1);
}

static void
run_and_check (StrataPool *pool, gint64 n)
{
  Work work;

  work_init (&work, pool, n);
  g_assert_true (strata_pool_run (pool, n, count_cb, &work, NULL));
  assert_done_once (&work);
  g_free (work.times);
}

static void
test_once (void)
{
  const gint64 counts[] = { 0, 1, 2, 3, 7, 64, 10007 };
  const int sizes[] = { 0, 1, 2, 3, 7, 16 };

  for (size_t i = 0; i < G_N_ELEMENTS (counts); i++)
    run_and_check (NULL, counts[i]);

  for (size_t s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      StrataPool *pool = strata_pool_new (sizes[s], NULL);

      g_assert_nonnull (pool);
      if (sizes[s] > 0)
        g_assert_cmpint (strata_pool_n_threads (pool), ==, sizes[s]);
      else
        g_assert_cmpint (strata_pool_n_threads (pool), >=, 1);
      for (size_t i = 0; i < G_N_ELEMENTS (counts); i++)
        run_and_check (pool, counts[i]);
      strata_pool_free (pool);
    }
}

/* One job after the other, some while the workers look, some while they
 * sleep. */
static void
test_many_runs (void)
{
  StrataPool *pool = strata_pool_new (4, NULL);

  for (int i = 0; i < 3000; i++)
    {
      run_and_check (pool, 1 + i % 9);
      if (i % 100 == 0)
        g_usleep (500);
    }
  strata_pool_free (pool);
}

static void
nested_cb (void *data, int64_t task)
{
  Work *work = data;

  run_and_check (work->pool, 5 + task % 3);
  work->times[task]++;
}

static void
test_nested (void)
{
  StrataPool *pool = strata_pool_new (3, NULL);
  Work work;

  work_init (&work, pool, 50);
  g_assert_true (strata_pool_run (pool, work.n, nested_cb, &work, NULL));
  assert_done_once (&work);
  g_free (work.times);
  strata_pool_free (pool);
}

/* Where each of two threads may run, asked by itself in a task. */
typedef struct
{
  int n_met;
  pid_t threads[2];
  cpu_set_t cpus[2];
} Meeting;

static void
meet_cb (void *data, int64_t task)
{
  Meeting *meeting = data;

  meeting->threads[task] = gettid ();
  g_assert_cmpint (
      sched_getaffinity (0, sizeof meeting->cpus[task], &meeting->cpus[task]),
      ==, 0);
  g_atomic_int_inc (&meeting->n_met);
  while (g_atomic_int_get (&meeting->n_met) < 2)
    g_usleep (10);
}

static void
meet (StrataPool *pool, Meeting *meeting)
{
  *meeting = (Meeting){ 0 };
  g_assert_true (strata_pool_run (pool, 2, meet_cb, meeting, NULL));
  g_assert_cmpint (meeting->threads[0], !=, meeting->threads[1]);
}

/* Who sleeps does not wake up where the owner is, if there is another place,
 * and is as free as before when it works. */
static void
test_apart (void)
{
  const pid_t self = gettid ();
  cpu_set_t all;
  StrataPool *pool = strata_pool_new (2, NULL);
  Meeting meeting;

  g_assert_cmpint (sched_getaffinity (0, sizeof all, &all), ==, 0);
  for (int cpu = 0; cpu < CPU_SETSIZE; cpu++)
    if (CPU_ISSET (cpu, &all))
      {
        cpu_set_t one, others = all, asleep;
        int worker;

        CPU_ZERO (&one);
        CPU_SET (cpu, &one);
        if (CPU_COUNT (&all) > 1)
          CPU_CLR (cpu, &others);
        g_assert_cmpint (sched_setaffinity (0, sizeof one, &one), ==, 0);
        meet (pool, &meeting);
        worker = meeting.threads[0] == self;
        g_assert_true (CPU_EQUAL (&meeting.cpus[worker], &all));
        g_assert_true (CPU_EQUAL (&meeting.cpus[1 - worker], &one));

        for (int i = 0; i < 5000; i++)
          {
            g_usleep (1000);
            g_assert_cmpint (sched_getaffinity (meeting.threads[worker],
                                                sizeof asleep, &asleep),
                             ==, 0);
            if (CPU_EQUAL (&asleep, &others))
              break;
          }
        g_assert_true (CPU_EQUAL (&asleep, &others));
      }

  g_assert_cmpint (sched_setaffinity (0, sizeof all, &all), ==, 0);
  strata_pool_free (pool);
}

static gpointer
caller_cb (gpointer pool)
{
  for (int i = 0; i < 300; i++)
    run_and_check (pool, i % 40);
  return NULL;
}

static void
test_concurrent (void)
{
  StrataPool *pool = strata_pool_new (3, NULL);
  GThread *callers[4];

  for (size_t i = 0; i < G_N_ELEMENTS (callers); i++)
    callers[i] = g_thread_new ("caller", caller_cb, pool);
  for (size_t i = 0; i < G_N_ELEMENTS (callers); i++)
    g_thread_join (callers[i]);
  strata_pool_free (pool);
}

static void
test_cycles (void)
{
  for (int i = 0; i < 300; i++)
    {
      StrataPool *pool = strata_pool_new (1 + i % 6, NULL);

      g_assert_nonnull (pool);
      if (i % 3)
        run_and_check (pool, i % 20);
      strata_pool_free (pool);
    }
  strata_pool_free (NULL);
}

static void
cancel_cb (void *data, int64_t task)
{
  Work *work = data;

  count_cb (data, task);
  if (task == 5)
    strata_control_cancel (work->control);
}

static void
check_cancel (StrataPool *pool)
{
  StrataControl *control = strata_control_new (NULL);
  gint64 n_done = 0;
  Work work;

  work_init (&work, pool, 100000);
  work.control = control;
  g_assert_false (strata_control_is_cancelled (control));
  g_assert_false (strata_pool_run (pool, work.n, cancel_cb, &work, control));
  g_assert_true (strata_control_is_cancelled (control));
  for (gint64 i = 0; i < work.n; i++)
    {
      g_assert_cmpint (work.times[i], <=, 1);
      n_done += work.times[i];
    }
  g_assert_cmpint (n_done, >=, 6);
  g_assert_cmpint (n_done, <, work.n);
  g_assert_cmpfloat (strata_control_progress (control), <, 1.0);
  g_free (work.times);

  /* Later runs end at once, until the control is as new. */
  work_init (&work, pool, 10);
  g_assert_false (strata_pool_run (pool, work.n, count_cb, &work, control));
  for (gint64 i = 0; i < work.n; i++)
    g_assert_cmpint (work.times[i], ==, 0);

  strata_control_reset (control);
  g_assert_false (strata_control_is_cancelled (control));
  g_assert_cmpfloat (strata_control_progress (control), ==, 0.0);
  g_assert_true (strata_pool_run (pool, work.n, count_cb, &work, control));
  assert_done_once (&work);
  g_free (work.times);
  strata_control_free (control);
}

static void
test_cancel (void)
{
  StrataPool *pool = strata_pool_new (3, NULL);

  check_cancel (NULL);
  check_cancel (pool);
  strata_pool_free (pool);
}

/* Once every task has started there is nothing left to cancel. */
static void
test_cancel_too_late (void)
{
  StrataPool *pool = strata_pool_new (2, NULL);
  StrataControl *control = strata_control_new (NULL);
  Work work;

  work_init (&work, pool, 6);
  work.control = control;
  g_assert_true (strata_pool_run (NULL, work.n, cancel_cb, &work, control));
  assert_done_once (&work);
  g_free (work.times);
  strata_control_free (control);
  strata_pool_free (pool);
}

static void
sleep_cb (void *data, int64_t task)
{
  g_usleep (1000);
}

static gpointer
cancel_later_cb (gpointer control)
{
  g_usleep (20000);
  strata_control_cancel (control);
  return NULL;
}

static void
test_cancel_from_outside (void)
{
  StrataPool *pool = strata_pool_new (2, NULL);
  StrataControl *control = strata_control_new (NULL);
  GThread *thread = g_thread_new ("cancel", cancel_later_cb, control);

  g_assert_false (strata_pool_run (pool, 1000000, sleep_cb, NULL, control));
  g_thread_join (thread);
  strata_control_free (control);
  strata_pool_free (pool);
}

/* Run by one thread, the control must have seen all tasks before this. */
static void
progress_cb (void *data, int64_t task)
{
  Work *work = data;
  double progress = strata_control_progress (work->control);

  g_assert_cmpfloat_with_epsilon (progress, task / (double) work->n, 1e-12);
}

static void
test_progress (void)
{
  StrataControl *control = strata_control_new (NULL);
  StrataPool *pool = strata_pool_new (3, NULL);
  Work work = { .control = control, .n = 40 };

  g_assert_cmpfloat (strata_control_progress (control), ==, 0.0);
  g_assert_true (strata_pool_run (NULL, 40, progress_cb, &work, control));
  g_assert_cmpfloat (strata_control_progress (control), ==, 1.0);

  strata_control_reset (control);
  g_assert_true (strata_pool_run (pool, 40, sleep_cb, NULL, control));
  g_assert_cmpfloat (strata_control_progress (control), ==, 1.0);
  strata_control_free (control);
  strata_pool_free (pool);
}

static void
assert_pool_refused (int n_threads)
{
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };
  g_autofree char *number = g_strdup_printf ("%d", n_threads);

  g_assert_null (strata_pool_new (n_threads, NULL));
  g_assert_null (strata_pool_new (n_threads, &refusal));
  g_assert_cmpint (refusal.reason, ==, STRATA_REFUSAL_INVALID);
  g_assert_nonnull (strstr (refusal.message, number));
}

static void
test_refusal (void)
{
  assert_pool_refused (-1);
  assert_pool_refused (G_MININT);
  assert_pool_refused (G_MAXINT);
}

static void
test_memory (void)
{
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };
  StrataPool *pool = NULL;

  for (int n = 0; !pool; n++)
    {
      strata_memory_fail_after (n);
      pool = strata_pool_new (2, &refusal);
      g_assert_true (pool || refusal.reason == STRATA_REFUSAL_NO_MEMORY);
    }
  strata_memory_fail_after (0);
  g_assert_null (strata_control_new (&refusal));
  g_assert_cmpint (refusal.reason, ==, STRATA_REFUSAL_NO_MEMORY);
  strata_memory_fail_after (-1);
  strata_pool_free (pool);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pool/run/once", test_once);
  g_test_add_func ("/pool/run/many", test_many_runs);
  g_test_add_func ("/pool/run/nested", test_nested);
  g_test_add_func ("/pool/run/concurrent", test_concurrent);
  g_test_add_func ("/pool/run/apart", test_apart);
  g_test_add_func ("/pool/cycles", test_cycles);
  g_test_add_func ("/pool/control/cancel", test_cancel);
  g_test_add_func ("/pool/control/cancel-too-late", test_cancel_too_late);
  g_test_add_func ("/pool/control/cancel-from-outside",
                   test_cancel_from_outside);
  g_test_add_func ("/pool/control/progress", test_progress);
  g_test_add_func ("/pool/refusal", test_refusal);
  g_test_add_func ("/pool/memory", test_memory);

  return g_test_run ();
}
