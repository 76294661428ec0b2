/* bench-editor-graph.c — a graph as large as one likes, to look at.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench-editor-graph.h"

#include <math.h>

#define COLUMN 340
#define NETWORK_WIDTH (7 * COLUMN + 40)
#define NETWORK_HEIGHT 600

/* A network, and where its corner is. */
typedef struct
{
  StrataGraph *graph;
  double x;
  double y;
} Network;

static StrataCard *
add (Network *network, const char *type, double x, double y)
{
  g_autoptr (GError) error = NULL;
  StrataCard *card = strata_graph_add_card (network->graph, type, NULL, &error);

  g_assert_no_error (error);
  strata_graph_move_card (network->graph, card, network->x + x, network->y + y);
  return card;
}

static void
set (Network *network, StrataCard *card, const char *port, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataValue) value = strata_value_parse (text, -1, &error);

  g_assert_no_error (error);
  strata_graph_set_value (network->graph, card, port, value, &error);
  g_assert_no_error (error);
}

static void
wire (Network *network,
      StrataCard *source,
      const char *source_port,
      StrataCard *target,
      const char *target_port)
{
  g_autoptr (GError) error = NULL;

  strata_graph_connect (network->graph, source, source_port, target,
                        target_port, &error);
  g_assert_no_error (error);
}

static StrataCard *
add_layer (Network *network, guint i)
{
  gboolean separable = i % 2 == 1;
  StrataCard *card =
      add (network, separable ? "SeparableConv2D" : "DepthwiseConv2D",
           COLUMN * (i + 1), 0);

  set (network, card, "kernel_size", "[3, 3]");
  set (network, card, "padding", "\"same\"");
  if (separable)
    set (network, card, "filters", "4");
  return card;
}

static void
add_network (Network *network)
{
  StrataCard *tensor = add (network, "RandomTensor", 0, 0);
  StrataCard *initializer = add (network, "GlorotUniform", 0, 330);
  StrataCard *regularizer = add (network, "L2", 0, 430);
  StrataCard *constraint = add (network, "MaxNorm", 0, 510);
  StrataCard *last = tensor;

  set (network, tensor, "shape", "[1, 8, 8, 4]");
  for (guint i = 0; i < 5; i++)
    {
      StrataCard *layer = add_layer (network, i);

      wire (network, last, i == 0 ? "tensor" : "output", layer, "input");
      wire (network, initializer, "initializer_instance", layer,
            "depthwise_initializer");
      wire (network, regularizer, "regularizer_instance", layer,
            "depthwise_regularizer");
      if (i < 4)
        wire (network, constraint, "constraint_instance", layer,
              "depthwise_constraint");
      last = layer;
    }
  wire (network, last, "output", add (network, "Output", 6 * COLUMN, 0),
        "data");
}

StrataGraph *
bench_editor_graph_new (guint n_cards)
{
  Network network = { .graph = strata_graph_new (NULL) };
  guint n = (n_cards + 9) / 10;
  guint wide = ceil (sqrt (n * 1.6 * NETWORK_HEIGHT / NETWORK_WIDTH));

  for (guint i = 0; i < n; i++)
    {
      network.x = (double) NETWORK_WIDTH * (i % wide);
      network.y = (double) NETWORK_HEIGHT * (i / wide);
      add_network (&network);
    }
  return network.graph;
}
