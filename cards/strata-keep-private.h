/* strata-keep-private.h — a bag of things to be freed together.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _StrataKeep StrataKeep;

StrataKeep *strata_keep_new  (void);
void        strata_keep_free (StrataKeep     *keep);

/* Returns @thing, which @destroy will free with the bag. */
gpointer    strata_keep_add  (StrataKeep     *keep,
                              gpointer        thing,
                              GDestroyNotify  destroy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrataKeep, strata_keep_free)

G_END_DECLS
