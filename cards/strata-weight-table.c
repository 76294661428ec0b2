/* strata-weight-table.c — the weights of a plan: each once, however often its
 * layer is used.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-plan-private.h"

/* While a table is made. */
typedef struct
{
  StrataWeightTable *table;
  StrataTopology *topology;
  GHashTable *shared; /* key to number + 1 */
} Maker;

static guint
add_weight (Maker *maker, const StrataWeightUse *use, int owner)
{
  StrataPlanWeight weight = { .use = use, .owner = owner };

  g_array_append_val (maker->table->all, weight);
  return maker->table->all->len - 1;
}

static guint
find_shared (Maker *maker, const StrataWeightUse *use)
{
  guint number =
      GPOINTER_TO_UINT (g_hash_table_lookup (maker->shared, use->key));
  StrataPlanWeight *weight;

  if (number == 0)
    {
      number = 1
               + add_weight (
                   maker, use,
                   strata_topology_find (maker->topology, use->layer->owner));
      g_hash_table_insert (maker->shared, use->key, GUINT_TO_POINTER (number));
    }
  weight = &g_array_index (maker->table->all, StrataPlanWeight, number - 1);
  if (!strata_spec_is_known (&weight->use->spec))
    weight->use = use;
  return number - 1;
}

static void
add_uses (Maker *maker, guint card, const StrataNode *node)
{
  for (guint i = 0; node->weights && i < node->weights->len; i++)
    {
      const StrataWeightUse *use =
          &g_array_index (node->weights, StrataWeightUse, i);

      maker->table->use[maker->table->first_use[card] + i] =
          node->shares ? find_shared (maker, use)
                       : add_weight (maker, use, (int) card);
    }
}

StrataWeightTable *
strata_weight_table_new (StrataTopology *topology, GPtrArray *nodes)
{
  g_autoptr (GHashTable) shared = g_hash_table_new (g_str_hash, g_str_equal);
  StrataWeightTable *table = g_new0 (StrataWeightTable, 1);
  Maker maker = { .table = table, .topology = topology, .shared = shared };

  table->all = g_array_new (FALSE, FALSE, sizeof (StrataPlanWeight));
  table->first_use = g_new0 (guint, nodes->len + 1);
  for (guint i = 0; i < nodes->len; i++)
    {
      StrataNode *node = nodes->pdata[i];

      table->first_use[i + 1] =
          table->first_use[i] + (node->weights ? node->weights->len : 0);
    }
  table->use = g_new (guint, table->first_use[nodes->len] + 1);
  for (guint i = 0; i < nodes->len; i++)
    add_uses (&maker, topology->order[i], nodes->pdata[topology->order[i]]);
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

StrataWeightTable *
strata_plan_get_weights (StrataPlan *plan)
{
  if (!plan->weights)
    plan->weights = strata_weight_table_new (plan->topology, plan->nodes);
  return plan->weights;
}
