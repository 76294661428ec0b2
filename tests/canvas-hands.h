/* canvas-hands.h — what a hand does on a canvas, with any button and keys held.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "canvases.h"
#include "strata-canvas-private.h"

G_BEGIN_DECLS

/* Places are those of the graph. */
void  hand_press                  (CanvasFixture   *fixture,
                                   guint            button,
                                   GdkModifierType  state,
                                   double           x,
                                   double           y);
/* To a place. */
void  hand_pull                   (CanvasFixture   *fixture,
                                   double           x,
                                   double           y);
void  hand_release                (CanvasFixture   *fixture);
void  hand_drag                   (CanvasFixture   *fixture,
                                   GdkModifierType  state,
                                   double           x0,
                                   double           y0,
                                   double           x1,
                                   double           y1);
void  hand_click                  (CanvasFixture   *fixture,
                                   GdkModifierType  state,
                                   double           x,
                                   double           y);
/* Where a port is, in the graph. */
void  canvas_place_of_port        (CanvasFixture   *fixture,
                                   const char      *card,
                                   const char      *port,
                                   gboolean         output,
                                   double          *x,
                                   double          *y);
/* A place on the wire into a port, in the graph. */
void  canvas_place_on_wire        (CanvasFixture   *fixture,
                                   const char      *card,
                                   const char      *port,
                                   double           along,
                                   double          *x,
                                   double          *y);

/* Whence the wire comes: "card.port", or NULL for none. */
void  canvas_assert_wired         (CanvasFixture   *fixture,
                                   const char      *card,
                                   const char      *port,
                                   const char      *source);
/* That one undo leads back to how it was, and then none is left. */
void  canvas_assert_one_step      (CanvasFixture   *fixture);
void  canvas_assert_unchanged     (CanvasFixture   *fixture);

G_END_DECLS
