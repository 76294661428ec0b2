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
  g_return_val_if_fail (cards, NULL);

  return strata_graph_copy_part (graph, cards, NULL, length);
}

static void
add_all (GHashTable *chosen, GPtrArray *objects)
{
  for (guint i = 0; objects && i < objects->len; i++)
    g_hash_table_add (chosen, objects->pdata[i]);
}

/**
 * strata_graph_copy_part:
 * @graph: a graph
 * @cards: (element-type StrataCard) (nullable): cards in it
 * @remarks: (element-type StrataRemark) (nullable): frames and notes in it
 * @length: (out) (optional): bytes of the text
 *
 * Writes some cards, the wires between them, and some frames and notes as the
 * text of a graph's file. What lies in a frame is not copied with it.
 *
 * Returns: (transfer full): the text
 */
char *
strata_graph_copy_part (StrataGraph *graph,
                        GPtrArray *cards,
                        GPtrArray *remarks,
                        gsize *length)
{
  g_autoptr (GHashTable) chosen = g_hash_table_new (NULL, NULL);
  GString *text;

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);

  add_all (chosen, cards);
  add_all (chosen, remarks);
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
choose_id (GHashTable *taken, const char *id)
{
  g_autofree char *base = NULL;

  if (!g_hash_table_contains (taken, id))
    return g_strdup (id);
  base = get_base (id);
  return strata_number_id (taken, base);
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
  g_autofree char *id = choose_id (self->by_id, original->id);
  StrataCard *card = strata_card_new (original->kind, original->type, id);

  if (original->values)
    card->values = strata_value_ref (original->values);
  if (original->view)
    card->view = strata_value_ref (original->view);
  if (original->extras)
    card->extras = strata_value_ref (original->extras);
  card->bypassed = original->bypassed;
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

static StrataRemark *
paste_remark (StrataGraph *self, StrataRemark *original, double dx, double dy)
{
  g_autofree char *id = choose_id (self->remarks_by_id, original->id);
  StrataRemark *remark = strata_remark_new (original->kind, id);

  g_free (remark->text);
  remark->text = g_strdup (original->text);
  remark->color = g_strdup (original->color);
  remark->area = original->area;
  remark->area.x = shift (original->area.x, dx);
  remark->area.y = shift (original->area.y, dy);
  if (original->extras)
    remark->extras = strata_value_ref (original->extras);
  strata_graph_change_remark (self, remark);
  return remark;
}

static void
begin_paste (StrataGraph *self, StrataGraph *pasted)
{
  guint n_cards = strata_graph_get_n_cards (pasted);
  guint n_remarks = strata_graph_get_n_remarks (pasted);

  if (n_remarks > 0)
    strata_graph_begin_named (self, "Paste %u objects", n_cards + n_remarks);
  else if (n_cards == 1)
    strata_graph_begin_named (
        self, "Paste %s",
        strata_card_get_id (strata_graph_get_card (pasted, 0)));
  else
    strata_graph_begin_named (self, "Paste %u cards", n_cards);
}

/* Gives the new cards, and adds the new remarks to a list. */
static GPtrArray *
paste_all (StrataGraph *self,
           StrataGraph *pasted,
           double dx,
           double dy,
           GPtrArray *remarks)
{
  g_autoptr (GPtrArray) originals = strata_graph_list_cards (pasted);
  g_autoptr (GPtrArray) wires = strata_graph_list_wires (pasted);
  g_autoptr (GPtrArray) others = strata_graph_list_remarks (pasted);
  GPtrArray *cards = g_ptr_array_new_full (originals->len, g_object_unref);

  begin_paste (self, pasted);
  for (guint i = 0; i < originals->len; i++)
    g_ptr_array_add (cards, paste_card (self, originals->pdata[i], dx, dy));
  for (guint i = 0; i < wires->len; i++)
    paste_wire (self, wires->pdata[i], cards, dx, dy);
  for (guint i = 0; i < others->len; i++)
    g_ptr_array_add (remarks, paste_remark (self, others->pdata[i], dx, dy));
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
 * strata_graph_paste_part:
 * @graph: a graph
 * @text: the text of a graph's file; it may hold any bytes
 * @length: bytes of the text, or -1 where it ends in NUL
 * @dx: how far to the right of where they were things are put
 * @dy: how far below
 * @cards: (out) (optional) (transfer container) (element-type StrataCard): the
 *   new cards
 * @remarks: (out) (optional) (transfer container) (element-type StrataRemark):
 *   the new frames and notes
 * @error: where to say why not
 *
 * Adds the cards of another graph, the wires between them, and its frames and
 * notes, in one step. Those whose ids are taken get others. What else the text
 * says, of a seed or of weights, is left out.
 *
 * Returns: whether the text is a graph
 */
gboolean
strata_graph_paste_part (StrataGraph *graph,
                         const char *text,
                         gssize length,
                         double dx,
                         double dy,
                         GPtrArray **cards,
                         GPtrArray **remarks,
                         GError **error)
{
  g_autoptr (StrataGraph) pasted = NULL;
  g_autoptr (GPtrArray) new_cards = NULL, new_remarks = NULL;

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);
  g_return_val_if_fail (strata_graph_is_editable (graph), FALSE);
  g_return_val_if_fail (text, FALSE);
  g_return_val_if_fail (isfinite (dx) && isfinite (dy), FALSE);

  pasted = strata_graph_parse (graph->registry, text, length, error);
  if (!pasted || !check_whole (pasted, error))
    return FALSE;

  new_remarks = g_ptr_array_new_with_free_func (g_object_unref);
  new_cards = paste_all (graph, pasted, dx, dy, new_remarks);
  if (cards)
    *cards = g_steal_pointer (&new_cards);
  if (remarks)
    *remarks = g_steal_pointer (&new_remarks);
  return TRUE;
}

/**
 * strata_graph_paste:
 * @graph: a graph
 * @text: the text of a graph's file; it may hold any bytes
 * @length: bytes of the text, or -1 where it ends in NUL
 * @dx: how far to the right of where they were things are put
 * @dy: how far below
 * @error: where to say why not
 *
 * Does what [method@Strata.Graph.paste_part] does.
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
  GPtrArray *cards = NULL;

  strata_graph_paste_part (graph, text, length, dx, dy, &cards, NULL, error);
  return cards;
}
