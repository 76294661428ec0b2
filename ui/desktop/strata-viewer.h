/* strata-viewer.h — the tensor of the selected card, large.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-document.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define STRATA_TYPE_VIEWER (strata_viewer_get_type ())

G_DECLARE_FINAL_TYPE (StrataViewer, strata_viewer, STRATA, VIEWER, AdwBin)

GtkWidget *strata_viewer_new          (void);
void       strata_viewer_set_document (StrataViewer   *viewer,
                                       StrataDocument *document);

/* The card whose tensor is shown; NULL for none. */
void       strata_viewer_show_card    (StrataViewer   *viewer,
                                       const char     *card);

/* What is written of the numbers, empty while they are looked at. */
const char *strata_viewer_get_statistics (StrataViewer *viewer);

G_END_DECLS
