/* strata-canvas-clipboard.c — copies of cards, with the wires into them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-picture.h"
#include "strata-canvas-private.h"

#include "strata-editor-log.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MOST_PICTURED 200    /* cards and remarks; more cannot be made out */
#define LARGEST_PICTURE 2048 /* side, on the clipboard */
#define SHIFT 32             /* of a copy from its original */

/* Of a text that was copied: the wires from cards that are not in it. */
#define INCOMING "incoming"

/* Copying. */

static GdkContentProvider *
offer_picture (StrataCanvas *self, GPtrArray *cards, GPtrArray *remarks)
{
  GskRenderNode *picture =
      strata_canvas_picture_draw (self->document, cards, remarks);
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
put_on_clipboard (StrataCanvas *self,
                  const char *text,
                  GPtrArray *cards,
                  GPtrArray *remarks)
{
  guint n = cards->len + remarks->len;
  GdkContentProvider *offers[] = {
    gdk_content_provider_new_typed (G_TYPE_STRING, text),
    n > 0 && n <= MOST_PICTURED ? offer_picture (self, cards, remarks) : NULL,
  };
  g_autoptr (GdkContentProvider) all =
      gdk_content_provider_new_union (offers, offers[1] ? 2 : 1);

  gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), all);
}

static void
set_end (StrataValueBuilder *builder,
         const char *key,
         StrataCard *card,
         const char *port)
{
  g_autofree char *end =
      g_strconcat (strata_card_get_id (card), ".", port, NULL);

  strata_value_builder_set (builder, key, strata_value_new_string (end));
}

/* As wires are written in a file. */
static StrataValue *
describe (StrataWire *wire)
{
  StrataValueBuilder *builder = strata_value_builder_new (STRATA_VALUE_OBJECT);

  set_end (builder, "from", strata_wire_get_source (wire),
           strata_wire_get_source_port (wire));
  set_end (builder, "to", strata_wire_get_target (wire),
           strata_wire_get_target_port (wire));
  return strata_value_builder_end (builder);
}

static StrataValue *
list_incoming (StrataCanvas *self, GPtrArray *cards)
{
  StrataValueBuilder *builder = strata_value_builder_new (STRATA_VALUE_LIST);

  for (guint i = 0; i < cards->len; i++)
    {
      g_autoptr (GPtrArray) wires = strata_card_list_wires (cards->pdata[i]);

      for (guint j = 0; j < wires->len; j++)
        {
          StrataWire *wire = wires->pdata[j];
          StrataCard *source = strata_wire_get_source (wire);

          if (strata_wire_get_target (wire) == cards->pdata[i]
              && !strata_canvas_find (self, source)->selected)
            strata_value_builder_append (builder, describe (wire));
        }
    }
  return strata_value_builder_end (builder);
}

/* The text stays one of a graph: this is one more key in it. */
static char *
add_incoming (StrataCanvas *self, char *text, GPtrArray *cards)
{
  g_autoptr (StrataValue) wires = list_incoming (self, cards);
  g_autoptr (StrataGraph) part = NULL;
  g_autofree char *plain = text;

  if (strata_value_get_length (wires) > 0)
    part = strata_graph_parse (strata_graph_get_registry (self->graph), text,
                               -1, NULL);
  if (!part || !strata_graph_set_extra (part, INCOMING, wires, NULL))
    return g_steal_pointer (&plain);
  return strata_graph_to_text (part, NULL);
}

/* NULL for nothing. */
static char *
copy_selected (StrataCanvas *self)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  g_autoptr (GPtrArray) remarks = strata_canvas_list_selected_remarks (self);

  if (cards->len == 0 && remarks->len == 0)
    return NULL;
  return add_incoming (
      self, strata_graph_copy_part (self->graph, cards, remarks, NULL), cards);
}

void
strata_canvas_copy (StrataCanvas *self)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  g_autoptr (GPtrArray) remarks = strata_canvas_list_selected_remarks (self);
  g_autofree char *text = copy_selected (self);

  if (!text)
    return;
  put_on_clipboard (self, text, cards, remarks);
  strata_editor_log ("copied %u", cards->len);
}

/* Wires into what was pasted. */

static const char *
split_end (const char *end, char **id)
{
  const char *dot = strchr (end, '.');

  *id = g_strndup (end, dot ? (gsize) (dot - end) : strlen (end));
  return dot ? dot + 1 : "";
}

static const char *
get_end (StrataValue *wire, const char *key)
{
  StrataValue *end = strata_value_is (wire, STRATA_VALUE_OBJECT)
                         ? strata_value_get_member (wire, key)
                         : NULL;

  return strata_value_is (end, STRATA_VALUE_STRING)
             ? strata_value_get_string (end)
             : "";
}

/* From the card that is called so here. */
static gboolean
connect_incoming (StrataCanvas *self,
                  StrataGraph *part,
                  GPtrArray *cards,
                  StrataValue *wire)
{
  g_autofree char *from = NULL, *to = NULL;
  const char *output = split_end (get_end (wire, "from"), &from);
  const char *input = split_end (get_end (wire, "to"), &to);
  StrataCard *source = strata_graph_find_card (self->graph, from);
  StrataCard *original = strata_graph_find_card (part, to);

  return source && original
         && strata_graph_connect (
             self->graph, source, output,
             cards->pdata[strata_card_get_index (original)], input, NULL);
}

static void
connect_all (StrataCanvas *self, StrataGraph *part, GPtrArray *cards)
{
  StrataValue *wires = strata_graph_get_extra (part, INCOMING);
  gsize n = strata_value_is (wires, STRATA_VALUE_LIST)
                ? strata_value_get_length (wires)
                : 0;
  guint lost = 0;

  for (gsize i = 0; i < n; i++)
    if (!connect_incoming (self, part, cards, strata_value_get_item (wires, i)))
      lost++;
  if (lost > 0)
    {
      g_autofree char *words = g_strdup_printf (
          ngettext ("%u wire was not kept: what it came from is not here",
                    "%u wires were not kept: what they came from is not here",
                    lost),
          lost);

      strata_canvas_emit_hint (self, words);
    }
}

/* Places. */

static void
add_box (graphene_rect_t *all, gboolean *any, const graphene_rect_t *box)
{
  if (*any)
    graphene_rect_union (all, box, all);
  else
    *all = *box;
  *any = TRUE;
}

static gboolean
get_bounds (StrataGraph *part, graphene_rect_t *bounds)
{
  g_autoptr (GPtrArray) cards = strata_graph_list_cards (part);
  g_autoptr (GPtrArray) remarks = strata_graph_list_remarks (part);
  double x, y, width, height;
  gboolean any = FALSE;

  for (guint i = 0; i < cards->len; i++)
    {
      g_autoptr (StrataCardLayout) layout =
          strata_card_layout_new (cards->pdata[i], NULL, 0, NULL);

      if (!strata_card_has_position (cards->pdata[i]))
        continue;
      strata_card_get_position (cards->pdata[i], &x, &y);
      add_box (bounds, &any,
               &GRAPHENE_RECT_INIT (x, y, layout->width, layout->height));
    }
  for (guint i = 0; i < remarks->len; i++)
    {
      strata_remark_get_position (remarks->pdata[i], &x, &y);
      strata_remark_get_size (remarks->pdata[i], &width, &height);
      add_box (bounds, &any, &GRAPHENE_RECT_INIT (x, y, width, height));
    }
  return any;
}

static gboolean
is_taken (StrataCanvas *self, StrataCard *original, double dx, double dy)
{
  double x, y;

  strata_card_get_position (original, &x, &y);
  for (guint i = 0; i < self->cards->len; i++)
    {
      StrataCanvasCard *card = self->cards->pdata[i];

      if (card->x == x + dx && card->y == y + dy)
        return TRUE;
    }
  return FALSE;
}

/* Around a place, but never right over what was pasted there before. */
static void
find_shift (StrataCanvas *self,
            StrataGraph *part,
            const graphene_point_t *place,
            double *dx,
            double *dy)
{
  graphene_rect_t box;

  *dx = *dy = SHIFT;
  if (!get_bounds (part, &box))
    return;
  *dx = round (place->x - (box.origin.x + box.size.width / 2));
  *dy = round (place->y - (box.origin.y + box.size.height / 2));
  if (!isfinite (*dx) || !isfinite (*dy))
    *dx = *dy = SHIFT;
  if (strata_graph_get_n_cards (part) == 0)
    return;
  for (guint i = 0; i < self->cards->len; i++)
    {
      if (!is_taken (self, strata_graph_get_card (part, 0), *dx, *dy))
        return;
      *dx += SHIFT;
      *dy += SHIFT;
    }
}

/* Pasting. */

/* Without a place beside the originals. */
static void
paste_text (StrataCanvas *self,
            const char *text,
            const graphene_point_t *place,
            gboolean wired)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) cards = NULL;
  g_autoptr (GPtrArray) remarks = NULL;
  g_autoptr (StrataGraph) part = strata_graph_parse (
      strata_graph_get_registry (self->graph), text, -1, NULL);
  double dx = SHIFT, dy = SHIFT;

  if (part && place)
    find_shift (self, part, place, &dx, &dy);
  if (wired)
    strata_graph_begin (self->graph, place ? _ ("Paste With Wires")
                                           : _ ("Duplicate With Wires"));
  if (strata_graph_paste_part (self->graph, text, -1, dx, dy, &cards, &remarks,
                               &error)
      && wired)
    connect_all (self, part, cards);
  if (wired)
    strata_graph_end (self->graph);
  if (error)
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
typedef struct
{
  StrataCanvas *canvas;
  graphene_point_t place;
  gboolean wired;
} Paste;

static void
pasted_cb (GObject *clipboard, GAsyncResult *result, gpointer data)
{
  g_autofree Paste *paste = data;
  g_autoptr (StrataCanvas) self = paste->canvas;
  g_autofree char *text =
      gdk_clipboard_read_text_finish (GDK_CLIPBOARD (clipboard), result, NULL);

  if (text && self->graph)
    paste_text (self, text, &paste->place, paste->wired);
}

/* At the pointer, or in the middle where that is elsewhere. */
static void
paste (StrataCanvas *self, gboolean wired)
{
  Paste *paste = g_new0 (Paste, 1);
  double x, y;

  if (self->pointer_inside)
    strata_canvas_to_graph (self, self->pointer_x, self->pointer_y, &x, &y);
  else
    strata_canvas_get_centre (self, &x, &y);
  paste->canvas = g_object_ref (self);
  graphene_point_init (&paste->place, x, y);
  paste->wired = wired;
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                                 NULL, pasted_cb, paste);
}

void
strata_canvas_paste (StrataCanvas *self)
{
  paste (self, FALSE);
}

void
strata_canvas_paste_wired (StrataCanvas *self)
{
  paste (self, TRUE);
}

static void
duplicate (StrataCanvas *self, gboolean wired)
{
  g_autofree char *text = copy_selected (self);

  if (text)
    paste_text (self, text, NULL, wired);
}

void
strata_canvas_duplicate (StrataCanvas *self)
{
  duplicate (self, FALSE);
}

void
strata_canvas_duplicate_wired (StrataCanvas *self)
{
  duplicate (self, TRUE);
}
