/* strata-recent-files.c — graphs that were opened or saved lately.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-recent-files.h"

#include "strata-places.h"

#include <glib/gi18n.h>

#define SUFFIX ".strata"
#define MOST 8

static gboolean
came_with_program (GFile *file)
{
  g_autofree char *path = strata_places_dup_examples ();
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  return g_file_has_prefix (file, folder);
}

void
strata_recent_files_remember (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);

  if (!came_with_program (file))
    gtk_recent_manager_add_item (gtk_recent_manager_get_default (), uri);
}

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  GDateTime *first = gtk_recent_info_get_modified (*(GtkRecentInfo *const *) a);
  GDateTime *second =
      gtk_recent_info_get_modified (*(GtkRecentInfo *const *) b);

  return g_date_time_compare (second, first);
}

static GPtrArray *
list_infos (void)
{
  GList *items =
      gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  GPtrArray *infos =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_recent_info_unref);

  for (GList *l = items; l; l = l->next)
    if (g_str_has_suffix (gtk_recent_info_get_uri (l->data), SUFFIX))
      g_ptr_array_add (infos, l->data);
    else
      gtk_recent_info_unref (l->data);
  g_list_free (items);
  g_ptr_array_sort (infos, compare_cb);
  return infos;
}

char **
strata_recent_files_list (guint most)
{
  g_autoptr (GPtrArray) infos = list_infos ();
  GPtrArray *paths = g_ptr_array_new ();

  for (guint i = 0; i < infos->len && paths->len < most; i++)
    {
      char *path = g_filename_from_uri (
          gtk_recent_info_get_uri (infos->pdata[i]), NULL, NULL);

      if (path && g_file_test (path, G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add (paths, path);
      else
        g_free (path);
    }
  g_ptr_array_add (paths, NULL);
  return (char **) g_ptr_array_free (paths, FALSE);
}

/* "net.strata", and its folder where another has the same name. */
static char *
dup_label (char **paths, const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *inside = g_filename_display_basename (folder);
  g_autofree char *label = NULL;
  g_auto (GStrv) parts = NULL;
  guint same = 0;

  for (char **other = paths; *other; other++)
    {
      g_autofree char *other_name = g_filename_display_basename (*other);

      same += g_str_equal (name, other_name);
    }
  label = same > 1 ? g_strdup_printf (_ ("%s in %s"), name, inside)
                   : g_strdup (name);
  parts = g_strsplit (label, "_", -1);
  return g_strjoinv ("__", parts);
}

void
strata_recent_files_fill (GMenu *menu)
{
  g_auto (GStrv) paths = strata_recent_files_list (MOST);

  g_menu_remove_all (menu);
  for (char **path = paths; *path; path++)
    {
      g_autofree char *label = dup_label (paths, *path);
      g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

      /* A variant holds UTF-8 alone. */
      if (!g_utf8_validate (*path, -1, NULL))
        continue;
      g_menu_item_set_action_and_target (item, "app.open-path", "s", *path);
      g_menu_append_item (menu, item);
    }
}
