/* strata-wire-list.h — where a wire from a port may go, to search and choose.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-wire-offer.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STRATA_TYPE_WIRE_LIST (strata_wire_list_get_type ())

/* Signal "chosen" (StrataWireOffer *offer): also one that does not fit. */
G_DECLARE_FINAL_TYPE (StrataWireList, strata_wire_list, STRATA, WIRE_LIST, GtkPopover)

/* @offers: StrataWireOffer, in their order. */
GtkWidget  *strata_wire_list_new         (GListModel     *offers);
void        strata_wire_list_set_words   (StrataWireList *list,
                                          const char     *words);
/* What the words leave. */
GListModel *strata_wire_list_get_shown   (StrataWireList *list);
/* Chooses the selected one, as Enter does. */
void        strata_wire_list_choose      (StrataWireList *list);

G_END_DECLS
