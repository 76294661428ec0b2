/* strata-card-page.c — all that there is to say of a kind of card.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-card-page.h"

#include "strata-json.h"

#include <string.h>

#define INDENT 2
#define DEEPER 6

/* For a person. */

static void
put_heading (StrataStream *stream, const char *heading)
{
  strata_stream_put (stream, "\n");
  strata_stream_put_bold (stream, heading);
  strata_stream_put (stream, "\n");
}

static gboolean
is_output (const StrataPortRow *row)
{
  return (row->flags & STRATA_PORT_OUT) != 0;
}

static gboolean
is_required (const StrataPortRow *row)
{
  return (row->flags & STRATA_PORT_REQUIRED) != 0 && !row->standard;
}

/* "pair of integers, default [1, 1]" */
static char *
describe_port (const StrataPortRow *row)
{
  const char *type = strata_port_type_name (row->type);
  g_autoptr (StrataValue) standard = strata_port_dup_standard (row);
  g_autofree char *text = standard ? strata_value_to_text (standard) : NULL;

  if (is_output (row))
    return g_strdup (type);
  if (text)
    return g_strdup_printf ("%s, default %s", type, text);
  return g_strdup_printf ("%s, %s", type,
                          is_required (row) ? "required" : "optional");
}

/* Spellings that stand for another choice are left out. */
static gboolean
is_shown (const char *choice)
{
  return strchr (choice, '=') == NULL;
}

static void
put_choices (StrataStream *stream, const char *const *choices)
{
  g_autoptr (GString) text = g_string_new ("One of");

  for (const char *const *choice = choices; *choice; choice++)
    if (is_shown (*choice))
      g_string_append_printf (text, "%s \"%s\"", choice > choices ? "," : "",
                              *choice);
  strata_stream_put_wrapped (stream, DEEPER, text->str);
}

static void
put_port (StrataStream *stream, const StrataPortRow *row)
{
  g_autofree char *description = describe_port (row);

  strata_stream_print (stream, "%*s", INDENT, "");
  strata_stream_put_bold (stream, row->name);
  strata_stream_print (stream, "  %s\n", description);
  if (row->help)
    strata_stream_put_wrapped (stream, DEEPER, row->help);
  if (row->choices)
    put_choices (stream, row->choices);
}

static void
put_ports (const StrataKind *kind,
           StrataStream *stream,
           gboolean output,
           const char *heading)
{
  gboolean begun = FALSE;

  for (gsize i = 0; i < kind->n_ports; i++)
    {
      if (is_output (&kind->ports[i]) != output)
        continue;
      if (!begun)
        put_heading (stream, heading);
      begun = TRUE;
      put_port (stream, &kind->ports[i]);
    }
}

static void
put_part (StrataStream *stream, const char *what, const char *text)
{
  g_autofree char *line = NULL;

  if (!text)
    return;
  line = g_strdup_printf ("%s %s", what, text);
  strata_stream_put_wrapped (stream, DEEPER, line);
}

static void
put_examples (const StrataKind *kind, StrataStream *stream)
{
  if (kind->n_examples > 0)
    put_heading (stream, "Examples");
  for (gsize i = 0; i < kind->n_examples; i++)
    {
      const StrataExample *example = &kind->examples[i];

      if (example->help)
        strata_stream_put_wrapped (stream, INDENT, example->help);
      put_part (stream, "Values:", example->inputs);
      put_part (stream, "Wired in:", example->tensors);
      put_part (stream, "Comes out:", example->outputs);
    }
}

void
strata_card_page_put (const StrataKind *kind, StrataStream *stream)
{
  strata_stream_put_bold (stream, kind->type);
  strata_stream_print (stream, " – %s (%s)\n\n", kind->title, kind->category);
  strata_stream_put_wrapped (stream, 0, kind->summary);
  if (kind->help)
    {
      strata_stream_put (stream, "\n");
      strata_stream_put_wrapped (stream, 0, kind->help);
    }
  put_ports (kind, stream, FALSE, "Inputs");
  put_ports (kind, stream, TRUE, "Outputs");
  put_examples (kind, stream);
}

/* For a program. */

static StrataValue *
choices_to_value (const char *const *choices)
{
  StrataValueBuilder *list;

  if (!choices)
    return strata_value_new_null ();
  list = strata_value_builder_new (STRATA_VALUE_LIST);
  for (const char *const *choice = choices; *choice; choice++)
    if (is_shown (*choice))
      strata_value_builder_append (list, strata_value_new_string (*choice));
  return strata_value_builder_end (list);
}

static void
set_input (StrataValueBuilder *object, const StrataPortRow *row)
{
  StrataValue *standard = strata_port_dup_standard (row);

  strata_value_builder_set (object, "default",
                            standard ? standard : strata_value_new_null ());
  strata_value_builder_set (object, "required",
                            strata_value_new_boolean (is_required (row)));
  strata_value_builder_set (object, "choices", choices_to_value (row->choices));
}

static StrataValue *
port_to_value (const StrataPortRow *row)
{
  StrataValueBuilder *object = strata_value_builder_new (STRATA_VALUE_OBJECT);

  strata_value_builder_set (object, "name", strata_json_string (row->name));
  strata_value_builder_set (
      object, "type", strata_json_string (strata_port_type_name (row->type)));
  if (!is_output (row))
    set_input (object, row);
  strata_value_builder_set (object, "help", strata_json_string (row->help));
  return strata_value_builder_end (object);
}

static StrataValue *
ports_to_value (const StrataKind *kind, gboolean output)
{
  StrataValueBuilder *list = strata_value_builder_new (STRATA_VALUE_LIST);

  for (gsize i = 0; i < kind->n_ports; i++)
    if (is_output (&kind->ports[i]) == output)
      strata_value_builder_append (list, port_to_value (&kind->ports[i]));
  return strata_value_builder_end (list);
}

/* Examples are JSON already; a plugin's may be wrong. */
static StrataValue *
text_to_value (const char *text)
{
  StrataValue *value = text ? strata_value_parse (text, -1, NULL) : NULL;

  return value ? value : strata_value_new_null ();
}

static StrataValue *
example_to_value (const StrataExample *example)
{
  StrataValueBuilder *object = strata_value_builder_new (STRATA_VALUE_OBJECT);

  strata_value_builder_set (object, "help", strata_json_string (example->help));
  strata_value_builder_set (object, "inputs", text_to_value (example->inputs));
  strata_value_builder_set (object, "tensors",
                            text_to_value (example->tensors));
  strata_value_builder_set (object, "outputs",
                            text_to_value (example->outputs));
  return strata_value_builder_end (object);
}

static StrataValue *
examples_to_value (const StrataKind *kind)
{
  StrataValueBuilder *list = strata_value_builder_new (STRATA_VALUE_LIST);

  for (gsize i = 0; i < kind->n_examples; i++)
    strata_value_builder_append (list, example_to_value (&kind->examples[i]));
  return strata_value_builder_end (list);
}

StrataValue *
strata_card_page_to_value (const StrataKind *kind)
{
  StrataValueBuilder *object = strata_value_builder_new (STRATA_VALUE_OBJECT);

  strata_value_builder_set (object, "type", strata_json_string (kind->type));
  strata_value_builder_set (object, "title", strata_json_string (kind->title));
  strata_value_builder_set (object, "category",
                            strata_json_string (kind->category));
  strata_value_builder_set (object, "summary",
                            strata_json_string (kind->summary));
  strata_value_builder_set (object, "help", strata_json_string (kind->help));
  strata_value_builder_set (object, "inputs", ports_to_value (kind, FALSE));
  strata_value_builder_set (object, "outputs", ports_to_value (kind, TRUE));
  strata_value_builder_set (object, "examples", examples_to_value (kind));
  return strata_value_builder_end (object);
}
