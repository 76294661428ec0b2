/* strata-weights.h — a file of weights: an .npz with keys CARD/WEIGHT.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-spec.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define STRATA_TYPE_WEIGHTS (strata_weights_get_type ())

/**
 * StrataWeights:
 *
 * A file of weights: an `.npz` with keys `CARD/WEIGHT`.
 */
STRATA_EXPORT
G_DECLARE_FINAL_TYPE (StrataWeights, strata_weights, STRATA, WEIGHTS, GObject)

/* Reads which weights a file has. Their numbers are read when they are used. */
STRATA_EXPORT StrataWeights *strata_weights_open      (const char    *path,
                                                       GError       **error);

STRATA_EXPORT const char         *strata_weights_get_path  (StrataWeights *weights);
STRATA_EXPORT const char *const  *strata_weights_list_keys (StrataWeights *weights);

/* What the file says of a weight, and the key under which it has it: "kernel"
 * stands for a "depthwise_kernel" too. FALSE without an error where it has no
 * such key. */
STRATA_EXPORT gboolean            strata_weights_get_spec  (StrataWeights *weights,
                                                            const char    *key,
                                                            StrataSpec    *spec,
                                                            char         **found,
                                                            GError       **error);

/* Safe from several threads. */
STRATA_EXPORT StrataTensor       *strata_weights_read      (StrataWeights *weights,
                                                            const char    *key,
                                                            StrataDType    dtype,
                                                            GError       **error);

G_END_DECLS
