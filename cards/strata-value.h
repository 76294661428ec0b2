/* strata-value.h — a JSON value that never changes.
 *
 * What stands in a graph file: on a port, in a list of ports' values, and the
 * file as a whole. Values are shared by reference, between threads too. Numbers
 * are either integers of 64 bits or finite reals; strings are UTF-8 without
 * NUL; members of an object stand in the order in which they were given, each
 * key once; and lists and objects stand in each other at most
 * STRATA_VALUE_MAX_DEPTH deep.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-macros.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define STRATA_TYPE_VALUE (strata_value_get_type ())

/**
 * STRATA_VALUE_MAX_DEPTH:
 *
 * How deep lists and objects may stand in each other.
 */
#define STRATA_VALUE_MAX_DEPTH 200

/**
 * StrataValueKind:
 * @STRATA_VALUE_NULL: `null`, which stands for "not given"
 * @STRATA_VALUE_BOOLEAN: `true` or `false`
 * @STRATA_VALUE_INTEGER: a number without a point and an exponent
 * @STRATA_VALUE_REAL: any other number
 * @STRATA_VALUE_STRING: a string
 * @STRATA_VALUE_LIST: a list of values
 * @STRATA_VALUE_OBJECT: values with keys
 *
 * What a value is.
 */
typedef enum
{
  STRATA_VALUE_NULL,
  STRATA_VALUE_BOOLEAN,
  STRATA_VALUE_INTEGER,
  STRATA_VALUE_REAL,
  STRATA_VALUE_STRING,
  STRATA_VALUE_LIST,
  STRATA_VALUE_OBJECT,
} StrataValueKind;

/**
 * StrataValue:
 *
 * A JSON value that never changes.
 */
typedef struct _StrataValue StrataValue;

/**
 * StrataValueFunc:
 * @key: the key of a member
 * @value: its value
 * @data: what was given to [method@Strata.Value.foreach_member]
 *
 * Called for each member of an object.
 *
 * Returns: whether to go on
 */
typedef gboolean (*StrataValueFunc) (const char *key,
                                     StrataValue *value,
                                     gpointer data);

/**
 * StrataValueIter: (skip)
 *
 * A place among the members of an object; to be put on the stack.
 */
typedef struct
{
  /*< private >*/
  StrataValue *object;
  gpointer next;
} StrataValueIter;

/**
 * StrataValueBuilder: (skip)
 *
 * A list or an object in the making.
 */
typedef struct _StrataValueBuilder StrataValueBuilder;

STRATA_EXPORT GType               strata_value_get_type         (void) G_GNUC_CONST;
STRATA_EXPORT StrataValue        *strata_value_ref              (StrataValue         *value);
STRATA_EXPORT void                strata_value_unref            (StrataValue         *value);

/* Text: strata-value-parse.c, strata-value-text.c. */
STRATA_EXPORT StrataValue        *strata_value_parse            (const char          *text,
                                                                 gssize               length,
                                                                 GError             **error);
STRATA_EXPORT char               *strata_value_to_text          (StrataValue         *value);
STRATA_EXPORT void                strata_value_append_text      (StrataValue         *value,
                                                                 GString             *text);
STRATA_EXPORT const char         *strata_value_print_real       (double               real,
                                                                 char                 buffer[32]);

/* Making: strata-value-make.c. */
STRATA_EXPORT StrataValue        *strata_value_new_null         (void);
STRATA_EXPORT StrataValue        *strata_value_new_boolean      (gboolean             boolean);
STRATA_EXPORT StrataValue        *strata_value_new_integer      (gint64               integer);
STRATA_EXPORT StrataValue        *strata_value_new_real         (double               real);
STRATA_EXPORT StrataValue        *strata_value_new_string       (const char          *string);
STRATA_EXPORT StrataValue        *strata_value_new_integers     (const gint64        *integers,
                                                                 gsize                n);
STRATA_EXPORT StrataValue        *strata_value_new_reals        (const double        *reals,
                                                                 gsize                n);
STRATA_EXPORT StrataValue        *strata_value_new_list         (StrataValue *const  *items,
                                                                 gsize                n);
STRATA_EXPORT StrataValue        *strata_value_new_object       (const char *const   *keys,
                                                                 StrataValue *const  *values,
                                                                 gsize                n);

/* Making piece by piece. */
STRATA_EXPORT StrataValueBuilder *strata_value_builder_new      (StrataValueKind      kind);
STRATA_EXPORT StrataValueBuilder *strata_value_builder_new_from (StrataValue         *value);
STRATA_EXPORT void                strata_value_builder_free     (StrataValueBuilder  *builder);
STRATA_EXPORT void                strata_value_builder_append   (StrataValueBuilder  *builder,
                                                                 StrataValue         *item);
STRATA_EXPORT void                strata_value_builder_set      (StrataValueBuilder  *builder,
                                                                 const char          *key,
                                                                 StrataValue         *value);
STRATA_EXPORT void                strata_value_builder_remove   (StrataValueBuilder  *builder,
                                                                 const char          *key);
STRATA_EXPORT StrataValue        *strata_value_builder_end      (StrataValueBuilder  *builder);

/* Reading. */
STRATA_EXPORT StrataValueKind     strata_value_get_kind         (StrataValue         *value);
STRATA_EXPORT gboolean            strata_value_is               (StrataValue         *value,
                                                                 StrataValueKind      kind);
STRATA_EXPORT gboolean            strata_value_get_boolean      (StrataValue         *value);
STRATA_EXPORT gint64              strata_value_get_integer      (StrataValue         *value);
STRATA_EXPORT double              strata_value_get_real         (StrataValue         *value);
STRATA_EXPORT const char         *strata_value_get_string       (StrataValue         *value);
STRATA_EXPORT gsize               strata_value_get_length       (StrataValue         *value);
STRATA_EXPORT StrataValue        *strata_value_get_item         (StrataValue         *value,
                                                                 gsize                index);
STRATA_EXPORT gsize               strata_value_get_n_members    (StrataValue         *value);
STRATA_EXPORT StrataValue        *strata_value_get_member       (StrataValue         *value,
                                                                 const char          *key);
STRATA_EXPORT char              **strata_value_list_keys        (StrataValue         *value);
STRATA_EXPORT gboolean            strata_value_foreach_member   (StrataValue         *value,
                                                                 StrataValueFunc      func,
                                                                 gpointer             data);
STRATA_EXPORT void                strata_value_iter_init        (StrataValueIter     *iter,
                                                                 StrataValue         *value);
STRATA_EXPORT gboolean            strata_value_iter_next        (StrataValueIter     *iter,
                                                                 const char         **key,
                                                                 StrataValue        **value);
STRATA_EXPORT gboolean            strata_value_equal            (StrataValue         *value,
                                                                 StrataValue         *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrataValue, strata_value_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrataValueBuilder, strata_value_builder_free)

G_END_DECLS
