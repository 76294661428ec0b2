/* test-cards.c — graphs of bundled cards, for tests.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "test-cards.h"
#include "strata-catalogue.h"

#include <math.h>
#include <string.h>

StrataRegistry *
test_cards_get_registry (void)
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

/* Without the comma that it may end in. */
static int
length_of (const char *list)
{
  size_t length = strlen (list);

  return (int) length - (g_str_has_suffix (list, ", ") ? 2 : 0);
}

/* Graphs hold no other single quotes. */
static char *
with_double_quotes (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

char *
test_cards_text (const char *cards, const char *wires)
{
  g_autofree char *text = g_strdup_printf (
      "{ 'format': 'strata-graph', 'version': 1, 'cards': [ %.*s ], "
      "'wires': [ %.*s ] }",
      length_of (cards), cards, length_of (wires), wires);

  return with_double_quotes (text);
}

StrataGraph *
test_cards_parse (const char *text)
{
  g_autofree char *quoted = with_double_quotes (text);
  g_autoptr (GError) error = NULL;
  StrataGraph *graph =
      strata_graph_parse (test_cards_get_registry (), quoted, -1, &error);

  g_assert_no_error (error);
  return graph;
}

StrataPlan *
test_cards_check (const char *text)
{
  g_autoptr (StrataGraph) graph = test_cards_parse (text);

  return strata_plan_new (graph, NULL, NULL, STRATA_PLAN_FOR_CHECK, NULL);
}

static void
print_faults (GPtrArray *faults)
{
  for (guint i = 0; i < faults->len; i++)
    {
      g_autofree char *line = strata_fault_to_line (faults->pdata[i], NULL);

      g_test_message ("%s", line);
    }
}

void
test_cards_set_value (StrataGraph *graph,
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
test_cards_assert_fault (GPtrArray *faults,
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
  print_faults (faults);
  g_test_message ("No fault of %s.%s says \"%s\"", card, port, part);
  g_test_fail ();
}

void
test_cards_assert_no_faults (GPtrArray *faults)
{
  print_faults (faults);
  g_assert_cmpuint (faults->len, ==, 0);
}

void
test_cards_assert_floats (StrataTensor *tensor,
                          const char *shape,
                          const float *values)
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

StrataRun *
test_cards_run (StrataGraph *graph, StrataFeeds *feeds)
{
  g_autoptr (StrataPlan) plan =
      strata_plan_new (graph, feeds, NULL, STRATA_PLAN_FOR_RUN, NULL);
  g_autoptr (StrataSession) session = strata_session_new (2, TRUE);
  StrataRun *run;

  test_cards_assert_no_faults (strata_plan_get_faults (plan));
  run = strata_run_new (session, plan);
  strata_run_keep_weights (run);
  if (!strata_run_execute (run, NULL))
    {
      print_faults (strata_run_get_faults (run));
      g_assert_not_reached ();
    }
  return run;
}

StrataTensor *
test_cards_tensor (const double *values, ...)
{
  int64_t shape[STRATA_MAX_RANK];
  int rank = 0;
  StrataTensor *tensor;
  va_list sizes;

  va_start (sizes, values);
  while ((shape[rank] = va_arg (sizes, int)) >= 0)
    rank++;
  va_end (sizes);
  tensor = strata_tensor_new (STRATA_FLOAT32, rank, shape, NULL);
  g_assert_nonnull (tensor);
  strata_dtype_convert (STRATA_FLOAT64, values, STRATA_FLOAT32,
                        strata_tensor_edit (tensor),
                        (size_t) strata_tensor_n_elements (tensor));
  return tensor;
}

static void
assert_element (StrataTensor *tensor, gsize i, double wanted)
{
  double found = strata_dtype_get (strata_tensor_dtype (tensor),
                                   strata_tensor_data (tensor), i);

  if (fabs (found - wanted) > 1e-6 * MAX (1, fabs (wanted)))
    g_error ("Element %" G_GSIZE_FORMAT " is %.9g and should be %.9g", i, found,
             wanted);
}

void
test_cards_assert_tensor (StrataTensor *tensor,
                          const char *shape,
                          const char *values)
{
  StrataSpec spec = strata_spec_of_tensor (tensor);
  g_autofree char *found = strata_spec_to_string (&spec);
  g_auto (GStrv) words = g_strsplit (values, " ", -1);

  g_assert_cmpstr (found, ==, shape);
  g_assert_cmpint (strata_tensor_n_elements (tensor), ==,
                   *values ? g_strv_length (words) : 0);
  for (gsize i = 0; *values && words[i]; i++)
    assert_element (tensor, i, g_ascii_strtod (words[i], NULL));
}

void
test_cards_assert_values (StrataTensor *tensor,
                          StrataValue *shape,
                          StrataValue *values)
{
  g_assert_cmpint (strata_tensor_rank (tensor), ==,
                   strata_value_get_length (shape));
  for (int i = 0; i < strata_tensor_rank (tensor); i++)
    g_assert_cmpint (
        strata_tensor_shape (tensor)[i], ==,
        strata_value_get_integer (strata_value_get_item (shape, (gsize) i)));
  if (!values)
    return;
  g_assert_cmpint (strata_tensor_n_elements (tensor), ==,
                   strata_value_get_length (values));
  for (gsize i = 0; i < strata_value_get_length (values); i++)
    assert_element (tensor, i,
                    strata_value_get_real (strata_value_get_item (values, i)));
}
