/* test-output-set.c — files that are written together, or not at all.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "arrays.h"
#include "strata-memory-private.h"
#include "strata-npz.h"
#include "strata-output-set.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOBODY 65534

typedef struct
{
  char *path;
  StrataOutputSet *set;
  StrataTensor *tensor;
} Folder;

static void
set_up (Folder *folder, gconstpointer unused)
{
  g_autofree char *made = new_folder ();
  char *real = realpath (made, NULL);
  g_autofree char *file = array_path ("f4-little-c.npy");

  folder->path = g_strdup (real);
  free (real);
  folder->set = strata_output_set_new ();
  folder->tensor = strata_npy_read (file, NULL);
  g_assert_nonnull (folder->tensor);
}

static void
tear_down (Folder *folder, gconstpointer unused)
{
  remove_folder (folder->path);
  g_assert_finalize_object (folder->set);
  strata_tensor_unref (folder->tensor);
  g_free (folder->path);
}

static char *
path_of (Folder *folder, const char *name)
{
  return g_build_filename (folder->path, name, NULL);
}

static void
add_text (Folder *folder, const char *name, const char *text)
{
  g_autofree char *path = path_of (folder, name);
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  strata_output_set_add_bytes (folder->set, NULL, path, bytes);
}

static void
add_inside (Folder *folder, const char *name, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  strata_output_set_add_bytes (folder->set, folder->path, name, bytes);
}

static void
commit (Folder *folder)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (strata_output_set_commit (folder->set, &error));
  g_assert_no_error (error);
}

static void
commit_refused (Folder *folder, StrataFileError code, const char *part)
{
  GError *error = NULL;

  g_assert_false (strata_output_set_commit (folder->set, &error));
  assert_refused (&error, code, part);
}

static void
add_link (Folder *folder, const char *name, const char *target)
{
  g_autofree char *path = path_of (folder, name);

  g_assert_cmpint (symlink (target, path), ==, 0);
}

static void
add_folder (Folder *folder, const char *name)
{
  g_autofree char *path = path_of (folder, name);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
}

static mode_t
mode_of (Folder *folder, const char *name)
{
  g_autofree char *path = path_of (folder, name);
  struct stat status;

  g_assert_cmpint (lstat (path, &status), ==, 0);
  return status.st_mode & 07777;
}

static void
set_mode (Folder *folder, const char *name, mode_t mode)
{
  g_autofree char *path = path_of (folder, name);

  g_assert_cmpint (g_chmod (path, mode), ==, 0);
}

static void
assert_same_as (Folder *folder, const char *name, const char *data)
{
  g_autofree char *path = path_of (folder, name);
  g_autoptr (GBytes) expected = array_bytes (data);
  g_autofree char *found = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &found, &length, NULL));
  g_assert_cmpmem (found, length, g_bytes_get_data (expected, NULL),
                   g_bytes_get_size (expected));
}

/* ---- What is written --------------------------------------------------- */

static void
test_write_npy (Folder *folder, gconstpointer unused)
{
  g_autofree char *path = path_of (folder, "a.npy");

  strata_output_set_add_npy (folder->set, NULL, path, folder->tensor);
  commit (folder);
  assert_same_as (folder, "a.npy", "f4-little-c.npy");
  g_assert_cmpuint (count_files (folder->path), ==, 1);
}

/* The archive that numpy.savez() makes of the same arrays. */
static void
test_write_npz (Folder *folder, gconstpointer unused)
{
  g_autofree char *source = array_path ("stored.npz");
  g_autofree char *path = path_of (folder, "a.npz");
  g_autoptr (StrataNpz) npz = strata_npz_open (source, NULL);
  const char *const *keys = strata_npz_keys (npz);
  StrataTensor *tensors[5];

  for (int i = 0; i < 5; i++)
    tensors[i] = strata_npz_read (npz, keys[i], NULL, G_MAXUINT64, NULL);
  strata_output_set_add_npz (folder->set, NULL, path, 5, keys, tensors);
  for (int i = 0; i < 5; i++)
    strata_tensor_unref (tensors[i]);
  commit (folder);
  assert_same_as (folder, "a.npz", "savez.npz");
}

static void
test_write_npz_none (Folder *folder, gconstpointer unused)
{
  g_autofree char *path = path_of (folder, "a.npz");

  strata_output_set_add_npz (folder->set, NULL, path, 0, NULL, NULL);
  commit (folder);
  assert_same_as (folder, "a.npz", "none.npz");
}

/* What was written is what is read. */
static void
test_write_npz_names (Folder *folder, gconstpointer unused)
{
  g_autofree char *path = path_of (folder, "a.npz");
  const char *const keys[] = { "größe/核", "", "a b", "x.npy" };
  StrataTensor *const tensors[] = { folder->tensor, folder->tensor,
                                    folder->tensor, folder->tensor };
  g_autoptr (StrataNpz) npz = NULL;

  strata_output_set_add_npz (folder->set, NULL, path, 4, keys, tensors);
  commit (folder);
  npz = strata_npz_open (path, NULL);
  for (int i = 0; i < 4; i++)
    {
      StrataTensor *tensor =
          strata_npz_read (npz, keys[i], NULL, G_MAXUINT64, NULL);

      assert_counting (tensor, STRATA_FLOAT32, 'f');
      strata_tensor_unref (tensor);
    }
}

static void
test_write_npz_refused (Folder *folder, gconstpointer unused)
{
  g_autofree char *path = path_of (folder, "a.npz");
  g_autofree char *far_too_long = g_strnfill (65532, 'x');
  const char *const twice[] = { "a", "b", "a" };
  const char *const bad[] = { "\xff" };
  const char *const long_keys[] = { far_too_long };
  StrataTensor *const tensors[] = { folder->tensor, folder->tensor,
                                    folder->tensor };

  strata_output_set_add_npz (folder->set, NULL, path, 3, twice, tensors);
  commit_refused (folder, STRATA_FILE_ERROR_KEY, "two members 'a.npy'");
  strata_output_set_add_npz (folder->set, NULL, path, 1, bad, tensors);
  commit_refused (folder, STRATA_FILE_ERROR_KEY, "UTF-8");
  strata_output_set_add_npz (folder->set, NULL, path, 1, long_keys, tensors);
  commit_refused (folder, STRATA_FILE_ERROR_KEY, "65535 bytes");
  g_assert_cmpuint (count_files (folder->path), ==, 0);
}

static guint64
number_at (const char *bytes, int size)
{
  guint64 number = 0;

  while (size-- > 0)
    number = number << 8 | (guint8) bytes[size];
  return number;
}

/* More members than 16 bits can count: the count is where archives of such a
 * size have it. */
static void
test_write_npz_many (Folder *folder, gconstpointer unused)
{
  enum
  {
    N = 65536
  };
  g_autofree char *path = path_of (folder, "a.npz");
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autofree StrataTensor **tensors = g_new (StrataTensor *, N);
  StrataTensor *scalar = strata_tensor_new (STRATA_FLOAT16, 0, NULL, NULL);
  g_autofree char *found = NULL;
  const char *end;
  gsize length;

  for (int i = 0; i < N; i++)
    {
      g_ptr_array_add (keys, g_strdup_printf ("%d", i));
      tensors[i] = scalar;
    }
  strata_output_set_add_npz (folder->set, NULL, path, N,
                             (const char *const *) keys->pdata, tensors);
  strata_tensor_unref (scalar);
  commit (folder);

  g_assert_true (g_file_get_contents (path, &found, &length, NULL));
  end = found + length - 22;
  g_assert_cmpmem (end, 4, "PK\5\6", 4);
  g_assert_cmpuint (number_at (end + 10, 2), ==, G_MAXUINT16);
  g_assert_cmpmem (end - 20, 4, "PK\6\7", 4);
  g_assert_cmpuint (number_at (end - 12, 8), ==, length - 22 - 20 - 56);
  end -= 20 + 56;
  g_assert_cmpmem (end, 4, "PK\6\6", 4);
  g_assert_cmpuint (number_at (end + 32, 8), ==, N);
  g_assert_cmpuint (number_at (end + 40, 8) + number_at (end + 48, 8), ==,
                    length - 22 - 20 - 56);
}

static void
test_write_many (Folder *folder, gconstpointer unused)
{
  add_folder (folder, "sub");
  put_file (folder->path, "b", "old");
  put_file (folder->path, "sub/c", "old");
  add_text (folder, "a", "new a");
  add_text (folder, "b", "new b");
  add_text (folder, "sub/c", "new c");
  add_text (folder, "sub/d", "");
  commit (folder);
  assert_file (folder->path, "a", "new a");
  assert_file (folder->path, "b", "new b");
  assert_file (folder->path, "sub/c", "new c");
  assert_file (folder->path, "sub/d", "");
  g_assert_cmpuint (count_files (folder->path), ==, 3);

  /* Nothing is left to do. */
  put_file (folder->path, "a", "other");
  commit (folder);
  assert_file (folder->path, "a", "other");
}

/* More files than a program may have open. */
static void
test_write_very_many (Folder *folder, gconstpointer unused)
{
  struct rlimit before, few = { 64, 64 };

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &before), ==, 0);
  few.rlim_max = before.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &few), ==, 0);
  for (int i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i);

      add_text (folder, name, "x");
    }
  commit (folder);
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &before), ==, 0);
  g_assert_cmpuint (count_files (folder->path), ==, 200);
}

/* ---- Rights ------------------------------------------------------------ */

static void
test_rights_new (Folder *folder, gconstpointer unused)
{
  mode_t before = umask (027);

  add_text (folder, "a", "a");
  commit (folder);
  umask (before);
  g_assert_cmpuint (mode_of (folder, "a"), ==, 0640);
}

static void
test_rights_kept (Folder *folder, gconstpointer unused)
{
  put_file (folder->path, "a", "old");
  put_file (folder->path, "b", "old");
  set_mode (folder, "a", 0666);
  set_mode (folder, "b", 0600);
  add_text (folder, "a", "a");
  add_text (folder, "b", "b");
  commit (folder);
  g_assert_cmpuint (mode_of (folder, "a"), ==, 0666);
  g_assert_cmpuint (mode_of (folder, "b"), ==, 0600);
}

/* Root may write anywhere, so that somebody else must try; FALSE where there
 * is no becoming somebody else. */
static gboolean
run_as_nobody (Folder *folder, void (*function) (Folder *))
{
  int status;
  pid_t child;

  if (geteuid () != 0)
    {
      g_test_skip ("only root can become somebody else");
      return FALSE;
    }
  child = fork ();
  if (child == 0)
    {
      if (setgroups (0, NULL) != 0 || setresgid (NOBODY, NOBODY, NOBODY) != 0
          || setresuid (NOBODY, NOBODY, NOBODY) != 0)
        _exit (77);
      function (folder);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == 77)
    g_test_skip ("nobody can be nobody here");
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  return WEXITSTATUS (status) == 0;
}

static void
give_to_nobody (Folder *folder, const char *name)
{
  g_autofree char *path = path_of (folder, name);

  g_assert_cmpint (chown (path, NOBODY, (gid_t) -1), ==, 0);
}

static void
write_read_only (Folder *folder)
{
  add_text (folder, "b", "b");
  add_text (folder, "a", "a");
  commit_refused (folder, STRATA_FILE_ERROR_IO, "Permission denied");
}

static void
test_rights_none (Folder *folder, gconstpointer unused)
{
  put_file (folder->path, "a", "old");
  set_mode (folder, "a", 0444);
  set_mode (folder, ".", 0777);
  if (!run_as_nobody (folder, write_read_only))
    return;
  assert_file (folder->path, "a", "old");
  g_assert_cmpuint (count_files (folder->path), ==, 1);
}

static void
write_of_group (Folder *folder)
{
  add_text (folder, "a", "a");
  commit (folder);
}

/* The new file is of our group: that one may do no more than it could. */
static void
test_rights_of_group (Folder *folder, gconstpointer unused)
{
  put_file (folder->path, "a", "old");
  set_mode (folder, "a", 0662);
  set_mode (folder, ".", 0777);
  if (!run_as_nobody (folder, write_of_group))
    return;
  assert_file (folder->path, "a", "a");
  g_assert_cmpuint (mode_of (folder, "a"), ==, 0622);
}

static void
write_not_mine (Folder *folder)
{
  add_text (folder, "new", "new");
  add_text (folder, "mine", "new");
  add_text (folder, "yours", "new");
  add_text (folder, "newer", "new");
  commit_refused (folder, STRATA_FILE_ERROR_IO, "not permitted");
}

/* Where a file can be written, but neither removed nor replaced, the others
 * have their new names already: they get the old ones back. */
static void
test_rights_of_others (Folder *folder, gconstpointer unused)
{
  put_file (folder->path, "mine", "old");
  put_file (folder->path, "yours", "old");
  set_mode (folder, "mine", 0640);
  set_mode (folder, "yours", 0666);
  set_mode (folder, ".", 01777);
  if (geteuid () == 0)
    give_to_nobody (folder, "mine");
  if (!run_as_nobody (folder, write_not_mine))
    return;
  assert_file (folder->path, "mine", "old");
  assert_file (folder->path, "yours", "old");
  g_assert_cmpuint (mode_of (folder, "mine"), ==, 0640);
  g_assert_cmpuint (count_files (folder->path), ==, 2);
}

/* ---- Nothing ----------------------------------------------------------- */

static void
test_nothing_but_folder (Folder *folder, gconstpointer unused)
{
  add_folder (folder, "sub");
  put_file (folder->path, "a", "old");
  add_text (folder, "a", "new");
  add_text (folder, "sub", "new");
  commit_refused (folder, STRATA_FILE_ERROR_IO, "It is a folder");
  assert_file (folder->path, "a", "old");
  g_assert_cmpuint (count_files (folder->path), ==, 2);
}

static void
test_nothing_where (Folder *folder, gconstpointer unused)
{
  static const char *const names[][2] = {
    { "missing/b", "No such file" }, { "a/b", "Not a directory" },
    { "b/", "names no file" },       { ".", "It is a folder" },
    { "..", "It is a folder" },      { "loop", "leads nowhere" },
  };

  put_file (folder->path, "a", "old");
  add_link (folder, "loop", "loop");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path =
          g_strconcat (folder->path, "/", names[i][0], NULL);
      g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);

      add_text (folder, "a", "new");
      strata_output_set_add_bytes (folder->set, NULL, path, bytes);
      commit_refused (folder, STRATA_FILE_ERROR_IO, names[i][1]);
    }
  assert_file (folder->path, "a", "old");
  g_assert_cmpuint (count_files (folder->path), ==, 2);
}

static void
test_nothing_without_name (Folder *folder, gconstpointer unused)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);

  add_text (folder, "a", "new");
  strata_output_set_add_bytes (folder->set, NULL, "", bytes);
  commit_refused (folder, STRATA_FILE_ERROR_IO, "names no file");
  g_assert_cmpuint (count_files (folder->path), ==, 0);
}

/* The disk is full, or as good as full, when the second file is written. */
static void
test_nothing_when_full (Folder *folder, gconstpointer unused)
{
  struct rlimit before, little;
  g_autofree char *text = g_strnfill (10000, 'x');

  put_file (folder->path, "a", "old");
  add_text (folder, "a", "new");
  add_text (folder, "b", text);
  add_text (folder, "c", "new");

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  little = (struct rlimit){ 5000, before.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &little), ==, 0);
  commit_refused (folder, STRATA_FILE_ERROR_IO, "File too large");
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  signal (SIGXFSZ, SIG_DFL);

  assert_file (folder->path, "a", "old");
  g_assert_cmpuint (count_files (folder->path), ==, 1);
}

static void
test_nothing_when_device_full (Folder *folder, gconstpointer unused)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);

  put_file (folder->path, "a", "old");
  add_text (folder, "a", "new");
  strata_output_set_add_bytes (folder->set, NULL, "/dev/full", bytes);
  commit_refused (folder, STRATA_FILE_ERROR_IO, "No space left");
  assert_file (folder->path, "a", "old");
  g_assert_cmpuint (count_files (folder->path), ==, 1);
}

/* A bad member of an archive is found while others are on the disk already. */
static void
test_nothing_when_late (Folder *folder, gconstpointer unused)
{
  g_autofree char *path = path_of (folder, "b.npz");
  const char *const keys[] = { "a", "a" };
  StrataTensor *const tensors[] = { folder->tensor, folder->tensor };

  add_text (folder, "a", "new");
  strata_output_set_add_npz (folder->set, NULL, path, 2, keys, tensors);
  commit_refused (folder, STRATA_FILE_ERROR_KEY, "two members");
  g_assert_cmpuint (count_files (folder->path), ==, 0);
}

/* ---- The same file ----------------------------------------------------- */

static void
test_same (Folder *folder, gconstpointer unused)
{
  static const char *const names[][2] = {
    { "a", "a" },
    { "a", "./a" },
    { "a", "sub/../a" },
    { "a", "link" },
    { "sub/b", "sub-link/b" },
    { "new", "link-new" },
    { "link", "link-link" },
  };

  add_folder (folder, "sub");
  put_file (folder->path, "a", "old");
  add_link (folder, "link", "a");
  add_link (folder, "link-link", "link");
  add_link (folder, "sub-link", "sub");
  add_link (folder, "link-new", "sub/../new");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      add_text (folder, names[i][0], "one");
      add_text (folder, names[i][1], "other");
      commit_refused (folder, STRATA_FILE_ERROR_IO, "They are the same file");
    }
  add_text (folder, "a", "one");
  add_inside (folder, "./a", "other");
  commit_refused (folder, STRATA_FILE_ERROR_IO, "They are the same file");
  assert_file (folder->path, "a", "old");
}

/* ---- Links ------------------------------------------------------------- */

static void
test_links_followed (Folder *folder, gconstpointer unused)
{
  g_autofree char *absolute = path_of (folder, "sub/absolute");

  add_folder (folder, "sub");
  put_file (folder->path, "sub/a", "old");
  add_link (folder, "link", "sub/a");
  add_link (folder, "link-new", "sub/b");
  add_link (folder, "link-absolute", absolute);
  add_link (folder, "sub/link-up", "../c");
  add_text (folder, "link", "a");
  add_text (folder, "link-new", "b");
  add_text (folder, "link-absolute", "d");
  add_text (folder, "sub/link-up", "c");
  commit (folder);

  assert_file (folder->path, "sub/a", "a");
  assert_file (folder->path, "sub/b", "b");
  assert_file (folder->path, "sub/absolute", "d");
  assert_file (folder->path, "c", "c");
  g_assert_cmpuint (mode_of (folder, "link"), ==, 0777);
}

static void
test_inside (Folder *folder, gconstpointer unused)
{
  add_folder (folder, "sub");
  put_file (folder->path, "sub/a", "old");
  add_link (folder, "link", "sub/a");
  add_link (folder, "sub-link", "sub");
  add_inside (folder, "link", "a");
  add_inside (folder, "sub-link/b", "b");
  add_inside (folder, "c", "c");
  commit (folder);
  assert_file (folder->path, "sub/a", "a");
  assert_file (folder->path, "sub/b", "b");
  assert_file (folder->path, "c", "c");
}

static void
test_inside_refused (Folder *folder, gconstpointer unused)
{
  static const struct
  {
    const char *name;
    StrataFileError code;
    const char *part;
  } cases[] = {
    { "../a", STRATA_FILE_ERROR_UNSAFE_PATH, "'..'" },
    { "/dev/stdout", STRATA_FILE_ERROR_UNSAFE_PATH, "absolute" },
    { "/dev/null", STRATA_FILE_ERROR_UNSAFE_PATH, "absolute" },
    { "", STRATA_FILE_ERROR_UNSAFE_PATH, "empty" },
    { "link-out", STRATA_FILE_ERROR_UNSAFE_PATH, "leads out" },
    { "link-out/new", STRATA_FILE_ERROR_UNSAFE_PATH, "leads out" },
    { "link-new", STRATA_FILE_ERROR_IO, "does not exist" },
    { "sub", STRATA_FILE_ERROR_IO, "It is a folder" },
    { "fifo", STRATA_FILE_ERROR_IO, "no regular file" },
    { "missing/new", STRATA_FILE_ERROR_IO, "No such file" },
  };
  g_autofree char *fifo = path_of (folder, "fifo");

  add_folder (folder, "sub");
  add_link (folder, "link-out", "..");
  add_link (folder, "link-new", "../new");
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      add_inside (folder, "a", "a");
      add_inside (folder, cases[i].name, "x");
      commit_refused (folder, cases[i].code, cases[i].part);
    }
  g_assert_cmpuint (count_files (folder->path), ==, 4);
}

/* ---- What is no regular file ------------------------------------------- */

static void
test_stream_null (Folder *folder, gconstpointer unused)
{
  strata_output_set_add_npy (folder->set, NULL, "/dev/null", folder->tensor);
  strata_output_set_add_npy (folder->set, NULL, "/dev/null", folder->tensor);
  add_text (folder, "a", "a");
  commit (folder);
  assert_file (folder->path, "a", "a");
}

static gpointer
read_fifo (gpointer path)
{
  char *content = NULL;

  g_file_get_contents (path, &content, NULL, NULL);
  return content;
}

/* Its reader may come later. */
static void
test_stream_fifo (Folder *folder, gconstpointer unused)
{
  g_autofree char *fifo = path_of (folder, "fifo");
  g_autofree char *found = NULL;
  GThread *reader;

  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  add_text (folder, "fifo", "through");
  reader = g_thread_new ("reader", read_fifo, fifo);
  commit (folder);
  found = g_thread_join (reader);
  g_assert_cmpstr (found, ==, "through");
}

/* What a program that only writes to @path gives to a pipe as its output. */
static char *
output_of (Folder *folder, const char *path, int fd)
{
  int pipes[2];
  int status;
  pid_t child;
  char text[64] = "";

  g_assert_cmpint (pipe (pipes), ==, 0);
  child = fork ();
  if (child == 0)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static ("written", 7);

      dup2 (pipes[1], fd);
      strata_output_set_add_bytes (folder->set, NULL, path, bytes);
      _exit (strata_output_set_commit (folder->set, NULL) ? 0 : 1);
    }
  close (pipes[1]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpint (read (pipes[0], text, sizeof text - 1), >=, 0);
  close (pipes[0]);
  return g_strdup (text);
}

static void
test_stream_descriptor (Folder *folder, gconstpointer unused)
{
  static const struct
  {
    const char *path;
    int fd;
  } cases[] = {
    { "/dev/stdout", 1 }, { "/dev/fd/1", 1 }, { "/proc/self/fd/1", 1 },
    { "/dev/stderr", 2 }, { "/dev/fd/9", 9 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = output_of (folder, cases[i].path, cases[i].fd);

      g_assert_cmpstr (found, ==, "written");
    }
}

static void
test_stream_closed (Folder *folder, gconstpointer unused)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);

  strata_output_set_add_bytes (folder->set, NULL, "/dev/fd/4711", bytes);
  add_text (folder, "a", "a");
  commit_refused (folder, STRATA_FILE_ERROR_IO, "Bad file descriptor");
  g_assert_cmpuint (count_files (folder->path), ==, 0);
}

/* A reader that has gone does not kill, and leaves nothing behind. */
static void
test_stream_broken (Folder *folder, gconstpointer unused)
{
  int pipes[2];
  g_autofree char *path = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  sigset_t pending;

  g_assert_cmpint (pipe (pipes), ==, 0);
  close (pipes[0]);
  path = g_strdup_printf ("/dev/fd/%d", pipes[1]);
  strata_output_set_add_bytes (folder->set, NULL, path, bytes);
  add_text (folder, "a", "a");
  commit_refused (folder, STRATA_FILE_ERROR_IO, "Broken pipe");
  close (pipes[1]);

  g_assert_cmpuint (count_files (folder->path), ==, 0);
  sigpending (&pending);
  g_assert_false (sigismember (&pending, SIGPIPE));
}

/* ---- One file ---------------------------------------------------------- */

static void
test_save (Folder *folder, gconstpointer unused)
{
  g_autofree char *path = path_of (folder, "a");
  g_autoptr (GError) error = NULL;

  g_assert_true (strata_file_save_atomic (path, "one", 3, &error));
  assert_file (folder->path, "a", "one");
  g_assert_true (strata_file_save_atomic (path, "three", 5, &error));
  assert_file (folder->path, "a", "three");
  g_assert_true (strata_file_save_atomic (path, NULL, 0, &error));
  assert_file (folder->path, "a", "");
  g_assert_no_error (error);
  g_assert_cmpuint (count_files (folder->path), ==, 1);

  g_assert_false (strata_file_save_atomic (folder->path, "x", 1, &error));
  assert_refused (&error, STRATA_FILE_ERROR_IO, "It is a folder");
}

/* Whoever has the old file open keeps it. */
static void
test_save_keeps_old (Folder *folder, gconstpointer unused)
{
  g_autofree char *path = path_of (folder, "a");
  char text[8] = "";
  int fd;

  put_file (folder->path, "a", "old");
  fd = open (path, O_RDONLY);
  g_assert_true (strata_file_save_atomic (path, "new", 3, NULL));
  g_assert_cmpint (read (fd, text, 7), ==, 3);
  close (fd);
  g_assert_cmpstr (text, ==, "old");
}

static void
test_save_long_name (Folder *folder, gconstpointer unused)
{
  g_autofree char *name = g_strnfill (255, 'x');
  g_autofree char *path = path_of (folder, name);

  g_assert_true (strata_file_save_atomic (path, "x", 1, NULL));
  g_assert_cmpuint (count_files (folder->path), ==, 1);
}

static void
test_save_relative (Folder *folder, gconstpointer unused)
{
  g_autofree char *before = g_get_current_dir ();

  g_assert_cmpint (g_chdir (folder->path), ==, 0);
  g_assert_true (strata_file_save_atomic ("a", "x", 1, NULL));
  g_assert_cmpint (g_chdir (before), ==, 0);
  assert_file (folder->path, "a", "x");
}

#define ADD(name, function)                                                    \
  g_test_add ("/output-set/" name, Folder, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("write/npy", test_write_npy);
  ADD ("write/npz", test_write_npz);
  ADD ("write/npz-none", test_write_npz_none);
  ADD ("write/npz-names", test_write_npz_names);
  ADD ("write/npz-refused", test_write_npz_refused);
  ADD ("write/npz-many", test_write_npz_many);
  ADD ("write/many", test_write_many);
  ADD ("write/very-many", test_write_very_many);

  ADD ("rights/new", test_rights_new);
  ADD ("rights/kept", test_rights_kept);
  ADD ("rights/none", test_rights_none);
  ADD ("rights/of-group", test_rights_of_group);
  ADD ("rights/of-others", test_rights_of_others);

  ADD ("nothing/folder", test_nothing_but_folder);
  ADD ("nothing/where", test_nothing_where);
  ADD ("nothing/without-name", test_nothing_without_name);
  ADD ("nothing/full", test_nothing_when_full);
  ADD ("nothing/device-full", test_nothing_when_device_full);
  ADD ("nothing/late", test_nothing_when_late);

  ADD ("same", test_same);
  ADD ("links/followed", test_links_followed);
  ADD ("inside/written", test_inside);
  ADD ("inside/refused", test_inside_refused);

  ADD ("stream/null", test_stream_null);
  ADD ("stream/fifo", test_stream_fifo);
  ADD ("stream/descriptor", test_stream_descriptor);
  ADD ("stream/closed", test_stream_closed);
  ADD ("stream/broken", test_stream_broken);

  ADD ("save/one", test_save);
  ADD ("save/keeps-old", test_save_keeps_old);
  ADD ("save/long-name", test_save_long_name);
  ADD ("save/relative", test_save_relative);

  return g_test_run ();
}
