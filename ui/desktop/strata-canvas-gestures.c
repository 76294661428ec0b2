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
#define LASSO (GDK_CONTROL_MASK | GDK_ALT_MASK)

/* The state of a drag. */

static void
clear_drag (StrataDrag *drag)
{
  g_clear_object (&drag->held);
  g_clear_object (&drag->remark);
  g_clear_pointer (&drag->remarks, g_ptr_array_unref);
  g_clear_pointer (&drag->points, g_array_unref);
  g_clear_pointer (&drag->before, g_hash_table_unref);
  g_clear_pointer (&drag->detached, g_ptr_array_unref);
  g_clear_pointer (&drag->joins, g_ptr_array_unref);
  g_clear_pointer (&drag->stroke, g_array_unref);
  g_clear_pointer (&drag->fits, g_hash_table_unref);
  g_clear_pointer (&drag->reason, g_free);
  g_clear_pointer (&drag->warning, g_free);
  g_clear_object (&drag->from);
  g_clear_object (&drag->over);
  *drag = (StrataDrag){ .kind = STRATA_DRAG_NOTHING };
}

/* What stands out for a wire's sake goes back. */
static void
redraw_after (StrataCanvas *self, const StrataDrag *drag)
{
  strata_canvas_set_insertion (self, NULL);
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

  if ((self->drag.state & ADDING) == ADDING)
    {
      strata_canvas_select_only (self, card->card);
      strata_canvas_emit_viewer (self);
      return;
    }
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
  if (self->drag.state & ADDING)
    {
      g_autoptr (GPtrArray) remarks =
          strata_canvas_list_selected_remarks (self);

      for (guint i = 0; i < remarks->len; i++)
        g_hash_table_add (self->drag.before, remarks->pdata[i]);
    }
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
  strata_canvas_select_points_in (self, x0, y0, x1, y1,
                                  (drag->state & ADDING) != 0);
  strata_canvas_band_remarks (self,
                              &GRAPHENE_RECT_INIT (x0, y0, x1 - x0, y1 - y0));
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

/* Among several that are selected, a press may begin to move them all, so that
 * only the release tells that one was meant. */
static void
select_alone (StrataCanvas *self, const StrataDrag *drag)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  g_autoptr (GPtrArray) remarks = strata_canvas_list_selected_remarks (self);

  if (drag->held && cards->len + remarks->len > 1
      && strata_canvas_has_card (self, drag->held))
    strata_canvas_select_only (self, drag->held);
}

static void
click_card (StrataCanvas *self, const StrataDrag *drag)
{
  StrataHit hit;

  if (!(drag->state & ADDING))
    select_alone (self, drag);
  if (drag->state & ADDING
      || strata_canvas_pick_number (self, drag->press_x, drag->press_y))
    return;
  strata_canvas_hit (self, drag->press_x, drag->press_y, &hit);
  if (hit.kind == STRATA_HIT_VALUE)
    strata_canvas_edit (self, hit.port);
  else if (hit.kind == STRATA_HIT_MORE)
    strata_canvas_unfold (self, hit.card,
                          !strata_canvas_is_unfolded (hit.card));
  else if (strata_canvas_hit_fault (self, &hit, drag->start_y))
    strata_canvas_show_fault (self);
}

/* Wires. */

/* Its ends can be taken off, each near the port. */
static void
press_wire (StrataCanvas *self, StrataWire *wire)
{
  double along = strata_canvas_find_along (self, wire, self->drag.press_x,
                                           self->drag.press_y);

  strata_canvas_select_wire (self, wire);
  if (along < 1.0 / 3)
    strata_canvas_begin_rewire (self, wire, TRUE);
  else if (along > 2.0 / 3)
    strata_canvas_begin_rewire (self, wire, FALSE);
}

static void
press_point (StrataCanvas *self, const StrataHit *hit)
{
  gboolean adding = (self->drag.state & ADDING) != 0;
  gboolean selected =
      strata_canvas_is_point_selected (self, hit->wire, hit->point);

  if (selected && !adding)
    return;
  if (!adding)
    strata_canvas_select_none (self);
  strata_canvas_select_point (self, hit->wire, hit->point, !selected);
  strata_canvas_selection_changed (self);
}

static void
click_port (StrataCanvas *self, const StrataDrag *drag)
{
  StrataHit hit;

  if (!(drag->state & GDK_ALT_MASK))
    return;
  strata_canvas_hit (self, drag->press_x, drag->press_y, &hit);
  if (hit.kind == STRATA_HIT_PORT)
    strata_canvas_clear_port (self, hit.port);
}

/* The drag. */

static void
begin_on_hit (StrataCanvas *self)
{
  StrataHit hit;

  if ((self->drag.state & LASSO) == LASSO)
    {
      strata_canvas_begin_lasso (self);
      return;
    }
  strata_canvas_hit (self, self->drag.press_x, self->drag.press_y, &hit);
  switch (hit.kind)
    {
    case STRATA_HIT_PORT:
      strata_canvas_begin_wire (self, hit.port);
      break;
    case STRATA_HIT_CARD:
    case STRATA_HIT_VALUE:
    case STRATA_HIT_MORE:
      self->drag.kind = STRATA_DRAG_CARDS;
      self->drag.held = g_object_ref (hit.card->card);
      press_card (self, hit.card);
      strata_canvas_pick_up (self);
      break;
    case STRATA_HIT_WIRE:
      press_wire (self, hit.wire);
      break;
    case STRATA_HIT_POINT:
      self->drag.kind = STRATA_DRAG_CARDS;
      press_point (self, &hit);
      strata_canvas_pick_up (self);
      break;
    case STRATA_HIT_REMARK:
      strata_canvas_press_remark (self, &hit);
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
        strata_canvas_drop_cards (self, drag);
      else
        click_card (self, drag);
      break;
    case STRATA_DRAG_LASSO:
    case STRATA_DRAG_BAND:
      if (drag->moved)
        strata_canvas_selection_changed (self);
      else
        click_nothing (self, drag);
      break;
    case STRATA_DRAG_WIRE:
      if (drag->moved)
        strata_canvas_end_wire (self, drag);
      else
        click_port (self, drag);
      break;
    case STRATA_DRAG_REMARK:
      if (drag->moved)
        strata_canvas_drop_remark (self, drag);
      break;
    case STRATA_DRAG_KNIFE:
    case STRATA_DRAG_LEAD:
    case STRATA_DRAG_VIEW:
      if (drag->moved && drag->kind == STRATA_DRAG_KNIFE)
        strata_canvas_cut (self, drag);
      else if (drag->moved && drag->kind == STRATA_DRAG_LEAD)
        strata_canvas_lead (self, drag);
      else if (!drag->moved && drag->button == GDK_BUTTON_SECONDARY)
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

/* What a drag is for that does not depend on what it begins on. */
static StrataDragKind
choose_kind (StrataCanvas *self, guint button, GdkModifierType state)
{
  if (self->space || button == GDK_BUTTON_MIDDLE)
    return STRATA_DRAG_VIEW;
  if (button != GDK_BUTTON_SECONDARY)
    return STRATA_DRAG_NOTHING;
  return state & GDK_CONTROL_MASK ? STRATA_DRAG_KNIFE
         : state & GDK_SHIFT_MASK ? STRATA_DRAG_LEAD
                                  : STRATA_DRAG_VIEW;
}

/* A click that ends a wire; with another button it ends without one. */
static void
press_again (StrataCanvas *self, guint button, double x, double y)
{
  strata_canvas_follow_pointer (self, x, y);
  if (button == GDK_BUTTON_SECONDARY)
    strata_canvas_cancel_drag (self);
  else if (button != GDK_BUTTON_MIDDLE)
    end_drag (self);
}

void
strata_canvas_press (StrataCanvas *self,
                     guint button,
                     GdkModifierType state,
                     double x,
                     double y)
{
  StrataDrag *drag = &self->drag;

  if (!self->document)
    return;
  if (drag->sticky)
    {
      press_again (self, button, x, y);
      return;
    }
  gtk_widget_grab_focus (GTK_WIDGET (self));
  clear_drag (drag);
  drag->button = button;
  drag->state = drag->state_now = state;
  drag->press_x = drag->start_x = drag->x = x;
  drag->press_y = drag->start_y = drag->y = y;
  strata_canvas_to_graph (self, x, y, &drag->grab_x, &drag->grab_y);
  drag->swing_x = x;
  drag->view_x = self->offset_x;
  drag->view_y = self->offset_y;
  /* Whoever takes hold of it wants it to stay where it is. */
  self->fit_due = FALSE;
  strata_canvas_hover (self, NULL);
  drag->kind = choose_kind (self, button, state);
  if (drag->kind == STRATA_DRAG_NOTHING)
    begin_on_hit (self);
}

static gboolean
has_moved (const StrataDrag *drag)
{
  return drag->moved
         || hypot (drag->x - drag->press_x, drag->y - drag->press_y)
                >= STRATA_CANVAS_THRESHOLD;
}

/* What a drag does wherever it is now. */
static void
go_on (StrataCanvas *self)
{
  if (self->drag.kind == STRATA_DRAG_BAND)
    move_band (self);
  else if (self->drag.kind == STRATA_DRAG_LASSO)
    strata_canvas_pull_lasso (self);
  else if (self->drag.kind == STRATA_DRAG_REMARK)
    strata_canvas_pull_remark (self);
  else if (self->drag.kind == STRATA_DRAG_WIRE)
    strata_canvas_move_wire (self);
  else if (self->drag.kind == STRATA_DRAG_KNIFE
           || self->drag.kind == STRATA_DRAG_LEAD)
    strata_canvas_extend_stroke (self);
  else if (self->drag.kind == STRATA_DRAG_CARDS)
    {
      strata_canvas_snap (self);
      strata_canvas_carry (self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
strata_canvas_pull (StrataCanvas *self, double dx, double dy)
{
  StrataDrag *drag = &self->drag;

  drag->x = drag->press_x + dx;
  drag->y = drag->press_y + dy;
  if (drag->kind == STRATA_DRAG_NOTHING || drag->sticky || !has_moved (drag))
    return FALSE;
  if (!drag->moved && drag->kind == STRATA_DRAG_WIRE)
    strata_canvas_touch_all (self);
  drag->moved = TRUE;
  if (drag->kind == STRATA_DRAG_VIEW)
    strata_canvas_pan (self, drag->view_x + dx, drag->view_y + dy);
  else
    strata_canvas_watch_edges (self);
  go_on (self);
  return TRUE;
}

void
strata_canvas_follow_view (StrataCanvas *self)
{
  StrataDrag *drag = &self->drag;

  if (drag->kind == STRATA_DRAG_NOTHING || drag->kind == STRATA_DRAG_VIEW)
    return;
  strata_canvas_to_widget (self, drag->grab_x, drag->grab_y, &drag->start_x,
                           &drag->start_y);
  if (drag->moved)
    go_on (self);
}

/* A click on a port begins a wire. */
void
strata_canvas_release (StrataCanvas *self)
{
  const StrataDrag *drag = &self->drag;

  if (drag->sticky)
    return;
  if (drag->kind == STRATA_DRAG_WIRE && !drag->moved && !drag->detached
      && !(drag->state & GDK_ALT_MASK))
    make_sticky (self);
  else
    end_drag (self);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, StrataCanvas *self)
{
  guint button =
      gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  GdkModifierType state = gtk_event_controller_get_current_event_state (
      GTK_EVENT_CONTROLLER (gesture));

  strata_canvas_press (self, button, state, x, y);
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double dx,
                double dy,
                StrataCanvas *self)
{
  self->drag.state_now = gtk_event_controller_get_current_event_state (
      GTK_EVENT_CONTROLLER (gesture));
  if (strata_canvas_pull (self, dx, dy))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, StrataCanvas *self)
{
  strata_canvas_release (self);
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
  if (hit.kind == STRATA_HIT_WIRE)
    strata_canvas_add_point (self, hit.wire,
                             strata_canvas_find_along (self, hit.wire, x, y));
  if (hit.kind == STRATA_HIT_REMARK)
    strata_canvas_edit_remark (self, hit.remark);
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
  return strata_canvas_drop_card (self, g_value_get_string (value), graph_x,
                                  graph_y)
         != NULL;
}

static GdkDragAction
drop_motion_cb (GtkDropTarget *target, double x, double y, StrataCanvas *self)
{
  const GValue *value = gtk_drop_target_get_value (target);

  strata_canvas_aim (
      self,
      value && G_VALUE_HOLDS_STRING (value) ? g_value_get_string (value) : NULL,
      x, y);
  return GDK_ACTION_COPY;
}

static void
drop_leave_cb (GtkDropTarget *target, StrataCanvas *self)
{
  strata_canvas_aim (self, NULL, 0, 0);
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
  gtk_drop_target_set_preload (drop, TRUE);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  g_signal_connect (drop, "motion", G_CALLBACK (drop_motion_cb), self);
  g_signal_connect (drop, "leave", G_CALLBACK (drop_leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}
