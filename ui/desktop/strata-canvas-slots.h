/* strata-canvas-slots.h — cards that a number brings into the viewer.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-canvas.h"

G_BEGIN_DECLS

#define STRATA_CANVAS_SLOTS 9

/* From 1 on; 0 for none. The file keeps it as the view's "slot". */
guint strata_canvas_get_slot              (StrataCard     *card);

/* "canvas.show-slot" and "canvas.set-slot", with the number. */
void  strata_canvas_set_up_slot_actions   (GtkWidgetClass *klass);

G_END_DECLS
