/* strata-registry.h — the kinds of cards that there are.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-kind.h"

G_BEGIN_DECLS

#define STRATA_TYPE_REGISTRY (strata_registry_get_type ())

/**
 * StrataRegistry:
 *
 * The kinds of cards that there are.
 *
 * [func@Strata.plugins_load] fills it.
 */
STRATA_EXPORT
G_DECLARE_FINAL_TYPE (StrataRegistry, strata_registry, STRATA, REGISTRY, GObject)

STRATA_EXPORT StrataRegistry   *strata_registry_new             (void);

/* The one that graphs use unless they are told otherwise. It is empty until
 * strata_plugins_load() has filled it. */
STRATA_EXPORT StrataRegistry   *strata_registry_get_default     (void);

/* @kind must stay for ever. Refuses a table that is not well formed and a type
 * that is there already, in a sentence. */
STRATA_EXPORT gboolean          strata_registry_add             (StrataRegistry   *registry,
                                                                 const StrataKind *kind,
                                                                 GError          **error);

STRATA_EXPORT const StrataKind *strata_registry_lookup          (StrataRegistry   *registry,
                                                                 const char       *type);

/* The kind of which @name is the type, the type in snake_case or an alias, and
 * which has an output of type @what. */
STRATA_EXPORT const StrataKind *strata_registry_lookup_object   (StrataRegistry   *registry,
                                                                 const char       *name,
                                                                 StrataPortType    what);

/* In the order in which they were added. */
STRATA_EXPORT guint             strata_registry_get_n_kinds     (StrataRegistry   *registry);
STRATA_EXPORT const StrataKind *strata_registry_get_kind        (StrataRegistry   *registry,
                                                                 guint             index);
STRATA_EXPORT char            **strata_registry_get_types       (StrataRegistry   *registry);

G_END_DECLS
