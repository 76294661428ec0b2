/* strata-channel-strip.h — all channels of an image, as small pictures.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-tensor-slice.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define STRATA_TYPE_CHANNEL_STRIP (strata_channel_strip_get_type ())

/* Signal "chosen" (gint64 channel). */
G_DECLARE_FINAL_TYPE (StrataChannelStrip, strata_channel_strip, STRATA, CHANNEL_STRIP,
                      AdwBin)

GtkWidget *strata_channel_strip_new (void);

/* @tensor may be NULL. @multiplier: see strata-channel-kinship.h. */
void       strata_channel_strip_set (StrataChannelStrip *strip,
                                     StrataTensor       *tensor,
                                     StrataSliceFormat   format,
                                     gint64              image,
                                     gint64              multiplier);

G_END_DECLS
