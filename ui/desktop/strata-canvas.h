/* strata-canvas.h — the surface that a graph is drawn and edited on.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-document.h"
#include "strata-explainer.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define STRATA_TYPE_CANVAS (strata_canvas_get_type ())

/* Properties "document", "zoom", "snap": whether cards that are dragged stop at
 * lines, and "wheel-scrolls": whether the wheel moves the view instead of
 * zooming. Signals:
 *
 * "selection-changed" ()
 * "wire-dropped" (StrataPort *from, double x, double y): a wire was let go over
 *   nothing; somebody may offer cards that fit
 * "add-requested" (double x, double y): a card is wanted there
 * "number-picked" (const char *card, GVariant *index): an element of the tensor
 *   that a card shows was clicked on, "ax"; while the explainer is active
 * "swap-requested" (double x, double y): the selected cards are to have another
 *   type; somebody may offer some there
 * "viewer-requested" (): the tensor of the selected card is to be seen
 * "hint" (const char *sentence): why something is refused, or NULL
 *
 * Places are those of cards, in the graph. All commands are widget actions
 * named "canvas.…". */
G_DECLARE_FINAL_TYPE (StrataCanvas, strata_canvas, STRATA, CANVAS, GtkWidget)

GtkWidget      *strata_canvas_new            (StrataDocument *document);

StrataDocument *strata_canvas_get_document   (StrataCanvas   *canvas);
void            strata_canvas_set_document   (StrataCanvas   *canvas,
                                              StrataDocument *document);
double          strata_canvas_get_zoom       (StrataCanvas   *canvas);

/* What it explains is marked on the pictures in the cards. */
void            strata_canvas_set_explainer  (StrataCanvas   *canvas,
                                              StrataExplainer *explainer);

/* The selected cards, in the order of the graph: StrataCard. */
GPtrArray      *strata_canvas_list_selected  (StrataCanvas   *canvas);
void            strata_canvas_select_only    (StrataCanvas   *canvas,
                                              StrataCard     *card);

/* Brings a card into view and selects it. */
void            strata_canvas_reveal         (StrataCanvas   *canvas,
                                              const char     *card);

/* The middle of what is shown. */
void            strata_canvas_get_centre     (StrataCanvas   *canvas,
                                              double         *x,
                                              double         *y);

/* Where the next card is expected: beside the current one, or in the middle. */
void            strata_canvas_get_next_place (StrataCanvas   *canvas,
                                              double         *x,
                                              double         *y);
/* Moves a place to the nearest one where a card of a type lies over none. */
void            strata_canvas_find_place     (StrataCanvas   *canvas,
                                              const char     *type,
                                              double         *x,
                                              double         *y);

/* Gives the focus to the selected card, or to a port of it, and brings it into
 * view; without a card to the canvas. */
void            strata_canvas_focus_selected (StrataCanvas   *canvas);
gboolean        strata_canvas_go_to_port     (StrataCanvas   *canvas,
                                              const char     *card,
                                              const char     *port,
                                              gboolean        output);

/* Adds a card, selects it and, with @from, wires it to the first port that
 * fits, all in one step. NULL if there is no such type. */
StrataCard     *strata_canvas_add_card       (StrataCanvas   *canvas,
                                              const char     *type,
                                              double          x,
                                              double          y,
                                              StrataPort     *from);

/* The same, but where a wire goes through that place and the card fits, it is
 * put into the wire, and what comes after it makes room. */
StrataCard     *strata_canvas_drop_card      (StrataCanvas   *canvas,
                                              const char     *type,
                                              double          x,
                                              double          y);

/* Gives the selected cards another type, in one step. What has no place on the
 * new ones is told as a hint. */
gboolean        strata_canvas_swap_cards     (StrataCanvas   *canvas,
                                              const char     *type);

/* The card at a place of the graph, or NULL. */
StrataCard     *strata_canvas_get_card_at    (StrataCanvas   *canvas,
                                              double          x,
                                              double          y);

/* Where a place of the graph is on the widget, and the other way round. */
void            strata_canvas_to_widget      (StrataCanvas   *canvas,
                                              double          x,
                                              double          y,
                                              double         *widget_x,
                                              double         *widget_y);
void            strata_canvas_to_graph       (StrataCanvas   *canvas,
                                              double          widget_x,
                                              double          widget_y,
                                              double         *x,
                                              double         *y);

G_END_DECLS
