/* strata-outside-paths.c — what a graph names that lies outside its folder.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-outside-paths.h"

static char *
dup_folder (StrataGraph *graph)
{
  const char *path = strata_graph_get_path (graph);

  return path ? g_path_get_dirname (path) : g_strdup ("");
}

static void
add_if_outside (GPtrArray *paths, const char *folder, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *inside = strata_folder_resolve (folder, path, FALSE, &error);

  if (*path && !inside
      && g_error_matches (error, STRATA_FILE_ERROR,
                          STRATA_FILE_ERROR_UNSAFE_PATH)
      && !g_ptr_array_find_with_equal_func (paths, path, g_str_equal, NULL))
    g_ptr_array_add (paths, g_strdup (path));
}

/* Every card that reads or writes a file has a port of this name. */
static const char *
get_path (StrataCard *card)
{
  StrataValue *value = strata_card_get_value (card, "path");

  return value && strata_value_is (value, STRATA_VALUE_STRING)
             ? strata_value_get_string (value)
             : NULL;
}

char **
strata_outside_paths_list (StrataGraph *graph)
{
  g_autofree char *folder = dup_folder (graph);
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *weights = strata_graph_get_weights (graph);
  guint n = strata_graph_get_n_cards (graph);

  for (guint i = 0; i < n; i++)
    {
      const char *path = get_path (strata_graph_get_card (graph, i));

      if (path)
        add_if_outside (paths, folder, path);
    }
  if (weights)
    add_if_outside (paths, folder, weights);
  g_ptr_array_add (paths, NULL);
  return (char **) g_ptr_array_steal (paths, NULL);
}
