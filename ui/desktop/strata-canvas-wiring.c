/* strata-canvas-wiring.c — drawing wires from port to port.
 *
 * A wire is drawn from one fixed end. It may be a new one, or one or several
 * that were taken off a port together and go into another one.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"

#include <glib/gi18n.h>

gboolean
strata_canvas_connect (StrataCanvas *self,
                       StrataPort *from,
                       StrataPort *to,
                       GError **error)
{
  StrataPort *source = strata_port_is_output (from) ? from : to;
  StrataPort *target = strata_port_is_output (from) ? to : from;

  if (!strata_canvas_fits (self, from, to, error)
      || !strata_graph_connect (self->graph, strata_port_get_card (source),
                                strata_port_get_name (source),
                                strata_port_get_card (target),
                                strata_port_get_name (target), error))
    return FALSE;
  strata_editor_log ("connected %s.%s %s.%s",
                     strata_card_get_id (strata_port_get_card (source)),
                     strata_port_get_name (source),
                     strata_card_get_id (strata_port_get_card (target)),
                     strata_port_get_name (target));
  return TRUE;
}

static StrataPort *
get_end (StrataWire *wire, gboolean output)
{
  return output
             ? strata_card_find_port (strata_wire_get_source (wire),
                                      strata_wire_get_source_port (wire), TRUE)
             : strata_card_find_port (strata_wire_get_target (wire),
                                      strata_wire_get_target_port (wire),
                                      FALSE);
}

/* Beginning. */

static void
take_off (StrataCanvas *self, GPtrArray *wires, gboolean output)
{
  self->drag.kind = STRATA_DRAG_WIRE;
  self->drag.detached = g_ptr_array_ref (wires);
  self->drag.from = get_end (wires->pdata[0], !output);
}

void
strata_canvas_begin_rewire (StrataCanvas *self,
                            StrataWire *wire,
                            gboolean output)
{
  g_autoptr (GPtrArray) wires = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (wires, g_object_ref (wire));
  take_off (self, wires, output);
}

/* From a wired input it is the wire that is taken off, from an output the one
 * that is selected; with Control all of them. */
void
strata_canvas_begin_wire (StrataCanvas *self, StrataPort *port)
{
  gboolean output = strata_port_is_output (port);
  g_autoptr (GPtrArray) wires = strata_port_list_wires (port);

  self->drag.kind = STRATA_DRAG_WIRE;
  if (wires->len > 0 && (!output || (self->drag.state & GDK_CONTROL_MASK)))
    take_off (self, wires, output);
  else if (self->selected_wire
           && g_ptr_array_find (wires, self->selected_wire, NULL))
    strata_canvas_begin_rewire (self, self->selected_wire, output);
  else
    self->drag.from = g_object_ref (port);
}

gboolean
strata_canvas_is_taken_off (StrataCanvas *self, StrataWire *wire)
{
  return self->drag.detached
         && g_ptr_array_find (self->drag.detached, wire, NULL);
}

/* Moving. */

static void
set_words (StrataCanvas *self, const char *reason, const char *warning)
{
  StrataDrag *drag = &self->drag;

  if (g_strcmp0 (drag->reason, reason) == 0
      && g_strcmp0 (drag->warning, warning) == 0)
    return;
  g_free (drag->reason);
  g_free (drag->warning);
  drag->reason = g_strdup (reason);
  drag->warning = g_strdup (warning);
  strata_canvas_emit_hint (self, reason ?: warning);
}

/* On the body of a card: its first port that is free and fits. */
static void
look_at_card (StrataCanvas *self, StrataCard *card)
{
  const StrataPortRow *row = strata_port_get_row (self->drag.from);
  const char *type =
      _ (strata_port_type_name (row ? row->type : STRATA_PORT_LAYER));
  StrataPort *port = strata_canvas_find_free (self, card);
  g_autofree char *reason = NULL;

  g_clear_object (&self->drag.over);
  self->drag.over = port;
  if (!port)
    reason = g_strdup_printf (
        strata_port_is_output (self->drag.from)
            /* Translators: the id of a card and a type, such as tensor. */
            ? _ ("No free input of “%s” takes this output (%s)")
            : _ ("No output of “%s” fits this input (%s)"),
        strata_card_get_id (card), row ? type : "?");
  set_words (self, reason,
             port ? strata_canvas_get_fit (self, port)->warning : NULL);
}

/* Looks at what is under the pointer now. */
void
strata_canvas_move_wire (StrataCanvas *self)
{
  StrataDrag *drag = &self->drag;
  const StrataFit *fit;
  StrataHit hit;

  strata_canvas_hit_cards (self, drag->x, drag->y, &hit);
  if (hit.kind != STRATA_HIT_NOTHING && hit.kind != STRATA_HIT_PORT
      && hit.card->card != strata_port_get_card (drag->from))
    {
      look_at_card (self, hit.card->card);
      return;
    }
  if (hit.kind != STRATA_HIT_PORT || hit.port == drag->from)
    hit.port = NULL;
  g_set_object (&drag->over, hit.port);
  fit = hit.port ? strata_canvas_get_fit (self, hit.port) : NULL;
  set_words (self, fit ? fit->refusal : NULL, fit ? fit->warning : NULL);
}

static gboolean
is_gone (StrataCanvas *self, StrataPort *port)
{
  return port && !strata_canvas_has_card (self, strata_port_get_card (port));
}

void
strata_canvas_check_wire (StrataCanvas *self)
{
  StrataDrag *drag = &self->drag;
  GPtrArray *wires = drag->detached;

  if (drag->kind != STRATA_DRAG_WIRE)
    return;
  if (is_gone (self, drag->over))
    g_clear_object (&drag->over);
  for (guint i = wires ? wires->len : 0; i-- > 0;)
    if (!strata_wire_is_in_graph (wires->pdata[i]))
      g_ptr_array_remove_index (wires, i);
  if (wires ? wires->len == 0 : is_gone (self, drag->from))
    strata_canvas_cancel_drag (self);
  else if (is_gone (self, drag->from))
    {
      gboolean output = strata_port_is_output (drag->from);

      g_object_unref (drag->from);
      drag->from = get_end (wires->pdata[0], output);
    }
}

/* Ending. */

/* Whether they would go back to where they were. */
static gboolean
is_own_end (const StrataDrag *drag)
{
  g_autoptr (GPtrArray) wires = NULL;

  if (!drag->detached)
    return FALSE;
  wires = strata_port_list_wires (drag->over);
  for (guint i = 0; i < drag->detached->len; i++)
    if (!g_ptr_array_find (wires, drag->detached->pdata[i], NULL))
      return FALSE;
  return TRUE;
}

static void
rewire (StrataCanvas *self, const StrataDrag *drag)
{
  GPtrArray *wires = drag->detached;
  gboolean output = strata_port_is_output (drag->from);
  g_autoptr (GError) error = NULL;

  strata_graph_begin (self->graph, !wires            ? _ ("Connect")
                                   : wires->len == 1 ? _ ("Move Wire")
                                                     : _ ("Move Wires"));
  strata_canvas_remove_wires (self, wires);
  if (!wires)
    strata_canvas_connect (self, drag->from, drag->over, &error);
  for (guint i = 0; wires && i < wires->len; i++)
    {
      g_autoptr (StrataPort) end = get_end (wires->pdata[i], output);

      strata_canvas_connect (self, end, drag->over, error ? NULL : &error);
    }
  strata_graph_end (self->graph);
  if (error)
    strata_canvas_emit_hint (self, error->message);
}

static void
drop_wire (StrataCanvas *self, const StrataDrag *drag)
{
  double x, y;

  if (drag->detached)
    {
      strata_editor_log ("disconnected %u", drag->detached->len);
      strata_graph_begin (self->graph, drag->detached->len == 1
                                           ? _ ("Delete Wire")
                                           : _ ("Delete Wires"));
      strata_canvas_remove_wires (self, drag->detached);
      strata_graph_end (self->graph);
      return;
    }
  strata_canvas_to_graph (self, drag->x, drag->y, &x, &y);
  strata_canvas_emit_dropped (self, drag->from, x, y);
}

void
strata_canvas_end_wire (StrataCanvas *self, const StrataDrag *drag)
{
  if (drag->reason)
    strata_editor_log ("refused %s", drag->reason);
  else if (!drag->over)
    drop_wire (self, drag);
  else if (!is_own_end (drag))
    rewire (self, drag);
}

void
strata_canvas_clear_port (StrataCanvas *self, StrataPort *port)
{
  g_autoptr (GPtrArray) wires = strata_port_list_wires (port);

  if (wires->len == 0)
    return;
  strata_graph_begin (self->graph,
                      wires->len == 1 ? _ ("Delete Wire") : _ ("Delete Wires"));
  strata_canvas_remove_wires (self, wires);
  strata_graph_end (self->graph);
  strata_editor_log ("cleared %u", wires->len);
}
