/* strata-card-peer.c — a card of the canvas, for keys and for screen readers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-card-peer.h"
#include "strata-peer-words.h"

#define OUTSIDE 10 /* how far the mark of a port stands out of its card */

struct _StrataCardPeer
{
  GtkWidget parent_instance;

  StrataCard *card;
  const StrataCardLayout *layout; /* while it is being placed */
  double zoom;
  StrataPeerWords words;
  gboolean selected;
};

G_DEFINE_FINAL_TYPE (StrataCardPeer, strata_card_peer, GTK_TYPE_WIDGET)

/* Places. */

static gboolean
shows (const StrataCardRow *row, StrataPort *port)
{
  if (!port)
    return row->kind == STRATA_CARD_ROW_MORE;
  return row->input == port || row->output == port;
}

/* An input and an output share a row. */
gboolean
strata_card_peer_get_box (const StrataCardLayout *layout,
                          StrataPort *port,
                          graphene_rect_t *box)
{
  for (guint i = 0; i < layout->rows->len; i++)
    {
      const StrataCardRow *row = strata_card_layout_get_row (layout, i);
      float left = -OUTSIDE;
      float right = layout->width + OUTSIDE;

      if (!shows (row, port))
        continue;
      if (port && row->output && row->output == port && row->input)
        left = layout->width / 2;
      else if (row->input && row->output)
        right = layout->width / 2;
      graphene_rect_init (box, left, row->y - STRATA_CARD_ROW_HEIGHT / 2.0f,
                          right - left, STRATA_CARD_ROW_HEIGHT);
      return TRUE;
    }
  return FALSE;
}

static void
place_child (StrataCardPeer *self, GtkWidget *child)
{
  StrataPort *port = strata_port_peer_get_port (STRATA_PORT_PEER (child));
  graphene_rect_t box = GRAPHENE_RECT_INIT (0, 0, 1, 1);
  GtkAllocation place;

  strata_card_peer_get_box (self->layout, port, &box);
  place.x = box.origin.x * self->zoom;
  place.y = box.origin.y * self->zoom;
  place.width = MAX (box.size.width * self->zoom, 1);
  place.height = MAX (box.size.height * self->zoom, 1);
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL,
                      NULL);
  gtk_widget_size_allocate (child, &place, -1);
}

void
strata_card_peer_place (StrataCardPeer *peer,
                        const StrataCardLayout *layout,
                        double zoom)
{
  GtkWidget *child;

  g_return_if_fail (STRATA_IS_CARD_PEER (peer));

  peer->layout = layout;
  peer->zoom = zoom;
  for (child = gtk_widget_get_first_child (GTK_WIDGET (peer)); child;
       child = gtk_widget_get_next_sibling (child))
    place_child (peer, child);
  peer->layout = NULL;
}

/* The object. */

static void
strata_card_peer_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (strata_card_peer_parent_class)->dispose (object);
}

static void
strata_card_peer_finalize (GObject *object)
{
  StrataCardPeer *self = STRATA_CARD_PEER (object);

  g_clear_object (&self->card);
  strata_peer_words_clear (&self->words);

  G_OBJECT_CLASS (strata_card_peer_parent_class)->finalize (object);
}

static void
strata_card_peer_class_init (StrataCardPeerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = strata_card_peer_dispose;
  G_OBJECT_CLASS (klass)->finalize = strata_card_peer_finalize;

  gtk_widget_class_set_css_name (widget_class, "cardpeer");
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
strata_card_peer_init (StrataCardPeer *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self),
                               GTK_ACCESSIBLE_STATE_SELECTED, FALSE, -1);
}

GtkWidget *
strata_card_peer_new (StrataCard *card)
{
  StrataCardPeer *self = g_object_new (STRATA_TYPE_CARD_PEER, NULL);

  self->card = g_object_ref (card);
  return GTK_WIDGET (self);
}

StrataCard *
strata_card_peer_get_card (StrataCardPeer *peer)
{
  g_return_val_if_fail (STRATA_IS_CARD_PEER (peer), NULL);

  return peer->card;
}

/* Words. */

void
strata_card_peer_describe (StrataCardPeer *peer,
                           const char *name,
                           const char *help,
                           const char *fault)
{
  g_return_if_fail (STRATA_IS_CARD_PEER (peer));

  strata_peer_words_set (&peer->words, GTK_ACCESSIBLE (peer), name, help,
                         fault);
}

void
strata_card_peer_select (StrataCardPeer *peer, gboolean selected)
{
  g_return_if_fail (STRATA_IS_CARD_PEER (peer));

  if (peer->selected == selected)
    return;
  peer->selected = selected;
  gtk_accessible_update_state (GTK_ACCESSIBLE (peer),
                               GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
}

/* Children. */

StrataPortPeer *
strata_card_peer_find (StrataCardPeer *peer, StrataPort *port)
{
  GtkWidget *child;

  g_return_val_if_fail (STRATA_IS_CARD_PEER (peer), NULL);

  for (child = gtk_widget_get_first_child (GTK_WIDGET (peer)); child;
       child = gtk_widget_get_next_sibling (child))
    if (strata_port_peer_get_port (STRATA_PORT_PEER (child)) == port)
      return STRATA_PORT_PEER (child);
  return NULL;
}

typedef struct
{
  StrataCardPeer *self;
  GtkWidget *last; /* what is in its place already */
  GFunc added;
  gpointer data;
} Arranger;

/* Puts the peer of a port after those that are in their places. */
static void
put_next (Arranger *arranger, StrataPort *port)
{
  GtkWidget *parent = GTK_WIDGET (arranger->self);
  StrataPortPeer *found = strata_card_peer_find (arranger->self, port);
  GtkWidget *child = found ? GTK_WIDGET (found) : strata_port_peer_new (port);
  GtkWidget *here = arranger->last
                        ? gtk_widget_get_next_sibling (arranger->last)
                        : gtk_widget_get_first_child (parent);

  if (child != here)
    gtk_widget_insert_after (child, parent, arranger->last);
  arranger->last = child;
  if (!found && arranger->added)
    arranger->added (child, arranger->data);
}

static void
drop_rest (Arranger *arranger)
{
  GtkWidget *parent = GTK_WIDGET (arranger->self);
  GtkWidget *child;

  while ((child = arranger->last ? gtk_widget_get_next_sibling (arranger->last)
                                 : gtk_widget_get_first_child (parent)))
    {
      if (gtk_widget_is_focus (child))
        gtk_widget_grab_focus (parent);
      gtk_widget_unparent (child);
    }
}

void
strata_card_peer_set_layout (StrataCardPeer *peer,
                             const StrataCardLayout *layout,
                             GFunc added,
                             gpointer data)
{
  Arranger arranger = { .self = peer, .added = added, .data = data };

  g_return_if_fail (STRATA_IS_CARD_PEER (peer));

  for (guint i = 0; i < layout->rows->len; i++)
    {
      const StrataCardRow *row = strata_card_layout_get_row (layout, i);

      if (row->input || row->kind == STRATA_CARD_ROW_MORE)
        put_next (&arranger, row->input);
    }
  for (guint i = 0; i < layout->rows->len; i++)
    {
      const StrataCardRow *row = strata_card_layout_get_row (layout, i);

      if (row->output)
        put_next (&arranger, row->output);
    }
  drop_rest (&arranger);
}
