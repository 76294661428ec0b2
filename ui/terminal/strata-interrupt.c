/* strata-interrupt.c — Ctrl+C and other ways to be asked to end.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-interrupt.h"

#include <signal.h>
#include <stdatomic.h>
#include <unistd.h>

/* Any thread may be the one that takes the signal. */
static atomic_bool deferred;
static atomic_int pending;

/* Calls only what a handler may call. */
static void
interrupt_cb (int number)
{
  if (!deferred || pending)
    _exit (128 + number);
  pending = number;
}

static void
watch (int number)
{
  struct sigaction action, before;

  if (sigaction (number, NULL, &before) != 0 || before.sa_handler == SIG_IGN)
    return;
  action =
      (struct sigaction){ .sa_handler = interrupt_cb, .sa_flags = SA_RESTART };
  sigemptyset (&action.sa_mask);
  sigaction (number, &action, NULL);
}

void
strata_interrupt_install (void)
{
  watch (SIGHUP);
  watch (SIGINT);
  watch (SIGTERM);
}

void
strata_interrupt_defer (void)
{
  deferred = TRUE;
}

int
strata_interrupt_pending (void)
{
  return pending;
}
