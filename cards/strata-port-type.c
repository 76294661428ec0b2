/* strata-port-type.c — each kind of value: what it looks like in a file, and
 * how it gets into a field of a card.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-port-type-private.h"
#include "strata-registry.h"

#include <glib/gi18n.h>
#include <string.h>

typedef gboolean (*ReadFunc) (const StrataPortRow *row,
                              StrataValue *value,
                              gpointer field,
                              StrataKeep *keep);

static gboolean
in_range (const StrataPortRow *row, int64_t integer)
{
  return row->maximum <= row->minimum
         || (integer >= row->minimum && integer <= row->maximum);
}

static gboolean
read_integer (const StrataPortRow *row,
              StrataValue *value,
              gpointer field,
              StrataKeep *keep)
{
  int64_t integer;

  if (!strata_value_is (value, STRATA_VALUE_INTEGER))
    return FALSE;
  integer = strata_value_get_integer (value);
  if (!in_range (row, integer))
    return FALSE;

  if (row->flags & STRATA_PORT_OPTIONAL)
    *(StrataOptionalInteger *) field = (StrataOptionalInteger){ TRUE, integer };
  else
    *(int64_t *) field = integer;
  return TRUE;
}

static gboolean
is_number (StrataValue *value)
{
  return strata_value_is (value, STRATA_VALUE_INTEGER)
         || strata_value_is (value, STRATA_VALUE_REAL);
}

static gboolean
read_float (const StrataPortRow *row,
            StrataValue *value,
            gpointer field,
            StrataKeep *keep)
{
  if (!is_number (value))
    return FALSE;
  *(double *) field = strata_value_get_real (value);
  return TRUE;
}

static gboolean
read_boolean (const StrataPortRow *row,
              StrataValue *value,
              gpointer field,
              StrataKeep *keep)
{
  if (!strata_value_is (value, STRATA_VALUE_BOOLEAN))
    return FALSE;
  *(gboolean *) field = strata_value_get_boolean (value);
  return TRUE;
}

static gboolean
read_string (const StrataPortRow *row,
             StrataValue *value,
             gpointer field,
             StrataKeep *keep)
{
  if (!strata_value_is (value, STRATA_VALUE_STRING))
    return FALSE;
  *(const char **) field = strata_keep_add (
      keep, g_strdup (strata_value_get_string (value)), g_free);
  return TRUE;
}

/* Number of the choice spelt @name, of @length bytes; -1 for none. */
static int
find_choice (const StrataPortRow *row, const char *name, gsize length)
{
  for (int i = 0; row->choices[i]; i++)
    {
      const char *choice = row->choices[i];
      const char *equals = strchr (choice, '=');
      gsize n = equals ? (gsize) (equals - choice) : strlen (choice);

      if (n == length && g_ascii_strncasecmp (choice, name, n) == 0)
        return equals ? find_choice (row, equals + 1, strlen (equals + 1)) : i;
    }
  return -1;
}

static gboolean
read_choice (const StrataPortRow *row,
             StrataValue *value,
             gpointer field,
             StrataKeep *keep)
{
  const char *name;

  if (!strata_value_is (value, STRATA_VALUE_STRING))
    return FALSE;
  name = strata_value_get_string (value);
  ((StrataChoice *) field)->index = find_choice (row, name, strlen (name));
  return ((StrataChoice *) field)->index >= 0;
}

static gboolean
read_list_integer (const StrataPortRow *row, StrataValue *item, int64_t *result)
{
  if ((row->flags & STRATA_PORT_TAKES_NULL)
      && strata_value_is (item, STRATA_VALUE_NULL))
    *result = STRATA_UNKNOWN;
  else if (!strata_value_is (item, STRATA_VALUE_INTEGER))
    return FALSE;
  else
    {
      *result = strata_value_get_integer (item);
      return in_range (row, *result);
    }
  return TRUE;
}

/* Items of @value, or 1 for a single one where the row takes that; -1 where the
 * row takes neither. */
static gssize
count_items (const StrataPortRow *row, StrataValue *value)
{
  gsize n;

  if (!strata_value_is (value, STRATA_VALUE_LIST))
    return row->flags & STRATA_PORT_TAKES_SINGLE ? 1 : -1;
  n = strata_value_get_length (value);
  return row->length > 0 && n != row->length ? -1 : (gssize) n;
}

static StrataValue *
get_item (StrataValue *value, gsize index)
{
  return strata_value_is (value, STRATA_VALUE_LIST)
             ? strata_value_get_item (value, index)
             : value;
}

static gboolean
read_integers (const StrataPortRow *row,
               StrataValue *value,
               gpointer field,
               StrataKeep *keep)
{
  gssize n = count_items (row, value);
  int64_t *at;

  if (n < 0 || !(at = g_try_new (int64_t, n + 1)))
    return FALSE;
  strata_keep_add (keep, at, g_free);

  for (gssize i = 0; i < n; i++)
    if (!read_list_integer (row, get_item (value, i), &at[i]))
      return FALSE;
  *(StrataIntegers *) field = (StrataIntegers){ TRUE, n, at };
  return TRUE;
}

static gboolean
read_floats (const StrataPortRow *row,
             StrataValue *value,
             gpointer field,
             StrataKeep *keep)
{
  gssize n = count_items (row, value);
  double *at;

  if (n < 0 || !(at = g_try_new (double, n + 1)))
    return FALSE;
  strata_keep_add (keep, at, g_free);

  for (gssize i = 0; i < n; i++)
    {
      StrataValue *item = get_item (value, i);

      if (!is_number (item))
        return FALSE;
      at[i] = strata_value_get_real (item);
    }
  *(StrataFloats *) field = (StrataFloats){ TRUE, n, at };
  return TRUE;
}

static gboolean
read_pair (const StrataPortRow *row,
           StrataValue *value,
           gpointer field,
           StrataKeep *keep)
{
  StrataPair pair;
  gboolean list = strata_value_is (value, STRATA_VALUE_LIST);

  if (list && strata_value_get_length (value) != 2)
    return FALSE;
  for (gsize i = 0; i < 2; i++)
    if (!read_list_integer (row, get_item (value, i), &pair.at[i]))
      return FALSE;
  *(StrataPair *) field = pair;
  return TRUE;
}

static gboolean
read_padding_pair (const StrataPortRow *row,
                   StrataValue *value,
                   int64_t pair[2])
{
  return strata_value_is (value, STRATA_VALUE_LIST)
         && strata_value_get_length (value) == 2
         && read_list_integer (row, strata_value_get_item (value, 0), &pair[0])
         && read_list_integer (row, strata_value_get_item (value, 1), &pair[1]);
}

static gboolean
read_padding (const StrataPortRow *row,
              StrataValue *value,
              gpointer field,
              StrataKeep *keep)
{
  StrataPaddingChoice *padding = field;

  if (strata_value_is (value, STRATA_VALUE_STRING))
    {
      const char *name = strata_value_get_string (value);

      padding->rule = g_ascii_strcasecmp (name, "same") == 0
                          ? STRATA_PADDING_SAME
                          : STRATA_PADDING_VALID;
      return padding->rule == STRATA_PADDING_SAME
             || g_ascii_strcasecmp (name, "valid") == 0;
    }

  padding->rule = STRATA_PADDING_EXPLICIT;
  if (!strata_value_is (value, STRATA_VALUE_LIST)
      || strata_value_get_length (value) != 4)
    return FALSE;
  for (gsize i = 0; i < 4; i++)
    if (!read_padding_pair (row, strata_value_get_item (value, i),
                            padding->pairs[i]))
      return FALSE;
  return TRUE;
}

/* clang-format off */
static const struct
{
  const char *name;
  gsize       size;
  ReadFunc    read;
} types[STRATA_N_PORT_TYPES] = {
  [STRATA_PORT_INTEGER]     = { N_ ("integer"),           sizeof (int64_t),             read_integer },
  [STRATA_PORT_FLOAT]       = { N_ ("float"),             sizeof (double),              read_float },
  [STRATA_PORT_BOOLEAN]     = { N_ ("boolean"),           sizeof (gboolean),            read_boolean },
  [STRATA_PORT_STRING]      = { N_ ("string"),            sizeof (const char *),        read_string },
  [STRATA_PORT_CHOICE]      = { N_ ("choice"),            sizeof (StrataChoice),        read_choice },
  [STRATA_PORT_INTEGERS]    = { N_ ("list of integers"),  sizeof (StrataIntegers),      read_integers },
  [STRATA_PORT_FLOATS]      = { N_ ("list of floats"),    sizeof (StrataFloats),        read_floats },
  [STRATA_PORT_PAIR]        = { N_ ("pair of integers"),  sizeof (StrataPair),          read_pair },
  [STRATA_PORT_PADDING]     = { N_ ("padding"),           sizeof (StrataPaddingChoice), read_padding },
  [STRATA_PORT_TENSOR]      = { N_ ("tensor"),            sizeof (gpointer),            NULL },
  [STRATA_PORT_LAYER]       = { N_ ("layer instance"),    sizeof (gpointer),            NULL },
  [STRATA_PORT_INITIALIZER] = { N_ ("initializer"),       sizeof (gpointer),            NULL },
  [STRATA_PORT_REGULARIZER] = { N_ ("regularizer"),       sizeof (gpointer),            NULL },
  [STRATA_PORT_CONSTRAINT]  = { N_ ("constraint"),        sizeof (gpointer),            NULL },
};
/* clang-format on */

/**
 * strata_port_type_name:
 * @type: a type of port
 *
 * Names what travels through a port: `list of integers`.
 *
 * Returns: the name
 */
const char *
strata_port_type_name (StrataPortType type)
{
  g_return_val_if_fail ((guint) type < STRATA_N_PORT_TYPES, NULL);

  return types[type].name;
}

gboolean
strata_port_is_object (StrataPortType type)
{
  return type == STRATA_PORT_INITIALIZER || type == STRATA_PORT_REGULARIZER
         || type == STRATA_PORT_CONSTRAINT;
}

/**
 * strata_port_takes_value: (skip)
 * @row: a row of a kind's table
 *
 * Says whether a value may be given on the port, rather than only a wire.
 *
 * Returns: whether it may
 */
gboolean
strata_port_takes_value (const StrataPortRow *row)
{
  return !(row->flags & STRATA_PORT_OUT) && row->type != STRATA_PORT_TENSOR
         && row->type != STRATA_PORT_LAYER;
}

gsize
strata_port_field_size (const StrataPortRow *row)
{
  if (row->type == STRATA_PORT_INTEGER && (row->flags & STRATA_PORT_OPTIONAL))
    return sizeof (StrataOptionalInteger);
  return types[row->type].size;
}

void
strata_port_clear_field (const StrataPortRow *row, gpointer self)
{
  gpointer field = (char *) self + row->offset;

  memset (field, 0, strata_port_field_size (row));
  if (row->type == STRATA_PORT_CHOICE)
    ((StrataChoice *) field)->index = -1;
}

char *
strata_port_describe_value (StrataValue *value)
{
  const glong longest = 60;
  char *text = strata_value_to_text (value);
  char *cut;

  if (g_utf8_strlen (text, -1) <= longest)
    return text;
  *g_utf8_offset_to_pointer (text, longest) = '\0';
  cut = g_strconcat (text, "…", NULL);
  g_free (text);
  return cut;
}

static void
append_choices (GString *text, const char *const *choices)
{
  const char *between = "";

  for (guint i = 0; choices[i]; i++)
    if (!strchr (choices[i], '='))
      {
        gboolean last = !choices[i + 1] || strchr (choices[i + 1], '=');

        g_string_append_printf (text, "%s\"%s\"",
                                i > 0 && last ? " or " : between, choices[i]);
        between = ", ";
      }
}

static void
append_range (GString *text, const StrataPortRow *row)
{
  if (row->maximum <= row->minimum)
    return;
  if (row->maximum == INT64_MAX)
    g_string_append_printf (text, " of at least %" G_GINT64_FORMAT,
                            (gint64) row->minimum);
  else
    g_string_append_printf (text,
                            " from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                            (gint64) row->minimum, (gint64) row->maximum);
}

static void
append_list (GString *text, const StrataPortRow *row, const char *what)
{
  if (row->length > 0)
    g_string_append_printf (text, "a list of %" G_GSIZE_FORMAT " %ss",
                            row->length, what);
  else
    g_string_append_printf (text, "a list of %ss", what);
  append_range (text, row);
  if (row->flags & STRATA_PORT_TAKES_NULL)
    g_string_append (text, ", null for a size that is not known");
  if (row->flags & STRATA_PORT_TAKES_SINGLE)
    g_string_append (text, ", or a single one");
}

/* "two integers of at least 1, or one for both". */
static void
append_expected (GString *text, const StrataPortRow *row)
{
  switch (row->type)
    {
    case STRATA_PORT_INTEGER:
      g_string_append (text, "an integer");
      append_range (text, row);
      break;
    case STRATA_PORT_FLOAT:
      g_string_append (text, "a number");
      break;
    case STRATA_PORT_BOOLEAN:
      g_string_append (text, "true or false");
      break;
    case STRATA_PORT_STRING:
      g_string_append (text, "a string");
      break;
    case STRATA_PORT_CHOICE:
      append_choices (text, row->choices);
      break;
    case STRATA_PORT_INTEGERS:
      append_list (text, row, "integer");
      break;
    case STRATA_PORT_FLOATS:
      append_list (text, row, "number");
      break;
    case STRATA_PORT_PAIR:
      g_string_append (text, "two integers");
      append_range (text, row);
      g_string_append (text, ", or one for both");
      break;
    case STRATA_PORT_PADDING:
      g_string_append (text, "\"SAME\", \"VALID\" or four [before, after] pairs"
                             " of integers");
      append_range (text, row);
      break;
    case STRATA_PORT_INITIALIZER:
    case STRATA_PORT_REGULARIZER:
    case STRATA_PORT_CONSTRAINT:
      g_string_append_printf (text, "a wire, or the name of %s %s",
                              row->type == STRATA_PORT_INITIALIZER ? "an" : "a",
                              types[row->type].name);
      break;
    case STRATA_PORT_TENSOR:
    case STRATA_PORT_LAYER:
      g_string_append_printf (text, "a wire from a %s", types[row->type].name);
      break;
    }
}

char *
strata_port_describe_row (const StrataPortRow *row)
{
  GString *text = g_string_new (NULL);

  append_expected (text, row);
  return g_string_free (text, FALSE);
}

static char *
expected_message (const StrataPortRow *row, StrataValue *value)
{
  GString *text = g_string_new ("Expected ");
  g_autofree char *found = strata_port_describe_value (value);

  append_expected (text, row);
  g_string_append_printf (text, ", not %s", found);
  return g_string_free (text, FALSE);
}

gboolean
strata_port_read_value (const StrataPortRow *row,
                        StrataValue *value,
                        gpointer self,
                        StrataKeep *keep,
                        char **message)
{
  if (types[row->type].read
      && types[row->type].read (row, value, (char *) self + row->offset, keep))
    return TRUE;

  if (message)
    *message = expected_message (row, value);
  return FALSE;
}

static gboolean
check_object_name (const StrataPortRow *row,
                   StrataValue *value,
                   StrataRegistry *registry,
                   char **message)
{
  const char *name;

  if (!strata_value_is (value, STRATA_VALUE_STRING))
    {
      *message = expected_message (row, value);
      return FALSE;
    }
  name = strata_value_get_string (value);
  if (!registry || strata_registry_lookup_object (registry, name, row->type))
    return TRUE;

  if (row->type == STRATA_PORT_REGULARIZER && g_str_equal (name, "l1_l2"))
    *message = g_strdup ("The name \"l1_l2\" stands for a regularizer without "
                         "a penalty; wire an L1L2 card that says how much");
  else
    *message = g_strdup_printf ("There is no %s called \"%s\"; a name is a "
                                "Keras class name or the same in snake_case",
                                types[row->type].name, name);
  return FALSE;
}

/**
 * strata_port_check_value: (skip)
 * @row: the row of an input port
 * @value: what somebody gives there
 * @registry: (nullable): where names of objects are looked up
 * @message: (out) (optional): a sentence that says what is wrong
 *
 * Says whether a port takes a value.
 *
 * Returns: whether it does
 */
gboolean
strata_port_check_value (const StrataPortRow *row,
                         StrataValue *value,
                         StrataRegistry *registry,
                         char **message)
{
  g_autofree char *ignored = NULL;
  g_autofree char *field = NULL;
  g_autoptr (StrataKeep) keep = NULL;
  StrataPortRow scratch = *row;

  if (!message)
    message = &ignored;
  if (strata_port_is_object (row->type))
    return check_object_name (row, value, registry, message);

  keep = strata_keep_new ();
  field = g_malloc0 (strata_port_field_size (row));
  scratch.offset = 0;
  return strata_port_read_value (&scratch, value, field, keep, message);
}

/**
 * strata_port_dup_standard: (skip)
 * @row: a row of a kind's table
 *
 * Gives the default of a port as a value.
 *
 * Returns: (transfer full) (nullable): the default, or %NULL for none or where
 *   the table is wrong
 */
StrataValue *
strata_port_dup_standard (const StrataPortRow *row)
{
  if (!row->standard)
    return NULL;
  if (row->type == STRATA_PORT_STRING || row->type == STRATA_PORT_CHOICE
      || row->type == STRATA_PORT_PADDING || strata_port_is_object (row->type))
    return strata_value_new_string (row->standard);
  return strata_value_parse (row->standard, -1, NULL);
}
