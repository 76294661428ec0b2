/* strata-command-run.c — strata run: feeds a graph, evaluates it, and writes or
 * prints what comes out.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph-source.h"
#include "strata-interrupt.h"
#include "strata-job.h"
#include "strata-progress.h"

/* FALSE after a fault. */
static gboolean
prepare (StrataJob *job)
{
  job->graph =
      strata_graph_source_load (job->terminal, job->path, &job->report);
  if (!job->graph)
    return FALSE;
  strata_job_set_values (job);
  strata_job_make_plan (job);
  strata_job_check_outputs (job);
  return strata_report_is_empty (&job->report);
}

static void
evaluate (StrataJob *job)
{
  g_autoptr (StrataSession) session =
      strata_session_new (job->n_threads, FALSE);

  job->run = strata_run_new (session, job->plan);
  strata_job_keep_outputs (job);
  if (!strata_report_is_empty (&job->report))
    return;
  strata_interrupt_defer ();
  strata_progress_execute (job->run, &job->terminal->err);
  if (!strata_interrupt_pending ())
    strata_report_add_all (&job->report, strata_run_get_faults (job->run));
}

static gboolean
can_go_on (StrataJob *job)
{
  return !strata_interrupt_pending () && strata_report_is_empty (&job->report);
}

static int
finish (StrataJob *job)
{
  if (strata_options_has (job->options, "json"))
    strata_job_print_json (job);
  else if (strata_report_is_empty (&job->report) && job->outputs->len == 0)
    strata_job_print (job);
  return strata_report_is_empty (&job->report) ? STRATA_STATUS_DONE
                                               : STRATA_STATUS_FAULT;
}

static int
run_run (StrataTerminal *terminal, StrataOptions *options)
{
  g_auto (StrataJob) job = { 0 };
  g_autofree char *message = NULL;

  if (!strata_job_init (&job, terminal, options, &message))
    return strata_terminal_refuse (terminal, &strata_command_run, "%s",
                                   message);

  if (terminal->takes_signals)
    strata_interrupt_install ();
  if (prepare (&job))
    evaluate (&job);
  if (can_go_on (&job))
    strata_job_write (&job);
  else if (strata_interrupt_pending ())
    return STRATA_STATUS_INTERRUPTED + strata_interrupt_pending ();
  return finish (&job);
}

static const StrataOptionRow rows[] = {
  { "input", "NAME=FILE", "Feed the .npy FILE to the Input NAME", TRUE },
  { "output", "NAME=FILE", "Write what the Output NAME takes to the .npy FILE",
    TRUE },
  { "weights", "FILE", "Take all weights from this .npz" },
  { "save-weights", "FILE", "Write the weights that were used to this .npz" },
  { "set", "CARD.PORT=JSON", "Give a port another value for this run", TRUE },
  { "threads", "N", "Use N threads; 0, the default, is one for each core" },
  { "trust", NULL, "Let paths in the graph leave its folder" },
  { "json", NULL, "Print JSON" },
  { NULL },
};

const StrataCommand strata_command_run = {
  .name = "run",
  .operand = "GRAPH",
  .fewest = 1,
  .most = 1,
  .summary = "Compute a graph",
  .details =
      "Feeds each Input of the graph file GRAPH by its name, computes the "
      "graph, and writes the Outputs that are named. '--output CARD.PORT=FILE' "
      "writes any card's tensor. Without --output, prints each Output's name, "
      "dtype, shape, minimum, mean and maximum.\n\n"
      "Files are written when all is computed, and none of them if anything "
      "fails.\n\n"
      "With '-' as GRAPH, reads standard input.",
  .options = rows,
  .run = run_run,
};
