/* strata-plugin-file-private.h — one file that may be a plugin.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-plugin.h"

G_BEGIN_DECLS

/* What the plugin in the file at @path, which is absolute, has; it stays for
 * ever. NULL where this is no plugin for this library. */
const StrataPlugin *strata_plugin_file_open (const char *path, GError **error);

G_END_DECLS
