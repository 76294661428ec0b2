/* strata-pool.c — worker threads, and a handle on what they are doing.
 *
 * A job is open while its owner is in strata_pool_run(). Workers join an open
 * job if they come in time; the owner waits for those inside, never for those
 * that sleep, so that a short job costs no wake-up. Before they sleep, workers
 * spin for a while: layers follow each other closely.
 *
 * Each thread has a share of a job's tasks, the same part of the whole in every
 * job, and helps with the shares of others when its own is done: what a thread
 * wrote in one step it finds in its own cache in the next.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-pool-private.h"
#include "strata-memory.h"
#include "strata-refusal-private.h"

#include <pthread.h>
#include <sched.h>
#include <stdalign.h>
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

/* What two threads write to at once lies in lines of its own. */
#define LINE 64

typedef struct
{
  StrataTaskFunc func;
  void *data;
  StrataControl *control;
  atomic_bool cut_short; /* a task was left out */
} Job;

typedef struct
{
  alignas (LINE) atomic_llong next; /* first task that nobody has taken */
  int64_t end;
} Share;

typedef struct
{
  StrataPool *pool;
  pthread_t thread;
  int index; /* of its share */

  /* Under the pool's lock. */
  bool asleep;
  int cpu;         /* that it fell asleep on */
  cpu_set_t usual; /* where it may run */
  cpu_set_t next;  /* where it may wake up */
} Worker;

struct _StrataPool
{
  int n_threads;
  int n_started;
  Worker *workers;
  Share *shares;       /* one for each thread; the owner's is the first */
  atomic_bool owned;   /* somebody is in strata_pool_run() */
  atomic_int cpu;      /* that the last owner was on */
  _Atomic (Job *) job; /* NULL: none is open */
  atomic_bool ending;
  atomic_int n_asleep;
  pthread_mutex_t lock; /* held to fall asleep and to wake */
  pthread_cond_t wake;

  alignas (LINE) atomic_uint generation; /* goes up with each job, and at the
                                            end */
  alignas (LINE) atomic_int n_inside;    /* workers that look at the job */
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

bool
strata_control_ends (StrataControl *control)
{
  return control && atomic_load (&control->cancelled);
}

/* False once the job is to end early. */
static bool
run_task (Job *job, int64_t task)
{
  if (strata_control_ends (job->control))
    {
      atomic_store (&job->cut_short, true);
      return false;
    }
  job->func (job->data, task);
  if (job->control)
    atomic_fetch_add (&job->control->done, 1);
  return true;
}

static bool
run_share (Job *job, Share *share)
{
  int64_t task;

  while (atomic_load (&share->next) < share->end
         && (task = atomic_fetch_add (&share->next, 1)) < share->end)
    if (!run_task (job, task))
      return false;
  return true;
}

/* The thread's own share first, then those of the others. */
static void
run_shares (StrataPool *pool, Job *job, int own)
{
  for (int i = 0; i < pool->n_threads; i++)
    if (!run_share (job, &pool->shares[(own + i) % pool->n_threads]))
      return;
}

static bool
has_cpu (const cpu_set_t *set, int cpu)
{
  return cpu >= 0 && cpu < CPU_SETSIZE && CPU_ISSET (cpu, set);
}

static void
remove_cpu (cpu_set_t *set, int cpu)
{
  if (has_cpu (set, cpu))
    CPU_CLR (cpu, set);
}

/* A system may wake a thread on the CPU of who wakes it, though others are
 * idle; virtual machines do it often. The two take turns there until the load
 * is balanced, some milliseconds later, when a layer is long done. So who
 * sleeps may wake up anywhere but on the CPU of the owner and, if there are
 * enough, on those of other workers that sleep. */
static void
keep_apart (StrataPool *pool, Worker *worker)
{
  cpu_set_t others, set = worker->usual;

  remove_cpu (&set, atomic_load (&pool->cpu));
  others = set;
  for (int i = 0; i < pool->n_started; i++)
    if (pool->workers[i].asleep && &pool->workers[i] != worker)
      remove_cpu (&set, pool->workers[i].cpu);
  if (CPU_COUNT (&set) == 0)
    set = others;
  if (CPU_COUNT (&set) > 0
      && pthread_setaffinity_np (worker->thread, sizeof set, &set) == 0)
    worker->next = set;
}

/* Those that would wake up where the owner is now. */
static void
keep_all_apart (StrataPool *pool)
{
  for (int i = 0; i < pool->n_started; i++)
    {
      Worker *worker = &pool->workers[i];

      if (worker->asleep && has_cpu (&worker->next, atomic_load (&pool->cpu)))
        keep_apart (pool, worker);
    }
}

static void
sleep_until_job (Worker *self, unsigned seen)
{
  StrataPool *pool = self->pool;
  const size_t size = sizeof self->usual;

  pthread_mutex_lock (&pool->lock);
  atomic_fetch_add (&pool->n_asleep, 1);
  if (pthread_getaffinity_np (self->thread, size, &self->usual) != 0)
    CPU_ZERO (&self->usual);
  self->next = self->usual;
  keep_apart (pool, self);
  self->cpu = sched_getcpu ();
  self->asleep = true;
  while (atomic_load (&pool->generation) == seen)
    pthread_cond_wait (&pool->wake, &pool->lock);
  self->asleep = false;
  pthread_setaffinity_np (self->thread, size, &self->usual);
  atomic_fetch_sub (&pool->n_asleep, 1);
  pthread_mutex_unlock (&pool->lock);
}

/* Returns once the generation is no longer @seen; false at the end. */
static bool
wait_for_job (Worker *self, unsigned *seen)
{
  StrataPool *pool = self->pool;

  for (int i = 0; i < N_SPINS && atomic_load (&pool->generation) == *seen; i++)
    relax ();
  if (atomic_load (&pool->generation) == *seen)
    sleep_until_job (self, *seen);
  *seen = atomic_load (&pool->generation);
  return !atomic_load (&pool->ending);
}

/* Either the owner that closes the job sees that somebody is inside, or who
 * enters sees that it is closed. */
static void *
work (void *data)
{
  Worker *self = data;
  StrataPool *pool = self->pool;
  unsigned seen = 0;

  while (wait_for_job (self, &seen))
    {
      Job *job;

      atomic_fetch_add (&pool->n_inside, 1);
      job = atomic_load (&pool->job);
      if (job)
        run_shares (pool, job, self->index);
      atomic_fetch_sub (&pool->n_inside, 1);
    }
  return NULL;
}

static void
wake_workers (StrataPool *pool)
{
  atomic_fetch_add (&pool->generation, 1);
  if (atomic_load (&pool->n_asleep) == 0)
    return;
  pthread_mutex_lock (&pool->lock);
  keep_all_apart (pool);
  pthread_cond_broadcast (&pool->wake);
  pthread_mutex_unlock (&pool->lock);
}

static void
share_out (StrataPool *pool, int64_t n_tasks)
{
  const int64_t n = pool->n_threads;
  const int64_t base = n_tasks / n, extra = n_tasks % n;
  int64_t first = 0;

  for (int64_t i = 0; i < n; i++)
    {
      atomic_store_explicit (&pool->shares[i].next, first,
                             memory_order_relaxed);
      first += base + (i < extra);
      pool->shares[i].end = first;
    }
}

static void
close_job (StrataPool *pool)
{
  int spins = 0;

  atomic_store (&pool->job, NULL);
  while (atomic_load (&pool->n_inside) > 0)
    {
      relax ();
      if (++spins % N_SPINS == 0)
        sched_yield ();
    }
}

static bool
run_alone (Job *job, int64_t n_tasks)
{
  for (int64_t task = 0; task < n_tasks; task++)
    if (!run_task (job, task))
      return false;
  return true;
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
    .control = control,
  };

  /* Alone, or inside another job: nobody else will come. */
  if (!pool || pool->n_threads == 1 || n_tasks <= 1
      || atomic_exchange (&pool->owned, true))
    return run_alone (&job, n_tasks);

  atomic_store_explicit (&pool->cpu, sched_getcpu (), memory_order_relaxed);
  share_out (pool, n_tasks);
  atomic_store (&pool->job, &job);
  wake_workers (pool);
  run_shares (pool, &job, 0);
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

/* Workers look at each other only when all are there. */
static bool
start_workers (StrataPool *pool)
{
  bool started = true;

  pthread_mutex_lock (&pool->lock);
  for (int i = 0; i < pool->n_threads - 1 && started; i++)
    {
      Worker *worker = &pool->workers[i];

      *worker = (Worker){ .pool = pool, .index = i + 1 };
      started = pthread_create (&worker->thread, NULL, work, worker) == 0;
      pool->n_started += started;
    }
  pthread_mutex_unlock (&pool->lock);
  return started;
}

/* The pool, its shares and its workers are one piece of memory. */
static StrataPool *
pool_alloc (int n_threads, StrataRefusal *refusal)
{
  const size_t n = (size_t) n_threads;
  StrataPool *pool = strata_memory_new (
      sizeof *pool + n * (sizeof *pool->shares + sizeof *pool->workers),
      "a pool of threads", refusal);

  if (!pool)
    return NULL;
  *pool = (StrataPool){ .n_threads = n_threads, .cpu = -1 };
  pool->shares = (Share *) (pool + 1);
  pool->workers = (Worker *) (pool->shares + n);
  return pool;
}

StrataPool *
strata_pool_new (int n_threads, StrataRefusal *refusal)
{
  StrataPool *pool;

  if (n_threads < 0 || n_threads > MAX_THREADS)
    {
      strata_refuse (refusal, STRATA_REFUSAL_INVALID,
                     "A pool of %d threads is not possible; it takes 1 to %d, "
                     "or 0 for one on each core",
                     n_threads, MAX_THREADS);
      return NULL;
    }
  pool = pool_alloc (n_threads == 0 ? count_cores () : n_threads, refusal);
  if (!pool)
    return NULL;

  pthread_mutex_init (&pool->lock, NULL);
  pthread_cond_init (&pool->wake, NULL);
  if (!start_workers (pool))
    {
      strata_refuse (refusal, STRATA_REFUSAL_NO_MEMORY,
                     "The system did not start %d threads, only %d",
                     pool->n_threads, pool->n_started + 1);
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

  atomic_store (&pool->ending, true);
  wake_workers (pool);
  for (int i = 0; i < pool->n_started; i++)
    pthread_join (pool->workers[i].thread, NULL);
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
