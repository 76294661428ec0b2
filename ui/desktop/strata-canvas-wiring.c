/* strata-canvas-wiring.c — drawing wires from port to port.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"

gboolean
strata_canvas_fits (StrataCanvas *self,
                    StrataPort *from,
                    StrataPort *to,
                    GError **error)
{
  gboolean forward = strata_port_is_output (from);
  StrataPort *source = forward ? from : to;
  StrataPort *target = forward ? to : from;

  if (strata_port_is_output (to) == forward)
    {
      g_set_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_WIRE,
                   "A wire goes from an output to an input, but both ends are "
                   "%s",
                   forward ? "outputs" : "inputs");
      return FALSE;
    }
  return strata_graph_can_connect (
      self->graph, strata_port_get_card (source), strata_port_get_name (source),
      strata_port_get_card (target), strata_port_get_name (target), error);
}

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

/* From a wired input it is the wire that is taken off. */
void
strata_canvas_begin_wire (StrataCanvas *self, StrataPort *port)
{
  StrataWire *wire = strata_port_get_wire (port);

  self->drag.kind = STRATA_DRAG_WIRE;
  if (wire)
    {
      self->drag.detached = g_object_ref (wire);
      self->drag.from =
          strata_card_find_port (strata_wire_get_source (wire),
                                 strata_wire_get_source_port (wire), TRUE);
    }
  else
    self->drag.from = g_object_ref (port);
}

static void
set_reason (StrataCanvas *self, const char *reason)
{
  if (g_strcmp0 (self->drag.reason, reason) == 0)
    return;
  g_free (self->drag.reason);
  self->drag.reason = g_strdup (reason);
  strata_canvas_emit_hint (self, reason);
}

/* Looks at what is under the pointer now. */
void
strata_canvas_move_wire (StrataCanvas *self)
{
  StrataPort *port = strata_canvas_port_near (self, self->drag.x, self->drag.y);
  g_autoptr (GError) error = NULL;

  if (port == self->drag.from)
    port = NULL;
  g_set_object (&self->drag.over, port);
  if (port)
    strata_canvas_fits (self, self->drag.from, port, &error);
  set_reason (self, error ? error->message : NULL);
}

static gboolean
is_own_end (const StrataDrag *drag, StrataPort *port)
{
  StrataWire *wire = drag->detached;

  return wire && !strata_port_is_output (port)
         && strata_port_get_wire (port) == wire;
}

static void
rewire (StrataCanvas *self, const StrataDrag *drag)
{
  StrataWire *detached = drag->detached;
  g_autoptr (GError) error = NULL;

  strata_graph_begin (self->graph, detached ? "Move Wire" : "Connect");
  if (detached && strata_wire_is_in_graph (detached))
    strata_graph_disconnect (self->graph, detached);
  if (!strata_canvas_connect (self, drag->from, drag->over, &error))
    strata_canvas_emit_hint (self, error->message);
  strata_graph_end (self->graph);
}

static void
drop_wire (StrataCanvas *self, const StrataDrag *drag)
{
  double x, y;

  if (drag->detached)
    {
      strata_editor_log ("disconnected");
      if (strata_wire_is_in_graph (drag->detached))
        strata_graph_disconnect (self->graph, drag->detached);
      return;
    }
  strata_canvas_to_graph (self, drag->x, drag->y, &x, &y);
  strata_canvas_emit_dropped (self, drag->from, x, y);
}

void
strata_canvas_end_wire (StrataCanvas *self, const StrataDrag *drag)
{
  if (!drag->over)
    drop_wire (self, drag);
  else if (drag->reason)
    strata_editor_log ("refused %s", drag->reason);
  else if (!is_own_end (drag, drag->over))
    rewire (self, drag);
}
