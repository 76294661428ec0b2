/* test-card-layout.c — what stands where on a card, and how values are typed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-text.h"
#include "strata-card-layout.h"

#include <strata-loader.h>

static const char text[] =
    "{\"format\": \"strata-graph\", \"version\": 1, \"cards\": ["
    "{\"id\": \"x\", \"type\": \"Input\", \"inputs\": "
    "{\"shape\": [8, 8, 3]}},"
    "{\"id\": \"g\", \"type\": \"GlorotUniform\", \"inputs\": {\"seed\": 7}},"
    "{\"id\": \"dw\", \"type\": \"DepthwiseConv2D\", \"inputs\": "
    "{\"kernel_size\": [3, 5]}},"
    "{\"id\": \"odd\", \"type\": \"NoSuchCard\", \"inputs\": {\"a\": 1}}],"
    "\"wires\": [{\"from\": \"x.data\", \"to\": \"dw.input\"},"
    "{\"from\": \"g.initializer_instance\", \"to\": "
    "\"dw.depthwise_initializer\"}]}";

static StrataGraph *
load (void)
{
  g_autoptr (GError) error = NULL;
  StrataGraph *graph = strata_graph_parse (NULL, text, -1, &error);

  g_assert_no_error (error);
  return graph;
}

static StrataCardLayout *
lay_out (StrataGraph *graph, const char *id, StrataCardLayoutFlags flags)
{
  return strata_card_layout_new (strata_graph_find_card (graph, id), NULL,
                                 flags, NULL);
}

static const StrataCardRow *
find_row (const StrataCardLayout *layout, const char *port)
{
  for (guint i = 0; i < layout->rows->len; i++)
    {
      const StrataCardRow *row = strata_card_layout_get_row (layout, i);

      if (row->input && g_str_equal (strata_port_get_name (row->input), port))
        return row;
    }
  g_assert_not_reached ();
}

static gboolean
has_row (const StrataCardLayout *layout, const char *port)
{
  for (guint i = 0; i < layout->rows->len; i++)
    {
      StrataPort *input = strata_card_layout_get_row (layout, i)->input;

      if (input && g_str_equal (strata_port_get_name (input), port))
        return TRUE;
    }
  return FALSE;
}

static guint
count_rows (const StrataCardLayout *layout, StrataCardRowKind kind)
{
  guint n = 0;

  for (guint i = 0; i < layout->rows->len; i++)
    n += strata_card_layout_get_row (layout, i)->kind == kind;
  return n;
}

/* Data ports come first, an input and an output side by side. */
static void
test_data (void)
{
  g_autoptr (StrataGraph) graph = load ();
  g_autoptr (StrataCardLayout) layout = lay_out (graph, "dw", 0);
  const StrataCardRow *first = strata_card_layout_get_row (layout, 0);

  g_assert_cmpint (first->kind, ==, STRATA_CARD_ROW_DATA);
  g_assert_cmpstr (strata_port_get_name (first->input), ==, "input");
  g_assert_cmpstr (strata_port_get_name (first->output), ==, "output");
}

static void
test_values (void)
{
  g_autoptr (StrataGraph) graph = load ();
  g_autoptr (StrataCardLayout) layout = lay_out (graph, "dw", 0);
  const StrataCardRow *kernel = find_row (layout, "kernel_size");
  const StrataCardRow *strides = find_row (layout, "strides");

  g_assert_cmpstr (kernel->text, ==, "3, 5");
  g_assert_true (kernel->given);
  g_assert_cmpstr (strides->text, ==, "1, 1");
  g_assert_false (strides->given);
  g_assert_cmpfloat (kernel->value.origin.x, >, 0);
  g_assert_cmpfloat (kernel->value.origin.x + kernel->value.size.width, <,
                     layout->width);
}

/* Objects are folded, but for those that have a wire. */
static void
test_folding (void)
{
  g_autoptr (StrataGraph) graph = load ();
  g_autoptr (StrataCardLayout) folded = lay_out (graph, "dw", 0);
  g_autoptr (StrataCardLayout) unfolded =
      lay_out (graph, "dw", STRATA_CARD_LAYOUT_UNFOLDED);

  g_assert_true (has_row (folded, "depthwise_initializer"));
  g_assert_false (has_row (folded, "bias_initializer"));
  g_assert_cmpuint (count_rows (folded, STRATA_CARD_ROW_MORE), ==, 1);
  g_assert_true (has_row (unfolded, "bias_initializer"));
  g_assert_cmpfloat (unfolded->height, >, folded->height);
}

/* What a wire that is being drawn may go into comes out by itself. */
static void
test_dragging (void)
{
  g_autoptr (StrataGraph) graph = load ();
  g_autoptr (StrataPort) port = strata_card_find_port (
      strata_graph_find_card (graph, "g"), "initializer_instance", TRUE);
  g_autoptr (StrataCardLayout) layout =
      strata_card_layout_new (strata_graph_find_card (graph, "dw"), NULL, 0,
                              strata_port_get_row (port));

  g_assert_true (has_row (layout, "bias_initializer"));
  g_assert_false (has_row (layout, "bias_regularizer"));
}

static void
test_wired (void)
{
  g_autoptr (StrataGraph) graph = load ();
  g_autoptr (StrataCardLayout) layout = lay_out (graph, "dw", 0);

  g_assert_null (find_row (layout, "depthwise_initializer")->text);
}

static void
test_anchors (void)
{
  g_autoptr (StrataGraph) graph = load ();
  g_autoptr (StrataCardLayout) layout = lay_out (graph, "dw", 0);
  graphene_point_t in, out, hidden;
  StrataPort *port;

  strata_card_layout_get_anchor (layout, "input", FALSE, &in);
  strata_card_layout_get_anchor (layout, "output", TRUE, &out);
  strata_card_layout_get_anchor (layout, "bias_constraint", FALSE, &hidden);
  g_assert_cmpfloat (in.x, ==, 0);
  g_assert_cmpfloat (out.x, ==, layout->width);
  g_assert_cmpfloat (hidden.y, >, in.y);
  g_assert_cmpfloat (hidden.y, <, layout->height);
  in.x += 8;
  in.y -= 5;
  port = strata_card_layout_find_port (layout, &in, 12);
  g_assert_cmpstr (strata_port_get_name (port), ==, "input");
  in.x += 20;
  g_assert_null (strata_card_layout_find_port (layout, &in, 12));
}

/* A card of unknown type shows what its file gives it. */
static void
test_unknown (void)
{
  g_autoptr (StrataGraph) graph = load ();
  g_autoptr (StrataCardLayout) layout = lay_out (graph, "odd", 0);

  g_assert_cmpstr (find_row (layout, "a")->text, ==, "1");
}

static void
assert_typed (const char *port, const char *typed, const char *meant)
{
  g_autoptr (StrataGraph) graph = load ();
  g_autoptr (StrataPort) object =
      strata_card_find_port (strata_graph_find_card (graph, "dw"), port, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataValue) value = strata_canvas_value_from_text (
      strata_port_get_row (object), typed, &error);
  g_autofree char *found = value ? strata_value_to_text (value) : NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, meant);
}

static void
test_typing (void)
{
  g_autoptr (StrataValue) words = strata_value_new_string ("same");
  g_autofree char *shown = strata_canvas_value_to_text (words);

  g_assert_cmpstr (shown, ==, "same");
  assert_typed ("kernel_size", "3, 5", "[3, 5]");
  assert_typed ("kernel_size", " [3, 5] ", "[3, 5]");
  assert_typed ("kernel_size", "3", "3");
  assert_typed ("kernel_size", "", NULL);
  assert_typed ("padding", "same", "\"same\"");
  assert_typed ("depth_multiplier", "2", "2");
  assert_typed ("bias_initializer", "zeros", "\"zeros\"");
}

static void
test_numbers (void)
{
  StrataSpec spec = { .rank = 4, .shape = { STRATA_UNKNOWN, 30, 30, 3 } };
  g_autofree char *shape = strata_canvas_shape_to_text (&spec);
  g_autofree char *few = strata_canvas_count_to_text (999);
  g_autofree char *many = strata_canvas_count_to_text (13824);
  g_autofree char *most = strata_canvas_count_to_text (G_MAXINT64);
  g_autofree char *quick = strata_canvas_time_to_text (0.00002);
  g_autofree char *slow = strata_canvas_time_to_text (0.612);

  g_assert_cmpstr (shape, ==, "30×30×3");
  g_assert_cmpstr (few, ==, "999");
  g_assert_cmpstr (many, ==, "13.8 k");
  g_assert_cmpstr (most, ==, "9.22 E");
  g_assert_cmpstr (quick, ==, "0.02 ms");
  g_assert_cmpstr (slow, ==, "612 ms");
}

int
main (int argc, char *argv[])
{
  g_auto (GStrv) messages = NULL;

  g_test_init (&argc, &argv, NULL);
  messages = strata_plugins_load (NULL);
  g_assert_cmpuint (g_strv_length (messages), ==, 0);

  g_test_add_func ("/card-layout/data", test_data);
  g_test_add_func ("/card-layout/values", test_values);
  g_test_add_func ("/card-layout/folding", test_folding);
  g_test_add_func ("/card-layout/dragging", test_dragging);
  g_test_add_func ("/card-layout/wired", test_wired);
  g_test_add_func ("/card-layout/anchors", test_anchors);
  g_test_add_func ("/card-layout/unknown", test_unknown);
  g_test_add_func ("/card-layout/typing", test_typing);
  g_test_add_func ("/card-layout/numbers", test_numbers);
  return g_test_run ();
}
