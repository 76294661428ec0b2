/* test-graph-clipboard.c — parts of graphs, copied and pasted.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph.h"
#include "test-kinds.h"

#include <float.h>
#include <string.h>

#define HEAD "{ \"format\": \"strata-graph\", \"version\": 1"

/* x to dw to y, and an initializer into dw. */
static const char source[] =
    HEAD ", \"seed\": 3, \"weights\": \"w.npz\", \"n\": 1, \"cards\": [{ "
         "\"id\": \"x\", \"type\": \"Source\", \"position\": [1, 2] }, { "
         "\"id\": \"g\", \"type\": \"HeNormal\" }, { \"id\": \"dw\", "
         "\"type\": \"Filter2D\", \"position\": [10, 20], \"inputs\": { "
         "\"kernel_size\": 3 }, \"view\": { \"unfolded\": true }, \"note\": "
         "\"kept\" }, { \"id\": \"y\", "
         "\"type\": \"Sink\" }], \"wires\": [{ \"from\": \"x.data\", \"to\": "
         "\"dw.input\", \"points\": [[3, 4], [1.5, 1e308]], \"colour\": 1 }, { "
         "\"from\": "
         "\"g.initializer_instance\", \"to\": \"dw.initializer\" }, { "
         "\"from\": \"dw.output\", \"to\": \"y.data\" }] }";

static StrataGraph *
parse (const char *text)
{
  g_autoptr (StrataRegistry) registry = test_kinds_new_registry ();
  g_autoptr (GError) error = NULL;
  StrataGraph *graph = strata_graph_parse (registry, text, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (strata_graph_get_load_faults (graph)->len, ==, 0);
  return graph;
}

/* Cards by their ids, which end with NULL. */
static char *
copy (StrataGraph *graph, ...)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new ();
  const char *id;
  va_list ids;
  gsize length;
  char *text;

  va_start (ids, graph);
  while ((id = va_arg (ids, const char *)))
    g_ptr_array_add (cards, strata_graph_find_card (graph, id));
  va_end (ids);
  text = strata_graph_copy (graph, cards, &length);
  g_assert_cmpuint (strlen (text), ==, length);
  return text;
}

static GPtrArray *
paste (StrataGraph *graph, const char *text)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *cards = strata_graph_paste (graph, text, -1, 5, -5, &error);

  g_assert_no_error (error);
  g_assert_nonnull (cards);
  return cards;
}

static void
test_copy (void)
{
  StrataGraph *graph = parse (source);
  g_autofree char *text = copy (graph, "dw", "x", NULL);

  g_assert_cmpstr (
      text, ==,
      "{\n"
      "  \"format\": \"strata-graph\",\n"
      "  \"version\": 1,\n"
      "  \"cards\": [\n"
      "    { \"id\": \"x\", \"type\": \"Source\", \"position\": [1, 2] },\n"
      "    { \"id\": \"dw\", \"type\": \"Filter2D\", \"position\": [10, 20], "
      "\"inputs\": { \"kernel_size\": 3 }, \"view\": { \"unfolded\": true }, "
      "\"note\": \"kept\" }\n"
      "  ],\n"
      "  \"wires\": [\n"
      "    { \"from\": \"x.data\", \"to\": \"dw.input\", \"points\": [[3, 4], "
      "[1.5, 1e+308]], \"colour\": 1 }\n"
      "  ]\n"
      "}\n");
  g_assert_finalize_object (graph);
}

static void
test_paste (void)
{
  StrataGraph *graph = parse (source);
  g_autofree char *text = copy (graph, "x", "dw", "y", NULL);
  g_autofree char *before = strata_graph_to_text (graph, NULL);
  g_autofree char *after = NULL;
  g_autoptr (GPtrArray) cards = paste (graph, text);
  double x, y;

  g_assert_cmpuint (cards->len, ==, 3);
  g_assert_cmpuint (strata_graph_get_n_cards (graph), ==, 7);
  g_assert_cmpuint (strata_graph_get_n_wires (graph), ==, 5);
  g_assert_cmpstr (strata_card_get_id (cards->pdata[1]), ==, "dw_1");
  g_assert_null (strata_card_get_wire (cards->pdata[1], "initializer"));
  g_assert_nonnull (strata_card_get_value (cards->pdata[1], "kernel_size"));
  g_assert_nonnull (strata_card_get_extra (cards->pdata[1], "note"));
  g_assert_nonnull (strata_card_get_view (cards->pdata[1], "unfolded"));
  g_assert_nonnull (strata_wire_get_extra (
      strata_card_get_wire (cards->pdata[1], "input"), "colour"));
  g_assert_true (
      strata_wire_get_source (strata_card_get_wire (cards->pdata[2], "data"))
      == cards->pdata[1]);
  strata_card_get_position (cards->pdata[1], &x, &y);
  g_assert_cmpfloat (x, ==, 15);
  g_assert_cmpfloat (y, ==, 15);
  strata_wire_get_point (strata_card_get_wire (cards->pdata[1], "input"), 0, &x,
                         &y);
  g_assert_cmpfloat (x, ==, 8);
  g_assert_cmpfloat (y, ==, -1);
  g_assert_false (strata_card_has_position (cards->pdata[2]));

  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==, "Paste 3 cards");
  g_assert_true (strata_graph_undo (graph));
  after = strata_graph_to_text (graph, NULL);
  g_assert_cmpstr (before, ==, after);
  g_ptr_array_set_size (cards, 0);
  g_assert_finalize_object (graph);
}

static void
test_ids (void)
{
  StrataGraph *graph = parse (source);
  g_autofree char *text = copy (graph, "dw", NULL);
  g_autoptr (GPtrArray) first = paste (graph, text);
  g_autoptr (GPtrArray) second = paste (graph, text);
  g_autofree char *numbered = copy (graph, "dw_1", "dw_2", NULL);
  g_autoptr (GPtrArray) third = paste (graph, numbered);

  g_assert_cmpstr (strata_card_get_id (first->pdata[0]), ==, "dw_1");
  g_assert_cmpstr (strata_card_get_id (second->pdata[0]), ==, "dw_2");
  g_assert_cmpstr (strata_card_get_id (third->pdata[0]), ==, "dw_3");
  g_assert_cmpstr (strata_card_get_id (third->pdata[1]), ==, "dw_4");
  g_assert_cmpstr (strata_graph_get_undo_name (graph), ==, "Paste 2 cards");
  g_object_unref (graph);
}

static void
test_other_graph (void)
{
  StrataGraph *graph = parse (HEAD " }");
  g_autoptr (GPtrArray) cards = paste (graph, source);

  g_assert_cmpstr (strata_card_get_id (cards->pdata[2]), ==, "dw");
  g_assert_cmpuint (strata_graph_get_n_wires (graph), ==, 3);
  g_assert_cmpint (strata_graph_get_seed (graph), ==, 0);
  g_assert_null (strata_graph_get_weights (graph));
  g_assert_null (strata_graph_get_extra (graph, "n"));
  g_object_unref (graph);
}

static void
test_awkward_ids (void)
{
  static const char *const ids[][2] = {
    { "a_", "a__1" },  { "_1", "_1_1" },   { "7", "7_1" },
    { "a_01", "a_1" }, { "a-7", "a-7_1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *text =
          g_strdup_printf (HEAD ", \"cards\": [{ \"id\": \"%s\", \"type\": "
                                "\"Sink\" }] }",
                           ids[i][0]);
      StrataGraph *graph = parse (text);
      g_autoptr (GPtrArray) cards = paste (graph, text);

      g_assert_cmpstr (strata_card_get_id (cards->pdata[0]), ==, ids[i][1]);
      g_ptr_array_set_size (cards, 0);
      g_assert_finalize_object (graph);
    }
}

static void
test_long_id (void)
{
  g_autofree char *id = g_strnfill (64, 'n');
  g_autofree char *text = g_strdup_printf (
      HEAD ", \"cards\": [{ \"id\": \"%s\", \"type\": \"Sink\" }] }", id);
  StrataGraph *graph = parse (text);

  for (int i = 0; i < 12; i++)
    {
      g_autoptr (GPtrArray) cards = paste (graph, text);

      g_assert_cmpuint (strlen (strata_card_get_id (cards->pdata[0])), ==, 64);
    }
  g_assert_cmpuint (strata_graph_get_n_cards (graph), ==, 13);
  g_assert_finalize_object (graph);
}

/* Thousands of cards with numbers, again and again. */
static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new (HEAD ", \"cards\": [");
  StrataGraph *graph;

  for (int i = 1; i <= 5000; i++)
    g_string_append_printf (text, "%s{ \"id\": \"c_%d\", \"type\": \"Sink\" }",
                            i > 1 ? ", " : "", i);
  g_string_append (text, "] }");
  graph = parse (text->str);
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (GPtrArray) cards = paste (graph, text->str);

      g_assert_cmpuint (cards->len, ==, 5000);
    }
  g_assert_nonnull (strata_graph_find_card (graph, "c_20000"));
  g_assert_finalize_object (graph);
}

static void
test_unknown_type (void)
{
  StrataGraph *graph = parse (
      HEAD ", \"cards\": [{ \"id\": \"a\", \"type\": \"U\", \"inputs\": { "
           "\"p\": null } }, { \"id\": \"b\", \"type\": \"U\" }], \"wires\": "
           "[{ \"from\": \"a.o\", \"to\": \"b.i\" }] }");
  g_autofree char *text = copy (graph, "a", "b", NULL);
  g_autoptr (GPtrArray) cards = paste (graph, text);

  g_assert_nonnull (strata_card_get_wire (cards->pdata[1], "i"));
  g_assert_cmpstr (strata_card_get_type_name (cards->pdata[0]), ==, "U");
  g_assert_nonnull (strata_card_get_values (cards->pdata[0]));
  g_object_unref (graph);
}

static void
test_far (void)
{
  StrataGraph *graph = parse (
      HEAD ", \"cards\": [{ \"id\": \"a\", \"type\": \"Sink\", \"position\": "
           "[1.7e308, 0] }] }");
  g_autofree char *text = copy (graph, "a", NULL);
  g_autoptr (GPtrArray) cards =
      strata_graph_paste (graph, text, -1, DBL_MAX, 1, NULL);
  double x, y;

  strata_card_get_position (cards->pdata[0], &x, &y);
  g_assert_cmpfloat (x, ==, 1.7e308);
  g_assert_cmpfloat (y, ==, 1);
  g_object_unref (graph);
}

static void
test_nothing (void)
{
  StrataGraph *graph = parse (source);
  g_autofree char *text = copy (graph, NULL);
  g_autoptr (GPtrArray) cards = paste (graph, text);

  g_assert_cmpuint (cards->len, ==, 0);
  g_assert_null (strata_graph_get_undo_name (graph));
  g_assert_finalize_object (graph);
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "",
    "hello",
    "[]",
    "{}",
    "{ \"format\": \"strata-graph\", \"version\": 2 }",
    HEAD ", \"cards\": [{ \"id\": \"a b\", \"type\": \"Sink\" }] }",
    HEAD ", \"wires\": [{ \"from\": \"x.data\", \"to\": \"y.data\" }] }",
  };
  StrataGraph *graph = parse (source);
  g_autofree char *before = strata_graph_to_text (graph, NULL);
  g_autofree char *after = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (strata_graph_paste (graph, texts[i], -1, 0, 0, &error));
      g_assert_nonnull (error);
      g_assert_true (g_ascii_isupper (*error->message));
      g_assert_null (strata_graph_get_undo_name (graph));
    }
  after = strata_graph_to_text (graph, NULL);
  g_assert_cmpstr (before, ==, after);
  g_assert_finalize_object (graph);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/graph-clipboard/copy", test_copy);
  g_test_add_func ("/graph-clipboard/paste", test_paste);
  g_test_add_func ("/graph-clipboard/other-graph", test_other_graph);
  g_test_add_func ("/graph-clipboard/unknown-type", test_unknown_type);
  g_test_add_func ("/graph-clipboard/ids/numbers", test_ids);
  g_test_add_func ("/graph-clipboard/ids/awkward", test_awkward_ids);
  g_test_add_func ("/graph-clipboard/ids/long", test_long_id);
  g_test_add_func ("/graph-clipboard/ids/many", test_many);
  g_test_add_func ("/graph-clipboard/far", test_far);
  g_test_add_func ("/graph-clipboard/nothing", test_nothing);
  g_test_add_func ("/graph-clipboard/refused", test_refused);

  return g_test_run ();
}
