/* strata-canvas-strokes.c — wires as lines.
 *
 * All wires at rest are one node, and those that move with a card another: each
 * node costs as much as the area that it covers, which for a wire is mostly
 * empty. The first stays until a wire in it is another, so that a drag draws
 * anew only what hangs on the card.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include <math.h>

#define TOLERANCE 0.3 /* of a curve, in pixels */

/* What is drawn once may be in few nodes, what is drawn anew in each frame
 * should cover little. */
#define RESTING_CELL 96
#define MOVING_CELL 48

void
strata_canvas_stroke (cairo_t *cr,
                      GArray *path,
                      StrataPortType type,
                      double width,
                      const GdkRGBA *color,
                      const GdkRGBA *ground)
{
  gboolean twice = strata_port_mark_is_double (type);

  gdk_cairo_set_source_rgba (cr, color);
  strata_wire_path_trace (path, cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_tolerance (cr, TOLERANCE);
  cairo_set_line_width (cr, twice ? 2.6 * width : width);
  cairo_stroke_preserve (cr);
  if (twice)
    {
      gdk_cairo_set_source_rgba (cr, ground);
      cairo_set_line_width (cr, width);
      cairo_stroke_preserve (cr);
    }
  cairo_new_path (cr);
}

/* Takes @node. No way at all would be no transform. */
GskRenderNode *
strata_canvas_move_node (GskRenderNode *node, float x, float y)
{
  GskTransform *transform =
      gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (x, y));
  GskRenderNode *moved;

  if (!transform)
    return node;
  moved = gsk_transform_node_new (node, transform);
  gsk_transform_unref (transform);
  gsk_render_node_unref (node);
  return moved;
}

static const StrataPlace *
get_start (const StrataCanvasWire *wire)
{
  return &g_array_index (wire->path, StrataWirePiece, 0).at[0];
}

double
strata_canvas_get_stroke_margin (const StrataCanvasWire *wire)
{
  return ceil ((strata_port_mark_is_double (wire->type) ? 1.6 : 1)
               * wire->width);
}

/* What they cover of the widget, on whole pixels. */
static void
get_box (StrataCanvas *self, GPtrArray *wires, graphene_rect_t *box)
{
  graphene_rect_t all =
      GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                          gtk_widget_get_height (GTK_WIDGET (self)));
  graphene_rect_t bounds;

  for (guint i = 0; i < wires->len; i++)
    {
      const StrataCanvasWire *wire = wires->pdata[i];
      double margin = strata_canvas_get_stroke_margin (wire);

      strata_wire_path_get_bounds (wire->path, &bounds);
      graphene_rect_inset (&bounds, -margin, -margin);
      if (i == 0)
        *box = bounds;
      else
        graphene_rect_union (box, &bounds, box);
    }
  if (!graphene_rect_intersection (box, &all, box))
    graphene_rect_init (box, 0, 0, 0, 0);
  graphene_rect_round_extents (box, box);
}

/* Where it is on the widget. */
void
strata_canvas_stroke_wire (StrataCanvas *self,
                           cairo_t *cr,
                           const StrataCanvasWire *wire)
{
  const StrataPlace *start = get_start (wire);
  GdkRGBA color;

  cairo_save (cr);
  cairo_translate (cr, start->x, start->y);
  strata_port_mark_get_color (wire->type, self->look, &color);
  color.alpha = wire->alpha;
  strata_canvas_stroke (cr, wire->path, wire->type, wire->width, &color,
                        &strata_canvas_get_colors (self)->ground);
  cairo_restore (cr);
}

/* In a picture they stay lines. At its own origin, because GTK 4.8 loses pixels
 * otherwise. */
static GskRenderNode *
make_node (StrataCanvas *self, GPtrArray *wires, int cell)
{
  graphene_rect_t box, local;
  GskRenderNode *node;
  cairo_t *cr;

  if (!self->is_picture)
    return strata_canvas_make_cells (self, wires, cell);
  get_box (self, wires, &box);
  graphene_rect_init (&local, 0, 0, box.size.width, box.size.height);
  node = gsk_cairo_node_new (&local);
  cr = gsk_cairo_node_get_draw_context (node);
  cairo_translate (cr, -box.origin.x, -box.origin.y);
  for (guint i = 0; i < wires->len; i++)
    strata_canvas_stroke_wire (self, cr, wires->pdata[i]);
  cairo_destroy (cr);
  return strata_canvas_move_node (node, box.origin.x, box.origin.y);
}

/* FNV-1a, from STRATA_CANVAS_NO_HASH on. */
guint64
strata_canvas_mix (guint64 hash, gconstpointer data, gsize size)
{
  const guint8 *bytes = data;

  for (gsize i = 0; i < size; i++)
    hash = (hash ^ bytes[i]) * G_GUINT64_CONSTANT (1099511628211);
  return hash;
}

static guint64
get_hash (StrataCanvas *self, GPtrArray *wires)
{
  const int size[] = { gtk_widget_get_width (GTK_WIDGET (self)),
                       gtk_widget_get_height (GTK_WIDGET (self)), self->look };
  guint64 hash = strata_canvas_mix (STRATA_CANVAS_NO_HASH, size, sizeof size);

  for (guint i = 0; i < wires->len; i++)
    {
      const StrataCanvasWire *wire = wires->pdata[i];

      hash = strata_canvas_mix (hash, &wire->type, sizeof wire->type);
      hash = strata_canvas_mix (hash, &wire->width, sizeof wire->width);
      hash = strata_canvas_mix (hash, &wire->alpha, sizeof wire->alpha);
      hash = strata_canvas_mix (hash, wire->path->data,
                                wire->path->len * sizeof (StrataWirePiece));
    }
  return hash;
}

static gboolean
is_carried (StrataCanvas *self, StrataCard *card)
{
  StrataCanvasCard *own = strata_canvas_find (self, card);

  return own && own->selected && self->drag.kind == STRATA_DRAG_CARDS
         && self->drag.moved;
}

static void
draw_moving (StrataCanvas *self, GtkSnapshot *snapshot, GPtrArray *wires)
{
  GskRenderNode *node;

  if (wires->len == 0)
    return;
  node = make_node (self, wires, MOVING_CELL);
  gtk_snapshot_append_node (snapshot, node);
  gsk_render_node_unref (node);
}

static void
draw_resting (StrataCanvas *self, GtkSnapshot *snapshot, GPtrArray *wires)
{
  guint64 hash = get_hash (self, wires);

  if (!self->strokes || hash != self->strokes_hash)
    {
      g_clear_pointer (&self->strokes, gsk_render_node_unref);
      self->strokes =
          wires->len > 0 ? make_node (self, wires, RESTING_CELL) : NULL;
      self->strokes_hash = hash;
    }
  if (self->strokes)
    gtk_snapshot_append_node (snapshot, self->strokes);
}

/* StrataCanvasWire, whose ways are those of now. */
void
strata_canvas_draw_strokes (StrataCanvas *self,
                            GtkSnapshot *snapshot,
                            GPtrArray *wires)
{
  g_autoptr (GPtrArray) resting = g_ptr_array_new ();
  g_autoptr (GPtrArray) moving = g_ptr_array_new ();

  for (guint i = 0; i < wires->len; i++)
    {
      StrataCanvasWire *wire = wires->pdata[i];
      gboolean carried =
          is_carried (self, strata_wire_get_source (wire->wire))
          || is_carried (self, strata_wire_get_target (wire->wire))
          || (self->drag.moved && self->points->len > 0
              && strata_wire_get_n_points (wire->wire) > 0);

      g_ptr_array_add (carried ? moving : resting, wire);
    }
  draw_resting (self, snapshot, resting);
  draw_moving (self, snapshot, moving);
}
