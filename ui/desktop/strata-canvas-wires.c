/* strata-canvas-wires.c — wires, drawn and hit.
 *
 * They are drawn at the size of the widget and not scaled, and each one's node
 * starts at its own origin: GTK 4.8 loses pixels otherwise. A node stays until
 * an end moves, so that a drag draws anew only what hangs on it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-canvas-text.h"

#include <math.h>

#define HIT_DISTANCE 6
#define HIT_STEPS 24
#define LABEL_WIDTH 110
#define LABEL_HEIGHT 20

typedef struct
{
  double x0;
  double y0;
  double x1;
  double y1;
} Ends;

void
strata_canvas_wire_free (gpointer data)
{
  StrataCanvasWire *wire = data;

  g_clear_pointer (&wire->node, gsk_render_node_unref);
  g_clear_pointer (&wire->label, gsk_render_node_unref);
  g_free (wire->text);
  g_free (wire);
}

static StrataCanvasWire *
get_wire (StrataCanvas *self, StrataWire *wire)
{
  StrataCanvasWire *own = g_hash_table_lookup (self->wires, wire);

  if (!own)
    {
      own = g_new0 (StrataCanvasWire, 1);
      own->wire = wire;
      g_hash_table_insert (self->wires, wire, own);
    }
  return own;
}

static void
find_ends (StrataCanvas *self, StrataWire *wire, Ends *ends)
{
  strata_canvas_get_port_place (self, strata_wire_get_source (wire),
                                strata_wire_get_source_port (wire), TRUE,
                                &ends->x0, &ends->y0);
  strata_canvas_get_port_place (self, strata_wire_get_target (wire),
                                strata_wire_get_target_port (wire), FALSE,
                                &ends->x1, &ends->y1);
}

/* How far the curve leaves its ends horizontally. */
static double
get_reach (double dx, double dy, double zoom)
{
  double reach = fabs (dx) / 2;

  if (dx < 0)
    reach = MAX (reach, fabs (dy) / 4);
  return CLAMP (reach, MIN (24 * zoom, fabs (dx) + fabs (dy)), 220 * zoom);
}

static void
get_point (const Ends *ends, double reach, double t, double *x, double *y)
{
  double u = 1 - t;
  double a = u * u * u;
  double b = 3 * u * u * t;
  double c = 3 * u * t * t;
  double d = t * t * t;

  *x = a * ends->x0 + b * (ends->x0 + reach) + c * (ends->x1 - reach)
       + d * ends->x1;
  *y = (a + b) * ends->y0 + (c + d) * ends->y1;
}

static GskRenderNode *
make_curve (double dx,
            double dy,
            double zoom,
            double width,
            const GdkRGBA *color)
{
  double reach = get_reach (dx, dy, zoom);
  double left = MIN (0, dx - reach) - width;
  double right = MAX (dx, reach) + width;
  double top = MIN (0, dy) - width;
  double bottom = MAX (0, dy) + width;
  graphene_rect_t box =
      GRAPHENE_RECT_INIT (0, 0, ceil (right - left), ceil (bottom - top));
  GskRenderNode *node = gsk_cairo_node_new (&box);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);
  GskTransform *transform;
  GskRenderNode *moved;

  cairo_translate (cr, -left, -top);
  cairo_move_to (cr, 0, 0);
  cairo_curve_to (cr, reach, 0, dx - reach, dy, dx, dy);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_set_line_width (cr, width);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_stroke (cr);
  cairo_destroy (cr);
  transform = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (left, top));
  moved = gsk_transform_node_new (node, transform);
  gsk_transform_unref (transform);
  gsk_render_node_unref (node);
  return moved;
}

static StrataPortType
get_type (StrataWire *wire)
{
  const StrataPortRow *row = strata_wire_get_source_row (wire);

  return row ? row->type : STRATA_PORT_STRING;
}

/* Whether it is to be seen better: it, or a card at its ends, is selected. */
static gboolean
is_lit (StrataCanvas *self, StrataWire *wire)
{
  StrataCanvasCard *source =
      strata_canvas_find (self, strata_wire_get_source (wire));
  StrataCanvasCard *target =
      strata_canvas_find (self, strata_wire_get_target (wire));

  return wire == self->selected_wire || (source && source->selected)
         || (target && target->selected);
}

static double
get_width (StrataCanvas *self, gboolean lit)
{
  return (lit ? 3.5 : 2) * CLAMP (self->zoom, 0.5, 1.5);
}

static gboolean
is_visible (StrataCanvas *self, const Ends *ends)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double reach = 220 * self->zoom;

  return MAX (ends->x0, ends->x1) > -reach
         && MIN (ends->x0, ends->x1) < width + reach
         && MAX (ends->y0, ends->y1) > -8
         && MIN (ends->y0, ends->y1) < height + 8;
}

static void
renew_node (StrataCanvas *self, StrataCanvasWire *own, const Ends *ends)
{
  double dx = ends->x1 - ends->x0;
  double dy = ends->y1 - ends->y0;
  gboolean lit = is_lit (self, own->wire);
  GdkRGBA color;

  if (own->node && fabs (own->dx - dx) < 0.01 && fabs (own->dy - dy) < 0.01
      && own->zoom == self->zoom && own->lit == lit)
    return;
  g_clear_pointer (&own->node, gsk_render_node_unref);
  own->dx = dx;
  own->dy = dy;
  own->zoom = self->zoom;
  own->lit = lit;
  strata_port_mark_get_color (get_type (own->wire), self->look, &color);
  own->node = make_curve (dx, dy, self->zoom, get_width (self, lit), &color);
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

static GskRenderNode *
make_label (StrataCanvas *self, const char *text, const GdkRGBA *color)
{
  const StrataCanvasColors *colors = strata_canvas_get_colors (self);
  graphene_rect_t room = GRAPHENE_RECT_INIT (
      -LABEL_WIDTH / 2, -LABEL_HEIGHT / 2, LABEL_WIDTH, LABEL_HEIGHT);
  GtkSnapshot *letters = gtk_snapshot_new ();
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  float width = strata_canvas_paint_text (
      self, letters, text, &room,
      STRATA_TEXT_BOLD | STRATA_TEXT_SMALL | STRATA_TEXT_CENTRE, color);
  GskRenderNode *node = gtk_snapshot_free_to_node (letters);

  graphene_rect_init (&room, -width / 2 - 7, -9, width + 14, 18);
  strata_canvas_paint_box (snapshot, &room, 9, &colors->card, &colors->border,
                           colors->line);
  if (node)
    gtk_snapshot_append_node (snapshot, node);
  g_clear_pointer (&node, gsk_render_node_unref);
  return gtk_snapshot_free_to_node (snapshot);
}

static void
draw_label (StrataCanvas *self,
            GtkSnapshot *snapshot,
            StrataCanvasWire *own,
            const Ends *ends)
{
  double dx = ends->x1 - ends->x0;
  double dy = ends->y1 - ends->y0;
  GdkRGBA color;
  double x, y;

  if (!own->text)
    own->text = find_shape (self, own->wire) ?: g_strdup ("");
  if (!*own->text || hypot (dx, dy) < 7.5 * g_utf8_strlen (own->text, -1) + 32)
    return;
  if (!own->label)
    {
      strata_port_mark_get_color (get_type (own->wire), self->look, &color);
      own->label = make_label (self, own->text, &color);
    }
  get_point (ends, get_reach (dx, dy, self->zoom), 0.5, &x, &y);
  append_at (snapshot, own->label, round (x), round (y));
}

/* All of them. */

static void
draw_wire (StrataCanvas *self, GtkSnapshot *snapshot, StrataWire *wire)
{
  StrataCanvasWire *own;
  Ends ends;

  if (wire == self->drag.detached && self->drag.moved)
    return;
  find_ends (self, wire, &ends);
  if (!is_visible (self, &ends))
    return;
  own = get_wire (self, wire);
  renew_node (self, own, &ends);
  append_at (snapshot, own->node, ends.x0, ends.y0);
  if (self->zoom >= STRATA_CANVAS_NEAR)
    draw_label (self, snapshot, own, &ends);
}

/* From afar one node of straight lines is cheaper than many curves. */
static void
draw_straight (StrataCanvas *self, GtkSnapshot *snapshot)
{
  guint n = strata_graph_get_n_wires (self->graph);
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot,
      &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                           gtk_widget_get_height (GTK_WIDGET (self))));

  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_set_line_width (cr, 1);
  for (guint i = 0; i < n; i++)
    {
      StrataWire *wire = strata_graph_get_wire (self->graph, i);
      GdkRGBA color;
      Ends ends;

      find_ends (self, wire, &ends);
      if (!is_visible (self, &ends))
        continue;
      strata_port_mark_get_color (get_type (wire), self->look, &color);
      gdk_cairo_set_source_rgba (cr, &color);
      cairo_move_to (cr, ends.x0, ends.y0);
      cairo_line_to (cr, ends.x1, ends.y1);
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
}

void
strata_canvas_draw_wires (StrataCanvas *self, GtkSnapshot *snapshot)
{
  guint n = strata_graph_get_n_wires (self->graph);

  if (self->zoom < STRATA_CANVAS_FAR)
    draw_straight (self, snapshot);
  else
    for (guint i = 0; i < n; i++)
      draw_wire (self, snapshot, strata_graph_get_wire (self->graph, i));
}

/* The wire that is being drawn. It snaps to a port that takes it. */
void
strata_canvas_draw_drag (StrataCanvas *self, GtkSnapshot *snapshot)
{
  StrataPort *from = self->drag.from;
  const StrataPortRow *row = strata_port_get_row (from);
  gboolean output = strata_port_is_output (from);
  double x = self->drag.x;
  double y = self->drag.y;
  Ends ends;
  GdkRGBA color;
  GskRenderNode *node;

  if (self->drag.over && !self->drag.reason)
    strata_canvas_get_port_place (self, strata_port_get_card (self->drag.over),
                                  strata_port_get_name (self->drag.over),
                                  strata_port_is_output (self->drag.over), &x,
                                  &y);
  strata_canvas_get_port_place (self, strata_port_get_card (from),
                                strata_port_get_name (from), output, &ends.x0,
                                &ends.y0);
  ends.x1 = x;
  ends.y1 = y;
  if (!output)
    ends = (Ends){ x, y, ends.x0, ends.y0 };
  strata_port_mark_get_color (row ? row->type : STRATA_PORT_STRING, self->look,
                              &color);
  node = make_curve (ends.x1 - ends.x0, ends.y1 - ends.y0, self->zoom,
                     get_width (self, TRUE), &color);
  append_at (snapshot, node, ends.x0, ends.y0);
  gsk_render_node_unref (node);
}

static gboolean
is_near (StrataCanvas *self, StrataWire *wire, double x, double y)
{
  Ends ends;
  double reach;

  find_ends (self, wire, &ends);
  if (!is_visible (self, &ends))
    return FALSE;
  reach = get_reach (ends.x1 - ends.x0, ends.y1 - ends.y0, self->zoom);
  for (guint i = 0; i < HIT_STEPS; i++)
    {
      double ax, ay, bx, by, along, length;

      get_point (&ends, reach, (double) i / HIT_STEPS, &ax, &ay);
      get_point (&ends, reach, (double) (i + 1) / HIT_STEPS, &bx, &by);
      length = MAX (hypot (bx - ax, by - ay), 1e-6);
      along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / (length * length);
      along = CLAMP (along, 0, 1);
      if (hypot (x - ax - along * (bx - ax), y - ay - along * (by - ay))
          <= HIT_DISTANCE)
        return TRUE;
    }
  return FALSE;
}

StrataWire *
strata_canvas_wire_at (StrataCanvas *self, double x, double y)
{
  if (!self->graph || self->zoom < STRATA_CANVAS_FAR)
    return NULL;
  for (guint i = strata_graph_get_n_wires (self->graph); i-- > 0;)
    {
      StrataWire *wire = strata_graph_get_wire (self->graph, i);

      if (is_near (self, wire, x, y))
        return wire;
    }
  return NULL;
}
