/* strata-npz.h — archives of NumPy's arrays: .npz.
 *
 * Such an archive is a ZIP file of .npy files; a member's name without ".npy"
 * is its key. Members may be stored or deflated, as numpy.savez() and
 * numpy.savez_compressed() write them. To write one, see
 * strata_output_set_add_npz().
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-npy.h"

#include <glib-object.h>

STRATA_BEGIN_DECLS

#define STRATA_TYPE_NPZ (strata_npz_get_type ())

/**
 * StrataNpz:
 *
 * An archive of NumPy's arrays: `.npz`.
 *
 * Such an archive is a ZIP file of `.npy` files; a member's name without `.npy`
 * is its key. To write one, see [method@Strata.OutputSet.add_npz].
 */
STRATA_EXPORT G_DECLARE_FINAL_TYPE (StrataNpz, strata_npz, STRATA, NPZ, GObject)

STRATA_EXPORT StrataNpz          *strata_npz_open       (const char         *path,
                                                         GError            **error);
STRATA_EXPORT StrataNpz          *strata_npz_open_fd    (int                 fd,
                                                         const char         *name,
                                                         GError            **error);
STRATA_EXPORT StrataNpz          *strata_npz_parse      (GBytes             *bytes,
                                                         GError            **error);

STRATA_EXPORT const char * const *strata_npz_keys       (StrataNpz          *self);
STRATA_EXPORT gboolean            strata_npz_has        (StrataNpz          *self,
                                                         const char         *key);
STRATA_EXPORT gboolean            strata_npz_header     (StrataNpz          *self,
                                                         const char         *key,
                                                         StrataNpyHeader    *header,
                                                         GError            **error);
STRATA_EXPORT StrataTensor       *strata_npz_read       (StrataNpz          *self,
                                                         const char         *key,
                                                         const StrataDType  *dtype,
                                                         guint64             max_bytes,
                                                         GError            **error);
STRATA_EXPORT StrataTensor       *strata_npz_read_array (StrataNpz          *self,
                                                         const char         *key,
                                                         GError            **error);

STRATA_END_DECLS
