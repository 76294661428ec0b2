/* strata-card-peer.h — a card of the canvas, for keys and for screen readers.
 *
 * The canvas paints the card; this stands over it and paints nothing. Its
 * children are the peers of the ports that the card shows.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-card-layout.h"
#include "strata-port-peer.h"

G_BEGIN_DECLS

#define STRATA_TYPE_CARD_PEER (strata_card_peer_get_type ())

G_DECLARE_FINAL_TYPE (StrataCardPeer, strata_card_peer, STRATA, CARD_PEER, GtkWidget)

GtkWidget  *strata_card_peer_new         (StrataCard             *card);
StrataCard *strata_card_peer_get_card    (StrataCardPeer         *peer);

/* As the ports' peers of the same name. */
void        strata_card_peer_describe    (StrataCardPeer         *peer,
                                          const char             *name,
                                          const char             *help,
                                          const char             *fault);
void        strata_card_peer_select      (StrataCardPeer         *peer,
                                          gboolean                selected);

/* Has one child for each port that @layout shows, in the order in which keys
 * go through them: data, values, objects, the row that unfolds, outputs. Those
 * that stay keep the focus. @added is called with each new one. */
void        strata_card_peer_set_layout  (StrataCardPeer         *peer,
                                          const StrataCardLayout *layout,
                                          GFunc                   added,
                                          gpointer                data);

/* Places the children over what @layout says, at @zoom. */
void        strata_card_peer_place       (StrataCardPeer         *peer,
                                          const StrataCardLayout *layout,
                                          double                  zoom);

/* The child of a port that it shows; of the row that unfolds without one. */
StrataPortPeer *strata_card_peer_find    (StrataCardPeer         *peer,
                                          StrataPort             *port);

/* Where a port is painted, in the coordinates of the card at 100 %. */
gboolean    strata_card_peer_get_box     (const StrataCardLayout *layout,
                                          StrataPort             *port,
                                          graphene_rect_t        *box);

G_END_DECLS
