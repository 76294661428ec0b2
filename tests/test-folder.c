/* test-folder.c — paths that a graph file names.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "arrays.h"
#include "strata-folder-private.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* OUT/secret is what must not be reached from OUT/in:
 *
 *   in/a  in/sub/b  in/sub/deep/  in/fifo
 *   in/link-in → sub/b          in/link-sub → sub
 *   in/link-absolute → OUT/in/a in/link-none → missing
 *   in/link-out → ../secret     in/link-up → ..
 *   in/sub/link-round → ../../in/a
 *   in/link-new → ../new        in/link-self → link-self
 */
typedef struct
{
  char *out;
  char *in;
} Folder;

static void
add_link (Folder *folder, const char *name, const char *target)
{
  g_autofree char *path = g_build_filename (folder->in, name, NULL);

  g_assert_cmpint (symlink (target, path), ==, 0);
}

static void
set_up (Folder *folder, gconstpointer unused)
{
  g_autofree char *made = new_folder ();
  char *real = realpath (made, NULL);
  g_autofree char *deep = NULL;
  g_autofree char *fifo = NULL;
  g_autofree char *absolute = NULL;

  folder->out = g_strdup (real);
  free (real);
  folder->in = g_build_filename (folder->out, "in", NULL);
  deep = g_build_filename (folder->in, "sub", "deep", NULL);
  g_assert_cmpint (g_mkdir_with_parents (deep, 0700), ==, 0);
  put_file (folder->out, "secret", "secret");
  put_file (folder->in, "a", "a");
  put_file (folder->in, "sub/b", "b");
  fifo = g_build_filename (folder->in, "fifo", NULL);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);

  absolute = g_build_filename (folder->in, "a", NULL);
  add_link (folder, "link-in", "sub/b");
  add_link (folder, "link-sub", "sub");
  add_link (folder, "link-absolute", absolute);
  add_link (folder, "link-none", "missing");
  add_link (folder, "link-out", "../secret");
  add_link (folder, "link-up", "..");
  add_link (folder, "sub/link-round", "../../in/a");
  add_link (folder, "link-new", "../new");
  add_link (folder, "link-self", "link-self");
}

static void
tear_down (Folder *folder, gconstpointer unused)
{
  remove_folder (folder->out);
  g_free (folder->in);
  g_free (folder->out);
}

/* What an opened file says. */
static char *
content_of (int fd)
{
  char text[16] = "";

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (read (fd, text, sizeof text - 1), >=, 0);
  g_assert_cmpint (fcntl (fd, F_GETFD) & FD_CLOEXEC, !=, 0);
  g_assert_cmpint (close (fd), ==, 0);
  return g_strdup (text);
}

static void
test_inside (Folder *folder, gconstpointer unused)
{
  static const struct
  {
    const char *relative, *real, *content;
  } cases[] = {
    { "a", "a", "a" },
    { "./a", "a", "a" },
    { "sub//b", "sub/b", "b" },
    { "sub/./b", "sub/b", "b" },
    { "link-in", "sub/b", "b" },
    { "link-sub/b", "sub/b", "b" },
    { "link-absolute", "a", "a" },
    { "sub/link-round", "a", "a" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *expected =
          g_build_filename (folder->in, cases[i].real, NULL);
      g_autofree char *path =
          strata_folder_resolve (folder->in, cases[i].relative, FALSE, &error);
      g_autofree char *content = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (path, ==, expected);
      content = content_of (strata_folder_open (folder->in, cases[i].relative,
                                                FALSE, O_RDONLY, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (content, ==, cases[i].content);
    }
}

static void
assert_both_refuse (Folder *folder,
                    const char *relative,
                    StrataFileError code,
                    const char *part)
{
  GError *error = NULL;

  g_assert_null (strata_folder_resolve (folder->in, relative, FALSE, &error));
  assert_refused (&error, code, part);
  g_assert_cmpint (
      strata_folder_open (folder->in, relative, FALSE, O_RDONLY, &error), ==,
      -1);
  assert_refused (&error, code, part);
}

static void
test_outside (Folder *folder, gconstpointer unused)
{
  static const char *const paths[][2] = {
    { "../secret", "'..'" },
    { "..", "'..'" },
    { "sub/../a", "'..'" },
    { "sub/..", "'..'" },
    { "missing/../../secret", "'..'" },
    { "/etc/passwd", "absolute" },
    { "//etc/passwd", "absolute" },
    { "", "empty" },
    { ".", "itself" },
    { "./", "itself" },
    { "link-out", "'link-out' leads out" },
    { "link-up", "'link-up' leads out" },
    { "link-up/secret", "leads out" },
    { "link-up/missing", "leads out" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    assert_both_refuse (folder, paths[i][0], STRATA_FILE_ERROR_UNSAFE_PATH,
                        paths[i][1]);
}

/* A name that has dots is not the name "..". */
static void
test_dots (Folder *folder, gconstpointer unused)
{
  static const char *const names[] = { "..a", "a..", "...", "a..b" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *expected = g_build_filename (folder->in, names[i], NULL);
      g_autofree char *path =
          strata_folder_resolve (folder->in, names[i], FALSE, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (path, ==, expected);
    }
}

/* By way of the outside, but ending inside: nothing is given away. */
static void
test_round (Folder *folder, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path =
      strata_folder_resolve (folder->in, "link-up/in/a", FALSE, &error);
  g_autofree char *expected = g_build_filename (folder->in, "a", NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (path, ==, expected);
}

static void
test_new (Folder *folder, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *expected =
      g_build_filename (folder->in, "sub", "new.npy", NULL);
  g_autofree char *path =
      strata_folder_resolve (folder->in, "link-sub/new.npy", FALSE, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (path, ==, expected);
  assert_both_refuse (folder, "missing/new.npy", STRATA_FILE_ERROR_IO,
                      "missing': No such file");
  assert_both_refuse (folder, "a/new.npy", STRATA_FILE_ERROR_IO,
                      "Not a directory");
  assert_both_refuse (folder, "link-none", STRATA_FILE_ERROR_IO,
                      "a link to something that does not exist");
  assert_both_refuse (folder, "link-new", STRATA_FILE_ERROR_IO,
                      "a link to something that does not exist");
  assert_both_refuse (folder, "link-self", STRATA_FILE_ERROR_IO, "Too many");
}

static void
test_long (Folder *folder, gconstpointer unused)
{
  g_autofree char *name = g_strnfill (300, 'x');
  g_autofree char *path = g_strnfill (10000, 'x');

  assert_both_refuse (folder, name, STRATA_FILE_ERROR_IO, "too long");
  assert_both_refuse (folder, path, STRATA_FILE_ERROR_IO, "too long");
}

static void
test_no_folder (Folder *folder, gconstpointer unused)
{
  GError *error = NULL;

  g_assert_null (strata_folder_resolve ("/nowhere", "a", FALSE, &error));
  assert_refused (&error, STRATA_FILE_ERROR_IO, "'/nowhere'");
}

/* Without a folder, the current one. */
static void
test_here (Folder *folder, gconstpointer unused)
{
  g_autofree char *before = g_get_current_dir ();
  g_autofree char *expected = g_build_filename (folder->in, "a", NULL);
  g_autofree char *path = NULL;
  g_autofree char *trusted = NULL;
  g_autofree char *content = NULL;

  g_assert_cmpint (g_chdir (folder->in), ==, 0);
  path = strata_folder_resolve ("", "a", FALSE, NULL);
  trusted = strata_folder_resolve ("", "a", TRUE, NULL);
  content = content_of (strata_folder_open ("", "a", FALSE, O_RDONLY, NULL));
  g_assert_cmpint (g_chdir (before), ==, 0);

  g_assert_cmpstr (path, ==, expected);
  g_assert_cmpstr (trusted, ==, expected);
  g_assert_cmpstr (content, ==, "a");
}

/* The folder may itself be reached by a link. */
static void
test_linked_folder (Folder *folder, gconstpointer unused)
{
  g_autofree char *link = g_build_filename (folder->out, "link", NULL);
  g_autofree char *expected = g_build_filename (folder->in, "a", NULL);
  g_autofree char *path = NULL;

  g_assert_cmpint (symlink ("in", link), ==, 0);
  path = strata_folder_resolve (link, "a", FALSE, NULL);
  g_assert_cmpstr (path, ==, expected);
}

/* A folder whose name begins like ours is not ours. */
static void
test_neighbour (Folder *folder, gconstpointer unused)
{
  g_autofree char *neighbour = g_build_filename (folder->out, "inner", NULL);

  g_assert_cmpint (g_mkdir (neighbour, 0700), ==, 0);
  add_link (folder, "link-inner", "../inner");
  put_file (folder->out, "inner/a", "inner");
  assert_both_refuse (folder, "link-inner/a", STRATA_FILE_ERROR_UNSAFE_PATH,
                      "leads out");
}

static void
test_trust (Folder *folder, gconstpointer unused)
{
  g_autofree char *secret = g_build_filename (folder->out, "secret", NULL);
  const char *const paths[] = { "../secret", "link-out", "link-up/secret",
                                secret };
  GError *error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *path =
          strata_folder_resolve (folder->in, paths[i], TRUE, &error);
      g_autofree char *content = content_of (
          strata_folder_open (folder->in, paths[i], TRUE, O_RDONLY, &error));

      g_assert_no_error (error);
      g_assert_true (g_path_is_absolute (path));
      g_assert_cmpstr (content, ==, "secret");
    }
  g_assert_null (strata_folder_resolve (folder->in, "", TRUE, &error));
  assert_refused (&error, STRATA_FILE_ERROR_UNSAFE_PATH, "empty");
  g_assert_cmpint (
      strata_folder_open (folder->in, "missing", TRUE, O_RDONLY, &error), ==,
      -1);
  assert_refused (&error, STRATA_FILE_ERROR_IO, "Cannot open 'missing'");
}

/* Nobody writes into it, and it does not wait for somebody who does. */
static void
test_fifo (Folder *folder, gconstpointer unused)
{
  for (int trust = 0; trust < 2; trust++)
    {
      int fd = strata_folder_open (folder->in, "fifo", trust, O_RDONLY, NULL);

      g_assert_cmpint (fd, >=, 0);
      close (fd);
    }
}

typedef struct
{
  const char *in;
  int stop;
} Swapping;

/* Makes in/sub a folder and a link to the outside, by turns. */
static gpointer
swap (gpointer data)
{
  Swapping *swapping = data;
  int in = open (swapping->in, O_PATH | O_DIRECTORY);

  while (!g_atomic_int_get (&swapping->stop))
    renameat2 (in, "sub", in, "evil", RENAME_EXCHANGE);
  close (in);
  return NULL;
}

/* Whatever the moment, what is opened is never outside. */
static void
test_race (Folder *folder, gconstpointer unused)
{
  Swapping swapping = { folder->in, 0 };
  GThread *thread;

  put_file (folder->out, "b", "outside");
  add_link (folder, "evil", "..");
  thread = g_thread_new ("swap", swap, &swapping);
  for (int i = 0; i < 3000; i++)
    {
      int fd = strata_folder_open (folder->in, "sub/b", FALSE, O_RDONLY, NULL);
      g_autofree char *content = fd >= 0 ? content_of (fd) : NULL;

      g_assert_cmpstr (content, !=, "outside");
    }
  g_atomic_int_set (&swapping.stop, 1);
  g_thread_join (thread);
}

#define ADD(name, function)                                                    \
  g_test_add ("/folder/" name, Folder, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("inside", test_inside);
  ADD ("outside", test_outside);
  ADD ("dots", test_dots);
  ADD ("round", test_round);
  ADD ("new", test_new);
  ADD ("long", test_long);
  ADD ("no-folder", test_no_folder);
  ADD ("here", test_here);
  ADD ("linked-folder", test_linked_folder);
  ADD ("neighbour", test_neighbour);
  ADD ("trust", test_trust);
  ADD ("fifo", test_fifo);
  ADD ("race", test_race);

  return g_test_run ();
}
