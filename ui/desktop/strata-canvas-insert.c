/* strata-canvas-insert.c — puts cards into a wire.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"

#include <glib/gi18n.h>
#include <math.h>

#define GAP 48  /* between cards, when others make room */
#define NEAR 16 /* of a wire that a card is dropped on, on the widget */

/* Where in the wire. */

static gboolean
is_empty (StrataCanvas *self, StrataPort *port)
{
  g_autoptr (GPtrArray) wires = strata_port_list_wires (port);

  for (guint i = 0; i < wires->len; i++)
    if (!strata_canvas_is_taken_off (self, wires->pdata[i]))
      return FALSE;
  return TRUE;
}

/* The first port of some cards that is free and fits the wire: an input for
 * what it carries, or an output that may go where it goes. */
static StrataPort *
find_port (StrataCanvas *self,
           GPtrArray *cards,
           StrataWire *wire,
           gboolean output)
{
  const StrataPortRow *source = strata_wire_get_source_row (wire);
  const StrataPortRow *target = strata_wire_get_target_row (wire);

  for (guint i = 0; i < cards->len; i++)
    {
      guint n = strata_card_get_n_ports (cards->pdata[i]);

      for (guint j = 0; j < n; j++)
        {
          g_autoptr (StrataPort) port =
              strata_card_get_port (cards->pdata[i], j);
          const StrataPortRow *row = strata_port_get_row (port);

          if (strata_port_is_output (port) == output && row
              && (output ? strata_port_rows_fit (row, target, NULL)
                         : strata_port_rows_fit (source, row, NULL))
              && is_empty (self, port))
            return g_steal_pointer (&port);
        }
    }
  return NULL;
}

static gboolean
find_ports (StrataCanvas *self,
            GPtrArray *cards,
            StrataWire *wire,
            StrataPort **in,
            StrataPort **out)
{
  *in = *out = NULL;
  if (!strata_wire_get_source_row (wire) || !strata_wire_get_target_row (wire)
      || g_ptr_array_find (cards, strata_wire_get_source (wire), NULL)
      || g_ptr_array_find (cards, strata_wire_get_target (wire), NULL))
    return FALSE;
  *in = find_port (self, cards, wire, FALSE);
  *out = *in ? find_port (self, cards, wire, TRUE) : NULL;
  return *out != NULL;
}

static gboolean
fits (StrataCanvas *self, GPtrArray *cards, StrataWire *wire)
{
  g_autoptr (StrataPort) in = NULL;
  g_autoptr (StrataPort) out = NULL;

  return find_ports (self, cards, wire, &in, &out);
}

/* How far the middle of a box is from a path that goes through it. */
static gboolean
goes_through (GArray *path, const graphene_rect_t *box, double *distance)
{
  double x = box->origin.x + box->size.width / 2;
  double y = box->origin.y + box->size.height / 2;
  StrataPlace top = { x, box->origin.y };
  StrataPlace bottom = { x, box->origin.y + box->size.height };
  StrataPlace left = { box->origin.x, y };
  StrataPlace right = { box->origin.x + box->size.width, y };
  graphene_rect_t bounds;

  strata_wire_path_get_bounds (path, &bounds);
  graphene_rect_inset (&bounds, -1, -1);
  if (!graphene_rect_intersection (&bounds, box, NULL)
      || (!strata_wire_path_crosses (path, &top, &bottom, NULL)
          && !strata_wire_path_crosses (path, &left, &right, NULL)))
    return FALSE;
  *distance = strata_wire_path_get_distance (path, x, y, NULL);
  return TRUE;
}

StrataWire *
strata_canvas_find_insertion (StrataCanvas *self,
                              GPtrArray *cards,
                              const graphene_rect_t *box)
{
  GPtrArray *wires = strata_canvas_get_wires (self);
  StrataWire *best = NULL;
  double nearest = G_MAXDOUBLE;

  for (guint i = 0; i < wires->len; i++)
    {
      StrataCanvasWire *own = wires->pdata[i];
      StrataWire *wire = own->wire;
      double distance;

      if (strata_canvas_is_taken_off (self, wire)
          || !strata_canvas_may_touch_wire (self, own, box))
        continue;
      strata_canvas_route (self, wire, self->path);
      if (!goes_through (self->path, box, &distance) || distance >= nearest
          || !fits (self, cards, wire))
        continue;
      nearest = distance;
      best = wire;
    }
  return best;
}

void
strata_canvas_set_insertion (StrataCanvas *self, StrataWire *wire)
{
  if (g_set_object (&self->insertion, wire))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Making room. */

/* All that what comes out of a card goes to, and the card. */
static GPtrArray *
list_downstream (StrataCard *card)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GPtrArray *list = g_ptr_array_new ();

  g_hash_table_add (seen, card);
  g_ptr_array_add (list, card);
  for (guint i = 0; i < list->len; i++)
    {
      StrataCard *next = list->pdata[i];
      g_autoptr (GPtrArray) wires = strata_card_list_wires (next);

      for (guint j = 0; j < wires->len; j++)
        {
          StrataCard *target = strata_wire_get_target (wires->pdata[j]);

          if (target != next && g_hash_table_add (seen, target))
            g_ptr_array_add (list, target);
        }
    }
  return list;
}

static void
move_right (StrataCanvas *self, StrataCard *card, double distance)
{
  StrataCanvasCard *own = strata_canvas_find (self, card);

  if (own && distance > 0)
    strata_graph_move_card (self->graph, card, own->x + round (distance),
                            own->y);
}

/* Moves what comes after to the right, so that all stands in a row. */
static void
make_room (StrataCanvas *self,
           StrataCard *source,
           StrataCard *target,
           GPtrArray *cards,
           const graphene_rect_t *box)
{
  StrataCanvasCard *before = strata_canvas_find (self, source);
  StrataCanvasCard *after = strata_canvas_find (self, target);
  g_autoptr (GPtrArray) list = list_downstream (target);
  double right = box->origin.x + box->size.width;

  if (!after || !before || after->x <= before->x)
    return;
  for (guint i = 0; i < list->len; i++)
    {
      StrataCanvasCard *own = strata_canvas_find (self, list->pdata[i]);

      if (own && own->x >= after->x
          && !g_ptr_array_find (cards, list->pdata[i], NULL))
        move_right (self, list->pdata[i], right + GAP - after->x);
    }
}

/* Doing it. */

/* The points before the cards stay with the first half of the wire. */
static void
split_points (StrataCanvas *self,
              StrataWire *wire,
              guint piece,
              StrataWire *first,
              StrataWire *second)
{
  guint n;
  const double *at = strata_wire_get_points (wire, &n);
  g_autofree double *points = g_memdup2 (at, n * sizeof (double));

  if (n == 0)
    return;
  piece = MIN (2 * piece, n);
  if (first)
    strata_graph_set_wire_points (self->graph, first, points, piece, NULL);
  if (second)
    strata_graph_set_wire_points (self->graph, second, points + piece,
                                  n - piece, NULL);
}

static StrataWire *
connect_ports (StrataCanvas *self,
               StrataCard *source,
               const char *source_port,
               StrataCard *target,
               const char *target_port)
{
  return strata_graph_connect (self->graph, source, source_port, target,
                               target_port, NULL);
}

/* @box: of the cards, in the graph. */
gboolean
strata_canvas_insert (StrataCanvas *self,
                      GPtrArray *cards,
                      const graphene_rect_t *box,
                      StrataWire *wire)
{
  StrataCard *source = strata_wire_get_source (wire);
  StrataCard *target = strata_wire_get_target (wire);
  g_autoptr (StrataWire) held = g_object_ref (wire);
  g_autoptr (StrataPort) in = NULL;
  g_autoptr (StrataPort) out = NULL;
  StrataWire *first, *second;
  graphene_point_t middle;
  double x, y;
  guint piece;

  if (!strata_wire_is_in_graph (wire)
      || !find_ports (self, cards, wire, &in, &out))
    return FALSE;
  graphene_rect_get_center (box, &middle);
  strata_canvas_to_widget (self, middle.x, middle.y, &x, &y);
  strata_canvas_route (self, wire, self->path);
  piece = strata_wire_path_find_piece (self->path, x, y);
  first = connect_ports (self, source, strata_wire_get_source_port (wire),
                         strata_port_get_card (in), strata_port_get_name (in));
  second = connect_ports (self, strata_port_get_card (out),
                          strata_port_get_name (out), target,
                          strata_wire_get_target_port (held));
  split_points (self, held, piece, first, second);
  make_room (self, source, target, cards, box);
  strata_editor_log ("inserted %s between %s and %s",
                     strata_card_get_id (strata_port_get_card (in)),
                     strata_card_get_id (source), strata_card_get_id (target));
  return TRUE;
}

/* New cards. */

static gboolean
kind_fits (StrataCanvas *self, const char *type, StrataWire *wire)
{
  StrataRegistry *registry = strata_graph_get_registry (self->graph);
  const StrataKind *kind = strata_registry_lookup (registry, type);
  const StrataPortRow *source = strata_wire_get_source_row (wire);
  const StrataPortRow *target = strata_wire_get_target_row (wire);

  return kind && source && target && strata_kind_find_fit (kind, source)
         && strata_kind_find_fit (kind, target);
}

static StrataWire *
find_wire (StrataCanvas *self, const char *type, double x, double y)
{
  GPtrArray *wires = strata_canvas_get_wires (self);
  StrataWire *best = NULL;
  double nearest = NEAR;

  for (guint i = 0; i < wires->len; i++)
    {
      StrataWire *wire = ((StrataCanvasWire *) wires->pdata[i])->wire;
      double distance;

      strata_canvas_route (self, wire, self->path);
      distance = strata_wire_path_get_distance (self->path, x, y, NULL);
      if (distance >= nearest || !kind_fits (self, type, wire))
        continue;
      nearest = distance;
      best = wire;
    }
  return best;
}

void
strata_canvas_aim (StrataCanvas *self, const char *type, double x, double y)
{
  strata_canvas_set_insertion (
      self, type && self->graph ? find_wire (self, type, x, y) : NULL);
}

/* With the wire through its first row, and not over what the wire comes from.
 */
static void
place (StrataCanvas *self,
       StrataCard *card,
       StrataCard *source,
       double x,
       double y,
       graphene_rect_t *box)
{
  g_autoptr (StrataCardLayout) layout =
      strata_card_layout_new (card, self->document, 0, NULL);
  StrataCanvasCard *before = strata_canvas_find (self, source);

  x -= layout->width / 2;
  if (before)
    x = MAX (x, before->x + strata_canvas_lay_out (self, before)->width + GAP);
  y -= STRATA_CARD_TITLE_HEIGHT + STRATA_CARD_ROW_HEIGHT / 2;
  graphene_rect_init (box, round (x), round (y), layout->width, layout->height);
  strata_graph_move_card (self->graph, card, round (x), round (y));
}

StrataCard *
strata_canvas_drop_card (StrataCanvas *canvas,
                         const char *type,
                         double x,
                         double y)
{
  g_autoptr (StrataWire) wire = NULL;
  g_autoptr (GPtrArray) cards = g_ptr_array_new ();
  graphene_rect_t box;
  StrataCard *card;
  double widget_x, widget_y;

  g_return_val_if_fail (STRATA_IS_CANVAS (canvas), NULL);
  g_return_val_if_fail (canvas->graph, NULL);

  strata_canvas_set_insertion (canvas, NULL);
  strata_canvas_to_widget (canvas, x, y, &widget_x, &widget_y);
  g_set_object (&wire, find_wire (canvas, type, widget_x, widget_y));
  if (!wire)
    return strata_canvas_add_card (canvas, type, x, y, NULL);
  strata_graph_begin (canvas->graph, _ ("Insert Card"));
  card = strata_canvas_add_card (canvas, type, x, y, NULL);
  if (card)
    {
      g_ptr_array_add (cards, card);
      place (canvas, card, strata_wire_get_source (wire), x, y, &box);
      strata_canvas_insert (canvas, cards, &box, wire);
    }
  strata_graph_end (canvas->graph);
  if (card)
    strata_canvas_select_only (canvas, card);
  return card;
}
