/* strata-progress.c — waits for a run, and shows a person how far it is.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-progress.h"

#include "strata-interrupt.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

#define NANOSECONDS 1000000000L
#define NANOSECONDS_BETWEEN (NANOSECONDS / 20)
/* A card that does not hear that it is to end is left behind: a run writes
 * nothing. */
#define MICROSECONDS_TO_CANCEL (1 * G_USEC_PER_SEC)
/* A shorter run needs no line. */
#define MICROSECONDS_BEFORE (1 * G_USEC_PER_SEC)

#define ERASE_LINE "\r\033[K"

typedef struct
{
  StrataRun *run;
  StrataStream *stream;
  gint64 start;
  gint64 cancelled; /* when, or 0 */
  char *shown;      /* NULL while there is no line */

  /* ThreadSanitizer does not see inside of GLib's. */
  pthread_mutex_t mutex;
  pthread_cond_t wake;
  gboolean ended;
} Progress;

static char *
make_line (Progress *progress)
{
  g_autofree char *card = strata_run_dup_current_card (progress->run);
  int percent = (int) (strata_run_get_progress (progress->run) * 100.0);
  g_autofree char *line =
      g_strdup_printf ("%3d %%%s%s", CLAMP (percent, 0, 100), card ? "  " : "",
                       card ? card : "");

  /* A line that wraps cannot be erased. Ids are ASCII. */
  return g_strndup (line, progress->stream->width - 1);
}

static void
show (Progress *progress)
{
  g_autofree char *line = NULL;

  if (!progress->stream->is_terminal
      || g_get_monotonic_time () - progress->start < MICROSECONDS_BEFORE)
    return;
  line = make_line (progress);
  if (g_strcmp0 (line, progress->shown) == 0)
    return;
  strata_stream_print (progress->stream, ERASE_LINE "%s", line);
  fflush (progress->stream->file);
  g_free (progress->shown);
  progress->shown = g_steal_pointer (&line);
}

static void
erase (Progress *progress)
{
  if (!progress->shown)
    return;
  strata_stream_put (progress->stream, ERASE_LINE);
  fflush (progress->stream->file);
  g_clear_pointer (&progress->shown, g_free);
}

static void
cancel (Progress *progress)
{
  gint64 now = g_get_monotonic_time ();

  if (progress->cancelled == 0)
    {
      progress->cancelled = now;
      strata_run_cancel (progress->run);
    }
  else if (now - progress->cancelled > MICROSECONDS_TO_CANCEL)
    {
      erase (progress);
      _exit (128 + strata_interrupt_pending ());
    }
}

static void
look (Progress *progress)
{
  if (strata_interrupt_pending ())
    cancel (progress);
  else
    show (progress);
}

static struct timespec
next_look (void)
{
  struct timespec next;

  clock_gettime (CLOCK_MONOTONIC, &next);
  next.tv_nsec += NANOSECONDS_BETWEEN;
  next.tv_sec += next.tv_nsec / NANOSECONDS;
  next.tv_nsec %= NANOSECONDS;
  return next;
}

static gpointer
watch (gpointer data)
{
  Progress *progress = data;

  pthread_mutex_lock (&progress->mutex);
  while (!progress->ended)
    {
      struct timespec next = next_look ();

      if (pthread_cond_timedwait (&progress->wake, &progress->mutex, &next)
          == ETIMEDOUT)
        look (progress);
    }
  pthread_mutex_unlock (&progress->mutex);
  return NULL;
}

static void
begin_watch (Progress *progress)
{
  pthread_condattr_t attributes;

  pthread_mutex_init (&progress->mutex, NULL);
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&progress->wake, &attributes);
  pthread_condattr_destroy (&attributes);
}

static void
end_watch (Progress *progress, GThread *watcher)
{
  pthread_mutex_lock (&progress->mutex);
  progress->ended = TRUE;
  pthread_cond_signal (&progress->wake);
  pthread_mutex_unlock (&progress->mutex);
  if (watcher)
    g_thread_join (watcher);
  pthread_mutex_destroy (&progress->mutex);
  pthread_cond_destroy (&progress->wake);
}

void
strata_progress_execute (StrataRun *run, StrataStream *stream)
{
  Progress progress = { .run = run,
                        .stream = stream,
                        .start = g_get_monotonic_time () };
  GThread *watcher;

  begin_watch (&progress);
  /* Without a thread to be had, nobody looks; a second Ctrl+C still ends it. */
  watcher = g_thread_try_new ("strata-watch", watch, &progress, NULL);
  strata_run_execute (run, NULL);
  end_watch (&progress, watcher);
  erase (&progress);
}
