/* strata-key-page.h — the page on which commands get other keys.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-key-map.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define STRATA_TYPE_KEY_PAGE (strata_key_page_get_type ())

G_DECLARE_FINAL_TYPE (StrataKeyPage, strata_key_page, STRATA, KEY_PAGE,
                      AdwPreferencesPage)

GtkWidget        *strata_key_page_new   (StrataKeyMap        *map);

/* Asks for the keys of a command. Whatever is pressed next is offered; the
 * response "set" takes it, "none" leaves the command without keys and "reset"
 * gives it those that it came with. */
AdwMessageDialog *strata_key_page_ask   (StrataKeyPage       *page,
                                         const StrataCommand *command);

/* What a key that is pressed in that question does: TRUE where it is offered. */
gboolean          strata_key_page_press (StrataKeyPage       *page,
                                         guint                key,
                                         GdkModifierType      state);

G_END_DECLS
