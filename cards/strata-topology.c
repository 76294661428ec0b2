/* strata-topology.c — which card feeds which, and in which order they can be
 * evaluated.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-topology-private.h"
#include "strata-port.h"

#include <string.h>

#define NONE G_MAXUINT

/* Takes @message. */
static void
add_fault (StrataTopology *topology,
           guint card,
           const char *port,
           char *message)
{
  StrataTopologyFault fault = {
    .card = card,
    .fault = strata_fault_new (
        strata_card_get_id (topology->cards->pdata[card]), port, message),
  };

  g_array_append_val (topology->faults, fault);
  g_free (message);
}

static void
list_cards (StrataTopology *topology, StrataGraph *graph)
{
  guint n = strata_graph_get_n_cards (graph);

  topology->n_cards = n;
  topology->cards = g_ptr_array_new_full (n, g_object_unref);
  topology->by_id =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  topology->roles = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < n; i++)
    {
      StrataCard *card = strata_graph_get_card (graph, i);
      const StrataKind *kind = strata_card_get_kind (card);

      if (kind && kind->role != STRATA_ROLE_PLAIN)
        g_array_append_val (topology->roles, i);

      g_ptr_array_add (topology->cards, g_object_ref (card));
      g_hash_table_insert (topology->by_id,
                           g_strdup (strata_card_get_id (card)),
                           GUINT_TO_POINTER (i + 1));
    }
}

int
strata_topology_find (StrataTopology *topology, const char *id)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (topology->by_id, id)) - 1;
}

static guint
row_index (const StrataKind *kind, const char *name, gboolean output)
{
  const StrataPortRow *row = strata_kind_find_port (kind, name, output);

  return row ? (guint) (row - kind->ports) : NONE;
}

/* Fills @edge, or returns FALSE where the wire brings nothing: it ends at a
 * card of an unknown type, or at a port that its kind does not have. */
static gboolean
make_edge (StrataTopology *topology, StrataWire *wire, StrataEdge *edge)
{
  StrataCard *source = strata_wire_get_source (wire);
  StrataCard *target = strata_wire_get_target (wire);
  const StrataKind *from = strata_card_get_kind (source);
  const StrataKind *to = strata_card_get_kind (target);

  *edge = (StrataEdge){
    .source = strata_topology_find (topology, strata_card_get_id (source)),
    .target = strata_topology_find (topology, strata_card_get_id (target)),
    .output = from ? row_index (from, strata_wire_get_source_port (wire), TRUE)
                   : NONE,
    .row =
        to ? row_index (to, strata_wire_get_target_port (wire), FALSE) : NONE,
  };
  return to && edge->row != NONE;
}

/* A wire that does not fit stands there, but brings nothing. */
static void
check_fit (StrataTopology *topology, StrataEdge *edge)
{
  StrataCard *source = topology->cards->pdata[edge->source];
  StrataCard *target = topology->cards->pdata[edge->target];
  const StrataKind *from = strata_card_get_kind (source);
  const StrataPortRow *row = &strata_card_get_kind (target)->ports[edge->row];
  char *reason = NULL;

  if (!from || edge->output == NONE)
    {
      edge->cut = TRUE;
      return;
    }
  if (strata_port_rows_fit (&from->ports[edge->output], row, &reason))
    return;
  edge->cut = TRUE;
  add_fault (topology, edge->target, row->name,
             g_strdup_printf ("The wire from '%s.%s' does not fit: %s",
                              strata_card_get_id (source),
                              from->ports[edge->output].name, reason));
  g_free (reason);
}

static int
compare_edges (gconstpointer a, gconstpointer b)
{
  const StrataEdge *one = a, *other = b;

  if (one->target != other->target)
    return one->target < other->target ? -1 : 1;
  return one->row < other->row ? -1 : one->row > other->row;
}

static void
list_edges (StrataTopology *topology, StrataGraph *graph)
{
  guint n = strata_graph_get_n_wires (graph);

  topology->edges = g_new (StrataEdge, n + 1);
  for (guint i = 0; i < n; i++)
    if (make_edge (topology, strata_graph_get_wire (graph, i),
                   &topology->edges[topology->n_edges]))
      topology->n_edges++;
  qsort (topology->edges, topology->n_edges, sizeof (StrataEdge),
         compare_edges);
  for (guint i = 0; i < topology->n_edges; i++)
    check_fit (topology, &topology->edges[i]);
}

static void
index_edges (StrataTopology *topology)
{
  guint n = topology->n_cards;
  g_autofree guint *next = g_new0 (guint, n + 1);

  topology->first_in = g_new0 (guint, n + 1);
  topology->first_out = g_new0 (guint, n + 1);
  topology->out = g_new (guint, topology->n_edges + 1);
  for (guint i = 0; i < topology->n_edges; i++)
    {
      topology->first_in[topology->edges[i].target + 1]++;
      topology->first_out[topology->edges[i].source + 1]++;
    }
  for (guint i = 0; i < n; i++)
    {
      topology->first_in[i + 1] += topology->first_in[i];
      topology->first_out[i + 1] += topology->first_out[i];
    }
  memcpy (next, topology->first_out, (n + 1) * sizeof *next);
  for (guint i = 0; i < topology->n_edges; i++)
    topology->out[next[topology->edges[i].source]++] = i;
}

/* Strongly connected parts, by Tarjan's algorithm with a stack of its own. */
typedef struct
{
  StrataTopology *topology;
  guint *index; /* in order of discovery, from 1; 0: not yet found */
  guint *low;
  guint *next; /* edge to look at next */
  guint *part; /* number of the part, or NONE */
  guint *path; /* cards being looked at, with those that led there */
  guint *open; /* cards whose part is not known yet */
  guint n_path, n_open, n_found, n_parts;
} Parts;

static void
enter (Parts *parts, guint card)
{
  parts->index[card] = parts->low[card] = ++parts->n_found;
  parts->next[card] = parts->topology->first_out[card];
  parts->path[parts->n_path++] = card;
  parts->open[parts->n_open++] = card;
}

/* Looks at the next edge of @card; FALSE where there is none left. */
static gboolean
step (Parts *parts, guint card)
{
  StrataTopology *topology = parts->topology;
  StrataEdge *edge;

  if (parts->next[card] == topology->first_out[card + 1])
    return FALSE;
  edge = &topology->edges[topology->out[parts->next[card]++]];
  if (parts->index[edge->target] == 0)
    enter (parts, edge->target);
  else if (parts->part[edge->target] == NONE)
    parts->low[card] = MIN (parts->low[card], parts->index[edge->target]);
  return TRUE;
}

static void
leave (Parts *parts, guint card)
{
  parts->n_path--;
  if (parts->n_path > 0)
    {
      guint before = parts->path[parts->n_path - 1];

      parts->low[before] = MIN (parts->low[before], parts->low[card]);
    }
  if (parts->low[card] != parts->index[card])
    return;
  while (parts->n_open > 0)
    {
      guint member = parts->open[--parts->n_open];

      parts->part[member] = parts->n_parts;
      if (member == card)
        break;
    }
  parts->n_parts++;
}

static void
find_parts (Parts *parts)
{
  for (guint i = 0; i < parts->topology->n_cards; i++)
    {
      if (parts->index[i] == 0)
        enter (parts, i);
      while (parts->n_path > 0)
        {
          guint card = parts->path[parts->n_path - 1];

          if (!step (parts, card))
            leave (parts, card);
        }
    }
}

/* @next: of each card the next one of its part, or NONE. */
static char *
describe_cycle (StrataTopology *topology, const guint *next, guint first)
{
  const guint most = 5;
  GString *text = g_string_new (NULL);
  guint n = 0;

  for (guint i = first; i != NONE; i = next[i])
    if (n++ < most)
      g_string_append_printf (text, "%s'%s'", n > 1 ? ", " : "",
                              strata_card_get_id (topology->cards->pdata[i]));
  if (n > most)
    g_string_append_printf (text, " and %u more", n - most);
  g_string_append (text, n == 1 ? " feeds itself; this wire must go"
                                : " feed each other in a circle; one of their "
                                  "wires, such as this one, must go");
  if (n == 1)
    g_string_prepend (text, "The card ");
  else
    g_string_prepend (text, "The cards ");
  return g_string_free (text, FALSE);
}

static guint *
list_parts (const guint *part, guint n)
{
  guint *next = g_new (guint, n + 1);
  g_autofree guint *head = g_new (guint, n + 1);

  for (guint i = 0; i < n; i++)
    head[i] = NONE;
  for (guint i = n; i-- > 0;)
    {
      next[i] = head[part[i]];
      head[part[i]] = i;
    }
  return next;
}

/* Each cycle is reported once, at the first of its cards in the graph. */
static void
cut_cycles (StrataTopology *topology, const guint *part)
{
  g_autoptr (GHashTable) reported = g_hash_table_new (NULL, NULL);
  g_autofree guint *next = list_parts (part, topology->n_cards);

  for (guint i = 0; i < topology->n_edges; i++)
    {
      StrataEdge *edge = &topology->edges[i];
      StrataCard *target = topology->cards->pdata[edge->target];

      if (part[edge->source] != part[edge->target])
        continue;
      edge->cut = TRUE;
      if (g_hash_table_add (reported, GUINT_TO_POINTER (part[edge->target])))
        add_fault (topology, edge->target,
                   strata_card_get_kind (target)->ports[edge->row].name,
                   describe_cycle (topology, next, edge->target));
    }
}

static void
find_cycles (StrataTopology *topology)
{
  guint n = topology->n_cards;
  g_autofree guint *memory = g_new0 (guint, (gsize) n * 6 + 1);
  Parts parts = {
    .topology = topology,
    .index = memory,
    .low = memory + n,
    .next = memory + (gsize) 2 * n,
    .part = memory + (gsize) 3 * n,
    .path = memory + (gsize) 4 * n,
    .open = memory + (gsize) 5 * n,
  };

  for (guint i = 0; i < n; i++)
    parts.part[i] = NONE;
  find_parts (&parts);
  cut_cycles (topology, parts.part);
}

/* Cards in the order of the graph, but none before what it needs. */
static void
sort_cards (StrataTopology *topology)
{
  guint n = topology->n_cards;
  g_autofree guint *waiting = g_new0 (guint, n + 1);
  guint done = 0, end = 0;

  topology->order = g_new (guint, n + 1);
  for (guint i = 0; i < topology->n_edges; i++)
    if (!topology->edges[i].cut)
      waiting[topology->edges[i].target]++;
  for (guint i = 0; i < n; i++)
    if (waiting[i] == 0)
      topology->order[end++] = i;
  while (done < end)
    {
      guint card = topology->order[done++];

      for (guint i = topology->first_out[card];
           i < topology->first_out[card + 1]; i++)
        {
          StrataEdge *edge = &topology->edges[topology->out[i]];

          if (!edge->cut && --waiting[edge->target] == 0)
            topology->order[end++] = edge->target;
        }
    }
  g_assert (end == n);
}

StrataTopology *
strata_topology_new (StrataGraph *graph)
{
  StrataTopology *topology = g_new0 (StrataTopology, 1);

  strata_ref_count_init (&topology->references);
  topology->structure = strata_graph_get_structure (graph);
  topology->faults = g_array_new (FALSE, FALSE, sizeof (StrataTopologyFault));
  list_cards (topology, graph);
  list_edges (topology, graph);
  index_edges (topology);
  find_cycles (topology);
  sort_cards (topology);
  return topology;
}

StrataTopology *
strata_topology_ref (StrataTopology *topology)
{
  strata_ref_count_inc (&topology->references);
  return topology;
}

void
strata_topology_unref (StrataTopology *topology)
{
  if (!strata_ref_count_dec (&topology->references))
    return;

  for (guint i = 0; i < topology->faults->len; i++)
    strata_fault_unref (
        g_array_index (topology->faults, StrataTopologyFault, i).fault);
  g_array_unref (topology->faults);
  g_ptr_array_unref (topology->cards);
  g_hash_table_unref (topology->by_id);
  g_array_unref (topology->roles);
  g_free (topology->order);
  g_free (topology->edges);
  g_free (topology->first_in);
  g_free (topology->out);
  g_free (topology->first_out);
  g_free (topology);
}

guint64
strata_topology_readers (StrataTopology *topology, guint card)
{
  guint64 readers = 0;

  for (guint i = topology->first_out[card]; i < topology->first_out[card + 1];
       i++)
    {
      guint output = topology->edges[topology->out[i]].output;

      if (output < 64)
        readers |= G_GUINT64_CONSTANT (1) << output;
    }
  return readers;
}
