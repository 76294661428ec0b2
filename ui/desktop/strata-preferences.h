/* strata-preferences.h — the window in which settings are made.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-settings.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define STRATA_TYPE_PREFERENCES (strata_preferences_get_type ())

G_DECLARE_FINAL_TYPE (StrataPreferences, strata_preferences, STRATA, PREFERENCES,
                      AdwPreferencesWindow)

GtkWidget *strata_preferences_new (StrataSettings *settings);

G_END_DECLS
