/* strata-canvas-states.c — how much of a card is shown.
 *
 * The card keeps it, so that a file looks the same when it is opened again.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"

#include <glib/gi18n.h>

static const char unfolded_key[] = "unfolded";
static const char collapsed_key[] = "collapsed";

static gboolean
has_state (StrataCard *card, const char *key)
{
  StrataValue *value = strata_card_get_view (card, key);

  return strata_value_is (value, STRATA_VALUE_BOOLEAN)
         && strata_value_get_boolean (value);
}

gboolean
strata_canvas_is_unfolded (StrataCanvasCard *card)
{
  return has_state (card->card, unfolded_key);
}

gboolean
strata_canvas_is_collapsed (StrataCanvasCard *card)
{
  return has_state (card->card, collapsed_key);
}

static void
set_state (StrataCanvas *self, StrataCard *card, const char *key, gboolean on)
{
  g_autoptr (StrataValue) value = on ? strata_value_new_boolean (TRUE) : NULL;

  strata_graph_set_card_view (self->graph, card, key, value, NULL);
  strata_editor_log ("%s %s %d", key, strata_card_get_id (card), on);
}

/* On for all if it is off for any, in one step. */
static void
toggle_state (StrataCanvas *self,
              const char *key,
              const char *on_step,
              const char *off_step)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  gboolean on = FALSE;

  for (guint i = 0; i < cards->len; i++)
    on |= !has_state (cards->pdata[i], key);
  strata_graph_begin (self->graph, on ? on_step : off_step);
  for (guint i = 0; i < cards->len; i++)
    set_state (self, cards->pdata[i], key, on);
  strata_graph_end (self->graph);
}

void
strata_canvas_unfold (StrataCanvas *self,
                      StrataCanvasCard *card,
                      gboolean unfolded)
{
  strata_graph_begin (self->graph,
                      unfolded ? _ ("Show Ports") : _ ("Hide Ports"));
  set_state (self, card->card, unfolded_key, unfolded);
  strata_graph_end (self->graph);
}

void
strata_canvas_toggle_folding (StrataCanvas *self)
{
  toggle_state (self, unfolded_key, _ ("Show Ports"), _ ("Hide Ports"));
}

void
strata_canvas_toggle_collapsed (StrataCanvas *self)
{
  toggle_state (self, collapsed_key, _ ("Collapse Cards"), _ ("Expand Cards"));
}
