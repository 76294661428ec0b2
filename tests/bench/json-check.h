/* json-check.h — reads JSON strictly, to check what a program wrote.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

typedef enum
{
  JSON_NULL,
  JSON_BOOLEAN,
  JSON_NUMBER,
  JSON_STRING,
  JSON_ARRAY,
  JSON_OBJECT,
} JsonKind;

typedef struct
{
  JsonKind    kind;
  double      number;  /* a boolean's is 0 or 1 */
  char       *string;
  GPtrArray  *items;   /* of an array */
  GHashTable *members; /* of an object, by key */
} JsonValue;

/* NULL for what is not one JSON value and nothing else; @stop is set to where
 * reading ended. Refuses keys that come twice too, and strings that hold
 * U+0000. */
JsonValue *json_value_parse (const char *text, const char **stop);
void       json_value_free  (JsonValue *value);

/* NULL where @value is no object or has no such member. */
const JsonValue *json_value_member (const JsonValue *value, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (JsonValue, json_value_free)
