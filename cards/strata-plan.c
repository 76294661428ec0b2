/* strata-plan.c — a graph, checked and put in order.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-plan-private.h"
#include "strata-feeds-private.h"
#include "strata-folder.h"

#include <string.h>
#include <sys/stat.h>

G_DEFINE_FINAL_TYPE (StrataPlan, strata_plan, G_TYPE_OBJECT)

static void
strata_plan_finalize (GObject *object)
{
  StrataPlan *self = STRATA_PLAN (object);

  g_clear_pointer (&self->weights, strata_weight_table_free);
  g_clear_pointer (&self->nodes, g_ptr_array_unref);
  g_clear_pointer (&self->faults, g_ptr_array_unref);
  g_clear_pointer (&self->topology, strata_topology_unref);
  g_clear_pointer (&self->feeds, g_hash_table_unref);
  g_clear_object (&self->file);
  g_clear_pointer (&self->shared, g_hash_table_unref);
  g_free (self->folder);

  G_OBJECT_CLASS (strata_plan_parent_class)->finalize (object);
}

static void
strata_plan_class_init (StrataPlanClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = strata_plan_finalize;
}

static void
strata_plan_init (StrataPlan *self)
{
}

/* Takes @fault. */
void
strata_plan_faults_add (GArray *faults, int card, StrataFault *fault)
{
  StrataPlanFault item = { card, faults->len, fault };

  g_array_append_val (faults, item);
}

/* While a plan is made. */
typedef struct
{
  StrataPlan *plan;
  StrataPlan *previous;
  StrataGraph *graph;
  StrataNodeContext context;
  gboolean comparable; /* with the nodes of the previous plan */
  guint64 *changed;    /* of each card, the outputs that look different */
  GArray *inputs;      /* StrataNodeInput, of one card */
  GArray *sharing;     /* numbers of cards that share weights, in order */
  GArray *faults;
} Maker;

static gboolean
is_comparable (Maker *maker)
{
  StrataPlan *plan = maker->plan, *previous = maker->previous;

  return previous && previous->seed == plan->seed
         && previous->flags == plan->flags
         && g_str_equal (previous->folder, plan->folder);
}

static void
choose_topology (Maker *maker)
{
  StrataPlan *previous = maker->previous;

  if (previous
      && previous->topology->structure
             == strata_graph_get_structure (maker->graph))
    maker->plan->topology = strata_topology_ref (previous->topology);
  else
    maker->plan->topology = strata_topology_new (maker->graph);
}

/* Number of the card in the previous plan, or -1. */
static int
find_previous (Maker *maker, guint card)
{
  StrataTopology *topology = maker->plan->topology;

  if (!maker->comparable)
    return -1;
  if (maker->previous->topology == topology)
    return (int) card;
  return strata_topology_find (
      maker->previous->topology,
      strata_card_get_id (topology->cards->pdata[card]));
}

static gboolean
same_edge (StrataTopology *a,
           const StrataEdge *one,
           StrataTopology *b,
           const StrataEdge *other)
{
  return one->row == other->row && one->output == other->output
         && one->cut == other->cut
         && g_str_equal (strata_card_get_id (a->cards->pdata[one->source]),
                         strata_card_get_id (b->cards->pdata[other->source]));
}

static gboolean
same_wires (Maker *maker, guint card, guint before)
{
  StrataTopology *now = maker->plan->topology;
  StrataTopology *then = maker->previous->topology;
  guint n = now->first_in[card + 1] - now->first_in[card];

  if (now == then)
    return TRUE;
  if (then->first_in[before + 1] - then->first_in[before] != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!same_edge (now, &now->edges[now->first_in[card] + i], then,
                    &then->edges[then->first_in[before] + i]))
      return FALSE;
  return TRUE;
}

static gboolean
sources_unchanged (Maker *maker, guint card)
{
  StrataTopology *topology = maker->plan->topology;

  for (guint i = topology->first_in[card]; i < topology->first_in[card + 1];
       i++)
    {
      StrataEdge *edge = &topology->edges[i];

      if (!edge->cut
          && (maker->changed[edge->source] >> MIN (edge->output, 63) & 1) != 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
same_feed (Maker *maker, const StrataNode *node)
{
  GHashTable *now = maker->plan->feeds, *then = maker->previous->feeds;

  if (!node->kind || node->kind->role != STRATA_ROLE_INPUT || !node->name)
    return TRUE;
  return (now ? g_hash_table_lookup (now, node->name) : NULL)
         == (then ? g_hash_table_lookup (then, node->name) : NULL);
}

/* Which outputs others read matters to layers alone, and there to all but the
 * output proper. */
static gboolean
same_readers (const StrataNode *node, guint64 readers)
{
  const StrataPortRow *row;
  guint64 ignored;

  if (!node->kind || !node->kind->layer)
    return TRUE;
  row = strata_kind_find_port (node->kind, "output", TRUE);
  ignored = G_GUINT64_CONSTANT (1) << ((row - node->kind->ports) & 63);
  return ((node->readers ^ readers) & ~ignored) == 0;
}

static gboolean
is_still_valid (Maker *maker, guint card, int before)
{
  StrataTopology *now = maker->plan->topology;
  StrataNode *node;

  if (before < 0)
    return FALSE;
  node = maker->previous->nodes->pdata[before];
  return node->revision == strata_card_get_revision (now->cards->pdata[card])
         && node->kind == strata_card_get_kind (now->cards->pdata[card])
         && same_wires (maker, card, before) && sources_unchanged (maker, card)
         && (now == maker->previous->topology
             || same_readers (node, strata_topology_readers (now, card)))
         && same_feed (maker, node) && !strata_node_is_outdated (node);
}

static StrataNode *
make_node (Maker *maker, guint card)
{
  StrataTopology *topology = maker->plan->topology;

  g_array_set_size (maker->inputs, 0);
  for (guint i = topology->first_in[card]; i < topology->first_in[card + 1];
       i++)
    {
      StrataEdge *edge = &topology->edges[i];
      StrataNodeInput input = {
        .row = edge->row,
        .source = edge->cut ? NULL : maker->plan->nodes->pdata[edge->source],
        .output = edge->output,
      };

      g_array_append_val (maker->inputs, input);
    }
  maker->plan->n_inferred++;
  return strata_node_new (&maker->context, topology->cards->pdata[card],
                          (StrataNodeInput *) (gpointer) maker->inputs->data,
                          maker->inputs->len,
                          strata_topology_readers (topology, card));
}

static void
add_to (gint64 *sum, gint64 more)
{
  gint64 result;

  if (*sum < 0 || more < 0 || __builtin_add_overflow (*sum, more, &result))
    *sum = STRATA_UNKNOWN;
  else
    *sum = result;
}

/* All that a plan wants to know of a node, while it is at hand. */
static void
add_node (Maker *maker, guint card, StrataNode *node)
{
  StrataPlan *plan = maker->plan;

  plan->nodes->pdata[card] = node;
  plan->has_penalty |= node->has_penalty;
  add_to (&plan->total_parameters, node->parameters);
  add_to (&plan->total_macs, node->macs);
  if (node->shares)
    g_array_append_val (maker->sharing, card);
  for (guint i = 0; node->faults && i < node->faults->len; i++)
    strata_plan_faults_add (maker->faults, (int) card,
                            strata_fault_ref (node->faults->pdata[i]));
}

static void
make_nodes (Maker *maker)
{
  StrataPlan *plan = maker->plan;
  guint n = plan->topology->n_cards;

  plan->nodes = g_ptr_array_new_full (n, (GDestroyNotify) strata_node_unref);
  g_ptr_array_set_size (plan->nodes, n);
  maker->changed = g_new0 (guint64, n + 1);
  for (guint i = 0; i < n; i++)
    {
      guint card = plan->topology->order[i];
      int before = find_previous (maker, card);
      StrataNode *old =
          before >= 0 ? maker->previous->nodes->pdata[before] : NULL;
      StrataNode *node;

      if (is_still_valid (maker, card, before))
        node = strata_node_ref (old);
      else
        {
          node = make_node (maker, card);
          maker->changed[card] =
              old ? strata_node_compare (node, old) : G_MAXUINT64;
        }
      add_node (maker, card, node);
    }
}

/* Faults. */

static void
add_topology_faults (Maker *maker)
{
  StrataTopology *topology = maker->plan->topology;

  for (guint i = 0; i < topology->faults->len; i++)
    {
      StrataTopologyFault *fault =
          &g_array_index (topology->faults, StrataTopologyFault, i);

      strata_plan_faults_add (maker->faults, (int) fault->card,
                              strata_fault_ref (fault->fault));
    }
}

static char *
describe_clash (StrataRole role, const char *text, const char *first)
{
  const char *what = role == STRATA_ROLE_INPUT ? "Input" : "Output";

  if (role == STRATA_ROLE_SINK)
    return g_strdup_printf ("The file %s is written by the card '%s' already",
                            text, first);
  return g_strdup_printf ("The name '%s' is that of the %s '%s' already; each "
                          "%s needs a name of its own",
                          text, what, first, what);
}

/* No two cards of a role have the same name, or write the same file. */
static void
check_unique (Maker *maker, StrataRole role, const char *port)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GArray *cards = maker->plan->topology->roles;

  for (guint i = 0; i < cards->len; i++)
    {
      guint card = g_array_index (cards, guint, i);
      StrataNode *node = maker->plan->nodes->pdata[card], *first;
      const char *text = role == STRATA_ROLE_SINK ? node->file : node->name;
      g_autofree char *message = NULL;

      if (node->kind->role != role || !text)
        continue;
      first = g_hash_table_lookup (seen, text);
      if (!first)
        {
          g_hash_table_insert (seen, (gpointer) text, node);
          continue;
        }
      message = describe_clash (role, text, first->id);
      strata_plan_faults_add (maker->faults, (int) card,
                              strata_fault_new (node->id, port, message));
    }
}

static void
check_names (Maker *maker)
{
  check_unique (maker, STRATA_ROLE_INPUT, "name");
  check_unique (maker, STRATA_ROLE_OUTPUT, "name");
  check_unique (maker, STRATA_ROLE_SINK, "path");
}

static int
compare_faults (gconstpointer a, gconstpointer b)
{
  const StrataPlanFault *one = a, *other = b;

  if (one->card != other->card)
    return one->card < other->card ? -1 : 1;
  return one->sequence < other->sequence ? -1 : 1;
}

static void
sort_faults (Maker *maker)
{
  GPtrArray *load_faults = strata_graph_get_load_faults (maker->graph);
  GPtrArray *faults =
      g_ptr_array_new_with_free_func ((GDestroyNotify) strata_fault_unref);

  for (guint i = 0; load_faults && i < load_faults->len; i++)
    g_ptr_array_add (faults, strata_fault_ref (load_faults->pdata[i]));
  if (maker->faults->len > 1)
    qsort (maker->faults->data, maker->faults->len, sizeof (StrataPlanFault),
           compare_faults);
  for (guint i = 0; i < maker->faults->len; i++)
    g_ptr_array_add (faults,
                     g_array_index (maker->faults, StrataPlanFault, i).fault);
  maker->plan->faults = faults;
}

/* Weights. */

static guint64
stamp_of_file (const char *path)
{
  struct stat info;

  if (stat (path, &info) != 0)
    return 0;
  return (guint64) info.st_ino * 31 + (guint64) info.st_size * 7
         + (guint64) info.st_mtim.tv_sec * 1000003
         + (guint64) info.st_mtim.tv_nsec + g_str_hash (path);
}

static StrataWeights *
open_weights (Maker *maker, const char *path, GError **error)
{
  StrataPlan *previous = maker->previous;

  maker->plan->file_stamp = stamp_of_file (path);
  if (previous && previous->file
      && previous->file_stamp == maker->plan->file_stamp
      && g_str_equal (strata_weights_get_path (previous->file), path))
    return g_object_ref (previous->file);
  return strata_weights_open (path, error);
}

static void
find_weights (Maker *maker)
{
  StrataPlan *plan = maker->plan;
  const char *named = strata_graph_get_weights (maker->graph);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *message = NULL;

  if (!named)
    return;
  path = strata_folder_resolve (plan->folder, named,
                                (plan->flags & STRATA_PLAN_TRUST) != 0, &error);
  if (path)
    plan->file = open_weights (maker, path, &error);
  if (plan->file)
    return;
  message = g_strdup_printf ("The weights in '%s' cannot be read: %s", named,
                             error->message);
  strata_plan_faults_add (maker->faults, -1,
                          strata_fault_new (NULL, NULL, message));
}

/* Weights that cards share are not among their own. */
static void
check_shared (Maker *maker)
{
  StrataPlan *plan = maker->plan;
  GHashTableIter iter;
  gpointer parameters;

  plan->shared = strata_weights_check_shared (plan->topology, plan->nodes,
                                              maker->sharing, maker->faults);
  g_hash_table_iter_init (&iter, plan->shared);
  while (g_hash_table_iter_next (&iter, NULL, &parameters))
    add_to (&plan->total_parameters, *(gint64 *) parameters);
}

static void
check_file (Maker *maker, StrataWeights *weights)
{
  StrataPlan *plan = maker->plan;

  if (weights)
    {
      plan->file = g_object_ref (weights);
      plan->file_stamp = stamp_of_file (strata_weights_get_path (weights));
    }
  else
    find_weights (maker);
  if (plan->file)
    strata_weights_check_file (strata_plan_get_weights (plan), plan->topology,
                               plan->nodes, plan->file, maker->faults);
}

static char *
folder_of (StrataGraph *graph)
{
  const char *path = strata_graph_get_path (graph);

  return path ? g_path_get_dirname (path) : g_strdup (".");
}

/**
 * strata_plan_new:
 * @graph: a graph
 * @feeds: (nullable): what its Inputs are fed
 * @weights: (nullable): weights instead of the graph's own file
 * @flags: what the plan is made for
 * @previous: (nullable): an earlier plan of @graph, which lends what is still
 *   valid
 *
 * Checks a graph and puts it in order.
 *
 * Returns: (transfer full): the plan
 */
StrataPlan *
strata_plan_new (StrataGraph *graph,
                 StrataFeeds *feeds,
                 StrataWeights *weights,
                 StrataPlanFlags flags,
                 StrataPlan *previous)
{
  StrataPlan *plan;
  Maker maker = { .graph = graph, .previous = previous };

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);
  g_return_val_if_fail (!feeds || STRATA_IS_FEEDS (feeds), NULL);
  g_return_val_if_fail (!weights || STRATA_IS_WEIGHTS (weights), NULL);
  g_return_val_if_fail (!previous || STRATA_IS_PLAN (previous), NULL);

  plan = maker.plan = g_object_new (STRATA_TYPE_PLAN, NULL);
  plan->seed = strata_graph_get_seed (graph);
  plan->flags = flags;
  plan->folder = folder_of (graph);
  plan->feeds = feeds ? strata_feeds_snapshot (feeds) : NULL;
  maker.context = (StrataNodeContext){
    .registry = strata_graph_get_registry (graph),
    .seed = plan->seed,
    .for_run = (flags & STRATA_PLAN_FOR_RUN) != 0,
    .trust = (flags & STRATA_PLAN_TRUST) != 0,
    .folder = g_strdup (plan->folder),
    .feeds = plan->feeds,
    .objects = g_hash_table_new_full (NULL, NULL, NULL,
                                      (GDestroyNotify) strata_node_unref),
  };
  maker.comparable = is_comparable (&maker);
  maker.inputs = g_array_new (FALSE, FALSE, sizeof (StrataNodeInput));
  maker.sharing = g_array_new (FALSE, FALSE, sizeof (guint));
  maker.faults = g_array_new (FALSE, FALSE, sizeof (StrataPlanFault));

  choose_topology (&maker);
  add_topology_faults (&maker);
  make_nodes (&maker);
  check_names (&maker);
  check_shared (&maker);
  check_file (&maker, weights);
  sort_faults (&maker);

  g_array_unref (maker.inputs);
  g_array_unref (maker.sharing);
  g_array_unref (maker.faults);
  g_free (maker.changed);
  strata_node_context_clear (&maker.context);
  return plan;
}

/**
 * strata_plan_get_faults:
 * @plan: a plan
 *
 * Lists all that is wrong with the graph.
 *
 * Returns: (transfer none) (element-type StrataFault): the faults, those of
 *   loading first, then by card
 */
GPtrArray *
strata_plan_get_faults (StrataPlan *plan)
{
  g_return_val_if_fail (STRATA_IS_PLAN (plan), NULL);

  return plan->faults;
}

/**
 * strata_plan_get_n_cards:
 * @plan: a plan
 *
 * Counts cards.
 *
 * Returns: their number
 */
guint
strata_plan_get_n_cards (StrataPlan *plan)
{
  g_return_val_if_fail (STRATA_IS_PLAN (plan), 0);

  return plan->nodes->len;
}

/* What a wrong index gets. */
static StrataNode *
get_node (StrataPlan *plan, guint index)
{
  static StrataNode nothing;

  g_return_val_if_fail (STRATA_IS_PLAN (plan), &nothing);
  g_return_val_if_fail (index < plan->nodes->len, &nothing);

  return plan->nodes->pdata[index];
}

/**
 * strata_plan_get_card_id:
 * @plan: a plan
 * @index: number of a card, in the order of the graph
 *
 * Gives the id of a card.
 *
 * Returns: the id
 */
const char *
strata_plan_get_card_id (StrataPlan *plan, guint index)
{
  return get_node (plan, index)->id;
}

/**
 * strata_plan_get_card_type:
 * @plan: a plan
 * @index: number of a card
 *
 * Gives the type of a card.
 *
 * Returns: the type
 */
const char *
strata_plan_get_card_type (StrataPlan *plan, guint index)
{
  return get_node (plan, index)->type;
}

/**
 * strata_plan_is_bypassed:
 * @plan: a plan
 * @index: number of a card
 *
 * Says whether a card hands a tensor through instead of computing.
 *
 * Returns: whether it does
 */
gboolean
strata_plan_is_bypassed (StrataPlan *plan, guint index)
{
  return get_node (plan, index)->bypassed;
}

/**
 * strata_plan_get_card_role:
 * @plan: a plan
 * @index: number of a card
 *
 * Says what a card is to those who run the graph.
 *
 * Returns: its role
 */
StrataRole
strata_plan_get_card_role (StrataPlan *plan, guint index)
{
  StrataNode *node = get_node (plan, index);

  return node->kind ? node->kind->role : STRATA_ROLE_PLAIN;
}

/**
 * strata_plan_find_card:
 * @plan: a plan
 * @id: id of a card
 *
 * Finds a card.
 *
 * Returns: its number, or -1
 */
gint
strata_plan_find_card (StrataPlan *plan, const char *id)
{
  g_return_val_if_fail (STRATA_IS_PLAN (plan), -1);

  return strata_topology_find (plan->topology, id);
}

/**
 * strata_plan_get_card_name:
 * @plan: a plan
 * @index: number of a card
 *
 * Gives the name of an Input or Output, which is its card's id unless it was
 * given one.
 *
 * Returns: (nullable): the name; %NULL for other cards
 */
const char *
strata_plan_get_card_name (StrataPlan *plan, guint index)
{
  return get_node (plan, index)->name;
}

/**
 * strata_plan_get_card_file:
 * @plan: a plan
 * @index: number of a card
 *
 * Says which file a card writes.
 *
 * Returns: (nullable): its full name; %NULL for cards that write none
 */
const char *
strata_plan_get_card_file (StrataPlan *plan, guint index)
{
  return get_node (plan, index)->file;
}

/**
 * strata_plan_get_spec:
 * @plan: a plan
 * @index: number of a card
 * @port: name of an output port for tensors, or the port by which an Output or
 * a SaveTensor takes one
 *
 * Says what is known of a tensor.
 *
 * Returns: (transfer none) (nullable): its type and shape; %NULL where there is
 *   no such tensor
 */
const StrataSpec *
strata_plan_get_spec (StrataPlan *plan, guint index, const char *port)
{
  StrataNode *node = get_node (plan, index);
  const StrataPortRow *row;

  if (!node->kind)
    return NULL;
  row = strata_kind_find_port (node->kind, port, TRUE);
  if (row && row->type == STRATA_PORT_TENSOR)
    {
      StrataNodeOutput *output = &node->outputs[row - node->kind->ports];

      return output->present ? &output->spec : NULL;
    }
  row = strata_kind_find_port (node->kind, port, FALSE);
  return node->has_data && row && row->type == STRATA_PORT_TENSOR ? &node->data
                                                                  : NULL;
}

/**
 * strata_plan_get_main_spec:
 * @plan: a plan
 * @index: number of a card
 *
 * Says what is known of a card's first tensor, or of what an Output or a
 * SaveTensor takes.
 *
 * Returns: (transfer none) (nullable): its type and shape; %NULL for a card
 *   without tensors
 */
const StrataSpec *
strata_plan_get_main_spec (StrataPlan *plan, guint index)
{
  return strata_node_main_spec (get_node (plan, index));
}

/**
 * strata_plan_get_parameters:
 * @plan: a plan
 * @index: number of a card
 *
 * Counts the numbers in the weights that are kept under the card's id.
 *
 * Returns: how many, or -1 where a size is not known
 */
gint64
strata_plan_get_parameters (StrataPlan *plan, guint index)
{
  gint64 parameters = get_node (plan, index)->parameters;
  const gint64 *shared =
      g_hash_table_lookup (plan->shared, GUINT_TO_POINTER (index));

  if (shared)
    add_to (&parameters, *shared);
  return parameters;
}

/**
 * strata_plan_get_macs:
 * @plan: a plan
 * @index: number of a card
 *
 * Counts the multiplications of a card for a batch of one.
 *
 * Returns: how many, or -1 where a size is not known
 */
gint64
strata_plan_get_macs (StrataPlan *plan, guint index)
{
  return get_node (plan, index)->macs;
}

/**
 * strata_plan_get_total_parameters:
 * @plan: a plan
 *
 * Counts the numbers in all weights.
 *
 * Returns: how many, or -1 where a size is not known
 */
gint64
strata_plan_get_total_parameters (StrataPlan *plan)
{
  g_return_val_if_fail (STRATA_IS_PLAN (plan), STRATA_UNKNOWN);

  return plan->total_parameters;
}

/**
 * strata_plan_get_total_macs:
 * @plan: a plan
 *
 * Counts the multiplications of all cards for a batch of one.
 *
 * Returns: how many, or -1 where a size is not known
 */
gint64
strata_plan_get_total_macs (StrataPlan *plan)
{
  g_return_val_if_fail (STRATA_IS_PLAN (plan), STRATA_UNKNOWN);

  return plan->total_macs;
}

/**
 * strata_plan_has_penalty:
 * @plan: a plan
 *
 * Says whether the graph has a regularizer that counts.
 *
 * Returns: whether it has
 */
gboolean
strata_plan_has_penalty (StrataPlan *plan)
{
  g_return_val_if_fail (STRATA_IS_PLAN (plan), FALSE);

  return plan->has_penalty;
}

/**
 * strata_plan_get_n_inferred:
 * @plan: a plan
 *
 * Says how many cards were looked at when the plan was made, rather than taken
 * from the plan before it.
 *
 * Returns: their number
 */
guint
strata_plan_get_n_inferred (StrataPlan *plan)
{
  g_return_val_if_fail (STRATA_IS_PLAN (plan), 0);

  return plan->n_inferred;
}
