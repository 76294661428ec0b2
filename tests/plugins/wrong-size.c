/* wrong-size.c — a plugin that knows rows of another size.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "plain-kind.h"

#define sizes_with(row)                                                        \
  {                                                                            \
    sizeof (StrataPlugin), sizeof (StrataKind), (row)                          \
  }

STRATA_PLUGIN_DEFINE (.sizes = sizes_with (sizeof (StrataPortRow) - 8))
