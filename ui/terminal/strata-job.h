/* strata-job.h — one call of strata run, from its options to its files.
 *
 * Each step reports what is wrong and goes on where it can, so that a person
 * hears of all faults at once. Nothing is written before all is in order.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-assignment.h"
#include "strata-report.h"
#include "strata-terminal.h"

#include "strata-session.h"

G_BEGIN_DECLS

typedef struct
{
  StrataTerminal *terminal;
  StrataOptions  *options;
  StrataReport    report;

  /* What the options say. */
  const char     *path;
  GPtrArray      *inputs;   /* StrataAssignment */
  GPtrArray      *outputs;  /* the same */
  GPtrArray      *settings; /* the same, and their values: */
  GPtrArray      *values;   /* StrataValue */
  guint           n_threads;

  StrataGraph    *graph;
  StrataWeights  *weights;
  StrataPlan     *plan;
  StrataRun      *run;
} StrataJob;

/* FALSE where a person must be told what is wrong with the options. */
gboolean strata_job_init    (StrataJob      *job,
                             StrataTerminal *terminal,
                             StrataOptions  *options,
                             char          **message);
void     strata_job_clear   (StrataJob      *job);

/* Puts the values of --set into the graph: strata-job-settings.c. */
gboolean strata_job_parse_settings (StrataJob *job,
                                    char     **message);
void     strata_job_set_values     (StrataJob *job);

/* Reads the files of --input, and makes the plan: strata-job-plan.c. */
void     strata_job_make_plan      (StrataJob *job);

/* Finds what --output names; asks the run to keep it; and writes all files:
 * strata-job-files.c. */
void     strata_job_check_outputs  (StrataJob *job);
void     strata_job_keep_outputs   (StrataJob *job);
void     strata_job_write          (StrataJob *job);

/* "'a', 'b' and 'c'": names of the cards with a role. */
char    *strata_job_list_names     (StrataPlan *plan,
                                    StrataRole  role);

/* Prints what the Outputs took: strata-job-print.c. */
void     strata_job_print          (StrataJob *job);
void     strata_job_print_json     (StrataJob *job);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StrataJob, strata_job_clear)

G_END_DECLS
