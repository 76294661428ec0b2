/* strata-npz-private.h — writing archives of arrays.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-npy-private.h"

/* Writes what numpy.savez() writes of the same arrays in the same order, byte
 * for byte: members are stored, and no clock, user or machine can be seen. */
gboolean strata_npz_write (gsize n_members,
                           const char *const *keys,
                           StrataTensor *const *tensors,
                           StrataByteSink write,
                           gpointer sink,
                           GError **error);
