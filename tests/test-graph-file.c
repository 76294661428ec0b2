/* test-graph-file.c — graphs from files and into them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-file-error.h"
#include "strata-graph.h"
#include "test-kinds.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define HEAD "{ \"format\": \"strata-graph\", \"version\": 1"

static StrataGraph *
parse (const char *text)
{
  g_autoptr (StrataRegistry) registry = test_kinds_new_registry ();
  g_autoptr (GError) error = NULL;
  StrataGraph *graph = strata_graph_parse (registry, text, -1, &error);

  g_assert_no_error (error);
  g_assert_nonnull (graph);
  return graph;
}

static void
assert_no_faults (StrataGraph *graph)
{
  GPtrArray *faults = strata_graph_get_load_faults (graph);

  for (guint i = 0; i < faults->len; i++)
    {
      g_autofree char *line = strata_fault_to_line (faults->pdata[i], NULL);

      g_test_message ("%s", line);
    }
  g_assert_cmpuint (faults->len, ==, 0);
}

/* The contract's own example, and what a save makes of it. */
static const char example[] =
    "{\n"
    "  \"format\": \"strata-graph\",\n"
    "  \"version\": 1,\n"
    "  \"seed\": 0,\n"
    "  \"cards\": [\n"
    "    { \"id\": \"x\", \"type\": \"Source\", \"position\": [40, 80], "
    "\"inputs\": { \"name\": \"x\", \"shape\": [8, 8, 3] } },\n"
    "    { \"id\": \"g\", \"type\": \"HeNormal\", \"position\": [40, 300], "
    "\"inputs\": { \"seed\": 7 } },\n"
    "    { \"id\": \"dw\", \"type\": \"Filter2D\", \"position\": [320.5, -80], "
    "\"inputs\": { \"kernel_size\": [3, 3], \"strides\": 2, \"padding\": "
    "\"SAME\", \"factor\": 2.0 } },\n"
    "    { \"id\": \"y\", \"type\": \"Sink\" }\n"
    "  ],\n"
    "  \"wires\": [\n"
    "    { \"from\": \"x.data\", \"to\": \"dw.input\" },\n"
    "    { \"from\": \"g.initializer_instance\", \"to\": \"dw.initializer\" "
    "},\n"
    "    { \"from\": \"dw.output\", \"to\": \"y.data\" }\n"
    "  ],\n"
    "  \"weights\": \"net.npz\"\n"
    "}\n";

static void
test_layout (void)
{
  StrataGraph *graph = parse (example);
  gsize length;
  g_autofree char *text = strata_graph_to_text (graph, &length);

  assert_no_faults (graph);
  g_assert_cmpstr (text, ==, example);
  g_assert_cmpuint (length, ==, strlen (text));
  g_assert_false (strata_graph_is_modified (graph));
  g_assert_finalize_object (graph);
}

static void
test_contents (void)
{
  StrataGraph *graph = parse (example);
  StrataCard *dw = strata_graph_find_card (graph, "dw");
  StrataWire *wire;
  double x, y;

  g_assert_cmpuint (strata_graph_get_n_cards (graph), ==, 4);
  g_assert_cmpuint (strata_graph_get_n_wires (graph), ==, 3);
  g_assert_cmpstr (strata_graph_get_weights (graph), ==, "net.npz");
  g_assert_cmpuint (strata_card_get_index (dw), ==, 2);
  strata_card_get_position (dw, &x, &y);
  g_assert_cmpfloat (x, ==, 320.5);
  g_assert_cmpfloat (y, ==, -80);
  g_assert_true (strata_value_is (strata_card_get_value (dw, "factor"),
                                  STRATA_VALUE_REAL));
  wire = strata_card_get_wire (dw, "initializer");
  g_assert_cmpstr (strata_card_get_id (strata_wire_get_source (wire)), ==, "g");
  g_assert_cmpstr (strata_wire_get_source_port (wire), ==,
                   "initializer_instance");
  g_assert_finalize_object (graph);
}

/* Saving what was loaded gives @expected, and saving that again the same. */
static void
check_saved (const char *text, const char *expected)
{
  StrataGraph *graph = parse (text);
  StrataGraph *again;
  g_autofree char *first = strata_graph_to_text (graph, NULL);
  g_autofree char *second = NULL;

  assert_no_faults (graph);
  if (expected)
    g_assert_cmpstr (first, ==, expected);
  again = parse (first);
  second = strata_graph_to_text (again, NULL);
  g_assert_cmpstr (second, ==, first);
  g_assert_finalize_object (graph);
  g_assert_finalize_object (again);
}

static void
test_empty (void)
{
  const char *empty = "{\n  \"format\": \"strata-graph\",\n  \"version\": 1,\n"
                      "  \"cards\": [],\n  \"wires\": []\n}\n";
  StrataGraph *graph = strata_graph_new (NULL);
  g_autofree char *text = strata_graph_to_text (graph, NULL);

  g_assert_cmpstr (text, ==, empty);
  check_saved (HEAD " }", empty);
  check_saved (HEAD ", \"cards\": [], \"wires\": [], \"seed\": null, "
                    "\"weights\": null }",
               empty);
  check_saved (HEAD ", \"cards\": null, \"wires\": null }", empty);
  g_assert_finalize_object (graph);
}

static void
test_unknown_keys (void)
{
  check_saved (
      "{ \"zebra\": { \"a\": [] }, \"weights\": \"w.npz\", \"version\": 1, "
      "\"wires\": [{ \"colour\": \"red\", \"to\": \"y.data\", \"from\": "
      "\"x.data\", \"a\": 1 }], \"cards\": [{ \"note\": \"first\", \"type\": "
      "\"Source\", \"flag\": null, \"id\": \"x\" }, { \"id\": \"y\", \"type\": "
      "\"Sink\", \"inputs\": { \"name\": \"y\" } }], \"format\": "
      "\"strata-graph\", \"apple\": 1.50 }",
      "{\n"
      "  \"format\": \"strata-graph\",\n"
      "  \"version\": 1,\n"
      "  \"cards\": [\n"
      "    { \"id\": \"x\", \"type\": \"Source\", \"note\": \"first\", "
      "\"flag\": null },\n"
      "    { \"id\": \"y\", \"type\": \"Sink\", \"inputs\": { \"name\": \"y\" "
      "} "
      "}\n"
      "  ],\n"
      "  \"wires\": [\n"
      "    { \"from\": \"x.data\", \"to\": \"y.data\", \"colour\": \"red\", "
      "\"a\": 1 }\n"
      "  ],\n"
      "  \"weights\": \"w.npz\",\n"
      "  \"zebra\": { \"a\": [] },\n"
      "  \"apple\": 1.5\n"
      "}\n");
}

static void
test_extras (void)
{
  StrataGraph *graph = parse (HEAD ", \"cards\": [{ \"id\": \"x\", \"type\": "
                                   "\"Source\", \"note\": 1 }, { \"id\": "
                                   "\"y\", \"type\": \"Sink\" }], \"wires\": "
                                   "[{ \"from\": \"x.data\", \"to\": "
                                   "\"y.data\", \"colour\": 2 }], \"n\": 3 }");
  StrataCard *x = strata_graph_find_card (graph, "x");
  StrataWire *wire = strata_graph_get_wire (graph, 0);

  assert_no_faults (graph);
  g_assert_cmpint (strata_value_get_integer (strata_card_get_extra (x, "note")),
                   ==, 1);
  g_assert_cmpint (
      strata_value_get_integer (strata_wire_get_extra (wire, "colour")), ==, 2);
  g_assert_cmpint (
      strata_value_get_integer (strata_graph_get_extra (graph, "n")), ==, 3);
  g_assert_null (strata_card_get_extra (x, "id"));
  g_assert_null (strata_graph_get_extra (graph, "cards"));
  g_assert_finalize_object (graph);
}

/* An editor's view of a card, of any form, comes back as it was. */
static void
test_views (void)
{
  const char *text =
      "{\n"
      "  \"format\": \"strata-graph\",\n"
      "  \"version\": 1,\n"
      "  \"cards\": [\n"
      "    { \"id\": \"x\", \"type\": \"Source\", \"view\": { \"unfolded\": "
      "true, \"later\": [1, { \"a\": null }], \"channel\": null }, \"note\": "
      "1 },\n"
      "    { \"id\": \"y\", \"type\": \"Unknown\", \"view\": [3] },\n"
      "    { \"id\": \"z\", \"type\": \"Sink\" }\n"
      "  ],\n"
      "  \"wires\": []\n"
      "}\n";
  StrataGraph *graph = parse (text);
  StrataCard *x = strata_graph_find_card (graph, "x");
  StrataCard *y = strata_graph_find_card (graph, "y");
  g_autoptr (StrataValue) yes = strata_value_new_boolean (TRUE);

  check_saved (text, text);
  check_saved (HEAD ", \"cards\": [{ \"id\": \"z\", \"view\": null, "
                    "\"type\": \"Sink\" }] }",
               NULL);
  g_assert_true (
      strata_value_get_boolean (strata_card_get_view (x, "unfolded")));
  g_assert_null (strata_card_get_view (x, "channel"));
  g_assert_null (strata_card_get_extra (x, "view"));
  g_assert_null (strata_card_get_views (y));
  g_assert_null (strata_card_get_view (y, "unfolded"));
  g_assert_true (strata_graph_set_card_view (graph, y, "unfolded", yes, NULL));
  g_assert_true (strata_card_get_view (y, "unfolded") == yes);
  g_assert_finalize_object (graph);
}

static void
test_bypass (void)
{
  const char *text =
      "{\n"
      "  \"format\": \"strata-graph\",\n"
      "  \"version\": 1,\n"
      "  \"cards\": [\n"
      "    { \"id\": \"f\", \"type\": \"Filter2D\", \"bypass\": true },\n"
      "    { \"id\": \"g\", \"type\": \"Filter2D\" }\n"
      "  ],\n"
      "  \"wires\": []\n"
      "}\n";

  check_saved (text, text);
  check_saved (HEAD ", \"cards\": [{ \"bypass\": true, \"id\": \"f\", "
                    "\"type\": \"Filter2D\" }, { \"id\": \"g\", \"type\": "
                    "\"Filter2D\", \"bypass\": false }] }",
               text);
}

static void
test_unknown_type (void)
{
  const char *text =
      "{\n"
      "  \"format\": \"strata-graph\",\n"
      "  \"version\": 1,\n"
      "  \"cards\": [\n"
      "    { \"id\": \"x\", \"type\": \"Source\" },\n"
      "    { \"id\": \"d\", \"type\": \"Dense \\\"é\\u0007\", \"inputs\": { "
      "\"units\": null, \"Größe\": [1, { \"a\": 2 }] }, \"tint\": 3 },\n"
      "    { \"id\": \"e\", \"type\": \"Dense\", \"inputs\": {} }\n"
      "  ],\n"
      "  \"wires\": [\n"
      "    { \"from\": \"x.data\", \"to\": \"d.a.b\\\"c\" },\n"
      "    { \"from\": \"d.Ausgang ü\", \"to\": \"e.in\" },\n"
      "    { \"from\": \"d.in\", \"to\": \"e.out\" }\n"
      "  ]\n"
      "}\n";
  StrataGraph *graph = parse (text);
  StrataCard *d = strata_graph_find_card (graph, "d");

  assert_no_faults (graph);
  g_assert_false (strata_card_is_known (d));
  g_assert_null (strata_card_get_kind (d));
  g_assert_cmpstr (strata_card_get_title (d), ==, "Dense \"é\a");
  g_assert_null (strata_card_get_value (d, "units"));
  g_assert_nonnull (strata_card_get_value (d, "Größe"));
  g_assert_nonnull (strata_card_get_wire (d, "a.b\"c"));
  check_saved (text, text);
  g_assert_finalize_object (graph);
}

/* Null is "not given" on a port of a kind; what the kind does not know is kept
 * for the plan to speak of. */
static void
test_null_values (void)
{
  StrataGraph *graph =
      parse (HEAD ", \"cards\": [{ \"id\": \"x\", \"type\": \"Source\", "
                  "\"position\": null, \"inputs\": { \"name\": null, \"seed\": "
                  "3, \"sede\": null } }, { \"id\": \"y\", \"type\": \"Sink\", "
                  "\"inputs\": { \"name\": null } }, { \"id\": \"z\", "
                  "\"type\": \"Sink\", \"inputs\": null }] }");
  StrataCard *x = strata_graph_find_card (graph, "x");
  g_auto (GStrv) keys = strata_value_list_keys (strata_card_get_values (x));

  assert_no_faults (graph);
  g_assert_cmpuint (g_strv_length (keys), ==, 2);
  g_assert_cmpstr (keys[0], ==, "seed");
  g_assert_cmpstr (keys[1], ==, "sede");
  g_assert_null (strata_card_get_value (x, "sede"));
  g_assert_false (strata_card_has_position (x));
  g_assert_null (strata_card_get_values (strata_graph_find_card (graph, "y")));
  g_assert_null (strata_card_get_values (strata_graph_find_card (graph, "z")));
  g_assert_finalize_object (graph);
}

/* Values that do not fit, cycles and wires between types that do not fit are
 * all kept: the plan speaks of them. */
static void
test_kept_for_the_plan (void)
{
  StrataGraph *graph =
      parse (HEAD ", \"cards\": [{ \"id\": \"a\", \"type\": \"Filter2D\", "
                  "\"inputs\": { \"strides\": \"two\", \"kernel\": 3 } }, { "
                  "\"id\": \"h\", \"type\": \"HeNormal\" }, { \"id\": \"b\", "
                  "\"type\": \"Join\" }], \"wires\": [{ \"from\": "
                  "\"h.initializer_instance\", \"to\": \"b.third\" }, { "
                  "\"from\": \"a.output\", \"to\": \"b.first\" }, { \"from\": "
                  "\"b.output\", \"to\": \"a.input\" }, { \"from\": "
                  "\"b.output\", \"to\": \"b.second\" }] }");
  StrataCard *b = strata_graph_find_card (graph, "b");
  g_autoptr (GPtrArray) wires = strata_card_list_wires (b);

  assert_no_faults (graph);
  g_assert_cmpuint (strata_graph_get_n_wires (graph), ==, 4);
  g_assert_cmpuint (wires->len, ==, 4);
  g_ptr_array_set_size (wires, 0);
  strata_graph_remove_card (graph, b);
  g_assert_cmpuint (strata_graph_get_n_wires (graph), ==, 0);
  g_assert_true (strata_graph_undo (graph));
  g_assert_cmpuint (strata_graph_get_n_wires (graph), ==, 4);
  g_assert_finalize_object (graph);
}

#define NO_GRAPH STRATA_GRAPH_ERROR_FORMAT

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *message; /* NULL for an error of the text itself */
  } cases[] = {
    { "", NULL },
    { "{", NULL },
    { "\xef\xbb\xbf" HEAD " }", NULL },
    { HEAD ", // a comment\n \"seed\": 1 }", NULL },
    { HEAD ", \"seed\": 1, \"seed\": 2 }", NULL },
    { HEAD ", \"cards\": [{ \"id\": \"a\", \"id\": \"b\" }] }", NULL },
    { HEAD ", \"seed\": 9223372036854775808 }", NULL },
    { HEAD " } x", NULL },
    { "[]", "The text is a list, but a graph is an object that begins with "
            "\"format\": \"strata-graph\"" },
    { "null", "The text is null, but a graph is an object that begins with "
              "\"format\": \"strata-graph\"" },
    { "{}", "The text is no graph, because it does not say \"format\": "
            "\"strata-graph\"" },
    { "{ \"format\": \"strata\", \"version\": 1 }",
      "The text is no graph, because it does not say \"format\": "
      "\"strata-graph\"" },
    { "{ \"format\": 3, \"version\": 1 }",
      "The text is no graph, because it does not say \"format\": "
      "\"strata-graph\"" },
    { "{ \"format\": \"strata-graph\" }",
      "The graph does not say its \"version\", which must be the integer 1" },
    { "{ \"format\": \"strata-graph\", \"version\": 1.0 }",
      "The graph does not say its \"version\", which must be the integer 1" },
    { "{ \"format\": \"strata-graph\", \"version\": 2 }",
      "The graph has version 2 of the format, but this program reads version "
      "1; a newer one is needed" },
    { "{ \"format\": \"strata-graph\", \"version\": 0 }",
      "The graph has version 0 of the format, but the first is 1" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (strata_graph_parse (NULL, cases[i].text, -1, &error));
      if (cases[i].message)
        {
          g_assert_error (error, STRATA_GRAPH_ERROR, NO_GRAPH);
          g_assert_cmpstr (error->message, ==, cases[i].message);
        }
      else
        g_assert_true (error->domain == STRATA_FILE_ERROR);
    }
}

/* A card of each: x has an output `data`, y an input `data`, f filters, u is of
 * a type that nobody knows. */
#define CARDS                                                                  \
  "\"cards\": [{ \"id\": \"x\", \"type\": \"Source\" }, { \"id\": \"y\", "     \
  "\"type\": \"Sink\" }, { \"id\": \"f\", \"type\": \"Filter2D\" }, { "        \
  "\"id\": \"u\", \"type\": \"Unknown\" }"
#define CARD(text) HEAD ", " CARDS ", " text "] }"
#define WIRE(text) HEAD ", " CARDS "], \"wires\": [" text "] }"
#define POINTS(text)                                                           \
  WIRE ("{ \"from\": \"x.data\", \"to\": \"y.data\", \"points\": " text "}")
#define POINTS_FAULT                                                           \
  "card 'y', port 'data': The points of wires[0] are not a list of pairs of "  \
  "numbers, such as [[200, 80], [200, 300]]"
#define ID_RULE "is not 1 to 64 of A-Z a-z 0-9 _ -"

/* clang-format off */
static const struct
{
  const char *text;
  const char *faults[3]; /* as lines */
} fault_cases[] = {
  /* The whole file. */
  { HEAD ", \"cards\": {} }",
    { "The member \"cards\" is an object, but it must be a list" } },
  { HEAD ", \"wires\": \"a\", \"cards\": 3 }",
    { "The member \"cards\" is an integer, but it must be a list",
      "The member \"wires\" is a string, but it must be a list" } },
  { HEAD ", \"seed\": 3.0 }",
    { "The seed is a real number, but it must be an integer" } },
  { HEAD ", \"seed\": \"7\" }",
    { "The seed is a string, but it must be an integer" } },
  { HEAD ", \"weights\": true }",
    { "The weights are true or false, but they must be the name of an .npz file, such as \"net.npz\"" } },
  { HEAD ", \"weights\": \"\" }",
    { "The weights are an empty string, but they must be the name of an .npz file, such as \"net.npz\"" } },

  /* Cards. */
  { CARD ("3"),
    { "The entry cards[4] is an integer, but a card is an object with an id and a type" } },
  { CARD ("null, []"),
    { "The entry cards[4] is null, but a card is an object with an id and a type",
      "The entry cards[5] is a list, but a card is an object with an id and a type" } },
  { CARD ("{ \"type\": \"Sink\" }"),
    { "The id of cards[4] is missing, but it must be a string" } },
  { CARD ("{ \"id\": null, \"type\": \"Sink\" }"),
    { "The id of cards[4] is missing, but it must be a string" } },
  { CARD ("{ \"id\": 7, \"type\": \"Sink\" }"),
    { "The id of cards[4] is an integer, but it must be a string" } },
  { CARD ("{ \"id\": \"\", \"type\": \"Sink\" }"),
    { "The id of cards[4], '', " ID_RULE } },
  { CARD ("{ \"id\": \"a.b\", \"type\": \"Sink\" }"),
    { "The id of cards[4], 'a.b', " ID_RULE } },
  { CARD ("{ \"id\": \"a\\n\", \"type\": \"Sink\" }"),
    { "The id of cards[4], 'a\\u000a', " ID_RULE } },
  { CARD ("{ \"id\": \"x\", \"type\": \"Sink\" }"),
    { "card 'x': The id of cards[4] is that of another card before it, but each card needs one of its own" } },
  { CARD ("{ \"id\": \"z\" }"),
    { "card 'z': The type of cards[4] is missing, but it must name a kind of card, such as \"Input\"" } },
  { CARD ("{ \"id\": \"z\", \"type\": \"\" }"),
    { "card 'z': The type of cards[4] is empty, but it must name a kind of card, such as \"Input\"" } },
  { CARD ("{ \"id\": \"z\", \"type\": [] }"),
    { "card 'z': The type of cards[4] is a list, but it must name a kind of card, such as \"Input\"" } },
  { CARD ("{ \"id\": \"z\", \"type\": \"Sink\", \"position\": 3, \"inputs\": [] }"),
    { "card 'z': The position is not a list of two numbers, such as [40, 80]",
      "card 'z': The inputs are a list, but they must be an object of values by the names of ports" } },
  { CARD ("{ \"id\": \"z\", \"type\": \"Sink\", \"position\": [1, \"2\"] }"),
    { "card 'z': The position is not a list of two numbers, such as [40, 80]" } },
  { CARD ("{ \"id\": \"z\", \"type\": \"Sink\", \"bypass\": 1 }"),
    { "card 'z': The bypass is an integer, but it must be true or false" } },
  { CARD ("{ \"id\": \"z\", \"type\": \"Sink\", \"position\": [1, 2, 3] }"),
    { "card 'z': The position is not a list of two numbers, such as [40, 80]" } },

  /* Wires. */
  { POINTS ("3"),
    { POINTS_FAULT } },
  { POINTS ("[[1, 2], [3]]"),
    { POINTS_FAULT } },
  { POINTS ("[1, 2]"),
    { POINTS_FAULT } },
  { POINTS ("[[1, null]]"),
    { POINTS_FAULT } },
  { WIRE ("\"x.data\""),
    { "The entry wires[0] is a string, but a wire is an object with \"from\" and \"to\"" } },
  { WIRE ("{ \"to\": \"y.data\" }"),
    { "The \"from\" of wires[0] is missing, but it must be CARD.PORT, such as \"dw.input\"" } },
  { WIRE ("{ \"from\": null }"),
    { "The \"from\" of wires[0] is missing, but it must be CARD.PORT, such as \"dw.input\"",
      "The \"to\" of wires[0] is missing, but it must be CARD.PORT, such as \"dw.input\"" } },
  { WIRE ("{ \"from\": \"x.data\", \"to\": [\"y\", \"data\"] }"),
    { "The \"to\" of wires[0] is a list, but it must be CARD.PORT, such as \"dw.input\"" } },
  { WIRE ("{ \"from\": \"x\", \"to\": \"y.\" }"),
    { "The entry wires[0] starts at 'x', but an end of a wire is CARD.PORT, such as \"dw.input\"",
      "The entry wires[0] ends at 'y.', but an end of a wire is CARD.PORT, such as \"dw.input\"" } },
  { WIRE ("{ \"from\": \".data\", \"to\": \"ü.data\" }"),
    { "The entry wires[0] starts at '.data', but an end of a wire is CARD.PORT, such as \"dw.input\"",
      "The entry wires[0] ends at 'ü.data', but an end of a wire is CARD.PORT, such as \"dw.input\"" } },
  { WIRE ("{ \"from\": \"a.data\", \"to\": \"b.data\" }"),
    { "The entry wires[0] starts at 'a.data', but there is no card 'a'",
      "The entry wires[0] ends at 'b.data', but there is no card 'b'" } },
  { WIRE ("{ \"from\": \"f.outptu\", \"to\": \"y.data\" }"),
    { "card 'f', port 'outptu': The entry wires[0] is no wire: The card 'f' has no output port 'outptu'; those of Filter2D cards are output, input" } },
  { WIRE ("{ \"from\": \"x.data\", \"to\": \"y.tensor\" }"),
    { "card 'y', port 'tensor': The entry wires[0] is no wire: The card 'y' has no input port 'tensor'; those of Sink cards are name, data" } },
  { WIRE ("{ \"from\": \"y.data\", \"to\": \"f.input\" }"),
    { "card 'y', port 'data': The entry wires[0] is no wire: The port 'data' of 'y' is an input, but a wire goes from an output to an input" } },
  { WIRE ("{ \"from\": \"x.data\", \"to\": \"f.output\" }"),
    { "card 'f', port 'output': The entry wires[0] is no wire: The port 'output' of 'f' is an output, but a wire goes from an output to an input" } },
  { WIRE ("{ \"from\": \"y.seed\", \"to\": \"f.input\" }"),
    { "card 'y', port 'seed': The entry wires[0] is no wire: The card 'y' has no output port 'seed': Sink cards have no outputs" } },
  { WIRE ("{ \"from\": \"x.data\", \"to\": \"y.data\" }, { \"from\": \"f.output\", \"to\": \"y.data\" }"),
    { "card 'y', port 'data': The entry wires[1] is a second wire into this port, which takes one and has that from 'data' of 'x'" } },
  { WIRE ("{ \"from\": \"x.data\", \"to\": \"u.a\" }, { \"from\": \"u.a\", \"to\": \"u.a\" }"),
    { "card 'u', port 'a': The entry wires[1] is a second wire into this port, which takes one and has that from 'data' of 'x'" } },
  /* The way around is told once. */
  { WIRE ("{ \"from\": \"y.data\", \"to\": \"x.data\" }"),
    { "card 'y', port 'data': The entry wires[0] is no wire: The port 'data' of 'y' is an input, but a wire goes from an output to an input",
      "card 'x', port 'data': The entry wires[0] is no wire: The port 'data' of 'x' is an output, but a wire goes from an output to an input" } },
};
/* clang-format on */

static void
check_faults (const char *text, const char *const faults[3])
{
  StrataGraph *graph = parse (text);
  GPtrArray *found = strata_graph_get_load_faults (graph);

  for (guint i = 0; i < found->len; i++)
    {
      g_autofree char *line = strata_fault_to_line (found->pdata[i], NULL);

      g_assert_cmpstr (line, ==, i < 3 ? faults[i] : NULL);
      g_assert_true (
          g_ascii_isupper (*strata_fault_get_message (found->pdata[i])));
    }
  g_assert_true (found->len == 3 || !faults[found->len]);
  g_assert_finalize_object (graph);
}

static void
test_faults (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fault_cases); i++)
    check_faults (fault_cases[i].text, fault_cases[i].faults);
}

/* All that is right stands in the graph, whatever else is wrong. */
static void
test_goes_on (void)
{
  StrataGraph *graph = parse (
      HEAD ", \"cards\": [3, { \"id\": \"x\", \"type\": \"Source\", "
           "\"position\": 3, \"inputs\": { \"name\": \"n\" } }, { \"id\": "
           "\"x\", \"type\": \"Sink\" }, { \"id\": \"y\", \"type\": \"Sink\" "
           "}], \"wires\": [{}, { \"from\": \"x.data\", \"to\": \"y.data\" }], "
           "\"seed\": \"s\", \"weights\": \"w.npz\" }");

  g_assert_cmpuint (strata_graph_get_load_faults (graph)->len, ==, 6);
  g_assert_cmpuint (strata_graph_get_n_cards (graph), ==, 2);
  g_assert_cmpuint (strata_graph_get_n_wires (graph), ==, 1);
  g_assert_nonnull (
      strata_card_get_value (strata_graph_find_card (graph, "x"), "name"));
  g_assert_cmpstr (strata_graph_get_weights (graph), ==, "w.npz");
  g_assert_finalize_object (graph);
}

static void
test_many_faults (void)
{
  g_autoptr (GString) text = g_string_new (HEAD ", \"cards\": [0");
  StrataGraph *graph;
  GPtrArray *faults;

  for (int i = 1; i < 30000; i++)
    g_string_append (text, ",0");
  g_string_append (text, "] }");
  graph = parse (text->str);
  faults = strata_graph_get_load_faults (graph);
  g_assert_cmpuint (faults->len, ==, STRATA_GRAPH_MAX_LOAD_FAULTS + 1);
  g_assert_cmpstr (
      strata_fault_get_message (faults->pdata[STRATA_GRAPH_MAX_LOAD_FAULTS]),
      ==, "The file has 20000 more faults, which are not told one by one");
  g_assert_finalize_object (graph);
}

static void
test_positions (void)
{
  static const char *const positions[][2] = {
    { "[0, -0]", "[0, 0]" },
    { "[0.0, 1e2]", "[0, 100]" },
    { "[0.1, -2.50]", "[0.1, -2.5]" },
    { "[1e300, -1e-300]", "[1e+300, -1e-300]" },
    { "[9007199254740993, 3]", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (positions); i++)
    {
      g_autofree char *text =
          g_strdup_printf (HEAD ", \"cards\": [{ \"id\": \"a\", \"type\": "
                                "\"Sink\", \"position\": %s }] }",
                           positions[i][0]);
      g_autofree char *line =
          g_strdup_printf ("\"position\": %s }", positions[i][1]);
      StrataGraph *graph = parse (text);
      g_autofree char *saved = strata_graph_to_text (graph, NULL);

      if (positions[i][1])
        g_assert_nonnull (strstr (saved, line));
      check_saved (text, NULL);
      g_assert_finalize_object (graph);
    }
}

static void
test_points (void)
{
  StrataGraph *graph =
      parse (HEAD ", " CARDS "], \"wires\": [{ \"points\": [[0.0, -2.50], [3, "
                  "1e2]], \"to\": \"y.data\", \"from\": \"x.data\" }, { "
                  "\"from\": \"x.data\", \"to\": \"f.input\", \"points\": [] "
                  "}] }");
  StrataWire *wire = strata_graph_get_wire (graph, 0);
  g_autofree char *text = strata_graph_to_text (graph, NULL);

  assert_no_faults (graph);
  g_assert_cmpuint (strata_wire_get_n_points (wire), ==, 2);
  g_assert_null (strata_wire_get_extra (wire, "points"));
  g_assert_nonnull (
      strstr (text, "{ \"from\": \"x.data\", \"to\": \"y.data\", \"points\": "
                    "[[0, -2.5], [3, 100]] },\n"
                    "    { \"from\": \"x.data\", \"to\": \"f.input\" }\n"));
  check_saved (text, text);
  g_assert_finalize_object (graph);
}

static void
test_many_points (void)
{
  for (guint n = STRATA_WIRE_MAX_POINTS; n <= STRATA_WIRE_MAX_POINTS + 1; n++)
    {
      g_autoptr (GString) text = g_string_new (
          HEAD ", " CARDS "], \"wires\": [{ \"from\": \"x.data\", \"to\": "
               "\"y.data\", \"points\": [[0, 0]");
      StrataGraph *graph;
      GPtrArray *faults;

      for (guint i = 1; i < n; i++)
        g_string_append (text, ",[0,0]");
      g_string_append (text, "] }] }");
      graph = parse (text->str);
      faults = strata_graph_get_load_faults (graph);
      g_assert_cmpuint (faults->len, ==, n > STRATA_WIRE_MAX_POINTS);
      if (faults->len > 0)
        g_assert_cmpstr (strata_fault_get_message (faults->pdata[0]), ==,
                         "The entry wires[0] has 1001 points, but 1000 are "
                         "the most");
      g_assert_cmpuint (strata_graph_get_n_wires (graph), ==, 1);
      g_assert_finalize_object (graph);
    }
}

/* Two-letter words of one djb2 hash, in every combination: @n ids that a simple
 * hash table would keep in one place. */
static void
append_colliding (GString *text, int n)
{
  for (int i = 0; i < n; i++)
    {
      g_string_append (text, i > 0 ? ",{\"id\":\"" : "{\"id\":\"");
      for (int bit = 0; bit < 16; bit++)
        g_string_append (text, i >> bit & 1 ? "Ez" : "FY");
      g_string_append (text, "\",\"type\":\"Sink\"}");
    }
}

static void
test_colliding_ids (void)
{
  g_autoptr (GString) text = g_string_new (HEAD ", \"cards\": [");
  StrataGraph *graph;

  append_colliding (text, 60000);
  g_string_append (text, "] }");
  graph = parse (text->str);
  assert_no_faults (graph);
  g_assert_cmpuint (strata_graph_get_n_cards (graph), ==, 60000);
  g_assert_finalize_object (graph);
}

/* Nothing here may go through the graph by recursion, or look at all ports for
 * each of them. */
static void
test_large (void)
{
  const int n = 100000;
  g_autoptr (GString) text = g_string_new (HEAD ", \"cards\": [");
  StrataGraph *graph, *again;
  g_autofree char *first = NULL, *second = NULL;

  for (int i = 0; i < n; i++)
    g_string_append_printf (
        text, "%s{\"id\":\"c%d\",\"type\":\"Join\",\"position\":[%d,2]}",
        i > 0 ? "," : "", i, i);
  g_string_append (text, ",{\"id\":\"u\",\"type\":\"U\"}], \"wires\": [");
  for (int i = 1; i < n; i++)
    g_string_append_printf (text,
                            "{\"from\":\"c%d.output\",\"to\":\"c%d.first\"},"
                            "{\"from\":\"c0.output\",\"to\":\"c%d.second\"},"
                            "{\"from\":\"u.o%d\",\"to\":\"u.i%d\"}%s",
                            i - 1, i, i, i, i, i < n - 1 ? "," : "");
  g_string_append (text, "] }");

  graph = parse (text->str);
  assert_no_faults (graph);
  g_assert_cmpuint (strata_graph_get_n_wires (graph), ==, 3 * ((guint) n - 1));
  g_assert_cmpuint (
      strata_card_get_n_ports (strata_graph_find_card (graph, "u")), ==,
      2 * ((guint) n - 1));
  first = strata_graph_to_text (graph, NULL);
  again = parse (first);
  second = strata_graph_to_text (again, NULL);
  g_assert_true (g_str_equal (first, second));

  strata_graph_remove_card (graph, strata_graph_find_card (graph, "u"));
  strata_graph_remove_card (graph, strata_graph_find_card (graph, "c0"));
  g_assert_cmpuint (strata_graph_get_n_wires (graph), ==, (guint) n - 2);
  strata_graph_undo (graph);
  strata_graph_undo (graph);
  g_free (g_steal_pointer (&second));
  second = strata_graph_to_text (graph, NULL);
  g_assert_true (g_str_equal (first, second));
  g_assert_finalize_object (graph);
  g_assert_finalize_object (again);
}

typedef struct
{
  char *folder;
  char *path;
} Place;

static void
set_up (Place *place, gconstpointer data)
{
  place->folder = g_dir_make_tmp ("strata-graph-XXXXXX", NULL);
  g_assert_nonnull (place->folder);
  place->path = g_build_filename (place->folder, "a.strata", NULL);
}

static guint
count_files (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  g_dir_close (dir);
  return n;
}

static void
tear_down (Place *place, gconstpointer data)
{
  GDir *dir = g_dir_open (place->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (place->folder, name, NULL);

      g_remove (path);
    }
  g_dir_close (dir);
  g_assert_cmpint (g_rmdir (place->folder), ==, 0);
  g_free (place->folder);
  g_free (place->path);
}

static void
write_file (const char *path, const char *text)
{
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static StrataGraph *
load (const char *path)
{
  g_autoptr (StrataRegistry) registry = test_kinds_new_registry ();
  g_autoptr (GError) error = NULL;
  StrataGraph *graph = strata_graph_load (registry, path, &error);

  g_assert_no_error (error);
  g_assert_nonnull (graph);
  return graph;
}

static void
save (StrataGraph *graph, const char *path)
{
  g_autoptr (GError) error = NULL;

  strata_graph_save (graph, path, &error);
  g_assert_no_error (error);
}

static void
test_save (Place *place, gconstpointer data)
{
  StrataGraph *graph;
  g_autofree char *text = NULL;

  write_file (place->path, example);
  graph = load (place->path);
  g_assert_cmpstr (strata_graph_get_path (graph), ==, place->path);
  g_assert_false (strata_graph_is_modified (graph));

  strata_graph_set_seed (graph, 3);
  g_assert_true (strata_graph_is_modified (graph));
  save (graph, place->path);
  g_assert_false (strata_graph_is_modified (graph));
  strata_graph_undo (graph);
  g_assert_true (strata_graph_is_modified (graph));
  strata_graph_redo (graph);
  g_assert_false (strata_graph_is_modified (graph));
  strata_graph_undo (graph);
  strata_graph_set_seed (graph, 4);
  g_assert_true (strata_graph_is_modified (graph));

  g_assert_true (g_file_get_contents (place->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"seed\": 3"));
  g_assert_cmpuint (count_files (place->folder), ==, 1);
  g_assert_finalize_object (graph);
}

static void
test_save_as (Place *place, gconstpointer data)
{
  g_autofree char *other = g_build_filename (place->folder, "b.strata", NULL);
  StrataGraph *graph = parse (example);
  g_autofree char *text = NULL;

  save (graph, other);
  g_assert_cmpstr (strata_graph_get_path (graph), ==, other);
  g_assert_true (g_file_get_contents (other, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, example);
  g_assert_finalize_object (graph);
}

/* What could not be read must not be lost by a save. */
static void
test_loss (Place *place, gconstpointer data)
{
  const char *faulty =
      HEAD ", \"cards\": [{ \"id\": 3, \"type\": \"Sink\" }] }";
  g_autofree char *alias = g_build_filename (place->folder, "alias", NULL);
  g_autofree char *other = g_build_filename (place->folder, "b.strata", NULL);
  const char *refused[] = { place->path, alias };
  g_autofree char *text = NULL;
  StrataGraph *graph;

  write_file (place->path, faulty);
  g_assert_cmpint (symlink ("a.strata", alias), ==, 0);
  graph = load (place->path);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (strata_graph_save (graph, refused[i], &error));
      g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_LOSS);
    }
  g_assert_true (g_file_get_contents (place->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, faulty);

  save (graph, other);
  g_assert_cmpuint (strata_graph_get_load_faults (graph)->len, ==, 0);
  save (graph, other);
  g_assert_finalize_object (graph);
}

static void
check_load_error (const char *path, int code, const char *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (strata_graph_load (NULL, path, &error));
  g_assert_error (error, STRATA_FILE_ERROR, code);
  g_assert_nonnull (strstr (error->message, part));
  g_assert_true (g_str_has_prefix (error->message, "Cannot "));
}

static void
test_unreadable (Place *place, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  check_load_error (place->path, STRATA_FILE_ERROR_IO, "No such file");
  check_load_error (place->folder, STRATA_FILE_ERROR_IO, "folder");
  g_assert_cmpint (mkfifo (place->path, 0600), ==, 0);
  check_load_error (place->path, STRATA_FILE_ERROR_IO, "pipe");
  g_assert_cmpint (g_unlink (place->path), ==, 0);

  write_file (place->path, "");
  g_assert_cmpint (truncate (place->path, STRATA_GRAPH_MAX_FILE + 1), ==, 0);
  check_load_error (place->path, STRATA_FILE_ERROR_TOO_LARGE, "64 MiB");
  write_file (place->path, "[1,]");
  check_load_error (place->path, STRATA_FILE_ERROR_FORMAT, "Line 1, column 4");

  write_file (place->path, "[]");
  g_assert_null (strata_graph_load (NULL, place->path, &error));
  g_assert_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_FORMAT);
  g_assert_true (g_str_has_prefix (error->message, "Cannot read '"));
}

static void
test_unwritable (Place *place, gconstpointer data)
{
  g_autofree char *path = g_build_filename (place->folder, "no", "a", NULL);
  StrataGraph *graph = parse (example);
  g_autoptr (GError) error = NULL;

  strata_graph_set_seed (graph, 5);
  g_assert_false (strata_graph_save (graph, path, &error));
  g_assert_error (error, STRATA_FILE_ERROR, STRATA_FILE_ERROR_IO);
  g_assert_null (strata_graph_get_path (graph));
  g_assert_true (strata_graph_is_modified (graph));
  g_assert_finalize_object (graph);
}

/* Two graphs of very different length. */
static void
make_versions (StrataGraph *versions[2], char *texts[2])
{
  versions[0] = parse (example);
  versions[1] = parse (example);
  strata_graph_begin (versions[1], NULL);
  for (int i = 0; i < 3000; i++)
    strata_graph_add_card (versions[1], "Filter2D", NULL, NULL);
  strata_graph_end (versions[1]);
  for (int i = 0; i < 2; i++)
    texts[i] = strata_graph_to_text (versions[i], NULL);
}

static void G_GNUC_NORETURN
save_for_ever (StrataGraph *versions[2], const char *path)
{
  for (int i = 0;; i = !i)
    if (!strata_graph_save (versions[i], path, NULL))
      _exit (1);
}

static void
kill_a_save (StrataGraph *versions[2], const char *path)
{
  int status;
  pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    save_for_ever (versions, path);
  g_usleep ((gulong) g_test_rand_int_range (0, 4000));
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
}

/* Whenever a save is killed, the file is one of the versions as a whole. */
static void
test_killed (Place *place, gconstpointer data)
{
  StrataGraph *versions[2];
  char *texts[2];

  make_versions (versions, texts);
  save (versions[0], place->path);
  for (int i = 0; i < 500; i++)
    {
      g_autofree char *text = NULL;

      kill_a_save (versions, place->path);
      g_assert_true (g_file_get_contents (place->path, &text, NULL, NULL));
      g_assert_true (g_str_equal (text, texts[0])
                     || g_str_equal (text, texts[1]));
      /* The file, and what each kill may leave behind. */
      g_assert_cmpuint (count_files (place->folder), <=, 1 + (guint) i + 1);
    }

  /* Some were killed in the middle, or this has shown nothing. */
  g_test_message ("%u left behind", count_files (place->folder) - 1);
  g_assert_cmpuint (count_files (place->folder), >, 1);
  g_object_unref (load (place->path));
  for (int i = 0; i < 2; i++)
    {
      g_free (texts[i]);
      g_assert_finalize_object (versions[i]);
    }
}

static void
add (const char *name, void (*test) (Place *place, gconstpointer data))
{
  g_test_add (name, Place, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/graph-file/layout", test_layout);
  g_test_add_func ("/graph-file/contents", test_contents);
  g_test_add_func ("/graph-file/empty", test_empty);
  g_test_add_func ("/graph-file/unknown/keys", test_unknown_keys);
  g_test_add_func ("/graph-file/unknown/extras", test_extras);
  g_test_add_func ("/graph-file/views", test_views);
  g_test_add_func ("/graph-file/bypass", test_bypass);
  g_test_add_func ("/graph-file/unknown/type", test_unknown_type);
  g_test_add_func ("/graph-file/null", test_null_values);
  g_test_add_func ("/graph-file/kept-for-the-plan", test_kept_for_the_plan);
  g_test_add_func ("/graph-file/refused", test_refused);
  /* Before a fork has much memory to copy. */
  add ("/graph-file/save/same", test_save);
  add ("/graph-file/save/other", test_save_as);
  add ("/graph-file/save/loss", test_loss);
  add ("/graph-file/save/unwritable", test_unwritable);
  add ("/graph-file/save/killed", test_killed);
  add ("/graph-file/unreadable", test_unreadable);

  g_test_add_func ("/graph-file/faults/each", test_faults);
  g_test_add_func ("/graph-file/faults/goes-on", test_goes_on);
  g_test_add_func ("/graph-file/faults/many", test_many_faults);
  g_test_add_func ("/graph-file/positions", test_positions);
  g_test_add_func ("/graph-file/points", test_points);
  g_test_add_func ("/graph-file/points/many", test_many_points);
  g_test_add_func ("/graph-file/hostile/ids", test_colliding_ids);
  g_test_add_func ("/graph-file/hostile/large", test_large);

  return g_test_run ();
}
