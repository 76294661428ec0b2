/* strata-auto-layout.h — finds places for boxes that wires join.
 *
 * Boxes stand in columns, so that data flows from left to right; within a
 * column they stand so that few wires cross and many are level. No two overlap.
 * The same boxes and wires always get the same places. Nothing here knows of
 * cards or widgets, and it may run in any thread.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  double width;
  double height;
  double x; /* found */
  double y;
} StrataLayoutBox;

/* Between boxes by their numbers; where its ends are, from the tops. */
typedef struct
{
  guint  from;
  guint  to;
  double from_y;
  double to_y;
} StrataLayoutWire;

/* FALSE if it was cancelled: then the places mean nothing. */
gboolean strata_auto_layout (StrataLayoutBox        *boxes,
                             guint                   n_boxes,
                             const StrataLayoutWire *wires,
                             guint                   n_wires,
                             GCancellable           *cancellable);

G_END_DECLS
