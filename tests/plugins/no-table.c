/* no-table.c — a plugin that gives nothing.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "plain-kind.h"

STRATA_EXPORT const StrataPlugin *strata_plugin (void);

const StrataPlugin *
strata_plugin (void)
{
  return NULL;
}
