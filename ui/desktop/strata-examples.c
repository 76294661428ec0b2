/* strata-examples.c — the graphs that come with the program.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-examples.h"
#include "strata-places.h"

#include <glib/gi18n.h>

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

/* What those are that come with the program. */
static const struct
{
  const char *name;
  const char *title;
  const char *summary;
} known[] = {
  { "depthwise.strata", N_ ("Depthwise"),
    N_ ("Each channel has kernels of its own: six numbers, computed by hand in "
        "a minute") },
  { "edges.strata", N_ ("Edges"),
    N_ ("Sobel’s and Laplace’s operators find the edges of a picture") },
  { "mobile.strata", N_ ("Mobile"),
    N_ ("Five separable blocks in the manner of MobileNet") },
  { "separable.strata", N_ ("Separable"),
    N_ ("A separable convolution with an initializer, a regularizer and a "
        "constraint, each a card") },
  { "sequence.strata", N_ ("Sequence"),
    N_ ("A disc on its way across six frames, looked at frame by frame and in "
        "both directions of time") },
};

static int
find_known (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].name, name))
      return (int) i;
  return -1;
}

/* "Separable" for "…/separable.strata". */
char *
strata_examples_dup_title (const char *path)
{
  int number = find_known (path);
  g_autofree char *title = g_filename_display_basename (path);

  if (number >= 0)
    return g_strdup (_ (known[number].title));
  if (g_str_has_suffix (title, ".strata"))
    *g_strrstr (title, ".strata") = '\0';
  title[0] = g_ascii_toupper (title[0]);
  return g_steal_pointer (&title);
}

char *
strata_examples_dup_summary (const char *path)
{
  int number = find_known (path);

  return g_strdup (number >= 0 ? _ (known[number].summary) : "");
}

GMenuModel *
strata_examples_new_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();
  g_auto (GStrv) paths = strata_examples_list ();

  for (char **path = paths; *path; path++)
    {
      g_autofree char *title = strata_examples_dup_title (*path);
      g_autoptr (GMenuItem) item = g_menu_item_new (title, NULL);

      g_menu_item_set_action_and_target (item, "app.open-path", "s", *path);
      g_menu_append_item (section, item);
    }
  if (*paths)
    {
      g_menu_append (section, _ ("All Examples…"), "app.examples");
      g_menu_append_section (menu, _ ("Examples"), G_MENU_MODEL (section));
    }
  return G_MENU_MODEL (menu);
}
