/* strata-wire-offer.h — where a wire may go: a port, or a card that is to come.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <strata.h>

G_BEGIN_DECLS

#define STRATA_TYPE_WIRE_OFFER (strata_wire_offer_get_type ())

G_DECLARE_FINAL_TYPE (StrataWireOffer, strata_wire_offer, STRATA, WIRE_OFFER, GObject)

/* @note says more: a reason why not, where @fits is FALSE. */
StrataWireOffer  *strata_wire_offer_new_port (StrataPort       *port,
                                              const char       *text,
                                              const char       *note,
                                              gboolean          fits);
StrataWireOffer  *strata_wire_offer_new_kind (const StrataKind *kind,
                                              const char       *text);

/* NULL for a card that is to come. */
StrataPort       *strata_wire_offer_get_port (StrataWireOffer  *offer);
const StrataKind *strata_wire_offer_get_kind (StrataWireOffer  *offer);
const char       *strata_wire_offer_get_text (StrataWireOffer  *offer);
const char       *strata_wire_offer_get_note (StrataWireOffer  *offer);
gboolean          strata_wire_offer_fits     (StrataWireOffer  *offer);

/* Whether each of the words stands in what it says; @words in one case. */
gboolean          strata_wire_offer_matches  (StrataWireOffer  *offer,
                                              const char *const *words);

G_END_DECLS
