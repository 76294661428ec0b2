/* bundled-graph.c — graphs of the bundled cards, for tests of plans and runs.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bundled-graph.h"
#include "strata-catalogue.h"

#include <string.h>

StrataRegistry *
bundled_registry (void)
{
  static StrataRegistry *registry;

  if (registry)
    return registry;
  registry = strata_registry_new ();
  for (guint i = 0; i < strata_n_catalogue; i++)
    {
      g_autoptr (GError) error = NULL;

      strata_registry_add (registry, strata_catalogue[i], &error);
      g_assert_no_error (error);
    }
  return registry;
}

StrataGraph *
bundled_graph (const char *text)
{
  g_autofree char *quoted = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GError) error = NULL;
  StrataGraph *graph =
      strata_graph_parse (bundled_registry (), quoted, -1, &error);

  g_assert_no_error (error);
  return graph;
}

void
bundled_set (StrataGraph *graph,
             const char *card,
             const char *port,
             const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataValue) parsed = strata_value_parse (value, -1, &error);

  g_assert_no_error (error);
  strata_graph_set_value (graph, strata_graph_find_card (graph, card), port,
                          parsed, &error);
  g_assert_no_error (error);
}

void
bundled_has_fault (GPtrArray *faults,
                   const char *card,
                   const char *port,
                   const char *part)
{
  for (guint i = 0; i < faults->len; i++)
    {
      StrataFault *fault = faults->pdata[i];

      if (g_strcmp0 (strata_fault_get_card (fault), card) == 0
          && g_strcmp0 (strata_fault_get_port (fault), port) == 0
          && strstr (strata_fault_get_message (fault), part))
        return;
    }
  for (guint i = 0; i < faults->len; i++)
    {
      g_autofree char *line = strata_fault_to_line (faults->pdata[i], NULL);

      g_test_message ("%s", line);
    }
  g_test_message ("No fault of %s.%s says \"%s\"", card, port, part);
  g_test_fail ();
}

void
bundled_no_faults (GPtrArray *faults)
{
  for (guint i = 0; i < faults->len; i++)
    {
      g_autofree char *line = strata_fault_to_line (faults->pdata[i], NULL);

      g_test_message ("%s", line);
    }
  g_assert_cmpuint (faults->len, ==, 0);
}

void
bundled_is_tensor (StrataTensor *tensor, const char *shape, const float *values)
{
  StrataSpec spec;
  g_autofree char *found = NULL;

  g_assert_nonnull (tensor);
  spec = strata_spec_of_tensor (tensor);
  found = strata_spec_to_string (&spec);
  g_assert_cmpstr (found, ==, shape);
  g_assert_cmpint (spec.dtype, ==, STRATA_FLOAT32);
  for (int64_t i = 0; values && i < strata_tensor_n_elements (tensor); i++)
    g_assert_cmpfloat (((const float *) strata_tensor_data (tensor))[i], ==,
                       values[i]);
}
