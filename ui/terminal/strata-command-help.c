/* strata-command-help.c — strata help: what the program and its commands do.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-terminal.h"

#include "strata-table.h"

#define INDENT 2

static void
put_rows (StrataTerminal *terminal, StrataTable *table)
{
  strata_table_put (table, &terminal->out, INDENT, FALSE);
}

void
strata_terminal_put_help (StrataTerminal *terminal)
{
  g_autoptr (StrataTable) table = strata_table_new ("ll");

  strata_stream_put_bold (&terminal->out, "Usage:");
  strata_stream_put (&terminal->out,
                     " strata COMMAND …\n\n"
                     "Computes graphs of neural network layers.\n\n");
  strata_stream_put_bold (&terminal->out, "Commands:");
  strata_stream_put (&terminal->out, "\n");
  for (gsize i = 0; strata_commands[i]; i++)
    strata_table_add (table, strata_commands[i]->name,
                      strata_commands[i]->summary, NULL);
  put_rows (terminal, table);
  strata_stream_put (&terminal->out,
                     "\n'strata help COMMAND' and 'strata COMMAND --help' say "
                     "more.\n"
                     "'strata --version' says which version this is.\n");
}

static char *
option_text (const StrataOptionRow *row)
{
  return g_strdup_printf ("--%s%s%s%s", row->name, row->argument ? " " : "",
                          row->argument ? row->argument : "",
                          row->many ? " …" : "");
}

static void
put_options (const StrataCommand *command, StrataTerminal *terminal)
{
  g_autoptr (StrataTable) table = strata_table_new ("ll");

  for (const StrataOptionRow *row = command->options; row->name; row++)
    {
      g_autofree char *text = option_text (row);

      strata_table_add (table, text, row->help, NULL);
    }
  strata_table_add (table, "--help", "Say this", NULL);
  strata_stream_put (&terminal->out, "\n");
  strata_stream_put_bold (&terminal->out, "Options:");
  strata_stream_put (&terminal->out, "\n");
  put_rows (terminal, table);
}

void
strata_command_put_help (const StrataCommand *command, StrataTerminal *terminal)
{
  StrataStream *out = &terminal->out;

  strata_stream_put_bold (out, "Usage:");
  strata_stream_print (out, " strata %s%s%s%s\n\n", command->name,
                       command->operand ? " " : "",
                       command->operand ? command->operand : "",
                       command->options->name ? " [OPTION …]" : "");
  strata_stream_put_wrapped (out, 0, command->details);
  put_options (command, terminal);
}

static int
run_help (StrataTerminal *terminal, StrataOptions *options)
{
  GPtrArray *operands = strata_options_get_operands (options);
  const StrataCommand *command;

  if (operands->len == 0)
    {
      strata_terminal_put_help (terminal);
      return STRATA_STATUS_DONE;
    }
  command =
      strata_terminal_find_command (terminal, g_ptr_array_index (operands, 0));
  if (!command)
    return STRATA_STATUS_USAGE;
  strata_command_put_help (command, terminal);
  return STRATA_STATUS_DONE;
}

static const StrataOptionRow rows[] = {
  { NULL },
};

const StrataCommand strata_command_help = {
  .name = "help",
  .operand = "[COMMAND]",
  .most = 1,
  .summary = "Say what the program or a command does",
  .details = "Says what the program does, or one of its commands.",
  .options = rows,
  .run = run_help,
};
