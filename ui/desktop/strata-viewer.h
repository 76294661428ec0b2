/* strata-viewer.h — the tensor of the selected card, large.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-document.h"
#include "strata-explainer.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define STRATA_TYPE_VIEWER (strata_viewer_get_type ())

/* Signal "tensor-changed" (): another tensor is shown, or none.
 *
 * Signal "element-selected" (const char *card, const char *port, GVariant
 * *index): an element of the tensor at a port was chosen, with its index along
 * every axis, "ax"; NULL where none is chosen any more. */
G_DECLARE_FINAL_TYPE (StrataViewer, strata_viewer, STRATA, VIEWER, AdwBin)

GtkWidget *strata_viewer_new          (void);
void       strata_viewer_set_document (StrataViewer   *viewer,
                                       StrataDocument *document);

/* What is told of the element that is chosen, below the picture; what it has
 * seen of the tensor is marked. */
void       strata_viewer_set_explainer (StrataViewer  *viewer,
                                       StrataExplainer *explainer);

/* The card whose tensor is shown; NULL for none. */
void       strata_viewer_show_card    (StrataViewer   *viewer,
                                       const char     *card);

/* Property "pinned": whether whoever follows a selection is to leave the viewer
 * alone. Only while there is a card, and until it goes or another is shown. */
gboolean   strata_viewer_is_pinned    (StrataViewer   *viewer);
void       strata_viewer_set_pinned   (StrataViewer   *viewer,
                                       gboolean        pinned);

const char *strata_viewer_get_card    (StrataViewer   *viewer);

/* The tensor that is shown; NULL for none. */
StrataTensor *strata_viewer_get_tensor (StrataViewer  *viewer);

/* A way to look at the tensor: "heat-map", "grey", "color", "channels" or
 * "numbers". */
void       strata_viewer_set_mode     (StrataViewer   *viewer,
                                       const char     *mode);

/* What is written of the numbers, empty while they are looked at. */
const char *strata_viewer_get_statistics (StrataViewer *viewer);

/* The index of the element that is chosen: "ax", a floating reference, or
 * NULL. */
GVariant  *strata_viewer_get_element  (StrataViewer   *viewer);
/* None where there is no such element. */
void       strata_viewer_select_element (StrataViewer *viewer,
                                       const gint64   *index,
                                       gsize           n);
/* "row 4, column 8, channel 2: 0.1875": the number under the pointer, or the
 * one that is chosen. */
const char *strata_viewer_get_readout (StrataViewer   *viewer);

G_END_DECLS
