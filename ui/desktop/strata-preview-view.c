/* strata-preview-view.c — what a card remembers of the picture in it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-preview-view.h"

static const char preview_key[] = "preview";
static const char channel_key[] = "channel";

static const char *const words[] = { "off", "channels", "image", "heat map" };

/* Data that comes in is shown as a picture. */
StrataPreview
strata_preview_view_get (StrataCard *card)
{
  const StrataKind *kind = strata_card_get_kind (card);
  StrataValue *view = strata_card_get_view (card, preview_key);

  if (view && strata_value_is (view, STRATA_VALUE_STRING))
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
      if (g_str_equal (strata_value_get_string (view), words[i]))
        return (StrataPreview) i;
  return kind && kind->role == STRATA_ROLE_INPUT ? STRATA_PREVIEW_IMAGE
                                                 : STRATA_PREVIEW_CHANNELS;
}

gint64
strata_preview_view_get_channel (StrataCard *card)
{
  StrataValue *view = strata_card_get_view (card, channel_key);

  return view && strata_value_is (view, STRATA_VALUE_INTEGER)
             ? CLAMP (strata_value_get_integer (view), 0, G_MAXINT)
             : 0;
}

void
strata_preview_view_set (StrataCard *card,
                         StrataPreview preview,
                         gint64 channel)
{
  StrataGraph *graph = strata_card_get_graph (card);
  g_autoptr (StrataValue) word = strata_value_new_string (words[preview]);
  g_autoptr (StrataValue) number = preview == STRATA_PREVIEW_HEAT
                                       ? strata_value_new_integer (channel)
                                       : NULL;

  strata_graph_set_card_view (graph, card, preview_key, word, NULL);
  strata_graph_set_card_view (graph, card, channel_key, number, NULL);
}

void
strata_preview_view_set_shown (StrataCard *card, gboolean shown)
{
  g_autoptr (StrataValue) word =
      shown ? NULL : strata_value_new_string (words[STRATA_PREVIEW_OFF]);

  if ((strata_preview_view_get (card) != STRATA_PREVIEW_OFF) != shown)
    strata_graph_set_card_view (strata_card_get_graph (card), card, preview_key,
                                word, NULL);
}
