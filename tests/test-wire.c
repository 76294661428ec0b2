/* test-wire.c — wires, and the one rule that they keep to.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph.h"
#include "test-kinds.h"

/* A source x, filters f0, f1 and so on in a row, a join j and a sink y. */
static StrataGraph *
new_graph (guint n_filters)
{
  g_autoptr (StrataRegistry) registry = test_kinds_new_registry ();
  StrataGraph *graph = strata_graph_new (registry);
  StrataCard *last = strata_graph_add_card (graph, "Source", "x", NULL);
  const char *port = "data";

  for (guint i = 0; i < n_filters; i++)
    {
      g_autofree char *id = g_strdup_printf ("f%u", i);
      StrataCard *card = strata_graph_add_card (graph, "Filter2D", id, NULL);

      g_assert_nonnull (
          strata_graph_connect (graph, last, port, card, "input", NULL));
      last = card;
      port = "output";
    }
  strata_graph_add_card (graph, "Join", "j", NULL);
  strata_graph_add_card (graph, "Sink", "y", NULL);
  return graph;
}

static StrataWire *
connect (StrataGraph *graph,
         const char *source,
         const char *source_port,
         const char *target,
         const char *target_port,
         GError **error)
{
  return strata_graph_connect (
      graph, strata_graph_find_card (graph, source), source_port,
      strata_graph_find_card (graph, target), target_port, error);
}

static void
check_refused (StrataGraph *graph,
               const char *source,
               const char *source_port,
               const char *target,
               const char *target_port,
               int code,
               const char *message)
{
  g_autoptr (GError) error = NULL;
  guint64 structure = strata_graph_get_structure (graph);

  g_assert_null (
      connect (graph, source, source_port, target, target_port, &error));
  g_assert_error (error, STRATA_GRAPH_ERROR, code);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_cmpuint (strata_graph_get_structure (graph), ==, structure);
}

static void
test_ends (void)
{
  StrataGraph *graph = new_graph (1);
  StrataWire *wire = strata_graph_get_wire (graph, 0);

  g_assert_cmpstr (strata_card_get_id (strata_wire_get_source (wire)), ==, "x");
  g_assert_cmpstr (strata_wire_get_source_port (wire), ==, "data");
  g_assert_cmpstr (strata_card_get_id (strata_wire_get_target (wire)), ==,
                   "f0");
  g_assert_cmpstr (strata_wire_get_target_port (wire), ==, "input");
  g_assert_cmpint (strata_wire_get_source_row (wire)->type, ==,
                   STRATA_PORT_TENSOR);
  g_assert_cmpint (strata_wire_get_target_row (wire)->flags & STRATA_PORT_OUT,
                   ==, 0);
  g_assert_null (strata_wire_get_extra (wire, "colour"));
  g_assert_finalize_object (graph);
}

static void
test_ports (void)
{
  StrataGraph *graph = new_graph (1);

  check_refused (graph, "x", "data", "f0", "inptu", STRATA_GRAPH_ERROR_PORT,
                 "The card 'f0' has no input port 'inptu'; those of Filter2D "
                 "cards are kernel_size, strides, padding, multiplier, factor, "
                 "use_bias, values, initializer, regularizer, input");
  check_refused (graph, "f0", "input2", "y", "data", STRATA_GRAPH_ERROR_PORT,
                 "The card 'f0' has no output port 'input2'; those of Filter2D "
                 "cards are output, input");
  check_refused (graph, "y", "data", "f0", "input", STRATA_GRAPH_ERROR_PORT,
                 "The port 'data' of 'y' is an input, but a wire goes from an "
                 "output to an input");
  check_refused (graph, "x", "data", "f0", "output", STRATA_GRAPH_ERROR_PORT,
                 "The port 'output' of 'f0' is an output, but a wire goes from "
                 "an output to an input");
  check_refused (graph, "y", "seed", "f0", "input", STRATA_GRAPH_ERROR_PORT,
                 "The card 'y' has no output port 'seed': Sink cards have no "
                 "outputs");
  g_assert_finalize_object (graph);
}

static void
test_replace (void)
{
  StrataGraph *graph = new_graph (1);
  g_autoptr (GError) error = NULL;
  StrataWire *first = connect (graph, "x", "data", "y", "data", &error);
  StrataWire *same = connect (graph, "x", "data", "y", "data", &error);
  StrataWire *other;

  g_assert_true (first == same);
  other = connect (graph, "f0", "output", "y", "data", &error);
  g_assert_no_error (error);
  g_assert_false (other == first);
  g_assert_cmpuint (strata_graph_get_n_wires (graph), ==, 2);
  strata_graph_undo (graph);
  g_assert_true (
      strata_card_get_wire (strata_graph_find_card (graph, "y"), "data")
      == first);
  strata_graph_undo (graph);
  g_assert_cmpuint (strata_graph_get_n_wires (graph), ==, 1);
  g_assert_finalize_object (graph);
}

static void
test_cycle (void)
{
  StrataGraph *graph = new_graph (4);

  check_refused (graph, "f1", "output", "f1", "input", STRATA_GRAPH_ERROR_CYCLE,
                 "A wire from 'f1' to itself would close a cycle");
  check_refused (graph, "f3", "output", "f1", "input", STRATA_GRAPH_ERROR_CYCLE,
                 "A wire from 'f3' to 'f1' would close a cycle, because 'f1' "
                 "leads to 'f3' already");
  check_refused (graph, "f1", "output", "f0", "input", STRATA_GRAPH_ERROR_CYCLE,
                 "A wire from 'f1' to 'f0' would close a cycle, because 'f0' "
                 "leads to 'f1' already");
  g_assert_nonnull (connect (graph, "f3", "output", "j", "first", NULL));
  g_assert_nonnull (connect (graph, "f0", "output", "j", "second", NULL));
  g_assert_nonnull (connect (graph, "j", "output", "y", "data", NULL));
  check_refused (graph, "j", "output", "f0", "input", STRATA_GRAPH_ERROR_CYCLE,
                 "A wire from 'j' to 'f0' would close a cycle, because 'f0' "
                 "leads to 'j' already");
  g_assert_finalize_object (graph);
}

/* The rule is the same whether wires are added first to last or last to first,
 * and neither takes long. */
static void
test_long_chain (void)
{
  const guint n = 20000;
  StrataGraph *graph = new_graph (n);
  StrataCard *last = strata_graph_find_card (graph, "f19999");
  GPtrArray *cards = strata_graph_list_cards (graph);

  for (guint i = n; i > 1; i--)
    strata_graph_disconnect (graph,
                             strata_card_get_wire (cards->pdata[i], "input"));
  for (guint i = n; i > 1; i--)
    g_assert_nonnull (strata_graph_connect (
        graph, cards->pdata[i - 1], "output", cards->pdata[i], "input", NULL));
  g_assert_false (strata_graph_can_connect (graph, last, "output",
                                            cards->pdata[1], "input", NULL));
  g_ptr_array_unref (cards);
  g_assert_finalize_object (graph);
}

/* Whether a wire closes a cycle, held against a search by hand. */
static gboolean
reaches (gboolean edges[12][12], int from, int to)
{
  gboolean seen[12] = { FALSE };
  int open[12], n = 0;

  open[n++] = from;
  seen[from] = TRUE;
  while (n > 0)
    {
      int at = open[--n];

      if (at == to)
        return TRUE;
      for (int i = 0; i < 12; i++)
        if (edges[at][i] && !seen[i])
          {
            seen[i] = TRUE;
            open[n++] = i;
          }
    }
  return FALSE;
}

static void
test_random_cycles (void)
{
  static const char *const inputs[] = { "first", "second", "third" };
  g_autoptr (StrataRegistry) registry = test_kinds_new_registry ();

  for (int round = 0; round < 200; round++)
    {
      StrataGraph *graph = strata_graph_new (registry);
      gboolean edges[12][12] = { { FALSE } };
      gboolean taken[12][3] = { { FALSE } };

      for (int i = 0; i < 12; i++)
        strata_graph_add_card (graph, "Join", NULL, NULL);
      for (int i = 0; i < 60; i++)
        {
          int source = g_test_rand_int_range (0, 12);
          int target = g_test_rand_int_range (0, 12);
          int input = g_test_rand_int_range (0, 3);
          gboolean wired;

          if (taken[target][input])
            continue;
          wired = strata_graph_connect (
                      graph, strata_graph_get_card (graph, (guint) source),
                      "output", strata_graph_get_card (graph, (guint) target),
                      inputs[input], NULL)
                  != NULL;
          g_assert_true (wired == !reaches (edges, target, source));
          edges[source][target] |= wired;
          taken[target][input] |= wired;
        }
      g_assert_finalize_object (graph);
    }
}

/* Ports of a type that nobody knows take anything. */
static void
test_unknown (void)
{
  g_autoptr (StrataRegistry) registry = test_kinds_new_registry ();
  g_autoptr (StrataGraph) graph = strata_graph_parse (
      registry,
      "{ \"format\": \"strata-graph\", \"version\": 1, \"cards\": [{ \"id\": "
      "\"u\", \"type\": \"U\" }, { \"id\": \"h\", \"type\": \"HeNormal\" }, { "
      "\"id\": \"y\", \"type\": \"Sink\" }] }",
      -1, NULL);

  g_assert_nonnull (
      connect (graph, "h", "initializer_instance", "u", "any thing", NULL));
  g_assert_nonnull (connect (graph, "u", "é", "y", "data", NULL));
  check_refused (graph, "u", "", "y", "data", STRATA_GRAPH_ERROR_PORT,
                 "The name '' is none of a port");
  check_refused (graph, "u", "\xff", "y", "data", STRATA_GRAPH_ERROR_PORT,
                 "The name '\xef\xbf\xbd' is none of a port");
  check_refused (graph, "u", "a", "u", "b", STRATA_GRAPH_ERROR_CYCLE,
                 "A wire from 'u' to itself would close a cycle");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wire/ends", test_ends);
  g_test_add_func ("/wire/ports", test_ports);
  g_test_add_func ("/wire/replace", test_replace);
  g_test_add_func ("/wire/cycle/sentences", test_cycle);
  g_test_add_func ("/wire/cycle/chain", test_long_chain);
  g_test_add_func ("/wire/cycle/random", test_random_cycles);
  g_test_add_func ("/wire/unknown", test_unknown);

  return g_test_run ();
}
