/* strata-canvas-paint.c — text, boxes and marks.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#define SIZE 13
#define SMALL_SIZE 11

static void
set_font (PangoLayout *layout, StrataTextFlags flags)
{
  PangoContext *context = pango_layout_get_context (layout);
  PangoFontDescription *font = pango_font_description_copy (
      pango_context_get_font_description (context));
  int size = flags & STRATA_TEXT_SMALL ? SMALL_SIZE : SIZE;

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  if (flags & STRATA_TEXT_BOLD)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
}

/* Into @room, in the middle of its height; wrapped where there is room for two
 * lines. Gives the width that it took. */
float
strata_canvas_paint_text (StrataCanvas *self,
                          GtkSnapshot *snapshot,
                          const char *text,
                          const graphene_rect_t *room,
                          StrataTextFlags flags,
                          const GdkRGBA *color)
{
  g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width, height;

  set_font (layout, flags);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, MAX (room->size.width, 0) * PANGO_SCALE);
  if (room->size.height > 30)
    {
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_height (layout, room->size.height * PANGO_SCALE);
    }
  if (flags & STRATA_TEXT_RIGHT)
    pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
  else if (flags & STRATA_TEXT_CENTRE)
    pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT (
                    room->origin.x,
                    room->origin.y
                        + (flags & STRATA_TEXT_TOP
                               ? 0
                               : (int) ((room->size.height - height) / 2))));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
  return width;
}

void
strata_canvas_paint_box (GtkSnapshot *snapshot,
                         const graphene_rect_t *box,
                         float radius,
                         const GdkRGBA *inside,
                         const GdkRGBA *border,
                         float width)
{
  const float widths[4] = { width, width, width, width };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, box, radius);
  if (inside)
    {
      gtk_snapshot_push_rounded_clip (snapshot, &outline);
      gtk_snapshot_append_color (snapshot, inside, box);
      gtk_snapshot_pop (snapshot);
    }
  if (border && width > 0)
    {
      const GdkRGBA sides[4] = { *border, *border, *border, *border };

      gtk_snapshot_append_border (snapshot, &outline, widths, sides);
    }
}

/* The node starts at its origin and is moved, because GTK 4.8 loses pixels of
 * nodes that are far from theirs. */
void
strata_canvas_paint_mark (GtkSnapshot *snapshot,
                          float x,
                          float y,
                          StrataPortType type,
                          StrataMarkFlags flags,
                          StrataLook look)
{
  const float half = STRATA_PORT_MARK_SIZE / 2.0f;
  graphene_rect_t box =
      GRAPHENE_RECT_INIT (0, 0, STRATA_PORT_MARK_SIZE, STRATA_PORT_MARK_SIZE);
  GskRenderNode *node = gsk_cairo_node_new (&box);
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_translate (cr, half, half);
  strata_port_mark_draw (cr, type, flags, look);
  cairo_destroy (cr);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x - half, y - half));
  gtk_snapshot_append_node (snapshot, node);
  gtk_snapshot_restore (snapshot);
  gsk_render_node_unref (node);
}
