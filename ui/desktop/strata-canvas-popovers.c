/* strata-canvas-popovers.c — lists and entries beside cards and ports.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"
#include "strata-wire-list.h"

#include <glib/gi18n.h>

/* Wires. */

static void
add_card (StrataCanvas *self, StrataPort *from, const StrataKind *kind)
{
  double x, y;

  strata_canvas_find_place_beside (self, kind->type, from, &x, &y);
  if (!strata_canvas_add_card (self, kind->type, x, y, from))
    return;
  /* Keys go on where the new card is. */
  g_clear_object (&self->focus_port);
  strata_canvas_show_card (self, strata_canvas_find_current (self));
}

static void
chosen_cb (StrataWireList *list, StrataWireOffer *offer, StrataCanvas *self)
{
  g_autoptr (StrataPort) from = NULL;
  g_autoptr (GError) error = NULL;

  if (!strata_wire_offer_fits (offer))
    {
      strata_canvas_emit_hint (self, strata_wire_offer_get_note (offer));
      return;
    }
  g_set_object (&from, self->editor_port);
  if (!from)
    return;
  if (strata_wire_offer_get_kind (offer))
    add_card (self, from, strata_wire_offer_get_kind (offer));
  else if (!strata_canvas_connect (self, from,
                                   strata_wire_offer_get_port (offer), &error))
    {
      strata_canvas_emit_hint (self, error->message);
      return;
    }
  strata_canvas_emit_hint (self, NULL);
  gtk_popover_popdown (GTK_POPOVER (list));
}

static void
get_port_box (StrataCanvas *self, StrataPort *port, graphene_rect_t *box)
{
  StrataCanvasCard *card =
      strata_canvas_find (self, strata_port_get_card (port));

  graphene_rect_init (box, 0, 0, 100, 20);
  strata_card_peer_get_box (strata_canvas_lay_out (self, card), port, box);
  graphene_rect_offset (box, card->x, card->y);
}

void
strata_canvas_list_wires (StrataCanvas *self, StrataPort *port)
{
  g_autoptr (GListModel) offers = strata_canvas_list_offers (self, port);
  GtkWidget *list = strata_wire_list_new (offers);
  graphene_rect_t box;

  get_port_box (self, port, &box);
  strata_editor_log ("offered %u for %s.%s", g_list_model_get_n_items (offers),
                     strata_card_get_id (strata_port_get_card (port)),
                     strata_port_get_name (port));
  g_signal_connect (list, "chosen", G_CALLBACK (chosen_cb), self);
  strata_canvas_pop_up (self, list, port, &box);
}

/* Names. */

typedef struct
{
  StrataCanvas *canvas;
  StrataCard *card;
  GtkWidget *message;
} Naming;

static void
naming_free (gpointer data, GClosure *closure)
{
  Naming *naming = data;

  g_object_unref (naming->card);
  g_free (naming);
}

static void
rename_cb (GtkEntry *entry, Naming *naming)
{
  StrataCanvas *self = naming->canvas;
  const char *id = gtk_editable_get_text (GTK_EDITABLE (entry));
  g_autoptr (GError) error = NULL;

  if (!strata_canvas_has_card (self, naming->card)
      || strata_graph_rename_card (self->graph, naming->card, id, &error))
    {
      strata_editor_log ("renamed %s", strata_card_get_id (naming->card));
      gtk_popover_popdown (GTK_POPOVER (self->popover));
      return;
    }
  strata_editor_log ("refused %s", error->message);
  gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry),
                               GTK_ACCESSIBLE_STATE_INVALID,
                               GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_label_set_text (GTK_LABEL (naming->message), error->message);
  gtk_widget_show (naming->message);
}

static GtkWidget *
new_message (void)
{
  GtkWidget *message = g_object_new (GTK_TYPE_LABEL, "accessible-role",
                                     GTK_ACCESSIBLE_ROLE_ALERT, NULL);

  gtk_label_set_wrap (GTK_LABEL (message), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (message), 32);
  gtk_label_set_xalign (GTK_LABEL (message), 0);
  gtk_widget_add_css_class (message, "error");
  gtk_widget_add_css_class (message, "caption");
  gtk_widget_hide (message);
  return message;
}

static GtkWidget *
new_naming (StrataCanvas *self, StrataCard *card)
{
  Naming *naming = g_new0 (Naming, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *entry = gtk_entry_new ();

  naming->canvas = self;
  naming->card = g_object_ref (card);
  naming->message = new_message ();
  gtk_editable_set_text (GTK_EDITABLE (entry), strata_card_get_id (card));
  gtk_editable_select_region (GTK_EDITABLE (entry), 0, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of the card"), -1);
  g_signal_connect_data (entry, "activate", G_CALLBACK (rename_cb), naming,
                         naming_free, 0);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), naming->message);
  return box;
}

void
strata_canvas_rename (StrataCanvas *self)
{
  StrataCanvasCard *card = strata_canvas_find_current (self);
  GtkWidget *popover;
  graphene_rect_t box;

  if (strata_canvas_rename_remark (self) || !card)
    return;
  popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), new_naming (self, card->card));
  graphene_rect_init (&box, card->x, card->y,
                      strata_canvas_lay_out (self, card)->width,
                      STRATA_CARD_TITLE_HEIGHT);
  strata_canvas_pop_up (self, popover, NULL, &box);
  strata_editor_log ("naming %s", strata_card_get_id (card->card));
}
