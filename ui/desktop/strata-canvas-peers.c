/* strata-canvas-peers.c — widgets over what the canvas paints.
 *
 * Only widgets can have the focus, and only they are seen by screen readers. So
 * the cards in view have peers, and the one that keys act on, wherever it is.
 * They are made and described while nothing else is to be done, so that moving
 * the view costs nothing more.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-canvas-words.h"
#include "strata-help-words.h"

#define SETTLE_MS 100 /* after the last motion of the view */
#define SLICE_US 3000 /* of work at a time */

static gboolean
is_in_view (StrataCanvas *self, StrataCanvasCard *card)
{
  StrataCardLayout *layout = strata_canvas_lay_out (self, card);
  double left, top, right, bottom;

  strata_canvas_to_widget (self, card->x, card->y, &left, &top);
  strata_canvas_to_widget (self, card->x + layout->width,
                           card->y + layout->height, &right, &bottom);
  return right > 0 && bottom > 0
         && left < gtk_widget_get_width (GTK_WIDGET (self))
         && top < gtk_widget_get_height (GTK_WIDGET (self));
}

static gboolean
wants_peer (StrataCanvas *self, StrataCanvasCard *card)
{
  return card == strata_canvas_find_current (self)
         || (self->zoom >= STRATA_CANVAS_NEAR && is_in_view (self, card));
}

/* Words. */

/* What is merely missing is told, but makes nothing invalid. */
static gboolean
is_wrong (StrataFault *fault)
{
  return fault && strata_fault_get_kind (fault) != STRATA_FAULT_MISSING;
}

static void
describe_port (StrataCanvas *self, StrataPortPeer *peer)
{
  StrataPort *port = strata_port_peer_get_port (peer);
  const char *id = strata_card_get_id (strata_port_get_card (port));
  StrataFault *fault = strata_document_find_fault (self->document, id,
                                                   strata_port_get_name (port));
  gboolean wrong = is_wrong (fault);
  g_autofree char *name = strata_canvas_name_port (port);
  g_autofree char *help = strata_help_words_port (port);

  strata_port_peer_describe (peer, name,
                             fault ? strata_fault_get_message (fault) : help,
                             wrong ? strata_fault_get_message (fault) : NULL);
}

static void
describe_more (StrataCanvas *self, StrataCanvasCard *card, StrataPortPeer *peer)
{
  StrataCardLayout *layout = card->layout;

  for (guint i = 0; i < layout->rows->len; i++)
    {
      const StrataCardRow *row = strata_card_layout_get_row (layout, i);

      /* Without its arrow. */
      if (row->kind == STRATA_CARD_ROW_MORE)
        strata_port_peer_describe (
            peer, g_utf8_offset_to_pointer (row->input_title, 2), NULL, NULL);
    }
  gtk_accessible_update_state (GTK_ACCESSIBLE (peer),
                               GTK_ACCESSIBLE_STATE_EXPANDED,
                               strata_canvas_is_unfolded (card), -1);
}

static void
describe (StrataCanvas *self, StrataCanvasCard *card)
{
  StrataCardPeer *peer = STRATA_CARD_PEER (card->peer);
  const char *id = strata_card_get_id (card->card);
  StrataFault *fault = strata_document_find_fault (self->document, id, NULL);
  gboolean wrong = is_wrong (fault);
  g_autofree char *name = strata_canvas_name_card (self->document, card->card);
  GtkWidget *child;

  strata_card_peer_describe (peer, name,
                             fault ? strata_fault_get_message (fault)
                                   : strata_card_get_summary (card->card),
                             wrong ? strata_fault_get_message (fault) : NULL);
  strata_card_peer_select (peer, card->selected);
  for (child = gtk_widget_get_first_child (card->peer); child;
       child = gtk_widget_get_next_sibling (child))
    if (strata_port_peer_get_port (STRATA_PORT_PEER (child)))
      describe_port (self, STRATA_PORT_PEER (child));
    else
      describe_more (self, card, STRATA_PORT_PEER (child));
}

/* Coming and going. */

static void
activate_cb (StrataPortPeer *peer, StrataCanvas *self)
{
  strata_canvas_focus_port_peer (self, peer);
  strata_canvas_activate_port (self, FALSE);
}

static void
follow_port (gpointer peer, gpointer data)
{
  g_signal_connect (peer, "activate", G_CALLBACK (activate_cb), data);
}

static void
update (StrataCanvas *self, StrataCanvasCard *card)
{
  StrataCardLayout *layout;

  strata_canvas_refresh (self, card);
  layout = strata_canvas_lay_out (self, card);
  if (!card->peer)
    {
      card->peer = strata_card_peer_new (card->card);
      gtk_widget_set_parent (card->peer, GTK_WIDGET (self));
    }
  strata_card_peer_set_layout (STRATA_CARD_PEER (card->peer), layout,
                               follow_port, self);
  describe (self, card);
  card->peer_stale = FALSE;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* The focus stays on the canvas. */
void
strata_canvas_drop_peer (StrataCanvasCard *card)
{
  GtkWidget *peer = g_steal_pointer (&card->peer);
  GtkWidget *canvas;
  GtkRoot *root;
  GtkWidget *focus;

  if (!peer)
    return;
  canvas = gtk_widget_get_parent (peer);
  root = gtk_widget_get_root (peer);
  focus = root ? gtk_root_get_focus (root) : NULL;
  if (focus && (focus == peer || gtk_widget_is_ancestor (focus, peer)))
    gtk_root_set_focus (root, canvas);
  gtk_widget_unparent (peer);
}

StrataCardPeer *
strata_canvas_need_peer (StrataCanvas *self, StrataCanvasCard *card)
{
  if (!card->peer || card->peer_stale || card->stale)
    update (self, card);
  return STRATA_CARD_PEER (card->peer);
}

/* Settling. */

/* Whether there was something to do. */
static gboolean
settle_card (StrataCanvas *self, StrataCanvasCard *card)
{
  gboolean wanted = wants_peer (self, card);

  if (wanted && (!card->peer || card->peer_stale))
    update (self, card);
  else if (!wanted && card->peer && !strata_canvas_has_focus_in (card->peer))
    strata_canvas_drop_peer (card);
  else
    return FALSE;
  return TRUE;
}

/* Whether all is done. */
static gboolean
settle_until (StrataCanvas *self, gint64 end)
{
  for (guint i = 0; i < self->cards->len; i++)
    if (settle_card (self, self->cards->pdata[i])
        && g_get_monotonic_time () > end)
      return FALSE;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  return TRUE;
}

static gboolean
settle_cb (gpointer data)
{
  StrataCanvas *self = data;
  gint64 now = g_get_monotonic_time ();

  if (now - self->view_changed < SETTLE_MS * 1000)
    return G_SOURCE_CONTINUE;
  if (self->drag.kind != STRATA_DRAG_NOTHING
      || !settle_until (self, now + SLICE_US))
    return G_SOURCE_CONTINUE;
  self->settling = 0;
  return G_SOURCE_REMOVE;
}

void
strata_canvas_queue_peers (StrataCanvas *self)
{
  if (self->settling == 0 && self->document)
    self->settling =
        g_timeout_add_full (G_PRIORITY_LOW, 15, settle_cb, self, NULL);
}

void
strata_canvas_settle_peers (StrataCanvas *self)
{
  g_clear_handle_id (&self->settling, g_source_remove);
  if (self->document)
    settle_until (self, G_MAXINT64);
}

/* Over what is painted. In another size others are seen. */
void
strata_canvas_place_peers (StrataCanvas *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  int height = gtk_widget_get_height (GTK_WIDGET (self));

  if (width != self->peers_width || height != self->peers_height)
    strata_canvas_queue_peers (self);
  self->peers_width = width;
  self->peers_height = height;
  for (guint i = 0; i < self->cards->len; i++)
    {
      StrataCanvasCard *card = self->cards->pdata[i];
      StrataCardLayout *layout;
      GtkAllocation place;
      double x, y;

      if (!card->peer)
        continue;
      layout = strata_canvas_lay_out (self, card);
      strata_canvas_to_widget (self, card->x, card->y, &x, &y);
      place.x = x;
      place.y = y;
      place.width = MAX (layout->width * self->zoom, 1);
      place.height = MAX (layout->height * self->zoom, 1);
      gtk_widget_measure (card->peer, GTK_ORIENTATION_HORIZONTAL, -1, NULL,
                          NULL, NULL, NULL);
      gtk_widget_size_allocate (card->peer, &place, -1);
      strata_card_peer_place (STRATA_CARD_PEER (card->peer), layout,
                              self->zoom);
    }
}
