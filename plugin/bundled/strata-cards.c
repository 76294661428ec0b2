/* strata-cards.c — the bundled cards, as a plugin like any other.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-plugin.h"

#include "strata-catalogue.h"

STRATA_EXPORT const StrataPlugin *strata_plugin (void);

/* The catalogue is counted in a file of its own, so that STRATA_PLUGIN_DEFINE,
 * which wants a constant, cannot have its number. */
const StrataPlugin *
strata_plugin (void)
{
  static StrataPlugin plugin = {
    .version = STRATA_PLUGIN_VERSION,
    .sizes = STRATA_PLUGIN_SIZES,
    .name = "strata-cards",
    .description = "The cards that come with Strata.",
    .kinds = strata_catalogue,
  };

  plugin.n_kinds = strata_n_catalogue;
  return &plugin;
}
