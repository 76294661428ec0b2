/* strata-canvas-commands.c — changes of the graph, one step each.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-picture.h"
#include "strata-canvas-private.h"

#include "strata-editor-log.h"
#include "strata-starting-values.h"

#include <glib/gi18n.h>
#include <math.h>

#define MOST_PICTURED 200    /* cards; more cannot be made out */
#define LARGEST_PICTURE 2048 /* side, on the clipboard */
#define SHIFT 32             /* of a copy from its original */

/* Adding. */

/* The first port of the new card that the wire fits into. */
static void
connect_somewhere (StrataCanvas *self, StrataPort *from, StrataCard *card)
{
  guint n = strata_card_get_n_ports (card);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (StrataPort) port = strata_card_get_port (card, i);

      if (strata_port_is_output (port) != strata_port_is_output (from)
          && strata_canvas_connect (self, from, port, NULL))
        return;
    }
}

static gboolean
is_wired (StrataCard *card)
{
  g_autoptr (GPtrArray) wires = strata_card_list_wires (card);

  return wires->len > 0;
}

StrataCard *
strata_canvas_add_card (StrataCanvas *canvas,
                        const char *type,
                        double x,
                        double y,
                        StrataPort *from)
{
  g_autoptr (GError) error = NULL;
  StrataCard *card;

  g_return_val_if_fail (STRATA_IS_CANVAS (canvas), NULL);
  g_return_val_if_fail (canvas->graph, NULL);

  strata_graph_begin (canvas->graph, _ ("Add Card"));
  card = strata_graph_add_card (canvas->graph, type, NULL, &error);
  if (card)
    strata_graph_move_card (canvas->graph, card, round (x), round (y));
  if (card && from)
    connect_somewhere (canvas, from, card);
  if (card && !is_wired (card))
    strata_starting_values_apply (card);
  strata_graph_end (canvas->graph);
  if (!card)
    {
      strata_canvas_emit_hint (canvas, error->message);
      return NULL;
    }
  strata_editor_log ("added %s", strata_card_get_id (card));
  strata_canvas_select_only (canvas, card);
  return card;
}

/* Moving. */

void
strata_canvas_move_cards (StrataCanvas *self,
                          GPtrArray *cards,
                          double dx,
                          double dy)
{
  if (cards->len == 0 || (dx == 0 && dy == 0))
    return;
  strata_graph_begin (self->graph,
                      cards->len == 1 ? _ ("Move Card") : _ ("Move Cards"));
  for (guint i = 0; i < cards->len; i++)
    {
      StrataCanvasCard *card = strata_canvas_find (self, cards->pdata[i]);

      if (card)
        strata_graph_move_card (self->graph, card->card, card->x + dx,
                                card->y + dy);
    }
  strata_graph_end (self->graph);
  strata_editor_log ("moved %u %.0f %.0f", cards->len, dx, dy);
}

/* Removing. */

void
strata_canvas_delete (StrataCanvas *self)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  g_autoptr (GPtrArray) remarks = strata_canvas_list_selected_remarks (self);
  g_autoptr (StrataWire) wire = g_steal_pointer (&self->selected_wire);

  if (cards->len == 0 && remarks->len == 0 && !wire && self->points->len == 0)
    return;
  strata_graph_begin (self->graph, wire ? _ ("Delete Wire")
                                   : remarks->len && !cards->len
                                       ? _ ("Delete Remarks")
                                   : cards->len == 0 ? _ ("Delete Points")
                                   : cards->len == 1 ? _ ("Delete Card")
                                                     : _ ("Delete Cards"));
  if (wire && strata_wire_is_in_graph (wire))
    strata_graph_disconnect (self->graph, wire);
  strata_canvas_delete_points (self);
  for (guint i = 0; i < cards->len; i++)
    strata_graph_remove_card (self->graph, cards->pdata[i]);
  for (guint i = 0; i < remarks->len; i++)
    strata_graph_remove_remark (self->graph, remarks->pdata[i]);
  strata_graph_end (self->graph);
  strata_editor_log ("deleted %u", cards->len);
}

/* The clipboard. */

static GdkContentProvider *
offer_picture (StrataCanvas *self, GPtrArray *cards)
{
  GskRenderNode *picture = strata_canvas_picture_draw (self->document, cards);
  g_autoptr (GdkTexture) texture = strata_canvas_picture_to_texture (
      picture, LARGEST_PICTURE, LARGEST_PICTURE);
  g_auto (GValue) value = G_VALUE_INIT;

  gsk_render_node_unref (picture);
  g_value_init (&value, GDK_TYPE_TEXTURE);
  g_value_set_object (&value, texture);
  return gdk_content_provider_new_for_value (&value);
}

/* Text first: it is what is pasted here, and what editors of text take. */
static void
put_on_clipboard (StrataCanvas *self, const char *text, GPtrArray *cards)
{
  GdkContentProvider *offers[] = {
    gdk_content_provider_new_typed (G_TYPE_STRING, text),
    cards->len > 0 && cards->len <= MOST_PICTURED ? offer_picture (self, cards)
                                                  : NULL,
  };
  g_autoptr (GdkContentProvider) all =
      gdk_content_provider_new_union (offers, offers[1] ? 2 : 1);

  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), all);
}

/* NULL for nothing. */
static char *
copy_selected (StrataCanvas *self)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  g_autoptr (GPtrArray) remarks = strata_canvas_list_selected_remarks (self);

  if (cards->len == 0 && remarks->len == 0)
    return NULL;
  return strata_graph_copy_part (self->graph, cards, remarks, NULL);
}

void
strata_canvas_copy (StrataCanvas *self)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  g_autofree char *text = copy_selected (self);

  if (!text)
    return;
  put_on_clipboard (self, text, cards);
  strata_editor_log ("copied %u", cards->len);
}

static void
paste_text (StrataCanvas *self, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cards = NULL;
  g_autoptr (GPtrArray) remarks = NULL;

  if (!strata_graph_paste_part (self->graph, text, -1, SHIFT, SHIFT, &cards,
                                &remarks, &error))
    {
      strata_canvas_emit_hint (self, error->message);
      return;
    }
  strata_editor_log ("pasted %u", cards->len);
  strata_canvas_select_cards (self, cards);
  for (guint i = 0; i < remarks->len; i++)
    strata_canvas_select_remark (self, remarks->pdata[i], TRUE);
}

/* Holds the canvas until the text has come. */
static void
pasted_cb (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autoptr (StrataCanvas) self = data;
  g_autofree char *text =
      gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);

  if (text && self->graph)
    paste_text (self, text);
}

void
strata_canvas_paste (StrataCanvas *self)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                                 NULL, pasted_cb, g_object_ref (self));
}

void
strata_canvas_duplicate (StrataCanvas *self)
{
  g_autofree char *text = copy_selected (self);

  if (text)
    paste_text (self, text);
}
