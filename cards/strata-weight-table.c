/* strata-weight-table.c — the weights of a plan: each once, however often its
 * layer is used.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-plan-private.h"

#include <string.h>

/* While a table is made. */
typedef struct
{
  StrataWeightTable *table;
  StrataTopology *topology;
  GPtrArray *nodes;
  GArray *faults;
  GHashTable *shared; /* key to number + 1 */
  guint n_uses;
} Maker;

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
check_shared (Maker *maker,
              guint card,
              const StrataWeightUse *use,
              StrataPlanWeight *weight)
{
  StrataNode *node = maker->nodes->pdata[card];
  const char *port =
      g_str_equal (use->layer->owner, node->id) ? "input" : "layer";

  if (!agree (&use->spec, &weight->use->spec))
    {
      g_autofree char *first = strata_spec_to_string (&weight->use->spec);
      g_autofree char *here = strata_spec_to_string (&use->spec);

      add_fault (maker->faults, card, node->id, port,
                 "The layer '%s' is shared: its %s is %s elsewhere, but this "
                 "use of it needs %s; all inputs must have the same channels",
                 use->layer->settings->id, use->name, first, here);
    }
  else if (use->spec.dtype != weight->use->spec.dtype)
    add_fault (maker->faults, card, node->id, port,
               "The layer '%s' is shared: it computes in %s elsewhere, but "
               "this use of it in %s",
               use->layer->settings->id,
               strata_dtype_name (weight->use->spec.dtype),
               strata_dtype_name (use->spec.dtype));
  if (!strata_spec_is_known (&weight->use->spec))
    weight->use = use;
  weight->n_uses++;
}

static guint
add_weight (Maker *maker, const StrataWeightUse *use, int owner)
{
  StrataPlanWeight weight = { .use = use, .owner = owner, .n_uses = 1 };

  g_array_append_val (maker->table->all, weight);
  return maker->table->all->len - 1;
}

/* Only a layer whose instance somebody reads can be used elsewhere. */
static gboolean
may_be_shared (Maker *maker, guint card, const StrataWeightUse *use)
{
  StrataNode *node = maker->nodes->pdata[card];

  return !g_str_equal (use->layer->owner, node->id)
         || strata_node_is_read (
             node, strata_kind_find_port (node->kind, "layer_instance", TRUE));
}

static guint
find_weight (Maker *maker, guint card, const StrataWeightUse *use)
{
  guint number;

  if (!may_be_shared (maker, card, use))
    return add_weight (maker, use, card);

  number = GPOINTER_TO_UINT (g_hash_table_lookup (maker->shared, use->key));
  if (number == 0)
    {
      number =
          add_weight (maker, use,
                      strata_topology_find (maker->topology, use->layer->owner))
          + 1;
      g_hash_table_insert (maker->shared, use->key, GUINT_TO_POINTER (number));
    }
  else
    check_shared (
        maker, card, use,
        &g_array_index (maker->table->all, StrataPlanWeight, number - 1));
  return number - 1;
}

static guint
count_uses (GPtrArray *nodes, guint card)
{
  StrataNode *node = nodes->pdata[card];

  return node->weights ? node->weights->len : 0;
}

StrataWeightTable *
strata_weight_table_new (StrataTopology *topology,
                         GPtrArray *nodes,
                         GArray *faults)
{
  g_autoptr (GHashTable) shared = g_hash_table_new (g_str_hash, g_str_equal);
  StrataWeightTable *table = g_new0 (StrataWeightTable, 1);
  Maker maker = {
    .table = table,
    .topology = topology,
    .nodes = nodes,
    .faults = faults,
    .shared = shared,
  };

  table->all = g_array_new (FALSE, FALSE, sizeof (StrataPlanWeight));
  table->first_use = g_new0 (guint, nodes->len + 1);
  for (guint i = 0; i < nodes->len; i++)
    table->first_use[i + 1] = table->first_use[i] + count_uses (nodes, i);
  table->use = g_new (guint, table->first_use[nodes->len] + 1);

  for (guint i = 0; i < nodes->len; i++)
    {
      guint card = topology->order[i];
      StrataNode *node = nodes->pdata[card];

      for (guint j = 0; j < count_uses (nodes, card); j++)
        table->use[table->first_use[card] + j] = find_weight (
            &maker, card, &g_array_index (node->weights, StrataWeightUse, j));
    }
  return table;
}

void
strata_weight_table_free (StrataWeightTable *table)
{
  g_array_unref (table->all);
  g_free (table->first_use);
  g_free (table->use);
  g_free (table);
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

/* Whether the card under whose id a key stands is at fault itself, so that
 * nobody knows which weights it would have. */
static gboolean
is_open (StrataTopology *topology, GPtrArray *nodes, const char *key)
{
  const char *slash = strchr (key, '/');
  g_autofree char *id = slash ? g_strndup (key, slash - key) : g_strdup (key);
  int card = strata_topology_find (topology, id);
  StrataNode *node;

  if (card < 0)
    return FALSE;
  node = nodes->pdata[card];
  return node->faults != NULL || node->macs == STRATA_UNKNOWN;
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
strata_weight_table_check (StrataWeightTable *table,
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
        && !(open && is_open (topology, nodes, keys[i])))
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
