/* strata-value-builder.c — a list or an object, made piece by piece.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-value-private.h"

#define JSON STRATA_VALUE_JSON

struct _StrataValueBuilder
{
  json_t *json;
};

static StrataValueBuilder *
new_builder (json_t *json)
{
  StrataValueBuilder *builder;

  if (json == NULL)
    g_error ("There is not enough memory for a value");
  builder = g_new (StrataValueBuilder, 1);
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

  if (json_array_append_new (builder->json, JSON (item)) != 0)
    g_error ("There is not enough memory for a value");
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

  if (json_object_set_new_nocheck (builder->json, key, JSON (value)) != 0)
    g_error ("There is not enough memory for a value");
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
  return strata_value_seal (json);
}
