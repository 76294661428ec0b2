/* strata-preview-view.h — what a card remembers of the picture in it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <strata.h>

G_BEGIN_DECLS

typedef enum
{
  STRATA_PREVIEW_OFF,
  STRATA_PREVIEW_CHANNELS,
  STRATA_PREVIEW_IMAGE, /* in color, if it has three channels */
  STRATA_PREVIEW_HEAT,  /* of one channel */
} StrataPreview;

StrataPreview strata_preview_view_get         (StrataCard    *card);
gint64        strata_preview_view_get_channel (StrataCard    *card);

/* Parts of a step of the graph. Shown again, it is the preview that a card has
 * from the first. */
void          strata_preview_view_set         (StrataCard    *card,
                                               StrataPreview  preview,
                                               gint64         channel);
void          strata_preview_view_set_shown   (StrataCard    *card,
                                               gboolean       shown);

G_END_DECLS
