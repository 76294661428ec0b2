/* strata-canvas-menu.c — the menu of what is pointed at.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-canvas-words.h"
#include "strata-command.h"
#include "strata-editor-log.h"

#include <glib/gi18n.h>

/* Each section of a menu ends with NULL, the last one with two of them. */
/* clang-format off */
static const char *const card_items[] = {
  "canvas.cut", "canvas.copy", "canvas.paste", "canvas.duplicate",
  "canvas.delete", NULL,
  "canvas.bypass", "canvas.collapse", "canvas.fold", "canvas.preview",
  "canvas.view", "canvas.frame", "canvas.repair", "win.run-selection",
  NULL,
  STRATA_CANVAS_HELP, NULL,
  NULL,
};
static const char *const wire_items[] = {
  "canvas.delete", "canvas.add-point", NULL,
  NULL,
};
static const char *const remark_items[] = {
  "canvas.rename", "canvas.copy", "canvas.duplicate", "canvas.delete", NULL,
  "canvas.color('blue')", "canvas.color('green')", "canvas.color('yellow')",
  "canvas.color('orange')", "canvas.color('red')", "canvas.color('purple')",
  "canvas.color('')", NULL,
  NULL,
};
static const char *const ground_items[] = {
  "canvas.add", "canvas.note", "canvas.paste", NULL,
  "canvas.select-all", "canvas.fit", NULL,
  NULL,
};
/* clang-format on */

/* With the port that they are for instead of the one that is pointed at. */
static const char *const port_items[] = {
  STRATA_CANVAS_HELP,
  STRATA_CANVAS_CLEAR_WIRES,
  STRATA_CANVAS_RESET_VALUE,
};

/* Items. */

static void
append_sections (GMenu *menu, const char *const *items)
{
  while (*items)
    {
      g_autoptr (GMenu) section = g_menu_new ();

      for (; *items; items++)
        strata_command_append (section, *items);
      g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
      items++;
    }
}

static void
append_port (GMenu *menu, StrataPort *port)
{
  g_autoptr (GMenu) section = g_menu_new ();
  g_autofree char *title = strata_canvas_dup_port_title (port);

  for (guint i = 0; i < G_N_ELEMENTS (port_items); i++)
    {
      const StrataCommand *command = strata_command_find (port_items[i]);
      g_autoptr (GMenuItem) item = g_menu_item_new (_ (command->title), NULL);
      g_autofree char *action = NULL;
      g_autoptr (GVariant) nothing = NULL;

      if (!g_action_parse_detailed_name (port_items[i], &action, &nothing,
                                         NULL))
        g_return_if_reached ();
      g_menu_item_set_action_and_target (
          item, action, "(ssb)",
          strata_card_get_id (strata_port_get_card (port)),
          strata_port_get_name (port), strata_port_is_output (port));
      g_menu_append_item (section, item);
    }
  g_menu_append_section (menu, title, G_MENU_MODEL (section));
}

/* All commands that have to do with a graph stand in the menu, below the ones
 * for what is pointed at: those groups of the table that have some. */
static void
append_groups (GMenu *menu)
{
  g_autoptr (GMenu) section = g_menu_new ();
  const char *last = NULL;
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GMenuModel) group = NULL;

      if (!(commands[i].flags & STRATA_COMMAND_ON_CANVAS)
          || g_strcmp0 (commands[i].group, last) == 0)
        continue;
      last = commands[i].group;
      group = strata_command_new_group_menu (last);
      g_menu_append_submenu (section, _ (last), group);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static GMenuModel *
make_menu (const StrataHit *hit)
{
  GMenu *menu = g_menu_new ();

  if (hit->port)
    append_port (menu, hit->port);
  switch (hit->kind)
    {
    case STRATA_HIT_PORT:
    case STRATA_HIT_VALUE:
    case STRATA_HIT_CARD:
    case STRATA_HIT_MORE:
      append_sections (menu, card_items);
      break;
    case STRATA_HIT_WIRE:
    case STRATA_HIT_POINT:
      append_sections (menu, wire_items);
      break;
    case STRATA_HIT_REMARK:
      append_sections (menu, remark_items);
      break;
    case STRATA_HIT_NOTHING:
      append_sections (menu, ground_items);
      break;
    }
  append_groups (menu);
  return G_MENU_MODEL (menu);
}

/* The menu is for what is selected: what it opens on gets so. */

static void
select_hit (StrataCanvas *self, const StrataHit *hit)
{
  if (hit->card)
    {
      if (!hit->card->selected)
        strata_canvas_select_only (self, hit->card->card);
    }
  else if (hit->wire)
    {
      if (hit->wire != self->selected_wire)
        strata_canvas_select_wire (self, hit->wire);
    }
  else if (hit->remark)
    {
      if (strata_canvas_is_remark_selected (self, hit->remark))
        return;
      strata_canvas_select_none (self);
      strata_canvas_select_remark (self, hit->remark, TRUE);
      strata_canvas_selection_changed (self);
    }
  else
    {
      strata_canvas_select_none (self);
      strata_canvas_selection_changed (self);
    }
}

static void
closed_cb (GtkPopover *popover, StrataCanvas *self)
{
  if (self->menu != GTK_WIDGET (popover))
    return;
  strata_canvas_retire (self, g_steal_pointer (&self->menu));
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

void
strata_canvas_open_popover (StrataCanvas *self,
                            GtkWidget *popover,
                            double x,
                            double y)
{
  GdkRectangle place = { x, y, 1, 1 };

  strata_canvas_close_menu (self);
  strata_canvas_keep_inside (self, &place);
  self->menu = popover;
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &place);
  g_signal_connect (popover, "closed", G_CALLBACK (closed_cb), self);
  gtk_widget_set_parent (popover, GTK_WIDGET (self));
  gtk_popover_popup (GTK_POPOVER (popover));
}

void
strata_canvas_open_menu (StrataCanvas *self, double x, double y)
{
  g_autoptr (GMenuModel) model = NULL;
  GtkWidget *popover;
  StrataHit hit;

  if (!self->document)
    return;
  strata_canvas_stop_editing (self);
  strata_canvas_hit (self, x, y, &hit);
  select_hit (self, &hit);
  model = make_menu (&hit);
  popover = gtk_popover_menu_new_from_model (model);
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  strata_editor_log ("menu %d", hit.kind);
  strata_canvas_open_popover (self, popover, x, y);
}

void
strata_canvas_close_menu (StrataCanvas *self)
{
  if (self->menu)
    strata_canvas_retire (self, g_steal_pointer (&self->menu));
}

/* By keys: on what is selected, else in the middle. */
void
strata_canvas_open_menu_here (StrataCanvas *self)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  double x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
  double y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
  double width = 2 * x;
  double height = 2 * y;

  if (cards->len > 0)
    {
      StrataCanvasCard *card = strata_canvas_find (self, cards->pdata[0]);

      strata_canvas_to_widget (self, card->x + STRATA_CARD_PADDING,
                               card->y + STRATA_CARD_TITLE_HEIGHT / 2, &x, &y);
    }
  strata_canvas_open_menu (self, CLAMP (x, 0, width), CLAMP (y, 0, height));
}

/* A finger that stays. */

static void
pressed_cb (GtkGestureLongPress *gesture,
            double x,
            double y,
            StrataCanvas *self)
{
  strata_canvas_cancel_drag (self);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  strata_canvas_open_menu (self, x, y);
}

void
strata_canvas_set_up_menu (StrataCanvas *self)
{
  GtkGesture *press = gtk_gesture_long_press_new ();

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect (press, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (press));
}
