/* strata-canvas-remarks.c — frames and notes, below the cards.
 *
 * A frame is held by its title and its edges, so that a band can be drawn
 * within it; the cards inside of it go where it goes. A note is held anywhere.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"

#include <glib/gi18n.h>
#include <math.h>

#define TITLE 32
#define EDGE 6 /* of a hit, on the widget */
#define SMALLEST 48
#define RADIUS 12

static void
forget_node (StrataCanvas *self, StrataRemark *remark)
{
  g_hash_table_remove (self->remark_nodes, remark);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
strata_canvas_forget_remarks (StrataCanvas *self)
{
  g_hash_table_remove_all (self->remark_nodes);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Selection. */

gboolean
strata_canvas_is_remark_selected (StrataCanvas *self, StrataRemark *remark)
{
  return g_hash_table_contains (self->selected_remarks, remark);
}

void
strata_canvas_select_remark (StrataCanvas *self,
                             StrataRemark *remark,
                             gboolean selected)
{
  if (strata_canvas_is_remark_selected (self, remark) == selected)
    return;
  if (selected)
    g_hash_table_add (self->selected_remarks, g_object_ref (remark));
  else
    g_hash_table_remove (self->selected_remarks, remark);
  forget_node (self, remark);
}

void
strata_canvas_select_remarks (StrataCanvas *self, gboolean selected)
{
  g_autoptr (GPtrArray) remarks = strata_graph_list_remarks (self->graph);

  for (guint i = 0; i < remarks->len; i++)
    strata_canvas_select_remark (self, remarks->pdata[i], selected);
}

/* In the order of the graph: StrataRemark. */
GPtrArray *
strata_canvas_list_selected_remarks (StrataCanvas *self)
{
  GPtrArray *remarks = strata_graph_list_remarks (self->graph);

  for (guint i = remarks->len; i-- > 0;)
    if (!strata_canvas_is_remark_selected (self, remarks->pdata[i]))
      g_ptr_array_remove_index (remarks, i);
  return remarks;
}

/* Lets go of what the graph has no more. */
void
strata_canvas_check_remarks (StrataCanvas *self)
{
  GHashTableIter iter;
  gpointer remark;

  g_hash_table_iter_init (&iter, self->selected_remarks);
  while (g_hash_table_iter_next (&iter, &remark, NULL))
    if (strata_remark_get_graph (remark) != self->graph)
      g_hash_table_iter_remove (&iter);
  if (self->drag.remark
      && strata_remark_get_graph (self->drag.remark) != self->graph)
    strata_canvas_cancel_drag (self);
  strata_canvas_forget_remarks (self);
}

/* Places. */

static void
get_box (StrataRemark *remark, graphene_rect_t *box)
{
  double x, y, width, height;

  strata_remark_get_position (remark, &x, &y);
  strata_remark_get_size (remark, &width, &height);
  graphene_rect_init (box, x, y, width, height);
}

static gboolean
is_carried (StrataCanvas *self, StrataRemark *remark)
{
  return self->drag.moved && self->drag.edges == 0 && self->drag.remarks
         && (self->drag.kind == STRATA_DRAG_CARDS
             || self->drag.kind == STRATA_DRAG_REMARK)
         && g_ptr_array_find (self->drag.remarks, remark, NULL);
}

/* Where it is drawn now. */
void
strata_canvas_get_remark_box (StrataCanvas *self,
                              StrataRemark *remark,
                              graphene_rect_t *box)
{
  get_box (remark, box);
  if (is_carried (self, remark))
    graphene_rect_offset (box, self->drag.dx, self->drag.dy);
  else if (self->drag.kind == STRATA_DRAG_REMARK && self->drag.moved
           && self->drag.edges != 0 && remark == self->drag.remark)
    *box = self->drag.box;
}

/* Hits. */

static StrataEdges
find_edges (const graphene_rect_t *box, double x, double y, double near)
{
  StrataEdges edges = 0;

  if (fabs (x - box->origin.x) <= near)
    edges |= STRATA_EDGE_LEFT;
  else if (fabs (x - box->origin.x - box->size.width) <= near)
    edges |= STRATA_EDGE_RIGHT;
  if (fabs (y - box->origin.y) <= near)
    edges |= STRATA_EDGE_TOP;
  else if (fabs (y - box->origin.y - box->size.height) <= near)
    edges |= STRATA_EDGE_BOTTOM;
  return edges;
}

static gboolean
hit_remark (StrataCanvas *self,
            StrataRemark *remark,
            double x,
            double y,
            StrataHit *hit)
{
  double near = EDGE / self->zoom;
  graphene_rect_t box, around;

  get_box (remark, &box);
  graphene_rect_inset_r (&box, -near, -near, &around);
  if (!graphene_rect_contains_point (&around, &GRAPHENE_POINT_INIT (x, y)))
    return FALSE;
  hit->edges = find_edges (&box, x, y, near);
  if (hit->edges == 0 && strata_remark_get_kind (remark) == STRATA_REMARK_FRAME
      && y - box.origin.y > TITLE)
    return FALSE;
  hit->kind = STRATA_HIT_REMARK;
  hit->remark = remark;
  return TRUE;
}

/* The last one is drawn above the others. */
void
strata_canvas_hit_remarks (StrataCanvas *self,
                           double widget_x,
                           double widget_y,
                           StrataHit *hit)
{
  double x, y;

  strata_canvas_to_graph (self, widget_x, widget_y, &x, &y);
  for (guint i = strata_graph_get_n_remarks (self->graph); i-- > 0;)
    if (hit_remark (self, strata_graph_get_remark (self->graph, i), x, y, hit))
      return;
}

/* Frames count if they are inside of the band, notes if they are touched. */
void
strata_canvas_band_remarks (StrataCanvas *self, const graphene_rect_t *band)
{
  const StrataDrag *drag = &self->drag;
  guint n = strata_graph_get_n_remarks (self->graph);

  for (guint i = 0; i < n; i++)
    {
      StrataRemark *remark = strata_graph_get_remark (self->graph, i);
      gboolean before = g_hash_table_contains (drag->before, remark);
      graphene_rect_t box;
      gboolean touched;

      get_box (remark, &box);
      touched = strata_remark_get_kind (remark) == STRATA_REMARK_FRAME
                    ? graphene_rect_contains_rect (band, &box)
                    : graphene_rect_intersection (band, &box, NULL);
      strata_canvas_select_remark (self, remark,
                                   drag->state & GDK_CONTROL_MASK
                                       ? before != touched
                                       : before || touched);
    }
}

/* Carrying. */

static gboolean
is_inside (StrataCanvas *self, const graphene_rect_t *box)
{
  GHashTableIter iter;
  gpointer frame;

  g_hash_table_iter_init (&iter, self->selected_remarks);
  while (g_hash_table_iter_next (&iter, &frame, NULL))
    {
      graphene_rect_t around;

      get_box (frame, &around);
      if (strata_remark_get_kind (frame) == STRATA_REMARK_FRAME
          && graphene_rect_contains_rect (&around, box))
        return TRUE;
    }
  return FALSE;
}

/* What is selected, and what stands in a frame that is. A card stands where its
 * title does: how high it is changes with what it shows. */
void
strata_canvas_pick_up (StrataCanvas *self)
{
  GPtrArray *remarks = strata_graph_list_remarks (self->graph);
  graphene_rect_t box;

  for (guint i = 0; i < self->cards->len; i++)
    {
      StrataCanvasCard *card = self->cards->pdata[i];
      StrataCardLayout *layout = strata_canvas_lay_out (self, card);

      graphene_rect_init (&box, card->x, card->y, layout->width,
                          MIN (layout->height, STRATA_CARD_TITLE_HEIGHT));
      card->carried = card->selected || is_inside (self, &box);
    }
  for (guint i = remarks->len; i-- > 0;)
    {
      get_box (remarks->pdata[i], &box);
      if (!strata_canvas_is_remark_selected (self, remarks->pdata[i])
          && !is_inside (self, &box))
        g_ptr_array_remove_index (remarks, i);
    }
  g_clear_pointer (&self->drag.remarks, g_ptr_array_unref);
  self->drag.remarks = remarks;
}

/* All that was picked up; into the step that is open. */
void
strata_canvas_put_down (StrataCanvas *self,
                        GPtrArray *remarks,
                        double dx,
                        double dy)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new ();

  for (guint i = 0; i < self->cards->len; i++)
    {
      StrataCanvasCard *card = self->cards->pdata[i];

      if (card->carried)
        g_ptr_array_add (cards, card->card);
    }
  strata_canvas_move_cards (self, cards, dx, dy);
  for (guint i = 0; remarks && i < remarks->len; i++)
    {
      StrataRemark *remark = remarks->pdata[i];
      double x, y;

      strata_remark_get_position (remark, &x, &y);
      if (strata_remark_get_graph (remark) == self->graph)
        strata_graph_move_remark (self->graph, remark, x + dx, y + dy);
    }
}

/* Dragging. */

void
strata_canvas_press_remark (StrataCanvas *self, const StrataHit *hit)
{
  StrataDrag *drag = &self->drag;
  gboolean selected = strata_canvas_is_remark_selected (self, hit->remark);
  gboolean adding = (drag->state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK)) != 0;

  drag->kind = STRATA_DRAG_REMARK;
  drag->remark = g_object_ref (hit->remark);
  drag->edges = hit->edges;
  get_box (hit->remark, &drag->box);
  if (!adding && !selected)
    strata_canvas_select_none (self);
  if (adding || !selected)
    {
      strata_canvas_select_remark (self, hit->remark, !selected);
      strata_canvas_selection_changed (self);
    }
  strata_canvas_pick_up (self);
}

static void
resize (StrataCanvas *self)
{
  StrataDrag *drag = &self->drag;
  double dx = round ((drag->x - drag->start_x) / self->zoom);
  double dy = round ((drag->y - drag->start_y) / self->zoom);
  float left, top, right, bottom;

  get_box (drag->remark, &drag->box);
  left = drag->box.origin.x;
  top = drag->box.origin.y;
  right = left + drag->box.size.width;
  bottom = top + drag->box.size.height;
  if (drag->edges & STRATA_EDGE_LEFT)
    left = MIN (left + dx, right - SMALLEST);
  if (drag->edges & STRATA_EDGE_RIGHT)
    right = MAX (right + dx, left + SMALLEST);
  if (drag->edges & STRATA_EDGE_TOP)
    top = MIN (top + dy, bottom - SMALLEST);
  if (drag->edges & STRATA_EDGE_BOTTOM)
    bottom = MAX (bottom + dy, top + SMALLEST);
  graphene_rect_init (&drag->box, left, top, right - left, bottom - top);
}

void
strata_canvas_pull_remark (StrataCanvas *self)
{
  if (self->drag.edges != 0)
    resize (self);
  else
    strata_canvas_snap (self);
}

void
strata_canvas_drop_remark (StrataCanvas *self, const StrataDrag *drag)
{
  const graphene_rect_t *box = &drag->box;

  if (strata_remark_get_graph (drag->remark) != self->graph)
    return;
  if (drag->edges != 0)
    strata_graph_place_remark (self->graph, drag->remark, box->origin.x,
                               box->origin.y, box->size.width, box->size.height,
                               NULL);
  else
    {
      strata_graph_begin (self->graph, strata_remark_get_kind (drag->remark)
                                               == STRATA_REMARK_FRAME
                                           ? _ ("Move Frame")
                                           : _ ("Move Note"));
      strata_canvas_put_down (self, drag->remarks, round (drag->dx),
                              round (drag->dy));
      strata_graph_end (self->graph);
    }
  strata_editor_log ("remark %s", strata_remark_get_id (drag->remark));
}

/* Drawing. */

static void
paint_words (StrataCanvas *self,
             GtkSnapshot *snapshot,
             const char *text,
             const graphene_rect_t *room,
             StrataTextFlags flags)
{
  const StrataCanvasColors *colors = strata_canvas_get_colors (self);

  if (room->size.width <= 0 || room->size.height <= 0)
    return;
  gtk_snapshot_push_clip (snapshot, room);
  strata_canvas_paint_text (self, snapshot, text, room, flags, &colors->text);
  gtk_snapshot_pop (snapshot);
}

static GskRenderNode *
make_node (StrataCanvas *self, StrataRemark *remark, const graphene_rect_t *at)
{
  const StrataCanvasColors *colors = strata_canvas_get_colors (self);
  gboolean selected = strata_canvas_is_remark_selected (self, remark);
  gboolean frame = strata_remark_get_kind (remark) == STRATA_REMARK_FRAME;
  float width = at->size.width;
  float height = at->size.height;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GdkRGBA inside, border;

  strata_canvas_get_tint (self, strata_remark_get_color (remark), &inside,
                          &border);
  strata_canvas_paint_box (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height), RADIUS, &inside,
      selected ? &colors->accent : &border, selected ? 2 : colors->line);
  paint_words (self, snapshot, strata_remark_get_text (remark),
               &GRAPHENE_RECT_INIT (12, frame ? 0 : 8, width - 24,
                                    frame ? TITLE : height - 16),
               frame ? STRATA_TEXT_BOLD : STRATA_TEXT_TOP);
  return gtk_snapshot_free_to_node (snapshot);
}

static GskRenderNode *
get_node (StrataCanvas *self, StrataRemark *remark, const graphene_rect_t *box)
{
  GskRenderNode *node = g_hash_table_lookup (self->remark_nodes, remark);

  if (!node)
    {
      node = make_node (self, remark, box);
      g_hash_table_insert (self->remark_nodes, remark, node);
    }
  return node;
}

static void
draw_remark (StrataCanvas *self, GtkSnapshot *snapshot, StrataRemark *remark)
{
  graphene_rect_t box;
  double x0, y0, x1, y1;

  if (self->pictured && !g_hash_table_contains (self->pictured, remark))
    return;
  strata_canvas_get_remark_box (self, remark, &box);
  strata_canvas_to_widget (self, box.origin.x, box.origin.y, &x0, &y0);
  strata_canvas_to_widget (self, box.origin.x + box.size.width,
                           box.origin.y + box.size.height, &x1, &y1);
  if (x1 < 0 || y1 < 0 || x0 > gtk_widget_get_width (GTK_WIDGET (self))
      || y0 > gtk_widget_get_height (GTK_WIDGET (self)))
    return;
  if (remark == self->drag.remark && self->drag.edges != 0)
    g_hash_table_remove (self->remark_nodes, remark);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (round (x0), round (y0)));
  gtk_snapshot_scale (snapshot, self->zoom, self->zoom);
  gtk_snapshot_append_node (snapshot, get_node (self, remark, &box));
  gtk_snapshot_restore (snapshot);
}

/* Frames are below notes, as a note may stand in a frame. */
void
strata_canvas_draw_remarks (StrataCanvas *self, GtkSnapshot *snapshot)
{
  guint n = strata_graph_get_n_remarks (self->graph);

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < n; i++)
      {
        StrataRemark *remark = strata_graph_get_remark (self->graph, i);

        if ((strata_remark_get_kind (remark) == STRATA_REMARK_NOTE) == pass)
          draw_remark (self, snapshot, remark);
      }
}

/* Follows the graph. */

static void
remark_changed_cb (StrataCanvas *self, StrataRemark *remark)
{
  forget_node (self, remark);
}

void
strata_canvas_follow_remarks (StrataCanvas *self)
{
  g_signal_connect_swapped (self->graph, "remark-changed",
                            G_CALLBACK (remark_changed_cb), self);
}

void
strata_canvas_set_up_remarks (StrataCanvas *self)
{
  self->selected_remarks =
      g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->remark_nodes = g_hash_table_new_full (
      NULL, NULL, NULL, (GDestroyNotify) gsk_render_node_unref);
}
