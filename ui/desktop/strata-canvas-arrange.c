/* strata-canvas-arrange.c — puts the selected cards in order, in one step.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"

#include <glib/gi18n.h>
#include <math.h>

/* A card, where it is to go, and its size. */
typedef struct
{
  StrataCanvasCard *card;
  double x;
  double y;
  double width;
  double height;
} Place;

static GArray *
list_places (StrataCanvas *self)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; i < self->cards->len; i++)
    {
      StrataCanvasCard *card = self->cards->pdata[i];
      StrataCardLayout *layout;
      Place place;

      if (!card->selected)
        continue;
      layout = strata_canvas_lay_out (self, card);
      place = (Place){ card, card->x, card->y, layout->width, layout->height };
      g_array_append_val (places, place);
    }
  return places;
}

#define PLACE(i) (&g_array_index (places, Place, i))

static void
put (StrataCanvas *self, GArray *places, const char *step)
{
  strata_graph_begin (self->graph, step);
  for (guint i = 0; i < places->len; i++)
    strata_canvas_glide_card (self, PLACE (i)->card, round (PLACE (i)->x),
                              round (PLACE (i)->y));
  strata_graph_end (self->graph);
  strata_canvas_glide (self);
}

/* Aligning. */

typedef struct
{
  const char *name;
  gboolean upright; /* moves cards up and down */
  double part;      /* of a card and of them all that are brought together */
} Edge;

static const Edge edges[] = {
  { "left", FALSE, 0 },  { "right", FALSE, 1 },    { "top", TRUE, 0 },
  { "bottom", TRUE, 1 }, { "centre", FALSE, 0.5 }, { "middle", TRUE, 0.5 },
};

static void
align (StrataCanvas *self, const Edge *edge)
{
  g_autoptr (GArray) places = list_places (self);
  double least = G_MAXDOUBLE;
  double most = -G_MAXDOUBLE;

  if (places->len < 2)
    return;
  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = PLACE (i);
      double from = edge->upright ? place->y : place->x;
      double size = edge->upright ? place->height : place->width;

      least = MIN (least, from);
      most = MAX (most, from + size);
    }
  for (guint i = 0; i < places->len; i++)
    {
      Place *place = PLACE (i);
      double size = edge->upright ? place->height : place->width;

      *(edge->upright ? &place->y : &place->x) =
          least + edge->part * (most - least - size);
    }
  put (self, places, _ ("Align Cards"));
  strata_editor_log ("aligned %s %u", edge->name, places->len);
}

static void
run_align (GtkWidget *widget, const char *name, GVariant *parameter)
{
  StrataCanvas *self = STRATA_CANVAS (widget);
  const char *edge = g_variant_get_string (parameter, NULL);

  for (guint i = 0; self->graph && i < G_N_ELEMENTS (edges); i++)
    if (g_str_equal (edges[i].name, edge))
      align (self, &edges[i]);
}

/* Distributing: the same gap between neighbours, the outermost stay. */

static int
compare_x (gconstpointer a, gconstpointer b)
{
  const Place *one = a;
  const Place *other = b;

  return (one->x > other->x) - (one->x < other->x);
}

static int
compare_y (gconstpointer a, gconstpointer b)
{
  const Place *one = a;
  const Place *other = b;

  return (one->y > other->y) - (one->y < other->y);
}

static void
distribute (StrataCanvas *self, gboolean upright)
{
  g_autoptr (GArray) places = list_places (self);
  double room, at;

  if (places->len < 3)
    return;
  g_array_sort (places, upright ? compare_y : compare_x);
  room = upright ? PLACE (places->len - 1)->y - PLACE (0)->y
                 : PLACE (places->len - 1)->x - PLACE (0)->x;
  for (guint i = 0; i + 1 < places->len; i++)
    room -= upright ? PLACE (i)->height : PLACE (i)->width;
  at = upright ? PLACE (0)->y : PLACE (0)->x;
  for (guint i = 0; i < places->len; i++)
    {
      Place *place = PLACE (i);

      *(upright ? &place->y : &place->x) = at;
      at += (upright ? place->height : place->width) + room / (places->len - 1);
    }
  put (self, places, _ ("Distribute Cards"));
  strata_editor_log ("distributed %u", places->len);
}

static void
run_distribute (GtkWidget *widget, const char *name, GVariant *parameter)
{
  StrataCanvas *self = STRATA_CANVAS (widget);

  if (self->graph)
    distribute (self, g_str_equal (g_variant_get_string (parameter, NULL),
                                   "vertically"));
}

/* Straightening: from left to right, each card is moved up or down until the
 * first of its wires from a card that stays, or has its place, is level. */

static double
get_anchor_y (StrataCanvas *self,
              StrataCanvasCard *card,
              const char *port,
              gboolean output)
{
  graphene_point_t anchor;

  strata_card_layout_get_anchor (strata_canvas_lay_out (self, card), port,
                                 output, &anchor);
  return anchor.y;
}

static gboolean
overlap (const Place *one, const Place *other)
{
  return one->x < other->x + other->width && other->x < one->x + one->width
         && one->y < other->y + other->height
         && other->y < one->y + one->height;
}

/* Where the card of a wire's source ends up; FALSE if that is not known. */
static gboolean
find_source (StrataCanvas *self,
             GArray *places,
             guint n_placed,
             StrataWire *wire,
             double *y)
{
  StrataCanvasCard *source =
      strata_canvas_find (self, strata_wire_get_source (wire));

  if (!source)
    return FALSE;
  for (guint i = 0; i < n_placed; i++)
    if (PLACE (i)->card == source)
      {
        *y = PLACE (i)->y;
        return TRUE;
      }
  *y = source->y;
  return !source->selected || places->len == 1;
}

static void
level (StrataCanvas *self, GArray *places, guint index)
{
  Place *place = PLACE (index);
  g_autoptr (GPtrArray) wires = strata_card_list_wires (place->card->card);

  for (guint i = 0; i < wires->len; i++)
    {
      StrataWire *wire = wires->pdata[i];
      StrataCanvasCard *source =
          strata_canvas_find (self, strata_wire_get_source (wire));
      Place moved = *place;
      gboolean free = TRUE;
      double y;

      if (source == place->card || !find_source (self, places, index, wire, &y))
        continue;
      moved.y = y
                + get_anchor_y (self, source,
                                strata_wire_get_source_port (wire), TRUE)
                - get_anchor_y (self, place->card,
                                strata_wire_get_target_port (wire), FALSE);
      for (guint j = 0; j < index; j++)
        free &= !overlap (&moved, PLACE (j));
      if (!free)
        continue;
      place->y = moved.y;
      return;
    }
}

static void
straighten (StrataCanvas *self)
{
  g_autoptr (GArray) places = list_places (self);

  if (places->len == 0)
    return;
  g_array_sort (places, compare_x);
  /* The first of several is what the others go by. */
  for (guint i = places->len > 1; i < places->len; i++)
    level (self, places, i);
  put (self, places, _ ("Straighten Wires"));
  strata_editor_log ("straightened %u", places->len);
}

static void
run_straighten (GtkWidget *widget, const char *name, GVariant *parameter)
{
  StrataCanvas *self = STRATA_CANVAS (widget);

  if (self->graph)
    straighten (self);
}

void
strata_canvas_set_up_arrange_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "canvas.align", "s", run_align);
  gtk_widget_class_install_action (klass, "canvas.distribute", "s",
                                   run_distribute);
  gtk_widget_class_install_action (klass, "canvas.straighten", NULL,
                                   run_straighten);
}
