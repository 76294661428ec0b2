/* strata-port-type-private.h — each kind of value: what it looks like in a
 * file, and how it gets into a field of a card.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-keep-private.h"
#include "strata-kind.h"
#include "strata-value.h"

G_BEGIN_DECLS

/* Writes what @value says into the field of @row in @self, or refuses in a
 * sentence. What the field points at is handed to @keep. For rows whose type is
 * a value, not an object. */
gboolean     strata_port_read_value     (const StrataPortRow *row,
                                         StrataValue         *value,
                                         gpointer             self,
                                         StrataKeep          *keep,
                                         char               **message);

/* What a field holds where nothing was given and there is no default. */
void         strata_port_clear_field    (const StrataPortRow *row,
                                         gpointer             self);

/* What an object port takes besides a wire: the name of a kind. */
gboolean     strata_port_is_object      (StrataPortType       type);

/* What the row takes, for a message: "an integer of at least 1". */
char        *strata_port_describe_row   (const StrataPortRow *row);

gsize        strata_port_field_size     (const StrataPortRow *row);

/* @value as text for a message, cut where it is long. */
char        *strata_port_describe_value (StrataValue         *value);

G_END_DECLS
