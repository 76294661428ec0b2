/* test-terminal-usage.c — how the program is called, and wrong calls of it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "terminal/workplace.h"

#include <string.h>

/* A wrong call: two lines on standard error, of which the first says @text and
 * the second where to look; nothing else, and nothing on standard output. */
static void
assert_refused (Call *call, const char *text, const char *hint)
{
  g_autofree char *line = g_strdup_printf ("\nTry 'strata%s --help'\n", hint);

  call_assert (call, 2, "", NULL);
  g_assert_true (g_str_has_prefix (call->err, "strata: "));
  call_assert_says (call, text);
  g_assert_true (g_str_has_suffix (call->err, line));
  g_assert_true (strstr (call->err, line) + 1 == strchr (call->err, '\n') + 1);
}

/* @line without the program's name, with blanks between words. */
static void
refuses (const char *line, const char *text, const char *hint)
{
  g_auto (Workplace) place;
  g_auto (GStrv) arguments = g_strsplit (line, " ", -1);
  g_autoptr (Call) call = NULL;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", "", "");
  call =
      workplace_call_with (&place, NULL, NULL, (const char *const *) arguments);
  assert_refused (call, text, hint);
}

static void
test_version (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  workplace_init (&place);
  call = workplace_call (&place, "--version", NULL);
  call_assert (call, 0, "strata " STRATA_VERSION "\n", "");
}

static void
test_help (void)
{
  static const char *const commands[] = { "run", "check", "format", "cards",
                                          "help" };
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  workplace_init (&place);
  call = workplace_call (&place, "--help", NULL);
  call_assert (call, 0, NULL, "");

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *usage =
          g_strdup_printf ("Usage: strata %s", commands[i]);
      g_autoptr (Call) option =
          workplace_call (&place, commands[i], "x", "--help", NULL);
      g_autoptr (Call) command =
          workplace_call (&place, "help", commands[i], NULL);

      g_assert_nonnull (strstr (call->out, commands[i]));
      call_assert (option, 0, command->out, "");
      g_assert_true (g_str_has_prefix (option->out, usage));
    }
}

static void
test_help_alone (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) option = NULL;
  g_autoptr (Call) letter = NULL;
  g_autoptr (Call) command = NULL;

  workplace_init (&place);
  option = workplace_call (&place, "--help", NULL);
  letter = workplace_call (&place, "-h", NULL);
  command = workplace_call (&place, "help", NULL);
  call_assert (letter, 0, option->out, "");
  call_assert (command, 0, option->out, "");
}

static void
test_command (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) nothing = NULL;
  g_autoptr (Call) empty = NULL;

  workplace_init (&place);
  nothing = workplace_call (&place, NULL);
  assert_refused (nothing, "A command is missing", "");
  empty = workplace_call (&place, "", NULL);
  assert_refused (empty, "There is no command ''", "");
  refuses ("chek net.strata",
           "There is no command 'chek'; did you mean 'check'?", "");
  refuses ("frobnicate", "There is no command 'frobnicate'\n", "");
  refuses ("help frobnicate", "There is no command 'frobnicate'\n", "");
  refuses ("--json run net.strata", "There is no option '--json' before a", "");
}

static void
test_option (void)
{
  refuses ("run net.strata --thread 1",
           "There is no option '--thread'; did you mean '--threads'?", " run");
  refuses ("run net.strata --frobnicate", "There is no option '--frobnicate'\n",
           " run");
  refuses ("run net.strata -j", "There is no option '-j'", " run");
  refuses ("check net.strata --input x=x.npy", "no option '--input'", " check");
  refuses ("run net.strata --json=yes", "Option '--json' takes no argument",
           " run");
  refuses ("run net.strata --weights", "Option '--weights' needs an argument",
           " run");
  refuses ("run net.strata --weights --json",
           "Option '--weights' needs an argument", " run");
  refuses ("run net.strata --weights=", "argument of option '--weights' is",
           " run");
  refuses ("run net.strata --weights a.npz --weights b.npz",
           "Option '--weights' is given twice", " run");
}

static void
test_operand (void)
{
  refuses ("run", "A GRAPH is missing: 'strata run GRAPH'", " run");
  refuses ("check --json", "A GRAPH is missing", " check");
  refuses ("format", "A GRAPH is missing", " format");
  refuses ("run net.strata b.strata", "'b.strata' is one too many", " run");
  refuses ("check net.strata -- --json", "'--json' is one too many", " check");
  refuses ("cards Input Output", "'Output' is one too many", " cards");
}

static void
test_threads (void)
{
  static const char *const wrong[] = {
    "-1", "two", "1.5", "1e3", "+1", "0x1", "1025", "99999999999999999999"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *apart =
          g_strdup_printf ("run net.strata --threads %s", wrong[i]);
      g_autofree char *together =
          g_strdup_printf ("run --threads=%s net.strata", wrong[i]);

      refuses (apart, "is not possible", " run");
      refuses (together, "is not possible", " run");
    }
}

static void
test_assignments (void)
{
  refuses ("run net.strata --input x", "lacks a name", " run");
  refuses ("run net.strata --input =x.npy", "lacks a name", " run");
  refuses ("run net.strata --output y=", "lacks a name", " run");
  refuses ("run net.strata --input x=a.npy --input x=b.npy",
           "has been given already", " run");
  refuses ("run net.strata --output y=a.npy --output y=b.npy",
           "has been given already", " run");
  refuses ("run net.strata --output y=a.npy --output z=./a.npy",
           "in the same file", " run");
  refuses ("run net.strata --output y=a.npz --save-weights a.npz",
           "in the same file", " run");
}

static void
test_settings (void)
{
  refuses ("run net.strata --set dw.padding=same",
           "text is written as --set 'dw.padding=\"TEXT\"'", " run");
  refuses ("run net.strata --set dw.strides=[1,", "is not JSON", " run");
  refuses ("run net.strata --set dw=1", "which port of which card", " run");
  refuses ("run net.strata --set .strides=1", "which port of which card",
           " run");
  refuses ("run net.strata --set dw.=1", "which port of which card", " run");
  refuses ("run net.strata --set dw.strides=1 --set dw.strides=2",
           "has been given already", " run");
}

/* What a person typed can neither break the line nor command a terminal. */
static void
test_plain (void)
{
  refuses ("ru\033[2Jn\n", "There is no command 'ru [2Jn '", "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal/usage/version", test_version);
  g_test_add_func ("/terminal/usage/help", test_help);
  g_test_add_func ("/terminal/usage/help-alone", test_help_alone);
  g_test_add_func ("/terminal/usage/command", test_command);
  g_test_add_func ("/terminal/usage/option", test_option);
  g_test_add_func ("/terminal/usage/operand", test_operand);
  g_test_add_func ("/terminal/usage/threads", test_threads);
  g_test_add_func ("/terminal/usage/assignments", test_assignments);
  g_test_add_func ("/terminal/usage/settings", test_settings);
  g_test_add_func ("/terminal/usage/plain", test_plain);
  return g_test_run ();
}
