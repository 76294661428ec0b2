/* strata-tensor-format.h — where the channels of a port's tensor stand.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-tensor-slice.h"

G_BEGIN_DECLS

/* As the card says that has the port, or else the cards that its tensor comes
 * from or goes to: a layer says it by its data_format. */
StrataSliceFormat strata_tensor_format_find (StrataPort *port);

G_END_DECLS
