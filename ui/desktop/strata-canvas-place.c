/* strata-canvas-place.c — gives cards a place that have none in their file.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-place.h"

#define LEFT 40
#define TOP 80
#define COLUMN 380
#define GAP 40
#define PICTURE 140

/* Longest way from a card that nothing feeds. The number of rounds is bounded,
 * because nothing promises that a file has no cycle. */
static guint *
find_columns (StrataGraph *graph)
{
  guint n = strata_graph_get_n_cards (graph);
  guint n_wires = strata_graph_get_n_wires (graph);
  guint *columns = g_new0 (guint, n);
  gboolean changed = TRUE;

  for (guint round = 0; changed && round < n; round++)
    {
      changed = FALSE;
      for (guint i = 0; i < n_wires; i++)
        {
          StrataWire *wire = strata_graph_get_wire (graph, i);
          guint from = strata_card_get_index (strata_wire_get_source (wire));
          guint to = strata_card_get_index (strata_wire_get_target (wire));

          if (columns[to] > columns[from])
            continue;
          columns[to] = columns[from] + 1;
          changed = TRUE;
        }
    }
  return columns;
}

/* Cards of tensors grow once there is something to see. */
static double
find_growth (StrataCanvas *self, StrataCanvasCard *card)
{
  if (strata_canvas_get_preview (self, card))
    return 0;
  for (guint i = 0; i < strata_card_get_n_ports (card->card); i++)
    {
      g_autoptr (StrataPort) port = strata_card_get_port (card->card, i);
      const StrataPortRow *row = strata_port_get_row (port);

      /* An unknown card has ports that nothing is known of. */
      if (row && row->type == STRATA_PORT_TENSOR)
        return PICTURE;
    }
  return 0;
}

/* Beneath what was placed in the column before. */
static void
place_in_column (StrataCanvas *self,
                 StrataCanvasCard *card,
                 guint column,
                 GHashTable *ends)
{
  double *end = g_hash_table_lookup (ends, GUINT_TO_POINTER (column));

  if (!end)
    {
      end = g_new (double, 1);
      *end = TOP;
      g_hash_table_insert (ends, GUINT_TO_POINTER (column), end);
    }
  card->x = LEFT + (double) COLUMN * column;
  card->y = *end;
  *end += strata_canvas_lay_out (self, card)->height + GAP
          + find_growth (self, card);
}

void
strata_canvas_place_cards (StrataCanvas *self)
{
  g_autoptr (GHashTable) ends = NULL;
  g_autofree guint *columns = NULL;
  guint n = strata_graph_get_n_cards (self->graph);

  for (guint i = 0; i < n; i++)
    {
      StrataCard *card = strata_graph_get_card (self->graph, i);
      StrataCanvasCard *own = strata_canvas_find (self, card);

      if (strata_card_has_position (card))
        {
          strata_card_get_position (card, &own->x, &own->y);
          continue;
        }
      if (!columns)
        {
          columns = find_columns (self->graph);
          ends = g_hash_table_new_full (NULL, NULL, NULL, g_free);
        }
      place_in_column (self, own, columns[i], ends);
    }
}
