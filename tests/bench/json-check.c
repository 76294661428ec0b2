/* json-check.c — reads JSON strictly, to check what a program wrote.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "json-check.h"

#include <string.h>

/* Deeper nesting than any report has, and shallower than the stack. */
#define MOST_DEPTH 64

static JsonValue *read_value (const char **at, int depth);

static JsonValue *
value_new (JsonKind kind)
{
  JsonValue *value = g_new0 (JsonValue, 1);

  value->kind = kind;
  return value;
}

void
json_value_free (JsonValue *value)
{
  if (value == NULL)
    return;

  g_free (value->string);
  g_clear_pointer (&value->items, g_ptr_array_unref);
  g_clear_pointer (&value->members, g_hash_table_unref);
  g_free (value);
}

static void
skip_space (const char **at)
{
  *at += strspn (*at, " \t\n\r");
}

static gboolean
take (const char **at, const char *word)
{
  if (!g_str_has_prefix (*at, word))
    return FALSE;

  *at += strlen (word);
  return TRUE;
}

static gboolean
take_between (const char **at, const char *word)
{
  skip_space (at);
  return take (at, word);
}

static gboolean
take_digits (const char **at)
{
  size_t n = strspn (*at, "0123456789");

  *at += n;
  return n > 0;
}

/* Of what strtod() reads JSON allows a part only. */
static gboolean
take_number (const char **at)
{
  take (at, "-");
  if (!take (at, "0") && !take_digits (at))
    return FALSE;

  if (take (at, ".") && !take_digits (at))
    return FALSE;

  if (!take (at, "e") && !take (at, "E"))
    return TRUE;

  if (!take (at, "+"))
    take (at, "-");
  return take_digits (at);
}

static JsonValue *
read_number (const char **at)
{
  const char *start = *at;
  JsonValue *value;

  if (!take_number (at))
    return NULL;

  value = value_new (JSON_NUMBER);
  value->number = g_ascii_strtod (start, NULL);
  return value;
}

/* Four hexadecimal digits, or -1. */
static int
take_hex (const char **at)
{
  int unit = 0;

  for (int i = 0; i < 4; i++, (*at)++)
    {
      if (!g_ascii_isxdigit (**at))
        return -1;

      unit = 16 * unit + g_ascii_xdigit_value (**at);
    }

  return unit;
}

/* What follows a backslash and a u; characters beyond the first 65536 are two
 * units of UTF-16. */
static gboolean
take_unicode (const char **at, GString *string)
{
  int high = take_hex (at);
  int low;

  if (high <= 0 || (high >= 0xdc00 && high < 0xe000))
    return FALSE;

  if (high < 0xd800 || high >= 0xe000)
    {
      g_string_append_unichar (string, (gunichar) high);
      return TRUE;
    }

  low = take (at, "\\u") ? take_hex (at) : -1;
  if (low < 0xdc00 || low >= 0xe000)
    return FALSE;

  g_string_append_unichar (string, 0x10000 + (((gunichar) high - 0xd800) << 10)
                                       + ((gunichar) low - 0xdc00));
  return TRUE;
}

static gboolean
take_escape (const char **at, GString *string)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *letter;

  if (take (at, "u"))
    return take_unicode (at, string);

  letter = **at == '\0' ? NULL : strchr (letters, **at);
  if (letter == NULL)
    return FALSE;

  g_string_append_c (string, meanings[letter - letters]);
  (*at)++;
  return TRUE;
}

/* The text between quotes, or NULL. */
static char *
take_string (const char **at)
{
  g_autoptr (GString) string = g_string_new (NULL);

  if (!take (at, "\""))
    return NULL;

  while (!take (at, "\""))
    if ((guchar) * *at < 0x20)
      return NULL;
    else if (!take (at, "\\"))
      g_string_append_c (string, *(*at)++);
    else if (!take_escape (at, string))
      return NULL;

  return g_string_free (g_steal_pointer (&string), FALSE);
}

static JsonValue *
read_string (const char **at)
{
  char *string = take_string (at);
  JsonValue *value;

  if (string == NULL)
    return NULL;

  value = value_new (JSON_STRING);
  value->string = string;
  return value;
}

static gboolean
take_item (const char **at, int depth, JsonValue *array)
{
  JsonValue *item = read_value (at, depth);

  if (item == NULL)
    return FALSE;

  g_ptr_array_add (array->items, item);
  return TRUE;
}

static JsonValue *
read_array (const char **at, int depth)
{
  g_autoptr (JsonValue) array = value_new (JSON_ARRAY);

  array->items =
      g_ptr_array_new_with_free_func ((GDestroyNotify) json_value_free);
  if (take_between (at, "]"))
    return g_steal_pointer (&array);

  do
    if (!take_item (at, depth, array))
      return NULL;
  while (take_between (at, ","));

  return take_between (at, "]") ? g_steal_pointer (&array) : NULL;
}

static gboolean
take_member (const char **at, int depth, JsonValue *object)
{
  g_autofree char *key = NULL;
  JsonValue *value;

  skip_space (at);
  key = take_string (at);
  if (key == NULL || g_hash_table_contains (object->members, key)
      || !take_between (at, ":"))
    return FALSE;

  value = read_value (at, depth);
  if (value == NULL)
    return FALSE;

  g_hash_table_insert (object->members, g_steal_pointer (&key), value);
  return TRUE;
}

static JsonValue *
read_object (const char **at, int depth)
{
  g_autoptr (JsonValue) object = value_new (JSON_OBJECT);

  object->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                           (GDestroyNotify) json_value_free);
  if (take_between (at, "}"))
    return g_steal_pointer (&object);

  do
    if (!take_member (at, depth, object))
      return NULL;
  while (take_between (at, ","));

  return take_between (at, "}") ? g_steal_pointer (&object) : NULL;
}

static JsonValue *
read_word (const char **at)
{
  JsonValue *value;

  if (take (at, "null"))
    return value_new (JSON_NULL);

  if (!g_str_has_prefix (*at, "true") && !g_str_has_prefix (*at, "false"))
    return NULL;

  value = value_new (JSON_BOOLEAN);
  value->number = **at == 't' ? 1.0 : 0.0;
  *at += **at == 't' ? strlen ("true") : strlen ("false");
  return value;
}

static JsonValue *
read_value (const char **at, int depth)
{
  skip_space (at);

  if (**at == '"')
    return read_string (at);
  if (**at == '-' || g_ascii_isdigit (**at))
    return read_number (at);
  if (depth < MOST_DEPTH && take (at, "["))
    return read_array (at, depth + 1);
  if (depth < MOST_DEPTH && take (at, "{"))
    return read_object (at, depth + 1);
  return read_word (at);
}

JsonValue *
json_value_parse (const char *text, const char **stop)
{
  g_autoptr (JsonValue) value = NULL;

  *stop = text;
  if (!g_utf8_validate (text, -1, stop))
    return NULL;

  *stop = text;
  value = read_value (stop, 0);
  skip_space (stop);
  return **stop == '\0' ? g_steal_pointer (&value) : NULL;
}

const JsonValue *
json_value_member (const JsonValue *value, const char *key)
{
  if (value == NULL || value->kind != JSON_OBJECT)
    return NULL;

  return g_hash_table_lookup (value->members, key);
}
