/* strata-channel-kinship.h — which input a channel was made from.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-document.h"

G_BEGIN_DECLS

/* How many output channels each input channel has, at a card that does not mix
 * channels; 0 for other cards, and where it is not known. */
gint64 strata_channel_kinship_find     (StrataDocument *document,
                                        StrataCard     *card);

/* "Channel 2 of 6: input channel 1, filter 0". */
char  *strata_channel_kinship_describe (gint64          channel,
                                        gint64          n_channels,
                                        gint64          multiplier);

G_END_DECLS
