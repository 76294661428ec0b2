/* test-card.c — what a card says of itself.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph.h"
#include "test-kinds.h"

#define HEAD "{ \"format\": \"strata-graph\", \"version\": 1"

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

static void
set (StrataCard *card, const char *port, const char *text)
{
  g_autoptr (StrataValue) value =
      text ? strata_value_parse (text, -1, NULL) : NULL;
  g_autoptr (GError) error = NULL;

  strata_graph_set_value (strata_card_get_graph (card), card, port, value,
                          &error);
  g_assert_no_error (error);
}

static void
test_kind (void)
{
  StrataGraph *graph =
      parse (HEAD ", \"cards\": [{ \"id\": \"f\", \"type\": \"Filter2D\" }, { "
                  "\"id\": \"u\", \"type\": \"U\" }] }");
  StrataCard *f = strata_graph_find_card (graph, "f");
  StrataCard *u = strata_graph_find_card (graph, "u");

  g_assert_true (strata_card_is_known (f));
  g_assert_cmpstr (strata_card_get_title (f), ==, "The Filter2D");
  g_assert_cmpstr (strata_card_get_category (f), ==, "Tests");
  g_assert_cmpstr (strata_card_get_summary (f), ==, "For tests.");
  g_assert_null (strata_card_get_help (f));
  g_assert_cmpstr (strata_card_get_kind (f)->type, ==, "Filter2D");

  g_assert_false (strata_card_is_known (u));
  g_assert_cmpstr (strata_card_get_title (u), ==, "U");
  g_assert_null (strata_card_get_category (u));
  g_assert_null (strata_card_get_summary (u));
  g_assert_null (strata_card_get_help (u));
  g_assert_finalize_object (graph);
}

/* The names of all ports: "a b >c", those of outputs after an arrow. */
static void
check_ports (StrataCard *card, const char *expected)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < strata_card_get_n_ports (card); i++)
    {
      g_autoptr (StrataPort) port = strata_card_get_port (card, i);
      gboolean output = strata_port_is_output (port);
      g_autoptr (StrataPort) same =
          strata_card_find_port (card, strata_port_get_name (port), output);

      g_assert_true (same == port);
      g_string_append_printf (names, "%s%s%s", i > 0 ? " " : "",
                              output ? ">" : "", strata_port_get_name (port));
    }
  g_assert_cmpstr (names->str, ==, expected);
}

static void
test_ports (void)
{
  StrataGraph *graph = parse (
      HEAD ", \"cards\": [{ \"id\": \"x\", \"type\": \"Source\", \"inputs\": "
           "{ \"sede\": 1, \"seed\": 2, \"data\": 3, \"b\": null } }] }");
  StrataCard *x = strata_graph_find_card (graph, "x");

  check_ports (x, "name shape seed >data sede data b");
  set (x, "sede", NULL);
  check_ports (x, "name shape seed >data data b");
  set (x, "data", NULL);
  check_ports (x, "name shape seed >data b");
  strata_graph_undo (graph);
  check_ports (x, "name shape seed >data data b");
  g_assert_null (strata_card_find_port (x, "sede", FALSE));
  g_assert_null (strata_card_find_port (x, "seed", TRUE));
  g_assert_finalize_object (graph);
}

static void
test_unknown_ports (void)
{
  StrataGraph *graph = parse (
      HEAD ", \"cards\": [{ \"id\": \"u\", \"type\": \"U\", \"inputs\": { "
           "\"z\": 1, \"a\": null } }, { \"id\": \"x\", \"type\": \"Source\" "
           "}, { \"id\": \"y\", \"type\": \"Sink\" }], \"wires\": [{ \"from\": "
           "\"x.data\", \"to\": \"u.q\" }, { \"from\": \"x.data\", \"to\": "
           "\"u.z\" }, { \"from\": \"u.out\", \"to\": \"y.data\" }, { "
           "\"from\": \"x.data\", \"to\": \"u.b\" }] }");
  StrataCard *u = strata_graph_find_card (graph, "u");

  check_ports (u, "z a b q >out");
  strata_graph_disconnect (graph, strata_card_get_wire (u, "q"));
  check_ports (u, "z a b >out");
  strata_graph_disconnect (graph, strata_card_get_wire (u, "z"));
  check_ports (u, "z a b >out");
  set (u, "b", "[1]");
  check_ports (u, "z a b >out");
  strata_graph_remove_card (graph, strata_graph_find_card (graph, "y"));
  check_ports (u, "z a b");
  strata_graph_undo (graph);
  check_ports (u, "z a b >out");
  g_assert_finalize_object (graph);
}

static void
test_values (void)
{
  StrataGraph *graph = parse (
      HEAD ", \"cards\": [{ \"id\": \"x\", \"type\": \"Source\", \"inputs\": "
           "{ \"seed\": 2, \"name\": \"n\" } }] }");
  StrataCard *x = strata_graph_find_card (graph, "x");
  g_autofree char *text = NULL;

  set (x, "shape", "[1]");
  set (x, "seed", "7");
  text = strata_value_to_text (strata_card_get_values (x));
  g_assert_cmpstr (text, ==,
                   "{ \"seed\": 7, \"name\": \"n\", \"shape\": [1] }");
  g_assert_finalize_object (graph);
}

/* In the order of the file, each once. */
static void
test_wires (void)
{
  StrataGraph *graph = parse (
      HEAD ", \"cards\": [{ \"id\": \"j\", \"type\": \"Join\" }, { \"id\": "
           "\"k\", \"type\": \"Join\" }], \"wires\": [{ \"from\": "
           "\"j.output\", \"to\": \"k.second\" }, { \"from\": \"k.output\", "
           "\"to\": \"j.third\" }, { \"from\": \"j.output\", \"to\": "
           "\"j.first\" }, { \"from\": \"j.output\", \"to\": \"k.first\" }] }");
  StrataCard *j = strata_graph_find_card (graph, "j");
  g_autoptr (GPtrArray) wires = strata_card_list_wires (j);

  g_assert_cmpuint (wires->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_true (wires->pdata[i] == strata_graph_get_wire (graph, i));
  g_assert_true (strata_card_get_wire (j, "third") == wires->pdata[1]);
  g_assert_null (strata_card_get_wire (j, "second"));
  g_assert_null (strata_card_get_wire (j, "nowhere"));
  g_object_unref (graph);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/card/kind", test_kind);
  g_test_add_func ("/card/ports/known", test_ports);
  g_test_add_func ("/card/ports/unknown", test_unknown_ports);
  g_test_add_func ("/card/values", test_values);
  g_test_add_func ("/card/wires", test_wires);

  return g_test_run ();
}
