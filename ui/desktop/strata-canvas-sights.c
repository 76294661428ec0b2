/* strata-canvas-sights.c — what the number that is explained has seen, drawn on
 * the pictures in the cards; and the number under the pointer there.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#define SMALLEST_MARK 4 /* pixels along a side */

/* Cards are drawn anew whose marks change. */
static void
touch_marked (StrataCanvas *self)
{
  for (guint i = 0; self->graph && i < self->marked->len; i++)
    {
      StrataCard *card =
          strata_graph_find_card (self->graph, self->marked->pdata[i]);
      StrataCanvasCard *own = card ? strata_canvas_find (self, card) : NULL;

      if (own)
        strata_canvas_touch (self, own);
    }
}

static void
changed_cb (StrataExplainer *explainer, StrataCanvas *self)
{
  GPtrArray *sights = strata_explainer_get_sights (explainer);

  touch_marked (self);
  g_ptr_array_set_size (self->marked, 0);
  for (guint i = 0; i < sights->len; i++)
    g_ptr_array_add (self->marked,
                     g_strdup (((StrataSight *) sights->pdata[i])->card));
  touch_marked (self);
}

void
strata_canvas_set_explainer (StrataCanvas *canvas, StrataExplainer *explainer)
{
  g_return_if_fail (STRATA_IS_CANVAS (canvas));

  if (canvas->explainer)
    g_signal_handlers_disconnect_by_data (canvas->explainer, canvas);
  g_set_object (&canvas->explainer, explainer);
  if (explainer)
    g_signal_connect (explainer, "changed", G_CALLBACK (changed_cb), canvas);
}

/* Where the pictures of a card show which numbers. */

/* Whether the picture shows this of the axes that it does not spread out. */
static gboolean
is_shown (const StrataCanvasPreview *preview,
          const StrataRegion *region,
          guint picture)
{
  const StrataTensorLayout *layout = &preview->layout;

  for (int axis = 0; axis < layout->rank; axis++)
    {
      gint64 at = axis == layout->channel_axis ? preview->channel + picture : 0;

      if (axis == layout->row_axis || axis == layout->column_axis
          || (axis == layout->channel_axis && preview->colored))
        continue;
      if (at < region->first[axis] || at >= region->end[axis])
        return FALSE;
    }
  return region->rank == layout->rank && layout->column_axis >= 0
         && !strata_region_is_empty (region);
}

static void
scale (gint64 first, gint64 end, gint64 n, float size, float *from, float *to)
{
  *from = (float) first / (float) n * size;
  *to = (float) end / (float) n * size;
  if (*to - *from < SMALLEST_MARK)
    {
      *from -= (SMALLEST_MARK - (*to - *from)) / 2;
      *to = *from + SMALLEST_MARK;
    }
}

void
strata_canvas_paint_sight (StrataCanvas *self,
                           StrataCanvasCard *card,
                           GtkSnapshot *snapshot,
                           guint picture,
                           const graphene_rect_t *box)
{
  const StrataCanvasColors *colors = strata_canvas_get_colors (self);
  const char *id = strata_card_get_id (card->card);
  const StrataRegion *region;
  StrataCanvasPreview preview;
  const StrataTensorLayout *layout = &preview.layout;
  float left, right, top, bottom;
  graphene_rect_t mark;

  if (!self->explainer || !strata_explainer_find_card (self->explainer, id)
      || !strata_canvas_read_preview (self, card, &preview))
    return;
  region = strata_explainer_find_sight (self->explainer, id, preview.port);
  if (!region || !is_shown (&preview, region, picture))
    return;
  scale (region->first[layout->column_axis], region->end[layout->column_axis],
         layout->n_columns, box->size.width, &left, &right);
  scale (layout->row_axis < 0 ? 0 : region->first[layout->row_axis],
         layout->row_axis < 0 ? 1 : region->end[layout->row_axis],
         layout->n_rows, box->size.height, &top, &bottom);
  graphene_rect_init (&mark, box->origin.x + left, box->origin.y + top,
                      right - left, bottom - top);
  graphene_rect_inset (&mark, -1, -1);
  strata_canvas_paint_box (snapshot, &mark, 2, NULL, &colors->card, 3);
  graphene_rect_inset (&mark, 0.5f, 0.5f);
  strata_canvas_paint_box (snapshot, &mark, 2, NULL, &colors->accent, 2);
}

/* A click on a picture, while numbers are explained. */
gboolean
strata_canvas_pick_number (StrataCanvas *self, double x, double y)
{
  StrataHit hit;
  StrataCanvasPreview preview;
  const StrataTensorLayout *layout = &preview.layout;
  StrataTensorPlace place = { 0 };
  gint64 index[STRATA_MAX_RANK];
  graphene_rect_t box;
  double graph_x, graph_y;

  if (!self->explainer || !strata_explainer_is_active (self->explainer))
    return FALSE;
  strata_canvas_hit_cards (self, x, y, &hit);
  if (hit.kind == STRATA_HIT_NOTHING || !hit.card
      || !strata_canvas_read_preview (self, hit.card, &preview))
    return FALSE;
  strata_canvas_to_graph (self, x, y, &graph_x, &graph_y);
  graph_x -= hit.card->x;
  graph_y -= hit.card->y;
  for (guint i = 0; i < hit.card->pictures->len; i++)
    {
      strata_canvas_place_picture (hit.card, i, &box);
      if (!graphene_rect_contains_point (
              &box, &GRAPHENE_POINT_INIT ((float) graph_x, (float) graph_y)))
        continue;
      place.row = (gint64) ((graph_y - box.origin.y) / box.size.height
                            * (double) layout->n_rows);
      place.column = (gint64) ((graph_x - box.origin.x) / box.size.width
                               * (double) layout->n_columns);
      place.row = CLAMP (place.row, 0, layout->n_rows - 1);
      place.column = CLAMP (place.column, 0, layout->n_columns - 1);
      place.channel = MIN (preview.channel + i, layout->n_channels - 1);
      strata_tensor_layout_get_index (layout, &place, index);
      strata_canvas_emit_number (self, strata_card_get_id (hit.card->card),
                                 index, (gsize) layout->rank);
      return TRUE;
    }
  return FALSE;
}
