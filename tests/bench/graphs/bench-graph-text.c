/* bench-graph-text.c — graph files of any size.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench-graph-text.h"

static void
begin (GString *text, const char *cards)
{
  g_string_append (text, "{\"format\": \"strata-graph\", \"version\": 1, "
                         "\"cards\": [\n");
  g_string_append (text, cards);
}

static void
append_layer (GString *text, guint number)
{
  g_string_append_printf (
      text,
      ",\n{\"id\": \"c%u\", \"type\": \"DepthwiseConv2D\", \"position\": "
      "[%u, 80], \"inputs\": {\"kernel_size\": [3, 3], \"padding\": \"same\", "
      "\"activation\": \"relu\"}}",
      number, 40 + 280 * number);
}

static void
append_wire (GString *text, const char *between, guint from, guint to)
{
  if (from == 0)
    g_string_append_printf (
        text, "%s{\"from\": \"x.data\", \"to\": \"c%u.input\"}", between, to);
  else
    g_string_append_printf (
        text, "%s{\"from\": \"c%u.output\", \"to\": \"c%u.input\"}", between,
        from, to);
}

char *
bench_graph_text (BenchGraphShape shape, guint n_layers, const char *input)
{
  GString *text = g_string_new (NULL);
  g_autofree char *card = g_strdup_printf (
      "{\"id\": \"x\", \"type\": \"Input\", \"inputs\": {\"shape\": %s}}",
      input);

  begin (text, card);
  for (guint i = 1; i <= n_layers; i++)
    append_layer (text, i);
  g_string_append (text, "],\n\"wires\": [\n");
  for (guint i = 1; i <= n_layers; i++)
    append_wire (text, i > 1 ? ",\n" : "",
                 shape == BENCH_GRAPH_CHAIN ? i - 1 : 0, i);
  g_string_append (text, "]}\n");
  return g_string_free (text, FALSE);
}

/* Five separable blocks, as MobileNet begins. */
char *
bench_graph_mobile (void)
{
  const int filters[] = { 32, 64, 128, 128, 256 };
  const int strides[] = { 2, 1, 2, 1, 2 };
  GString *text = g_string_new (NULL);

  begin (text, "{\"id\": \"x\", \"type\": \"Input\", \"inputs\": {\"shape\": "
               "[224, 224, 3]}}");
  for (guint i = 0; i < G_N_ELEMENTS (filters); i++)
    g_string_append_printf (
        text,
        ",\n{\"id\": \"c%u\", \"type\": \"SeparableConv2D\", \"inputs\": "
        "{\"filters\": %d, \"kernel_size\": 3, \"strides\": %d, \"padding\": "
        "\"same\", \"activation\": \"relu6\"}}",
        i + 1, filters[i], strides[i]);
  g_string_append (text, "],\n\"wires\": [\n");
  for (guint i = 1; i <= G_N_ELEMENTS (filters); i++)
    append_wire (text, i > 1 ? ",\n" : "", i - 1, i);
  g_string_append (text, "]}\n");
  return g_string_free (text, FALSE);
}
