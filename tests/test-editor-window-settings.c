/* test-editor-window-settings.c — windows follow what the user has chosen.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "windows.h"

#include "strata-preferences.h"
#include "strata-recent-files.h"

#include <glib/gstdio.h>

static void
test_preferences (Windows *fixture, gconstpointer data)
{
  StrataSettings *settings = strata_settings_get ();
  gboolean scrolls = FALSE;
  GtkWidget *preferences;

  g_action_group_activate_action (G_ACTION_GROUP (windows_application),
                                  "preferences", NULL);
  preferences = windows_find (STRATA_TYPE_PREFERENCES);
  g_assert_nonnull (preferences);
  gtk_switch_set_active (
      GTK_SWITCH (windows_find_child (preferences, GTK_TYPE_SWITCH)), TRUE);
  g_assert_true (strata_settings_is (settings, "wheel-scrolls"));
  g_object_get (fixture->window->canvas, "wheel-scrolls", &scrolls, NULL);
  g_assert_true (scrolls);
  g_object_set (settings, "wheel-scrolls", FALSE, NULL);
  g_object_get (fixture->window->canvas, "wheel-scrolls", &scrolls, NULL);
  g_assert_false (scrolls);

  gtk_spin_button_set_value (
      GTK_SPIN_BUTTON (windows_find_child (preferences, GTK_TYPE_SPIN_BUTTON)),
      2);
  g_assert_cmpint (strata_settings_get_number (settings, "threads"), ==, 2);
  gtk_window_destroy (GTK_WINDOW (preferences));
}

static void
test_colors (Windows *fixture, gconstpointer data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  g_object_set (strata_settings_get (), "color-scheme", "dark", NULL);
  g_assert_true (adw_style_manager_get_dark (style));
  g_object_set (strata_settings_get (), "color-scheme", "light", NULL);
  g_assert_false (adw_style_manager_get_dark (style));
  g_object_set (strata_settings_get (), "color-scheme", "system", NULL);
}

static void
test_live (Windows *fixture, gconstpointer data)
{
  g_object_set (strata_settings_get (), "live", FALSE, NULL);
  windows_load (fixture);
  g_assert_false (strata_document_is_live (
      strata_editor_window_get_document (fixture->window)));
  g_object_set (strata_settings_get (), "live", TRUE, NULL);
  windows_load (fixture);
  g_assert_true (strata_document_is_live (
      strata_editor_window_get_document (fixture->window)));
}

/* The next window is as large as the last one was. */
static void
test_size (Windows *fixture, gconstpointer data)
{
  StrataEditorWindow *next;
  int width, height;

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1111, 777);
  windows_show (fixture);
  gtk_window_close (GTK_WINDOW (fixture->window));
  while (windows_count () > 0)
    g_main_context_iteration (NULL, TRUE);
  next = strata_editor_window_new (ADW_APPLICATION (windows_application));
  gtk_window_get_default_size (GTK_WINDOW (next), &width, &height);
  g_assert_cmpint (width, ==, 1111);
  g_assert_cmpint (height, ==, 777);
}

static void
test_recent (Windows *fixture, gconstpointer data)
{
  g_auto (GStrv) paths = NULL;
  GMenuModel *menu = G_MENU_MODEL (fixture->window->recent);

  windows_load (fixture);
  while (g_menu_model_get_n_items (menu) == 0)
    g_main_context_iteration (NULL, TRUE);
  paths = strata_recent_files_list (10);
  g_assert_true (g_strv_contains ((const char *const *) paths, fixture->path));

  /* One that is gone is not offered. */
  g_strfreev (g_steal_pointer (&paths));
  g_unlink (fixture->path);
  paths = strata_recent_files_list (10);
  g_assert_false (g_strv_contains ((const char *const *) paths, fixture->path));
}

/* What is written into an entry is taken back there, and the graph is left. */
static void
test_undo_in_entry (Windows *fixture, gconstpointer data)
{
  StrataGraph *graph = windows_get_graph (fixture);
  GtkWidget *text =
      windows_find_child (fixture->window->palette, GTK_TYPE_TEXT);

  windows_show (fixture);
  g_assert_nonnull (strata_editor_window_add_card (fixture->window, "Output"));
  gtk_widget_grab_focus (text);
  gtk_editable_insert_text (GTK_EDITABLE (text), "abc", -1, &(int){ 0 });
  windows_act (fixture, "undo");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (text)), ==, "");
  windows_act (fixture, "undo");
  g_assert_cmpuint (strata_graph_get_n_cards (graph), ==, 1);
  gtk_widget_grab_focus (fixture->window->canvas);
  windows_act (fixture, "undo");
  g_assert_cmpuint (strata_graph_get_n_cards (graph), ==, 0);
}

static void
add_tests (void)
{
  WINDOWS_ADD ("/editor-window/settings/preferences", test_preferences);
  WINDOWS_ADD ("/editor-window/settings/colors", test_colors);
  WINDOWS_ADD ("/editor-window/settings/live", test_live);
  WINDOWS_ADD ("/editor-window/settings/size", test_size);
  WINDOWS_ADD ("/editor-window/settings/recent", test_recent);
  WINDOWS_ADD ("/editor-window/undo-in-entry", test_undo_in_entry);
}

int
main (int argc, char **argv)
{
  return windows_main (argc, argv, add_tests);
}
