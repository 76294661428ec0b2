/* strata-help-words.h — what a card, a port or a wire is, in some lines: for
 * tooltips, for the pages of help and for screen readers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-document.h"

G_BEGIN_DECLS

/* "At least 1", "One of channels_last, channels_first"; NULL where all values
 * of the type count. */
char *strata_help_words_limits   (StrataPort     *port);

/* "Default: 1, 1", "Required"; NULL for an output. */
char *strata_help_words_standard (StrataPort     *port);

/* Both, and what the port means. */
char *strata_help_words_port     (StrataPort     *port);

/* What is said where somebody points. */
char *strata_help_words_tip_port (StrataPort     *port);
char *strata_help_words_tip_card (StrataDocument *document,
                                  StrataCard     *card);
char *strata_help_words_tip_wire (StrataDocument *document,
                                  StrataWire     *wire);

G_END_DECLS
