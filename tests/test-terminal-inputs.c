/* test-terminal-inputs.c — strata run --input: arrays of every kind, and those
 * that do not fit.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "terminal/graphs.h"
#include "terminal/workplace.h"

#include <string.h>

/* An array file with the elements 1, 2 and 3 in each type. */
typedef struct
{
  const char *descr;
  const char *elements;
  gsize length;
} Array;

/* clang-format off */
#define ARRAY(descr, bytes) { descr, bytes, sizeof bytes - 1 }

static const Array arrays[] = {
  ARRAY ("<f4", "\0\0\x80\x3f\0\0\0\x40\0\0\x40\x40"),
  ARRAY (">f4", "\x3f\x80\0\0\x40\0\0\0\x40\x40\0\0"),
  ARRAY ("<f8", "\0\0\0\0\0\0\xf0\x3f\0\0\0\0\0\0\0\x40\0\0\0\0\0\0\x08\x40"),
  ARRAY (">f8", "\x3f\xf0\0\0\0\0\0\0\x40\0\0\0\0\0\0\0\x40\x08\0\0\0\0\0\0"),
  ARRAY ("<f2", "\0\x3c\0\x40\0\x42"),
  ARRAY (">f2", "\x3c\0\x40\0\x42\0"),
  ARRAY ("|i1", "\1\2\3"),
  ARRAY ("|u1", "\1\2\3"),
  ARRAY ("<i2", "\1\0\2\0\3\0"),
  ARRAY (">i2", "\0\1\0\2\0\3"),
  ARRAY ("<u2", "\1\0\2\0\3\0"),
  ARRAY (">u2", "\0\1\0\2\0\3"),
  ARRAY ("<i4", "\1\0\0\0\2\0\0\0\3\0\0\0"),
  ARRAY (">i4", "\0\0\0\1\0\0\0\2\0\0\0\3"),
  ARRAY ("<u4", "\1\0\0\0\2\0\0\0\3\0\0\0"),
  ARRAY (">u4", "\0\0\0\1\0\0\0\2\0\0\0\3"),
  ARRAY ("<i8", "\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\3\0\0\0\0\0\0\0"),
  ARRAY (">i8", "\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\3"),
  ARRAY ("<u8", "\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\3\0\0\0\0\0\0\0"),
  ARRAY (">u8", "\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\2\0\0\0\0\0\0\0\3"),
};
/* clang-format on */

/* What comes out of an Input, and which type it is written as. */
static const struct
{
  const char *dtype;
  Array written;
} types[] = {
  { "float32", ARRAY ("<f4", "\0\0\x80\x3f\0\0\0\x40\0\0\x40\x40") },
  { "float64", ARRAY ("<f8",
                      "\0\0\0\0\0\0\xf0\x3f\0\0\0\0\0\0\0\x40"
                      "\0\0\0\0\0\0\x08\x40") },
  { "float16", ARRAY ("<f2", "\0\x3c\0\x40\0\x42") },
  { "bfloat16", ARRAY ("<f4", "\0\0\x80\x3f\0\0\0\x40\0\0\x40\x40") },
};

static void
assert_written (Workplace *place,
                const char *name,
                const char *shape,
                const Array *array)
{
  g_autoptr (GBytes) bytes =
      workplace_get_npy (place, name, array->descr, shape);

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                   array->elements, array->length);
}

static void
put_typed (Workplace *place, const char *dtype)
{
  g_autofree char *cards = g_strdup_printf (
      "{\"id\": \"x\", \"type\": \"Input\", \"inputs\": {\"dtype\": \"%s\"}},"
      "{\"id\": \"y\", \"type\": \"Output\"}",
      dtype);

  workplace_put_graph (place, "net.strata", cards, THROUGH_WIRES);
}

static Call *
run_through (Workplace *place)
{
  return workplace_call (place, "run", "net.strata", "--input", "x=x.npy",
                         "--output", "y=y.npy", NULL);
}

/* Every type of array through every type of Input. */
static void
test_types (void)
{
  g_auto (Workplace) place;

  workplace_init (&place);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      put_typed (&place, types[i].dtype);
      for (gsize j = 0; j < G_N_ELEMENTS (arrays); j++)
        {
          g_autoptr (Call) call = NULL;

          workplace_put_npy (&place, "x.npy", arrays[j].descr, FALSE, "(3,)",
                             arrays[j].elements, arrays[j].length);
          call = run_through (&place);
          call_assert (call, 0, "", "");
          assert_written (&place, "y.npy", "(3,)", &types[i].written);
        }
    }
}

static void
test_bool (void)
{
  static const float out[] = { 1, 0, 1 };
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  workplace_init (&place);
  put_typed (&place, "float32");
  workplace_put_npy (&place, "x.npy", "|b1", FALSE, "(3,)", "\1\0\1", 3);
  call = run_through (&place);
  call_assert (call, 0, "", "");
  workplace_assert_floats (&place, "y.npy", "(3,)", out, 3);
}

/* Numbers are rounded once: 2⁶⁰ + 2³⁶ + 1 is nearer to 2⁶⁰ + 2³⁷ than to 2⁶⁰,
 * which as a double it would no longer be. */
static void
test_rounding (void)
{
  static const gint64 whole[] = { (1LL << 24) + 1,
                                  (1LL << 60) + (1LL << 36) + 1 };
  static const double out64[] = { 0x1.000001p24, 0x1.000001p60 };
  static const float out32[] = { 0x1p24f, 0x1.000002p60f };
  g_auto (Workplace) place;
  g_autoptr (Call) wide = NULL;
  g_autoptr (Call) narrow = NULL;
  g_autoptr (GBytes) bytes = NULL;

  workplace_init (&place);
  workplace_put_npy (&place, "x.npy", "<i8", FALSE, "(2,)", whole,
                     sizeof whole);
  put_typed (&place, "float64");
  wide = run_through (&place);
  call_assert (wide, 0, "", "");
  bytes = workplace_get_npy (&place, "y.npy", "<f8", "(2,)");
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                   out64, sizeof out64);
  put_typed (&place, "float32");
  narrow = run_through (&place);
  call_assert (narrow, 0, "", "");
  workplace_assert_floats (&place, "y.npy", "(2,)", out32, 2);
}

static void
test_fortran (void)
{
  /* [[1, 2, 3], [4, 5, 6]], the first axis fastest. */
  static const float in[] = { 1, 4, 2, 5, 3, 6 };
  static const float out[] = { 1, 2, 3, 4, 5, 6 };
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", THROUGH_CARDS, THROUGH_WIRES);
  workplace_put_npy (&place, "x.npy", "<f4", TRUE, "(2, 3)", in, sizeof in);
  call = run_through (&place);
  call_assert (call, 0, "", "");
  workplace_assert_floats (&place, "y.npy", "(2, 3)", out, 6);
}

static void
assert_fault (Workplace *place, const char *line)
{
  g_autofree char *before = workplace_list (place);
  g_autofree char *after = NULL;
  g_autoptr (Call) call = run_through (place);

  call_assert (call, 1, "", NULL);
  call_assert_says (call, line);
  g_assert_cmpint (strchr (call->err, '\n') - call->err + 1, ==,
                   strlen (call->err));
  after = workplace_list (place);
  g_assert_cmpstr (before, ==, after);
}

static void
test_name (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", DOUBLING_CARDS, DOUBLING_WIRES);
  workplace_put_floats (&place, "x.npy", "(1, 2, 3, 1)", (float[6]){ 0 }, 6);
  call = workplace_call (&place, "run", "net.strata", "--input", "x=x.npy",
                         "--input", "X=x.npy", NULL);
  call_assert (call, 1, "",
               "net.strata: There is no Input named 'X', only 'x'\n");
}

static void
test_unfed (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) run = NULL;
  g_autoptr (Call) check = NULL;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", DOUBLING_CARDS, DOUBLING_WIRES);
  run = workplace_call (&place, "run", "net.strata", NULL);
  call_assert (run, 1, "", NULL);
  call_assert_says (run, "net.strata: card 'x'");
  check = workplace_call (&place, "check", "net.strata", NULL);
  call_assert (check, 0, NULL, "");
}

/* Both what was wanted and what was found are named. */
static void
test_shape (void)
{
  static const struct
  {
    const char *shape;
    const char *wanted;
    const char *found;
  } wrong[] = {
    { "(2, 3, 1)", "2, 3, 1", "(2, 3, 1)" },
    { "(1, 2, 3, 2)", "1", "2" },
    { "(1, 2, 4, 1)", "3", "4" },
    { "(1, 1, 2, 3, 1)", "2, 3, 1", "(1, 1, 2, 3, 1)" },
  };
  g_auto (Workplace) place;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", DOUBLING_CARDS, DOUBLING_WIRES);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (Call) call = NULL;

      workplace_put_floats (&place, "x.npy", wrong[i].shape, (float[12]){ 0 },
                            i == 1   ? 12
                            : i == 2 ? 8
                                     : 6);
      call = run_through (&place);
      call_assert (call, 1, "", NULL);
      call_assert_says (call, "net.strata: card 'x'");
      call_assert_says (call, wrong[i].wanted);
      call_assert_says (call, wrong[i].found);
      g_assert_false (workplace_has (&place, "y.npy"));
    }
}

static void
test_unknown_size (void)
{
  static const float numbers[] = { 1, 2, 3, 4 };
  static const float doubled[] = { 2, 4, 6, 8 };
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", DOUBLING_CARDS, DOUBLING_WIRES);
  workplace_put_floats (&place, "x.npy", "(1, 1, 4, 1)", numbers, 4);
  call = workplace_call (&place, "run", "net.strata", "--set",
                         "x.shape=[null, null, 1]", "--input", "x=x.npy",
                         "--output", "y=y.npy", NULL);
  call_assert (call, 0, "", "");
  workplace_assert_floats (&place, "y.npy", "(1, 1, 4, 1)", doubled, 4);
}

/* Files that are no arrays, or lie. */
static void
test_hostile (void)
{
  static const char header[] = "\x93NUMPY\1\0v\0{'descr': '<f4', "
                               "'fortran_order': False, 'shape': (";
  g_auto (Workplace) place;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", THROUGH_CARDS, THROUGH_WIRES);
  assert_fault (&place, "x.npy: Cannot open: No such file or directory\n");

  workplace_put (&place, "x.npy", "");
  assert_fault (&place, "x.npy: ");
  workplace_put (&place, "x.npy", "This is no array");
  assert_fault (&place, "x.npy: ");
  workplace_put_bytes (&place, "x.npy", header, sizeof header - 1);
  assert_fault (&place, "x.npy: ");
  workplace_put_floats (&place, "x.npy", "(1000000000, 1000000000, 1000000000)",
                        NULL, 0);
  assert_fault (&place, "x.npy: ");
  workplace_put_floats (&place, "x.npy", "(100000, 100000)", (float[1]){ 0 },
                        1);
  assert_fault (&place, "x.npy: ");
  workplace_put_floats (&place, "x.npy", "(-1, 2)", (float[2]){ 0 }, 2);
  assert_fault (&place, "x.npy: ");
  workplace_put_npy (&place, "x.npy", "<c8", FALSE, "(1,)", "12345678", 8);
  assert_fault (&place, "x.npy: ");
  workplace_put_npy (&place, "x.npy", "|O", FALSE, "(1,)", "12345678", 8);
  assert_fault (&place, "x.npy: ");
}

static void
test_folder (void)
{
  g_auto (Workplace) place;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata", THROUGH_CARDS, THROUGH_WIRES);
  workplace_make (&place, "x.npy");
  assert_fault (&place, "x.npy: ");
}

/* A file that cannot be read hides no other fault, and is no reason to say that
 * its Input is not fed. */
static void
test_all_faults (void)
{
  g_auto (Workplace) place;
  g_autoptr (Call) call = NULL;

  workplace_init (&place);
  workplace_put_graph (&place, "net.strata",
                       THROUGH_CARDS ", {\"id\": \"z\", \"type\": \"Input\"},"
                                     "{\"id\": \"w\", \"type\": \"Output\"}",
                       THROUGH_WIRES);
  call = workplace_call (&place, "run", "net.strata", "--input", "x=x.npy",
                         "--input", "v=v.npy", "--output", "u=u.npy", NULL);
  call_assert (call, 1, "", NULL);
  call_assert_says (call, "x.npy: Cannot open");
  call_assert_says (call, "There is no Input named 'v', only 'x' and 'z'\n");
  call_assert_says (call, "net.strata: card 'z'");
  call_assert_says (call, "net.strata: card 'w', port 'data': ");
  call_assert_says (call, "There is no Output named 'u', only 'y' and 'w'");
  g_assert_null (strstr (call->err, "card 'x'"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terminal/inputs/types", test_types);
  g_test_add_func ("/terminal/inputs/bool", test_bool);
  g_test_add_func ("/terminal/inputs/rounding", test_rounding);
  g_test_add_func ("/terminal/inputs/fortran", test_fortran);
  g_test_add_func ("/terminal/inputs/name", test_name);
  g_test_add_func ("/terminal/inputs/unfed", test_unfed);
  g_test_add_func ("/terminal/inputs/shape", test_shape);
  g_test_add_func ("/terminal/inputs/unknown-size", test_unknown_size);
  g_test_add_func ("/terminal/inputs/hostile", test_hostile);
  g_test_add_func ("/terminal/inputs/folder", test_folder);
  g_test_add_func ("/terminal/inputs/all-faults", test_all_faults);
  return g_test_run ();
}
