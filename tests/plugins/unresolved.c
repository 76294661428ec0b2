/* unresolved.c — a plugin that calls what this library does not have.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "plain-kind.h"

extern void strata_from_a_later_version (void);

static void
infer (const void *self, StrataInference *inference)
{
  strata_from_a_later_version ();
}

static const StrataKind kind = { PLAIN_KIND ("Test.Later"), .infer = infer };

static const StrataKind *const kinds[] = { &kind };

STRATA_PLUGIN_DEFINE (.name = "unresolved",
                      .description = "A card that cannot work here",
                      .kinds = kinds,
                      .n_kinds = G_N_ELEMENTS (kinds))
