/* strata-canvas-preview.c — which pictures of its tensor a card shows.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include "strata-tensor-format.h"
#include "strata-thumbnail.h"

#define MOST_PICTURES 6

typedef enum
{
  PREVIEW_OFF,
  PREVIEW_CHANNELS,
  PREVIEW_IMAGE, /* in colour, if it has three channels */
  PREVIEW_HEAT,  /* of one channel */
} Preview;

/* By the card's view "preview"; a picture that comes in is shown as one. */
static Preview
get_kind (StrataCard *card)
{
  static const char *const words[] = { "off", "channels", "image", "heat map" };
  const StrataKind *kind = strata_card_get_kind (card);
  StrataValue *view = strata_card_get_view (card, "preview");

  if (view && strata_value_is (view, STRATA_VALUE_STRING))
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
      if (g_str_equal (strata_value_get_string (view), words[i]))
        return (Preview) i;
  return kind && kind->role == STRATA_ROLE_INPUT ? PREVIEW_IMAGE
                                                 : PREVIEW_CHANNELS;
}

static gint64
get_channel (StrataCard *card)
{
  StrataValue *view = strata_card_get_view (card, "channel");

  return view && strata_value_is (view, STRATA_VALUE_INTEGER)
             ? MAX (strata_value_get_integer (view), 0)
             : 0;
}

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

  return get_kind (card->card) == PREVIEW_OFF
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

static GPtrArray *
make_pictures (StrataCard *card, StrataTensor *tensor, StrataSliceFormat format)
{
  GPtrArray *pictures = g_ptr_array_new_with_free_func (g_object_unref);
  Preview kind = get_kind (card);
  guint n = strata_thumbnail_count (tensor, format, G_MAXUINT);

  if (kind == PREVIEW_IMAGE)
    add_picture (pictures, strata_thumbnail_new_rgb (tensor, format, 0));
  if (kind == PREVIEW_HEAT)
    add_picture (pictures,
                 strata_thumbnail_new (tensor, format, 0,
                                       MIN (get_channel (card), n - 1)));
  if (pictures->len == 0)
    for (guint i = 0; i < MIN (n, MOST_PICTURES); i++)
      add_picture (pictures, strata_thumbnail_new (tensor, format, 0, i));
  return pictures;
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
  gint64 how = get_channel (card->card) * 64 + get_kind (card->card) * 8
               + (gint64) format;

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
