/* arrays.h — what the tests of array files have in common.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-file-error.h"
#include "strata-tensor.h"

#include <glib/gstdio.h>

#include <errno.h>
#include <string.h>

/* A file of tests/data/arrays/. */
static inline char *
array_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "data", "arrays", name, NULL);
}

static inline GBytes *
array_bytes (const char *name)
{
  g_autofree char *path = array_path (name);
  char *bytes;
  gsize length;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (bytes, length);
}

/* What counting() of make.py says of element @k of a type such as "<f4". */
static inline double
counting (char kind, gsize k)
{
  switch (kind)
    {
    case 'f':
      return ((double) k - 11) * 0.25;
    case 'i':
      return ((double) k - 12) * 5;
    case 'u':
      return (double) k * 10;
    default:
      return k % 3 == 0;
    }
}

static inline void
assert_shape (const StrataTensor *tensor, int rank, const gint64 *shape)
{
  g_assert_cmpint (strata_tensor_rank (tensor), ==, rank);
  for (int i = 0; i < rank; i++)
    g_assert_cmpint (strata_tensor_shape (tensor)[i], ==, shape[i]);
}

/* The tensor that counting() makes, of @dtype. */
static inline void
assert_counting (const StrataTensor *tensor, StrataDType dtype, char kind)
{
  const gint64 shape[] = { 2, 3, 4 };
  guint64 expected[24];

  assert_shape (tensor, 3, shape);
  g_assert_cmpint (strata_tensor_dtype (tensor), ==, dtype);
  for (gsize k = 0; k < 24; k++)
    strata_dtype_set (dtype, expected, k, counting (kind, k));
  g_assert_cmpmem (strata_tensor_data (tensor), strata_tensor_n_bytes (tensor),
                   expected, 24 * strata_dtype_size (dtype));
}

/* A message is one line for a person: a sentence without a stop. */
static inline void
assert_sentence (const GError *error)
{
  gsize length = strlen (error->message);

  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_cmpuint (length, >, 10);
  g_assert_true (g_ascii_isupper (error->message[0])
                 || error->message[0] == '\'');
  g_assert_null (strchr (error->message, '\n'));
  g_assert_cmpint (error->message[length - 1], !=, '.');
}

/* An error of @code whose message has @part in it; clears it. */
static inline void
assert_refused (GError **error, StrataFileError code, const char *part)
{
  g_assert_error (*error, STRATA_FILE_ERROR, (int) code);
  assert_sentence (*error);
  if (!strstr ((*error)->message, part))
    g_error ("\"%s\" does not say \"%s\"", (*error)->message, part);
  g_clear_error (error);
}

/* A folder of one's own. */
static inline char *
new_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("strata-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

/* How many names are in @folder. */
static inline guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir))
    n++;
  return n;
}

static inline void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR)
          && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        remove_folder (path);
      else
        g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static inline void
assert_file (const char *folder, const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &found, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, content);
}

static inline void
put_file (const char *folder, const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, content, -1, &error);
  g_assert_no_error (error);
}
