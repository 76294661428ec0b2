/* strata-command-check.c — strata check: what a graph computes, or what is
 * wrong with it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph-source.h"
#include "strata-json.h"
#include "strata-table.h"

#include "strata-plan.h"

/* NULL after a fault. */
static StrataPlan *
make_plan (StrataTerminal *terminal,
           StrataOptions *options,
           const char *path,
           StrataReport *report)
{
  const char *weights_path = strata_options_get (options, "weights");
  StrataPlanFlags flags =
      strata_options_has (options, "trust") ? STRATA_PLAN_TRUST : 0;
  g_autoptr (StrataGraph) graph =
      strata_graph_source_load (terminal, path, report);
  g_autoptr (StrataWeights) weights = NULL;
  g_autoptr (GError) error = NULL;

  if (!graph)
    return NULL;
  if (weights_path)
    {
      weights = strata_weights_open (weights_path, &error);
      if (!weights)
        {
          strata_report_add_file (report, weights_path, error);
          strata_graph_set_weights (graph, NULL, NULL);
        }
    }
  return strata_plan_new (graph, NULL, weights, STRATA_PLAN_FOR_CHECK | flags,
                          NULL);
}

static StrataValue *
card_to_value (StrataPlan *plan, guint i)
{
  const StrataSpec *spec = strata_plan_get_main_spec (plan, i);
  StrataValueBuilder *object = strata_value_builder_new (STRATA_VALUE_OBJECT);

  strata_value_builder_set (
      object, "id", strata_json_string (strata_plan_get_card_id (plan, i)));
  strata_value_builder_set (
      object, "type", strata_json_string (strata_plan_get_card_type (plan, i)));
  if (strata_plan_is_bypassed (plan, i))
    strata_value_builder_set (object, "bypass",
                              strata_value_new_boolean (TRUE));
  strata_value_builder_set (object, "output_shape",
                            spec ? strata_json_shape (spec->rank, spec->shape)
                                 : strata_value_new_null ());
  strata_value_builder_set (
      object, "parameters",
      strata_json_count (strata_plan_get_parameters (plan, i)));
  strata_value_builder_set (object, "macs",
                            strata_json_count (strata_plan_get_macs (plan, i)));
  return strata_value_builder_end (object);
}

/* @plan is NULL where there was nothing to plan. */
static void
put_json (StrataStream *out, StrataPlan *plan, StrataReport *report)
{
  StrataValueBuilder *cards = strata_value_builder_new (STRATA_VALUE_LIST);
  StrataValueBuilder *object = strata_value_builder_new (STRATA_VALUE_OBJECT);
  gint64 parameters = STRATA_UNKNOWN, macs = STRATA_UNKNOWN;

  if (plan)
    {
      for (guint i = 0; i < strata_plan_get_n_cards (plan); i++)
        strata_value_builder_append (cards, card_to_value (plan, i));
      parameters = strata_plan_get_total_parameters (plan);
      macs = strata_plan_get_total_macs (plan);
    }
  strata_value_builder_set (object, "cards", strata_value_builder_end (cards));
  strata_value_builder_set (object, "parameters",
                            strata_json_count (parameters));
  strata_value_builder_set (object, "macs", strata_json_count (macs));
  strata_value_builder_set (object, "faults", strata_report_to_value (report));
  strata_json_put (out, strata_value_builder_end (object));
}

/* 1,234,567; "?" where it is not known. */
static char *
count_text (gint64 count)
{
  GString *text;

  if (count == STRATA_UNKNOWN)
    return g_strdup ("?");
  text = g_string_new (NULL);
  g_string_printf (text, "%" G_GINT64_FORMAT, count);
  for (gssize i = (gssize) text->len - 3; i > 0; i -= 3)
    g_string_insert_c (text, i, ',');
  return g_string_free (text, FALSE);
}

/* Cards that merely describe, such as an initializer, are left out. */
static gboolean
is_worth_a_line (StrataPlan *plan, guint i)
{
  const StrataKind *kind = strata_registry_lookup (
      strata_registry_get_default (), strata_plan_get_card_type (plan, i));

  return strata_plan_get_main_spec (plan, i) || (kind && kind->layer);
}

static void
add_line (StrataTable *table, StrataPlan *plan, guint i)
{
  const StrataSpec *spec = strata_plan_get_main_spec (plan, i);
  g_autofree char *name =
      g_strdup_printf ("%s (%s%s)", strata_plan_get_card_id (plan, i),
                       strata_plan_get_card_type (plan, i),
                       strata_plan_is_bypassed (plan, i) ? ", bypassed" : "");
  g_autofree char *shape = spec ? strata_spec_to_string (spec) : g_strdup ("–");
  g_autofree char *parameters =
      count_text (strata_plan_get_parameters (plan, i));
  g_autofree char *macs = count_text (strata_plan_get_macs (plan, i));

  strata_table_add (table, name, shape, parameters, macs, NULL);
}

static void
put_total (StrataStream *out, const char *name, gint64 count)
{
  g_autofree char *text = count_text (count);

  strata_stream_print (out, "%s %s\n", name, text);
}

static void
put_table (StrataStream *out, StrataPlan *plan)
{
  g_autoptr (StrataTable) table = strata_table_new ("llrr");

  strata_table_add (table, "Card (type)", "Output shape", "Parameters", "MACs",
                    NULL);
  for (guint i = 0; i < strata_plan_get_n_cards (plan); i++)
    if (is_worth_a_line (plan, i))
      add_line (table, plan, i);
  strata_table_put (table, out, 0, TRUE);

  strata_stream_put (out, "\n");
  put_total (out, "Total parameters:", strata_plan_get_total_parameters (plan));
  put_total (out, "Total MACs:", strata_plan_get_total_macs (plan));
}

static int
run_check (StrataTerminal *terminal, StrataOptions *options)
{
  const char *path = strata_options_get_operands (options)->pdata[0];
  g_auto (StrataReport) report = { 0 };
  g_autoptr (StrataPlan) plan = NULL;

  strata_report_init (&report, &terminal->err, path);
  plan = make_plan (terminal, options, path, &report);
  if (plan)
    strata_report_add_all (&report, strata_plan_get_faults (plan));

  if (strata_options_has (options, "json"))
    put_json (&terminal->out, plan, &report);
  else if (strata_report_is_empty (&report))
    put_table (&terminal->out, plan);
  return strata_report_is_empty (&report) ? STRATA_STATUS_DONE
                                          : STRATA_STATUS_FAULT;
}

static const StrataOptionRow rows[] = {
  { "weights", "FILE", "Check this .npz instead of the graph's own weights" },
  { "trust", NULL, "Let paths in the graph leave its folder" },
  { "json", NULL, "Print JSON" },
  { NULL },
};

const StrataCommand strata_command_check = {
  .name = "check",
  .operand = "GRAPH",
  .fewest = 1,
  .most = 1,
  .summary = "Find out whether a graph is in order",
  .details =
      "Checks the graph file GRAPH without computing anything. Prints the "
      "output shape of each layer, how many parameters it has, and how many "
      "multiplications it takes for a batch of one; or each fault of the "
      "graph, "
      "on a line of standard error.\n\n"
      "With '-' as GRAPH, reads standard input.",
  .options = rows,
  .run = run_check,
};
