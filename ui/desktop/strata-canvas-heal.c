/* strata-canvas-heal.c — takes cards out of their wires and joins what is left.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"

#include <glib/gi18n.h>

static void
join_free (gpointer data)
{
  StrataJoin *join = data;

  g_object_unref (join->in);
  g_object_unref (join->out);
  g_free (join);
}

/* The first wire from outside that leads to a card, through any others of them,
 * and whose tensors or values fit a port. */
static StrataWire *
find_feed (GHashTable *cards, StrataCard *card, const StrataPortRow *into)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) open = g_ptr_array_new ();

  g_ptr_array_add (open, card);
  while (open->len > 0)
    {
      StrataCard *next = g_ptr_array_steal_index (open, open->len - 1);
      guint n = strata_card_get_n_ports (next);

      for (guint i = 0; i < n; i++)
        {
          g_autoptr (StrataPort) port = strata_card_get_port (next, i);
          StrataWire *wire =
              strata_port_is_output (port) ? NULL : strata_port_get_wire (port);
          StrataCard *source = wire ? strata_wire_get_source (wire) : NULL;
          const StrataPortRow *row =
              wire ? strata_wire_get_source_row (wire) : NULL;

          if (source && g_hash_table_contains (cards, source))
            {
              if (g_hash_table_add (seen, source))
                g_ptr_array_add (open, source);
            }
          else if (row && into && strata_port_rows_fit (row, into, NULL))
            return wire;
        }
    }
  return NULL;
}

static GHashTable *
make_set (GPtrArray *cards)
{
  GHashTable *set = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < cards->len; i++)
    g_hash_table_add (set, cards->pdata[i]);
  return set;
}

GPtrArray *
strata_canvas_find_joins (GPtrArray *cards)
{
  g_autoptr (GHashTable) set = make_set (cards);
  GPtrArray *joins = g_ptr_array_new_with_free_func (join_free);

  for (guint i = 0; i < cards->len; i++)
    {
      g_autoptr (GPtrArray) wires = strata_card_list_wires (cards->pdata[i]);

      for (guint j = 0; j < wires->len; j++)
        {
          StrataWire *out = wires->pdata[j];
          StrataWire *in;
          StrataJoin *join;

          if (g_hash_table_contains (set, strata_wire_get_target (out)))
            continue;
          in = find_feed (set, cards->pdata[i],
                          strata_wire_get_target_row (out));
          if (!in)
            continue;
          join = g_new (StrataJoin, 1);
          join->in = g_object_ref (in);
          join->out = g_object_ref (out);
          g_ptr_array_add (joins, join);
        }
    }
  return joins;
}

/* Wires between them and others. */
GPtrArray *
strata_canvas_find_outer_wires (GPtrArray *cards)
{
  g_autoptr (GHashTable) set = make_set (cards);
  GPtrArray *outer = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < cards->len; i++)
    {
      g_autoptr (GPtrArray) wires = strata_card_list_wires (cards->pdata[i]);

      for (guint j = 0; j < wires->len; j++)
        if (!g_hash_table_contains (set,
                                    strata_wire_get_source (wires->pdata[j]))
            || !g_hash_table_contains (
                set, strata_wire_get_target (wires->pdata[j])))
          g_ptr_array_add (outer, g_object_ref (wires->pdata[j]));
    }
  return outer;
}

/* The joined wire goes the way of both. */
static void
keep_points (StrataCanvas *self, const StrataJoin *join, StrataWire *wire)
{
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (double));
  StrataWire *both[] = { join->in, join->out };

  for (guint i = 0; i < G_N_ELEMENTS (both); i++)
    {
      guint n;
      const double *at = strata_wire_get_points (both[i], &n);

      if (n > 0)
        g_array_append_vals (points, at, n);
    }
  strata_graph_set_wire_points (
      self->graph, wire, (double *) (void *) points->data, points->len, NULL);
}

void
strata_canvas_apply_joins (StrataCanvas *self, GPtrArray *joins)
{
  for (guint i = 0; i < joins->len; i++)
    {
      const StrataJoin *join = joins->pdata[i];
      StrataWire *wire =
          strata_graph_connect (self->graph, strata_wire_get_source (join->in),
                                strata_wire_get_source_port (join->in),
                                strata_wire_get_target (join->out),
                                strata_wire_get_target_port (join->out), NULL);

      if (!wire)
        continue;
      keep_points (self, join, wire);
      strata_editor_log (
          "joined %s.%s %s.%s",
          strata_card_get_id (strata_wire_get_source (join->in)),
          strata_wire_get_source_port (join->in),
          strata_card_get_id (strata_wire_get_target (join->out)),
          strata_wire_get_target_port (join->out));
    }
}

void
strata_canvas_remove_wires (StrataCanvas *self, GPtrArray *wires)
{
  for (guint i = 0; wires && i < wires->len; i++)
    if (strata_wire_is_in_graph (wires->pdata[i]))
      strata_graph_disconnect (self->graph, wires->pdata[i]);
}

/* Commands. */

void
strata_canvas_delete_and_heal (StrataCanvas *self)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  g_autoptr (GPtrArray) joins = strata_canvas_find_joins (cards);

  if (cards->len == 0)
    {
      strata_canvas_delete (self);
      return;
    }
  strata_graph_begin (self->graph, _ ("Delete and Reconnect"));
  strata_canvas_delete_points (self);
  for (guint i = 0; i < cards->len; i++)
    strata_graph_remove_card (self->graph, cards->pdata[i]);
  strata_canvas_apply_joins (self, joins);
  strata_graph_end (self->graph);
  strata_editor_log ("deleted %u", cards->len);
}

void
strata_canvas_take_out (StrataCanvas *self)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  g_autoptr (GPtrArray) wires = strata_canvas_find_outer_wires (cards);
  g_autoptr (GPtrArray) joins = strata_canvas_find_joins (cards);

  if (wires->len == 0)
    return;
  strata_graph_begin (self->graph, _ ("Take Out of Wires"));
  strata_canvas_remove_wires (self, wires);
  strata_canvas_apply_joins (self, joins);
  strata_graph_end (self->graph);
  strata_editor_log ("took out %u", cards->len);
}
