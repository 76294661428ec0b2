/* strata-loader.c — where plugins are found.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-loader.h"
#include "strata-file-error-private.h"
#include "strata-plugin-file-private.h"

#include "loader-config.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* What a registry remembers of the plugins that filled it. */
typedef struct
{
  GHashTable *names;   /* of files that were looked at, without folders */
  GHashTable *origins; /* files, by the types of cards that they brought */
  GPtrArray *files;    /* those that were loaded, in that order */
} Memory;

typedef struct
{
  StrataRegistry *registry;
  Memory *memory;
  GPtrArray *messages;
} Loader;

static void
memory_free (gpointer data)
{
  Memory *memory = data;

  g_hash_table_unref (memory->names);
  g_hash_table_unref (memory->origins);
  g_ptr_array_unref (memory->files);
  g_free (memory);
}

static Memory *
get_memory (StrataRegistry *registry)
{
  static const char key[] = "strata-plugins";
  Memory *memory = g_object_get_data (G_OBJECT (registry), key);

  if (!memory)
    {
      memory = g_new0 (Memory, 1);
      memory->names =
          g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      memory->origins =
          g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      memory->files = g_ptr_array_new_with_free_func (g_free);
      g_object_set_data_full (G_OBJECT (registry), key, memory, memory_free);
    }
  return memory;
}

static void report (Loader *self,
                    const char *action,
                    const char *path,
                    const char *format,
                    ...) G_GNUC_PRINTF (4, 5);

static void
report (Loader *self,
        const char *action,
        const char *path,
        const char *format,
        ...)
{
  g_autofree char *quoted = strata_file_quote (path);
  g_autofree char *reason = NULL;
  va_list values;

  va_start (values, format);
  reason = g_strdup_vprintf (format, values);
  va_end (values);
  g_ptr_array_add (self->messages, g_strdup_printf ("Cannot %s %s: %s", action,
                                                    quoted, reason));
}

static void
add_kind (Loader *self, const char *path, const StrataKind *kind)
{
  static const char action[] = "use a card of the plugin";
  g_autoptr (GError) error = NULL;
  const char *origin = NULL;

  if (kind && kind->type)
    origin = g_hash_table_lookup (self->memory->origins, kind->type);
  if (!kind)
    report (self, action, path, "Its table is missing");
  else if (origin)
    {
      g_autofree char *other = strata_file_quote (origin);

      report (self, action, path,
              "The card type '%s' is there already, from the plugin %s",
              kind->type, other);
    }
  else if (strata_registry_add (self->registry, kind, &error))
    g_hash_table_insert (self->memory->origins, g_strdup (kind->type),
                         g_strdup (path));
  else
    report (self, action, path, "%s", error->message);
}

/* The first file of a name hides those in later folders, as programs do, so
 * that what somebody builds can stand in for what is installed. */
static void
load_file (Loader *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  const StrataPlugin *plugin;

  if (!g_hash_table_add (self->memory->names, g_path_get_basename (path)))
    return;
  plugin = strata_plugin_file_open (path, &error);
  if (!plugin)
    {
      report (self, "load the plugin", path, "%s", error->message);
      return;
    }
  g_ptr_array_add (self->memory->files, g_strdup (path));
  for (gsize i = 0; i < plugin->n_kinds; i++)
    add_kind (self, path, plugin->kinds[i]);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_modules (GDir *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (folder)))
    if (g_str_has_suffix (name, ".so") && name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static gboolean
load_folder (Loader *self, const char *path, GError **error)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, error);
  g_autoptr (GPtrArray) names = NULL;

  if (!folder)
    return FALSE;
  names = list_modules (folder);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *file = g_build_filename (path, names->pdata[i], NULL);

      load_file (self, file);
    }
  return TRUE;
}

/* Somebody has written these, and wants to know when they lead nowhere. */
static void
load_variable (Loader *self)
{
  const char *value = g_getenv ("STRATA_PLUGIN_PATH");
  g_auto (GStrv) entries = g_strsplit (value ? value : "", ":", -1);

  for (char **entry = entries; *entry; entry++)
    {
      static const char action[] = "look for plugins in";
      g_autofree char *path = g_canonicalize_filename (*entry, NULL);
      g_autoptr (GError) error = NULL;

      if (!**entry)
        continue;
      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        report (self, action, path,
                "STRATA_PLUGIN_PATH names it, but it is not there");
      else if (!g_file_test (path, G_FILE_TEST_IS_DIR))
        load_file (self, path);
      else if (!load_folder (self, path, &error))
        report (self, action, path, "%s", error->message);
    }
}

/* Where plugins stand beside a library: in the folder that meson builds them
 * in, or in the one that they are installed into. */
static char *
find_beside (const char *library)
{
  g_autofree char *folder = g_path_get_dirname (library);
  g_autofree char *built =
      g_build_filename (folder, "bundled", "strata-cards.so", NULL);
  g_autofree char *installed =
      g_build_filename (folder, "strata-1", "plugins", NULL);

  if (g_file_test (built, G_FILE_TEST_EXISTS))
    return g_path_get_dirname (built);
  if (g_file_test (installed, G_FILE_TEST_IS_DIR))
    return g_steal_pointer (&installed);
  return NULL;
}

/* The library knows where it is itself, so that a prefix can be moved. What it
 * was loaded by may be a link from elsewhere. */
static char *
find_installed (void)
{
  static const char own;
  g_autofree char *folder = NULL;
  Dl_info info;

  if (dladdr (&own, &info) && info.dli_fname)
    {
      g_autofree char *given = g_canonicalize_filename (info.dli_fname, NULL);
      char *real = realpath (given, NULL);

      folder = find_beside (given);
      if (!folder && real)
        folder = find_beside (real);
      free (real);
    }
  return folder ? g_steal_pointer (&folder) : g_strdup (PLUGIN_FOLDER);
}

/**
 * strata_plugins_load:
 * @registry: (nullable): the registry to fill, or %NULL for
 *   [func@Registry.get_default]
 *
 * Finds plugins, the bundled one among them, and adds their cards.
 *
 * The files named `….so` are loaded in the order of their names: first from
 * what the environment variable `STRATA_PLUGIN_PATH` lists, folders and files
 * with colons between them, then from the folder `strata-1/plugins` of the
 * user's data, then from the folder of installed plugins. The first file of a
 * name hides those in later folders.
 *
 * What cannot be used is left out, and the rest works: of a plugin with one
 * card that is wrong, the others come. Files whose names a registry has met are
 * not looked at again. To be called where the registry is used, which is mostly
 * the main thread.
 *
 * Returns: (transfer full) (array zero-terminated=1): a sentence for each thing
 *   that could not be used
 */
char **
strata_plugins_load (StrataRegistry *registry)
{
  Loader self = { .registry = registry };
  g_autofree char *user = NULL;
  g_autofree char *installed = NULL;

  g_return_val_if_fail (!registry || STRATA_IS_REGISTRY (registry), NULL);

  if (!self.registry)
    self.registry = strata_registry_get_default ();
  self.memory = get_memory (self.registry);
  self.messages = g_ptr_array_new ();
  user = g_build_filename (g_get_user_data_dir (), "strata-1", "plugins", NULL);
  installed = find_installed ();

  load_variable (&self);
  load_folder (&self, user, NULL);
  load_folder (&self, installed, NULL);

  g_ptr_array_add (self.messages, NULL);
  return (char **) g_ptr_array_free (self.messages, FALSE);
}

/**
 * strata_plugins_list:
 * @registry: (nullable): a registry, or %NULL for [func@Registry.get_default]
 *
 * Lists the files of the plugins that [func@plugins_load] has loaded for a
 * registry, in the order in which it did.
 *
 * Returns: (transfer full) (array zero-terminated=1): their full names
 */
char **
strata_plugins_list (StrataRegistry *registry)
{
  GPtrArray *files;
  Memory *memory;

  g_return_val_if_fail (!registry || STRATA_IS_REGISTRY (registry), NULL);

  files = g_ptr_array_new ();
  memory = get_memory (registry ? registry : strata_registry_get_default ());
  for (guint i = 0; i < memory->files->len; i++)
    g_ptr_array_add (files, g_strdup (memory->files->pdata[i]));
  g_ptr_array_add (files, NULL);
  return (char **) g_ptr_array_free (files, FALSE);
}
