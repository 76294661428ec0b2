/* strata-settings.h — what the user has chosen for all windows.
 *
 * It is kept in $XDG_CONFIG_HOME/strata/editor.conf, a file of keys that a
 * person can read, so that the editor runs from wherever it was built: a schema
 * of GSettings would have to be installed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define STRATA_TYPE_SETTINGS (strata_settings_get_type ())

/* Every property is kept in the file as soon as it is set:
 *
 * "color-scheme": "system", "light" or "dark"
 * "live": whether a graph is run after each change, when it is opened
 * "snap": whether cards that are dragged stop at lines and at the grid
 * "threads": how many evaluate; 0 for one on each core
 * "wheel-scrolls": whether the wheel moves the view rather than zooming
 * "window-height", "window-width", "window-maximized": of the last window */
G_DECLARE_FINAL_TYPE (StrataSettings, strata_settings, STRATA, SETTINGS, GObject)

/* The folder of the editor's files of this kind. */
char           *strata_settings_dup_folder (void);

/* Those that the program has, read when they are first asked for. */
StrataSettings *strata_settings_get        (void);

/* Reads @path, where there is such a file. */
StrataSettings *strata_settings_new        (const char     *path);

gboolean        strata_settings_is         (StrataSettings *settings,
                                            const char     *property);
int             strata_settings_get_number (StrataSettings *settings,
                                            const char     *property);

/* Why the file could not be read or written, in a sentence; or NULL. A file
 * that could not be read is not written either. */
const char     *strata_settings_get_fault  (StrataSettings *settings);

G_END_DECLS
