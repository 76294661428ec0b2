/* test-terminal-signals.c — long runs, and who watches and ends them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "terminal/graphs.h"
#include "terminal/workplace.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_LAYERS 300

/* A graph that takes minutes with portable kernels, and little memory. */
static void
put_slow (Workplace *place)
{
  g_autoptr (GString) cards = g_string_new (
      "{\"id\": \"l0\", \"type\": \"RandomTensor\", \"inputs\": {\"shape\":"
      " [1, 128, 128, 128]}},"
      "{\"id\": \"s\", \"type\": \"SaveTensor\", \"inputs\": {\"path\":"
      " \"s.npy\"}}");
  g_autoptr (GString) wires =
      g_string_new ("{\"from\": \"l0.tensor\", \"to\": \"l1.input\"},"
                    "{\"from\": \"l1.output\", \"to\": \"s.tensor\"}");

  for (int i = 1; i <= N_LAYERS; i++)
    {
      g_string_append_printf (
          cards,
          ", {\"id\": \"l%d\", \"type\": \"SeparableConv2D\", \"inputs\":"
          " {\"filters\": 128, \"kernel_size\": 3, \"padding\": \"same\"}}",
          i);
      if (i > 1)
        g_string_append_printf (
            wires, ", {\"from\": \"l%d.output\", \"to\": \"l%d.input\"}", i - 1,
            i);
    }
  workplace_put_graph (place, "slow.strata", cards->str, wires->str);
  g_setenv ("STRATA_ISA", "portable", TRUE);
}

static const char *const slow_call[] = {
  "run", "slow.strata", "--json", "--output", "l1.output=y.npy", NULL
};

typedef struct
{
  GPid pid;
  int out;
  int err;
} Child;

/* Through a shell that runs @before first. */
static void
spawn (Workplace *place, Child *child, const char *before)
{
  g_autofree char *script = g_strconcat (before, "exec \"$0\" \"$@\"", NULL);
  const char *shell[] = { "sh", "-c", script, workplace_program () };
  g_autoptr (GPtrArray) line = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (shell); i++)
    g_ptr_array_add (line, (gpointer) shell[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (slow_call); i++)
    g_ptr_array_add (line, (gpointer) slow_call[i]);
  g_spawn_async_with_pipes (place->folder, (char **) line->pdata, NULL,
                            G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH,
                            NULL, NULL, &child->pid, NULL, &child->out,
                            &child->err, &error);
  g_assert_no_error (error);
}

/* Whether the program catches a signal, as the kernel says. The shell that is
 * there before it may do so too. */
static gboolean
catches (GPid pid, int number)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", (int) pid);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL)
      || !(line = strstr (text, "SigCgt:\t")))
    g_error ("%s cannot be read", path);
  if (!g_str_has_prefix (text, "Name:\tstrata\n"))
    return FALSE;
  return g_ascii_strtoull (line + strlen ("SigCgt:\t"), NULL, 16)
             >> (number - 1)
         & 1;
}

static void
wait_until_caught (Child *child, int number)
{
  while (!catches (child->pid, number))
    g_usleep (1000);
}

static char *
read_all (int fd)
{
  GString *text = g_string_new (NULL);
  char block[4096];
  ssize_t n;

  /* A terminal whose program has ended gives EIO. */
  while ((n = read (fd, block, sizeof block)) > 0 || (n < 0 && errno == EINTR))
    if (n > 0)
      g_string_append_len (text, block, n);
  close (fd);
  return g_string_free (text, FALSE);
}

static int
wait_for (GPid pid)
{
  int status;

  while (waitpid (pid, &status, 0) < 0)
    g_assert_cmpint (errno, ==, EINTR);
  return status;
}

/* Ends a run that has gone on for @seconds; nothing is written and nothing
 * said. */
static void
interrupt (int number, double seconds)
{
  g_auto (Workplace) place;
  Child child;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  g_autofree char *files = NULL;
  int status;

  workplace_init (&place);
  put_slow (&place);
  spawn (&place, &child, "");
  wait_until_caught (&child, number);
  g_usleep ((gulong) (seconds * G_USEC_PER_SEC));
  g_assert_no_errno (kill (child.pid, number));
  status = wait_for (child.pid);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 128 + number);
  out = read_all (child.out);
  err = read_all (child.err);
  g_assert_cmpstr (out, ==, "");
  g_assert_cmpstr (err, ==, "");
  files = workplace_list (&place);
  g_assert_cmpstr (files, ==, "slow.strata");
}

static void
test_interrupt (void)
{
  interrupt (SIGINT, 0.0);
  interrupt (SIGTERM, 0.2);
  interrupt (SIGHUP, 0.2);
}

/* Long enough for a person to be shown something: a pipe is not. */
static void
test_pipe (void)
{
  interrupt (SIGINT, 1.5);
}

/* Whoever wants it to ignore a signal, such as nohup, is heard. */
static void
test_ignored (void)
{
  g_auto (Workplace) place;
  Child child;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  int status;

  workplace_init (&place);
  put_slow (&place);
  spawn (&place, &child, "trap '' HUP; ");
  wait_until_caught (&child, SIGINT);
  g_assert_false (catches (child.pid, SIGHUP));
  kill (child.pid, SIGHUP);
  kill (child.pid, SIGINT);
  status = wait_for (child.pid);
  g_assert_cmpint (WEXITSTATUS (status), ==, 128 + SIGINT);
  out = read_all (child.out);
  err = read_all (child.err);
}

/* Starts the program on a terminal of its own. */
static GPid
spawn_on_terminal (Workplace *place,
                   int *terminal,
                   const char *variable,
                   const char *const *arguments)
{
  g_autoptr (GPtrArray) line = g_ptr_array_new ();
  struct winsize size = { .ws_row = 24, .ws_col = 60 };
  GPid pid;

  g_ptr_array_add (line, (gpointer) workplace_program ());
  while (*arguments)
    g_ptr_array_add (line, (gpointer) *arguments++);
  g_ptr_array_add (line, NULL);

  pid = forkpty (terminal, NULL, NULL, &size);
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      if (chdir (place->folder) == 0)
        {
          setenv ("TERM", "xterm", 1);
          putenv ((char *) variable);
          execv (workplace_program (), (char **) line->pdata);
        }
      _exit (127);
    }
  return pid;
}

/* Reads from a terminal until @text comes. */
static void
wait_for_text (int terminal, GString *seen, const char *text)
{
  while (!strstr (seen->str, text))
    {
      char block[256];
      ssize_t n = read (terminal, block, sizeof block);

      if (n <= 0)
        g_error ("The terminal ended with: %s", seen->str);
      g_string_append_len (seen, block, n);
    }
}

/* On a terminal, a person sees how far it is, and Ctrl+C wipes that away. */
static void
test_progress (void)
{
  g_auto (Workplace) place;
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autofree char *rest = NULL;
  g_autofree char *files = NULL;
  int terminal, status;
  GPid pid;

  workplace_init (&place);
  put_slow (&place);
  pid = spawn_on_terminal (&place, &terminal, "NO_COLOR=", slow_call);
  wait_for_text (terminal, seen, " %  l");
  g_assert_cmpint (write (terminal, "\003", 1), ==, 1);
  rest = read_all (terminal);
  status = wait_for (pid);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 128 + SIGINT);
  g_assert_true (g_str_has_suffix (rest, "\r\033[K"));
  files = workplace_list (&place);
  g_assert_cmpstr (files, ==, "slow.strata");
}

/* What a run of the doubling graph with a fault shows on a terminal. */
static char *
show_fault (const char *variable)
{
  static const char *const call[] = { "run", "net.strata", NULL };
  g_auto (Workplace) place;
  int terminal;
  GPid pid;
  char *text;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", DOUBLING_CARDS, DOUBLING_WIRES);
  pid = spawn_on_terminal (&place, &terminal, variable, call);
  text = read_all (terminal);
  g_assert_cmpint (WEXITSTATUS (wait_for (pid)), ==, 1);
  return text;
}

static void
test_colour (void)
{
  g_autofree char *colour = show_fault ("NO_COLOR=");
  g_autofree char *plain = show_fault ("NO_COLOR=1");
  g_autofree char *dumb = show_fault ("TERM=dumb");

  g_assert_true (
      g_str_has_prefix (colour, "\033[1mnet.strata:\033[0m card 'x'"));
  g_assert_true (g_str_has_prefix (plain, "net.strata: card 'x'"));
  g_assert_cmpstr (dumb, ==, plain);
}

/* A short run shows a person nothing but its result. */
static void
test_short (void)
{
  static const char *const call[] = { "run", "net.strata", "--input", "x=x.npy",
                                      NULL };
  g_auto (Workplace) place;
  g_autofree char *text = NULL;
  int terminal;
  GPid pid;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", THROUGH_CARDS, THROUGH_WIRES);
  workplace_put_floats (&place, "x.npy", "(2,)", (float[]){ 1, 2 }, 2);
  pid = spawn_on_terminal (&place, &terminal, "NO_COLOR=1", call);
  text = read_all (terminal);
  g_assert_cmpint (WEXITSTATUS (wait_for (pid)), ==, 0);
  g_assert_cmpstr (text, ==,
                   "output  dtype    shape  min  mean  max\r\n"
                   "y       float32  (2,)   1.0   1.5  2.0\r\n");
}

/* Nobody reads what it prints: no crash, and no word. */
static void
test_closed_pipe (void)
{
  const char *line[] = { workplace_program (), "cards", "--json", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;
  int ends[2], err, status;
  GPid pid;

  g_assert_no_errno (pipe2 (ends, O_CLOEXEC));
  close (ends[0]);
  g_spawn_async_with_pipes_and_fds (NULL, line, NULL, G_SPAWN_DO_NOT_REAP_CHILD,
                                    NULL, NULL, -1, ends[1], -1, NULL, NULL, 0,
                                    &pid, NULL, NULL, &err, &error);
  g_assert_no_error (error);
  close (ends[1]);
  status = wait_for (pid);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  said = read_all (err);
  g_assert_cmpstr (said, ==, "");
}

static void
test_full_disk (void)
{
  static const char *const call[] = { "cards", NULL };
  g_auto (Workplace) place;
  g_autoptr (Call) full = NULL;

  if (access ("/dev/full", W_OK) != 0)
    {
      g_test_skip ("There is no /dev/full");
      return;
    }
  workplace_init (&place);
  full = workplace_call_with (&place, NULL, "/dev/full", call);
  call_assert (full, 1, "", NULL);
  call_assert_says (full, "strata: Cannot write to standard output: ");
}

/* Standard output is closed: what it prints must not end in a file that it
 * opens. */
static void
test_no_output (void)
{
  static const char script[] =
      "exec \"$0\" run net.strata --json --input x=x.npy --output y=y.npy >&-";
  static const float numbers[] = { 1, 2 };
  const char *line[] = { "sh", "-c", script, workplace_program (), NULL };
  g_auto (Workplace) place;
  g_autofree char *err = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", THROUGH_CARDS, THROUGH_WIRES);
  workplace_put_floats (&place, "x.npy", "(2,)", numbers, 2);
  g_spawn_sync (place.folder, (char **) line, NULL, G_SPAWN_SEARCH_PATH, NULL,
                NULL, NULL, &err, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (WEXITSTATUS (status), ==, 1);
  g_assert_true (
      g_str_has_prefix (err, "strata: Cannot write to standard output: "));
  workplace_assert_floats (&place, "y.npy", "(2,)", numbers, 2);
}

/* Neither the program nor its library needs a display. */
static void
test_no_gtk (void)
{
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  const char *line[] = { "ldd", workplace_program (), NULL };
  int status;

  g_spawn_sync (NULL, (char **) line, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (out, "libstrata-1"));
  g_assert_null (strstr (out, "gtk"));
  g_assert_null (strstr (out, "gdk"));
  g_assert_null (strstr (out, "adwaita"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal/signals/interrupt", test_interrupt);
  g_test_add_func ("/terminal/signals/pipe", test_pipe);
  g_test_add_func ("/terminal/signals/ignored", test_ignored);
  g_test_add_func ("/terminal/signals/progress", test_progress);
  g_test_add_func ("/terminal/signals/colour", test_colour);
  g_test_add_func ("/terminal/signals/short", test_short);
  g_test_add_func ("/terminal/signals/closed-pipe", test_closed_pipe);
  g_test_add_func ("/terminal/signals/full-disk", test_full_disk);
  g_test_add_func ("/terminal/signals/no-output", test_no_output);
  g_test_add_func ("/terminal/signals/no-gtk", test_no_gtk);
  return g_test_run ();
}
