/* strata-graph-connect.c — the one rule of wires.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-file-error-private.h"
#include "strata-graph-private.h"

#include <string.h>

static char *
list_ports (const StrataKind *kind, gboolean output)
{
  GString *list = g_string_new (NULL);

  for (gsize i = 0; i < kind->n_ports; i++)
    if (!(kind->ports[i].flags & STRATA_PORT_OUT) == !output)
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "",
                              kind->ports[i].name);
  return g_string_free (list, FALSE);
}

static char *
describe_missing (StrataCard *card, const char *quoted, gboolean output)
{
  const char *side = output ? "output" : "input";
  const char *type = card->kind->type;
  g_autofree char *list = list_ports (card->kind, output);

  if (!*list)
    return g_strdup_printf (
        "The card '%s' has no %s port %s: %s cards have no %ss", card->id, side,
        quoted, type, side);
  return g_strdup_printf (
      "The card '%s' has no %s port %s; those of %s cards are %s", card->id,
      side, quoted, type, list);
}

char *
strata_card_refuse_port (StrataCard *self, const char *name, gboolean output)
{
  g_autofree char *quoted = NULL;

  if (strata_card_find_row (self, name, output)
      || (!self->kind && *name && g_utf8_validate (name, -1, NULL)))
    return NULL;

  quoted = strata_file_quote (name);
  if (!self->kind)
    return g_strdup_printf ("The name %s is none of a port", quoted);
  if (strata_card_find_row (self, name, !output))
    return g_strdup_printf ("The port %s of '%s' is an %s, but a wire goes "
                            "from an output to an input",
                            quoted, self->id, output ? "input" : "output");
  return describe_missing (self, quoted, output);
}

static gboolean
check_ports (StrataCard *source,
             const char *source_port,
             StrataCard *target,
             const char *target_port,
             GError **error)
{
  const StrataPortRow *from, *to;
  g_autofree char *refusal =
      strata_card_refuse_port (source, source_port, TRUE);

  if (!refusal)
    refusal = strata_card_refuse_port (target, target_port, FALSE);
  if (refusal)
    {
      g_set_error_literal (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_PORT,
                           refusal);
      return FALSE;
    }

  from = strata_card_find_row (source, source_port, TRUE);
  to = strata_card_find_row (target, target_port, FALSE);
  if (!from || !to || strata_port_rows_fit (from, to, NULL))
    return TRUE;

  refusal = strata_port_misfit (from, to, target->id);
  g_set_error_literal (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_WIRE,
                       refusal);
  return FALSE;
}

/* One side of a search for a way from the target to the source: forward along
 * wires, or back. */
typedef struct
{
  GPtrArray *open; /* cards that were reached and not gone on from */
  guint64 visit;   /* marks those that were reached */
  gboolean forward;
} Side;

/* Whether that is where the other side was already. */
static gboolean
reach (Side *side, const Side *other, StrataCard *card)
{
  if (card->visit == other->visit)
    return TRUE;
  if (card->visit != side->visit)
    {
      card->visit = side->visit;
      g_ptr_array_add (side->open, card);
    }
  return FALSE;
}

static gboolean
go_on (Side *side, const Side *other)
{
  StrataCard *card = g_ptr_array_steal_index_fast (side->open, 0);
  g_autoptr (GPtrArray) wires = g_ptr_array_new_with_free_func (g_object_unref);

  strata_card_add_wires (card, side->forward, wires);
  for (guint i = 0; i < wires->len; i++)
    {
      StrataWire *wire = wires->pdata[i];

      if (reach (side, other, side->forward ? wire->target : wire->source))
        return TRUE;
    }
  return FALSE;
}

/* Whether wires lead from @start to @end. Looks from both ends in turns: where
 * a graph is built in order, in either direction, one of them is a dead end and
 * ends the search at once. */
static gboolean
leads_to (StrataGraph *self, StrataCard *start, StrataCard *end)
{
  g_autoptr (GPtrArray) ahead = g_ptr_array_new ();
  g_autoptr (GPtrArray) behind = g_ptr_array_new ();
  Side forward = { ahead, ++self->last_visit, TRUE };
  Side back = { behind, ++self->last_visit, FALSE };

  if (start == end)
    return TRUE;
  reach (&forward, &back, start);
  reach (&back, &forward, end);
  while (ahead->len > 0 && behind->len > 0)
    if (go_on (&forward, &back) || (ahead->len > 0 && go_on (&back, &forward)))
      return TRUE;
  return FALSE;
}

/**
 * strata_graph_can_connect:
 * @graph: a graph
 * @source: card that the wire would start from
 * @source_port: name of an output port
 * @target: card that it would go to
 * @target_port: name of an input port
 * @error: where to say why not
 *
 * Says whether a wire may go from one port to another: whether there are such
 * ports, what comes out of one fits the other, and no cycle would close. A wire
 * that is on the target now does not count against it.
 *
 * Returns: whether [method@Strata.Graph.connect] would accept
 */
gboolean
strata_graph_can_connect (StrataGraph *graph,
                          StrataCard *source,
                          const char *source_port,
                          StrataCard *target,
                          const char *target_port,
                          GError **error)
{
  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);
  g_return_val_if_fail (STRATA_IS_CARD (source), FALSE);
  g_return_val_if_fail (STRATA_IS_CARD (target), FALSE);
  g_return_val_if_fail (source->graph == graph, FALSE);
  g_return_val_if_fail (target->graph == graph, FALSE);
  g_return_val_if_fail (source_port && target_port, FALSE);

  if (!check_ports (source, source_port, target, target_port, error))
    return FALSE;
  if (!leads_to (graph, target, source))
    return TRUE;

  if (source == target)
    g_set_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_CYCLE,
                 "A wire from '%s' to itself would close a cycle", source->id);
  else
    g_set_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_CYCLE,
                 "A wire from '%s' to '%s' would close a cycle, because '%s' "
                 "leads to '%s' already",
                 source->id, target->id, target->id, source->id);
  return FALSE;
}

/**
 * strata_graph_connect:
 * @graph: a graph
 * @source: card that the wire starts from
 * @source_port: name of an output port
 * @target: card that it goes to
 * @target_port: name of an input port
 * @error: where to say why not
 *
 * Adds a wire, in the place of one that is on the target now.
 *
 * Returns: (transfer none): the wire, or %NULL with an error
 */
StrataWire *
strata_graph_connect (StrataGraph *graph,
                      StrataCard *source,
                      const char *source_port,
                      StrataCard *target,
                      const char *target_port,
                      GError **error)
{
  g_autoptr (StrataWire) wire = NULL;
  StrataWire *old;

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);
  g_return_val_if_fail (strata_graph_is_editable (graph), NULL);

  if (!strata_graph_can_connect (graph, source, source_port, target,
                                 target_port, error))
    return NULL;
  old = strata_card_get_wire (target, target_port);
  if (old && old->source == source
      && g_str_equal (old->source_port, source_port))
    return old;

  wire = strata_wire_new (source, source_port, target, target_port);
  strata_graph_begin_named (graph, "Connect %s.%s to %s.%s", source->id,
                            source_port, target->id, target_port);
  if (old)
    strata_graph_change_wire (graph, old);
  strata_graph_change_wire (graph, wire);
  strata_graph_end (graph);
  return wire;
}

/**
 * strata_graph_disconnect:
 * @graph: a graph
 * @wire: a wire in it
 *
 * Removes a wire.
 */
void
strata_graph_disconnect (StrataGraph *graph, StrataWire *wire)
{
  g_return_if_fail (STRATA_IS_GRAPH (graph));
  g_return_if_fail (strata_graph_is_editable (graph));
  g_return_if_fail (STRATA_IS_WIRE (wire));
  g_return_if_fail (wire->place && wire->source->graph == graph);

  strata_graph_begin_named (graph, "Disconnect %s.%s from %s.%s",
                            wire->source->id, wire->source_port,
                            wire->target->id, wire->target_port);
  strata_graph_change_wire (graph, wire);
  strata_graph_end (graph);
}
