/* strata-job-print.c — what strata run prints of its results.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-job.h"
#include "strata-json.h"
#include "strata-summary.h"
#include "strata-table.h"

#include "strata-spec.h"

/* NULL where the card is no Output. */
static StrataTensor *
output_of (StrataJob *job, guint card)
{
  if (strata_plan_get_card_role (job->plan, card) != STRATA_ROLE_OUTPUT)
    return NULL;
  return strata_run_get_output (job->run,
                                strata_plan_get_card_name (job->plan, card));
}

/* A tensor without elements has nothing to say. */
static char *
number_text (StrataTensor *tensor, double number)
{
  if (strata_tensor_n_elements (tensor) == 0)
    return g_strdup ("–");
  return strata_number_to_text (number, strata_tensor_dtype (tensor));
}

static void
add_line (StrataTable *table, const char *name, StrataTensor *tensor)
{
  g_autofree char *shape = strata_shape_to_string (
      strata_tensor_rank (tensor), strata_tensor_shape (tensor));
  g_autofree char *minimum = NULL;
  g_autofree char *mean = NULL;
  g_autofree char *maximum = NULL;
  StrataSummary summary;

  strata_summary_init (&summary, tensor);
  minimum = number_text (tensor, summary.minimum);
  mean = number_text (tensor, summary.mean);
  maximum = number_text (tensor, summary.maximum);
  strata_table_add (table, name,
                    strata_dtype_name (strata_tensor_dtype (tensor)), shape,
                    minimum, mean, maximum, NULL);
}

static void
put_penalty (StrataJob *job)
{
  g_autofree char *text =
      strata_number_to_text (strata_run_get_penalty (job->run), STRATA_FLOAT64);

  strata_stream_print (&job->terminal->out, "penalty  %s\n", text);
}

void
strata_job_print (StrataJob *job)
{
  g_autoptr (StrataTable) table = strata_table_new ("lllrrr");
  gboolean has_outputs = FALSE;

  strata_table_add (table, "output", "dtype", "shape", "min", "mean", "max",
                    NULL);
  for (guint i = 0; i < strata_plan_get_n_cards (job->plan); i++)
    {
      StrataTensor *tensor = output_of (job, i);

      if (!tensor)
        continue;
      add_line (table, strata_plan_get_card_name (job->plan, i), tensor);
      has_outputs = TRUE;
    }
  if (has_outputs)
    strata_table_put (table, &job->terminal->out, 0, TRUE);
  if (strata_plan_has_penalty (job->plan))
    put_penalty (job);
}

static StrataValue *
tensor_to_value (StrataTensor *tensor)
{
  StrataValueBuilder *object = strata_value_builder_new (STRATA_VALUE_OBJECT);
  StrataSummary summary;

  strata_summary_init (&summary, tensor);
  strata_value_builder_set (
      object, "dtype",
      strata_json_string (strata_dtype_name (strata_tensor_dtype (tensor))));
  strata_value_builder_set (object, "shape",
                            strata_json_shape (strata_tensor_rank (tensor),
                                               strata_tensor_shape (tensor)));
  strata_value_builder_set (object, "min", strata_json_real (summary.minimum));
  strata_value_builder_set (object, "mean", strata_json_real (summary.mean));
  strata_value_builder_set (object, "max", strata_json_real (summary.maximum));
  return strata_value_builder_end (object);
}

static StrataValue *
outputs_to_value (StrataJob *job)
{
  StrataValueBuilder *object = strata_value_builder_new (STRATA_VALUE_OBJECT);

  for (guint i = 0; i < strata_plan_get_n_cards (job->plan); i++)
    {
      StrataTensor *tensor = output_of (job, i);

      if (tensor)
        strata_value_builder_set (object,
                                  strata_plan_get_card_name (job->plan, i),
                                  tensor_to_value (tensor));
    }
  return strata_value_builder_end (object);
}

static StrataValue *
no_outputs (void)
{
  return strata_value_builder_end (
      strata_value_builder_new (STRATA_VALUE_OBJECT));
}

void
strata_job_print_json (StrataJob *job)
{
  gboolean done = strata_report_is_empty (&job->report);
  StrataValueBuilder *object = strata_value_builder_new (STRATA_VALUE_OBJECT);

  strata_value_builder_set (object, "outputs",
                            done ? outputs_to_value (job) : no_outputs ());
  strata_value_builder_set (
      object, "penalty",
      done ? strata_json_real (strata_run_get_penalty (job->run))
           : strata_value_new_null ());
  strata_value_builder_set (object, "faults",
                            strata_report_to_value (&job->report));
  strata_json_put (&job->terminal->out, strata_value_builder_end (object));
}
