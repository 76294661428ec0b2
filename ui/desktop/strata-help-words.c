/* strata-help-words.c — what a card, a port or a wire is, in some lines: for
 * tooltips, for the pages of help and for screen readers.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-help-words.h"

#include "strata-canvas-text.h"
#include "strata-canvas-words.h"

#include <glib/gi18n.h>

static void
append_line (GString *text, const char *line)
{
  if (!line || !*line)
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

/* Takes @line. */
static void
take_line (GString *text, char *line)
{
  append_line (text, line);
  g_free (line);
}

static char *
end_lines (GString *text)
{
  return g_string_free (text, text->len == 0);
}

/* What a port takes. */

static char *
describe_choices (StrataPort *port)
{
  g_auto (GStrv) choices = strata_port_list_choices (port);
  g_autofree char *list = NULL;

  if (!choices || !*choices)
    return NULL;
  list = g_strjoinv (C_ ("list", ", "), choices);
  /* Translators: the strings that a port takes. */
  return g_strdup_printf (_ ("One of %s"), list);
}

static char *
describe_range (const StrataPortRow *row)
{
  g_autofree char *minimum =
      g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) row->minimum);
  g_autofree char *maximum =
      g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) row->maximum);

  if (row->maximum <= row->minimum)
    return NULL;
  if (row->maximum == G_MAXINT64)
    return g_strdup_printf (_ ("At least %s"), minimum);
  return g_strdup_printf (_ ("From %s to %s"), minimum, maximum);
}

static char *
describe_length (const StrataPortRow *row)
{
  guint n = (guint) MIN (row->length, G_MAXUINT);

  if (row->type != STRATA_PORT_INTEGERS && row->type != STRATA_PORT_FLOATS)
    return NULL;
  if (row->flags & STRATA_PORT_TAKES_SINGLE)
    return n == 0 ? g_strdup (_ ("A list, or one number"))
                  : g_strdup_printf (ngettext ("%u number, or one for all",
                                               "%u numbers, or one for all", n),
                                     n);
  if (n == 0)
    return NULL;
  return g_strdup_printf (ngettext ("%u number", "%u numbers", n), n);
}

static const char *
describe_form (const StrataPortRow *row)
{
  switch (row->type)
    {
    case STRATA_PORT_PAIR:
      return _ ("Two numbers, or one for both");
    case STRATA_PORT_PADDING:
      return _ ("“same”, “valid” or four pairs of before and after");
    case STRATA_PORT_INITIALIZER:
    case STRATA_PORT_REGULARIZER:
    case STRATA_PORT_CONSTRAINT:
      return _ ("A wire, or the name of one");
    default:
      return row->flags & STRATA_PORT_TAKES_NULL
                 ? _ ("null for a size that is not known")
                 : NULL;
    }
}

char *
strata_help_words_limits (StrataPort *port)
{
  const StrataPortRow *row = strata_port_get_row (port);
  GString *text;

  if (!row || strata_port_is_output (port))
    return NULL;
  text = g_string_new (NULL);
  take_line (text, describe_choices (port));
  take_line (text, describe_length (row));
  append_line (text, describe_form (row));
  take_line (text, describe_range (row));
  return end_lines (text);
}

char *
strata_help_words_standard (StrataPort *port)
{
  g_autoptr (StrataValue) standard = NULL;
  g_autofree char *text = NULL;

  if (!strata_port_is_known (port) || strata_port_is_output (port))
    return NULL;
  standard = strata_port_dup_default (port);
  if (standard)
    {
      text = strata_canvas_value_to_text (standard);
      return g_strdup_printf (_ ("Default: %s"), text);
    }
  return g_strdup (strata_port_is_required (port) ? _ ("Required")
                                                  : _ ("May stay empty"));
}

char *
strata_help_words_port (StrataPort *port)
{
  GString *text = g_string_new (NULL);

  take_line (text, strata_help_words_limits (port));
  take_line (text, strata_help_words_standard (port));
  append_line (text, strata_port_get_help (port));
  return end_lines (text);
}

/* Tooltips. */

char *
strata_help_words_tip_port (StrataPort *port)
{
  g_autofree char *title = strata_canvas_dup_port_title (port);
  GString *text = g_string_new (title);

  append_line (text, strata_port_get_type_name (port) ?: _ ("unknown"));
  take_line (text, strata_help_words_port (port));
  return end_lines (text);
}

static char *
describe_macs (StrataPlan *plan, guint index)
{
  gint64 n = strata_plan_get_macs (plan, index);
  g_autofree char *count = NULL;

  if (n <= 0)
    return NULL;
  count = strata_canvas_count_to_text (n);
  return g_strdup_printf (ngettext ("%s multiply-accumulate",
                                    "%s multiply-accumulates",
                                    (gulong) MIN (n, G_MAXINT32)),
                          count);
}

static void
append_costs (GString *text, StrataDocument *document, StrataCard *card)
{
  StrataPlan *plan = strata_document_get_plan (document);
  const char *id = strata_card_get_id (card);
  int index = strata_plan_find_card (plan, id);

  take_line (text, strata_canvas_name_shapes (document, card));
  if (index < 0)
    return;
  take_line (text, strata_canvas_name_parameters (document, card));
  take_line (text, describe_macs (plan, (guint) index));
  take_line (text, strata_canvas_time_to_text (
                       strata_document_get_card_time (document, id)));
}

char *
strata_help_words_tip_card (StrataDocument *document, StrataCard *card)
{
  GString *text = g_string_new (strata_card_get_title (card));

  append_line (text, strata_card_get_summary (card));
  append_costs (text, document, card);
  return end_lines (text);
}

/* Wires. */

/* Of what is computed already, or else of what will be. */
static char *
describe_bytes (StrataDocument *document,
                StrataWire *wire,
                const StrataSpec *spec)
{
  StrataTensor *tensor = strata_document_get_tensor (
      document, strata_card_get_id (strata_wire_get_source (wire)),
      strata_wire_get_source_port (wire));
  StrataSpec own = tensor ? strata_spec_of_tensor (tensor) : *spec;
  int64_t n = strata_spec_n_elements (&own);

  if (n < 0)
    return NULL;
  return g_format_size ((guint64) n * strata_dtype_size (own.dtype));
}

static void
append_tensor (GString *text, StrataDocument *document, StrataWire *wire)
{
  StrataPlan *plan = strata_document_get_plan (document);
  int index = strata_plan_find_card (
      plan, strata_card_get_id (strata_wire_get_source (wire)));
  const StrataSpec *spec =
      index < 0 ? NULL
                : strata_plan_get_spec (plan, (guint) index,
                                        strata_wire_get_source_port (wire));
  g_autofree char *shape = spec ? strata_canvas_shape_to_text (spec) : NULL;

  if (!shape)
    return;
  /* Translators: shape and type of a tensor, as “30×30×3, float32”. */
  take_line (text, g_strdup_printf (_ ("%s, %s"), shape,
                                    strata_dtype_name (spec->dtype)));
  take_line (text, describe_bytes (document, wire, spec));
}

static char *
name_end (StrataCard *card, const char *name, gboolean output)
{
  g_autoptr (StrataPort) port = strata_card_find_port (card, name, output);
  g_autofree char *title =
      port ? strata_canvas_dup_port_title (port) : g_strdup (name);

  /* Translators: a card and its port. */
  return g_strdup_printf (C_ ("end of a wire", "%s, %s"),
                          strata_card_get_id (card), title);
}

char *
strata_help_words_tip_wire (StrataDocument *document, StrataWire *wire)
{
  g_autofree char *from = name_end (strata_wire_get_source (wire),
                                    strata_wire_get_source_port (wire), TRUE);
  g_autofree char *to = name_end (strata_wire_get_target (wire),
                                  strata_wire_get_target_port (wire), FALSE);
  const StrataPortRow *row = strata_wire_get_source_row (wire);
  GString *text = g_string_new (NULL);

  /* Translators: the two ends of a wire. */
  take_line (text, g_strdup_printf (_ ("%s → %s"), from, to));
  if (row && row->type != STRATA_PORT_TENSOR)
    append_line (text, _ (strata_port_type_name (row->type)));
  else
    append_tensor (text, document, wire);
  return end_lines (text);
}
