/* strata-editor-window-settings.c — how a window follows what was chosen.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-editor-window-private.h"

#include "strata-examples.h"
#include "strata-key-map.h"
#include "strata-notice-list.h"
#include "strata-recent-files.h"
#include "strata-settings.h"

#include <glib/gi18n.h>

/* The menu beside the button that opens a file. */

static void
recent_changed_cb (GtkRecentManager *manager, StrataEditorWindow *self)
{
  strata_recent_files_fill (self->recent);
}

void
strata_editor_window_init_recent (StrataEditorWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuModel) examples = strata_examples_new_menu ();

  self->recent = g_menu_new ();
  strata_recent_files_fill (self->recent);
  g_menu_append_section (menu, _ ("Recent Files"), G_MENU_MODEL (self->recent));
  g_menu_append_section (menu, NULL, examples);
  adw_split_button_set_menu_model (self->open_button, G_MENU_MODEL (menu));
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed",
                           G_CALLBACK (recent_changed_cb), self, 0);
}

/* The size. */

void
strata_editor_window_restore_size (StrataEditorWindow *self)
{
  StrataSettings *settings = strata_settings_get ();

  gtk_window_set_default_size (
      GTK_WINDOW (self), strata_settings_get_number (settings, "window-width"),
      strata_settings_get_number (settings, "window-height"));
  if (strata_settings_is (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

/* Of one that fills the screen, the size before that. */
void
strata_editor_window_remember_size (StrataEditorWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (width > 0 && height > 0)
    g_object_set (strata_settings_get (), "window-width", width,
                  "window-height", height, "window-maximized",
                  gtk_window_is_maximized (GTK_WINDOW (self)), NULL);
}

/* The rest. */

static void
threads_changed_cb (StrataEditorWindow *self)
{
  strata_document_set_n_threads (
      self->document,
      strata_settings_get_number (strata_settings_get (), "threads"));
}

void
strata_editor_window_apply_settings (StrataEditorWindow *self)
{
  StrataSettings *settings = strata_settings_get ();

  strata_document_set_live (self->document,
                            strata_settings_is (settings, "live"));
  threads_changed_cb (self);
}

static void
fault_changed_cb (StrataEditorWindow *self)
{
  const char *fault = strata_settings_get_fault (strata_settings_get ());

  if (fault)
    strata_notice_list_set (STRATA_NOTICE_LIST (self->notices), "settings",
                            GTK_MESSAGE_WARNING, fault, NULL, NULL);
  else
    strata_notice_list_remove (STRATA_NOTICE_LIST (self->notices), "settings");
}

static void
tell_of_keys (StrataEditorWindow *self)
{
  const char *const *faults = strata_key_map_get_faults (strata_key_map_get ());
  g_autofree char *all = g_strjoinv ("\n", (char **) faults);

  if (*faults)
    strata_notice_list_set (STRATA_NOTICE_LIST (self->notices), "keys",
                            GTK_MESSAGE_WARNING, all, NULL, NULL);
}

void
strata_editor_window_follow_settings (StrataEditorWindow *self)
{
  StrataSettings *settings = strata_settings_get ();

  g_object_bind_property (settings, "wheel-scrolls", self->canvas,
                          "wheel-scrolls", G_BINDING_SYNC_CREATE);
  g_object_bind_property (settings, "snap", self->canvas, "snap",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_object (settings, "notify::threads",
                           G_CALLBACK (threads_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify", G_CALLBACK (fault_changed_cb),
                           self, G_CONNECT_SWAPPED);
  fault_changed_cb (self);
  tell_of_keys (self);
}
