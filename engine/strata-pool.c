/* strata-pool.c — worker threads, and a handle on what they are doing.
 *
 * A job is open while its owner is in strata_pool_run(). Workers join an open
 * job if they come in time; the owner waits for those inside, never for those
 * that sleep, so that a short job costs no wake-up. Before they sleep, workers
 * spin for a while: layers follow each other closely.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-pool-private.h"
#include "strata-memory.h"
#include "strata-refusal-private.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#define MAX_THREADS 1024

/* Looks at the job counter before a worker goes to sleep: some 50 µs. */
#define N_SPINS 2000

struct _StrataControl
{
  atomic_bool cancelled;
  atomic_llong done;
  atomic_llong total;
};

typedef struct
{
  StrataTaskFunc func;
  void *data;
  int64_t n_tasks;
  StrataControl *control;
  atomic_llong next;     /* first task that nobody has taken */
  atomic_bool cut_short; /* a task was left out */
} Job;

struct _StrataPool
{
  int n_threads;
  int n_started;
  pthread_t *threads;
  atomic_bool owned;      /* somebody is in strata_pool_run() */
  atomic_uint generation; /* goes up with each job and at the end */
  atomic_int n_inside;    /* workers in the job */

  pthread_mutex_t lock; /* guards the rest */
  pthread_cond_t wake;
  int n_asleep;
  Job *job; /* NULL: none is open */
  bool ending;
};

static inline void
relax (void)
{
#if defined(__x86_64__)
  __builtin_ia32_pause ();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void
run_tasks (Job *job)
{
  int64_t task;

  while ((task = atomic_fetch_add (&job->next, 1)) < job->n_tasks)
    {
      if (job->control && atomic_load (&job->control->cancelled))
        {
          atomic_store (&job->cut_short, true);
          return;
        }
      job->func (job->data, task);
      if (job->control)
        atomic_fetch_add (&job->control->done, 1);
    }
}

/* The job that is open now, entered, or NULL. */
static Job *
enter_job (StrataPool *pool)
{
  Job *job;

  pthread_mutex_lock (&pool->lock);
  job = pool->job;
  if (job)
    atomic_fetch_add (&pool->n_inside, 1);
  pthread_mutex_unlock (&pool->lock);
  return job;
}

/* Returns once the generation is no longer @seen; false at the end. */
static bool
wait_for_job (StrataPool *pool, unsigned *seen)
{
  bool ending;

  for (int i = 0; i < N_SPINS && atomic_load (&pool->generation) == *seen; i++)
    relax ();

  pthread_mutex_lock (&pool->lock);
  pool->n_asleep++;
  while (atomic_load (&pool->generation) == *seen && !pool->ending)
    pthread_cond_wait (&pool->wake, &pool->lock);
  pool->n_asleep--;
  *seen = atomic_load (&pool->generation);
  ending = pool->ending;
  pthread_mutex_unlock (&pool->lock);
  return !ending;
}

static void *
worker (void *data)
{
  StrataPool *pool = data;
  unsigned seen = 0;

  while (wait_for_job (pool, &seen))
    {
      Job *job = enter_job (pool);

      if (!job)
        continue;
      run_tasks (job);
      atomic_fetch_sub (&pool->n_inside, 1);
    }
  return NULL;
}

static void
open_job (StrataPool *pool, Job *job)
{
  pthread_mutex_lock (&pool->lock);
  pool->job = job;
  atomic_fetch_add (&pool->generation, 1);
  if (pool->n_asleep)
    pthread_cond_broadcast (&pool->wake);
  pthread_mutex_unlock (&pool->lock);
}

static void
close_job (StrataPool *pool)
{
  int spins = 0;

  pthread_mutex_lock (&pool->lock);
  pool->job = NULL;
  pthread_mutex_unlock (&pool->lock);

  while (atomic_load (&pool->n_inside) > 0)
    {
      relax ();
      if (++spins % N_SPINS == 0)
        sched_yield ();
    }
}

bool
strata_pool_run_expected (StrataPool *pool,
                          int64_t n_tasks,
                          StrataTaskFunc func,
                          void *data,
                          StrataControl *control)
{
  Job job = {
    .func = func,
    .data = data,
    .n_tasks = n_tasks,
    .control = control,
  };

  /* Alone, or inside another job: nobody else will come. */
  if (!pool || pool->n_threads == 1 || n_tasks <= 1
      || atomic_exchange (&pool->owned, true))
    {
      run_tasks (&job);
      return !atomic_load (&job.cut_short);
    }

  open_job (pool, &job);
  run_tasks (&job);
  close_job (pool);
  atomic_store (&pool->owned, false);
  return !atomic_load (&job.cut_short);
}

bool
strata_pool_run (StrataPool *pool,
                 int64_t n_tasks,
                 StrataTaskFunc func,
                 void *data,
                 StrataControl *control)
{
  strata_control_expect (control, n_tasks);
  return strata_pool_run_expected (pool, n_tasks, func, data, control);
}

static int
count_cores (void)
{
  cpu_set_t set;

  if (sched_getaffinity (0, sizeof set, &set) != 0 || CPU_COUNT (&set) < 1)
    return 1;
  return CPU_COUNT (&set) < MAX_THREADS ? CPU_COUNT (&set) : MAX_THREADS;
}

static bool
start_workers (StrataPool *pool)
{
  for (int i = 0; i < pool->n_threads - 1; i++)
    {
      if (pthread_create (&pool->threads[i], NULL, worker, pool) != 0)
        return false;
      pool->n_started++;
    }
  return true;
}

StrataPool *
strata_pool_new (int n_threads, StrataRefusal *refusal)
{
  StrataPool *pool;
  size_t size;

  if (n_threads < 0 || n_threads > MAX_THREADS)
    {
      strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                     "A pool of %d threads is not possible; it takes 1 to %d, "
                     "or 0 for one on each core",
                     n_threads, MAX_THREADS);
      return NULL;
    }
  if (n_threads == 0)
    n_threads = count_cores ();

  size = sizeof *pool + (size_t) n_threads * sizeof *pool->threads;
  pool = strata_memory_new (size, "a pool of threads", refusal);
  if (!pool)
    return NULL;

  *pool = (StrataPool){ .n_threads = n_threads };
  pool->threads = (pthread_t *) (pool + 1);
  pthread_mutex_init (&pool->lock, NULL);
  pthread_cond_init (&pool->wake, NULL);
  if (!start_workers (pool))
    {
      strata_refuse (refusal, STRATA_REFUSAL_NO_MEMORY,
                     "The system did not start %d threads, only %d", n_threads,
                     pool->n_started + 1);
      strata_pool_free (pool);
      return NULL;
    }
  return pool;
}

void
strata_pool_free (StrataPool *pool)
{
  if (!pool)
    return;

  pthread_mutex_lock (&pool->lock);
  pool->ending = true;
  atomic_fetch_add (&pool->generation, 1);
  pthread_cond_broadcast (&pool->wake);
  pthread_mutex_unlock (&pool->lock);

  for (int i = 0; i < pool->n_started; i++)
    pthread_join (pool->threads[i], NULL);
  pthread_cond_destroy (&pool->wake);
  pthread_mutex_destroy (&pool->lock);
  strata_memory_free (pool);
}

int
strata_pool_n_threads (const StrataPool *pool)
{
  return pool ? pool->n_threads : 1;
}

StrataControl *
strata_control_new (StrataRefusal *refusal)
{
  StrataControl *control =
      strata_memory_new (sizeof *control, "a control", refusal);

  if (control)
    *control = (StrataControl){ 0 };
  return control;
}

void
strata_control_free (StrataControl *control)
{
  strata_memory_free (control);
}

void
strata_control_cancel (StrataControl *control)
{
  atomic_store (&control->cancelled, true);
}

bool
strata_control_is_cancelled (StrataControl *control)
{
  return atomic_load (&control->cancelled);
}

void
strata_control_reset (StrataControl *control)
{
  atomic_store (&control->cancelled, false);
  atomic_store (&control->done, 0);
  atomic_store (&control->total, 0);
}

double
strata_control_progress (StrataControl *control)
{
  long long done = atomic_load (&control->done);
  long long total = atomic_load (&control->total);

  return total > 0 ? (double) done / (double) total : 0;
}

void
strata_control_expect (StrataControl *control, int64_t n_tasks)
{
  if (control)
    atomic_fetch_add (&control->total, n_tasks);
}
