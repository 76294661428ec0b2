/* strata-canvas-slots.c — cards that a number brings into the viewer.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-slots.h"

#include "strata-canvas-private.h"
#include "strata-editor-log.h"

#include <glib/gi18n.h>

static const char slot_key[] = "slot";

guint
strata_canvas_get_slot (StrataCard *card)
{
  StrataValue *value = strata_card_get_view (card, slot_key);
  gint64 slot = strata_value_is (value, STRATA_VALUE_INTEGER)
                    ? strata_value_get_integer (value)
                    : 0;

  return slot > 0 && slot <= STRATA_CANVAS_SLOTS ? (guint) slot : 0;
}

static StrataCard *
find_card (StrataCanvas *self, guint slot)
{
  guint n = strata_graph_get_n_cards (self->graph);

  for (guint i = 0; i < n; i++)
    {
      StrataCard *card = strata_graph_get_card (self->graph, i);

      if (strata_canvas_get_slot (card) == slot)
        return card;
    }
  return NULL;
}

static gboolean
get_slot (StrataCanvas *self, GVariant *parameter, guint *slot)
{
  int number = g_variant_get_int32 (parameter);

  *slot = (guint) number;
  return self->graph && number > 0 && number <= STRATA_CANVAS_SLOTS;
}

/* The viewer follows the selection. */
static void
run_show (GtkWidget *widget, const char *name, GVariant *parameter)
{
  StrataCanvas *self = STRATA_CANVAS (widget);
  StrataCard *card;
  guint slot;

  if (!get_slot (self, parameter, &slot))
    return;
  card = find_card (self, slot);
  if (card)
    {
      strata_canvas_select_only (self, card);
      strata_canvas_emit_viewer (self);
      strata_editor_log ("slot %u %s", slot, strata_card_get_id (card));
    }
  else
    {
      g_autofree char *sentence = g_strdup_printf (
          _ ("No card has the slot %u yet; select one and press Ctrl+%u"), slot,
          slot);

      strata_canvas_emit_hint (self, sentence);
    }
}

/* A slot has one card, and a card one slot; the same again takes it away. */
static void
run_set (GtkWidget *widget, const char *name, GVariant *parameter)
{
  StrataCanvas *self = STRATA_CANVAS (widget);
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  g_autoptr (StrataValue) value = NULL;
  StrataCard *before;
  guint slot;

  if (!get_slot (self, parameter, &slot) || cards->len == 0)
    return;
  before = find_card (self, slot);
  value = strata_value_new_integer (slot);
  strata_graph_begin (self->graph, _ ("Set Slot"));
  if (before)
    strata_graph_set_card_view (self->graph, before, slot_key, NULL, NULL);
  if (before != cards->pdata[0])
    strata_graph_set_card_view (self->graph, cards->pdata[0], slot_key, value,
                                NULL);
  strata_graph_end (self->graph);
}

void
strata_canvas_set_up_slot_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "canvas.show-slot", "i", run_show);
  gtk_widget_class_install_action (klass, "canvas.set-slot", "i", run_set);
}
