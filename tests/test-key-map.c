/* test-key-map.c — which keys stand for which command.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "windows.h"

#include "strata-command.h"
#include "strata-key-map.h"
#include "strata-key-page.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *path;
  StrataKeyMap *map;
} Fixture;

static void
open_map (Fixture *fixture, const char *text)
{
  if (fixture->map)
    g_assert_finalize_object (fixture->map);
  if (text)
    g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  fixture->map = strata_key_map_new (fixture->path);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("strata-keys-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "keys.conf", NULL);
  open_map (fixture, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->map);
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static const StrataCommand *
find (const char *action)
{
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);

  for (gsize i = 0; i < n; i++)
    if (g_str_equal (commands[i].action, action))
      return &commands[i];
  g_assert_not_reached ();
}

static void
check_keys (StrataKeyMap *map, const char *action, const char *expected)
{
  g_auto (GStrv) keys = strata_key_map_list (map, find (action));
  g_autofree char *joined = g_strjoinv (" ", keys);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  check_keys (fixture->map, "canvas.fit", "Home");
  open_map (fixture, "# mine\ncanvas.fit =  End   <Control>1\n\nwin.run=\n"
                     "canvas.step((-1,0)) = j\n");
  g_assert_null (*strata_key_map_get_faults (fixture->map));
  check_keys (fixture->map, "canvas.fit", "End <Control>1");
  check_keys (fixture->map, "win.run", "");
  check_keys (fixture->map, "canvas.step((-1,0))", "j");
  check_keys (fixture->map, "win.save", "<Control>s");
}

/* Each fault is a sentence with its line, and the rest of the file counts. */
static void
test_faults (Fixture *fixture, gconstpointer data)
{
  const char *const *faults;

  open_map (fixture, "canvas.fot = Home\ncanvas.fit = Hoem\nHome\n"
                     "win.run = F6 F66x\n");
  faults = strata_key_map_get_faults (fixture->map);
  g_assert_cmpuint (g_strv_length ((char **) faults), ==, 4);
  g_assert_nonnull (strstr (faults[0], "Line 1"));
  g_assert_nonnull (strstr (faults[0], "“canvas.fot”"));
  g_assert_nonnull (strstr (faults[1], "“Hoem”"));
  g_assert_nonnull (strstr (faults[2], "Line 3"));
  check_keys (fixture->map, "canvas.fit", "Home");
  check_keys (fixture->map, "win.run", "F6");
}

static void
test_garbage (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  open_map (fixture, "\xff\xfe = Home");
  g_assert_nonnull (*strata_key_map_get_faults (fixture->map));
  g_assert_false (
      strata_key_map_set (fixture->map, find ("win.run"), "F6", &error));
  g_assert_nonnull (error);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "\xff\xfe = Home");
}

/* A key has one command. What stands in the file besides stays. */
static void
test_set (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  open_map (fixture, "# mine\ncanvas.fit = End\n");
  g_assert_true (strata_key_map_find (fixture->map, "F5", NULL)
                 == find ("win.run"));
  strata_key_map_set (fixture->map, find ("canvas.fit"), "F5", &error);
  g_assert_no_error (error);
  check_keys (fixture->map, "canvas.fit", "F5");
  check_keys (fixture->map, "win.run", "<Control>Return");
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "# mine\n"));

  open_map (fixture, NULL);
  check_keys (fixture->map, "canvas.fit", "F5");
  check_keys (fixture->map, "win.run", "<Control>Return");
  strata_key_map_set (fixture->map, find ("win.run"), NULL, &error);
  g_assert_no_error (error);
  check_keys (fixture->map, "win.run", "F5 <Control>Return");
  check_keys (fixture->map, "canvas.fit", "");
  g_assert_false (
      strata_key_map_set (fixture->map, find ("win.run"), "Hoem", &error));
}

/* No two commands of the table have a key in common. */
static void
test_table (Fixture *fixture, gconstpointer data)
{
  gsize n;
  const StrataCommand *commands = strata_command_get_all (&n);

  for (gsize i = 0; i < n; i++)
    {
      g_auto (GStrv) keys = strata_key_map_list (fixture->map, &commands[i]);

      for (char **key = keys; *key; key++)
        {
          const StrataCommand *other =
              strata_key_map_find (fixture->map, *key, &commands[i]);

          if (other)
            g_error ("%s stands for %s and %s", *key, commands[i].action,
                     other->action);
          if (!gtk_accelerator_parse (*key, &(guint){ 0 },
                                      &(GdkModifierType){ 0 }))
            g_error ("%s is no key", *key);
        }
    }
}

/* The page asks, offers what is pressed, and keeps it. */
static void
test_page (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = adw_preferences_window_new ();
  StrataKeyPage *page = STRATA_KEY_PAGE (strata_key_page_new (fixture->map));
  AdwMessageDialog *dialog;

  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window),
                              ADW_PREFERENCES_PAGE (page));
  dialog = strata_key_page_ask (page, find ("canvas.fit"));
  g_assert_false (adw_message_dialog_get_response_enabled (dialog, "set"));
  g_assert_false (strata_key_page_press (page, GDK_KEY_Shift_L, 0));
  g_assert_false (strata_key_page_press (page, GDK_KEY_Return, 0));
  g_assert_true (strata_key_page_press (page, GDK_KEY_S, GDK_CONTROL_MASK));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), "“Save”"));
  g_assert_true (strata_key_page_press (page, GDK_KEY_F7, GDK_SHIFT_MASK));
  windows_answer (dialog, "set");
  check_keys (fixture->map, "canvas.fit", "<Shift>F7");

  windows_answer (strata_key_page_ask (page, find ("canvas.fit")), "none");
  check_keys (fixture->map, "canvas.fit", "");
  windows_answer (strata_key_page_ask (page, find ("canvas.fit")), "reset");
  check_keys (fixture->map, "canvas.fit", "Home");
  gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
has_trigger (GListModel *keys, guint value)
{
  gboolean has = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (keys) && !has; i++)
    {
      g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (keys, i);
      GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

      has = GTK_IS_KEYVAL_TRIGGER (trigger)
            && gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger))
                   == value;
    }
  return has;
}

/* What is set is in force at once: in the windows and on the canvases. */
static void
test_in_force (Windows *fixture, gconstpointer data)
{
  GtkApplication *application = GTK_APPLICATION (windows_application);
  StrataKeyMap *map = strata_key_map_get ();
  g_auto (GStrv) accels = NULL;

  strata_key_map_set (map, find ("win.save"), "<Control>F8", NULL);
  accels = gtk_application_get_accels_for_action (application, "win.save");
  g_assert_cmpstr (*accels, ==, "<Control>F8");
  g_assert_false (has_trigger (strata_command_get_canvas_keys (), GDK_KEY_F12));
  strata_key_map_set (map, find ("canvas.fit"), "F12", NULL);
  g_assert_true (has_trigger (strata_command_get_canvas_keys (), GDK_KEY_F12));
  strata_key_map_set (map, find ("win.save"), NULL, NULL);
  strata_key_map_set (map, find ("canvas.fit"), NULL, NULL);
}

static void
add_tests (void)
{
#define ADD(path, func)                                                        \
  g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/key-map/file", test_file);
  ADD ("/key-map/faults", test_faults);
  ADD ("/key-map/garbage", test_garbage);
  ADD ("/key-map/set", test_set);
  ADD ("/key-map/table", test_table);
  ADD ("/key-map/page", test_page);
  WINDOWS_ADD ("/key-map/in-force", test_in_force);
}

int
main (int argc, char **argv)
{
  return windows_main (argc, argv, add_tests);
}
