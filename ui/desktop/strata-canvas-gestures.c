/* strata-canvas-gestures.c — what the pointer does.
 *
 * One drag for all of it, on the canvas, which looks up in the model what it
 * began on: a gesture of something that moves would see its own motion.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include <math.h>

#define ADDING (GDK_SHIFT_MASK | GDK_CONTROL_MASK)

/* The state of a drag. */

static void
clear_drag (StrataDrag *drag)
{
  g_clear_pointer (&drag->before, g_hash_table_unref);
  g_clear_object (&drag->from);
  g_clear_object (&drag->detached);
  g_clear_object (&drag->over);
  g_clear_pointer (&drag->reason, g_free);
  *drag = (StrataDrag){ .kind = STRATA_DRAG_NOTHING };
}

/* What stands out for a wire's sake goes back. */
static void
redraw_after (StrataCanvas *self, const StrataDrag *drag)
{
  if (drag->kind == STRATA_DRAG_WIRE)
    {
      strata_canvas_emit_hint (self, NULL);
      strata_canvas_touch_all (self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
strata_canvas_cancel_drag (StrataCanvas *self)
{
  StrataDrag drag = self->drag;

  self->drag = (StrataDrag){ .kind = STRATA_DRAG_NOTHING };
  if (drag.kind == STRATA_DRAG_VIEW)
    strata_canvas_pan (self, drag.view_x, drag.view_y);
  redraw_after (self, &drag);
  clear_drag (&drag);
}

/* Selecting. */

static void
press_card (StrataCanvas *self, StrataCanvasCard *card)
{
  gboolean adding = (self->drag.state & ADDING) != 0;

  if (card->selected && !adding)
    return;
  if (!adding)
    strata_canvas_select_none (self);
  strata_canvas_select (self, card, !card->selected);
  strata_canvas_raise (self, card);
  strata_canvas_selection_changed (self);
}

static void
begin_band (StrataCanvas *self)
{
  self->drag.kind = STRATA_DRAG_BAND;
  self->drag.before = g_hash_table_new (NULL, NULL);
  if (self->drag.state & ADDING)
    for (guint i = 0; i < self->cards->len; i++)
      if (((StrataCanvasCard *) self->cards->pdata[i])->selected)
        g_hash_table_add (self->drag.before, self->cards->pdata[i]);
}

/* Touching counts. Control takes out what the band touches. */
static void
move_band (StrataCanvas *self)
{
  const StrataDrag *drag = &self->drag;
  double x0, y0, x1, y1;

  strata_canvas_to_graph (self, MIN (drag->x, drag->start_x),
                          MIN (drag->y, drag->start_y), &x0, &y0);
  strata_canvas_to_graph (self, MAX (drag->x, drag->start_x),
                          MAX (drag->y, drag->start_y), &x1, &y1);
  for (guint i = 0; i < self->cards->len; i++)
    {
      StrataCanvasCard *card = self->cards->pdata[i];
      StrataCardLayout *layout = strata_canvas_lay_out (self, card);
      gboolean before = g_hash_table_contains (drag->before, card);
      gboolean touched = card->x <= x1 && card->y <= y1
                         && card->x + layout->width >= x0
                         && card->y + layout->height >= y0;

      strata_canvas_select (self, card,
                            drag->state & GDK_CONTROL_MASK ? before != touched
                                                           : before || touched);
    }
}

static void
click_nothing (StrataCanvas *self, const StrataDrag *drag)
{
  if (drag->state & ADDING)
    return;
  strata_canvas_select_none (self);
  strata_canvas_selection_changed (self);
}

/* Cards. */

static void
drop_cards (StrataCanvas *self, const StrataDrag *drag)
{
  double dx = round ((drag->x - drag->start_x) / self->zoom);
  double dy = round ((drag->y - drag->start_y) / self->zoom);
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);

  strata_canvas_move_cards (self, cards, dx, dy);
}

static void
click_card (StrataCanvas *self, const StrataDrag *drag)
{
  StrataHit hit;

  if (drag->state & ADDING)
    return;
  strata_canvas_hit (self, drag->start_x, drag->start_y, &hit);
  if (hit.kind == STRATA_HIT_VALUE)
    strata_canvas_edit (self, hit.port);
  else if (hit.kind == STRATA_HIT_MORE)
    strata_canvas_unfold (self, hit.card, !hit.card->unfolded);
}

/* The drag. */

static void
begin_on_hit (StrataCanvas *self)
{
  StrataHit hit;

  strata_canvas_hit (self, self->drag.start_x, self->drag.start_y, &hit);
  switch (hit.kind)
    {
    case STRATA_HIT_PORT:
      strata_canvas_begin_wire (self, hit.port);
      break;
    case STRATA_HIT_CARD:
    case STRATA_HIT_VALUE:
    case STRATA_HIT_MORE:
      self->drag.kind = STRATA_DRAG_CARDS;
      press_card (self, hit.card);
      break;
    case STRATA_HIT_WIRE:
      strata_canvas_select_wire (self, hit.wire);
      break;
    case STRATA_HIT_NOTHING:
      begin_band (self);
      break;
    }
}

static void
finish (StrataCanvas *self, const StrataDrag *drag)
{
  switch (drag->kind)
    {
    case STRATA_DRAG_CARDS:
      if (drag->moved)
        drop_cards (self, drag);
      else
        click_card (self, drag);
      break;
    case STRATA_DRAG_BAND:
      if (drag->moved)
        strata_canvas_selection_changed (self);
      else
        click_nothing (self, drag);
      break;
    case STRATA_DRAG_WIRE:
      if (drag->moved)
        strata_canvas_end_wire (self, drag);
      break;
    case STRATA_DRAG_VIEW:
      if (!drag->moved && drag->button == GDK_BUTTON_SECONDARY)
        strata_canvas_open_menu (self, drag->x, drag->y);
      break;
    case STRATA_DRAG_NOTHING:
      break;
    }
}

/* The drag is over before anybody is told of it. */
static void
end_drag (StrataCanvas *self)
{
  StrataDrag drag = self->drag;

  self->drag = (StrataDrag){ .kind = STRATA_DRAG_NOTHING };
  if (self->document)
    finish (self, &drag);
  redraw_after (self, &drag);
  clear_drag (&drag);
}

/* Clicks do what a drag does, for hands that cannot drag: one on a port begins
 * a wire, the next one ends it. */

static void
make_sticky (StrataCanvas *self)
{
  self->drag.sticky = TRUE;
  self->drag.moved = TRUE;
  strata_canvas_touch_all (self);
}

void
strata_canvas_follow_pointer (StrataCanvas *self, double x, double y)
{
  self->drag.x = x;
  self->drag.y = y;
  strata_canvas_move_wire (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, StrataCanvas *self)
{
  guint button =
      gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  GtkEventController *controller = GTK_EVENT_CONTROLLER (gesture);

  if (!self->document)
    return;
  if (self->drag.sticky)
    {
      strata_canvas_follow_pointer (self, x, y);
      end_drag (self);
      return;
    }
  gtk_widget_grab_focus (GTK_WIDGET (self));
  clear_drag (&self->drag);
  self->drag.state = gtk_event_controller_get_current_event_state (controller);
  self->drag.button = button;
  self->drag.start_x = self->drag.x = x;
  self->drag.start_y = self->drag.y = y;
  self->drag.view_x = self->offset_x;
  self->drag.view_y = self->offset_y;
  if (self->space || button == GDK_BUTTON_MIDDLE
      || button == GDK_BUTTON_SECONDARY)
    self->drag.kind = STRATA_DRAG_VIEW;
  else
    begin_on_hit (self);
}

static gboolean
has_moved (const StrataDrag *drag)
{
  return drag->moved
         || hypot (drag->x - drag->start_x, drag->y - drag->start_y)
                >= STRATA_CANVAS_THRESHOLD;
}

/* The first step of a real drag. */
static void
start_moving (StrataCanvas *self, GtkGestureDrag *gesture)
{
  self->drag.moved = TRUE;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (self->drag.kind == STRATA_DRAG_WIRE)
    strata_canvas_touch_all (self);
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double dx,
                double dy,
                StrataCanvas *self)
{
  StrataDrag *drag = &self->drag;

  drag->x = drag->start_x + dx;
  drag->y = drag->start_y + dy;
  if (drag->kind == STRATA_DRAG_NOTHING || !has_moved (drag))
    return;
  if (!drag->moved)
    start_moving (self, gesture);
  if (drag->kind == STRATA_DRAG_VIEW)
    strata_canvas_pan (self, drag->view_x + dx, drag->view_y + dy);
  else if (drag->kind == STRATA_DRAG_BAND)
    move_band (self);
  else if (drag->kind == STRATA_DRAG_WIRE)
    strata_canvas_move_wire (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, StrataCanvas *self)
{
  if (self->drag.kind == STRATA_DRAG_WIRE && !self->drag.moved
      && !self->drag.detached)
    make_sticky (self);
  else
    end_drag (self);
}

static void
drag_cancel_cb (GtkGesture *gesture,
                GdkEventSequence *sequence,
                StrataCanvas *self)
{
  strata_canvas_cancel_drag (self);
}

/* Clicks. */

static void
pressed_cb (GtkGestureClick *gesture,
            int n_press,
            double x,
            double y,
            StrataCanvas *self)
{
  double graph_x, graph_y;
  StrataHit hit;

  if (n_press != 2 || !self->document)
    return;
  strata_canvas_hit (self, x, y, &hit);
  if (hit.kind != STRATA_HIT_NOTHING)
    return;
  strata_canvas_to_graph (self, x, y, &graph_x, &graph_y);
  strata_canvas_emit_add (self, graph_x, graph_y);
}

/* Types from the palette. */

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue *value,
         double x,
         double y,
         StrataCanvas *self)
{
  double graph_x, graph_y;

  if (!self->document || !G_VALUE_HOLDS_STRING (value))
    return FALSE;
  strata_canvas_to_graph (self, x, y, &graph_x, &graph_y);
  return strata_canvas_add_card (self, g_value_get_string (value), graph_x,
                                 graph_y, NULL)
         != NULL;
}

/* All of them. */

static void
set_up_drag (StrataCanvas *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (drag_cancel_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

void
strata_canvas_set_up_gestures (StrataCanvas *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_STRING, GDK_ACTION_COPY);

  set_up_drag (self);
  strata_canvas_set_up_scrolling (self);
  strata_canvas_set_up_menu (self);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}
