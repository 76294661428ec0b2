/* strata-canvas-knife.c — lines drawn across wires: to cut them, or to lead
 * them through a point.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"

#include <glib/gi18n.h>
#include <math.h>

#define STEP 3 /* shortest piece of it, on the widget */

static StrataPlace
to_widget (StrataCanvas *self, GArray *stroke, guint index)
{
  StrataPlace place = g_array_index (stroke, StrataPlace, index);

  strata_canvas_to_widget (self, place.x, place.y, &place.x, &place.y);
  return place;
}

void
strata_canvas_extend_stroke (StrataCanvas *self)
{
  StrataDrag *drag = &self->drag;
  StrataPlace now, last;

  if (!drag->stroke)
    {
      StrataPlace first = { drag->grab_x, drag->grab_y };

      drag->stroke = g_array_new (FALSE, FALSE, sizeof (StrataPlace));
      g_array_append_val (drag->stroke, first);
    }
  last = to_widget (self, drag->stroke, drag->stroke->len - 1);
  if (hypot (drag->x - last.x, drag->y - last.y) < STEP)
    return;
  strata_canvas_to_graph (self, drag->x, drag->y, &now.x, &now.y);
  g_array_append_val (drag->stroke, now);
}

static gboolean
crosses (StrataCanvas *self, GArray *stroke, StrataWire *wire, double *along)
{
  strata_canvas_route (self, wire, self->path);
  for (guint i = 0; i + 1 < stroke->len; i++)
    {
      StrataPlace from = to_widget (self, stroke, i);
      StrataPlace to = to_widget (self, stroke, i + 1);

      if (strata_wire_path_crosses (self->path, &from, &to, along))
        return TRUE;
    }
  return FALSE;
}

void
strata_canvas_cut (StrataCanvas *self, const StrataDrag *drag)
{
  g_autoptr (GPtrArray) wires = strata_graph_list_wires (self->graph);
  guint n = 0;

  if (!drag->stroke)
    return;
  strata_graph_begin (self->graph, _ ("Cut Wires"));
  for (guint i = 0; i < wires->len; i++)
    if (crosses (self, drag->stroke, wires->pdata[i], NULL))
      {
        strata_graph_disconnect (self->graph, wires->pdata[i]);
        n++;
      }
  strata_graph_end (self->graph);
  strata_editor_log ("cut %u", n);
}

void
strata_canvas_lead (StrataCanvas *self, const StrataDrag *drag)
{
  g_autoptr (GPtrArray) wires = strata_graph_list_wires (self->graph);
  double along;

  if (!drag->stroke)
    return;
  strata_graph_begin (self->graph, _ ("Add Points"));
  for (guint i = 0; i < wires->len; i++)
    if (crosses (self, drag->stroke, wires->pdata[i], &along))
      strata_canvas_add_point (self, wires->pdata[i], along);
  strata_graph_end (self->graph);
  strata_canvas_selection_changed (self);
}

void
strata_canvas_draw_stroke (StrataCanvas *self, GtkSnapshot *snapshot)
{
  static const double dashes[] = { 6, 4 };
  const StrataCanvasColors *colors = strata_canvas_get_colors (self);
  gboolean cuts = self->drag.kind == STRATA_DRAG_KNIFE;
  GArray *stroke = self->drag.stroke;
  cairo_t *cr;

  if (!stroke || stroke->len < 2)
    return;
  cr = gtk_snapshot_append_cairo (
      snapshot,
      &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                           gtk_widget_get_height (GTK_WIDGET (self))));
  for (guint i = 0; i < stroke->len; i++)
    {
      StrataPlace place = to_widget (self, stroke, i);

      cairo_line_to (cr, place.x, place.y);
    }
  gdk_cairo_set_source_rgba (cr, cuts ? &colors->fault : &colors->accent);
  cairo_set_line_width (cr, 2);
  if (cuts)
    cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  cairo_stroke (cr);
  cairo_destroy (cr);
}
