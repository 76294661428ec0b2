/* strata-canvas-selection.c — which cards are selected, or which wire.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"

#include <glib/gi18n.h>
#include <math.h>

/* What is drawn has no widgets of its own, so the canvas says what is selected
 * to those who do not see it. */
static void
describe (StrataCanvas *self, GPtrArray *cards)
{
  g_autofree char *text = NULL;
  StrataCardLayout *layout;

  if (cards->len == 1)
    {
      layout = strata_canvas_lay_out (
          self, strata_canvas_find (self, cards->pdata[0]));
      text = g_strdup_printf (
          "%s, %s, %s %s", strata_card_get_title (cards->pdata[0]),
          strata_card_get_id (cards->pdata[0]), layout->footer_head ?: "",
          layout->footer_text ?: "");
    }
  else
    text = g_strdup_printf (
        ngettext ("%u card selected", "%u cards selected", cards->len),
        cards->len);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

void
strata_canvas_selection_changed (StrataCanvas *self)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  g_autoptr (GString) ids = g_string_new (NULL);

  for (guint i = 0; i < cards->len; i++)
    g_string_append_printf (ids, " %s", strata_card_get_id (cards->pdata[i]));
  strata_editor_log ("selected%s%s", ids->str,
                     self->selected_wire ? " (a wire)" : "");
  describe (self, cards);
  strata_canvas_update_trace (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  strata_canvas_emit_selection (self);
  strata_canvas_follow_selection (self);
}

void
strata_canvas_select (StrataCanvas *self,
                      StrataCanvasCard *card,
                      gboolean selected)
{
  if (card->selected == selected)
    return;
  card->selected = selected;
  card->peer_stale = TRUE;
  strata_canvas_queue_peers (self);
  g_clear_pointer (&card->node, gsk_render_node_unref);
  g_clear_pointer (&card->far_node, gsk_render_node_unref);
  if (selected)
    g_clear_object (&self->selected_wire);
}

void
strata_canvas_select_none (StrataCanvas *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    strata_canvas_select (self, self->cards->pdata[i], FALSE);
  g_array_set_size (self->points, 0);
  if (self->graph)
    strata_canvas_select_remarks (self, FALSE);
  g_clear_object (&self->selected_wire);
}

void
strata_canvas_select_all (StrataCanvas *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    strata_canvas_select (self, self->cards->pdata[i], TRUE);
  strata_canvas_select_remarks (self, TRUE);
  strata_canvas_selection_changed (self);
}

void
strata_canvas_select_wire (StrataCanvas *self, StrataWire *wire)
{
  strata_canvas_select_none (self);
  self->selected_wire = g_object_ref (wire);
  strata_canvas_selection_changed (self);
}

void
strata_canvas_select_cards (StrataCanvas *self, GPtrArray *cards)
{
  strata_canvas_select_none (self);
  for (guint i = 0; i < cards->len; i++)
    {
      StrataCanvasCard *card = strata_canvas_find (self, cards->pdata[i]);

      if (card)
        strata_canvas_select (self, card, TRUE);
    }
  strata_canvas_selection_changed (self);
}

void
strata_canvas_select_only (StrataCanvas *canvas, StrataCard *card)
{
  StrataCanvasCard *own;

  g_return_if_fail (STRATA_IS_CANVAS (canvas));

  own = strata_canvas_find (canvas, card);
  strata_canvas_select_none (canvas);
  if (own)
    {
      strata_canvas_select (canvas, own, TRUE);
      strata_canvas_raise (canvas, own);
    }
  strata_canvas_selection_changed (canvas);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  guint one = strata_card_get_index (*(StrataCard *const *) a);
  guint other = strata_card_get_index (*(StrataCard *const *) b);

  return (one > other) - (one < other);
}

GPtrArray *
strata_canvas_list_selected (StrataCanvas *canvas)
{
  GPtrArray *cards = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (STRATA_IS_CANVAS (canvas), cards);

  for (guint i = 0; i < canvas->cards->len; i++)
    {
      StrataCanvasCard *own = canvas->cards->pdata[i];

      if (own->selected && strata_canvas_has_card (canvas, own->card))
        g_ptr_array_add (cards, g_object_ref (own->card));
    }
  g_ptr_array_sort (cards, compare_places);
  return cards;
}

/* To the top. */
void
strata_canvas_raise (StrataCanvas *self, StrataCanvasCard *card)
{
  guint index;

  if (g_ptr_array_find (self->cards, card, &index))
    g_ptr_array_add (self->cards, g_ptr_array_steal_index (self->cards, index));
}

/* How far a card is in a direction; what lies aside counts as further. */
static double
get_distance (const StrataCanvasCard *from,
              const StrataCanvasCard *to,
              int dx,
              int dy)
{
  double along = (to->x - from->x) * dx + (to->y - from->y) * dy;
  double aside = (to->x - from->x) * dy + (to->y - from->y) * dx;

  return along > 0 ? along + 2 * fabs (aside) : G_MAXDOUBLE;
}

/* The nearest card in a direction; the first one if there is none to go from.
 */
void
strata_canvas_select_beside (StrataCanvas *self, int dx, int dy)
{
  StrataCanvasCard *from = strata_canvas_find_current (self);
  StrataCanvasCard *best =
      from || self->cards->len == 0 ? NULL : self->cards->pdata[0];
  double nearest = G_MAXDOUBLE;

  for (guint i = 0; from && i < self->cards->len; i++)
    {
      StrataCanvasCard *card = self->cards->pdata[i];
      double distance = get_distance (from, card, dx, dy);

      if (distance >= nearest)
        continue;
      nearest = distance;
      best = card;
    }
  if (!best)
    return;
  strata_canvas_select_only (self, best->card);
  strata_canvas_show_card (self, best);
}
