/* strata-weight-check.c — whether the weights of a plan agree with each other
 * and with their file.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-plan-private.h"

#include <string.h>

static void add_fault (GArray *faults,
                       int card,
                       const char *id,
                       const char *port,
                       const char *format,
                       ...) G_GNUC_PRINTF (5, 6);

static void
add_fault (GArray *faults,
           int card,
           const char *id,
           const char *port,
           const char *format,
           ...)
{
  g_autofree char *message = NULL;
  va_list values;

  va_start (values, format);
  message = g_strdup_vprintf (format, values);
  va_end (values);
  strata_plan_faults_add (faults, card, strata_fault_new (id, port, message));
}

/* Whether what is known of both agrees. */
static gboolean
agree (const StrataSpec *a, const StrataSpec *b)
{
  if (a->rank != b->rank)
    return FALSE;
  for (int i = 0; i < a->rank; i++)
    if (a->shape[i] >= 0 && b->shape[i] >= 0 && a->shape[i] != b->shape[i])
      return FALSE;
  return TRUE;
}

static void
check_use (GPtrArray *nodes,
           guint card,
           const StrataWeightUse *use,
           const StrataWeightUse *first,
           GArray *faults)
{
  StrataNode *node = nodes->pdata[card];
  const char *port =
      g_str_equal (use->layer->owner, node->id) ? "input" : "layer";

  if (!agree (&use->spec, &first->spec))
    {
      g_autofree char *there = strata_spec_to_string (&first->spec);
      g_autofree char *here = strata_spec_to_string (&use->spec);

      add_fault (faults, card, node->id, port,
                 "The layer '%s' is shared: its %s is %s elsewhere, but this "
                 "use of it needs %s; all inputs must have the same channels",
                 use->layer->settings->id, use->name, there, here);
    }
  else if (use->spec.dtype != first->spec.dtype)
    add_fault (faults, card, node->id, port,
               "The layer '%s' is shared: it computes in %s elsewhere, but "
               "this use of it in %s",
               use->layer->settings->id, strata_dtype_name (first->spec.dtype),
               strata_dtype_name (use->spec.dtype));
}

static void
add_parameters (GHashTable *parameters, int owner, const StrataSpec *spec)
{
  gpointer key = GINT_TO_POINTER (owner);
  gint64 *sum = g_hash_table_lookup (parameters, key);
  gint64 n = strata_spec_n_elements (spec);

  if (!sum)
    {
      sum = g_new0 (gint64, 1);
      g_hash_table_insert (parameters, key, sum);
    }
  if (n < 0 || *sum < 0 || __builtin_add_overflow (*sum, n, sum))
    *sum = STRATA_UNKNOWN;
}

/* What knows most of its shape stands for a weight. */
static void
check_node (GPtrArray *nodes, guint card, GHashTable *uses, GArray *faults)
{
  StrataNode *node = nodes->pdata[card];

  for (guint i = 0; i < node->weights->len; i++)
    {
      StrataWeightUse *use = &g_array_index (node->weights, StrataWeightUse, i);
      const StrataWeightUse *first = g_hash_table_lookup (uses, use->key);

      if (first)
        check_use (nodes, card, use, first, faults);
      if (!first || !strata_spec_is_known (&first->spec))
        g_hash_table_replace (uses, use->key, use);
    }
}

GHashTable *
strata_weights_check_shared (StrataTopology *topology,
                             GPtrArray *nodes,
                             const GArray *sharing,
                             GArray *faults)
{
  GHashTable *parameters = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (GHashTable) uses = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer use;

  for (guint i = 0; i < sharing->len; i++)
    check_node (nodes, g_array_index (sharing, guint, i), uses, faults);
  g_hash_table_iter_init (&iter, uses);
  while (g_hash_table_iter_next (&iter, NULL, &use))
    add_parameters (parameters,
                    strata_topology_find (
                        topology, ((StrataWeightUse *) use)->layer->owner),
                    &((StrataWeightUse *) use)->spec);
  return parameters;
}

static void
check_key (const StrataPlanWeight *weight,
           StrataWeights *file,
           GHashTable *found_keys,
           GArray *faults)
{
  const StrataWeightUse *use = weight->use;
  g_autofree char *needed = strata_spec_to_string (&use->spec);
  g_autofree char *name = g_path_get_basename (strata_weights_get_path (file));
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;
  StrataSpec found;

  if (strata_weights_get_spec (file, use->key, &found, &key, &error))
    {
      g_autofree char *there = strata_spec_to_string (&found);

      if (!agree (&found, &use->spec))
        add_fault (faults, weight->owner, use->layer->owner, NULL,
                   "The key '%s' of the weights in %s has the shape %s, but "
                   "%s is needed",
                   key, name, there, needed);
      g_hash_table_add (found_keys, g_steal_pointer (&key));
    }
  else if (error)
    {
      add_fault (faults, weight->owner, use->layer->owner, NULL,
                 "The key '%s' of the weights in %s cannot be used: %s",
                 use->key, name, error->message);
      g_hash_table_add (found_keys, g_strdup (use->key));
    }
  else
    add_fault (faults, weight->owner, use->layer->owner, NULL,
               "The weights in %s lack the key '%s', a tensor of shape %s",
               name, use->key, needed);
}

/* The card under whose id a key stands, or NULL. */
static StrataNode *
find_owner (StrataTopology *topology, GPtrArray *nodes, const char *key)
{
  const char *slash = strchr (key, '/');
  g_autofree char *id = slash ? g_strndup (key, slash - key) : g_strdup (key);
  int card = strata_topology_find (topology, id);

  return card < 0 ? NULL : nodes->pdata[card];
}

/* Whether the owner of a key is at fault itself, so that nobody knows which
 * weights it would have. */
static gboolean
is_open (StrataNode *owner)
{
  return owner && (owner->faults || owner->macs == STRATA_UNKNOWN);
}

/* Whether the owner of a key would have weights if nothing were bypassed: it is
 * bypassed itself, or a layer for a wrapper that is. */
static gboolean
is_idle (GPtrArray *nodes, StrataNode *owner)
{
  if (!owner || !owner->kind || !owner->kind->layer)
    return FALSE;
  if (owner->bypassed)
    return TRUE;
  for (guint i = 0; i < nodes->len; i++)
    {
      StrataNode *node = nodes->pdata[i];

      if (node->bypassed && node->kind->layer && node->kind->layer->wrap
          && strata_node_is_instance_read (owner))
        return TRUE;
    }
  return FALSE;
}

/* Whether a key of a file is no card's weight, and never would be. */
static gboolean
is_stray (StrataTopology *topology,
          GPtrArray *nodes,
          const char *key,
          gboolean open)
{
  StrataNode *owner = find_owner (topology, nodes, key);

  return !(open && is_open (owner)) && !is_idle (nodes, owner);
}

/* Whether any node is at fault: a wrapper at fault leaves the weights of what
 * it wraps open. */
static gboolean
any_fault (GPtrArray *nodes)
{
  for (guint i = 0; i < nodes->len; i++)
    if (((StrataNode *) nodes->pdata[i])->faults)
      return TRUE;
  return FALSE;
}

void
strata_weights_check_file (StrataWeightTable *table,
                           StrataTopology *topology,
                           GPtrArray *nodes,
                           StrataWeights *file,
                           GArray *faults)
{
  g_autoptr (GHashTable) known =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *const *keys = strata_weights_list_keys (file);
  gboolean open = any_fault (nodes);

  for (guint i = 0; i < table->all->len; i++)
    check_key (&g_array_index (table->all, StrataPlanWeight, i), file, known,
               faults);
  for (guint i = 0; keys[i]; i++)
    if (!g_hash_table_contains (known, keys[i])
        && is_stray (topology, nodes, keys[i], open))
      {
        g_autofree char *name =
            g_path_get_basename (strata_weights_get_path (file));

        add_fault (
            faults, -1, NULL, NULL,
            "The weights in %s have a key '%s', but no card of the graph "
            "has such a weight",
            name, keys[i]);
      }
}
