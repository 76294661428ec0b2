/* strata-canvas-picture.h — a graph as a picture, seen or not.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-document.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* All that is in the graph; or @cards, what is between them, and @remarks. At
 * 100 % with a margin. Free with gsk_render_node_unref(). */
GskRenderNode *strata_canvas_picture_draw       (StrataDocument  *document,
                                                 GPtrArray       *cards,
                                                 GPtrArray       *remarks);

/* The picture in pixels, made smaller where it would not fit into @width by
 * @height. */
GdkTexture    *strata_canvas_picture_to_texture (GskRenderNode   *picture,
                                                 int              width,
                                                 int              height);
GBytes        *strata_canvas_picture_to_svg     (GskRenderNode   *picture,
                                                 GError         **error);

/* Writes all that is in the graph, as SVG or PNG according to the file's suffix. */
gboolean       strata_canvas_picture_export     (StrataDocument  *document,
                                                 GFile           *file,
                                                 GError         **error);

G_END_DECLS
