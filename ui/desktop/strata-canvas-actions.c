/* strata-canvas-actions.c — every command as an action.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"
#include "strata-canvas-slots.h"
#include "strata-command.h"

#include <glib/gi18n.h>
#include <string.h>

#define ZOOM_STEP 1.25

static void
zoom_to (StrataCanvas *self, double zoom)
{
  strata_canvas_zoom_at (self, zoom,
                         gtk_widget_get_width (GTK_WIDGET (self)) / 2.0,
                         gtk_widget_get_height (GTK_WIDGET (self)) / 2.0);
}

/* Escape: what goes on first, then the selection. */
static void
cancel (StrataCanvas *self)
{
  if (self->drag.kind != STRATA_DRAG_NOTHING)
    strata_canvas_cancel_drag (self);
  else if (self->editor || self->popover)
    {
      strata_canvas_stop_editing (self);
      strata_canvas_return_focus (self);
    }
  else if (strata_canvas_get_port_peer (self))
    strata_canvas_focus_card (self, strata_canvas_find_current (self));
  else
    {
      strata_canvas_select_none (self);
      strata_canvas_selection_changed (self);
    }
}

/* On a port it is about its wires, else about what is selected. */
static void delete (StrataCanvas *self)
{
  if (!strata_canvas_unplug (self))
    strata_canvas_delete (self);
}

/* Who writes means the text: GTK's own entries let the key go on. */
static void
select_all (StrataCanvas *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (GTK_IS_TEXT (focus) || GTK_IS_TEXT_VIEW (focus))
    gtk_widget_activate_action (focus, "selection.select-all", NULL);
  else
    strata_canvas_select_all (self);
}

static void
cut (StrataCanvas *self)
{
  strata_canvas_copy (self);
  strata_canvas_delete (self);
}

static void
request_card (StrataCanvas *self)
{
  StrataPlace place;
  double x, y;

  strata_canvas_get_next_place (self, &x, &y);
  if (self->selected_wire)
    {
      strata_canvas_route (self, self->selected_wire, self->path);
      strata_wire_path_get_place (self->path, 0.5, &place);
      strata_canvas_to_graph (self, place.x, place.y, &x, &y);
    }
  strata_canvas_emit_add (self, x, y);
}

/* A name and what it does, without a parameter. */
typedef struct
{
  const char *name;
  void (*run) (StrataCanvas *self);
} Command;

static void
zoom_in (StrataCanvas *self)
{
  zoom_to (self, self->zoom * ZOOM_STEP);
}

static void
zoom_out (StrataCanvas *self)
{
  zoom_to (self, self->zoom / ZOOM_STEP);
}

static void
zoom_normal (StrataCanvas *self)
{
  zoom_to (self, 1);
}

static void
fit (StrataCanvas *self)
{
  strata_canvas_fit (self, FALSE);
}

static void
fit_selection (StrataCanvas *self)
{
  strata_canvas_fit (self, TRUE);
}

static void
select_none (StrataCanvas *self)
{
  strata_canvas_select_none (self);
  strata_canvas_selection_changed (self);
}

static const Command commands[] = {
  { "canvas.delete", delete },
  { "canvas.delete-heal", strata_canvas_delete_and_heal },
  { "canvas.take-out", strata_canvas_take_out },
  { "canvas.swap", strata_canvas_request_swap },
  { "canvas.add-point", strata_canvas_add_point_here },
  { "canvas.trace", strata_canvas_toggle_tracing },
  { "canvas.costs", strata_canvas_toggle_costs },
  { "canvas.select-upstream", strata_canvas_select_upstream },
  { "canvas.select-downstream", strata_canvas_select_downstream },
  { "canvas.select-all", select_all },
  { "canvas.select-none", select_none },
  { "canvas.fit", fit },
  { "canvas.fit-selection", fit_selection },
  { "canvas.zoom-in", zoom_in },
  { "canvas.zoom-out", zoom_out },
  { "canvas.zoom-normal", zoom_normal },
  { "canvas.cancel", cancel },
  { "canvas.cut", cut },
  { "canvas.copy", strata_canvas_copy },
  { "canvas.paste", strata_canvas_paste },
  { "canvas.paste-wired", strata_canvas_paste_wired },
  { "canvas.duplicate", strata_canvas_duplicate },
  { "canvas.duplicate-wired", strata_canvas_duplicate_wired },
  { "canvas.add", request_card },
  { "canvas.frame", strata_canvas_add_frame },
  { "canvas.note", strata_canvas_add_note },
  { "canvas.bypass", strata_canvas_toggle_bypass },
  { "canvas.view", strata_canvas_emit_viewer },
  { "canvas.repair", strata_canvas_show_fault },
  { "canvas.collapse", strata_canvas_toggle_collapsed },
  { "canvas.fold", strata_canvas_toggle_folding },
  { "canvas.preview", strata_canvas_toggle_preview },
  { "canvas.tidy", strata_canvas_tidy },
  { "canvas.menu", strata_canvas_open_menu_here },
  { "canvas.open", strata_canvas_open },
  { "canvas.wire", strata_canvas_list_wires_here },
  { "canvas.rename", strata_canvas_rename },
  { "canvas.properties", strata_canvas_show_properties },
};

static void
run_command (GtkWidget *widget, const char *name, GVariant *parameter)
{
  StrataCanvas *self = STRATA_CANVAS (widget);

  for (guint i = 0; self->document && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      commands[i].run (self);
}

/* Steps: (ii), the direction. */

static void
run_step (GtkWidget *widget, const char *name, GVariant *parameter)
{
  StrataCanvas *self = STRATA_CANVAS (widget);
  int dx, dy;

  g_variant_get (parameter, "(ii)", &dx, &dy);
  if (self->document)
    strata_canvas_select_beside (self, CLAMP (dx, -1, 1), CLAMP (dy, -1, 1));
}

static void
run_move (GtkWidget *widget, const char *name, GVariant *parameter)
{
  StrataCanvas *self = STRATA_CANVAS (widget);
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  int dx, dy;

  g_variant_get (parameter, "(ii)", &dx, &dy);
  if (!self->document || self->drag.kind != STRATA_DRAG_NOTHING)
    return;
  strata_canvas_pick_up (self);
  strata_graph_begin (self->graph, cards->len > 1 ? _ ("Move Cards")
                                   : cards->len   ? _ ("Move Card")
                                                  : _ ("Move Points"));
  strata_canvas_move_points (self, dx, dy);
  strata_canvas_put_down (self, self->drag.remarks, dx, dy);
  strata_graph_end (self->graph);
  g_clear_pointer (&self->drag.remarks, g_ptr_array_unref);
}

/* Values and wires: a card and its port, twice for a wire. */

static StrataPort *
find_port (StrataCanvas *self, const char *card, const char *port, gboolean out)
{
  StrataCard *found =
      self->graph ? strata_graph_find_card (self->graph, card) : NULL;

  return found ? strata_card_find_port (found, port, out) : NULL;
}

static void
run_edit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  StrataCanvas *self = STRATA_CANVAS (widget);
  g_autoptr (StrataPort) port = NULL;
  const char *card_id, *port_name;

  g_variant_get (parameter, "(&s&s)", &card_id, &port_name);
  port = find_port (self, card_id, port_name, FALSE);
  if (port)
    strata_canvas_edit (self, port);
}

static void
run_connect (GtkWidget *widget, const char *name, GVariant *parameter)
{
  StrataCanvas *self = STRATA_CANVAS (widget);
  g_autoptr (StrataPort) source = NULL;
  g_autoptr (StrataPort) target = NULL;
  g_autoptr (GError) error = NULL;
  const char *words[4];

  g_variant_get (parameter, "(&s&s&s&s)", &words[0], &words[1], &words[2],
                 &words[3]);
  source = find_port (self, words[0], words[1], TRUE);
  target = find_port (self, words[2], words[3], FALSE);
  if (source && target && !strata_canvas_connect (self, source, target, &error))
    strata_canvas_emit_hint (self, error->message);
}

void
strata_canvas_set_up_actions (GtkWidgetClass *klass)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    gtk_widget_class_install_action (klass, commands[i].name, NULL,
                                     run_command);
  gtk_widget_class_install_action (klass, "canvas.step", "(ii)", run_step);
  gtk_widget_class_install_action (klass, "canvas.move", "(ii)", run_move);
  gtk_widget_class_install_action (klass, "canvas.edit", "(ss)", run_edit);
  gtk_widget_class_install_action (klass, "canvas.connect", "(ssss)",
                                   run_connect);
  strata_canvas_set_up_arrange_actions (klass);
  strata_canvas_set_up_port_actions (klass);
  strata_canvas_set_up_remark_actions (klass);
  strata_canvas_set_up_slot_actions (klass);
}

void
strata_canvas_set_up_keys (StrataCanvas *self)
{
  GtkEventController *keys =
      gtk_shortcut_controller_new_for_model (strata_command_get_canvas_keys ());

  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}
