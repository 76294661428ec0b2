/* test-remark.c — frames and notes: what they say, where they stand, how they
 * are saved and copied.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph.h"
#include "test-kinds.h"

#include <math.h>
#include <string.h>

#define HEAD "{ \"format\": \"strata-graph\", \"version\": 1"

static const char saved[] =
    "{\n"
    "  \"format\": \"strata-graph\",\n"
    "  \"version\": 1,\n"
    "  \"cards\": [\n"
    "    { \"id\": \"x\", \"type\": \"Source\" }\n"
    "  ],\n"
    "  \"wires\": [],\n"
    "  \"frames\": [\n"
    "    { \"id\": \"f\", \"title\": \"Stem\", \"position\": [-10, 2.5], "
    "\"size\": [400, 300], \"color\": \"blue\", \"folded\": true },\n"
    "    { \"id\": \"g\", \"position\": [0, 0], \"size\": [1, 1] }\n"
    "  ],\n"
    "  \"notes\": [\n"
    "    { \"id\": \"n\", \"text\": \"Why?\\nBecause\", \"position\": [1, 2], "
    "\"size\": [240, 120], \"title\": \"kept\" }\n"
    "  ],\n"
    "  \"weights\": \"w.npz\"\n"
    "}\n";

static StrataGraph *
parse (const char *text)
{
  g_autoptr (StrataRegistry) registry = test_kinds_new_registry ();
  g_autoptr (GError) error = NULL;
  StrataGraph *graph = strata_graph_parse (registry, text, -1, &error);

  g_assert_no_error (error);
  return graph;
}

static StrataRemark *
add (StrataGraph *graph, StrataRemarkKind kind, const char *id)
{
  g_autoptr (GError) error = NULL;
  StrataRemark *remark = strata_graph_add_remark (graph, kind, id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (remark);
  return remark;
}

static void
check_area (StrataRemark *remark, double x, double y, double w, double h)
{
  double left, top, width, height;

  strata_remark_get_position (remark, &left, &top);
  strata_remark_get_size (remark, &width, &height);
  g_assert_cmpfloat (left, ==, x);
  g_assert_cmpfloat (top, ==, y);
  g_assert_cmpfloat (width, ==, w);
  g_assert_cmpfloat (height, ==, h);
}

static void
test_file (void)
{
  StrataGraph *graph = parse (saved);
  g_autofree char *text = strata_graph_to_text (graph, NULL);
  StrataRemark *frame = strata_graph_find_remark (graph, "f");
  StrataRemark *note = strata_graph_get_remark (graph, 2);

  g_assert_cmpuint (strata_graph_get_load_faults (graph)->len, ==, 0);
  g_assert_cmpstr (text, ==, saved);
  g_assert_cmpuint (strata_graph_get_n_remarks (graph), ==, 3);
  g_assert_cmpint (strata_remark_get_kind (frame), ==, STRATA_REMARK_FRAME);
  g_assert_cmpstr (strata_remark_get_text (frame), ==, "Stem");
  g_assert_cmpstr (strata_remark_get_color (frame), ==, "blue");
  g_assert_nonnull (strata_remark_get_extra (frame, "folded"));
  g_assert_null (strata_remark_get_extra (frame, "title"));
  check_area (frame, -10, 2.5, 400, 300);
  g_assert_cmpint (strata_remark_get_kind (note), ==, STRATA_REMARK_NOTE);
  g_assert_cmpstr (strata_remark_get_id (note), ==, "n");
  g_assert_cmpstr (strata_remark_get_text (note), ==, "Why?\nBecause");
  g_assert_null (strata_remark_get_color (note));
  g_assert_nonnull (strata_remark_get_extra (note, "title"));
  g_assert_finalize_object (graph);
}

/* What is left out has a default, which is written from then on. */
static void
test_defaults (void)
{
  StrataGraph *graph = parse (
      HEAD
      ", \"notes\": [{ \"id\": \"n\", \"text\": null, \"size\": null }] }");
  StrataRemark *note = strata_graph_find_remark (graph, "n");

  g_assert_cmpuint (strata_graph_get_load_faults (graph)->len, ==, 0);
  g_assert_cmpstr (strata_remark_get_text (note), ==, "");
  check_area (note, 0, 0, 240, 120);
  g_assert_finalize_object (graph);
}

/* clang-format off */
static const struct
{
  const char *members;
  const char *fault;
  guint n_remarks;
} fault_cases[] = {
  { "\"frames\": {}", "The member \"frames\" is an object, but it must be a list", 0 },
  { "\"notes\": [3]", "The entry notes[0] is an integer, but it must be an object with an id", 0 },
  { "\"frames\": [{}]", "The id of frames[0] is missing, but it must be a string", 0 },
  { "\"notes\": [{ \"id\": \"a.b\" }]", "The id of notes[0], 'a.b', is not 1 to 64 of A-Z a-z 0-9 _ -", 0 },
  { "\"frames\": [{ \"id\": \"a\" }], \"notes\": [{ \"id\": \"a\" }]",
    "The id of notes[0], 'a', is that of another frame or note before it, but each needs one of its own", 1 },
  { "\"frames\": [{ \"id\": \"a\", \"title\": 1 }]", "The title of frames[0] is an integer, but it must be a string", 1 },
  { "\"notes\": [{ \"id\": \"a\", \"text\": [] }]", "The text of notes[0] is a list, but it must be a string", 1 },
  { "\"notes\": [{ \"id\": \"a\", \"color\": 7 }]", "The color of notes[0] is an integer, but it must be a string", 1 },
  { "\"notes\": [{ \"id\": \"a\", \"position\": [1] }]",
    "The position of notes[0] is not a list of two numbers, such as [40, 80]", 1 },
  { "\"notes\": [{ \"id\": \"a\", \"size\": \"big\" }]",
    "The size of notes[0] is not a list of two numbers above 0, such as [400, 300]", 1 },
  { "\"frames\": [{ \"id\": \"a\", \"size\": [10, -1] }]",
    "The size of frames[0] is not a list of two numbers above 0, such as [400, 300]", 1 },
};
/* clang-format on */

static void
test_faults (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fault_cases); i++)
    {
      g_autofree char *text =
          g_strdup_printf (HEAD ", %s }", fault_cases[i].members);
      StrataGraph *graph = parse (text);
      GPtrArray *faults = strata_graph_get_load_faults (graph);

      g_assert_cmpuint (faults->len, ==, 1);
      g_assert_cmpstr (strata_fault_get_message (faults->pdata[0]), ==,
                       fault_cases[i].fault);
      g_assert_cmpuint (strata_graph_get_n_remarks (graph), ==,
                        fault_cases[i].n_remarks);
      g_assert_finalize_object (graph);
    }
}

static void
note_cb (GObject *object, StrataRemark *remark, GString *notes)
{
  GSignalInvocationHint *hint = g_signal_get_invocation_hint (object);

  g_string_append_printf (notes, "%s%s%s(%s) ", g_signal_name (hint->signal_id),
                          hint->detail ? "::" : "",
                          hint->detail ? g_quark_to_string (hint->detail) : "",
                          strata_remark_get_id (remark));
}

static void
check_notes (GString *notes, const char *expected)
{
  g_assert_cmpstr (notes->str, ==, expected);
  g_string_truncate (notes, 0);
}

static void
test_steps (void)
{
  StrataGraph *graph = parse (HEAD " }");
  g_autofree char *before = strata_graph_to_text (graph, NULL);
  g_autofree char *after = NULL, *again = NULL;
  g_autoptr (GString) notes = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  StrataRemark *frame;

  g_signal_connect (graph, "remark-added", G_CALLBACK (note_cb), notes);
  g_signal_connect (graph, "remark-removed", G_CALLBACK (note_cb), notes);
  g_signal_connect (graph, "remark-changed", G_CALLBACK (note_cb), notes);

  frame = add (graph, STRATA_REMARK_FRAME, NULL);
  check_notes (notes, "remark-added(frame_1) ");
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==, "Add a frame");
  g_assert_true (strata_remark_get_graph (frame) == graph);
  g_assert_true (strata_graph_set_remark_text (graph, frame, "Stem", &error));
  g_assert_true (strata_graph_set_remark_text (graph, frame, "Stem", &error));
  check_notes (notes, "remark-changed::text(frame_1) ");
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==,
                   "Change the title of a frame");
  g_assert_true (strata_graph_set_remark_color (graph, frame, "red", &error));
  g_assert_true (strata_graph_set_remark_color (graph, frame, NULL, &error));
  g_assert_true (strata_graph_set_remark_color (graph, frame, "red", &error));
  strata_graph_move_remark (graph, frame, 1, 2);
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==, "Move a frame");
  g_assert_true (strata_graph_place_remark (graph, frame, 1, 2, 3, 4, &error));
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==, "Resize a frame");
  check_notes (notes, "remark-changed::color(frame_1) "
                      "remark-changed::color(frame_1) "
                      "remark-changed::color(frame_1) "
                      "remark-changed::area(frame_1) "
                      "remark-changed::area(frame_1) ");
  strata_graph_remove_remark (graph, frame);
  check_notes (notes, "remark-removed(frame_1) ");
  g_assert_null (strata_remark_get_graph (frame));
  g_assert_true (strata_graph_undo (graph));

  after = strata_graph_to_text (graph, NULL);
  g_assert_nonnull (strstr (after, "{ \"id\": \"frame_1\", \"title\": "
                                   "\"Stem\", \"position\": [1, 2], \"size\": "
                                   "[3, 4], \"color\": \"red\" }"));
  while (strata_graph_undo (graph))
    ;
  again = strata_graph_to_text (graph, NULL);
  g_assert_cmpstr (again, ==, before);
  g_clear_pointer (&again, g_free);
  for (int i = 0; i < 7; i++)
    g_assert_true (strata_graph_redo (graph));
  again = strata_graph_to_text (graph, NULL);
  g_assert_cmpstr (again, ==, after);
  g_assert_finalize_object (graph);
}

/* A drag to where it began is no step; a frame that is drawn is one. */
static void
test_gestures (void)
{
  StrataGraph *graph = parse (HEAD " }");
  StrataRemark *frame;

  strata_graph_begin (graph, "Draw a frame");
  frame = add (graph, STRATA_REMARK_FRAME, NULL);
  strata_graph_place_remark (graph, frame, 1, 2, 3, 4, NULL);
  strata_graph_set_remark_text (graph, frame, "Stem", NULL);
  strata_graph_end (graph);

  strata_graph_begin (graph, "Drag");
  strata_graph_move_remark (graph, frame, 5, 6);
  strata_graph_set_remark_text (graph, frame, "", NULL);
  strata_graph_set_remark_color (graph, frame, "red", NULL);
  strata_graph_move_remark (graph, frame, 1, 2);
  strata_graph_set_remark_text (graph, frame, "Stem", NULL);
  strata_graph_set_remark_color (graph, frame, NULL, NULL);
  strata_graph_end (graph);
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==, "Draw a frame");

  g_assert_true (strata_graph_undo (graph));
  g_assert_cmpuint (strata_graph_get_n_remarks (graph), ==, 0);
  g_assert_false (strata_graph_is_modified (graph));
  g_assert_true (strata_graph_redo (graph));
  check_area (frame, 1, 2, 3, 4);
  g_assert_finalize_object (graph);
}

static void
test_refused (void)
{
  StrataGraph *graph = parse (saved);
  StrataRemark *frame = strata_graph_find_remark (graph, "f");
  g_autoptr (GError) error = NULL;

  g_assert_null (
      strata_graph_add_remark (graph, STRATA_REMARK_NOTE, "f", &error));
  g_assert_cmpstr (error->message, ==,
                   "The id 'f' is that of another frame or note, but each "
                   "needs one of its own");
  g_clear_error (&error);
  g_assert_null (
      strata_graph_add_remark (graph, STRATA_REMARK_NOTE, "", &error));
  g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_ID);
  g_clear_error (&error);
  g_assert_false (
      strata_graph_place_remark (graph, frame, 0, NAN, 1, 1, &error));
  g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (strata_graph_place_remark (graph, frame, 0, 0, 1, 0, &error));
  g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (strata_graph_set_remark_text (graph, frame, "\xff", &error));
  g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (strata_graph_set_remark_color (graph, frame, "\xff", &error));
  g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_VALUE);
  g_assert_null (strata_graph_get_undo_name (graph));
  g_assert_finalize_object (graph);
}

static void
test_clipboard (void)
{
  StrataGraph *graph = parse (saved);
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_autoptr (GPtrArray) cards = NULL, remarks = NULL, pasted = NULL;
  g_autofree char *text = NULL, *bare = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (chosen, strata_graph_find_remark (graph, "f"));
  g_ptr_array_add (chosen, strata_graph_find_remark (graph, "n"));
  text = strata_graph_copy_part (graph, NULL, chosen, NULL);
  g_assert_null (strstr (text, "\"g\""));
  g_assert_true (strata_graph_paste_part (graph, text, -1, 5, -5, &cards,
                                          &remarks, &error));
  g_assert_cmpuint (cards->len, ==, 0);
  g_assert_cmpuint (remarks->len, ==, 2);
  g_assert_cmpstr (strata_remark_get_id (remarks->pdata[0]), ==, "f_1");
  g_assert_cmpstr (strata_remark_get_text (remarks->pdata[0]), ==, "Stem");
  g_assert_cmpstr (strata_remark_get_color (remarks->pdata[0]), ==, "blue");
  g_assert_nonnull (strata_remark_get_extra (remarks->pdata[0], "folded"));
  check_area (remarks->pdata[0], -5, -2.5, 400, 300);
  g_assert_cmpint (strata_remark_get_kind (remarks->pdata[1]), ==,
                   STRATA_REMARK_NOTE);
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==, "Paste 2 objects");

  /* Without a place for them, they come all the same. */
  pasted = strata_graph_paste (graph, text, -1, 0, 0, &error);
  g_assert_cmpuint (pasted->len, ==, 0);
  g_assert_cmpuint (strata_graph_get_n_remarks (graph), ==, 7);
  g_assert_true (strata_graph_undo (graph));
  g_assert_true (strata_graph_undo (graph));
  g_assert_false (strata_graph_is_modified (graph));
  g_assert_false (
      strata_graph_paste_part (graph, "[]", -1, 0, 0, NULL, NULL, &error));
  g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_FORMAT);

  bare = strata_graph_copy (graph, cards, NULL);
  g_assert_null (strstr (bare, "frames"));
  g_clear_pointer (&cards, g_ptr_array_unref);
  g_clear_pointer (&remarks, g_ptr_array_unref);
  g_assert_finalize_object (graph);
}

/* A remark may be held longer than its graph. */
static void
test_outlives (void)
{
  StrataGraph *graph = parse (saved);
  StrataRemark *frame = g_object_ref (strata_graph_find_remark (graph, "f"));

  g_assert_finalize_object (graph);
  g_assert_null (strata_remark_get_graph (frame));
  g_assert_cmpstr (strata_remark_get_text (frame), ==, "Stem");
  g_assert_finalize_object (frame);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/remark/file", test_file);
  g_test_add_func ("/remark/file/defaults", test_defaults);
  g_test_add_func ("/remark/file/faults", test_faults);
  g_test_add_func ("/remark/steps", test_steps);
  g_test_add_func ("/remark/gestures", test_gestures);
  g_test_add_func ("/remark/refused", test_refused);
  g_test_add_func ("/remark/clipboard", test_clipboard);
  g_test_add_func ("/remark/outlives", test_outlives);

  return g_test_run ();
}
