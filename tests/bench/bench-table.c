/* bench-table.c — reads tables of layers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench-layer.h"

#include <string.h>

/* Larger than any table that makes sense, smaller than any memory. */
#define LARGEST_TABLE (16 << 20)

static gboolean
check_header (const char *line, GError **error)
{
  if (line != NULL && g_str_equal (line, BENCH_TABLE_HEADER))
    return TRUE;

  g_set_error (error, BENCH_TABLE_ERROR, 0, "The header line is not '%s'",
               BENCH_TABLE_HEADER);
  return FALSE;
}

static gboolean
read_line (const char *line,
           StrataDType dtype,
           GPtrArray *layers,
           GError **error)
{
  BenchLayer *layer;

  if (*line == '\0')
    return TRUE;

  layer = bench_layer_parse (line, dtype, error);
  if (layer == NULL)
    return FALSE;

  g_ptr_array_add (layers, layer);
  return TRUE;
}

static gboolean
read_lines (const char *path,
            char **lines,
            StrataDType dtype,
            GPtrArray *layers,
            GError **error)
{
  for (int i = 0; i == 0 || lines[i] != NULL; i++)
    {
      gboolean good;

      if (lines[i] != NULL)
        g_strchomp (lines[i]);

      good = i == 0 ? check_header (lines[i], error)
                    : read_line (lines[i], dtype, layers, error);
      if (!good)
        {
          g_prefix_error (error, "%s:%d: ", path, i + 1);
          return FALSE;
        }
    }

  return TRUE;
}

static char *
read_contents (const char *path, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);

  if (file == NULL)
    return NULL;

  if (g_mapped_file_get_length (file) > LARGEST_TABLE)
    {
      g_set_error (error, BENCH_TABLE_ERROR, 0,
                   "%s: A table of layers is no larger than %d MiB", path,
                   LARGEST_TABLE >> 20);
      return NULL;
    }

  return g_strndup (g_mapped_file_get_contents (file),
                    g_mapped_file_get_length (file));
}

static gboolean
read_file (const char *path,
           StrataDType dtype,
           GPtrArray *layers,
           GError **error)
{
  g_autofree char *contents = read_contents (path, error);
  g_auto (GStrv) lines = NULL;

  if (contents == NULL)
    return FALSE;

  lines = g_strsplit (contents, "\n", 0);
  return read_lines (path, lines, dtype, layers, error);
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* In the order of the names: a run over a folder is the same everywhere. */
static GPtrArray *
list_folder (const char *path, GError **error)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, error);
  GPtrArray *paths;
  const char *name;

  if (folder == NULL)
    return NULL;

  paths = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (name, ".csv"))
      g_ptr_array_add (paths, g_build_filename (path, name, NULL));

  g_ptr_array_sort (paths, compare_paths);
  return paths;
}

static gboolean
read_folder (const char *path,
             StrataDType dtype,
             GPtrArray *layers,
             GError **error)
{
  g_autoptr (GPtrArray) paths = list_folder (path, error);

  if (paths == NULL)
    return FALSE;

  for (guint i = 0; i < paths->len; i++)
    if (!read_file (paths->pdata[i], dtype, layers, error))
      return FALSE;

  return TRUE;
}

gboolean
bench_table_read (const char *path,
                  StrataDType dtype,
                  GPtrArray *layers,
                  GError **error)
{
  guint n_before = layers->len;
  gboolean good = g_file_test (path, G_FILE_TEST_IS_DIR)
                      ? read_folder (path, dtype, layers, error)
                      : read_file (path, dtype, layers, error);

  if (!good || layers->len > n_before)
    return good;

  g_set_error (error, BENCH_TABLE_ERROR, 0, "%s: There is no layer here", path);
  return FALSE;
}
