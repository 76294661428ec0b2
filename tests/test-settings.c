/* test-settings.c — what the user has chosen, and the file that keeps it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-settings.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *path;
  StrataSettings *settings;
} Fixture;

static void
open_settings (Fixture *fixture, const char *text)
{
  if (fixture->settings)
    g_assert_finalize_object (fixture->settings);
  if (text)
    g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  fixture->settings = strata_settings_new (fixture->path);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("strata-settings-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "editor.conf", NULL);
  open_settings (fixture, NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->settings);
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
check_scheme (Fixture *fixture, const char *expected)
{
  g_autofree char *scheme = NULL;

  g_object_get (fixture->settings, "color-scheme", &scheme, NULL);
  g_assert_cmpstr (scheme, ==, expected);
}

static void
count_cb (guint *n)
{
  ++*n;
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  guint n = 0;

  g_assert_true (strata_settings_is (fixture->settings, "live"));
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_signal_connect_swapped (fixture->settings, "notify", G_CALLBACK (count_cb),
                            &n);
  g_object_set (fixture->settings, "live", FALSE, "threads", 3, "color-scheme",
                "dark", "wheel-scrolls", FALSE, NULL);
  g_assert_cmpuint (n, ==, 3);
  open_settings (fixture, NULL);
  g_assert_false (strata_settings_is (fixture->settings, "live"));
  g_assert_cmpint (strata_settings_get_number (fixture->settings, "threads"),
                   ==, 3);
  check_scheme (fixture, "dark");
}

/* What a person has written wrongly counts as not written. */
static void
test_values (Fixture *fixture, gconstpointer data)
{
  open_settings (fixture, "[Editor]\n# mine\nthreads=many\n"
                          "color-scheme=pink\nwindow-width=1000000\n"
                          "other=1\n");
  g_assert_null (strata_settings_get_fault (fixture->settings));
  g_assert_cmpint (strata_settings_get_number (fixture->settings, "threads"),
                   ==, 0);
  check_scheme (fixture, "system");
  g_assert_cmpint (
      strata_settings_get_number (fixture->settings, "window-width"), ==,
      16384);
}

/* What others have written into the file stays. */
static void
test_foreign (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  open_settings (fixture, "[Editor]\n# mine\nother=1\n");
  g_object_set (fixture->settings, "live", FALSE, NULL);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "# mine"));
  g_assert_nonnull (strstr (text, "other=1"));
  g_assert_nonnull (strstr (text, "live=false"));
}

/* A file that is none is not written over. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = NULL;

  open_settings (fixture, "live = false");
  g_assert_nonnull (strata_settings_get_fault (fixture->settings));
  g_object_set (fixture->settings, "threads", 2, NULL);
  g_assert_cmpint (strata_settings_get_number (fixture->settings, "threads"),
                   ==, 2);
  g_assert_true (g_file_get_contents (fixture->path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "live = false");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func)                                                        \
  g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/settings/kept", test_kept);
  ADD ("/settings/values", test_values);
  ADD ("/settings/foreign", test_foreign);
  ADD ("/settings/damaged", test_damaged);

  return g_test_run ();
}
