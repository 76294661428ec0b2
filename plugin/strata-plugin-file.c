/* strata-plugin-file.c — one file that may be a plugin.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-plugin-file-private.h"
#include "strata-file-error-private.h"

#include <gmodule.h>

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* More cards than anybody would write, and fewer than what a number that is
 * none would mostly say. */
#define MOST_KINDS 4096

/* Opening a FIFO would wait for somebody who writes to it. */
static gboolean
check_file (const char *path, GError **error)
{
  struct stat status;

  if (stat (path, &status) != 0)
    return strata_file_error_set (error, STRATA_FILE_ERROR_IO, "%s",
                                  g_strerror (errno));
  if (!S_ISREG (status.st_mode))
    return strata_file_error_set (
        error, STRATA_FILE_ERROR_FORMAT, "This is no file, but a %s",
        S_ISDIR (status.st_mode) ? "folder" : "device or pipe");
  return TRUE;
}

/* The loader of the system begins its messages with the file, which the caller
 * names already. */
static void
refuse_module (GError **error, const char *path, const char *message)
{
  if (g_str_has_prefix (message, path)
      && g_str_has_prefix (message + strlen (path), ": "))
    message += strlen (path) + 2;
  strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                         "This is no shared library that works here: %s",
                         message);
}

/* A symbol that is not to be had shall stop the file from being loaded, rather
 * than the program when it calls it: no lazy binding. */
static StrataPluginEntry
open_entry (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  GModule *module = g_module_open_full (path, G_MODULE_BIND_LOCAL, &local);
  gpointer symbol = NULL;

  if (!module)
    {
      refuse_module (error, path, local->message);
      return NULL;
    }
  /* What a library registers when it is loaded cannot be taken back. */
  g_module_make_resident (module);
  if (!g_module_symbol (module, STRATA_PLUGIN_ENTRY, &symbol) || !symbol)
    {
      strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                             "It has no function %s()", STRATA_PLUGIN_ENTRY);
      return NULL;
    }
  return (StrataPluginEntry) symbol;
}

static gboolean
check_sizes (const StrataPlugin *plugin, GError **error)
{
  static const char *const names[STRATA_PLUGIN_N_SIZES] = {
    "StrataPlugin",        "StrataKind",
    "StrataPortRow",       "StrataExample",
    "StrataLayerClass",    "StrataSpec",
    "StrataPaddingChoice", "StrataSeededInitializer",
    "StrataRegularizer",   "StrataConstraint",
  };
  static const guint sizes[STRATA_PLUGIN_N_SIZES] = STRATA_PLUGIN_SIZES;

  for (int i = 0; i < STRATA_PLUGIN_N_SIZES; i++)
    if (plugin->sizes[i] != sizes[i])
      return strata_file_error_set (
          error, STRATA_FILE_ERROR_FORMAT,
          "It was built with a %s of %u bytes, but here it has %u; it must be "
          "built again",
          names[i], plugin->sizes[i], sizes[i]);
  return TRUE;
}

static gboolean
is_text (const char *text)
{
  return text && *text && g_utf8_validate (text, -1, NULL);
}

static gboolean
check_plugin (const StrataPlugin *plugin, GError **error)
{
  if (!plugin)
    return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                  "Its function %s() gives nothing",
                                  STRATA_PLUGIN_ENTRY);
  if (plugin->version != STRATA_PLUGIN_VERSION)
    return strata_file_error_set (
        error, STRATA_FILE_ERROR_FORMAT,
        "It was built for version %u of plugins, but this library takes "
        "version %d",
        plugin->version, STRATA_PLUGIN_VERSION);
  if (!check_sizes (plugin, error))
    return FALSE;
  if (!is_text (plugin->name) || !is_text (plugin->description))
    return strata_file_error_set (error, STRATA_FILE_ERROR_FORMAT,
                                  "It lacks a name or a description");
  if (!plugin->kinds || plugin->n_kinds == 0 || plugin->n_kinds > MOST_KINDS)
    return strata_file_error_set (
        error, STRATA_FILE_ERROR_FORMAT,
        "It says that it has %" G_GSIZE_FORMAT " cards, but it must have 1 to "
        "%d",
        plugin->kinds ? plugin->n_kinds : 0, MOST_KINDS);
  return TRUE;
}

const StrataPlugin *
strata_plugin_file_open (const char *path, GError **error)
{
  StrataPluginEntry entry;
  const StrataPlugin *plugin;

  if (!check_file (path, error))
    return NULL;
  entry = open_entry (path, error);
  if (!entry)
    return NULL;
  plugin = entry ();
  return check_plugin (plugin, error) ? plugin : NULL;
}
