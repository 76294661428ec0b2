/* strata-canvas-place.h — gives cards a place that have none in their file.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-canvas-private.h"

G_BEGIN_DECLS

/* Takes the places of the graph. Cards without one stand in columns, each to
 * the right of what feeds it; the graph is not told, so that it stays as its
 * file is until somebody moves them. */
void strata_canvas_place_cards (StrataCanvas *self);

G_END_DECLS
