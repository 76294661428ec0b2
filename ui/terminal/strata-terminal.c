/* strata-terminal.c — the program strata: finds out what a call wants.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-terminal.h"

#include "strata-suggestion.h"

#include "strata-loader.h"

#include <stdarg.h>
#include <string.h>

const StrataCommand *const strata_commands[] = {
  &strata_command_run,   &strata_command_check, &strata_command_format,
  &strata_command_cards, &strata_command_help,  NULL,
};

int
strata_terminal_refuse (StrataTerminal *terminal,
                        const StrataCommand *command,
                        const char *format,
                        ...)
{
  g_autofree char *message = NULL;
  g_autofree char *plain = NULL;
  const char *space = command ? " " : "";
  const char *name = command ? command->name : "";
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  /* It quotes what somebody typed. */
  plain = strata_plain_text (message);
  strata_stream_put_bold (&terminal->err, "strata:");
  strata_stream_print (&terminal->err, " %s\n", plain);
  strata_stream_print (&terminal->err, "Try 'strata%s%s --help'\n", space,
                       name);
  return STRATA_STATUS_USAGE;
}

void
strata_terminal_note (StrataTerminal *terminal, const char *format, ...)
{
  g_autofree char *message = NULL;
  g_autofree char *plain = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  plain = strata_plain_text (message);
  strata_stream_put_bold (&terminal->err, "strata:");
  strata_stream_print (&terminal->err, " %s\n", plain);
}

const StrataCommand *
strata_terminal_find_command (StrataTerminal *terminal, const char *name)
{
  g_autofree char *hint = NULL;
  StrataSuggestion suggestion;

  strata_suggestion_init (&suggestion, name);
  for (gsize i = 0; strata_commands[i]; i++)
    {
      if (g_str_equal (strata_commands[i]->name, name))
        return strata_commands[i];
      strata_suggestion_try (&suggestion, strata_commands[i]->name);
    }
  hint = strata_suggestion_text (&suggestion);
  strata_terminal_refuse (terminal, NULL, "There is no command '%s'%s", name,
                          hint);
  return NULL;
}

/* Plugins stay for as long as the program does. */
void
strata_terminal_load_plugins (StrataTerminal *terminal)
{
  static gboolean loaded;
  g_auto (GStrv) messages = NULL;

  if (loaded)
    return;
  loaded = TRUE;
  messages = strata_plugins_load (strata_registry_get_default ());
  for (char **message = messages; message && *message; message++)
    strata_terminal_note (terminal, "%s", *message);
}

static gboolean
asks_for_help (int argc, char **argv)
{
  for (int i = 0; i < argc && !g_str_equal (argv[i], "--"); i++)
    if (g_str_equal (argv[i], "--help") || g_str_equal (argv[i], "-h"))
      return TRUE;
  return FALSE;
}

static gboolean
check_operands (const StrataCommand *command,
                StrataTerminal *terminal,
                GPtrArray *operands)
{
  const char *extra;

  if (operands->len < command->fewest)
    {
      strata_terminal_refuse (
          terminal, command, "A %s is missing: 'strata %s %s'",
          command->operand, command->name, command->operand);
      return FALSE;
    }
  if (operands->len <= command->most)
    return TRUE;

  extra = g_ptr_array_index (operands, command->most);
  strata_terminal_refuse (terminal, command,
                          "The command takes one %s, so '%s' is one too many",
                          command->operand, extra);
  return FALSE;
}

static int
call_command (const StrataCommand *command,
              StrataTerminal *terminal,
              int argc,
              char **argv)
{
  g_autoptr (StrataOptions) options = NULL;
  g_autofree char *message = NULL;

  if (asks_for_help (argc, argv))
    {
      strata_command_put_help (command, terminal);
      return STRATA_STATUS_DONE;
    }
  options = strata_options_parse (command->options, argc, argv, &message);
  if (!options)
    return strata_terminal_refuse (terminal, command, "%s", message);
  if (!check_operands (command, terminal,
                       strata_options_get_operands (options)))
    return STRATA_STATUS_USAGE;
  return command->run (terminal, options);
}

/* Options that stand before a command, or without one. */
static int
call_without_command (StrataTerminal *terminal, const char *first)
{
  if (!first)
    return strata_terminal_refuse (terminal, NULL,
                                   "A command is missing: 'strata COMMAND …'");
  if (g_str_equal (first, "--help") || g_str_equal (first, "-h"))
    strata_terminal_put_help (terminal);
  else if (g_str_equal (first, "--version"))
    strata_stream_put (&terminal->out, "strata " STRATA_VERSION "\n");
  else
    return strata_terminal_refuse (
        terminal, NULL,
        "There is no option '%s' before a command; options follow it: "
        "'strata COMMAND …'",
        first);
  return STRATA_STATUS_DONE;
}

int
strata_terminal_call (StrataTerminal *terminal, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  const StrataCommand *command;
  int status;

  if (argc < 2 || argv[1][0] == '-')
    status = call_without_command (terminal, argc < 2 ? NULL : argv[1]);
  else
    {
      command = strata_terminal_find_command (terminal, argv[1]);
      status = command ? call_command (command, terminal, argc - 2, argv + 2)
                       : STRATA_STATUS_USAGE;
    }

  if (!strata_stream_flush (&terminal->out, &error))
    {
      strata_terminal_note (terminal, "%s", error->message);
      if (status == STRATA_STATUS_DONE)
        status = STRATA_STATUS_FAULT;
    }
  return status;
}
