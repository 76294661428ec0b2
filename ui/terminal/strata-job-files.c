/* strata-job-files.c — the files that strata run writes.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-job.h"

#include "strata-output-set.h"

#include <stdlib.h>
#include <string.h>

/* -1 where no Output has this name. */
static gint
find_output (StrataPlan *plan, const char *name)
{
  for (guint i = 0; i < strata_plan_get_n_cards (plan); i++)
    if (strata_plan_get_card_role (plan, i) == STRATA_ROLE_OUTPUT
        && g_strcmp0 (strata_plan_get_card_name (plan, i), name) == 0)
      return (gint) i;
  return -1;
}

/* -1 where @name does not begin with the id of a card and a dot; *port is what
 * follows. */
static gint
find_card (StrataPlan *plan, const char *name, const char **port)
{
  const char *dot = strchr (name, '.');
  g_autofree char *id = NULL;

  if (!dot)
    return -1;
  id = g_strndup (name, (gsize) (dot - name));
  *port = dot + 1;
  return strata_plan_find_card (plan, id);
}

static void
refuse_name (StrataJob *job, const char *name)
{
  g_autofree char *names =
      strata_job_list_names (job->plan, STRATA_ROLE_OUTPUT);

  strata_report_add_new (
      &job->report, NULL, NULL,
      "There is no Output named '%s'%s%s; nor is there such a CARD.PORT", name,
      *names ? ", only " : "", names);
}

/* Unknown cards have ports that only their files know. */
static void
check_port (StrataJob *job, gint card, const char *port)
{
  const char *type = strata_plan_get_card_type (job->plan, (guint) card);
  const StrataKind *kind =
      strata_registry_lookup (strata_registry_get_default (), type);
  const StrataPortRow *row =
      kind ? strata_kind_find_port (kind, port, TRUE) : NULL;

  if (kind && (!row || row->type != STRATA_PORT_TENSOR))
    strata_report_add_new (
        &job->report, strata_plan_get_card_id (job->plan, (guint) card), port,
        "A %s has no output '%s' that is a tensor, so it cannot be written",
        type, port);
}

void
strata_job_check_outputs (StrataJob *job)
{
  for (guint i = 0; i < job->outputs->len; i++)
    {
      const StrataAssignment *output = g_ptr_array_index (job->outputs, i);
      const char *port = NULL;
      gint card;

      if (find_output (job->plan, output->name) >= 0)
        continue;
      card = find_card (job->plan, output->name, &port);
      if (card >= 0)
        check_port (job, card, port);
      else
        refuse_name (job, output->name);
    }
}

void
strata_job_keep_outputs (StrataJob *job)
{
  for (guint i = 0; i < job->outputs->len; i++)
    {
      const StrataAssignment *output = g_ptr_array_index (job->outputs, i);
      const char *port = NULL;
      const char *id;
      gint card;

      if (find_output (job->plan, output->name) >= 0)
        continue;
      card = find_card (job->plan, output->name, &port);
      id = strata_plan_get_card_id (job->plan, (guint) card);
      if (!strata_plan_get_spec (job->plan, (guint) card, port)
          || !strata_run_keep (job->run, id, port))
        strata_report_add_new (&job->report, id, port,
                               "There is no tensor to write, because the card "
                               "computes none");
    }
  if (strata_options_has (job->options, "save-weights"))
    strata_run_keep_weights (job->run);
}

static StrataTensor *
find_tensor (StrataJob *job, const char *name)
{
  const char *port = NULL;
  gint card;

  if (find_output (job->plan, name) >= 0)
    return strata_run_get_output (job->run, name);
  card = find_card (job->plan, name, &port);
  return strata_run_get_tensor (
      job->run, strata_plan_get_card_id (job->plan, (guint) card), port);
}

static void
add_outputs (StrataJob *job, StrataOutputSet *files)
{
  for (guint i = 0; i < job->outputs->len; i++)
    {
      const StrataAssignment *output = g_ptr_array_index (job->outputs, i);

      strata_output_set_add_npy (files, NULL, output->value,
                                 find_tensor (job, output->name));
    }
}

/* Where the folder cannot be found any more, nothing is written there. */
static char *
find_folder (StrataGraph *graph)
{
  const char *path = strata_graph_get_path (graph);
  g_autofree char *folder = path ? g_path_get_dirname (path) : g_strdup (".");
  char *real = realpath (folder, NULL);
  char *copy = g_strdup (real ? real : folder);

  free (real);
  return copy;
}

/* The plan has checked where a file lies, but since then links may have been
 * put in its way. So unless the graph is trusted, its folder holds here too. */
static void
add_sink (StrataJob *job,
          StrataOutputSet *files,
          const char *path,
          StrataTensor *tensor)
{
  g_autofree char *folder = NULL;
  gsize length;

  if (strata_options_has (job->options, "trust"))
    {
      strata_output_set_add_npy (files, NULL, path, tensor);
      return;
    }
  folder = find_folder (job->graph);
  length = g_str_equal (folder, "/") ? 0 : strlen (folder);
  if (g_str_has_prefix (path, folder) && path[length] == '/')
    path += length + 1;
  strata_output_set_add_npy (files, folder, path, tensor);
}

static void
add_sinks (StrataJob *job, StrataOutputSet *files)
{
  for (guint i = 0; i < strata_plan_get_n_cards (job->plan); i++)
    {
      const char *path = strata_plan_get_card_file (job->plan, i);
      const char *id = strata_plan_get_card_id (job->plan, i);

      if (path)
        add_sink (job, files, path,
                  strata_run_get_tensor (job->run, id, "tensor"));
    }
}

static void
add_weights (StrataJob *job, StrataOutputSet *files)
{
  const char *path = strata_options_get (job->options, "save-weights");
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  g_autoptr (GPtrArray) tensors =
      g_ptr_array_new_with_free_func ((GDestroyNotify) strata_tensor_unref);

  if (!path)
    return;
  for (guint i = 0; i < strata_run_get_n_weights (job->run); i++)
    {
      StrataTensor *tensor = strata_run_dup_weight (job->run, i);

      if (!tensor)
        continue;
      g_ptr_array_add (keys,
                       (gpointer) strata_run_get_weight_key (job->run, i));
      g_ptr_array_add (tensors, tensor);
    }
  strata_output_set_add_npz (files, NULL, path, keys->len,
                             (const char *const *) keys->pdata,
                             (StrataTensor *const *) tensors->pdata);
}

static gboolean
is_about (const GError *error, const char *path)
{
  g_autofree char *quoted = g_strdup_printf ("'%s'", path);

  return strstr (error->message, quoted) != NULL;
}

/* The error names one file of all; a person gave it, or a card did. */
static void
report_error (StrataJob *job, const GError *error)
{
  const char *weights = strata_options_get (job->options, "save-weights");

  if (weights && is_about (error, weights))
    {
      strata_report_add_file (&job->report, weights, error);
      return;
    }
  for (guint i = 0; i < job->outputs->len; i++)
    {
      const StrataAssignment *output = g_ptr_array_index (job->outputs, i);

      if (is_about (error, output->value))
        {
          strata_report_add_file (&job->report, output->value, error);
          return;
        }
    }
  strata_report_add_new (&job->report, NULL, NULL, "%s", error->message);
}

void
strata_job_write (StrataJob *job)
{
  g_autoptr (StrataOutputSet) files = strata_output_set_new ();
  g_autoptr (GError) error = NULL;

  add_outputs (job, files);
  add_sinks (job, files);
  add_weights (job, files);
  if (!strata_output_set_commit (files, &error))
    report_error (job, error);
}
