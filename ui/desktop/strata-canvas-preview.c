/* strata-canvas-preview.c — which pictures of its tensor a card shows.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-editor-log.h"
#include "strata-preview-view.h"
#include "strata-tensor-format.h"
#include "strata-thumbnail.h"

#include <glib/gi18n.h>

#define MOST_PICTURES 6

static StrataTensor *
find_tensor (StrataCanvas *self, StrataCard *card, const char **port)
{
  const StrataKind *kind = strata_card_get_kind (card);

  for (gsize i = 0; kind && i < kind->n_ports; i++)
    {
      const StrataPortRow *row = &kind->ports[i];
      StrataTensor *tensor;

      if (row->type != STRATA_PORT_TENSOR
          || (!(row->flags & STRATA_PORT_OUT)
              && kind->role != STRATA_ROLE_OUTPUT))
        continue;
      tensor = strata_document_get_tensor (
          self->document, strata_card_get_id (card), row->name);
      *port = row->name;
      return tensor && strata_tensor_n_elements (tensor) > 0 ? tensor : NULL;
    }
  return NULL;
}

StrataTensor *
strata_canvas_get_preview (StrataCanvas *self, StrataCanvasCard *card)
{
  const char *port;

  return strata_preview_view_get (card->card) == STRATA_PREVIEW_OFF
             ? NULL
             : find_tensor (self, card->card, &port);
}

static StrataSliceFormat
find_format (StrataCard *card, const char *name)
{
  g_autoptr (StrataPort) output = strata_card_find_port (card, name, TRUE);
  g_autoptr (StrataPort) input =
      output ? NULL : strata_card_find_port (card, name, FALSE);

  return strata_tensor_format_find (output ? output : input);
}

static void
add_picture (GPtrArray *pictures, GdkTexture *picture)
{
  if (picture)
    g_ptr_array_add (pictures, picture);
}

/* Of a kernel, each channel has as many pictures as it makes channels. */
static void
add_channels (GPtrArray *pictures,
              StrataTensor *tensor,
              StrataSliceFormat format)
{
  StrataTensorLayout layout;
  gint64 n_images;

  strata_tensor_get_layout (tensor, format, &layout);
  n_images = format == STRATA_SLICE_KERNEL ? MAX (layout.n_images, 1) : 1;
  for (gint64 i = 0; i < MIN (layout.n_channels * n_images, MOST_PICTURES); i++)
    add_picture (pictures, strata_thumbnail_new (tensor, format, i % n_images,
                                                 i / n_images));
}

static GPtrArray *
make_pictures (StrataCard *card, StrataTensor *tensor, StrataSliceFormat format)
{
  GPtrArray *pictures = g_ptr_array_new_with_free_func (g_object_unref);
  StrataPreview kind = strata_preview_view_get (card);
  guint n = strata_thumbnail_count (tensor, format, G_MAXUINT);

  if (kind == STRATA_PREVIEW_IMAGE)
    add_picture (pictures, strata_thumbnail_new_rgb (tensor, format, 0));
  if (kind == STRATA_PREVIEW_HEAT)
    add_picture (pictures,
                 strata_thumbnail_new (
                     tensor, format, 0,
                     MIN (strata_preview_view_get_channel (card), n - 1)));
  if (pictures->len == 0)
    add_channels (pictures, tensor, format);
  return pictures;
}

gboolean
strata_canvas_read_preview (StrataCanvas *self,
                            StrataCanvasCard *card,
                            StrataCanvasPreview *preview)
{
  const StrataPreview kind = strata_preview_view_get (card->card);
  StrataTensor *tensor = kind == STRATA_PREVIEW_OFF
                             ? NULL
                             : find_tensor (self, card->card, &preview->port);

  if (!tensor || tensor != card->pictured || !card->pictures
      || card->pictures->len == 0)
    return FALSE;
  strata_tensor_get_layout (tensor, find_format (card->card, preview->port),
                            &preview->layout);
  preview->colored = kind == STRATA_PREVIEW_IMAGE && card->pictures->len == 1
                     && preview->layout.n_channels == 3;
  preview->channel = kind == STRATA_PREVIEW_HEAT
                         ? MIN (strata_preview_view_get_channel (card->card),
                                preview->layout.n_channels - 1)
                         : 0;
  return preview->layout.rank > 0;
}

GPtrArray *
strata_canvas_get_pictures (StrataCanvas *self, StrataCanvasCard *card)
{
  const char *port = NULL;
  StrataTensor *tensor = strata_canvas_get_preview (self, card)
                             ? find_tensor (self, card->card, &port)
                             : NULL;
  StrataSliceFormat format =
      tensor ? find_format (card->card, port) : STRATA_SLICE_CHANNELS_LAST;
  /* All that the pictures depend on besides. */
  gint64 how = strata_preview_view_get_channel (card->card) * 64
               + strata_preview_view_get (card->card) * 8 + (gint64) format;

  if (tensor == card->pictured && how == card->pictured_how)
    return card->pictures;
  g_clear_pointer (&card->pictures, g_ptr_array_unref);
  g_clear_pointer (&card->pictured, strata_tensor_unref);
  card->pictured_how = how;
  if (tensor)
    {
      card->pictured = strata_tensor_ref (tensor);
      card->pictures = make_pictures (card->card, tensor, format);
    }
  return card->pictures;
}

/* On for all if it is off for any, in one step. */
void
strata_canvas_toggle_preview (StrataCanvas *self)
{
  g_autoptr (GPtrArray) cards = strata_canvas_list_selected (self);
  gboolean on = FALSE;

  for (guint i = 0; i < cards->len; i++)
    on |= strata_preview_view_get (cards->pdata[i]) == STRATA_PREVIEW_OFF;
  strata_graph_begin (self->graph,
                      on ? _ ("Show Previews") : _ ("Hide Previews"));
  for (guint i = 0; i < cards->len; i++)
    {
      strata_preview_view_set_shown (cards->pdata[i], on);
      strata_editor_log ("preview %s %d", strata_card_get_id (cards->pdata[i]),
                         on);
    }
  strata_graph_end (self->graph);
}
