/* strata-canvas-wires.c — wires, drawn.
 *
 * They are drawn at the size of the widget and not scaled, and nodes start at
 * their own origin: GTK 4.8 loses pixels otherwise.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-canvas-text.h"

#include <math.h>

#define LABEL_WIDTH 110
#define LABEL_HEIGHT 20

static GskRenderNode *
make_curve (StrataCanvas *self, GArray *path, StrataPortType type, double width)
{
  const StrataCanvasColors *colors = strata_canvas_get_colors (self);
  const StrataPlace start = g_array_index (path, StrataWirePiece, 0).at[0];
  double margin = (strata_port_mark_is_double (type) ? 1.6 : 1) * width;
  graphene_rect_t bounds, box;
  GskRenderNode *node;
  GdkRGBA color;
  cairo_t *cr;
  float left, top;

  strata_wire_path_get_bounds (path, &bounds);
  left = bounds.origin.x - start.x - margin;
  top = bounds.origin.y - start.y - margin;
  graphene_rect_init (&box, 0, 0, ceil (bounds.size.width + 2 * margin),
                      ceil (bounds.size.height + 2 * margin));
  node = gsk_cairo_node_new (&box);
  cr = gsk_cairo_node_get_draw_context (node);
  cairo_translate (cr, -left, -top);
  strata_port_mark_get_color (type, self->look, &color);
  strata_canvas_stroke (cr, path, type, width, &color, &colors->ground);
  cairo_destroy (cr);
  return strata_canvas_move_node (node, left, top);
}

static StrataPortType
get_type (StrataWire *wire)
{
  const StrataPortRow *row = strata_wire_get_source_row (wire);

  return row ? row->type : STRATA_PORT_STRING;
}

/* Whether it is to be seen better: it, or a card at its ends, is selected. */
static gboolean
is_lit (StrataCanvas *self, const StrataCanvasWire *own)
{
  return own->wire == self->selected_wire || own->wire == self->insertion
         || strata_canvas_is_traced (self, own->wire)
         || (own->source && own->source->selected)
         || (own->target && own->target->selected);
}

static double
get_width (StrataCanvas *self, gboolean lit)
{
  return (lit ? 3.5 : 2) * CLAMP (self->zoom, 0.5, 1.5);
}

/* Whether it is in sight, with the width of its line. */
static gboolean
is_visible (StrataCanvas *self, GArray *path)
{
  graphene_rect_t box;

  strata_wire_path_get_bounds (path, &box);
  graphene_rect_inset (&box, -8, -8);
  return graphene_rect_intersection (
      &box,
      &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                           gtk_widget_get_height (GTK_WIDGET (self))),
      NULL);
}

static void
renew (StrataCanvas *self, StrataCanvasWire *own)
{
  gboolean moved = !own->path || own->zoom != self->zoom
                   || !strata_wire_path_equal (own->path, self->path);

  if (!own->path)
    own->path = strata_wire_path_new ();
  g_array_set_size (own->path, 0);
  g_array_append_vals (own->path, self->path->data, self->path->len);
  own->labelled = own->labelled && !moved;
  own->zoom = self->zoom;
  own->width = get_width (self, is_lit (self, own));
  own->alpha = strata_canvas_is_wire_dimmed (self, own->wire) ? 0.3 : 1;
}

static void
append_at (GtkSnapshot *snapshot, GskRenderNode *node, double x, double y)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_node (snapshot, node);
  gtk_snapshot_restore (snapshot);
}

/* Shapes. */

static char *
find_shape (StrataCanvas *self, StrataWire *wire)
{
  StrataPlan *plan = strata_document_get_plan (self->document);
  int index = strata_plan_find_card (
      plan, strata_card_get_id (strata_wire_get_source (wire)));

  if (index < 0 || get_type (wire) != STRATA_PORT_TENSOR)
    return NULL;
  return strata_canvas_shape_to_text (
      strata_plan_get_spec (plan, index, strata_wire_get_source_port (wire)));
}

static void
make_label (StrataCanvas *self, StrataCanvasWire *own)
{
  const StrataCanvasColors *colors = strata_canvas_get_colors (self);
  graphene_rect_t room = GRAPHENE_RECT_INIT (
      -LABEL_WIDTH / 2, -LABEL_HEIGHT / 2, LABEL_WIDTH, LABEL_HEIGHT);
  GtkSnapshot *letters = gtk_snapshot_new ();
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  GdkRGBA color;

  strata_port_mark_get_color (get_type (own->wire), self->look, &color);
  own->label_width =
      14
      + strata_canvas_paint_text (
          self, letters, own->text, &room,
          STRATA_TEXT_BOLD | STRATA_TEXT_SMALL | STRATA_TEXT_CENTRE, &color);
  node = gtk_snapshot_free_to_node (letters);
  graphene_rect_init (&room, -own->label_width / 2, -9, own->label_width, 18);
  strata_canvas_paint_box (snapshot, &room, 9, &colors->card, &colors->border,
                           colors->line);
  if (node)
    gtk_snapshot_append_node (snapshot, node);
  g_clear_pointer (&node, gsk_render_node_unref);
  own->label = gtk_snapshot_free_to_node (snapshot);
}

/* Where no card hides it, or else in the middle. */
static void
place_label (StrataCanvas *self, StrataCanvasWire *own, const StrataPlace *from)
{
  StrataPlace place;

  if (own->labelled)
    return;
  if (!strata_canvas_find_room (self, own->path, own->label_width + 4, 20,
                                &place))
    strata_wire_path_get_place (own->path, 0.5, &place);
  own->labelled = TRUE;
  own->label_place.x = place.x - from->x;
  own->label_place.y = place.y - from->y;
}

static void
draw_label (StrataCanvas *self, GtkSnapshot *snapshot, StrataCanvasWire *own)
{
  const StrataWirePiece *first = &g_array_index (own->path, StrataWirePiece, 0);
  const StrataWirePiece *last =
      &g_array_index (own->path, StrataWirePiece, own->path->len - 1);
  const StrataPlace *from = &first->at[0];
  double length = hypot (last->at[3].x - from->x, last->at[3].y - from->y);

  if (!own->text)
    own->text = find_shape (self, own->wire) ?: g_strdup ("");
  if (!*own->text || length < 7.5 * g_utf8_strlen (own->text, -1) + 32)
    return;
  if (!own->label)
    make_label (self, own);
  place_label (self, own, from);
  append_at (snapshot, own->label, round (from->x + own->label_place.x),
             round (from->y + own->label_place.y));
}

/* All of them. */

/* A picture of some cards has only the wires between them. */
static gboolean
is_pictured (StrataCanvas *self, StrataWire *wire)
{
  return !self->pictured
         || (g_hash_table_contains (self->pictured,
                                    strata_wire_get_source (wire))
             && g_hash_table_contains (self->pictured,
                                       strata_wire_get_target (wire)));
}

/* Those in sight, with the ways that they take now. */
static GPtrArray *
list_visible (StrataCanvas *self)
{
  GPtrArray *wires = g_ptr_array_new ();
  graphene_rect_t sight =
      GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                          gtk_widget_get_height (GTK_WIDGET (self)));
  GPtrArray *all = strata_canvas_get_wires (self);

  for (guint i = 0; i < all->len; i++)
    {
      StrataCanvasWire *own = all->pdata[i];

      if (!is_pictured (self, own->wire))
        continue;
      if (self->drag.moved && strata_canvas_is_taken_off (self, own->wire))
        continue;
      if (!strata_canvas_may_touch_wire (self, own, &sight))
        continue;
      strata_canvas_route (self, own->wire, self->path);
      if (!is_visible (self, self->path))
        continue;
      renew (self, own);
      g_ptr_array_add (wires, own);
    }
  return wires;
}

/* What stands on a wire. */
static void
draw_upon (StrataCanvas *self, GtkSnapshot *snapshot, StrataCanvasWire *own)
{
  GdkRGBA color;

  if (own->alpha < 1)
    gtk_snapshot_push_opacity (snapshot, own->alpha);
  strata_port_mark_get_color (own->type, self->look, &color);
  strata_canvas_draw_points (self, snapshot, own->wire, &color);
  if (self->zoom >= STRATA_CANVAS_NEAR)
    draw_label (self, snapshot, own);
  if (own->alpha < 1)
    gtk_snapshot_pop (snapshot);
}

static void
draw_curves (StrataCanvas *self, GtkSnapshot *snapshot)
{
  g_autoptr (GPtrArray) wires = list_visible (self);

  strata_canvas_draw_strokes (self, snapshot, wires);
  for (guint i = 0; i < wires->len; i++)
    draw_upon (self, snapshot, wires->pdata[i]);
}

void
strata_canvas_draw_wires (StrataCanvas *self, GtkSnapshot *snapshot)
{
  if (self->zoom < STRATA_CANVAS_FAR)
    strata_canvas_draw_lines (self, snapshot, STRATA_LOT_ALL);
  else
    draw_curves (self, snapshot);
}

/* What is being drawn. */

static void
get_port_place (StrataCanvas *self, StrataPort *port, StrataPlace *place)
{
  strata_canvas_get_port_place (
      self, strata_port_get_card (port), strata_port_get_name (port),
      strata_port_is_output (port), &place->x, &place->y);
}

static void
draw_loose (StrataCanvas *self,
            GtkSnapshot *snapshot,
            StrataPlace from,
            StrataPlace to,
            StrataPortType type)
{
  const StrataPlace places[] = { from, to };
  GskRenderNode *node;

  strata_wire_path_lead (self->path, places, 2, NULL, NULL, self->zoom);
  node = make_curve (self, self->path, type, get_width (self, TRUE));
  append_at (snapshot, node, from.x, from.y);
  gsk_render_node_unref (node);
}

/* Those that the cards leave behind that are taken out. */
void
strata_canvas_draw_joins (StrataCanvas *self, GtkSnapshot *snapshot)
{
  GPtrArray *joins = self->drag.joins;

  for (guint i = 0; i < joins->len; i++)
    {
      const StrataJoin *join = joins->pdata[i];
      StrataPlace from, to, other;

      strata_canvas_get_ends (self, join->in, &from, &other);
      strata_canvas_get_ends (self, join->out, &other, &to);
      draw_loose (self, snapshot, from, to, get_type (join->in));
    }
}

/* The wires that are being drawn. They snap to a port that takes them. */
void
strata_canvas_draw_drag (StrataCanvas *self, GtkSnapshot *snapshot)
{
  const StrataDrag *drag = &self->drag;
  gboolean output = strata_port_is_output (drag->from);
  const StrataPortRow *row = strata_port_get_row (drag->from);
  StrataPlace loose = { drag->x, drag->y };
  StrataPlace from, to;

  if (drag->over && !drag->reason)
    get_port_place (self, drag->over, &loose);
  get_port_place (self, drag->from, &from);
  if (!drag->detached)
    draw_loose (self, snapshot, output ? from : loose, output ? loose : from,
                row ? row->type : STRATA_PORT_STRING);
  for (guint i = 0; drag->detached && i < drag->detached->len; i++)
    {
      StrataWire *wire = drag->detached->pdata[i];

      strata_canvas_get_ends (self, wire, &from, &to);
      draw_loose (self, snapshot, output ? from : loose, output ? loose : to,
                  get_type (wire));
    }
}
