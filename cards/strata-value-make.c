/* strata-value-make.c — making values, whole and piece by piece.
 *
 * Running out of memory here ends the program, as it does in GLib.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-value-private.h"

#include <math.h>

#define JSON STRATA_VALUE_JSON

struct _StrataValueBuilder
{
  json_t *json;
};

/* Goes no deeper than @limit. */
static gboolean
is_deeper (StrataValue *value, int limit)
{
  StrataValueIter iter = { NULL, NULL };
  StrataValue *member;
  gsize n = 0;

  if (strata_value_is (value, STRATA_VALUE_LIST))
    n = strata_value_get_length (value);
  else if (strata_value_is (value, STRATA_VALUE_OBJECT))
    strata_value_iter_init (&iter, value);
  else
    return FALSE;

  if (limit == 0)
    return TRUE;
  for (gsize i = 0; i < n; i++)
    if (is_deeper (strata_value_get_item (value, i), limit - 1))
      return TRUE;
  while (strata_value_iter_next (&iter, NULL, &member))
    if (is_deeper (member, limit - 1))
      return TRUE;
  return FALSE;
}

static void
need (gboolean there_is_memory)
{
  if (!there_is_memory)
    g_error ("There is not enough memory for a value");
}

/* Takes @json, which nobody changes from now on. */
static StrataValue *
seal (json_t *json)
{
  StrataValue *value = (StrataValue *) json;

  need (json != NULL);
  if (!is_deeper (value, STRATA_VALUE_MAX_DEPTH))
    return value;

  g_critical ("A value is more than %d deep", STRATA_VALUE_MAX_DEPTH);
  strata_value_unref (value);
  return NULL;
}

/**
 * strata_value_new_null: (constructor)
 *
 * Makes `null`, which stands for "not given".
 *
 * Returns: (transfer full): a value
 */
StrataValue *
strata_value_new_null (void)
{
  return seal (json_null ());
}

/**
 * strata_value_new_boolean: (constructor)
 * @boolean: true or false
 *
 * Makes `true` or `false`.
 *
 * Returns: (transfer full): a value
 */
StrataValue *
strata_value_new_boolean (gboolean boolean)
{
  return seal (json_boolean (boolean));
}

/**
 * strata_value_new_integer: (constructor)
 * @integer: a number
 *
 * Makes an integer.
 *
 * Returns: (transfer full): a value
 */
StrataValue *
strata_value_new_integer (gint64 integer)
{
  return seal (json_integer (integer));
}

/**
 * strata_value_new_real: (constructor)
 * @real: a finite number
 *
 * Makes a real number. It stays one if it is whole: `3.0`.
 *
 * Returns: (transfer full): a value
 */
StrataValue *
strata_value_new_real (double real)
{
  g_return_val_if_fail (isfinite (real), NULL);

  return seal (json_real (real));
}

/**
 * strata_value_new_string: (constructor)
 * @string: UTF-8
 *
 * Makes a string.
 *
 * Returns: (transfer full): a value
 */
StrataValue *
strata_value_new_string (const char *string)
{
  g_return_val_if_fail (string != NULL, NULL);
  g_return_val_if_fail (g_utf8_validate (string, -1, NULL), NULL);

  return seal (json_string_nocheck (string));
}

static json_t *
new_array (void)
{
  json_t *array = json_array ();

  need (array != NULL);
  return array;
}

static void
append (json_t *array, StrataValue *item)
{
  need (json_array_append_new (array, JSON (item)) == 0);
}

/**
 * strata_value_new_integers: (constructor)
 * @integers: (array length=n): numbers
 * @n: how many
 *
 * Makes a list of integers.
 *
 * Returns: (transfer full): a value
 */
StrataValue *
strata_value_new_integers (const gint64 *integers, gsize n)
{
  json_t *array = new_array ();

  for (gsize i = 0; i < n; i++)
    append (array, strata_value_new_integer (integers[i]));
  return seal (array);
}

/**
 * strata_value_new_reals: (constructor)
 * @reals: (array length=n): finite numbers
 * @n: how many
 *
 * Makes a list of real numbers.
 *
 * Returns: (transfer full): a value
 */
StrataValue *
strata_value_new_reals (const double *reals, gsize n)
{
  json_t *array = new_array ();

  for (gsize i = 0; i < n; i++)
    append (array, strata_value_new_real (reals[i]));
  return seal (array);
}

/**
 * strata_value_new_list: (constructor)
 * @items: (array length=n): values
 * @n: how many
 *
 * Makes a list, which takes references to its items.
 *
 * Returns: (transfer full): a value
 */
StrataValue *
strata_value_new_list (StrataValue *const *items, gsize n)
{
  json_t *array = new_array ();

  for (gsize i = 0; i < n; i++)
    append (array, strata_value_ref (items[i]));
  return seal (array);
}

static StrataValueBuilder *
new_builder (json_t *json)
{
  StrataValueBuilder *builder = g_new (StrataValueBuilder, 1);

  need (json != NULL);
  builder->json = json;
  return builder;
}

/**
 * strata_value_builder_new: (skip)
 * @kind: %STRATA_VALUE_LIST or %STRATA_VALUE_OBJECT
 *
 * Begins a list or an object.
 *
 * Returns: (transfer full): a builder
 */
StrataValueBuilder *
strata_value_builder_new (StrataValueKind kind)
{
  g_return_val_if_fail (
      kind == STRATA_VALUE_LIST || kind == STRATA_VALUE_OBJECT, NULL);

  return new_builder (kind == STRATA_VALUE_LIST ? json_array ()
                                                : json_object ());
}

/**
 * strata_value_builder_new_from: (skip)
 * @value: a list or an object
 *
 * Begins a list or an object with what another one holds.
 *
 * Returns: (transfer full): a builder
 */
StrataValueBuilder *
strata_value_builder_new_from (StrataValue *value)
{
  g_return_val_if_fail (strata_value_is (value, STRATA_VALUE_LIST)
                            || strata_value_is (value, STRATA_VALUE_OBJECT),
                        NULL);

  return new_builder (json_copy (JSON (value)));
}

/**
 * strata_value_builder_free: (skip)
 * @builder: (transfer full): a builder
 *
 * Gives up what was begun.
 */
void
strata_value_builder_free (StrataValueBuilder *builder)
{
  json_decref (builder->json);
  g_free (builder);
}

/**
 * strata_value_builder_append: (skip)
 * @builder: the builder of a list
 * @item: (transfer full): a value
 *
 * Appends an item.
 */
void
strata_value_builder_append (StrataValueBuilder *builder, StrataValue *item)
{
  g_return_if_fail (json_is_array (builder->json));
  g_return_if_fail (item != NULL);

  append (builder->json, item);
}

/**
 * strata_value_builder_set: (skip)
 * @builder: the builder of an object
 * @key: UTF-8
 * @value: (transfer full): a value
 *
 * Sets a member, which keeps its place if it was there and is the last one
 * otherwise.
 */
void
strata_value_builder_set (StrataValueBuilder *builder,
                          const char *key,
                          StrataValue *value)
{
  g_return_if_fail (json_is_object (builder->json));
  g_return_if_fail (key != NULL && g_utf8_validate (key, -1, NULL));
  g_return_if_fail (value != NULL);

  need (json_object_set_new_nocheck (builder->json, key, JSON (value)) == 0);
}

/**
 * strata_value_builder_remove: (skip)
 * @builder: the builder of an object
 * @key: a key
 *
 * Removes a member, if it is there.
 */
void
strata_value_builder_remove (StrataValueBuilder *builder, const char *key)
{
  g_return_if_fail (json_is_object (builder->json));
  g_return_if_fail (key != NULL);

  json_object_del (builder->json, key);
}

/**
 * strata_value_builder_end: (skip)
 * @builder: (transfer full): a builder
 *
 * Ends a list or an object, and the builder.
 *
 * Returns: (transfer full): the value
 */
StrataValue *
strata_value_builder_end (StrataValueBuilder *builder)
{
  json_t *json = builder->json;

  g_free (builder);
  return seal (json);
}

/**
 * strata_value_new_object: (constructor)
 * @keys: (array length=n): UTF-8; of two that are the same, the last counts
 * @values: (array length=n): values
 * @n: how many
 *
 * Makes an object, which takes references to its values.
 *
 * Returns: (transfer full): a value
 */
StrataValue *
strata_value_new_object (const char *const *keys,
                         StrataValue *const *values,
                         gsize n)
{
  StrataValueBuilder *builder = strata_value_builder_new (STRATA_VALUE_OBJECT);

  for (gsize i = 0; i < n; i++)
    strata_value_builder_set (builder, keys[i], strata_value_ref (values[i]));
  return strata_value_builder_end (builder);
}
