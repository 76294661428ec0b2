/* strata-job.c — what the options of strata run say.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-job.h"

/* As many as the engine starts. */
#define MOST_THREADS 1024

static gboolean
parse_threads (StrataJob *job, char **message)
{
  const char *text = strata_options_get (job->options, "threads");
  guint64 n;

  if (!text || g_ascii_string_to_unsigned (text, 10, 0, MOST_THREADS, &n, NULL))
    {
      job->n_threads = text ? (guint) n : 0;
      return TRUE;
    }
  *message = g_strdup_printf (
      "'--threads %s' is not possible; it takes a number from 1 to %d, or 0 "
      "for all cores",
      text, MOST_THREADS);
  return FALSE;
}

static gboolean
parse_assignments (StrataJob *job,
                   const char *option,
                   GPtrArray **assignments,
                   char **message)
{
  *assignments = strata_assignments_parse (
      strata_options_list (job->options, option), option, message);
  return *assignments != NULL;
}

/* A device takes any number of results. */
static gboolean
is_device (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS)
         && !g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* Two results cannot go to one file, of which a person hears better before the
 * run than after it. */
static gboolean
check_files (StrataJob *job, char **message)
{
  g_autoptr (GHashTable) files =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *weights = strata_options_get (job->options, "save-weights");

  if (weights)
    g_hash_table_add (files, g_canonicalize_filename (weights, NULL));
  for (guint i = 0; i < job->outputs->len; i++)
    {
      const StrataAssignment *output = g_ptr_array_index (job->outputs, i);

      if (is_device (output->value)
          || g_hash_table_add (files,
                               g_canonicalize_filename (output->value, NULL)))
        continue;
      *message = g_strdup_printf ("'--output %s=%s' would write over another "
                                  "result in the same file",
                                  output->name, output->value);
      return FALSE;
    }
  return TRUE;
}

gboolean
strata_job_init (StrataJob *job,
                 StrataTerminal *terminal,
                 StrataOptions *options,
                 char **message)
{
  *job = (StrataJob){
    .terminal = terminal,
    .options = options,
    .path = strata_options_get_operands (options)->pdata[0],
  };
  strata_report_init (&job->report, &terminal->err, job->path);
  return parse_threads (job, message)
         && parse_assignments (job, "input", &job->inputs, message)
         && parse_assignments (job, "output", &job->outputs, message)
         && parse_assignments (job, "set", &job->settings, message)
         && strata_job_parse_settings (job, message)
         && check_files (job, message);
}

void
strata_job_clear (StrataJob *job)
{
  strata_report_clear (&job->report);
  g_clear_pointer (&job->inputs, g_ptr_array_unref);
  g_clear_pointer (&job->outputs, g_ptr_array_unref);
  g_clear_pointer (&job->settings, g_ptr_array_unref);
  g_clear_pointer (&job->values, g_ptr_array_unref);
  g_clear_object (&job->graph);
  g_clear_object (&job->weights);
  g_clear_object (&job->plan);
  g_clear_object (&job->run);
}

char *
strata_job_list_names (StrataPlan *plan, StrataRole role)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < strata_plan_get_n_cards (plan); i++)
    if (strata_plan_get_card_role (plan, i) == role
        && strata_plan_get_card_name (plan, i))
      g_ptr_array_add (names, (gpointer) strata_plan_get_card_name (plan, i));

  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (text, "%s'%s'",
                            i == 0               ? ""
                            : i + 1 < names->len ? ", "
                                                 : " and ",
                            (const char *) g_ptr_array_index (names, i));
  return g_string_free (text, FALSE);
}
