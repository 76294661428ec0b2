/* test-graph-swap.c — a card of another type in the place of one.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph.h"
#include "test-kinds.h"

static const char text[] =
    "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
    "{\"id\": \"a\", \"type\": \"Source\"},"
    "{\"id\": \"f\", \"type\": \"Filter2D\", \"position\": [30, 40], "
    "\"inputs\": {\"kernel_size\": [3, 3], \"padding\": \"same\"}, "
    "\"view\": {\"unfolded\": true}, \"mine\": 7},"
    "{\"id\": \"h\", \"type\": \"HeNormal\"},"
    "{\"id\": \"s\", \"type\": \"Sink\"},"
    "{\"id\": \"t\", \"type\": \"Sink\"}],"
    "\"wires\": [{\"from\": \"a.data\", \"to\": \"f.input\", "
    "\"points\": [[1, 2]], \"why\": \"so\"},"
    "{\"from\": \"f.output\", \"to\": \"s.data\"},"
    "{\"from\": \"a.data\", \"to\": \"t.data\"}]}";

typedef struct
{
  StrataGraph *graph;
  char *before;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (StrataRegistry) registry = test_kinds_new_registry ();
  g_autoptr (GError) error = NULL;

  fixture->graph = strata_graph_parse (registry, text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strata_graph_get_load_faults (fixture->graph)->len, ==, 0);
  fixture->before = strata_graph_to_text (fixture->graph, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->graph);
  g_free (fixture->before);
}

static StrataCard *
swap (Fixture *fixture, const char *id, const char *type, char **lost)
{
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) list = g_string_new (NULL);
  StrataCard *card = strata_graph_swap_card (
      fixture->graph, strata_graph_find_card (fixture->graph, id), type, &names,
      &error);

  g_assert_no_error (error);
  g_assert_true (card == strata_graph_find_card (fixture->graph, id));
  g_assert_cmpstr (strata_card_get_type_name (card), ==, type);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? " " : "",
                            (char *) names->pdata[i]);
  *lost = g_string_free (g_steal_pointer (&list), FALSE);
  return card;
}

/* One step back, and one forth again. */
static void
assert_one_step (Fixture *fixture)
{
  g_autofree char *after = strata_graph_to_text (fixture->graph, NULL);
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;

  g_assert_true (strata_graph_undo (fixture->graph));
  undone = strata_graph_to_text (fixture->graph, NULL);
  g_assert_cmpstr (undone, ==, fixture->before);
  g_assert_null (strata_graph_get_undo_name (fixture->graph));
  g_assert_true (strata_graph_redo (fixture->graph));
  redone = strata_graph_to_text (fixture->graph, NULL);
  g_assert_cmpstr (redone, ==, after);
}

/* To a kind with other ports: its wires find those that fit. */
static void
test_by_type (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lost = NULL;
  StrataCard *card = swap (fixture, "f", "Join", &lost);
  StrataWire *wire = strata_card_get_wire (card, "first");
  StrataWire *out = strata_card_get_wire (
      strata_graph_find_card (fixture->graph, "s"), "data");
  double x, y;

  g_assert_cmpuint (strata_card_get_index (card), ==, 1);
  strata_card_get_position (card, &x, &y);
  g_assert_cmpfloat (x, ==, 30);
  g_assert_cmpfloat (y, ==, 40);
  g_assert_nonnull (strata_card_get_view (card, "unfolded"));
  g_assert_nonnull (strata_card_get_extra (card, "mine"));
  g_assert_nonnull (wire);
  g_assert_cmpuint (strata_wire_get_n_points (wire), ==, 1);
  g_assert_nonnull (strata_wire_get_extra (wire, "why"));
  g_assert_true (strata_graph_get_wire (fixture->graph, 0) == wire);
  g_assert_nonnull (out);
  g_assert_true (strata_wire_get_source (out) == card);
  g_assert_cmpstr (lost, ==, "kernel_size padding");
  assert_one_step (fixture);
}

/* There and back the values that both have are kept. */
static void
test_by_name (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lost = NULL;
  StrataCard *card = swap (fixture, "s", "Taker", &lost);

  g_assert_cmpstr (lost, ==, "");
  g_assert_cmpuint (strata_graph_get_n_wires (fixture->graph), ==, 3);
  g_assert_true (
      strata_wire_get_target (strata_graph_get_wire (fixture->graph, 1))
      == card);
  assert_one_step (fixture);
}

/* What fits nowhere is lost, and said to be. */
static void
test_loss (Fixture *fixture, gconstpointer data)
{
  g_autofree char *lost = NULL;

  swap (fixture, "f", "HeNormal", &lost);
  g_assert_cmpstr (lost, ==, "kernel_size padding input output");
  g_assert_cmpuint (strata_graph_get_n_wires (fixture->graph), ==, 1);
  assert_one_step (fixture);
}

static void
test_same (Fixture *fixture, gconstpointer data)
{
  StrataCard *before = strata_graph_find_card (fixture->graph, "f");
  g_autofree char *lost = NULL;

  g_assert_true (swap (fixture, "f", "Filter2D", &lost) == before);
  g_assert_cmpstr (lost, ==, "");
  g_assert_null (strata_graph_get_undo_name (fixture->graph));
}

static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (strata_graph_swap_card (
      fixture->graph, strata_graph_find_card (fixture->graph, "f"), "Nothing",
      NULL, &error));
  g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_TYPE);
  g_assert_null (strata_graph_get_undo_name (fixture->graph));
}

/* A card of a type that nobody knows becomes one that is known. */
static void
test_from_unknown (Fixture *fixture, gconstpointer data)
{
  static const char strange[] =
      "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
      "{\"id\": \"a\", \"type\": \"Source\"},"
      "{\"id\": \"u\", \"type\": \"Strange\", \"inputs\": {\"odd\": 1}},"
      "{\"id\": \"s\", \"type\": \"Sink\"}],"
      "\"wires\": [{\"from\": \"a.data\", \"to\": \"u.input\"},"
      "{\"from\": \"u.what\", \"to\": \"s.data\"}]}";
  g_autofree char *lost = NULL;

  tear_down (fixture, NULL);
  {
    g_autoptr (StrataRegistry) registry = test_kinds_new_registry ();

    fixture->graph = strata_graph_parse (registry, strange, -1, NULL);
  }
  fixture->before = strata_graph_to_text (fixture->graph, NULL);
  swap (fixture, "u", "Filter2D", &lost);
  g_assert_cmpstr (lost, ==, "odd");
  g_assert_cmpuint (strata_graph_get_n_wires (fixture->graph), ==, 2);
  assert_one_step (fixture);
}

#define ADD(name, func)                                                        \
  g_test_add ("/graph-swap/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("by-type", test_by_type);
  ADD ("by-name", test_by_name);
  ADD ("loss", test_loss);
  ADD ("same", test_same);
  ADD ("unknown", test_unknown);
  ADD ("from-unknown", test_from_unknown);

  return g_test_run ();
}
