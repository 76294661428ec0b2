/* strata-examples.c — the graphs that come with the program.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-examples.h"
#include "strata-places.h"

static int
compare_cb (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(char *const *) a, *(char *const *) b);
}

char **
strata_examples_list (void)
{
  g_autofree char *folder = strata_places_dup_examples ();
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();
  g_autoptr (GDir) dir = NULL;
  const char *name;

  dir = g_dir_open (folder, 0, NULL);
  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, ".strata"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_cb);
  g_ptr_array_add (paths, NULL);
  return (char **) g_ptr_array_steal (paths, NULL);
}

/* "Separable" for "…/separable.strata". */
static char *
dup_title (const char *path)
{
  g_autofree char *title = g_filename_display_basename (path);

  *g_strrstr (title, ".strata") = '\0';
  title[0] = g_ascii_toupper (title[0]);
  return g_steal_pointer (&title);
}

GMenuModel *
strata_examples_new_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();
  g_auto (GStrv) paths = strata_examples_list ();

  for (char **path = paths; *path; path++)
    {
      g_autofree char *title = dup_title (*path);
      g_autoptr (GMenuItem) item = g_menu_item_new (title, NULL);

      g_menu_item_set_action_and_target (item, "app.open-path", "s", *path);
      g_menu_append_item (section, item);
    }
  if (*paths)
    g_menu_append_section (menu, "Examples", G_MENU_MODEL (section));
  return G_MENU_MODEL (menu);
}
