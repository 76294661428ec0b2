/* strata-key-map.h — which keys stand for which command.
 *
 * The table of commands says which, unless the user has said otherwise in
 * $XDG_CONFIG_HOME/strata/keys.conf: one command on a line, with its keys as
 * GTK writes them, or none.
 *
 *     # Show all of it with Ctrl+1, too
 *     canvas.fit = Home <Control>1
 *     canvas.fold =
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-command.h"

G_BEGIN_DECLS

#define STRATA_TYPE_KEY_MAP (strata_key_map_get_type ())

/* Signal "changed": some command has other keys. */
G_DECLARE_FINAL_TYPE (StrataKeyMap, strata_key_map, STRATA, KEY_MAP, GObject)

/* The one that the program has. */
StrataKeyMap        *strata_key_map_get         (void);

/* Reads @path, where there is such a file. */
StrataKeyMap        *strata_key_map_new         (const char           *path);

/* Keys of a command; free with g_strfreev(). */
char               **strata_key_map_list        (StrataKeyMap         *map,
                                                 const StrataCommand  *command);
gboolean             strata_key_map_is_changed  (StrataKeyMap         *map,
                                                 const StrataCommand  *command);

/* Another command than @except that a key stands for, or NULL. */
const StrataCommand *strata_key_map_find        (StrataKeyMap         *map,
                                                 const char           *key,
                                                 const StrataCommand  *except);

/* Keys with spaces between them, "" for none, or NULL for those of the table.
 * They are taken from whatever command has them, and kept in the file. */
gboolean             strata_key_map_set         (StrataKeyMap         *map,
                                                 const StrataCommand  *command,
                                                 const char           *keys,
                                                 GError              **error);

/* What is wrong with the file, a sentence each. */
const char *const   *strata_key_map_get_faults  (StrataKeyMap         *map);

G_END_DECLS
