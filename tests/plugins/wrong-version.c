/* wrong-version.c — a plugin from another time, of whose table nothing but the
 * version may be read.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "plain-kind.h"

STRATA_EXPORT const guint *strata_plugin (void);

const guint *
strata_plugin (void)
{
  static const guint version = STRATA_PLUGIN_VERSION + 1;

  return &version;
}
