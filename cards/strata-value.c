/* strata-value.c — a JSON value that never changes.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-value-private.h"

#include <string.h>

#define JSON STRATA_VALUE_JSON

G_DEFINE_BOXED_TYPE (StrataValue,
                     strata_value,
                     strata_value_ref,
                     strata_value_unref)

/* json_incref() and json_decref() do the same, but they read the count in a
 * plain way first, which is a race between threads. */
static gboolean
is_counted (const json_t *json)
{
  return __atomic_load_n (&json->refcount, __ATOMIC_RELAXED) != (size_t) -1;
}

/**
 * strata_value_ref:
 * @value: a value
 *
 * Takes a reference; any thread may.
 *
 * Returns: (transfer full): @value
 */
StrataValue *
strata_value_ref (StrataValue *value)
{
  g_return_val_if_fail (value != NULL, NULL);

  if (is_counted (JSON (value)))
    __atomic_add_fetch (&JSON (value)->refcount, 1, __ATOMIC_RELAXED);
  return value;
}

/**
 * strata_value_unref:
 * @value: (transfer full): a value
 *
 * Drops a reference; any thread may. The last one frees the value.
 */
void
strata_value_unref (StrataValue *value)
{
  g_return_if_fail (value != NULL);

  if (is_counted (JSON (value))
      && __atomic_sub_fetch (&JSON (value)->refcount, 1, __ATOMIC_ACQ_REL) == 0)
    json_delete (JSON (value));
}

/**
 * strata_value_get_kind:
 * @value: a value
 *
 * Gets what a value is.
 *
 * Returns: its kind
 */
StrataValueKind
strata_value_get_kind (StrataValue *value)
{
  static const StrataValueKind kinds[] = {
    [JSON_OBJECT] = STRATA_VALUE_OBJECT, [JSON_ARRAY] = STRATA_VALUE_LIST,
    [JSON_STRING] = STRATA_VALUE_STRING, [JSON_INTEGER] = STRATA_VALUE_INTEGER,
    [JSON_REAL] = STRATA_VALUE_REAL,     [JSON_TRUE] = STRATA_VALUE_BOOLEAN,
    [JSON_FALSE] = STRATA_VALUE_BOOLEAN, [JSON_NULL] = STRATA_VALUE_NULL,
  };

  g_return_val_if_fail (value != NULL, STRATA_VALUE_NULL);

  return kinds[json_typeof (JSON (value))];
}

/**
 * strata_value_is:
 * @value: (nullable): a value
 * @kind: a kind
 *
 * Gets whether there is a value and it is of that kind.
 *
 * Returns: whether it is
 */
gboolean
strata_value_is (StrataValue *value, StrataValueKind kind)
{
  return value != NULL && strata_value_get_kind (value) == kind;
}

/**
 * strata_value_get_boolean:
 * @value: a boolean
 *
 * Gets the truth that a value holds.
 *
 * Returns: true or false
 */
gboolean
strata_value_get_boolean (StrataValue *value)
{
  g_return_val_if_fail (strata_value_is (value, STRATA_VALUE_BOOLEAN), FALSE);

  return json_is_true (JSON (value));
}

/**
 * strata_value_get_integer:
 * @value: an integer
 *
 * Gets the number that a value holds.
 *
 * Returns: the number
 */
gint64
strata_value_get_integer (StrataValue *value)
{
  g_return_val_if_fail (strata_value_is (value, STRATA_VALUE_INTEGER), 0);

  return json_integer_value (JSON (value));
}

/**
 * strata_value_get_real:
 * @value: a real number or an integer
 *
 * Gets the number that a value holds; an integer beyond 2⁵³ is rounded.
 *
 * Returns: the number
 */
double
strata_value_get_real (StrataValue *value)
{
  g_return_val_if_fail (strata_value_is (value, STRATA_VALUE_REAL)
                            || strata_value_is (value, STRATA_VALUE_INTEGER),
                        0);

  return json_number_value (JSON (value));
}

/**
 * strata_value_get_string:
 * @value: a string
 *
 * Gets the text that a value holds.
 *
 * Returns: (transfer none): the text
 */
const char *
strata_value_get_string (StrataValue *value)
{
  g_return_val_if_fail (strata_value_is (value, STRATA_VALUE_STRING), NULL);

  return json_string_value (JSON (value));
}

/**
 * strata_value_get_length:
 * @value: a list
 *
 * Gets how many items a list has.
 *
 * Returns: how many
 */
gsize
strata_value_get_length (StrataValue *value)
{
  g_return_val_if_fail (strata_value_is (value, STRATA_VALUE_LIST), 0);

  return json_array_size (JSON (value));
}

/**
 * strata_value_get_item:
 * @value: a list
 * @index: less than its length
 *
 * Gets an item of a list, at once however long that is.
 *
 * Returns: (transfer none): the item
 */
StrataValue *
strata_value_get_item (StrataValue *value, gsize index)
{
  g_return_val_if_fail (strata_value_is (value, STRATA_VALUE_LIST), NULL);
  g_return_val_if_fail (index < json_array_size (JSON (value)), NULL);

  return (StrataValue *) json_array_get (JSON (value), index);
}

/**
 * strata_value_get_n_members:
 * @value: an object
 *
 * Gets how many members an object has.
 *
 * Returns: how many
 */
gsize
strata_value_get_n_members (StrataValue *value)
{
  g_return_val_if_fail (strata_value_is (value, STRATA_VALUE_OBJECT), 0);

  return json_object_size (JSON (value));
}

/**
 * strata_value_get_member:
 * @value: an object
 * @key: a key
 *
 * Looks a member up, at once however many there are.
 *
 * Returns: (transfer none) (nullable): its value, if it is there
 */
StrataValue *
strata_value_get_member (StrataValue *value, const char *key)
{
  g_return_val_if_fail (strata_value_is (value, STRATA_VALUE_OBJECT), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  return (StrataValue *) json_object_get (JSON (value), key);
}

/**
 * strata_value_list_keys:
 * @value: an object
 *
 * Lists the keys of an object, in the order in which they were given.
 *
 * Returns: (transfer full) (array zero-terminated=1): the keys
 */
char **
strata_value_list_keys (StrataValue *value)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
  StrataValueIter iter;
  const char *key;

  strata_value_iter_init (&iter, value);
  while (strata_value_iter_next (&iter, &key, NULL))
    g_strv_builder_add (keys, key);
  return g_strv_builder_end (keys);
}

/**
 * strata_value_foreach_member:
 * @value: an object
 * @func: (scope call) (closure data): what to call
 * @data: what to give to it besides
 *
 * Calls a function for each member of an object, in the order in which they
 * were given, until it returns %FALSE.
 *
 * Returns: whether it was called for all of them, and never said %FALSE
 */
gboolean
strata_value_foreach_member (StrataValue *value,
                             StrataValueFunc func,
                             gpointer data)
{
  StrataValueIter iter;
  const char *key;
  StrataValue *member;

  g_return_val_if_fail (func != NULL, FALSE);

  strata_value_iter_init (&iter, value);
  while (strata_value_iter_next (&iter, &key, &member))
    if (!func (key, member, data))
      return FALSE;
  return TRUE;
}

/**
 * strata_value_iter_init: (skip)
 * @iter: a place, on the stack
 * @value: an object, which must stay
 *
 * Goes before the first member of an object.
 */
void
strata_value_iter_init (StrataValueIter *iter, StrataValue *value)
{
  *iter = (StrataValueIter){ value, NULL };
  g_return_if_fail (strata_value_is (value, STRATA_VALUE_OBJECT));

  iter->next = json_object_iter (JSON (value));
}

/**
 * strata_value_iter_next: (skip)
 * @iter: a place
 * @key: (out) (optional) (transfer none): the member's key
 * @value: (out) (optional) (transfer none): its value
 *
 * Goes to the next member of an object, in the order in which they were given.
 *
 * Returns: whether there was one
 */
gboolean
strata_value_iter_next (StrataValueIter *iter,
                        const char **key,
                        StrataValue **value)
{
  if (iter->next == NULL)
    return FALSE;

  if (key != NULL)
    *key = json_object_iter_key (iter->next);
  if (value != NULL)
    *value = (StrataValue *) json_object_iter_value (iter->next);
  iter->next = json_object_iter_next (JSON (iter->object), iter->next);
  return TRUE;
}

static gboolean
lists_equal (StrataValue *value, StrataValue *other)
{
  gsize n = strata_value_get_length (value);

  if (n != strata_value_get_length (other))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!strata_value_equal (strata_value_get_item (value, i),
                             strata_value_get_item (other, i)))
      return FALSE;
  return TRUE;
}

static gboolean
objects_equal (StrataValue *value, StrataValue *other)
{
  StrataValueIter iter;
  const char *key;
  StrataValue *member;

  if (strata_value_get_n_members (value) != strata_value_get_n_members (other))
    return FALSE;
  strata_value_iter_init (&iter, value);
  while (strata_value_iter_next (&iter, &key, &member))
    {
      StrataValue *same = strata_value_get_member (other, key);

      if (same == NULL || !strata_value_equal (member, same))
        return FALSE;
    }
  return TRUE;
}

/**
 * strata_value_equal:
 * @value: a value
 * @other: another
 *
 * Gets whether two values are the same. An integer is no real number, 0.0 is
 * not -0.0, and the order of an object's members does not count.
 *
 * Returns: whether they are
 */
gboolean
strata_value_equal (StrataValue *value, StrataValue *other)
{
  StrataValueKind kind = strata_value_get_kind (value);

  if (value == other)
    return TRUE;
  if (kind != strata_value_get_kind (other))
    return FALSE;

  switch (kind)
    {
    case STRATA_VALUE_NULL:
      return TRUE;
    case STRATA_VALUE_BOOLEAN:
      return strata_value_get_boolean (value)
             == strata_value_get_boolean (other);
    case STRATA_VALUE_INTEGER:
      return strata_value_get_integer (value)
             == strata_value_get_integer (other);
    case STRATA_VALUE_REAL:
      return memcmp (&(double){ strata_value_get_real (value) },
                     &(double){ strata_value_get_real (other) },
                     sizeof (double))
             == 0;
    case STRATA_VALUE_STRING:
      return g_str_equal (strata_value_get_string (value),
                          strata_value_get_string (other));
    case STRATA_VALUE_LIST:
      return lists_equal (value, other);
    case STRATA_VALUE_OBJECT:
      return objects_equal (value, other);
    }
  return FALSE;
}
