/* strata-output-set.h — files that are written together, or not at all.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-file-error.h"
#include "strata-tensor.h"

#include <glib-object.h>

STRATA_BEGIN_DECLS

#define STRATA_TYPE_OUTPUT_SET (strata_output_set_get_type ())

/**
 * StrataOutputSet:
 *
 * Files that are written together, or not at all.
 */
STRATA_EXPORT G_DECLARE_FINAL_TYPE (StrataOutputSet, strata_output_set, STRATA, OUTPUT_SET, GObject)

STRATA_EXPORT StrataOutputSet *strata_output_set_new       (void);

STRATA_EXPORT void             strata_output_set_add_npy   (StrataOutputSet     *self,
                                                            const char          *folder,
                                                            const char          *path,
                                                            StrataTensor        *tensor);
STRATA_EXPORT void             strata_output_set_add_npz   (StrataOutputSet     *self,
                                                            const char          *folder,
                                                            const char          *path,
                                                            gsize                n_members,
                                                            const char * const  *keys,
                                                            StrataTensor *const *tensors);
STRATA_EXPORT void             strata_output_set_add_bytes (StrataOutputSet     *self,
                                                            const char          *folder,
                                                            const char          *path,
                                                            GBytes              *bytes);

STRATA_EXPORT gboolean         strata_output_set_commit    (StrataOutputSet     *self,
                                                            GError             **error);

STRATA_EXPORT gboolean         strata_file_save_atomic     (const char          *path,
                                                            const void          *data,
                                                            gsize                length,
                                                            GError             **error);

STRATA_END_DECLS
