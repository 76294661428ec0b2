/* strata-card.h — a card of a graph: a kind, an id, a place, values on ports.
 *
 * A card of a type that no plugin has brought keeps all that its file says of
 * it, ports included, so that nothing is lost on save.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-port.h"

G_BEGIN_DECLS

#define STRATA_TYPE_CARD (strata_card_get_type ())

/**
 * StrataCard:
 *
 * A card of a graph: a kind, an id, a place, values on ports.
 *
 * A card of a type that no plugin has brought keeps all that its file says of
 * it, ports included, so that nothing is lost on save. Cards are made by
 * [method@Strata.Graph.add_card] and changed through their graph, so that every
 * change can be taken back.
 */
STRATA_EXPORT
G_DECLARE_FINAL_TYPE (StrataCard, strata_card, STRATA, CARD, GObject)

STRATA_EXPORT const char       *strata_card_get_id        (StrataCard *card);
STRATA_EXPORT const char       *strata_card_get_type_name (StrataCard *card);
STRATA_EXPORT gboolean          strata_card_is_known      (StrataCard *card);
STRATA_EXPORT const StrataKind *strata_card_get_kind      (StrataCard *card);

/* What the kind's table says; of a card of unknown type nothing but its type is
 * known. */
STRATA_EXPORT const char       *strata_card_get_title     (StrataCard *card);
STRATA_EXPORT const char       *strata_card_get_category  (StrataCard *card);
STRATA_EXPORT const char       *strata_card_get_summary   (StrataCard *card);
STRATA_EXPORT const char       *strata_card_get_help      (StrataCard *card);

/* The graph that the card stands in, and its number there. */
STRATA_EXPORT StrataGraph      *strata_card_get_graph     (StrataCard *card);
STRATA_EXPORT guint             strata_card_get_index     (StrataCard *card);

STRATA_EXPORT gboolean          strata_card_has_position  (StrataCard *card);
STRATA_EXPORT void              strata_card_get_position  (StrataCard *card,
                                                           double     *x,
                                                           double     *y);

/* Ports: those of the kind in the order of its table, then those that only the
 * file knows: they have a value or a wire. */
STRATA_EXPORT guint             strata_card_get_n_ports   (StrataCard *card);
STRATA_EXPORT StrataPort       *strata_card_get_port      (StrataCard *card,
                                                           guint       index);
STRATA_EXPORT StrataPort       *strata_card_find_port     (StrataCard *card,
                                                           const char *name,
                                                           gboolean    output);

/* The wire into an input port, and all wires at the card. */
STRATA_EXPORT StrataWire       *strata_card_get_wire      (StrataCard *card,
                                                           const char *port);
STRATA_EXPORT GPtrArray        *strata_card_list_wires    (StrataCard *card);

/* Value given on an input port, or NULL for its default; and all of them in one
 * object, as the file has them. A wire into a port wins over its value. */
STRATA_EXPORT StrataValue      *strata_card_get_value     (StrataCard *card,
                                                           const char *port);
STRATA_EXPORT StrataValue      *strata_card_get_values    (StrataCard *card);

/* Whether it hands its first tensor through instead of computing, and whether
 * its kind can. */
STRATA_EXPORT gboolean          strata_card_is_bypassed   (StrataCard *card);
STRATA_EXPORT gboolean          strata_card_can_bypass    (StrataCard *card);

/* What an editor remembers of how the card looks, free of form; NULL where
 * there is nothing. It has no influence on what the card computes. */
STRATA_EXPORT StrataValue      *strata_card_get_view      (StrataCard *card,
                                                           const char *key);
STRATA_EXPORT StrataValue      *strata_card_get_views     (StrataCard *card);

/* A further member of the card's object in the file, which this version does
 * not know; NULL where there is none. */
STRATA_EXPORT StrataValue      *strata_card_get_extra     (StrataCard *card,
                                                           const char *key);

/* Grows at each change of the card's values. No two revisions of any cards are
 * the same. */
STRATA_EXPORT guint64           strata_card_get_revision  (StrataCard *card);

G_END_DECLS
