/* strata-graph-file.c — graphs from files, and into them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-file-error-private.h"
#include "strata-file-private.h"
#include "strata-graph-private.h"
#include "strata-output-set.h"

#include <sys/stat.h>

gboolean
strata_graph_check_size (guint64 length, GError **error)
{
  if (length <= STRATA_GRAPH_MAX_FILE)
    return TRUE;
  return strata_file_error_set (error, STRATA_FILE_ERROR_TOO_LARGE,
                                "The graph's text has %" G_GUINT64_FORMAT
                                " bytes, but %d MiB are the "
                                "most",
                                length, STRATA_GRAPH_MAX_FILE / (1024 * 1024));
}

static char *
read_file (const char *path, int fd, gsize *length, GError **error)
{
  g_autofree char *text = NULL;
  StrataFile file;

  if (!strata_file_begin (&file, fd, path, error))
    return NULL;

  *length = (gsize) file.length;
  if (strata_graph_check_size (file.length, error))
    {
      text = g_try_malloc (*length + 1);
      if (!text)
        strata_file_error_set (error, STRATA_FILE_ERROR_MEMORY,
                               "There is no memory for its text");
      else if (strata_file_read (&file, text, *length, error))
        return g_steal_pointer (&text);
    }
  strata_file_error_prefix (error, "read", path);
  return NULL;
}

/**
 * strata_graph_load:
 * @registry: (nullable): the kinds of cards that the graph knows, or %NULL for
 *   the default ones
 * @path: (type filename): path of a graph's file
 * @error: where to say why it cannot be read
 *
 * Reads a graph from its file. What in it cannot be taken in is told by
 * [method@Strata.Graph.get_load_faults].
 *
 * Returns: (transfer full): the graph, or %NULL with an error
 */
StrataGraph *
strata_graph_load (StrataRegistry *registry, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  StrataGraph *graph;
  int fd;

  g_return_val_if_fail (!registry || STRATA_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (path, NULL);

  fd = strata_file_open (path, error);
  if (fd < 0)
    return NULL;
  text = read_file (path, fd, &length, error);
  strata_file_close (fd);
  if (!text)
    return NULL;

  graph = strata_graph_parse (registry, text, (gssize) length, error);
  if (!graph)
    {
      strata_file_error_prefix (error, "read", path);
      return NULL;
    }
  graph->path = g_strdup (path);
  graph->faulty_path = g_strdup (path);
  return graph;
}

static gboolean
is_same_file (const char *one, const char *other)
{
  struct stat first, second;

  if (g_str_equal (one, other))
    return TRUE;
  return stat (one, &first) == 0 && stat (other, &second) == 0
         && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

/* What a file holds that this graph does not must not go. */
static gboolean
check_loss (StrataGraph *self, const char *path, GError **error)
{
  g_autofree char *quoted = NULL;

  if (self->load_faults->len == 0 || !self->faulty_path
      || !is_same_file (self->faulty_path, path))
    return TRUE;

  quoted = strata_file_quote (path);
  g_set_error (error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_LOSS,
               "Cannot write %s: That would lose what could not be read from "
               "it, because it has faults (%u); mend them there, or save under "
               "another name",
               quoted, self->load_faults->len);
  return FALSE;
}

/**
 * strata_graph_save:
 * @graph: a graph
 * @path: (type filename): path of a file
 * @error: where to say why it cannot be written
 *
 * Writes a graph to a file, which is at every moment either the old one or the
 * new one as a whole. The graph belongs to that file then.
 *
 * Returns: whether it was written
 */
gboolean
strata_graph_save (StrataGraph *graph, const char *path, GError **error)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), FALSE);
  g_return_val_if_fail (path, FALSE);

  if (!check_loss (graph, path, error))
    return FALSE;
  text = strata_graph_write (graph, NULL);
  if (!strata_graph_check_size (text->len, error))
    return strata_file_error_prefix (error, "write", path);
  if (!strata_file_save_atomic (path, text->str, text->len, error))
    return FALSE;

  strata_graph_set_path (graph, path);
  g_ptr_array_set_size (graph->load_faults, 0);
  strata_graph_mark_saved (graph);
  return TRUE;
}
