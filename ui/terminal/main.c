/* main.c — the program strata, for a shell.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-terminal.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

/* Without this, the first file that is opened would become what is missing, and
 * what is printed would end in it. Now reading or writing fails, as it should.
 */
static void
hold_places (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0)
      (void) !open ("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int
main (int argc, char **argv)
{
  StrataTerminal terminal = { .in = stdin, .takes_signals = TRUE };

  hold_places ();
  /* Whoever stops reading ends nothing but the reading. */
  signal (SIGPIPE, SIG_IGN);
  strata_stream_init (&terminal.out, stdout);
  strata_stream_init (&terminal.err, stderr);
  return strata_terminal_call (&terminal, argc, argv);
}
