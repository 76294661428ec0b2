/* strata-canvas-focus.c — where keys act: on a card, or on one of its ports.
 *
 * Tab goes into the current card and through its ports, then out of the canvas.
 * The focus follows the selection, and the selection the focus.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#define MARGIN 24 /* around what is brought into view */
#define READABLE 0.75

static GtkWidget *
get_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return root ? gtk_root_get_focus (root) : NULL;
}

gboolean
strata_canvas_has_focus_in (GtkWidget *widget)
{
  GtkWidget *focus = get_focus (widget);

  return focus && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

/* The peer that has the focus; NULL while a value is edited. */
static GtkWidget *
find_focused_peer (StrataCanvas *self)
{
  GtkWidget *focus = get_focus (GTK_WIDGET (self));

  return focus && (STRATA_IS_CARD_PEER (focus) || STRATA_IS_PORT_PEER (focus))
                 && gtk_widget_is_ancestor (focus, GTK_WIDGET (self))
             ? focus
             : NULL;
}

static StrataCard *
get_card (GtkWidget *peer)
{
  if (STRATA_IS_PORT_PEER (peer))
    peer = gtk_widget_get_parent (peer);
  return strata_card_peer_get_card (STRATA_CARD_PEER (peer));
}

StrataPortPeer *
strata_canvas_get_port_peer (StrataCanvas *self)
{
  GtkWidget *peer = find_focused_peer (self);

  return peer && STRATA_IS_PORT_PEER (peer) ? STRATA_PORT_PEER (peer) : NULL;
}

/* The one that has the focus, or else the topmost selected one. */
StrataCanvasCard *
strata_canvas_find_current (StrataCanvas *self)
{
  GtkWidget *peer = find_focused_peer (self);
  StrataCanvasCard *card =
      peer ? strata_canvas_find (self, get_card (peer)) : NULL;

  if (card && card->selected)
    return card;
  for (guint i = self->cards->len; i-- > 0;)
    if (((StrataCanvasCard *) self->cards->pdata[i])->selected)
      return self->cards->pdata[i];
  return NULL;
}

/* Without asking anybody what focus to give it. */
static void
set_focus (StrataCanvas *self, GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root && gtk_root_get_focus (root) != widget)
    gtk_root_set_focus (root, widget);
}

/* Bringing into view. */

static double
get_shift (double start, double end, double size)
{
  if (start < MARGIN || end - start > size - 2 * MARGIN)
    return MARGIN - start;
  return MIN (size - MARGIN - end, 0);
}

static void
show_box (StrataCanvas *self, const graphene_rect_t *box)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double left, top, right, bottom, dx, dy;

  if (width <= 0 || height <= 0)
    return;
  strata_canvas_to_widget (self, box->origin.x, box->origin.y, &left, &top);
  strata_canvas_to_widget (self, box->origin.x + box->size.width,
                           box->origin.y + box->size.height, &right, &bottom);
  if (left >= 0 && top >= 0 && right <= width && bottom <= height)
    return;
  dx = left >= 0 && right <= width ? 0 : get_shift (left, right, width);
  dy = top >= 0 && bottom <= height ? 0 : get_shift (top, bottom, height);
  strata_canvas_pan (self, self->offset_x + dx, self->offset_y + dy);
}

void
strata_canvas_show_card (StrataCanvas *self, StrataCanvasCard *card)
{
  StrataCardLayout *layout = strata_canvas_lay_out (self, card);

  show_box (self, &GRAPHENE_RECT_INIT (card->x, card->y, layout->width,
                                       layout->height));
}

/* From afar ports are not painted. */
static void
show_port (StrataCanvas *self, StrataCanvasCard *card, StrataPort *port)
{
  graphene_rect_t box;

  if (!strata_card_peer_get_box (strata_canvas_lay_out (self, card), port,
                                 &box))
    return;
  graphene_rect_offset (&box, card->x, card->y);
  if (self->zoom < STRATA_CANVAS_NEAR)
    {
      double x, y;

      strata_canvas_to_widget (self, box.origin.x, box.origin.y, &x, &y);
      strata_canvas_zoom_at (self, READABLE, x, y);
    }
  show_box (self, &box);
}

/* Giving the focus. */

void
strata_canvas_focus_card (StrataCanvas *self, StrataCanvasCard *card)
{
  set_focus (self, GTK_WIDGET (strata_canvas_need_peer (self, card)));
}

void
strata_canvas_focus_port_peer (StrataCanvas *self, StrataPortPeer *peer)
{
  set_focus (self, GTK_WIDGET (peer));
}

gboolean
strata_canvas_focus_port (StrataCanvas *self, StrataPort *port)
{
  StrataCanvasCard *card =
      strata_canvas_find (self, strata_port_get_card (port));
  StrataPortPeer *peer;

  if (!card)
    return FALSE;
  peer = strata_card_peer_find (strata_canvas_need_peer (self, card), port);
  if (!peer && !strata_canvas_is_unfolded (card))
    {
      strata_canvas_unfold (self, card, TRUE);
      peer = strata_card_peer_find (strata_canvas_need_peer (self, card), port);
    }
  if (!peer)
    return FALSE;
  show_port (self, card, port);
  set_focus (self, GTK_WIDGET (peer));
  return TRUE;
}

/* After something beside the canvas: to the port that it was for, if keys were
 * on one. */
void
strata_canvas_return_focus (StrataCanvas *self)
{
  g_autoptr (StrataPort) port = NULL;

  g_set_object (&port, self->focus_port);
  if (!port || !strata_canvas_focus_port (self, port))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

void
strata_canvas_focus_selected (StrataCanvas *canvas)
{
  StrataCanvasCard *card;

  g_return_if_fail (STRATA_IS_CANVAS (canvas));

  gtk_widget_grab_focus (GTK_WIDGET (canvas));
  card = strata_canvas_find_current (canvas);
  if (card)
    strata_canvas_show_card (canvas, card);
}

gboolean
strata_canvas_go_to_port (StrataCanvas *canvas,
                          const char *card,
                          const char *port,
                          gboolean output)
{
  StrataCard *found;
  g_autoptr (StrataPort) at = NULL;

  g_return_val_if_fail (STRATA_IS_CANVAS (canvas), FALSE);

  found = canvas->graph ? strata_graph_find_card (canvas->graph, card) : NULL;
  at = found ? strata_card_find_port (found, port, output) : NULL;
  return at && strata_canvas_focus_port (canvas, at);
}

/* Only while the canvas has the focus at all, and no value is edited. */
void
strata_canvas_follow_selection (StrataCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  StrataCanvasCard *card;

  if (get_focus (widget) != widget && !find_focused_peer (self))
    return;
  card = strata_canvas_find_current (self);
  if (!card)
    set_focus (self, widget);
  else if (!card->peer || !strata_canvas_has_focus_in (card->peer))
    strata_canvas_focus_card (self, card);
}

static void
focus_changed_cb (StrataCanvas *self)
{
  GtkWidget *peer = find_focused_peer (self);
  StrataPort *port = NULL;
  StrataCanvasCard *card;

  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (!peer)
    {
      if (get_focus (GTK_WIDGET (self)) == GTK_WIDGET (self))
        g_clear_object (&self->focus_port);
      return;
    }
  if (STRATA_IS_PORT_PEER (peer))
    port = strata_port_peer_get_port (STRATA_PORT_PEER (peer));
  g_set_object (&self->focus_port, port);
  card = strata_canvas_find (self, get_card (peer));
  if (card && !card->selected)
    strata_canvas_select_only (self, card->card);
}

/* Tab. */

static GPtrArray *
list_stops (StrataCanvas *self, StrataCanvasCard *card)
{
  GPtrArray *stops = g_ptr_array_new ();
  GtkWidget *peer = GTK_WIDGET (strata_canvas_need_peer (self, card));
  GtkWidget *child;

  g_ptr_array_add (stops, peer);
  for (child = gtk_widget_get_first_child (peer); child;
       child = gtk_widget_get_next_sibling (child))
    g_ptr_array_add (stops, child);
  return stops;
}

static void
go_to (StrataCanvas *self, StrataCanvasCard *card, GtkWidget *stop)
{
  if (STRATA_IS_CARD_PEER (stop))
    strata_canvas_show_card (self, card);
  else
    show_port (self, card, strata_port_peer_get_port (STRATA_PORT_PEER (stop)));
  set_focus (self, stop);
}

static gboolean
go_from (StrataCanvas *self, GtkWidget *from, int step)
{
  StrataCanvasCard *card = strata_canvas_find (self, get_card (from));
  g_autoptr (GPtrArray) stops = NULL;
  guint index;

  if (!card)
    return FALSE;
  stops = list_stops (self, card);
  if (!g_ptr_array_find (stops, from, &index) || (gint64) index + step < 0
      || index + step >= stops->len)
    return FALSE;
  go_to (self, card, stops->pdata[index + step]);
  return TRUE;
}

/* From the canvas as a whole, or from what is before it. */
static gboolean
go_into (StrataCanvas *self)
{
  StrataCanvasCard *card = strata_canvas_find_current (self);

  if (!card && self->graph && strata_graph_get_n_cards (self->graph) > 0)
    card = strata_canvas_find (self, strata_graph_get_card (self->graph, 0));
  if (!card)
    return FALSE;
  go_to (self, card, GTK_WIDGET (strata_canvas_need_peer (self, card)));
  return TRUE;
}

/* From what is after it. */
static gboolean
come_back (StrataCanvas *self)
{
  StrataCanvasCard *card = strata_canvas_find_current (self);
  g_autoptr (GPtrArray) stops = card ? list_stops (self, card) : NULL;

  if (stops)
    go_to (self, card, stops->pdata[stops->len - 1]);
  else
    set_focus (self, GTK_WIDGET (self));
  return TRUE;
}

/* Tab in an entry takes over what was typed, or stays where that is wrong. */
static gboolean
leave_editor (StrataCanvas *self, int step)
{
  g_autoptr (StrataPort) port = g_object_ref (self->editor_port);
  GtkWidget *peer;

  if (!strata_canvas_commit (self))
    return TRUE;
  if (!strata_canvas_focus_port (self, port))
    return gtk_widget_grab_focus (GTK_WIDGET (self));
  peer = find_focused_peer (self);
  if (peer)
    go_from (self, peer, step);
  return TRUE;
}

static gboolean
strata_canvas_focus (GtkWidget *widget, GtkDirectionType direction)
{
  StrataCanvas *self = STRATA_CANVAS (widget);
  int step = direction == GTK_DIR_TAB_BACKWARD ? -1 : 1;
  GtkWidget *peer = find_focused_peer (self);
  gboolean inside = strata_canvas_has_focus_in (widget);

  if (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD)
    return !inside && gtk_widget_grab_focus (widget);
  if (peer)
    return go_from (self, peer, step);
  if (inside && get_focus (widget) != widget)
    return self->editor && leave_editor (self, step);
  if (inside)
    return step > 0 && go_into (self);
  if (step < 0)
    return come_back (self);
  if (strata_canvas_find_current (self))
    return go_into (self);
  set_focus (self, widget);
  return TRUE;
}

/* The current card stands for the canvas. */
static gboolean
strata_canvas_grab_focus (GtkWidget *widget)
{
  StrataCanvas *self = STRATA_CANVAS (widget);
  StrataCanvasCard *card = strata_canvas_find_current (self);

  if (card)
    strata_canvas_focus_card (self, card);
  else
    set_focus (self, widget);
  return TRUE;
}

/* The ring. */

static void
paint_ring (StrataCanvas *self, GtkSnapshot *snapshot, graphene_rect_t *box)
{
  const StrataCanvasColors *colors = strata_canvas_get_colors (self);
  float width = colors->line >= 2 ? 4 : 3;

  graphene_rect_inset (box, -4, -2);
  strata_canvas_paint_box (snapshot, box, 7, NULL, &colors->card, width + 2);
  strata_canvas_paint_box (snapshot, box, 7, NULL, &colors->accent, width);
}

void
strata_canvas_draw_focus (StrataCanvas *self, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkWidget *peer = find_focused_peer (self);
  GtkRoot *root = gtk_widget_get_root (widget);
  graphene_rect_t box = GRAPHENE_RECT_INIT (3, 3, 0, 0);
  StrataCardLayout *layout;
  StrataCanvasCard *card;
  double x, y;

  if (!root || !GTK_IS_WINDOW (root)
      || !gtk_window_get_focus_visible (GTK_WINDOW (root)))
    return;
  box.size.width = gtk_widget_get_width (widget) - 6;
  box.size.height = gtk_widget_get_height (widget) - 6;
  if (!peer && gtk_root_get_focus (root) == widget)
    paint_ring (self, snapshot, &box);
  card = peer ? strata_canvas_find (self, get_card (peer)) : NULL;
  if (!card)
    return;
  layout = strata_canvas_lay_out (self, card);
  graphene_rect_init (&box, 0, 0, layout->width, layout->height);
  if (STRATA_IS_PORT_PEER (peer)
      && !strata_card_peer_get_box (
          layout, strata_port_peer_get_port (STRATA_PORT_PEER (peer)), &box))
    return;
  strata_canvas_get_place (self, card, &x, &y);
  strata_canvas_to_widget (self, x + box.origin.x, y + box.origin.y, &x, &y);
  graphene_rect_init (&box, x, y, box.size.width * self->zoom,
                      box.size.height * self->zoom);
  paint_ring (self, snapshot, &box);
}

/* The window. */

static void
strata_canvas_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (g_type_class_peek_parent (G_OBJECT_GET_CLASS (widget)))
      ->root (widget);
  g_signal_connect_object (gtk_widget_get_root (widget), "notify::focus-widget",
                           G_CALLBACK (focus_changed_cb), widget,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (
      gtk_widget_get_root (widget), "notify::focus-visible",
      G_CALLBACK (gtk_widget_queue_draw), widget, G_CONNECT_SWAPPED);
}

static void
strata_canvas_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_data (gtk_widget_get_root (widget), widget);
  GTK_WIDGET_CLASS (g_type_class_peek_parent (G_OBJECT_GET_CLASS (widget)))
      ->unroot (widget);
}

void
strata_canvas_set_up_focus (GtkWidgetClass *klass)
{
  klass->focus = strata_canvas_focus;
  klass->grab_focus = strata_canvas_grab_focus;
  klass->root = strata_canvas_root;
  klass->unroot = strata_canvas_unroot;
}
