/* strata-canvas-tidy-frames.c — frames go with the cards that are laid out.
 *
 * What stands in a frame is written nowhere, so it is looked up before cards
 * are moved, and the frame is put around them afterwards.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include <math.h>

#define MARGIN 24 /* where a frame had none, and around a frame in a frame */

/* A frame and what stood in it. */
typedef struct
{
  StrataRemark *frame;
  GPtrArray *cards; /* StrataCard */
  GPtrArray *inner; /* StrataRemark */
  graphene_rect_t box;
  double left; /* margins around the cards */
  double top;
  double right;
  double bottom;
} Held;

static void
held_free (gpointer data)
{
  Held *held = data;

  g_object_unref (held->frame);
  g_ptr_array_unref (held->cards);
  g_ptr_array_unref (held->inner);
  g_free (held);
}

static void
get_card_box (StrataCanvas *self, StrataCard *card, graphene_rect_t *box)
{
  StrataCardLayout *layout =
      strata_canvas_lay_out (self, strata_canvas_find (self, card));
  double x, y;

  strata_card_get_position (card, &x, &y);
  graphene_rect_init (box, x, y, layout->width, layout->height);
}

static void
get_frame_box (StrataRemark *frame, graphene_rect_t *box)
{
  double x, y, width, height;

  strata_remark_get_position (frame, &x, &y);
  strata_remark_get_size (frame, &width, &height);
  graphene_rect_init (box, x, y, width, height);
}

/* FALSE if none of them are there any more. */
static gboolean
get_cards_box (StrataCanvas *self, GPtrArray *cards, graphene_rect_t *all)
{
  gboolean any = FALSE;

  for (guint i = 0; i < cards->len; i++)
    {
      graphene_rect_t box;

      if (!strata_canvas_has_card (self, cards->pdata[i]))
        continue;
      get_card_box (self, cards->pdata[i], &box);
      if (any)
        graphene_rect_union (all, &box, all);
      else
        *all = box;
      any = TRUE;
    }
  return any;
}

/* A card stands where its title does, as for a frame that is dragged. */
static void
find_cards (StrataCanvas *self, Held *held)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      StrataCanvasCard *card = self->cards->pdata[i];
      graphene_rect_t box;

      get_card_box (self, card->card, &box);
      box.size.height = MIN (box.size.height, STRATA_CARD_TITLE_HEIGHT);
      if (graphene_rect_contains_rect (&held->box, &box))
        g_ptr_array_add (held->cards, g_object_ref (card->card));
    }
}

static void
find_inner (StrataCanvas *self, Held *held)
{
  guint n = strata_graph_get_n_remarks (self->graph);

  for (guint i = 0; i < n; i++)
    {
      StrataRemark *remark = strata_graph_get_remark (self->graph, i);
      graphene_rect_t box;

      get_frame_box (remark, &box);
      if (remark != held->frame && !graphene_rect_equal (&box, &held->box)
          && graphene_rect_contains_rect (&held->box, &box))
        g_ptr_array_add (held->inner, g_object_ref (remark));
    }
}

static double
as_margin (double margin)
{
  return margin >= 0 ? margin : MARGIN;
}

/* NULL for a frame without cards, which stays where it is. */
static Held *
held_new (StrataCanvas *self, StrataRemark *frame)
{
  Held *held = g_new0 (Held, 1);
  graphene_rect_t cards;

  held->frame = g_object_ref (frame);
  held->cards = g_ptr_array_new_with_free_func (g_object_unref);
  held->inner = g_ptr_array_new_with_free_func (g_object_unref);
  get_frame_box (frame, &held->box);
  find_cards (self, held);
  if (!get_cards_box (self, held->cards, &cards))
    {
      held_free (held);
      return NULL;
    }
  find_inner (self, held);
  held->left = as_margin (cards.origin.x - held->box.origin.x);
  held->top = as_margin (cards.origin.y - held->box.origin.y);
  held->right = as_margin (held->box.origin.x + held->box.size.width
                           - cards.origin.x - cards.size.width);
  held->bottom = as_margin (held->box.origin.y + held->box.size.height
                            - cards.origin.y - cards.size.height);
  return held;
}

static int
compare_areas (gconstpointer a, gconstpointer b)
{
  const Held *one = *(const Held *const *) a;
  const Held *other = *(const Held *const *) b;
  double area = one->box.size.width * one->box.size.height;
  double other_area = other->box.size.width * other->box.size.height;

  return (area > other_area) - (area < other_area);
}

/* Before cards are moved. The smallest first, as one that stands in another is
 * to have its place before that. */
GPtrArray *
strata_canvas_hold_frames (StrataCanvas *self)
{
  GPtrArray *frames = g_ptr_array_new_with_free_func (held_free);
  guint n = strata_graph_get_n_remarks (self->graph);

  for (guint i = 0; i < n; i++)
    {
      StrataRemark *remark = strata_graph_get_remark (self->graph, i);
      Held *held = strata_remark_get_kind (remark) == STRATA_REMARK_FRAME
                       ? held_new (self, remark)
                       : NULL;

      if (held)
        g_ptr_array_add (frames, held);
    }
  g_ptr_array_sort (frames, compare_areas);
  return frames;
}

/* Notes keep their places within the smallest frame that they stand in. */
static void
move_notes (StrataCanvas *self,
            Held *held,
            const graphene_rect_t *box,
            GHashTable *moved)
{
  for (guint i = 0; i < held->inner->len; i++)
    {
      StrataRemark *note = held->inner->pdata[i];
      double x, y;

      if (strata_remark_get_kind (note) != STRATA_REMARK_NOTE
          || !g_hash_table_add (moved, note))
        continue;
      strata_remark_get_position (note, &x, &y);
      strata_graph_move_remark (self->graph, note,
                                x + round (box->origin.x - held->box.origin.x),
                                y + round (box->origin.y - held->box.origin.y));
    }
}

static void
wrap (StrataCanvas *self, Held *held, GHashTable *moved)
{
  graphene_rect_t box, inner;

  if (!get_cards_box (self, held->cards, &box))
    return;
  graphene_rect_init (&box, box.origin.x - held->left, box.origin.y - held->top,
                      box.size.width + held->left + held->right,
                      box.size.height + held->top + held->bottom);
  move_notes (self, held, &box, moved);
  for (guint i = 0; i < held->inner->len; i++)
    {
      StrataRemark *remark = held->inner->pdata[i];

      get_frame_box (remark, &inner);
      if (strata_remark_get_kind (remark) == STRATA_REMARK_FRAME)
        graphene_rect_inset (&inner, -MARGIN / 2, -MARGIN / 2);
      graphene_rect_union (&box, &inner, &box);
    }
  strata_graph_place_remark (self->graph, held->frame, round (box.origin.x),
                             round (box.origin.y), round (box.size.width),
                             round (box.size.height), NULL);
}

/* Into the step that is open. */
void
strata_canvas_wrap_frames (StrataCanvas *self, GPtrArray *frames)
{
  g_autoptr (GHashTable) moved = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < frames->len; i++)
    wrap (self, frames->pdata[i], moved);
}
