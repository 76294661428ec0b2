/* no-name.c — a plugin that does not say what it is called.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "plain-kind.h"

static const StrataKind kind = { PLAIN_KIND ("Test.OfNobody") };

static const StrataKind *const kinds[] = { &kind };

STRATA_PLUGIN_DEFINE (.kinds = kinds, .n_kinds = G_N_ELEMENTS (kinds))
