/* bench-machine.c — measures what the machine can do at best.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench-machine.h"
#include "bench-speed.h"
#include "strata-memory.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define N_TRIALS 15
#define TRIAL_NS 2e6

/* What goes through a small cache goes through it this often before the clock
 * is looked at, which takes as long as some KiB do. */
#define CHUNK (16.0 * 1024 * 1024)

/* Of the memory that a measurement of it goes through. */
#define SMALLEST_STRETCH (64.0 * 1024 * 1024)
#define LARGEST_STRETCH (512.0 * 1024 * 1024)

/* Does some work and says how much. */
typedef double (*WorkFunc) (const BenchSpeed *speed,
                            void *memory,
                            size_t n_bytes);

typedef struct
{
  WorkFunc work;
  size_t n_bytes; /* of each thread */
  int n_threads;
  int n_ready; /* atomic */
} Trial;

/* Of the thread alone: a busy system takes the core away now and then, and the
 * machine is no slower for that. */
static double
now_ns (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return 1e9 * (double) time.tv_sec + (double) time.tv_nsec;
}

static double
work_fma_f32 (const BenchSpeed *speed, void *memory, size_t n_bytes)
{
  return speed->fma_f32 ();
}

static double
work_fma_f64 (const BenchSpeed *speed, void *memory, size_t n_bytes)
{
  return speed->fma_f64 ();
}

static double
work_read (const BenchSpeed *speed, void *memory, size_t n_bytes)
{
  double done = 0.0;

  for (; done < CHUNK; done += (double) n_bytes)
    speed->read (memory, n_bytes);

  return done;
}

static double
work_copy (const BenchSpeed *speed, void *memory, size_t n_bytes)
{
  double done = 0.0;
  size_t half = n_bytes / 2;

  for (; done < CHUNK; done += (double) n_bytes)
    speed->copy ((char *) memory + half, memory, half);

  return done;
}

/* All threads work at a time, lest one has the caches for itself. */
static void
wait_for_all (Trial *trial)
{
  g_atomic_int_inc (&trial->n_ready);
  while (g_atomic_int_get (&trial->n_ready) < trial->n_threads)
    g_thread_yield ();
}

/* Work of one second. */
static double
rate (const Trial *trial, void *memory)
{
  const BenchSpeed *speed = bench_speed ();
  double start = now_ns (), elapsed, done = 0.0;

  do
    {
      done += trial->work (speed, memory, trial->n_bytes);
      elapsed = now_ns () - start;
    }
  while (elapsed < TRIAL_NS);

  return 1e9 * done / elapsed;
}

static gpointer
trial_thread (gpointer data)
{
  Trial *trial = data;
  void *memory = strata_memory_new (trial->n_bytes, "the stretch", NULL);
  double *best = g_new0 (double, 1);

  if (memory != NULL)
    {
      memset (memory, 1, trial->n_bytes);
      trial->work (bench_speed (), memory, trial->n_bytes);
    }

  wait_for_all (trial);
  for (int i = 0; i < N_TRIALS && memory != NULL; i++)
    *best = MAX (*best, rate (trial, memory));

  strata_memory_free (memory);
  return best;
}

/* In two halves of whole steps, of which there is one at least. */
static size_t
round_stretch (double n_bytes)
{
  size_t n_steps = (size_t) n_bytes / (2 * BENCH_SPEED_STEP);

  return MAX (n_steps, 1) * 2 * BENCH_SPEED_STEP;
}

/* Best rate of each thread, summed; @n_bytes of memory for each. */
static double
measure (int n_threads, WorkFunc work, double n_bytes)
{
  Trial trial = {
    .work = work,
    .n_bytes = round_stretch (n_bytes),
    .n_threads = n_threads,
  };
  g_autofree GThread **threads = g_new (GThread *, n_threads);
  double sum = 0.0;

  for (int i = 0; i < n_threads; i++)
    threads[i] = g_thread_new ("bench-speed", trial_thread, &trial);

  for (int i = 0; i < n_threads; i++)
    {
      g_autofree double *best = g_thread_join (threads[i]);

      sum += *best;
    }

  return sum;
}

static gboolean
read_cache_file (int index, const char *name, char **text)
{
  g_autofree char *path = g_strdup_printf (
      "/sys/devices/system/cpu/cpu0/cache/index%d/%s", index, name);

  if (!g_file_get_contents (path, text, NULL, NULL))
    return FALSE;

  g_strchomp (*text);
  return TRUE;
}

/* Bytes of the first core's data cache at @level, 0 where the system does not
 * tell. */
static double
cache_size (int level)
{
  for (int i = 0;; i++)
    {
      g_autofree char *at = NULL, *type = NULL, *size = NULL;

      if (!read_cache_file (i, "level", &at)
          || !read_cache_file (i, "type", &type)
          || !read_cache_file (i, "size", &size))
        return 0.0;

      /* The kernel always writes KiB: "48K". */
      if (atoi (at) == level && !g_str_equal (type, "Instruction"))
        return 1024.0 * atoi (size);
    }
}

/* Where nobody tells the size, one that most machines have. */
static double
known_or (double size, double usual)
{
  return size > 0.0 ? size : usual;
}

/* The first two levels belong to a core each, the third to all. */
static void
size_levels (BenchMachine *machine)
{
  BenchLevel *levels = machine->levels;
  double n = machine->n_threads;

  levels[0] = (BenchLevel){
    .name = "L1",
    .size = n * known_or (cache_size (1), 32 << 10),
  };
  levels[1] = (BenchLevel){
    .name = "L2",
    .size = n * known_or (cache_size (2), 1 << 20),
  };
  levels[2] = (BenchLevel){
    .name = "L3",
    .size = MAX (cache_size (3), levels[1].size),
  };
  levels[3] = (BenchLevel){ .name = "memory", .size = G_MAXDOUBLE };
}

/* Bytes that fall out of the level before @i and stay in @i. A third level is
 * often shared with strangers, hence far from filled here. */
static double
stretch (const BenchMachine *machine, int i)
{
  const BenchLevel *levels = machine->levels;

  switch (i)
    {
    case 0:
    case 1:
      return levels[i].size / 2;
    case 2:
      return MIN (levels[2].size / 2, 4 * levels[1].size);
    default:
      return CLAMP (4 * levels[2].size, SMALLEST_STRETCH, LARGEST_STRETCH);
    }
}

static void
measure_levels (BenchMachine *machine)
{
  for (int i = 0; i < BENCH_N_LEVELS; i++)
    {
      BenchLevel *level = &machine->levels[i];
      double n_bytes = stretch (machine, i) / machine->n_threads;

      level->read = measure (machine->n_threads, work_read, n_bytes);
      level->copy = measure (machine->n_threads, work_copy, n_bytes);
    }
}

/* The CPU's name, as far as the system tells. */
static char *
find_model (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GRegex) regex =
      g_regex_new ("^model name\\s*:\\s*(.*)$", G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (!g_file_get_contents ("/proc/cpuinfo", &text, NULL, NULL)
      || !g_regex_match (regex, text, 0, &match))
    return g_strdup ("unknown");

  return g_match_info_fetch (match, 1);
}

BenchMachine *
bench_machine_new (int n_threads)
{
  BenchMachine *machine = g_new0 (BenchMachine, 1);
  const double no_memory = 0.0;

  machine->model = find_model ();
  machine->isa = bench_speed ()->isa;
  machine->n_threads = n_threads;
  machine->flops_f32 = measure (n_threads, work_fma_f32, no_memory);
  machine->flops_f64 = measure (n_threads, work_fma_f64, no_memory);

  size_levels (machine);
  measure_levels (machine);
  return machine;
}

void
bench_machine_free (BenchMachine *machine)
{
  g_free (machine->model);
  g_free (machine);
}
