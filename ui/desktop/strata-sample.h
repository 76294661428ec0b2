/* strata-sample.h — a picture for an Input that nothing is fed to.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-tensor-slice.h"

G_BEGIN_DECLS

/* More elements than these are not made up. */
#define STRATA_SAMPLE_MOST (4 * 1024 * 1024)

/* The same numbers every time, from 0 to 1: of four axes and more, gradients,
 * discs and stripes, one kind after the other in the channels; of fewer, waves.
 * NULL where there would be too many. */
StrataTensor *strata_sample_new (const gint64      *shape,
                                 int                rank,
                                 StrataSliceFormat  format);

G_END_DECLS
