/* strata-canvas-bypass.c — cards that hand their input on.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"

#include <glib/gi18n.h>

#define RADIUS 12

/* Off only where all that can be bypassed are; else one is told why not. */
void
strata_canvas_toggle_bypass (StrataCanvas *self)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  g_autoptr (GError) error = NULL;
  gboolean on = TRUE;
  guint n = 0;

  for (guint i = 0; i < cards->len; i++)
    if (strata_card_is_bypassed (cards->pdata[i]))
      on = FALSE;
  for (guint i = 0; i < cards->len; i++)
    on |= strata_card_can_bypass (cards->pdata[i])
          && !strata_card_is_bypassed (cards->pdata[i]);
  strata_graph_begin (self->graph,
                      on ? _ ("Bypass Cards") : _ ("No Longer Bypass Cards"));
  for (guint i = 0; i < cards->len; i++)
    n += strata_graph_set_card_bypassed (self->graph, cards->pdata[i], on,
                                         error ? NULL : &error);
  strata_graph_end (self->graph);
  strata_editor_log ("bypassed %u %d", n, on);
  if (n == 0 && error)
    strata_canvas_emit_hint (self, error->message);
}

/* Where the data goes in and comes out. */
static gboolean
find_ends (const StrataCardLayout *layout, double *in, double *out)
{
  *in = *out = 0;
  for (guint i = layout->rows->len; i-- > 0;)
    {
      const StrataCardRow *row = strata_card_layout_get_row (layout, i);

      if (row->kind == STRATA_CARD_ROW_DATA && row->input)
        *in = row->y;
      if (row->kind == STRATA_CARD_ROW_DATA && row->output)
        *out = row->y;
    }
  return *in > 0 && *out > 0;
}

static void
trace_outline (cairo_t *cr, double width, double height)
{
  cairo_new_sub_path (cr);
  cairo_arc (cr, width - RADIUS, RADIUS, RADIUS - 1, -G_PI_2, 0);
  cairo_arc (cr, width - RADIUS, height - RADIUS, RADIUS - 1, 0, G_PI_2);
  cairo_arc (cr, RADIUS, height - RADIUS, RADIUS - 1, G_PI_2, G_PI);
  cairo_arc (cr, RADIUS, RADIUS, RADIUS - 1, G_PI, -G_PI_2);
  cairo_close_path (cr);
}

/* A dashed border, and a line through from the input to the output. */
void
strata_canvas_paint_bypass (StrataCanvas *self,
                            GtkSnapshot *snapshot,
                            const StrataCardLayout *layout)
{
  static const double dashes[] = { 6, 4 };
  const StrataCanvasColors *colors = strata_canvas_get_colors (self);
  GskRenderNode *node = gsk_cairo_node_new (
      &GRAPHENE_RECT_INIT (0, 0, layout->width, layout->height));
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);
  double in, out;

  gdk_cairo_set_source_rgba (cr, &colors->dim);
  cairo_set_line_width (cr, 2);
  if (find_ends (layout, &in, &out))
    {
      double middle = layout->width / 2;

      cairo_move_to (cr, 0, in);
      cairo_curve_to (cr, middle, in, middle, out, layout->width, out);
      cairo_stroke (cr);
    }
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  trace_outline (cr, layout->width, layout->height);
  cairo_stroke (cr);
  cairo_destroy (cr);
  gtk_snapshot_append_node (snapshot, node);
  gsk_render_node_unref (node);
}
