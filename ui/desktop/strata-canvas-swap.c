/* strata-canvas-swap.c — gives cards another type.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"

#include <glib/gi18n.h>

static void
add_names (GPtrArray *all, GPtrArray *lost)
{
  for (guint i = 0; i < lost->len; i++)
    if (!g_ptr_array_find_with_equal_func (all, lost->pdata[i], g_str_equal,
                                           NULL))
      g_ptr_array_add (all, g_strdup (lost->pdata[i]));
}

/* What could not be kept, in one sentence. */
static void
tell_loss (StrataCanvas *self, const char *type, GPtrArray *names)
{
  g_autofree char *list = NULL;
  g_autofree char *sentence = NULL;

  if (names->len == 0)
    return;
  g_ptr_array_add (names, NULL);
  list = g_strjoinv (", ", (char **) names->pdata);
  /* Translators: a type of cards, and names of ports. */
  sentence = g_strdup_printf (
      _ ("%s has no place for these values and wires, which are gone: %s"),
      type, list);
  strata_editor_log ("lost %s", list);
  strata_canvas_emit_hint (self, sentence);
}

gboolean
strata_canvas_swap_cards (StrataCanvas *canvas, const char *type)
{
  g_autoptr (GPtrArray) cards = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (STRATA_IS_CANVAS (canvas), FALSE);
  g_return_val_if_fail (canvas->graph && type, FALSE);

  cards = strata_canvas_list_selected (canvas);
  strata_graph_begin (canvas->graph, _ ("Change Type"));
  for (guint i = 0; i < cards->len && !error; i++)
    {
      g_autoptr (GPtrArray) lost = NULL;
      StrataCard *card = strata_graph_swap_card (canvas->graph, cards->pdata[i],
                                                 type, &lost, &error);

      if (!card)
        continue;
      add_names (names, lost);
      g_set_object ((StrataCard **) &cards->pdata[i], card);
    }
  strata_graph_end (canvas->graph);
  if (error)
    strata_canvas_emit_hint (canvas, error->message);
  strata_editor_log ("swapped %u %s", error ? 0 : cards->len, type);
  strata_canvas_select_cards (canvas, cards);
  tell_loss (canvas, type, names);
  return !error && cards->len > 0;
}

/* Somebody asks which type. */
void
strata_canvas_request_swap (StrataCanvas *self)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  StrataCanvasCard *own =
      cards->len > 0 ? strata_canvas_find (self, cards->pdata[0]) : NULL;

  if (own)
    strata_canvas_emit_swap (self, own->x, own->y);
  else
    strata_canvas_emit_hint (self, _ ("Select the cards to change first"));
}
