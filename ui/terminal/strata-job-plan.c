/* strata-job-plan.c — what strata run feeds, and the plan that it makes.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-job.h"

#include "strata-npy.h"

static void
open_weights (StrataJob *job)
{
  const char *path = strata_options_get (job->options, "weights");
  g_autoptr (GError) error = NULL;

  if (!path)
    return;
  job->weights = strata_weights_open (path, &error);
  if (job->weights)
    return;
  strata_report_add_file (&job->report, path, error);
  /* Faults of a file that is to be replaced would only be in the way. */
  strata_graph_set_weights (job->graph, NULL, NULL);
}

static StrataPlan *
make_plan (StrataJob *job, StrataFeeds *feeds, StrataPlanFlags flags)
{
  if (strata_options_has (job->options, "trust"))
    flags |= STRATA_PLAN_TRUST;
  return strata_plan_new (job->graph, feeds, job->weights, flags, job->plan);
}

/* -1 where there is no Input of this name. */
static gint
find_input (StrataPlan *plan, const char *name)
{
  for (guint i = 0; i < strata_plan_get_n_cards (plan); i++)
    if (strata_plan_get_card_role (plan, i) == STRATA_ROLE_INPUT
        && g_strcmp0 (strata_plan_get_card_name (plan, i), name) == 0)
      return (gint) i;
  return -1;
}

static void
refuse_name (StrataJob *job, const char *name)
{
  g_autofree char *names = strata_job_list_names (job->plan, STRATA_ROLE_INPUT);

  if (*names)
    strata_report_add_new (&job->report, NULL, NULL,
                           "There is no Input named '%s', only %s", name,
                           names);
  else
    strata_report_add_new (&job->report, NULL, NULL,
                           "There is no Input named '%s', and no other Input",
                           name);
}

/* Reads a file as the type that its Input has, so that numbers are rounded
 * once. FALSE where it cannot be read. */
static gboolean
feed (StrataJob *job,
      StrataFeeds *feeds,
      gint card,
      const StrataAssignment *input)
{
  const StrataSpec *spec = strata_plan_get_main_spec (job->plan, (guint) card);
  g_autoptr (GError) error = NULL;
  StrataTensor *tensor =
      strata_npy_read_as (input->value, spec ? &spec->dtype : NULL, &error);

  if (!tensor)
    {
      strata_report_add_file (&job->report, input->value, error);
      return FALSE;
    }
  strata_feeds_set (feeds, input->name, tensor);
  strata_tensor_unref (tensor);
  return TRUE;
}

/* Ids of the Inputs whose files could not be read. */
static GHashTable *
feed_all (StrataJob *job, StrataFeeds *feeds)
{
  GHashTable *failed = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < job->inputs->len; i++)
    {
      const StrataAssignment *input = g_ptr_array_index (job->inputs, i);
      gint card = find_input (job->plan, input->name);

      if (card < 0)
        refuse_name (job, input->name);
      else if (!feed (job, feeds, card, input))
        g_hash_table_add (failed, (gpointer) strata_plan_get_card_id (
                                      job->plan, (guint) card));
    }
  return failed;
}

static gboolean
is_same (StrataFault *a, StrataFault *b)
{
  return g_strcmp0 (strata_fault_get_card (a), strata_fault_get_card (b)) == 0
         && g_strcmp0 (strata_fault_get_port (a), strata_fault_get_port (b))
                == 0
         && g_str_equal (strata_fault_get_message (a),
                         strata_fault_get_message (b));
}

static gboolean
has_fault (StrataPlan *plan, StrataFault *fault)
{
  GPtrArray *faults = strata_plan_get_faults (plan);

  for (guint i = 0; i < faults->len; i++)
    if (is_same (g_ptr_array_index (faults, i), fault))
      return TRUE;
  return FALSE;
}

/* An Input whose file could not be read is not fed, of which nobody needs to
 * hear; what the first plan says of it counts. */
static void
report_faults (StrataJob *job, StrataPlan *plan, GHashTable *failed)
{
  GPtrArray *faults = strata_plan_get_faults (plan);

  for (guint i = 0; i < faults->len; i++)
    {
      StrataFault *fault = g_ptr_array_index (faults, i);
      const char *card = strata_fault_get_card (fault);

      if (!card || !g_hash_table_contains (failed, card)
          || has_fault (job->plan, fault))
        strata_report_add (&job->report, fault);
    }
}

void
strata_job_make_plan (StrataJob *job)
{
  g_autoptr (StrataFeeds) feeds = strata_feeds_new ();
  g_autoptr (GHashTable) failed = NULL;
  StrataPlan *plan;

  open_weights (job);
  /* The first plan says which types the Inputs have. */
  job->plan = make_plan (job, NULL, STRATA_PLAN_FOR_CHECK);
  failed = feed_all (job, feeds);
  plan = make_plan (job, feeds, STRATA_PLAN_FOR_RUN);
  report_faults (job, plan, failed);
  g_object_unref (job->plan);
  job->plan = plan;
}
