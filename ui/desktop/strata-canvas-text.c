/* strata-canvas-text.c — values and numbers as a card shows them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-text.h"

#include <glib/gi18n.h>
#include <math.h>

#define LONGEST 64 /* of the items that are shown */

static char *
list_to_text (StrataValue *value)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gsize length = strata_value_get_length (value);

  for (gsize i = 0; i < length && i < LONGEST; i++)
    {
      if (i > 0)
        g_string_append (text, ", ");
      strata_value_append_text (strata_value_get_item (value, i), text);
    }
  if (length > LONGEST)
    g_string_append (text, " …");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
strata_canvas_value_to_text (StrataValue *value)
{
  if (!value)
    return g_strdup ("");
  if (strata_value_is (value, STRATA_VALUE_STRING))
    return g_strdup (strata_value_get_string (value));
  if (strata_value_is (value, STRATA_VALUE_LIST)
      && strata_value_get_length (value) > 0)
    return list_to_text (value);
  return strata_value_to_text (value);
}

static gboolean
is_list (StrataPortType type)
{
  return type == STRATA_PORT_INTEGERS || type == STRATA_PORT_FLOATS
         || type == STRATA_PORT_PAIR || type == STRATA_PORT_PADDING;
}

/* Whether @value is the list itself, and not the first of its lists. */
static gboolean
is_whole (const StrataPortRow *row, StrataValue *value)
{
  if (!strata_value_is (value, STRATA_VALUE_LIST))
    return FALSE;
  return row->type != STRATA_PORT_PADDING
         || strata_value_get_length (value) == 0
         || strata_value_is (strata_value_get_item (value, 0),
                             STRATA_VALUE_LIST);
}

static StrataValue *
list_from_text (const StrataPortRow *row, const char *text, GError **error)
{
  g_autofree char *bracketed = NULL;
  g_autoptr (StrataValue) value = NULL;

  if (row->type == STRATA_PORT_PADDING && g_ascii_isalpha (text[0]))
    return strata_value_new_string (text);
  /* One number may stand alone where the port takes that. */
  if ((row->type == STRATA_PORT_PAIR || (row->flags & STRATA_PORT_TAKES_SINGLE))
      && !strpbrk (text, ",[]"))
    return strata_value_parse (text, -1, error);
  value = strata_value_parse (text, -1, NULL);
  if (value && is_whole (row, value))
    return g_steal_pointer (&value);
  bracketed = g_strconcat ("[", text, "]", NULL);
  return strata_value_parse (bracketed, -1, error);
}

StrataValue *
strata_canvas_value_from_text (const StrataPortRow *row,
                               const char *text,
                               GError **error)
{
  g_autofree char *bare = g_strstrip (g_strdup (text));

  if (!*bare)
    return NULL;
  if (!row || *bare == '{')
    return strata_value_parse (bare, -1, error);
  if (is_list (row->type))
    return list_from_text (row, bare, error);
  switch (row->type)
    {
    case STRATA_PORT_INTEGER:
    case STRATA_PORT_FLOAT:
    case STRATA_PORT_BOOLEAN:
      return strata_value_parse (bare, -1, error);
    default:
      return strata_value_new_string (bare);
    }
}

char *
strata_canvas_shape_to_text (const StrataSpec *spec)
{
  g_autoptr (GString) text = NULL;
  int first;

  if (!spec || spec->rank < 0)
    return NULL;
  text = g_string_new (NULL);
  first = spec->rank > 1 && spec->shape[0] == STRATA_UNKNOWN ? 1 : 0;
  for (int i = first; i < spec->rank; i++)
    {
      if (i > first)
        g_string_append (text, "×");
      if (spec->shape[i] == STRATA_UNKNOWN)
        g_string_append (text, "?");
      else
        g_string_append_printf (text, "%" G_GINT64_FORMAT, spec->shape[i]);
    }
  if (spec->rank == 0)
    g_string_append (text, _ ("1 number"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
strata_canvas_count_to_text (gint64 count)
{
  static const char *const units[] = { "", " k", " M", " G", " T", " P", " E" };
  double scaled = count;
  guint unit = 0;

  if (count < 1000)
    return g_strdup_printf ("%" G_GINT64_FORMAT, count);
  while (scaled >= 999.5 && unit + 1 < G_N_ELEMENTS (units))
    {
      scaled /= 1000;
      unit++;
    }
  return g_strdup_printf ("%.3g%s", scaled, units[unit]);
}

char *
strata_canvas_time_to_text (double seconds)
{
  if (!(seconds > 0))
    return g_strdup ("");
  if (seconds < 0.0995)
    return g_strdup_printf ("%.2g ms", seconds * 1000);
  if (seconds < 0.9995)
    return g_strdup_printf ("%.0f ms", seconds * 1000);
  return g_strdup_printf ("%.3g s", seconds);
}
