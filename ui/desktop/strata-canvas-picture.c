/* strata-canvas-picture.c — a graph as a picture, seen or not.
 *
 * The picture is what a canvas of that size would draw: one that nobody sees,
 * so that the view of the one that is seen stays as it is.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-picture.h"
#include "strata-canvas-private.h"

#include <cairo-svg.h>
#include <glib/gi18n.h>
#include <math.h>

#define MARGIN 48
#define LARGEST 16000 /* side of a picture in pixels; cairo ends at 32767 */

/* Of what the picture is to show, which is not known of all by the bounds of a
 * selection. */
static gboolean
add_remarks (StrataCanvas *canvas,
             GPtrArray *remarks,
             gboolean any,
             graphene_rect_t *box)
{
  for (guint i = 0; i < remarks->len; i++)
    {
      graphene_rect_t own;

      strata_canvas_get_remark_box (canvas, remarks->pdata[i], &own);
      if (any)
        graphene_rect_union (box, &own, box);
      else
        *box = own;
      any = TRUE;
    }
  return any;
}

/* Leaves nothing selected: a picture is not to show that. */
static void
get_bounds (StrataCanvas *canvas,
            GPtrArray *cards,
            GPtrArray *remarks,
            graphene_rect_t *box)
{
  gboolean any;

  for (guint i = 0; cards && i < cards->len; i++)
    strata_canvas_find (canvas, cards->pdata[i])->selected = TRUE;
  any = strata_canvas_get_bounds (canvas, cards != NULL, box);
  for (guint i = 0; cards && i < cards->len; i++)
    strata_canvas_find (canvas, cards->pdata[i])->selected = FALSE;
  if (remarks)
    any = add_remarks (canvas, remarks, any, box);
  if (!any)
    graphene_rect_init (box, 0, 0, 1, 1);
  graphene_rect_inset (box, -MARGIN, -MARGIN);
}

static void
become_picture (StrataCanvas *canvas, GPtrArray *cards, GPtrArray *remarks)
{
  canvas->is_picture = TRUE;
  canvas->fit_due = FALSE;
  canvas->zoom = 1;
  if (!cards)
    return;
  canvas->pictured = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < cards->len; i++)
    g_hash_table_add (canvas->pictured, cards->pdata[i]);
  for (guint i = 0; remarks && i < remarks->len; i++)
    g_hash_table_add (canvas->pictured, remarks->pdata[i]);
}

GskRenderNode *
strata_canvas_picture_draw (StrataDocument *document,
                            GPtrArray *cards,
                            GPtrArray *remarks)
{
  StrataCanvas *canvas =
      STRATA_CANVAS (g_object_ref_sink (strata_canvas_new (document)));
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  graphene_rect_t box;

  become_picture (canvas, cards, remarks);
  get_bounds (canvas, cards, remarks, &box);
  canvas->offset_x = round (-box.origin.x);
  canvas->offset_y = round (-box.origin.y);
  gtk_widget_allocate (GTK_WIDGET (canvas), (int) ceilf (box.size.width),
                       (int) ceilf (box.size.height), -1, NULL);
  GTK_WIDGET_GET_CLASS (canvas)->snapshot (GTK_WIDGET (canvas), snapshot);
  node = gtk_snapshot_free_to_node (snapshot);
  g_object_unref (canvas);
  return node;
}

static void
draw (GskRenderNode *picture, cairo_surface_t *surface, double scale)
{
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  gsk_render_node_draw (picture, cr);
  cairo_destroy (cr);
}

GdkTexture *
strata_canvas_picture_to_texture (GskRenderNode *picture, int width, int height)
{
  graphene_rect_t box;
  cairo_surface_t *surface;
  GdkTexture *texture;
  g_autoptr (GBytes) bytes = NULL;
  double scale;

  gsk_render_node_get_bounds (picture, &box);
  scale = MIN (1, MIN (width / box.size.width, height / box.size.height));
  surface = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, MAX (1, (int) (box.size.width * scale)),
      MAX (1, (int) (box.size.height * scale)));
  draw (picture, surface, scale);
  cairo_surface_flush (surface);
  bytes = g_bytes_new_with_free_func (
      cairo_image_surface_get_data (surface),
      (gsize) cairo_image_surface_get_stride (surface)
          * (gsize) cairo_image_surface_get_height (surface),
      (GDestroyNotify) cairo_surface_destroy, surface);
  texture = gdk_memory_texture_new (
      cairo_image_surface_get_width (surface),
      cairo_image_surface_get_height (surface), GDK_MEMORY_DEFAULT, bytes,
      (gsize) cairo_image_surface_get_stride (surface));
  return texture;
}

static cairo_status_t
append_cb (void *array, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (array, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

GBytes *
strata_canvas_picture_to_svg (GskRenderNode *picture, GError **error)
{
  GByteArray *array = g_byte_array_new ();
  graphene_rect_t box;
  cairo_surface_t *surface;
  cairo_status_t status;

  gsk_render_node_get_bounds (picture, &box);
  surface = cairo_svg_surface_create_for_stream (
      append_cb, array, box.size.width, box.size.height);
  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  draw (picture, surface, 1);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (array);
  g_byte_array_unref (array);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
               _ ("The picture cannot be drawn: %s"),
               cairo_status_to_string (status));
  return NULL;
}

static GBytes *
to_png (GskRenderNode *picture)
{
  g_autoptr (GdkTexture) texture =
      strata_canvas_picture_to_texture (picture, LARGEST, LARGEST);

  return gdk_texture_save_to_png_bytes (texture);
}

static gboolean
ends_in (GFile *file, const char *suffix)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *small = g_ascii_strdown (name, -1);

  return g_str_has_suffix (small, suffix);
}

gboolean
strata_canvas_picture_export (StrataDocument *document,
                              GFile *file,
                              GError **error)
{
  gboolean svg = ends_in (file, ".svg");
  GskRenderNode *picture;
  g_autoptr (GBytes) bytes = NULL;
  gsize length;
  const char *data;

  if (!svg && !ends_in (file, ".png"))
    {
      g_autofree char *name = g_file_get_parse_name (file);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _ ("The name of a picture ends in .svg or .png, but that of "
                      "“%s” does not"),
                   name);
      return FALSE;
    }
  picture = strata_canvas_picture_draw (document, NULL, NULL);
  bytes =
      svg ? strata_canvas_picture_to_svg (picture, error) : to_png (picture);
  gsk_render_node_unref (picture);
  if (!bytes)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  return g_file_replace_contents (file, data, length, NULL, FALSE,
                                  G_FILE_CREATE_NONE, NULL, NULL, error);
}
