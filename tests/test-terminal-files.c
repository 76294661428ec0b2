/* test-terminal-files.c — what strata run writes, and that it writes nothing
 * when anything failed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "terminal/graphs.h"
#include "terminal/workplace.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static const float numbers[] = { 1, 2, 3 };
static const float others[] = { 4, 5 };

/* A graph in sub/ that loads one file and saves it as another. */
static void
put_copying (Workplace *place, const char *from, const char *to)
{
  g_autofree char *cards = g_strdup_printf (
      "{\"id\": \"l\", \"type\": \"LoadTensor\", \"inputs\": {\"path\": "
      "\"%s\"}},"
      "{\"id\": \"s\", \"type\": \"SaveTensor\", \"inputs\": {\"path\": "
      "\"%s\"}}",
      from, to);

  workplace_put_graph (place, "sub/net.strata", cards,
                       "{\"from\": \"l.tensor\", \"to\": \"s.tensor\"}");
}

static void
begin (Workplace *place)
{
  workplace_init (place);
  workplace_make (place, "sub");
  workplace_put_floats (place, "a.npy", "(2,)", others, 2);
  workplace_put_floats (place, "sub/a.npy", "(3,)", numbers, 3);
}

/* That no file has come, gone or changed. */
static void
assert_writes_nothing (Workplace *place, const char *const *arguments)
{
  g_autofree char *before = workplace_list (place);
  g_autofree char *after = NULL;
  g_autoptr (Call) call = workplace_call_with (place, NULL, NULL, arguments);

  call_assert (call, 1, "", NULL);
  after = workplace_list (place);
  g_assert_cmpstr (before, ==, after);
}

/* Paths in a graph start from its folder, not from where the program is. */
static void
test_inside (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  begin (&place);
  put_copying (&place, "a.npy", "b.npy");
  call = workplace_call (&place, "run", "sub/net.strata", NULL);
  call_assert (call, 0, "", "");
  workplace_assert_floats (&place, "sub/b.npy", "(3,)", numbers, 3);
  g_assert_false (workplace_has (&place, "b.npy"));
}

/* Paths that leave the folder: by name, from the root, and through a link. */
static void
test_outside (void)
{
  static const char *const call[] = { "run", "sub/net.strata", NULL };
  g_auto (Workplace) place;
  g_autofree char *absolute = NULL;
  g_autofree char *link = NULL;

  begin (&place);
  absolute = workplace_path (&place, "a.npy");
  link = workplace_path (&place, "sub/link.npy");
  g_assert_no_errno (symlink ("../a.npy", link));

  put_copying (&place, "../a.npy", "b.npy");
  assert_writes_nothing (&place, call);
  put_copying (&place, absolute, "b.npy");
  assert_writes_nothing (&place, call);
  put_copying (&place, "link.npy", "b.npy");
  assert_writes_nothing (&place, call);
  put_copying (&place, "../sub/a.npy", "b.npy");
  assert_writes_nothing (&place, call);
  g_assert_false (workplace_has (&place, "sub/b.npy"));

  put_copying (&place, "a.npy", "../b.npy");
  assert_writes_nothing (&place, call);
  put_copying (&place, "a.npy", absolute);
  assert_writes_nothing (&place, call);
  put_copying (&place, "a.npy", "link.npy");
  assert_writes_nothing (&place, call);
  workplace_assert_floats (&place, "a.npy", "(2,)", others, 2);
}

static void
test_trust (void)
{
  g_auto (Workplace) place;
  g_autofree char *absolute = NULL;
  g_autoptr (Call) check = NULL;
  g_autoptr (Call) trusting = NULL;
  g_autoptr (Call) call = NULL;

  begin (&place);
  absolute = workplace_path (&place, "b.npy");
  put_copying (&place, "../a.npy", absolute);
  check = workplace_call (&place, "check", "sub/net.strata", NULL);
  call_assert (check, 1, "", NULL);
  call_assert_says (check, "sub/net.strata: card 'l', port 'path': ");
  call_assert_says (check, "sub/net.strata: card 's', port 'path': ");
  trusting =
      workplace_call (&place, "check", "--trust", "sub/net.strata", NULL);
  call_assert (trusting, 0, NULL, "");
  call = workplace_call (&place, "run", "--trust", "sub/net.strata", NULL);
  call_assert (call, 0, "", "");
  workplace_assert_floats (&place, "b.npy", "(2,)", others, 2);
}

/* Paths on the command line are the user's own. */
static void
test_command_line (void)
{
  g_auto (Workplace) place;
  g_autofree char *absolute = NULL;
  g_autofree char *output = NULL;
  g_autoptr (Call) call = NULL;

  begin (&place);
  workplace_put_graph (&place, "sub/net.strata", THROUGH_CARDS, THROUGH_WIRES);
  absolute = workplace_path (&place, "b.npy");
  output = g_strconcat ("y=", absolute, NULL);
  call = workplace_call (&place, "run", "sub/net.strata", "--input",
                         "x=sub/../a.npy", "--output", output, NULL);
  call_assert (call, 0, "", "");
  workplace_assert_floats (&place, "b.npy", "(2,)", others, 2);
}

static void
test_key (void)
{
  static const char *const members[] = { "first", "second", NULL };
  static const char *const files[] = { "sub/a.npy", "a.npy", NULL };
  static const char cards[] =
      "{\"id\": \"l\", \"type\": \"LoadTensor\", \"inputs\": {\"path\": "
      "\"all.npz\", \"key\": \"second\"}},"
      "{\"id\": \"y\", \"type\": \"Output\"}";
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  begin (&place);
  workplace_put_npz (&place, "all.npz", members, files);
  workplace_put_graph (&place, "net.strata", cards,
                       "{\"from\": \"l.tensor\", \"to\": \"y.data\"}");
  call =
      workplace_call (&place, "run", "net.strata", "--output", "y=y.npy", NULL);
  call_assert (call, 0, "", "");
  workplace_assert_floats (&place, "y.npy", "(2,)", others, 2);
}

/* One of several files cannot be written: none is. */
static void
test_together (void)
{
  static const char *const wrong_output[] = {
    "run",     "net.strata", "--input",         "x=a.npy",        "--output",
    "y=y.npy", "--output",   "x.data=no/y.npy", "--save-weights", "w.npz",
    NULL
  };
  static const char *const wrong_weights[] = {
    "run",     "net.strata",     "--input",  "x=a.npy", "--output",
    "y=y.npy", "--save-weights", "no/w.npz", NULL
  };
  static const char *const onto_folder[] = {
    "run",     "net.strata", "--input",    "x=a.npy", "--output",
    "y=y.npy", "--output",   "x.data=sub", NULL
  };
  g_auto (Workplace) place;

  begin (&place);
  workplace_put_graph (&place, "net.strata", THROUGH_CARDS, THROUGH_WIRES);
  assert_writes_nothing (&place, wrong_output);
  assert_writes_nothing (&place, wrong_weights);
  assert_writes_nothing (&place, onto_folder);
}

/* A SaveTensor waits for all the rest, and a file stays as it was. */
static void
test_sink_together (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;
  g_autoptr (Call) same = NULL;
  g_autofree char *kept = NULL;

  begin (&place);
  put_copying (&place, "a.npy", "b.npy");
  workplace_put (&place, "sub/b.npy", "before");
  call = workplace_call (&place, "run", "sub/net.strata", "--output",
                         "l.tensor=no/y.npy", NULL);
  call_assert (call, 1, "",
               "no/y.npy: Cannot write: No such file or directory\n");
  same = workplace_call (&place, "run", "sub/net.strata", "--output",
                         "l.tensor=sub/b.npy", NULL);
  call_assert (same, 1, "", NULL);
  kept = workplace_get (&place, "sub/b.npy");
  g_assert_cmpstr (kept, ==, "before");
}

/* A fault that shows only while computing. */
static void
test_late_fault (void)
{
  static const char *const arguments[] = { "run",      "net.strata",
                                           "--output", "l.tensor=y.npy",
                                           "--json",   NULL };
  static const char cards[] =
      "{\"id\": \"l\", \"type\": \"LoadTensor\", \"inputs\": {\"path\": "
      "\"a.npy\"}},"
      "{\"id\": \"m\", \"type\": \"LoadTensor\", \"inputs\": {\"path\": "
      "\"short.npy\"}},"
      "{\"id\": \"y\", \"type\": \"Output\"}";
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  begin (&place);
  workplace_put_graph (&place, "net.strata", cards,
                       "{\"from\": \"m.tensor\", \"to\": \"y.data\"}");
  workplace_put_floats (&place, "short.npy", "(200,)", numbers, 3);
  call = workplace_call_with (&place, NULL, NULL, arguments);
  call_assert (call, 1, NULL, NULL);
  call_assert_says (call, "net.strata: card 'm'");
  g_assert_true (g_str_has_prefix (
      call->out,
      "{ \"outputs\": {}, \"penalty\": null, \"faults\": [{ \"card\": "
      "\"m\", \"port\": "));
  g_assert_false (workplace_has (&place, "y.npy"));
}

static void
test_bad_outputs (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  begin (&place);
  workplace_put_graph (&place, "net.strata", DOUBLING_CARDS, DOUBLING_WIRES);
  workplace_put_floats (&place, "x.npy", "(1, 2, 3, 1)", (float[6]){ 0 }, 6);
  call = workplace_call (&place, "run", "net.strata", "--input", "x=x.npy",
                         "--output", "z=1.npy", "--output", "dw.data=2.npy",
                         "--output", "dw.layer_instance=3.npy", "--output",
                         "no.output=4.npy", "--output", "y=5.npy", NULL);
  call_assert (call, 1, "", NULL);
  call_assert_says (call, "There is no Output named 'z', only 'y'");
  call_assert_says (call, "card 'dw', port 'data': ");
  call_assert_says (call, "card 'dw', port 'layer_instance': ");
  call_assert_says (call, "There is no Output named 'no.output', only 'y'");
  g_assert_false (workplace_has (&place, "5.npy"));
}

/* Its own input may be written over, because it has been read. */
static void
test_onto_input (void)
{
  static const float doubled[] = { 2, 4, 6, 2, 4, 6 };
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  begin (&place);
  workplace_put_graph (&place, "net.strata", DOUBLING_CARDS, DOUBLING_WIRES);
  workplace_put_floats (&place, "x.npy", "(1, 2, 3, 1)",
                        (float[6]){ 1, 2, 3, 1, 2, 3 }, 6);
  call = workplace_call (&place, "run", "net.strata", "--input", "x=x.npy",
                         "--output", "y=x.npy", NULL);
  call_assert (call, 0, "", "");
  workplace_assert_floats (&place, "x.npy", "(1, 2, 3, 1)", doubled, 6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal/files/inside", test_inside);
  g_test_add_func ("/terminal/files/outside", test_outside);
  g_test_add_func ("/terminal/files/trust", test_trust);
  g_test_add_func ("/terminal/files/command-line", test_command_line);
  g_test_add_func ("/terminal/files/key", test_key);
  g_test_add_func ("/terminal/files/together", test_together);
  g_test_add_func ("/terminal/files/sink-together", test_sink_together);
  g_test_add_func ("/terminal/files/late-fault", test_late_fault);
  g_test_add_func ("/terminal/files/bad-outputs", test_bad_outputs);
  g_test_add_func ("/terminal/files/onto-input", test_onto_input);
  return g_test_run ();
}
