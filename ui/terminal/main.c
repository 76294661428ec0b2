/* main.c — the program strata, for a shell.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-terminal.h"

#include <signal.h>

int
main (int argc, char **argv)
{
  StrataTerminal terminal = { .in = stdin, .takes_signals = TRUE };

  /* Whoever stops reading ends nothing but the reading. */
  signal (SIGPIPE, SIG_IGN);
  strata_stream_init (&terminal.out, stdout);
  strata_stream_init (&terminal.err, stderr);
  return strata_terminal_call (&terminal, argc, argv);
}
