/* no-entry.c — a library that is no plugin.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "plain-kind.h"

STRATA_EXPORT int something_else (void);

int
something_else (void)
{
  return 1;
}
