/* strata-canvas-keys.c — what keys do to the port or the card they are on.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"

#include <glib/gi18n.h>

/* Whether Enter shows what may be wired to it, and not its value. */
static gboolean
is_for_wires (StrataPort *port)
{
  return strata_port_is_output (port) || strata_port_is_wired (port)
         || !strata_port_is_editable (port);
}

static gboolean
takes_objects (StrataPort *port)
{
  const StrataPortRow *row = strata_port_get_row (port);

  return row && row->type > STRATA_PORT_TENSOR;
}

/* The peer may go meanwhile, and its port with it. */
void
strata_canvas_activate_port (StrataCanvas *self, gboolean prefer_wires)
{
  StrataPortPeer *peer = strata_canvas_get_port_peer (self);
  StrataCanvasCard *card = strata_canvas_find_current (self);
  g_autoptr (StrataPort) port = NULL;

  if (!peer || !card)
    return;
  g_set_object (&port, strata_port_peer_get_port (peer));
  if (!port)
    {
      strata_canvas_unfold (self, card, !strata_canvas_is_unfolded (card));
      strata_canvas_need_peer (self, card);
    }
  else if (is_for_wires (port) || (prefer_wires && takes_objects (port)))
    strata_canvas_list_wires (self, port);
  else
    strata_canvas_edit (self, port);
}

static StrataPort *
find_first (StrataCanvasCard *card, gboolean value)
{
  for (guint i = 0; i < card->layout->rows->len; i++)
    {
      const StrataCardRow *row = strata_card_layout_get_row (card->layout, i);
      StrataPort *port = row->input ? row->input : row->output;

      if (port && (!value || row->text))
        return port;
    }
  return NULL;
}

static void
enter_card (StrataCanvas *self, gboolean value)
{
  StrataCanvasCard *card = strata_canvas_find_current (self);
  StrataPort *port;

  if (!card)
    return;
  strata_canvas_lay_out (self, card);
  port = find_first (card, value);
  if (!port)
    port = find_first (card, FALSE);
  if (port)
    strata_canvas_focus_port (self, port);
}

/* Enter: what the port asks for; from a card into its first port. */
void
strata_canvas_open (StrataCanvas *self)
{
  if (strata_canvas_get_port_peer (self))
    strata_canvas_activate_port (self, TRUE);
  else
    enter_card (self, FALSE);
}

/* All values in reach, the first one chosen. */
void
strata_canvas_show_properties (StrataCanvas *self)
{
  StrataCanvasCard *card = strata_canvas_find_current (self);

  if (!card)
    return;
  if (!strata_canvas_is_unfolded (card))
    strata_canvas_unfold (self, card, TRUE);
  enter_card (self, TRUE);
}

void
strata_canvas_list_wires_here (StrataCanvas *self)
{
  StrataPortPeer *peer = strata_canvas_get_port_peer (self);
  StrataPort *port = peer ? strata_port_peer_get_port (peer) : NULL;

  if (port)
    strata_canvas_list_wires (self, port);
}

/* Takes off all wires of the port that keys are on. FALSE where they are on
 * none. */
gboolean
strata_canvas_unplug (StrataCanvas *self)
{
  StrataPortPeer *peer = strata_canvas_get_port_peer (self);
  g_autoptr (StrataPort) port = NULL;
  g_autoptr (GPtrArray) wires = NULL;

  if (!peer)
    return FALSE;
  g_set_object (&port, strata_port_peer_get_port (peer));
  if (!port)
    return TRUE;
  wires = strata_port_list_wires (port);
  if (wires->len == 0)
    return TRUE;
  strata_graph_begin (self->graph,
                      wires->len == 1 ? _ ("Delete Wire") : _ ("Delete Wires"));
  for (guint i = 0; i < wires->len; i++)
    strata_graph_disconnect (self->graph, wires->pdata[i]);
  strata_graph_end (self->graph);
  strata_editor_log ("unplugged %s.%s",
                     strata_card_get_id (strata_port_get_card (port)),
                     strata_port_get_name (port));
  return TRUE;
}
