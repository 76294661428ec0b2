/* strata-gallery.h — the examples, each with a picture of its graph.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define STRATA_TYPE_GALLERY (strata_gallery_get_type ())

G_DECLARE_FINAL_TYPE (StrataGallery, strata_gallery, STRATA, GALLERY, AdwWindow)

/* Signal "chosen" (const char *path): an example is wanted. */
GtkWidget *strata_gallery_new         (void);

guint      strata_gallery_get_n_shown (StrataGallery *gallery);
void       strata_gallery_choose      (StrataGallery *gallery,
                                       guint          index);

G_END_DECLS
