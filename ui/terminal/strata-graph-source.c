/* strata-graph-source.c — the GRAPH of a command line.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph-source.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>

#define BLOCK 65536

gboolean
strata_graph_source_is_stdin (const char *path)
{
  return g_str_equal (path, "-");
}

/* A pipe may never end; the text of a graph that is longer is refused. */
static GByteArray *
read_all (FILE *file, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *block = g_malloc (BLOCK);
  gsize n;

  while (bytes->len <= STRATA_GRAPH_MAX_FILE
         && (n = fread (block, 1, BLOCK, file)) > 0)
    g_byte_array_append (bytes, block, (guint) n);

  if (ferror (file))
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   "Cannot read standard input: %s", g_strerror (errno));
      return NULL;
    }
  return g_steal_pointer (&bytes);
}

static StrataGraph *
load (StrataTerminal *terminal, const char *path, GError **error)
{
  g_autoptr (GByteArray) bytes = NULL;

  if (!strata_graph_source_is_stdin (path))
    return strata_graph_load (NULL, path, error);
  bytes = read_all (terminal->in, error);
  return bytes ? strata_graph_parse (NULL, (const char *) bytes->data,
                                     bytes->len, error)
               : NULL;
}

StrataGraph *
strata_graph_source_load (StrataTerminal *terminal,
                          const char *path,
                          StrataReport *report)
{
  g_autoptr (GError) error = NULL;
  StrataGraph *graph;

  strata_terminal_load_plugins (terminal);
  graph = load (terminal, path, &error);
  if (!graph)
    strata_report_add_file (report, path, error);
  return graph;
}
