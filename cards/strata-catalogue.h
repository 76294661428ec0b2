/* strata-catalogue.h — the bundled cards, in the order of the palette.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-kind.h"

G_BEGIN_DECLS

extern const StrataKind *const strata_catalogue[];
extern const guint strata_n_catalogue;

G_END_DECLS
