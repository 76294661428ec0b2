/* canvases.h — a canvas in a window, and what a hand does on it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-canvas.h"

G_BEGIN_DECLS

typedef struct
{
  char               *folder;
  char               *path;
  StrataDocument     *document;
  StrataGraph        *graph;
  GtkWidget          *window;
  StrataCanvas       *canvas;
  GtkEventController *drag;
  char               *heard; /* by the last signal */
  char               *before; /* the graph as text, as it was at first */
} CanvasFixture;

/* Whether there is a display; says so otherwise, as a test that was skipped. */
gboolean    canvas_test_init    (int             *argc,
                                 char          ***argv);

/* @data is the text of the graph. */
void        canvas_set_up       (CanvasFixture   *fixture,
                                 gconstpointer    data);
void        canvas_tear_down    (CanvasFixture   *fixture,
                                 gconstpointer    data);

void        canvas_draw         (CanvasFixture   *fixture);
/* Until nothing is computed any more. */
void        canvas_wait         (CanvasFixture   *fixture);

/* Places are those of the graph; the middle of the first row of data is
 * CANVAS_DATA below the top of a card. */
#define CANVAS_DATA 49

void        canvas_press        (CanvasFixture   *fixture,
                                 double           x,
                                 double           y);
void        canvas_pull         (CanvasFixture   *fixture,
                                 double           dx,
                                 double           dy,
                                 gboolean         end);
void        canvas_drag         (CanvasFixture   *fixture,
                                 double           x,
                                 double           y,
                                 double           dx,
                                 double           dy);
void        canvas_click        (CanvasFixture   *fixture,
                                 double           x,
                                 double           y);

/* A detailed action. */
void        canvas_run          (CanvasFixture   *fixture,
                                 const char      *action);
/* Takes back the last step, which must be the only one. */
void        canvas_undo_all     (CanvasFixture   *fixture);

StrataCard *canvas_find         (CanvasFixture   *fixture,
                                 const char      *id);
void        canvas_assert_selected (CanvasFixture *fixture,
                                 const char      *ids);
void        canvas_assert_place (CanvasFixture   *fixture,
                                 const char      *id,
                                 double           x,
                                 double           y);

/* The first child of a type, however deep. */
GtkWidget  *canvas_find_child   (GtkWidget       *widget,
                                 GType            type);

G_END_DECLS
