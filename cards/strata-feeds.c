/* strata-feeds.c — tensors by the names of the Inputs that they are fed to.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-feeds-private.h"

struct _StrataFeeds
{
  GObject parent_instance;

  GHashTable *tensors;
};

G_DEFINE_FINAL_TYPE (StrataFeeds, strata_feeds, G_TYPE_OBJECT)

static void
strata_feeds_finalize (GObject *object)
{
  g_hash_table_unref (STRATA_FEEDS (object)->tensors);
  G_OBJECT_CLASS (strata_feeds_parent_class)->finalize (object);
}

static void
strata_feeds_class_init (StrataFeedsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = strata_feeds_finalize;
}

static GHashTable *
table_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                (GDestroyNotify) strata_tensor_unref);
}

static void
strata_feeds_init (StrataFeeds *self)
{
  self->tensors = table_new ();
}

/**
 * strata_feeds_new:
 *
 * Makes an empty set of feeds.
 *
 * Returns: (transfer full): the feeds
 */
StrataFeeds *
strata_feeds_new (void)
{
  return g_object_new (STRATA_TYPE_FEEDS, NULL);
}

/**
 * strata_feeds_set:
 * @feeds: feeds
 * @name: name of an Input
 * @tensor: (nullable): what it is fed; %NULL for nothing
 *
 * Feeds an Input.
 */
void
strata_feeds_set (StrataFeeds *feeds, const char *name, StrataTensor *tensor)
{
  g_return_if_fail (STRATA_IS_FEEDS (feeds));
  g_return_if_fail (name);

  if (tensor)
    g_hash_table_replace (feeds->tensors, g_strdup (name),
                          strata_tensor_ref (tensor));
  else
    g_hash_table_remove (feeds->tensors, name);
}

/**
 * strata_feeds_get:
 * @feeds: feeds
 * @name: name of an Input
 *
 * Says what an Input is fed.
 *
 * Returns: (transfer none) (nullable): the tensor, or %NULL
 */
StrataTensor *
strata_feeds_get (StrataFeeds *feeds, const char *name)
{
  g_return_val_if_fail (STRATA_IS_FEEDS (feeds), NULL);

  return g_hash_table_lookup (feeds->tensors, name);
}

GHashTable *
strata_feeds_snapshot (StrataFeeds *feeds)
{
  GHashTable *copy = table_new ();
  GHashTableIter iter;
  gpointer name, tensor;

  g_hash_table_iter_init (&iter, feeds->tensors);
  while (g_hash_table_iter_next (&iter, &name, &tensor))
    g_hash_table_insert (copy, g_strdup (name), strata_tensor_ref (tensor));
  return copy;
}
