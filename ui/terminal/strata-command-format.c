/* strata-command-format.c — strata format: writes a graph as the editor would.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph-source.h"

/* A graph from standard input goes to standard output. */
static gboolean
save (StrataTerminal *terminal,
      StrataGraph *graph,
      const char *path,
      StrataReport *report)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!strata_graph_source_is_stdin (path))
    {
      if (strata_graph_save (graph, path, &error))
        return TRUE;
      strata_report_add_file (report, path, error);
      return FALSE;
    }
  text = strata_graph_to_text (graph, NULL);
  strata_stream_put (&terminal->out, text);
  return TRUE;
}

static int
run_format (StrataTerminal *terminal, StrataOptions *options)
{
  const char *path = strata_options_get_operands (options)->pdata[0];
  const char *target = strata_options_get (options, "output");
  g_autoptr (StrataGraph) graph = NULL;
  g_auto (StrataReport) report = { 0 };

  strata_report_init (&report, &terminal->err, path);
  graph = strata_graph_source_load (terminal, path, &report);
  if (!graph)
    return STRATA_STATUS_FAULT;

  /* What the graph could not take in would be lost. */
  strata_report_add_all (&report, strata_graph_get_load_faults (graph));
  if (!strata_report_is_empty (&report))
    return STRATA_STATUS_FAULT;
  return save (terminal, graph, target ? target : path, &report)
             ? STRATA_STATUS_DONE
             : STRATA_STATUS_FAULT;
}

static const StrataOptionRow rows[] = {
  { "output", "FILE", "Write to FILE, and leave GRAPH as it is" },
  { NULL },
};

const StrataCommand strata_command_format = {
  .name = "format",
  .operand = "GRAPH",
  .fewest = 1,
  .most = 1,
  .summary = "Write a graph file as the editor would",
  .details =
      "Loads the graph file GRAPH and saves it again, in place or to another "
      "file, just as the editor saves it. Nothing is lost: keys that this "
      "version does not know are kept. A file that could not be kept whole is "
      "left as it is.\n\n"
      "With '-' as GRAPH, reads standard input and writes standard output.",
  .options = rows,
  .run = run_format,
};
