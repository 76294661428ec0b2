/* test-loader.c — finding plugins, and surviving those that are none.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <strata.h>

#include <glib/gstdio.h>

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *folder; /* a fresh one, which STRATA_PLUGIN_PATH names */
  StrataRegistry *registry;
  char **messages;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("strata-loader-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  g_setenv ("STRATA_PLUGIN_PATH", self->folder, TRUE);
  self->registry = strata_registry_new ();
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder && (name = g_dir_read_name (folder)))
    {
      g_autofree char *inside = g_build_filename (path, name, NULL);

      if (g_file_test (inside, G_FILE_TEST_IS_DIR)
          && !g_file_test (inside, G_FILE_TEST_IS_SYMLINK))
        remove_tree (inside);
      else
        g_assert_no_errno (g_unlink (inside));
    }
  g_assert_no_errno (g_rmdir (path));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_unsetenv ("STRATA_PLUGIN_PATH");
  g_assert_finalize_object (self->registry);
  g_strfreev (self->messages);
  remove_tree (self->folder);
  g_free (self->folder);
}

/* Puts a built plugin into the folder, under a name of its own. */
static void
put (Fixture *self, const char *plugin, const char *name)
{
  g_autofree char *file = g_strconcat (plugin, ".so", NULL);
  g_autofree char *built =
      g_test_build_filename (G_TEST_BUILT, "plugins", file, NULL);
  g_autofree char *link = g_build_filename (self->folder, name, NULL);
  g_autofree char *folder = g_path_get_dirname (link);

  g_assert_no_errno (g_mkdir_with_parents (folder, 0700));
  g_assert_no_errno (symlink (built, link));
}

static void
write_file (Fixture *self, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
load (Fixture *self)
{
  g_strfreev (self->messages);
  self->messages = strata_plugins_load (self->registry);
  g_assert_nonnull (self->messages);
}

static gboolean
has (Fixture *self, const char *type)
{
  return strata_registry_lookup (self->registry, type) != NULL;
}

/* Each word must stand in the message of that number. */
static void
assert_message (Fixture *self, guint number, const char *name, const char *rule)
{
  const char *message;

  g_assert_cmpuint (number, <, g_strv_length (self->messages));
  message = self->messages[number];
  g_test_message ("%s", message);
  g_assert_true (g_str_has_prefix (message, "Cannot "));
  g_assert_null (strchr (message, '\n'));
  if (!strstr (message, name) || !strstr (message, rule))
    g_error ("'%s' and '%s' should stand in: %s", name, rule, message);
}

static void
assert_one_message (Fixture *self, const char *name, const char *rule)
{
  g_assert_cmpuint (g_strv_length (self->messages), ==, 1);
  assert_message (self, 0, name, rule);
}

static void
assert_quiet (Fixture *self)
{
  if (self->messages[0])
    g_error ("There should be no message: %s", self->messages[0]);
}

static void
test_good (Fixture *self, gconstpointer data)
{
  put (self, "good", "good.so");
  load (self);
  assert_quiet (self);
  g_assert_true (has (self, "Test.First"));
  g_assert_true (has (self, "Test.Second"));
}

/* Those that were loaded, whatever became of their cards. */
static void
test_list (Fixture *self, gconstpointer data)
{
  g_autofree char *good = g_build_filename (self->folder, "good.so", NULL);
  g_auto (GStrv) before = strata_plugins_list (self->registry);
  g_auto (GStrv) after = NULL;

  g_assert_null (before[0]);
  put (self, "good", "good.so");
  write_file (self, "none.so", "This is no library");
  load (self);
  after = strata_plugins_list (self->registry);
  g_assert_cmpstr (after[0], ==, good);
  for (char **file = after; *file; file++)
    g_assert_false (g_str_has_suffix (*file, "none.so"));
}

static void
test_default_registry (Fixture *self, gconstpointer data)
{
  put (self, "good", "good.so");
  self->messages = strata_plugins_load (NULL);
  assert_quiet (self);
  g_assert_nonnull (
      strata_registry_lookup (strata_registry_get_default (), "Test.First"));
}

/* What the build has put beside the library needs no variable. */
static void
test_bundled (Fixture *self, gconstpointer data)
{
  g_unsetenv ("STRATA_PLUGIN_PATH");
  load (self);
  assert_quiet (self);
  g_assert_true (has (self, "DepthwiseConv2D"));
  g_assert_true (has (self, "SeparableConv2D"));
}

static void
test_twice (Fixture *self, gconstpointer data)
{
  guint n;

  put (self, "good", "good.so");
  load (self);
  n = strata_registry_get_n_kinds (self->registry);
  put (self, "duplicate", "duplicate.so");
  load (self);
  assert_one_message (self, "duplicate.so", "'Test.Second'");
  g_assert_cmpuint (strata_registry_get_n_kinds (self->registry), ==, n + 1);
  load (self);
  assert_quiet (self);
}

static void
test_two_registries (Fixture *self, gconstpointer data)
{
  StrataRegistry *other = strata_registry_new ();
  g_auto (GStrv) messages = NULL;

  put (self, "good", "good.so");
  load (self);
  messages = strata_plugins_load (other);
  assert_quiet (self);
  g_assert_null (messages[0]);
  g_assert_true (strata_registry_lookup (self->registry, "Test.First")
                 == strata_registry_lookup (other, "Test.First"));
  g_assert_finalize_object (other);
}

/* Whatever order the file system has, the one that comes first by name gets a
 * type that two files have. */
static void
test_order (Fixture *self, gconstpointer data)
{
  put (self, "duplicate", "a.so");
  put (self, "good", "b.so");
  load (self);
  assert_one_message (self, "b.so", "a.so");
  g_assert_true (has (self, "Test.First"));
  g_assert_true (has (self, "Test.Third"));
}

static void
test_hidden (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_strdup_printf ("%s/a:%s/b:%s/a", self->folder,
                                           self->folder, self->folder);

  put (self, "good", "a/same.so");
  put (self, "duplicate", "b/same.so");
  g_setenv ("STRATA_PLUGIN_PATH", path, TRUE);
  load (self);
  assert_quiet (self);
  g_assert_true (has (self, "Test.Second"));
  g_assert_false (has (self, "Test.Third"));
}

/* A dot hides a file, and another ending says that it is something else. */
static void
test_other_files (Fixture *self, gconstpointer data)
{
  put (self, "good", ".good.so");
  write_file (self, "README", "Not a plugin");
  write_file (self, "good.so.orig", "Not a plugin");
  load (self);
  assert_quiet (self);
  g_assert_false (has (self, "Test.First"));
}

static void
test_file_in_variable (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_strdup_printf (":%s/any.name:", self->folder);

  put (self, "good", "any.name");
  g_setenv ("STRATA_PLUGIN_PATH", path, TRUE);
  load (self);
  assert_quiet (self);
  g_assert_true (has (self, "Test.First"));
}

static void
test_relative (Fixture *self, gconstpointer data)
{
  g_autofree char *before = g_get_current_dir ();

  put (self, "good", "good.so");
  g_assert_no_errno (g_chdir (self->folder));
  g_setenv ("STRATA_PLUGIN_PATH", "good.so", TRUE);
  load (self);
  g_assert_no_errno (g_chdir (before));
  assert_quiet (self);
  g_assert_true (has (self, "Test.First"));
}

static void
test_missing_in_variable (Fixture *self, gconstpointer data)
{
  g_autofree char *path =
      g_strdup_printf ("%s/absent:%s", self->folder, self->folder);

  put (self, "good", "good.so");
  g_setenv ("STRATA_PLUGIN_PATH", path, TRUE);
  load (self);
  assert_one_message (self, "absent", "is not there");
  g_assert_true (has (self, "Test.First"));
}

static char *
make_user_folder (void)
{
  char *folder =
      g_build_filename (g_get_user_data_dir (), "strata-1", "plugins", NULL);

  g_assert_no_errno (g_mkdir_with_parents (folder, 0700));
  return folder;
}

static void
test_user_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = make_user_folder ();
  g_autofree char *link = g_build_filename (folder, "mine.so", NULL);
  g_autofree char *built =
      g_test_build_filename (G_TEST_BUILT, "plugins", "good.so", NULL);

  g_assert_no_errno (symlink (built, link));
  load (self);
  g_assert_no_errno (g_unlink (link));
  assert_quiet (self);
  g_assert_true (has (self, "Test.First"));
}

/* Nobody asked for this one by name. */
static void
test_unreadable (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = make_user_folder ();

  g_assert_no_errno (g_chmod (folder, 0));
  load (self);
  g_assert_no_errno (g_chmod (folder, 0700));
  assert_quiet (self);
}

static void
test_duplicate (Fixture *self, gconstpointer data)
{
  put (self, "duplicate", "z.so");
  put (self, "good", "good.so");
  load (self);
  assert_one_message (self, "z.so", "good.so");
  g_assert_nonnull (strstr (self->messages[0], "'Test.Second'"));
  g_assert_true (has (self, "Test.Third"));
}

static void
test_malformed (Fixture *self, gconstpointer data)
{
  static const char *const rules[] = {
    "table is missing",
    "name that is not",
    "'Test Space'",
    "'Test.NoTitle' lacks a title",
    "'Test.NoPorts' has no ports",
    "'Test.BadDefault' has a",
    "'Test.TwoOfOneName' has two ports called 'value'",
    "'Test.Outside' has a port 'value' outside",
    "'Test.UnknownType' has a port 'value' of an unknown type",
    "'Test.Nameless' has a port whose name",
    "'Test.NotAnOutput' is an",
  };

  put (self, "malformed", "malformed.so");
  load (self);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    assert_message (self, i, "malformed.so", rules[i]);
  g_assert_cmpuint (g_strv_length (self->messages), ==, G_N_ELEMENTS (rules));
  g_assert_true (has (self, "Test.Sound"));
  g_assert_false (has (self, "Test.NoPorts"));
}

typedef struct
{
  const char *plugin;
  const char *rule;
} Broken;

/* Whatever one plugin is like, the others come. */
static void
test_broken (Fixture *self, gconstpointer data)
{
  const Broken *broken = data;

  put (self, broken->plugin, "broken.so");
  put (self, "good", "good.so");
  load (self);
  assert_one_message (self, "broken.so", broken->rule);
  g_assert_true (has (self, "Test.First"));
}

static const Broken broken_plugins[] = {
  { "many-cards", "must have 1 to" },
  { "no-cards", "has 0 cards" },
  { "no-entry", "no function strata_plugin()" },
  { "no-name", "lacks a name" },
  { "no-table", "gives nothing" },
  { "unresolved", "strata_from_a_later_version" },
  { "wrong-size", "must be built again" },
  { "wrong-version", "built for version 2" },
};

static void
test_text (Fixture *self, gconstpointer data)
{
  static const char text[] =
      "This is no library, but a text that is long enough to be one.\n";

  write_file (self, "text.so", text);
  put (self, "good", "z.so");
  load (self);
  assert_one_message (self, "text.so", "no shared library");
  g_assert_true (has (self, "Test.First"));
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  write_file (self, "empty.so", "");
  load (self);
  assert_one_message (self, "empty.so", "no shared library");
}

static void
test_odd_name (Fixture *self, gconstpointer data)
{
  write_file (self, "a\nb\xff.so", "");
  load (self);
  assert_one_message (self, "a\\u000ab", "no shared library");
  g_assert_true (g_utf8_validate (self->messages[0], -1, NULL));
}

static void
test_folder (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "inner.so", NULL);

  g_assert_no_errno (g_mkdir (path, 0700));
  load (self);
  assert_one_message (self, "inner.so", "a folder");
}

static void
test_dangling (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "lost.so", NULL);

  g_assert_no_errno (symlink ("nowhere", path));
  load (self);
  assert_one_message (self, "lost.so", "No such file");
}

/* Nobody writes to it, so that who opens it would wait for ever. */
static void
test_fifo (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->folder, "pipe.so", NULL);
  g_autofree char *both = g_strdup_printf ("%s:%s", self->folder, path);

  g_assert_no_errno (mkfifo (path, 0600));
  g_setenv ("STRATA_PLUGIN_PATH", both, TRUE);
  load (self);
  assert_one_message (self, "pipe.so", "pipe");
}

static void
add (const char *name, void (*test) (Fixture *self, gconstpointer data))
{
  g_test_add (name, Fixture, NULL, set_up, test, tear_down);
}

int
main (int argc, char **argv)
{
  g_autofree char *home = g_dir_make_tmp ("strata-loader-XXXXXX", NULL);
  int status;

  g_assert_nonnull (home);
  g_setenv ("LC_ALL", "C", TRUE);
  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);

  add ("/loader/plugin/good", test_good);
  add ("/loader/plugin/list", test_list);
  add ("/loader/plugin/default-registry", test_default_registry);
  add ("/loader/plugin/bundled", test_bundled);
  add ("/loader/plugin/twice", test_twice);
  add ("/loader/plugin/two-registries", test_two_registries);

  add ("/loader/place/order", test_order);
  add ("/loader/place/hidden", test_hidden);
  add ("/loader/place/other-files", test_other_files);
  add ("/loader/place/file-in-variable", test_file_in_variable);
  add ("/loader/place/relative", test_relative);
  add ("/loader/place/missing-in-variable", test_missing_in_variable);
  add ("/loader/place/user-folder", test_user_folder);
  add ("/loader/place/unreadable", test_unreadable);

  add ("/loader/fault/duplicate", test_duplicate);
  add ("/loader/fault/malformed", test_malformed);
  for (guint i = 0; i < G_N_ELEMENTS (broken_plugins); i++)
    {
      g_autofree char *name =
          g_strconcat ("/loader/fault/", broken_plugins[i].plugin, NULL);

      g_test_add (name, Fixture, &broken_plugins[i], set_up, test_broken,
                  tear_down);
    }
  add ("/loader/fault/text", test_text);
  add ("/loader/fault/empty", test_empty);
  add ("/loader/fault/odd-name", test_odd_name);
  add ("/loader/fault/folder", test_folder);
  add ("/loader/fault/dangling", test_dangling);
  add ("/loader/fault/fifo", test_fifo);

  status = g_test_run ();
  remove_tree (home);
  return status;
}
