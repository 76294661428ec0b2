/* strata-explain-text.c — the explanation of a number, in words.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-explain-text.h"
#include "strata-quantity.h"

#include <glib/gi18n.h>
#include <inttypes.h>

static const StrataConvChain *
get_chain (StrataExplanation *explanation, gboolean pointwise)
{
  const StrataConvExplanation *e = strata_explanation_get_numbers (explanation);

  return pointwise ? &e->pointwise : &e->depthwise;
}

char *
strata_explain_text_title (StrataExplanation *explanation)
{
  const StrataConvElement *e =
      &strata_explanation_get_numbers (explanation)->element;

  if (e->image > 0)
    return g_strdup_printf (_ ("This number: image %" PRId64 ", row %" PRId64
                               ", column %" PRId64 ", channel %" PRId64),
                            e->image, e->row, e->column, e->channel);
  return g_strdup_printf (
      _ ("This number: row %" PRId64 ", column %" PRId64 ", channel %" PRId64),
      e->row, e->column, e->channel);
}

/* "rows 8–10", the padding left out. */
static char *
describe_span (const StrataConvExplanation *e, int axis, gint64 at)
{
  gint64 from, to;

  strata_window_span (&e->window[axis], at, at + 1, &from, &to);
  if (to - from == 1)
    return g_strdup_printf (
        axis == 0 ? _ ("row %" PRId64) : _ ("column %" PRId64), from);
  return g_strdup_printf (axis == 0 ? _ ("rows %" PRId64 "–%" PRId64)
                                    : _ ("columns %" PRId64 "–%" PRId64),
                          from, to - 1);
}

char *
strata_explain_text_seen (StrataExplanation *explanation)
{
  const StrataConvExplanation *e = strata_explanation_get_numbers (explanation);
  const char *source = strata_explanation_get_source (explanation);
  g_autofree char *rows = NULL;
  g_autofree char *columns = NULL;

  if (strata_region_is_empty (strata_explanation_get_region (explanation)))
    return g_strdup_printf (_ ("It sees nothing of %s: all is padding"),
                            source);
  rows = describe_span (e, 0, e->element.row);
  columns = describe_span (e, 1, e->element.column);
  if (e->pointwise.n_terms > 0)
    /* Translators: "rows 8–10", "columns 16–18", name of a card. */
    return g_strdup_printf (_ ("It sees %s, %s of %s, in all channels"), rows,
                            columns, source);
  return g_strdup_printf (_ ("It sees %s, %s of %s, in channel %" PRId64), rows,
                          columns, source, e->depthwise.terms[0].channel);
}

char *
strata_explain_text_start (StrataExplanation *explanation, gboolean pointwise)
{
  const StrataConvChain *chain = get_chain (explanation, pointwise);
  g_autofree char *start = strata_quantity_real (
      chain->start, strata_explanation_get_numbers (explanation)->dtype);

  if (chain->has_bias)
    return g_strdup_printf (_ ("Starts from the bias %s"), start);
  return g_strdup_printf (_ ("Starts from %s, without a bias"), start);
}

/* A factor after the first one: a sign must not stand beside the dot. */
static char *
in_brackets (double number, StrataDType dtype)
{
  g_autofree char *text = strata_quantity_real (number, dtype);

  return number < 0 ? g_strconcat ("(", text, ")", NULL)
                    : g_steal_pointer (&text);
}

char *
strata_explain_text_term (StrataExplanation *explanation,
                          gboolean pointwise,
                          gint64 index)
{
  const StrataConvExplanation *e = strata_explanation_get_numbers (explanation);
  const StrataConvTerm *term =
      &get_chain (explanation, pointwise)->terms[index];
  g_autofree char *input = NULL;
  g_autofree char *weight = NULL;
  g_autofree char *product = NULL;
  g_autofree char *sum = NULL;

  if (term->padded)
    return g_strdup_printf (_ ("row %" PRId64 ", column %" PRId64 ": padding"),
                            term->row, term->column);
  input = strata_quantity_real (term->input, pointwise ? e->compute : e->dtype);
  weight = in_brackets (term->weight, e->dtype);
  product = strata_quantity_real (term->product, e->compute);
  sum = strata_quantity_real (term->sum, e->compute);
  return g_strdup_printf ("%s · %s = %s → %s", input, weight, product, sum);
}

char *
strata_explain_text_order (StrataExplanation *explanation, gboolean pointwise)
{
  const gint64 n = get_chain (explanation, pointwise)->n_terms;
  const gulong count = (gulong) n;

  if (strata_explanation_is_fused (explanation))
    return g_strdup_printf (
        ngettext ("%" PRId64 " product, added before it is rounded",
                  "%" PRId64
                  " products in order, each added before it is rounded",
                  count),
        n);
  return g_strdup_printf (
      ngettext ("%" PRId64 " product, rounded and then added",
                "%" PRId64 " products in order, each rounded and then added",
                count),
      n);
}

char *
strata_explain_text_result (StrataExplanation *explanation)
{
  const StrataConvExplanation *e = strata_explanation_get_numbers (explanation);
  const char *name = strata_activation_name (e->activation.kind);
  g_autofree char *sum = strata_quantity_real (e->sum, e->compute);
  g_autofree char *result = strata_quantity_real (e->result, e->dtype);

  if (e->n_row > 0)
    return g_strdup_printf (
        /* Translators: a sum, "softmax", a number of sums, the result. */
        _ ("Sum %s → %s of %" PRId64 " sums → %s"), sum, name, e->n_row,
        result);
  if (e->dtype != e->compute)
    return g_strdup_printf (
        /* Translators: a sum, "relu", "float16", the result. */
        _ ("Sum %s → %s, rounded to %s → %s"), sum, name,
        strata_dtype_name (e->dtype), result);
  return g_strdup_printf (_ ("Sum %s → %s → %s"), sum, name, result);
}

char *
strata_explain_text_row_sum (StrataExplanation *explanation, gint64 index)
{
  const StrataConvExplanation *e = strata_explanation_get_numbers (explanation);
  g_autofree char *sum = strata_quantity_real (e->row_sums[index], e->compute);

  if (index == e->at_row)
    return g_strdup_printf (_ ("%" PRId64 ": %s, this number’s own"), index,
                            sum);
  return g_strdup_printf ("%" PRId64 ": %s", index, sum);
}

/* All of it. */

static void
append_line (GString *text, char *line)
{
  g_string_append (text, line);
  g_string_append_c (text, '\n');
  g_free (line);
}

static void
append_rest (GString *text, gint64 n)
{
  if (n > STRATA_EXPLAIN_MOST_LINES)
    append_line (text, g_strdup_printf (_ ("… and %" PRId64 " more"),
                                        n - STRATA_EXPLAIN_MOST_LINES));
}

static void
append_chain (GString *text, StrataExplanation *explanation, gboolean pointwise)
{
  const gint64 n = get_chain (explanation, pointwise)->n_terms;

  append_line (text, strata_explain_text_order (explanation, pointwise));
  append_line (text, strata_explain_text_start (explanation, pointwise));
  for (gint64 i = 0; i < MIN (n, STRATA_EXPLAIN_MOST_LINES); i++)
    append_line (text, strata_explain_text_term (explanation, pointwise, i));
  append_rest (text, n);
}

static void
append_row (GString *text, StrataExplanation *explanation)
{
  const gint64 n = strata_explanation_get_numbers (explanation)->n_row;

  for (gint64 i = 0; i < MIN (n, STRATA_EXPLAIN_MOST_LINES); i++)
    append_line (text, strata_explain_text_row_sum (explanation, i));
  append_rest (text, n);
}

char *
strata_explain_text_all (StrataExplanation *explanation)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_line (text, strata_explain_text_title (explanation));
  append_line (text, strata_explain_text_seen (explanation));
  append_chain (text, explanation, FALSE);
  if (strata_explanation_is_separable (explanation))
    append_chain (text, explanation, TRUE);
  append_row (text, explanation);
  append_line (text, strata_explain_text_result (explanation));
  return g_string_free (g_steal_pointer (&text), FALSE);
}
