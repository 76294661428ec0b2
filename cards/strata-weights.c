/* strata-weights.c — a file of weights: an .npz with keys CARD/WEIGHT.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-weights.h"
#include "strata-npz.h"
#include "strata-sync-private.h"

#include <string.h>

struct _StrataWeights
{
  GObject parent_instance;

  char *path;
  StrataNpz *npz;
  pthread_mutex_t mutex; /* an archive is read by one thread at a time */
};

G_DEFINE_FINAL_TYPE (StrataWeights, strata_weights, G_TYPE_OBJECT)

static void
strata_weights_finalize (GObject *object)
{
  StrataWeights *self = STRATA_WEIGHTS (object);

  g_clear_object (&self->npz);
  pthread_mutex_destroy (&self->mutex);
  g_free (self->path);

  G_OBJECT_CLASS (strata_weights_parent_class)->finalize (object);
}

static void
strata_weights_class_init (StrataWeightsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = strata_weights_finalize;
}

static void
strata_weights_init (StrataWeights *self)
{
  pthread_mutex_init (&self->mutex, NULL);
}

/**
 * strata_weights_open:
 * @path: name of an .npz
 * @error: where to say what is wrong
 *
 * Reads which weights a file has.
 *
 * Returns: (transfer full) (nullable): the weights, or %NULL
 */
StrataWeights *
strata_weights_open (const char *path, GError **error)
{
  g_autoptr (StrataNpz) npz = strata_npz_open (path, error);
  StrataWeights *weights;

  if (!npz)
    return NULL;
  weights = g_object_new (STRATA_TYPE_WEIGHTS, NULL);
  weights->path = g_strdup (path);
  weights->npz = g_steal_pointer (&npz);
  return weights;
}

/**
 * strata_weights_get_path:
 * @weights: weights
 *
 * Says where they were read.
 *
 * Returns: the name of the file
 */
const char *
strata_weights_get_path (StrataWeights *weights)
{
  g_return_val_if_fail (STRATA_IS_WEIGHTS (weights), NULL);

  return weights->path;
}

/**
 * strata_weights_list_keys:
 * @weights: weights
 *
 * Lists the keys of the weights, in the order of the file.
 *
 * Returns: (transfer none) (array zero-terminated=1): the keys
 */
const char *const *
strata_weights_list_keys (StrataWeights *weights)
{
  g_return_val_if_fail (STRATA_IS_WEIGHTS (weights), NULL);

  return strata_npz_keys (weights->npz);
}

/* Keras 3 calls the depthwise kernel of a DepthwiseConv2D just that: kernel. */
static const char *
find_key (StrataWeights *weights, const char *key, char **alias)
{
  const char *ours = "/depthwise_kernel";

  *alias = NULL;
  if (strata_npz_has (weights->npz, key))
    return key;
  if (!g_str_has_suffix (key, ours))
    return NULL;
  *alias = g_strdup_printf ("%.*s/kernel", (int) (strlen (key) - strlen (ours)),
                            key);
  return strata_npz_has (weights->npz, *alias) ? *alias : NULL;
}

/**
 * strata_weights_get_spec: (skip)
 * @weights: weights
 * @key: key of a weight
 * @spec: (out): type and shape
 * @found: (out) (optional): the key that the file has for it
 * @error: where to say what is wrong
 *
 * Says what the file holds under a key.
 *
 * Returns: whether it holds something that can be used; without an error, it
 * has no such key
 */
gboolean
strata_weights_get_spec (StrataWeights *weights,
                         const char *key,
                         StrataSpec *spec,
                         char **found,
                         GError **error)
{
  STRATA_LOCK (&weights->mutex);
  g_autofree char *alias = NULL;
  const char *name = find_key (weights, key, &alias);
  StrataNpyHeader header;

  if (!name)
    return FALSE;
  if (!strata_npz_header (weights->npz, name, &header, error))
    return FALSE;
  spec->dtype = strata_npy_header_dtype (&header);
  spec->rank = header.rank;
  for (int i = 0; i < header.rank; i++)
    spec->shape[i] = header.shape[i];
  if (found)
    *found = g_strdup (name);
  return TRUE;
}

/**
 * strata_weights_read:
 * @weights: weights
 * @key: key of a weight
 * @dtype: type to read it as
 * @error: where to say what is wrong
 *
 * Reads a weight.
 *
 * Returns: (transfer full): the weight, or %NULL
 */
StrataTensor *
strata_weights_read (StrataWeights *weights,
                     const char *key,
                     StrataDType dtype,
                     GError **error)
{
  STRATA_LOCK (&weights->mutex);
  g_autofree char *alias = NULL;
  const char *name = find_key (weights, key, &alias);

  return strata_npz_read (weights->npz, name ? name : key, &dtype, G_MAXUINT64,
                          error);
}
