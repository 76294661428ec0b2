/* strata-graph-clipboard.c — parts of graphs, copied and pasted as text.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph-private.h"

#include <math.h>
#include <string.h>

/**
 * strata_graph_copy:
 * @graph: a graph
 * @cards: (element-type StrataCard): cards in it
 * @length: (out) (optional): bytes of the text
 *
 * Writes some cards, and the wires between them, as the text of a graph's file.
 *
 * Returns: (transfer full): the text
 */
char *
strata_graph_copy (StrataGraph *graph, GPtrArray *cards, gsize *length)
{
  g_autoptr (GHashTable) chosen = g_hash_table_new (NULL, NULL);
  GString *text;

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);
  g_return_val_if_fail (cards, NULL);

  for (guint i = 0; i < cards->len; i++)
    g_hash_table_add (chosen, cards->pdata[i]);
  text = strata_graph_write (graph, chosen);
  if (length)
    *length = text->len;
  return g_string_free (text, FALSE);
}

/* Without a number at the end: "dw" of "dw_3". */
static char *
get_base (const char *id)
{
  const char *end = id + strlen (id);
  const char *digits = end;

  while (digits > id && g_ascii_isdigit (digits[-1]))
    digits--;
  return digits < end && digits > id + 1 && digits[-1] == '_'
             ? g_strndup (id, (gsize) (digits - 1 - id))
             : g_strdup (id);
}

static char *
choose_id (StrataGraph *self, const char *id)
{
  g_autofree char *base = NULL;

  if (!g_hash_table_contains (self->by_id, id))
    return g_strdup (id);
  base = get_base (id);
  return strata_graph_number_id (self, base);
}

/* Unless that is too far for a number. */
static double
shift (double place, double by)
{
  return isfinite (place + by) ? place + by : place;
}

static StrataCard *
paste_card (StrataGraph *self, StrataCard *original, double dx, double dy)
{
  g_autofree char *id = choose_id (self, original->id);
  StrataCard *card = strata_card_new (original->kind, original->type, id);

  if (original->values)
    card->values = strata_value_ref (original->values);
  if (original->view)
    card->view = strata_value_ref (original->view);
  if (original->extras)
    card->extras = strata_value_ref (original->extras);
  card->has_position = original->has_position;
  if (card->has_position)
    {
      card->x = shift (original->x, dx);
      card->y = shift (original->y, dy);
    }
  strata_graph_change_card (self, card);
  return card;
}

static GArray *
shift_points (GArray *points, double dx, double dy)
{
  GArray *shifted = g_array_copy (points);

  for (guint i = 0; i < shifted->len; i++)
    {
      double *place = &g_array_index (shifted, double, i);

      *place = shift (*place, i % 2 == 0 ? dx : dy);
    }
  return shifted;
}

static void
paste_wire (StrataGraph *self,
            StrataWire *original,
            GPtrArray *cards,
            double dx,
            double dy)
{
  g_autoptr (StrataWire) wire =
      strata_wire_new (cards->pdata[strata_card_get_index (original->source)],
                       original->source_port,
                       cards->pdata[strata_card_get_index (original->target)],
                       original->target_port);

  if (original->points)
    wire->points = shift_points (original->points, dx, dy);
  if (original->extras)
    wire->extras = strata_value_ref (original->extras);
  strata_graph_change_wire (self, wire);
}

static GPtrArray *
paste_all (StrataGraph *self, StrataGraph *pasted, double dx, double dy)
{
  g_autoptr (GPtrArray) originals = strata_graph_list_cards (pasted);
  g_autoptr (GPtrArray) wires = strata_graph_list_wires (pasted);
  GPtrArray *cards = g_ptr_array_new_full (originals->len, g_object_unref);

  if (originals->len == 1)
    strata_graph_begin_named (self, "Paste %s",
                              ((StrataCard *) originals->pdata[0])->id);
  else
    strata_graph_begin_named (self, "Paste %u cards", originals->len);
  for (guint i = 0; i < originals->len; i++)
    g_ptr_array_add (cards, paste_card (self, originals->pdata[i], dx, dy));
  for (guint i = 0; i < wires->len; i++)
    paste_wire (self, wires->pdata[i], cards, dx, dy);
  strata_graph_end (self);
  return cards;
}

static gboolean
check_whole (StrataGraph *pasted, GError **error)
{
  GPtrArray *faults = strata_graph_get_load_faults (pasted);

  if (faults->len == 0)
    return TRUE;
  g_set_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_FORMAT,
               "The text is a graph with faults: %s",
               strata_fault_get_message (faults->pdata[0]));
  return FALSE;
}

/**
 * strata_graph_paste:
 * @graph: a graph
 * @text: the text of a graph's file; it may hold any bytes
 * @length: bytes of the text, or -1 where it ends in NUL
 * @dx: how far to the right of where they were cards are put
 * @dy: how far below
 * @error: where to say why not
 *
 * Adds the cards of another graph and the wires between them, in one step.
 * Cards whose ids are taken get others. What else the text says, of a seed or
 * of weights, is left out.
 *
 * Returns: (transfer container) (element-type StrataCard): the new cards, or
 *   %NULL with an error
 */
GPtrArray *
strata_graph_paste (StrataGraph *graph,
                    const char *text,
                    gssize length,
                    double dx,
                    double dy,
                    GError **error)
{
  g_autoptr (StrataGraph) pasted = NULL;

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);
  g_return_val_if_fail (strata_graph_is_editable (graph), NULL);
  g_return_val_if_fail (text, NULL);
  g_return_val_if_fail (isfinite (dx) && isfinite (dy), NULL);

  pasted = strata_graph_parse (graph->registry, text, length, error);
  if (!pasted || !check_whole (pasted, error))
    return NULL;
  return paste_all (graph, pasted, dx, dy);
}
