/* strata-reader.c — what the readers of a graph's file have in common.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-file-error-private.h"
#include "strata-reader-private.h"

void
strata_reader_add_fault (StrataReader *reader,
                         const char *card,
                         const char *port,
                         const char *format,
                         ...)
{
  GPtrArray *faults = reader->graph->load_faults;
  g_autofree char *message = NULL;
  va_list values;

  if (faults->len >= STRATA_GRAPH_MAX_LOAD_FAULTS)
    {
      reader->n_untold++;
      return;
    }
  va_start (values, format);
  message = g_strdup_vprintf (format, values);
  va_end (values);
  g_ptr_array_add (faults, strata_fault_new (card, port, message));
}

void
strata_reader_add_untold (StrataReader *reader)
{
  g_autofree char *message = NULL;

  if (reader->n_untold == 0)
    return;
  message = g_strdup_printf ("The file has %u more faults, which are not told "
                             "one by one",
                             reader->n_untold);
  g_ptr_array_add (reader->graph->load_faults,
                   strata_fault_new (NULL, NULL, message));
}

const char *
strata_reader_name_kind (StrataValue *value)
{
  static const char *const names[] = {
    [STRATA_VALUE_NULL] = "null",
    [STRATA_VALUE_BOOLEAN] = "true or false",
    [STRATA_VALUE_INTEGER] = "an integer",
    [STRATA_VALUE_REAL] = "a real number",
    [STRATA_VALUE_STRING] = "a string",
    [STRATA_VALUE_LIST] = "a list",
    [STRATA_VALUE_OBJECT] = "an object",
  };

  return names[strata_value_get_kind (value)];
}

StrataValue *
strata_reader_get_given (StrataValue *object, const char *key)
{
  StrataValue *value = strata_value_get_member (object, key);

  return strata_value_is (value, STRATA_VALUE_NULL) ? NULL : value;
}

StrataValue *
strata_reader_dup_given (StrataValue *object, const char *key)
{
  StrataValue *value = strata_reader_get_given (object, key);

  return value ? strata_value_ref (value) : NULL;
}

StrataValue *
strata_reader_dup_extras (StrataValue *object,
                          gboolean (*knows_key) (const char *key))
{
  g_autoptr (StrataValueBuilder) extras = NULL;
  StrataValueIter iter;
  const char *key;
  StrataValue *value;

  strata_value_iter_init (&iter, object);
  while (strata_value_iter_next (&iter, &key, &value))
    if (!knows_key (key))
      {
        if (!extras)
          extras = strata_value_builder_new (STRATA_VALUE_OBJECT);
        strata_value_builder_set (extras, key, strata_value_ref (value));
      }
  return extras ? strata_value_builder_end (g_steal_pointer (&extras)) : NULL;
}

static gboolean
is_number (StrataValue *value)
{
  return strata_value_is (value, STRATA_VALUE_INTEGER)
         || strata_value_is (value, STRATA_VALUE_REAL);
}

gboolean
strata_reader_read_pair (StrataValue *value, double *x, double *y)
{
  if (!strata_value_is (value, STRATA_VALUE_LIST)
      || strata_value_get_length (value) != 2
      || !is_number (strata_value_get_item (value, 0))
      || !is_number (strata_value_get_item (value, 1)))
    return FALSE;

  *x = strata_value_get_real (strata_value_get_item (value, 0));
  *y = strata_value_get_real (strata_value_get_item (value, 1));
  return TRUE;
}

const char *
strata_reader_read_id (StrataReader *reader,
                       const char *list,
                       guint i,
                       StrataValue *object)
{
  StrataValue *value = strata_reader_get_given (object, "id");
  g_autofree char *quoted = NULL;
  const char *id;

  if (!strata_value_is (value, STRATA_VALUE_STRING))
    {
      strata_reader_add_fault (
          reader, NULL, NULL, "The id of %s[%u] is %s, but it must be a string",
          list, i, value ? strata_reader_name_kind (value) : "missing");
      return NULL;
    }
  id = strata_value_get_string (value);
  if (strata_id_is_valid (id))
    return id;

  quoted = strata_file_quote (id);
  strata_reader_add_fault (
      reader, NULL, NULL,
      "The id of %s[%u], %s, is not 1 to %d of A-Z a-z 0-9 _ -", list, i,
      quoted, STRATA_MAX_ID);
  return NULL;
}
