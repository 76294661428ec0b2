/* strata-wire.h — a wire from an output port to an input port.
 *
 * Its ends never change: another wire takes its place. One that has left its graph
 * still says where it went.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-types.h"

G_BEGIN_DECLS

#define STRATA_TYPE_WIRE (strata_wire_get_type ())

/**
 * StrataWire:
 *
 * A wire from an output port to an input port.
 *
 * Its ends never change: another wire takes its place. One that has left its graph
 * still says where it went.
 */
STRATA_EXPORT
G_DECLARE_FINAL_TYPE (StrataWire, strata_wire, STRATA, WIRE, GObject)

/**
 * STRATA_WIRE_MAX_POINTS:
 *
 * How many points a wire may be led through.
 */
#define STRATA_WIRE_MAX_POINTS 1000

STRATA_EXPORT StrataCard          *strata_wire_get_source      (StrataWire *wire);
STRATA_EXPORT const char          *strata_wire_get_source_port (StrataWire *wire);
STRATA_EXPORT StrataCard          *strata_wire_get_target      (StrataWire *wire);
STRATA_EXPORT const char          *strata_wire_get_target_port (StrataWire *wire);

/* Rows of the two ports; NULL where the kind has no such port. */
STRATA_EXPORT const StrataPortRow *strata_wire_get_source_row  (StrataWire *wire);
STRATA_EXPORT const StrataPortRow *strata_wire_get_target_row  (StrataWire *wire);

/* Whether it is in its graph now. */
STRATA_EXPORT gboolean             strata_wire_is_in_graph     (StrataWire *wire);

/* Points on the canvas that it is led through, from the source on. All of them
 * are x and y by turns, until they are changed. */
STRATA_EXPORT guint                strata_wire_get_n_points    (StrataWire *wire);
STRATA_EXPORT void                 strata_wire_get_point       (StrataWire *wire,
                                                                guint       index,
                                                                double     *x,
                                                                double     *y);
STRATA_EXPORT const double        *strata_wire_get_points      (StrataWire *wire,
                                                                guint      *n_coordinates);

/* A further member of the wire's object in the file. */
STRATA_EXPORT StrataValue         *strata_wire_get_extra       (StrataWire *wire,
                                                                const char *key);

G_END_DECLS
