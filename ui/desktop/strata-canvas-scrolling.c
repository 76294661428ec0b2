/* strata-canvas-scrolling.c — moving what is shown: wheel, fingers, space.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include <math.h>

#define WHEEL_STEP 1.15

/* The wheel zooms, two fingers move. */

static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double dx,
           double dy,
           StrataCanvas *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (
      GTK_EVENT_CONTROLLER (controller));
  gboolean wheel = gtk_event_controller_scroll_get_unit (controller)
                   == GDK_SCROLL_UNIT_WHEEL;

  /* A wheel that scrolls zooms with Control, as everywhere. */
  if (wheel && self->wheel_scrolls && !(state & GDK_CONTROL_MASK))
    strata_canvas_pan (
        self, self->offset_x - 60 * (state & GDK_SHIFT_MASK ? dx + dy : dx),
        self->offset_y - 60 * (state & GDK_SHIFT_MASK ? 0 : dy));
  else if (wheel && (state & GDK_SHIFT_MASK))
    strata_canvas_pan (self, self->offset_x - 60 * (dx + dy), self->offset_y);
  else if (wheel || (state & GDK_CONTROL_MASK))
    strata_canvas_zoom_at (
        self, self->zoom * pow (WHEEL_STEP, wheel ? -dy : -dy / 20),
        self->pointer_x, self->pointer_y);
  else
    strata_canvas_pan (self, self->offset_x - dx, self->offset_y - dy);
  return GDK_EVENT_STOP;
}

/* Over an edge of a frame or a note, by which it is resized. */
static void
show_edges (StrataCanvas *self, StrataEdges edges)
{
  static const char *const names[] = {
    [STRATA_EDGE_LEFT] = "ew-resize",
    [STRATA_EDGE_RIGHT] = "ew-resize",
    [STRATA_EDGE_TOP] = "ns-resize",
    [STRATA_EDGE_BOTTOM] = "ns-resize",
    [STRATA_EDGE_LEFT | STRATA_EDGE_TOP] = "nwse-resize",
    [STRATA_EDGE_RIGHT | STRATA_EDGE_BOTTOM] = "nwse-resize",
    [STRATA_EDGE_RIGHT | STRATA_EDGE_TOP] = "nesw-resize",
    [STRATA_EDGE_LEFT | STRATA_EDGE_BOTTOM] = "nesw-resize",
  };
  GdkCursor *cursor = gtk_widget_get_cursor (GTK_WIDGET (self));
  const char *name = edges < G_N_ELEMENTS (names) ? names[edges] : NULL;

  if (!self->space
      && g_strcmp0 (cursor ? gdk_cursor_get_name (cursor) : NULL, name) != 0)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), name);
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double x,
           double y,
           StrataCanvas *self)
{
  StrataHit hit = { 0 };

  self->pointer_x = x;
  self->pointer_y = y;
  self->pointer_inside = TRUE;
  if (self->drag.sticky)
    strata_canvas_follow_pointer (self, x, y);
  if (self->drag.kind != STRATA_DRAG_NOTHING || !self->document)
    return;
  strata_canvas_hit (self, x, y, &hit);
  strata_canvas_hover (self, hit.kind == STRATA_HIT_WIRE ? hit.wire : NULL);
  show_edges (self, hit.kind == STRATA_HIT_REMARK ? hit.edges : 0);
}

static void
leave_cb (GtkEventControllerMotion *controller, StrataCanvas *self)
{
  /* The menu lies over where it was asked for. */
  self->pointer_inside = self->menu != NULL;
  strata_canvas_hover (self, NULL);
  if (self->drag.kind == STRATA_DRAG_NOTHING)
    show_edges (self, 0);
}

static void
pinch_begin_cb (GtkGesture *gesture,
                GdkEventSequence *sequence,
                StrataCanvas *self)
{
  self->pinch = self->zoom;
}

static void
pinch_cb (GtkGestureZoom *gesture, double scale, StrataCanvas *self)
{
  double x, y;

  if (gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    strata_canvas_zoom_at (self, self->pinch * scale, x, y);
}

/* Space, which turns a drag into one of the view. */

static gboolean
key_pressed_cb (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType state,
                StrataCanvas *self)
{
  if (key != GDK_KEY_space)
    return GDK_EVENT_PROPAGATE;
  self->space = TRUE;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "grab");
  return GDK_EVENT_STOP;
}

static void
let_go_of_space (StrataCanvas *self)
{
  if (!self->space)
    return;
  self->space = FALSE;
  gtk_widget_set_cursor (GTK_WIDGET (self), NULL);
}

static void
key_released_cb (GtkEventControllerKey *controller,
                 guint key,
                 guint code,
                 GdkModifierType state,
                 StrataCanvas *self)
{
  if (key == GDK_KEY_space)
    let_go_of_space (self);
}

/* All of them. */

static void
set_up_pointer (StrataCanvas *self)
{
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_event_controller_set_propagation_phase (motion, GTK_PHASE_CAPTURE);
  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
}

void
strata_canvas_set_up_scrolling (StrataCanvas *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  set_up_pointer (self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (key_released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (let_go_of_space), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}
