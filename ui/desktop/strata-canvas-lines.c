/* strata-canvas-lines.c — wires from afar, as straight lines.
 *
 * One node of straight lines is cheaper than many curves, and one stroke for
 * each colour cheaper than many. Lines that move are cells instead, because the
 * one node covers everything.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#define MOVING_CELL 48

/* Whether a straight line between them might be in sight. */
static gboolean
may_cross (const StrataCanvasLine *line, double width, double height)
{
  const StrataPlace *from = &line->from, *to = &line->to;

  return MAX (from->x, to->x) > 0 && MIN (from->x, to->x) < width
         && MAX (from->y, to->y) > 0 && MIN (from->y, to->y) < height;
}

static gboolean
is_in_lot (const StrataCanvasWire *wire, StrataCanvasLot lot)
{
  gboolean carried = (wire->source && wire->source->carried)
                     || (wire->target && wire->target->carried);

  return lot == STRATA_LOT_ALL || (lot == STRATA_LOT_CARRIED) == carried;
}

/* Those of one type. */
static void
add_lines (StrataCanvas *self,
           GArray *lines,
           StrataPortType type,
           StrataCanvasLot lot)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  GPtrArray *wires = strata_canvas_get_wires (self);

  for (guint i = 0; i < wires->len; i++)
    {
      StrataCanvasWire *wire = wires->pdata[i];
      StrataCanvasLine line = { .type = type };

      if (wire->type != type || !is_in_lot (wire, lot))
        continue;
      strata_canvas_find_ends (self, wire, &line.from, &line.to);
      if (may_cross (&line, width, height))
        g_array_append_val (lines, line);
    }
}

/* By their types. */
static GArray *
list_lines (StrataCanvas *self, StrataCanvasLot lot)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (StrataCanvasLine));

  for (guint type = 0; type < STRATA_N_PORT_TYPES; type++)
    add_lines (self, lines, type, lot);
  return lines;
}

/* StrataCanvasLine, those of a type after another. */
void
strata_canvas_stroke_lines (StrataCanvas *self, cairo_t *cr, GArray *lines)
{
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  cairo_set_line_width (cr, 1);
  for (guint i = 0; i < lines->len; i++)
    {
      const StrataCanvasLine *line =
          &g_array_index (lines, StrataCanvasLine, i);
      GdkRGBA color;

      cairo_move_to (cr, line->from.x, line->from.y);
      cairo_line_to (cr, line->to.x, line->to.y);
      if (i + 1 < lines->len && line[1].type == line->type)
        continue;
      strata_port_mark_get_color (line->type, self->look, &color);
      gdk_cairo_set_source_rgba (cr, &color);
      cairo_stroke (cr);
    }
}

static void
draw_moving (StrataCanvas *self, GtkSnapshot *snapshot, GArray *lines)
{
  GskRenderNode *node =
      strata_canvas_make_line_cells (self, lines, MOVING_CELL);

  gtk_snapshot_append_node (snapshot, node);
  gsk_render_node_unref (node);
}

void
strata_canvas_draw_lines (StrataCanvas *self,
                          GtkSnapshot *snapshot,
                          StrataCanvasLot lot)
{
  g_autoptr (GArray) lines = list_lines (self, lot);
  cairo_t *cr;

  if (lot == STRATA_LOT_CARRIED)
    {
      draw_moving (self, snapshot, lines);
      return;
    }
  cr = gtk_snapshot_append_cairo (
      snapshot,
      &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                           gtk_widget_get_height (GTK_WIDGET (self))));
  strata_canvas_stroke_lines (self, cr, lines);
  cairo_destroy (cr);
}
