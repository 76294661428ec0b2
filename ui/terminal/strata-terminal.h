/* strata-terminal.h — the program strata: what its commands share.
 *
 * All that a call does goes through a StrataTerminal, so that a test can make
 * calls within one process.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-options.h"
#include "strata-stream.h"

G_BEGIN_DECLS

/* What the program returns; 128 and the number of a signal that ended it. */
enum
{
  STRATA_STATUS_DONE        = 0,
  STRATA_STATUS_FAULT       = 1, /* of a graph, of data, of a file */
  STRATA_STATUS_USAGE       = 2,
  STRATA_STATUS_INTERRUPTED = 128,
};

typedef struct
{
  FILE        *in;
  StrataStream out;
  StrataStream err;
  gboolean     takes_signals; /* whether the process is the program's own */
} StrataTerminal;

/**
 * StrataCommand:
 * @name: first word of a call
 * @operand: (nullable): what follows it, as "GRAPH" or "[TYPE]"
 * @fewest: how many operands it needs
 * @most: how many operands it takes
 * @summary: what it does, in a few words
 * @details: what it does, in paragraphs
 * @options: its options; the last has no name
 * @run: does it, and returns what the program returns
 *
 * A command of the program.
 */
typedef struct
{
  const char            *name;
  const char            *operand;
  guint                  fewest;
  guint                  most;
  const char            *summary;
  const char            *details;
  const StrataOptionRow *options;
  int                  (*run) (StrataTerminal *terminal,
                               StrataOptions  *options);
} StrataCommand;

extern const StrataCommand strata_command_cards;
extern const StrataCommand strata_command_check;
extern const StrataCommand strata_command_format;
extern const StrataCommand strata_command_help;
extern const StrataCommand strata_command_run;

/* Does what a command line says. */
int                  strata_terminal_call         (StrataTerminal      *terminal,
                                                   int                  argc,
                                                   char               **argv);

/* NULL after having said that there is none of this name. */
const StrataCommand *strata_terminal_find_command (StrataTerminal      *terminal,
                                                   const char          *name);

/* Tells a person that the call is wrong. @command may be NULL. */
int                  strata_terminal_refuse       (StrataTerminal      *terminal,
                                                   const StrataCommand *command,
                                                   const char          *format,
                                                   ...) G_GNUC_PRINTF (3, 4);

/* A line of the program's own on standard error. */
void                 strata_terminal_note         (StrataTerminal      *terminal,
                                                   const char          *format,
                                                   ...) G_GNUC_PRINTF (2, 3);

/* Makes the kinds of cards known that plugins bring. */
void                 strata_terminal_load_plugins (StrataTerminal      *terminal);

/* Help: strata-command-help.c. */
void                 strata_terminal_put_help     (StrataTerminal      *terminal);
void                 strata_command_put_help      (const StrataCommand *command,
                                                   StrataTerminal      *terminal);

/* All commands; the last is NULL. */
extern const StrataCommand *const strata_commands[];

G_END_DECLS
