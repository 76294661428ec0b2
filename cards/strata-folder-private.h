/* strata-folder-private.h — the folder in which an inner path ends.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-folder.h"

/* Opens the folder of what @relative names inside @folder, never following a
 * link on the way, and sets @name to the last part of the path, which is none.
 * Returns a descriptor (O_PATH), or −1. */
int strata_folder_open_parent (const char *folder,
                               const char *relative,
                               char **name,
                               GError **error);
