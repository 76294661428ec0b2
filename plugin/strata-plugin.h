/* strata-plugin.h — the one header that a plugin includes.
 *
 * A plugin is a shared library with cards. It says what it has in a table, for
 * which it needs no more than this:
 *
 *     static const StrataKind scale = { .type = "Example.Scale", … };
 *     static const StrataKind *const kinds[] = { &scale };
 *
 *     STRATA_PLUGIN_DEFINE (.name = "scale",
 *                           .description = "Scales tensors.",
 *                           .kinds = kinds,
 *                           .n_kinds = G_N_ELEMENTS (kinds))
 *
 * It is compiled and linked with what pkg-config says of strata-1, and put into
 * a folder where strata_plugins_load() looks. It stays loaded until the program
 * ends. strata-kind.h tells how a card is written; the card of a plugin should
 * have a type with a prefix of its own, as here, so that it meets no other.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-evaluation.h"
#include "strata-inference.h"
#include "strata-kind.h"
#include "strata-layer.h"
#include "strata-spec.h"

G_BEGIN_DECLS

/**
 * STRATA_PLUGIN_VERSION: (skip)
 *
 * Version of what a plugin and the library know of each other. It rises when
 * plugins must be changed; the library refuses those of any other version.
 */
#define STRATA_PLUGIN_VERSION 1

/* Structs of which a plugin and the library must have the same idea. */
#define STRATA_PLUGIN_N_SIZES 10

#define STRATA_PLUGIN_SIZES                                                   \
  { sizeof (StrataPlugin), sizeof (StrataKind), sizeof (StrataPortRow),       \
    sizeof (StrataExample), sizeof (StrataLayerClass), sizeof (StrataSpec),   \
    sizeof (StrataPaddingChoice), sizeof (StrataSeededInitializer),           \
    sizeof (StrataRegularizer), sizeof (StrataConstraint) }

/**
 * StrataPlugin: (skip)
 * @version: %STRATA_PLUGIN_VERSION
 * @sizes: of the structs that plugin and library share, as the plugin was
 *   compiled; a library whose structs are others refuses it
 * @name: what it is called
 * @description: what it offers, in a sentence
 * @kinds: its cards
 * @n_kinds: their number
 *
 * What a plugin has. All of it must stay for ever.
 */
typedef struct
{
  guint                    version;
  guint                    sizes[STRATA_PLUGIN_N_SIZES];
  const char              *name;
  const char              *description;
  const StrataKind *const *kinds;
  gsize                    n_kinds;
  gpointer                 reserved[4];
} StrataPlugin;

/* The function that the library looks for. STRATA_PLUGIN_DEFINE writes it. */
#define STRATA_PLUGIN_ENTRY "strata_plugin"

typedef const StrataPlugin *(*StrataPluginEntry) (void);

/**
 * STRATA_PLUGIN_DEFINE: (skip)
 * @...: fields of [struct@StrataPlugin] besides the first two
 *
 * Makes a shared library a plugin. Stands once in it, outside of functions.
 */
#define STRATA_PLUGIN_DEFINE(...)                                             \
  STRATA_EXPORT const StrataPlugin *strata_plugin (void);                     \
  const StrataPlugin *                                                        \
  strata_plugin (void)                                                        \
  {                                                                           \
    static const StrataPlugin plugin = {                                      \
      .version = STRATA_PLUGIN_VERSION,                                       \
      .sizes = STRATA_PLUGIN_SIZES,                                           \
      __VA_ARGS__                                                             \
    };                                                                        \
    return &plugin;                                                           \
  }

G_END_DECLS
