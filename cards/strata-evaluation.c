/* strata-evaluation.c — what a card sees while it computes, and how it is
 * called.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-run-private.h"
#include "strata-folder.h"
#include "strata-words.h"

#include <string.h>

static StrataNode *
get_node (StrataEvaluation *evaluation)
{
  return evaluation->run->plan->nodes->pdata[evaluation->card];
}

/**
 * strata_evaluation_get_card: (skip)
 * @evaluation: an evaluation
 *
 * Says which card it is.
 *
 * Returns: its id
 */
const char *
strata_evaluation_get_card (StrataEvaluation *evaluation)
{
  return get_node (evaluation)->id;
}

StrataTensor *
strata_run_get_wired (StrataRun *run, guint card, guint row)
{
  StrataTopology *topology = run->plan->topology;

  for (guint i = topology->first_in[card]; i < topology->first_in[card + 1];
       i++)
    {
      StrataEdge *edge = &topology->edges[i];

      if (edge->row == row && !edge->cut && run->cards[edge->source].tensors)
        return run->cards[edge->source].tensors[edge->output];
    }
  return NULL;
}

/**
 * strata_evaluation_get_input: (skip)
 * @evaluation: an evaluation
 * @port: name of an input port for tensors
 *
 * Gives the tensor that is wired into a port.
 *
 * Returns: (transfer none) (nullable): the tensor, or %NULL
 */
StrataTensor *
strata_evaluation_get_input (StrataEvaluation *evaluation, const char *port)
{
  const StrataKind *kind = get_node (evaluation)->kind;
  const StrataPortRow *row = strata_kind_find_port (kind, port, FALSE);

  g_return_val_if_fail (row, NULL);

  return strata_run_get_wired (evaluation->run, evaluation->card,
                               row - kind->ports);
}

/**
 * strata_evaluation_get_feed: (skip)
 * @evaluation: an evaluation
 * @name: name of an Input
 *
 * Gives what an Input is fed.
 *
 * Returns: (transfer none) (nullable): the tensor, or %NULL
 */
StrataTensor *
strata_evaluation_get_feed (StrataEvaluation *evaluation, const char *name)
{
  GHashTable *feeds = evaluation->run->plan->feeds;

  return feeds ? g_hash_table_lookup (feeds, name) : NULL;
}

/**
 * strata_evaluation_get_weight: (skip)
 * @evaluation: an evaluation
 * @layer: the layer that has the weight
 * @name: its name
 *
 * Gives a weight that was announced.
 *
 * Returns: (transfer none) (nullable): the weight, or %NULL after a failure
 */
StrataTensor *
strata_evaluation_get_weight (StrataEvaluation *evaluation,
                              StrataLayer *layer,
                              const char *name)
{
  StrataNode *node = get_node (evaluation);

  for (guint i = 0; node->weights && i < node->weights->len; i++)
    {
      StrataWeightUse *use = &g_array_index (node->weights, StrataWeightUse, i);

      if (use->layer == layer && g_str_equal (use->name, name))
        return strata_run_get_slot (evaluation->run, evaluation->card, i,
                                    evaluation);
    }
  g_return_val_if_reached (NULL);
}

static gboolean
fits (const StrataSpec *spec, StrataTensor *tensor)
{
  if (strata_tensor_dtype (tensor) != spec->dtype)
    return FALSE;
  if (spec->rank >= 0 && spec->rank != strata_tensor_rank (tensor))
    return FALSE;
  for (int i = 0; i < spec->rank; i++)
    if (spec->shape[i] >= 0
        && spec->shape[i] != strata_tensor_shape (tensor)[i])
      return FALSE;
  return TRUE;
}

/* Takes @tensor. */
static void
set_tensor (StrataEvaluation *evaluation, guint row, StrataTensor *tensor)
{
  StrataNode *node = get_node (evaluation);
  StrataRunCard *card = &evaluation->run->cards[evaluation->card];
  const StrataSpec *spec = &node->outputs[row].spec;
  StrataSpec found = strata_spec_of_tensor (tensor);

  if (node->outputs[row].present && fits (spec, tensor))
    {
      g_clear_pointer (&card->tensors[row], strata_tensor_unref);
      card->tensors[row] = tensor;
      return;
    }
  g_autofree char *there = strata_spec_to_string (&found);
  g_autofree char *announced = strata_spec_to_string (spec);

  strata_evaluation_fail (evaluation, node->kind->ports[row].name,
                          "A %s tensor %s came out where %s %s was announced; "
                          "has a file changed since the graph was checked?",
                          strata_dtype_name (found.dtype), there,
                          strata_dtype_name (spec->dtype), announced);
  strata_tensor_unref (tensor);
}

/**
 * strata_evaluation_set_output: (skip)
 * @evaluation: an evaluation
 * @port: name of an output port for tensors
 * @tensor: (transfer full): the tensor
 *
 * Hands over an output.
 */
void
strata_evaluation_set_output (StrataEvaluation *evaluation,
                              const char *port,
                              StrataTensor *tensor)
{
  const StrataKind *kind = get_node (evaluation)->kind;
  const StrataPortRow *row = strata_kind_find_port (kind, port, TRUE);

  g_return_if_fail (row && row->type == STRATA_PORT_TENSOR);
  g_return_if_fail (tensor);

  set_tensor (evaluation, row - kind->ports, tensor);
}

/**
 * strata_evaluation_new_tensor: (skip)
 * @evaluation: an evaluation
 * @dtype: type of its elements
 * @rank: number of its axes
 * @shape: their sizes
 *
 * Makes a tensor to fill.
 *
 * Returns: (transfer full) (nullable): the tensor, or %NULL after a failure
 */
StrataTensor *
strata_evaluation_new_tensor (StrataEvaluation *evaluation,
                              StrataDType dtype,
                              int rank,
                              const int64_t *shape)
{
  StrataRefusal refusal;
  StrataTensor *tensor =
      strata_tensor_new_uninitialized (dtype, rank, shape, &refusal);

  if (!tensor)
    strata_evaluation_refuse (evaluation, NULL, &refusal);
  return tensor;
}

/**
 * strata_evaluation_get_pool: (skip)
 * @evaluation: an evaluation
 *
 * Gives the threads for an engine call.
 *
 * Returns: (nullable): the pool
 */
StrataPool *
strata_evaluation_get_pool (StrataEvaluation *evaluation)
{
  return evaluation->run->session->pool;
}

/**
 * strata_evaluation_get_control: (skip)
 * @evaluation: an evaluation
 *
 * Gives what an engine call is cancelled by.
 *
 * Returns: (nullable): the control
 */
StrataControl *
strata_evaluation_get_control (StrataEvaluation *evaluation)
{
  return evaluation->control;
}

/**
 * strata_evaluation_is_cancelled: (skip)
 * @evaluation: an evaluation
 *
 * Says whether the run was cancelled.
 *
 * Returns: whether it was
 */
gboolean
strata_evaluation_is_cancelled (StrataEvaluation *evaluation)
{
  return __atomic_load_n (&evaluation->run->cancelled, __ATOMIC_RELAXED);
}

/**
 * strata_evaluation_get_seed: (skip)
 * @evaluation: an evaluation
 * @what: what is drawn
 *
 * Gives the same seed as strata_inference_get_seed().
 *
 * Returns: the seed
 */
int64_t
strata_evaluation_get_seed (StrataEvaluation *evaluation, const char *what)
{
  return strata_derive_seed (evaluation->run->plan->seed,
                             get_node (evaluation)->id, what);
}

/**
 * strata_evaluation_find_file: (skip)
 * @evaluation: an evaluation
 * @port: the port that names the file
 * @path: what it says
 *
 * Finds a file that a graph names, relative to the graph's folder.
 *
 * Returns: (transfer full) (nullable): its full name, or %NULL after a failure
 */
char *
strata_evaluation_find_file (StrataEvaluation *evaluation,
                             const char *port,
                             const char *path)
{
  StrataPlan *plan = evaluation->run->plan;
  g_autoptr (GError) error = NULL;
  char *found = strata_folder_resolve (
      plan->folder, path, (plan->flags & STRATA_PLAN_TRUST) != 0, &error);

  if (!found)
    strata_evaluation_fail (evaluation, port, "%s", error->message);
  return found;
}

void
strata_run_fault (StrataRun *run,
                  guint card,
                  const char *port,
                  const char *message)
{
  StrataNode *node = run->plan->nodes->pdata[card];
  StrataRunFault fault = {
    .card = card,
    .fault = strata_fault_new (node->id, port, message),
  };

  pthread_mutex_lock (&run->mutex);
  fault.sequence = run->fault_list->len;
  g_array_append_val (run->fault_list, fault);
  pthread_mutex_unlock (&run->mutex);
}

/**
 * strata_evaluation_fail: (skip)
 * @evaluation: an evaluation
 * @port: (nullable): the port at fault
 * @format: a sentence that says what is wrong and what would be right
 * @...: its values
 *
 * Reports what stands in the way.
 *
 * Returns: %FALSE
 */
gboolean
strata_evaluation_fail (StrataEvaluation *evaluation,
                        const char *port,
                        const char *format,
                        ...)
{
  g_autofree char *message = NULL;
  va_list values;

  va_start (values, format);
  message = g_strdup_vprintf (strata_words_translate (format), values);
  va_end (values);
  evaluation->failed = TRUE;
  strata_run_fault (evaluation->run, evaluation->card, port, message);
  return FALSE;
}

/**
 * strata_evaluation_refuse: (skip)
 * @evaluation: an evaluation
 * @port: (nullable): the port at fault
 * @refusal: what the engine says
 *
 * Reports a refusal of the engine.
 *
 * Returns: %FALSE
 */
gboolean
strata_evaluation_refuse (StrataEvaluation *evaluation,
                          const char *port,
                          const StrataRefusal *refusal)
{
  return strata_evaluation_fail (evaluation, port, "%s", refusal->message);
}

/* Keras divides by the batch; an empty one costs nothing. */
static double
activity_penalty (const StrataRegularizer *regularizer, StrataTensor *output)
{
  int rank = strata_tensor_rank (output);
  const int64_t *shape = strata_tensor_shape (output);

  if (rank > 0 && shape[0] == 0)
    return 0;
  return strata_regularizer_penalty (regularizer, strata_tensor_dtype (output),
                                     rank, shape, strata_tensor_data (output))
         / (rank > 0 ? (double) shape[0] : 1);
}

/**
 * strata_layer_call: (skip)
 * @layer: a layer
 * @input: a tensor
 * @outputs: (out): what comes out; unset ones are %NULL
 * @evaluation: the evaluation of the card that uses the layer
 *
 * Computes a layer, the penalty on its activity included.
 *
 * Returns: %FALSE after a failure, or when cancelled
 */
gboolean
strata_layer_call (StrataLayer *layer,
                   StrataTensor *input,
                   StrataTensor **outputs,
                   StrataEvaluation *evaluation)
{
  memset (outputs, 0, STRATA_MAX_LAYER_OUTPUTS * sizeof *outputs);
  if (!layer->settings->kind->layer->call (layer, input, outputs, evaluation))
    {
      for (guint i = 0; i < STRATA_MAX_LAYER_OUTPUTS; i++)
        g_clear_pointer (&outputs[i], strata_tensor_unref);
      return FALSE;
    }
  for (guint i = 0; layer->activity && i < STRATA_MAX_LAYER_OUTPUTS; i++)
    if (outputs[i])
      evaluation->penalty += activity_penalty (layer->activity, outputs[i]);
  return TRUE;
}

static gboolean
call_layer (StrataEvaluation *evaluation)
{
  StrataNode *node = get_node (evaluation);
  StrataTensor *outputs[STRATA_MAX_LAYER_OUTPUTS];
  StrataLayer *layer = NULL;
  guint n = 0;

  for (gsize i = 0; i < node->kind->n_ports; i++)
    if (node->outputs[i].layer)
      layer = node->outputs[i].layer;
  if (!strata_layer_call (layer,
                          strata_evaluation_get_input (evaluation, "input"),
                          outputs, evaluation))
    return FALSE;
  for (guint i = 0; i < node->kind->n_ports; i++)
    if ((node->kind->ports[i].flags & STRATA_PORT_OUT)
        && node->kind->ports[i].type == STRATA_PORT_TENSOR
        && n < STRATA_MAX_LAYER_OUTPUTS && outputs[n++])
      set_tensor (evaluation, i, outputs[n - 1]);
  return TRUE;
}

/* An Output or a SaveTensor holds what it takes. */
static void
take_data (StrataRun *run, guint card)
{
  StrataNode *node = run->plan->nodes->pdata[card];

  for (guint i = 0; i < node->kind->n_ports; i++)
    if (!(node->kind->ports[i].flags & STRATA_PORT_OUT)
        && node->kind->ports[i].type == STRATA_PORT_TENSOR)
      {
        StrataTensor *tensor = strata_run_get_wired (run, card, i);

        g_clear_pointer (&run->cards[card].tensors[i], strata_tensor_unref);
        run->cards[card].tensors[i] =
            tensor ? strata_tensor_ref (tensor) : NULL;
      }
}

static gboolean
is_taker (const StrataNode *node)
{
  return node->kind
         && (node->kind->role == STRATA_ROLE_OUTPUT
             || node->kind->role == STRATA_ROLE_SINK);
}

/* Whether the card computes anything: objects are there since the plan, and a
 * layer without an input is only there for others. */
gboolean
strata_run_has_work (StrataRun *run, guint card)
{
  StrataNode *node = run->plan->nodes->pdata[card];

  if (!node->kind || node->bypassed
      || (!node->kind->layer && !node->kind->evaluate))
    return FALSE;
  for (guint i = 0; i < node->kind->n_ports; i++)
    if (node->outputs[i].present
        && node->kind->ports[i].type == STRATA_PORT_TENSOR)
      return TRUE;
  return FALSE;
}

/* The very tensor that comes in. */
static gboolean
hand_through (StrataEvaluation *evaluation)
{
  StrataNode *node = get_node (evaluation);
  StrataTensor *tensor;

  if (!node->outputs[node->bypass_out].present)
    return TRUE;
  tensor =
      strata_run_get_wired (evaluation->run, evaluation->card, node->bypass_in);
  if (!tensor)
    return strata_evaluation_fail (evaluation,
                                   node->kind->ports[node->bypass_in].name,
                                   "No tensor has come in to hand through");
  set_tensor (evaluation, node->bypass_out, strata_tensor_ref (tensor));
  return !evaluation->failed;
}

/* Every announced tensor must be there in the end. */
static gboolean
check_complete (StrataEvaluation *evaluation)
{
  StrataNode *node = get_node (evaluation);
  StrataRunCard *card = &evaluation->run->cards[evaluation->card];

  for (guint i = 0; i < node->kind->n_ports; i++)
    if (node->outputs[i].present
        && node->kind->ports[i].type == STRATA_PORT_TENSOR && !card->tensors[i])
      return strata_evaluation_fail (evaluation, node->kind->ports[i].name,
                                     "The card did not compute its output");
  return TRUE;
}

gboolean
strata_run_evaluate_card (StrataRun *run, guint card, StrataControl *control)
{
  StrataNode *node = run->plan->nodes->pdata[card];
  StrataEvaluation evaluation = {
    .run = run,
    .card = card,
    .control = control,
  };
  gboolean done = TRUE;

  if (is_taker (node))
    take_data (run, card);
  if (node->bypassed)
    return hand_through (&evaluation);
  if (!strata_run_has_work (run, card))
    return TRUE;

  done = node->kind->layer
             ? call_layer (&evaluation)
             : node->kind->evaluate (node->settings->self, &evaluation);
  run->cards[card].penalty = evaluation.penalty;
  if (!done && !evaluation.failed
      && !strata_evaluation_is_cancelled (&evaluation))
    strata_evaluation_fail (&evaluation, NULL,
                            "The card could not be computed");
  return done && !evaluation.failed && check_complete (&evaluation);
}
