/* strata-editor-window-canvas.c — a window's canvas, and what asks for cards.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas.h"
#include "strata-card-search.h"
#include "strata-command-list.h"
#include "strata-command.h"
#include "strata-editor-window-private.h"
#include "strata-status-bar.h"
#include "strata-viewer.h"

#include <glib/gi18n.h>

/* Searching for a card. */

static void
open_search (StrataEditorWindow *self, double x, double y, StrataPort *from)
{
  double widget_x, widget_y;

  self->swapping = FALSE;
  self->wanted_x = x;
  self->wanted_y = y;
  strata_canvas_to_widget (STRATA_CANVAS (self->canvas), x, y, &widget_x,
                           &widget_y);
  strata_card_search_open (STRATA_CARD_SEARCH (self->search), widget_x,
                           widget_y, from);
}

static StrataCard *
add (StrataEditorWindow *self,
     const char *type,
     double x,
     double y,
     StrataPort *from)
{
  StrataCanvas *canvas = STRATA_CANVAS (self->canvas);
  StrataCard *card;

  strata_canvas_find_place (canvas, type, &x, &y);
  card = strata_canvas_add_card (canvas, type, x, y, from);
  if (!card)
    {
      g_autofree char *sentence =
          g_strdup_printf (_ ("There is no kind of card named “%s”"), type);

      strata_editor_window_report (self, sentence);
    }
  strata_canvas_focus_selected (canvas);
  return card;
}

StrataCard *
strata_editor_window_add_card (StrataEditorWindow *window, const char *type)
{
  double x, y;

  g_return_val_if_fail (STRATA_IS_EDITOR_WINDOW (window), NULL);

  strata_canvas_get_next_place (STRATA_CANVAS (window->canvas), &x, &y);
  return add (window, type, x, y, NULL);
}

static void
chosen_cb (StrataCardSearch *search, const char *type, StrataEditorWindow *self)
{
  StrataPort *from = strata_card_search_get_from (search);

  if (self->swapping)
    strata_canvas_swap_cards (STRATA_CANVAS (self->canvas), type);
  else if (from)
    add (self, type, self->wanted_x, self->wanted_y, from);
  else
    strata_canvas_drop_card (STRATA_CANVAS (self->canvas), type, self->wanted_x,
                             self->wanted_y);
  gtk_widget_grab_focus (self->canvas);
}

static void
add_requested_cb (StrataCanvas *canvas,
                  double x,
                  double y,
                  StrataEditorWindow *self)
{
  open_search (self, x, y, NULL);
}

static void
swap_requested_cb (StrataCanvas *canvas,
                   double x,
                   double y,
                   StrataEditorWindow *self)
{
  open_search (self, x, y, NULL);
  self->swapping = TRUE;
}

static void
wire_dropped_cb (StrataCanvas *canvas,
                 StrataPort *from,
                 double x,
                 double y,
                 StrataEditorWindow *self)
{
  open_search (self, x, y, from);
}

/* Commands. */

static void
command_chosen_cb (StrataCommandList *list,
                   const char *action,
                   StrataEditorWindow *self)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  if (g_action_parse_detailed_name (action, &name, &target, NULL))
    gtk_widget_activate_action_variant (self->canvas, name, target);
}

/* Keys are for the canvas again, whatever was chosen. */
static void
closed_cb (GtkPopover *popover, StrataEditorWindow *self)
{
  if (self->canvas && gtk_widget_get_mapped (self->canvas))
    gtk_widget_grab_focus (self->canvas);
}

/* What the canvas says. */

static void
selection_changed_cb (StrataCanvas *canvas, StrataEditorWindow *self)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (canvas);

  /* Who clicks beside the cards has not asked to see less. */
  if (cards->len > 0 && !strata_viewer_is_pinned (STRATA_VIEWER (self->viewer)))
    strata_viewer_show_card (STRATA_VIEWER (self->viewer),
                             strata_card_get_id (cards->pdata[0]));
}

static void
notify_zoom_cb (StrataCanvas *canvas,
                GParamSpec *pspec,
                StrataEditorWindow *self)
{
  strata_status_bar_set_zoom (STRATA_STATUS_BAR (self->status),
                              strata_canvas_get_zoom (canvas));
}

static void
hint_cb (StrataCanvas *canvas, const char *sentence, StrataEditorWindow *self)
{
  strata_status_bar_set_hint (STRATA_STATUS_BAR (self->status), sentence);
}

static void
viewer_requested_cb (StrataCanvas *canvas, StrataEditorWindow *self)
{
  adw_flap_set_reveal_flap (self->viewer_flap, TRUE);
}

static void
notify_pinned_cb (StrataEditorWindow *self)
{
  if (self->canvas && !strata_viewer_is_pinned (STRATA_VIEWER (self->viewer)))
    selection_changed_cb (STRATA_CANVAS (self->canvas), self);
}

/* Once nothing is pinned any more, the viewer catches up. */
void
strata_editor_window_init_pin (StrataEditorWindow *self)
{
  g_autoptr (GPropertyAction) action =
      g_property_action_new ("pin", self->viewer, "pinned");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  g_signal_connect_object (self->viewer, "notify::pinned",
                           G_CALLBACK (notify_pinned_cb), self,
                           G_CONNECT_SWAPPED);
}

void
strata_editor_window_show_card (StrataEditorWindow *window, const char *card)
{
  g_return_if_fail (STRATA_IS_EDITOR_WINDOW (window));

  strata_canvas_reveal (STRATA_CANVAS (window->canvas), card);
  gtk_widget_grab_focus (window->canvas);
}

/* Parts. */

static void
init_popovers (StrataEditorWindow *self)
{
  GtkWidget *parent = GTK_WIDGET (self->canvas_overlay);

  self->search = strata_card_search_new (strata_registry_get_default ());
  gtk_widget_set_parent (self->search, parent);
  g_signal_connect (self->search, "chosen", G_CALLBACK (chosen_cb), self);
  g_signal_connect (self->search, "closed", G_CALLBACK (closed_cb), self);

  self->commands = strata_command_list_new ();
  gtk_widget_set_parent (self->commands, parent);
  g_signal_connect (self->commands, "chosen", G_CALLBACK (command_chosen_cb),
                    self);
  g_signal_connect (self->commands, "closed", G_CALLBACK (closed_cb), self);
}

void
strata_editor_window_init_canvas (StrataEditorWindow *self)
{
  g_autoptr (StrataDocument) document = strata_document_new ();
  GActionGroup *actions;

  self->canvas = strata_canvas_new (document);
  actions = strata_command_new_canvas_actions (self->canvas);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "canvas", actions);
  g_object_unref (actions);
  gtk_overlay_set_child (self->canvas_overlay, self->canvas);
  g_signal_connect (self->canvas, "add-requested",
                    G_CALLBACK (add_requested_cb), self);
  g_signal_connect (self->canvas, "swap-requested",
                    G_CALLBACK (swap_requested_cb), self);
  g_signal_connect (self->canvas, "wire-dropped", G_CALLBACK (wire_dropped_cb),
                    self);
  g_signal_connect (self->canvas, "selection-changed",
                    G_CALLBACK (selection_changed_cb), self);
  g_signal_connect (self->canvas, "viewer-requested",
                    G_CALLBACK (viewer_requested_cb), self);
  g_signal_connect (self->canvas, "hint", G_CALLBACK (hint_cb), self);
  g_signal_connect (self->canvas, "notify::zoom", G_CALLBACK (notify_zoom_cb),
                    self);
  init_popovers (self);
  strata_editor_window_init_drop (self);
}

void
strata_editor_window_update_canvas (StrataEditorWindow *self)
{
  strata_canvas_set_document (STRATA_CANVAS (self->canvas), self->document);
  notify_zoom_cb (STRATA_CANVAS (self->canvas), NULL, self);
  gtk_widget_grab_focus (self->canvas);
}

/* A popover is no child that its parent would let go of. */
void
strata_editor_window_leave_canvas (StrataEditorWindow *self)
{
  if (self->canvas)
    g_signal_handlers_disconnect_by_data (self->canvas, self);
  self->canvas = NULL;
  g_clear_pointer (&self->search, gtk_widget_unparent);
  g_clear_pointer (&self->commands, gtk_widget_unparent);
}
