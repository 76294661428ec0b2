/* strata-newer-graph.c — graphs that a later program has written.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-newer-graph.h"

#include <sys/stat.h>

#define KNOWN_VERSION 1

/* Only what can be read without waiting, and fits. */
static char *
read_text (const char *path, gsize *length)
{
  struct stat status;
  char *text = NULL;

  if (stat (path, &status) == 0 && S_ISREG (status.st_mode)
      && status.st_size <= STRATA_GRAPH_MAX_FILE)
    g_file_get_contents (path, &text, length, NULL);
  return text;
}

static gint64
get_version (StrataValue *object)
{
  StrataValue *version;

  if (!object || !strata_value_is (object, STRATA_VALUE_OBJECT))
    return 0;
  version = strata_value_get_member (object, "version");
  return version && strata_value_is (version, STRATA_VALUE_INTEGER)
             ? strata_value_get_integer (version)
             : 0;
}

/* The same object, saying that it is of the version that is known. */
static char *
to_known_version (StrataValue *object)
{
  StrataValueBuilder *builder = strata_value_builder_new_from (object);
  g_autoptr (StrataValue) known = NULL;

  strata_value_builder_set (builder, "version",
                            strata_value_new_integer (KNOWN_VERSION));
  known = strata_value_builder_end (builder);
  return strata_value_to_text (known);
}

StrataGraph *
strata_newer_graph_load (const char *path, gint64 *version)
{
  g_autofree char *text = NULL;
  g_autofree char *known = NULL;
  g_autoptr (StrataValue) object = NULL;
  StrataGraph *graph;
  gsize length = 0;

  text = read_text (path, &length);
  object = text ? strata_value_parse (text, (gssize) length, NULL) : NULL;
  *version = get_version (object);
  if (*version <= KNOWN_VERSION)
    return NULL;
  known = to_known_version (object);
  graph = strata_graph_parse (NULL, known, -1, NULL);
  if (graph)
    strata_graph_set_path (graph, path);
  return graph;
}
