/* strata-port.h — a port of a card, alive: its value and its wires.
 *
 * Made when it is asked for, and the same object for as long as someone holds
 * it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-types.h"

G_BEGIN_DECLS

#define STRATA_TYPE_PORT (strata_port_get_type ())

/**
 * StrataPort:
 *
 * A port of a card: its value and its wires.
 *
 * It is made when it is asked for, and the same object for as long as somebody
 * holds it.
 */
STRATA_EXPORT
G_DECLARE_FINAL_TYPE (StrataPort, strata_port, STRATA, PORT, GObject)

STRATA_EXPORT StrataCard          *strata_port_get_card       (StrataPort          *port);
STRATA_EXPORT const char          *strata_port_get_name       (StrataPort          *port);
STRATA_EXPORT gboolean             strata_port_is_output      (StrataPort          *port);

/* Its row in the kind's table; NULL where the kind has no such port. */
STRATA_EXPORT const StrataPortRow *strata_port_get_row        (StrataPort          *port);

/* What the row says; NULL or FALSE where there is none. */
STRATA_EXPORT gboolean             strata_port_is_known       (StrataPort          *port);
STRATA_EXPORT const char          *strata_port_get_type_name  (StrataPort          *port);
STRATA_EXPORT char                *strata_port_dup_title      (StrataPort          *port);
STRATA_EXPORT const char          *strata_port_get_help       (StrataPort          *port);
STRATA_EXPORT StrataValue         *strata_port_dup_default    (StrataPort          *port);
STRATA_EXPORT char               **strata_port_list_choices   (StrataPort          *port);
STRATA_EXPORT gboolean             strata_port_is_required    (StrataPort          *port);
STRATA_EXPORT gboolean             strata_port_is_editable    (StrataPort          *port);

STRATA_EXPORT StrataValue         *strata_port_get_value      (StrataPort          *port);
STRATA_EXPORT gboolean             strata_port_is_wired       (StrataPort          *port);

/* The wire into an input. */
STRATA_EXPORT StrataWire          *strata_port_get_wire       (StrataPort          *port);
/* The wires at an input or an output. */
STRATA_EXPORT GPtrArray           *strata_port_list_wires     (StrataPort          *port);

/* The one rule of types: whether what comes out of @source may go into @target,
 * and if not, why. */
STRATA_EXPORT gboolean             strata_port_rows_fit       (const StrataPortRow *source,
                                                               const StrataPortRow *target,
                                                               char               **reason);

G_END_DECLS
