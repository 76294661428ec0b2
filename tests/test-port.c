/* test-port.c — ports of cards, and which of them fit each other.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph.h"
#include "test-kinds.h"

static StrataGraph *
new_graph (void)
{
  g_autoptr (StrataRegistry) registry = test_kinds_new_registry ();

  return strata_graph_new (registry);
}

static StrataCard *
add (StrataGraph *graph, const char *type, const char *id)
{
  g_autoptr (GError) error = NULL;
  StrataCard *card = strata_graph_add_card (graph, type, id, &error);

  g_assert_no_error (error);
  return card;
}

static void
check_default (StrataCard *card, const char *name, const char *expected)
{
  g_autoptr (StrataPort) port = strata_card_find_port (card, name, FALSE);
  g_autoptr (StrataValue) value = strata_port_dup_default (port);
  g_autofree char *text = value ? strata_value_to_text (value) : NULL;

  g_assert_cmpstr (text, ==, expected);
}

static void
test_row (void)
{
  StrataGraph *graph = new_graph ();
  StrataCard *f = add (graph, "Filter2D", "f");
  g_autoptr (StrataPort) port = strata_card_find_port (f, "kernel_size", FALSE);
  g_autoptr (StrataPort) factor = strata_card_find_port (f, "factor", FALSE);
  g_autofree char *title = strata_port_dup_title (port);
  g_autofree char *scale = strata_port_dup_title (factor);

  g_assert_true (strata_port_get_card (port) == f);
  g_assert_true (strata_port_is_known (port));
  g_assert_cmpstr (strata_port_get_row (port)->name, ==, "kernel_size");
  g_assert_cmpstr (strata_port_get_type_name (port), ==, "pair of integers");
  g_assert_cmpstr (strata_port_get_help (port), ==, "For tests.");
  g_assert_cmpstr (title, ==, "kernel size");
  g_assert_cmpstr (scale, ==, "scale");
  g_assert_true (strata_port_is_required (port));
  g_assert_false (strata_port_is_required (factor));
  g_assert_true (strata_port_is_editable (port));

  check_default (f, "kernel_size", NULL);
  check_default (f, "strides", "[1, 1]");
  check_default (f, "padding", "\"valid\"");
  check_default (f, "initializer", "\"he_normal\"");
  check_default (f, "regularizer", NULL);
  g_object_unref (graph);
}

static void
test_choices (void)
{
  StrataGraph *graph = new_graph ();
  StrataCard *f = add (graph, "Filter2D", "f");
  g_autoptr (StrataPort) padding = strata_card_find_port (f, "padding", FALSE);
  g_autoptr (StrataPort) factor = strata_card_find_port (f, "factor", FALSE);
  g_auto (GStrv) choices = strata_port_list_choices (padding);
  g_auto (GStrv) none = strata_port_list_choices (factor);

  g_assert_cmpuint (g_strv_length (choices), ==, 2);
  g_assert_cmpstr (choices[1], ==, "same");
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_object_unref (graph);
}

static void
test_tensor (void)
{
  StrataGraph *graph = new_graph ();
  StrataCard *f = add (graph, "Filter2D", "f");
  g_autoptr (StrataPort) in = strata_card_find_port (f, "input", FALSE);
  g_autoptr (StrataPort) out = strata_card_find_port (f, "input", TRUE);

  g_assert_false (in == out);
  g_assert_true (strata_port_is_output (out));
  g_assert_false (strata_port_is_output (in));
  g_assert_true (strata_port_is_required (in));
  g_assert_false (strata_port_is_required (out));
  g_assert_false (strata_port_is_editable (in));
  g_assert_false (strata_port_is_editable (out));
  g_assert_null (strata_port_get_value (out));
  g_object_unref (graph);
}

static void
test_unknown (void)
{
  g_autoptr (StrataGraph) graph = strata_graph_parse (
      NULL,
      "{ \"format\": \"strata-graph\", \"version\": 1, \"cards\": [{ \"id\": "
      "\"u\", \"type\": \"U\", \"inputs\": { \"a_b\": 3 } }] }",
      -1, NULL);
  StrataCard *u = strata_graph_find_card (graph, "u");
  g_autoptr (StrataPort) port = strata_card_find_port (u, "a_b", FALSE);
  g_auto (GStrv) choices = strata_port_list_choices (port);
  g_autofree char *title = strata_port_dup_title (port);

  g_assert_false (strata_port_is_known (port));
  g_assert_null (strata_port_get_row (port));
  g_assert_null (strata_port_get_type_name (port));
  g_assert_null (strata_port_get_help (port));
  g_assert_null (strata_port_dup_default (port));
  g_assert_cmpuint (g_strv_length (choices), ==, 0);
  g_assert_cmpstr (title, ==, "a_b");
  g_assert_false (strata_port_is_required (port));
  g_assert_true (strata_port_is_editable (port));
  g_assert_cmpint (strata_value_get_integer (strata_port_get_value (port)), ==,
                   3);
}

static void
test_wires (void)
{
  StrataGraph *graph = new_graph ();
  StrataCard *x = add (graph, "Source", "x");
  StrataCard *j = add (graph, "Join", "j");
  g_autoptr (StrataPort) data = strata_card_find_port (x, "data", TRUE);
  g_autoptr (StrataPort) first = strata_card_find_port (j, "first", FALSE);
  g_autoptr (StrataPort) third = strata_card_find_port (j, "third", FALSE);
  StrataWire *wire;

  g_assert_false (strata_port_is_wired (data));
  wire = strata_graph_connect (graph, x, "data", j, "first", NULL);
  strata_graph_connect (graph, x, "data", j, "second", NULL);
  g_assert_true (strata_port_is_wired (data));
  g_assert_true (strata_port_is_wired (first));
  g_assert_false (strata_port_is_wired (third));
  g_assert_true (strata_port_get_wire (first) == wire);
  g_assert_null (strata_port_get_wire (data));
  {
    g_autoptr (GPtrArray) wires = strata_port_list_wires (data);
    g_autoptr (GPtrArray) none = strata_port_list_wires (third);

    g_assert_cmpuint (wires->len, ==, 2);
    g_assert_true (wires->pdata[0] == wire);
    g_assert_cmpuint (none->len, ==, 0);
  }
  g_object_unref (graph);
}

/* A port stays the same object while somebody holds it, whatever happens to its
 * card. */
static void
test_identity (void)
{
  StrataGraph *graph = new_graph ();
  StrataCard *x = add (graph, "Source", "x");
  StrataPort *port = strata_card_find_port (x, "data", TRUE);
  g_autoptr (StrataPort) same = strata_card_find_port (x, "data", TRUE);

  g_assert_true (port == same);
  strata_graph_remove_card (graph, x);
  strata_graph_undo (graph);
  g_object_unref (graph);
  g_assert_false (strata_port_is_wired (port));
  g_assert_cmpstr (strata_port_get_name (port), ==, "data");
  g_object_unref (port);
}

/* What fits each input of a Taker, besides its own type. */
/* clang-format off */
static const struct
{
  const char *input;
  const char *outputs[6];
} fits[] = {
  { "integer",         { "integer" } },
  { "number",          { "number", "integer" } },
  { "boolean",         { "boolean" } },
  { "text",            { "text", "choice" } },
  { "choice",          { "choice", "text" } },
  { "integers",        { "integers" } },
  { "single_integers", { "integers", "integer" } },
  { "floats",          { "floats", "integers" } },
  { "single_floats",   { "floats", "integers", "number", "integer" } },
  { "pair",            { "pair", "integer", "integers" } },
  { "borders",         { "borders" } },
  { "data",            { "data" } },
  { "layer",           { "layer" } },
  { "initializer",     { "initializer" } },
  { "regularizer",     { "regularizer" } },
  { "constraint",      { "constraint" } },
};
/* clang-format on */

static void
check_fit (StrataGraph *graph, gsize i, const StrataPortRow *output)
{
  StrataCard *giver = strata_graph_find_card (graph, "giver");
  StrataCard *taker = strata_graph_find_card (graph, "taker");
  const StrataPortRow *input = strata_kind_find_port (
      strata_card_get_kind (taker), fits[i].input, FALSE);
  gboolean expected = g_strv_contains (fits[i].outputs, output->name);
  g_autofree char *reason = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (strata_port_rows_fit (output, input, &reason) == expected);
  g_assert_true (strata_graph_can_connect (graph, giver, output->name, taker,
                                           fits[i].input, &error)
                 == expected);
  if (expected)
    g_assert_no_error (error);
  else
    {
      g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_WIRE);
      g_assert_true (g_str_has_prefix (reason, "A"));
    }
}

static void
test_fit (void)
{
  StrataGraph *graph = new_graph ();
  StrataCard *giver = add (graph, "Giver", "giver");
  StrataCard *taker = add (graph, "Taker", "taker");
  const StrataKind *kind = strata_card_get_kind (giver);

  g_assert_cmpuint (strata_card_get_n_ports (taker), ==, G_N_ELEMENTS (fits));
  for (gsize i = 0; i < G_N_ELEMENTS (fits); i++)
    for (gsize j = 0; j < kind->n_ports; j++)
      check_fit (graph, i, &kind->ports[j]);
  g_assert_finalize_object (graph);
}

static void
test_misfit (void)
{
  StrataGraph *graph = new_graph ();
  StrataCard *he = add (graph, "HeNormal", "he");
  StrataCard *dw = add (graph, "Filter2D", "dw");
  g_autoptr (GError) error = NULL;
  g_autofree char *reason = NULL;

  g_assert_false (strata_graph_can_connect (graph, he, "initializer_instance",
                                            dw, "input", &error));
  g_assert_cmpstr (error->message, ==,
                   "An initializer does not fit the port 'input' of 'dw', "
                   "which takes a tensor");
  g_assert_false (strata_port_rows_fit (
      strata_kind_find_port (strata_card_get_kind (dw), "output", TRUE),
      strata_kind_find_port (strata_card_get_kind (dw), "initializer", FALSE),
      &reason));
  g_assert_cmpstr (reason, ==,
                   "A tensor does not fit the port 'initializer', which takes "
                   "an initializer");
  g_assert_finalize_object (graph);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/port/row", test_row);
  g_test_add_func ("/port/choices", test_choices);
  g_test_add_func ("/port/tensor", test_tensor);
  g_test_add_func ("/port/unknown", test_unknown);
  g_test_add_func ("/port/wires", test_wires);
  g_test_add_func ("/port/identity", test_identity);
  g_test_add_func ("/port/fit/types", test_fit);
  g_test_add_func ("/port/fit/message", test_misfit);

  return g_test_run ();
}
