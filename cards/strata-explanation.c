/* strata-explanation.c — how one number of a run came to be.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-explanation.h"
#include "strata-explanation-private.h"

struct _StrataExplanation
{
  StrataRefCount references;
  StrataConvExplanation *numbers;
  char *card;
  char *source;
  char *source_port;
  StrataRegion region;
};

G_DEFINE_BOXED_TYPE (StrataExplanation,
                     strata_explanation,
                     strata_explanation_ref,
                     strata_explanation_unref)

G_DEFINE_QUARK (strata - explanation - error - quark, strata_explanation_error)

G_DEFINE_ENUM_TYPE (
    StrataExplanationError,
    strata_explanation_error,
    G_DEFINE_ENUM_VALUE (STRATA_EXPLANATION_ERROR_KIND, "kind"),
    G_DEFINE_ENUM_VALUE (STRATA_EXPLANATION_ERROR_RESULT, "result"),
    G_DEFINE_ENUM_VALUE (STRATA_EXPLANATION_ERROR_ELEMENT, "element"),
    G_DEFINE_ENUM_VALUE (STRATA_EXPLANATION_ERROR_LENGTH, "length"),
    G_DEFINE_ENUM_VALUE (STRATA_EXPLANATION_ERROR_MEMORY, "memory"))

/* Everything that is needed from the run. References are its own, but for the
 * weights of a layer. */
typedef struct
{
  StrataNode *node;
  StrataNode *source; /* of the input, and the row of its output */
  guint source_row;
  StrataConvDesc desc;
  StrataTensor *input;
  StrataTensor *output;
  StrataTensor *depthwise, *pointwise, *bias;
} Material;

static void
material_clear (Material *material)
{
  g_clear_pointer (&material->depthwise, strata_tensor_unref);
  g_clear_pointer (&material->pointwise, strata_tensor_unref);
  g_clear_pointer (&material->bias, strata_tensor_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Material, material_clear)

const StrataEdge *
strata_run_find_edge (StrataRun *run, guint card, guint row)
{
  StrataTopology *topology = run->plan->topology;

  for (guint i = topology->first_in[card]; i < topology->first_in[card + 1];
       i++)
    if (topology->edges[i].row == row && !topology->edges[i].cut)
      return &topology->edges[i];
  return NULL;
}

guint
strata_node_find_row (StrataNode *node, const char *port)
{
  const StrataPortRow *row = strata_kind_find_port (node->kind, port, TRUE);

  if (!row)
    row = strata_kind_find_port (node->kind, port, FALSE);
  return (guint) (row - node->kind->ports);
}

static StrataTensor *
find_wired (StrataRun *run, guint card, const char *port)
{
  const StrataKind *kind = ((StrataNode *) run->plan->nodes->pdata[card])->kind;
  const StrataPortRow *row = strata_kind_find_port (kind, port, FALSE);

  return row ? strata_run_get_wired (run, card, (guint) (row - kind->ports))
             : NULL;
}

gboolean
strata_run_describe (StrataRun *run,
                     guint card,
                     StrataConvDesc *desc,
                     char **message)
{
  StrataNode *node = run->plan->nodes->pdata[card];
  StrataTensor *input = find_wired (run, card, "input");
  StrataTensor *filter = find_wired (run, card, "filter");
  g_autofree char *reason = NULL;
  StrataSpec input_spec, filter_spec;

  if (!input || !node->settings)
    return FALSE;
  input_spec = strata_spec_of_tensor (input);
  if (filter)
    filter_spec = strata_spec_of_tensor (filter);
  if (node->kind->describe (node->settings->self, &input_spec,
                            filter ? &filter_spec : NULL, desc, &reason))
    return TRUE;
  if (message)
    *message = g_steal_pointer (&reason);
  return FALSE;
}

/* The weights, as the run used them. */

static StrataTensor *
find_weight (StrataRun *run, guint card, const char *name)
{
  StrataNode *node = run->plan->nodes->pdata[card];
  StrataWeightTable *table = run->weights;

  for (guint i = 0; node->weights && i < node->weights->len; i++)
    {
      StrataWeightUse *use = &g_array_index (node->weights, StrataWeightUse, i);

      if (g_str_equal (use->name, name))
        return strata_run_dup_weight (run,
                                      table->use[table->first_use[card] + i]);
    }
  return NULL;
}

static void
find_weights (StrataRun *run, guint card, Material *material)
{
  StrataTensor *filter = find_wired (run, card, "filter");

  if (filter)
    {
      material->depthwise = strata_tensor_ref (filter);
      return;
    }
  material->depthwise = find_weight (run, card, "depthwise_kernel");
  if (material->desc.filters > 0)
    material->pointwise = find_weight (run, card, "pointwise_kernel");
  if (material->desc.use_bias)
    material->bias = find_weight (run, card, "bias");
}

static gboolean
is_weight (const Material *material, StrataTensor *weight, int64_t n)
{
  if (!weight)
    return n == 0;
  return strata_tensor_n_elements (weight) == n
         && strata_tensor_dtype (weight) == material->desc.dtype;
}

/* The engine trusts its caller with the sizes of the weights. */
static gboolean
check_weights (const Material *material, StrataRefusal *refusal)
{
  const StrataConvDesc *desc = &material->desc;
  StrataConvShape shape;

  return strata_conv_infer (desc, &shape, refusal)
         && is_weight (material, material->depthwise,
                       desc->window.kernel[0] * desc->window.kernel[1]
                           * shape.depthwise_channels)
         && is_weight (material, material->pointwise,
                       shape.depthwise_channels * desc->filters)
         && is_weight (material, material->bias,
                       desc->use_bias ? shape.output_channels : 0);
}

/* Errors. */

static gboolean
fail_kind (StrataNode *node, GError **error)
{
  if (node->kind && node->kind->layer && node->kind->layer->wrap)
    g_set_error (error, STRATA_EXPLANATION_ERROR, STRATA_EXPLANATION_ERROR_KIND,
                 "A %s card applies another layer step by step, and its "
                 "numbers are not explained; wire that layer's own input to "
                 "see its numbers explained",
                 node->type);
  else
    g_set_error (error, STRATA_EXPLANATION_ERROR, STRATA_EXPLANATION_ERROR_KIND,
                 "The numbers of a %s card are not explained, but those of "
                 "depthwise and separable convolutions are",
                 node->type);
  return FALSE;
}

static gboolean
fail_result (const char *card, GError **error)
{
  g_set_error (error, STRATA_EXPLANATION_ERROR, STRATA_EXPLANATION_ERROR_RESULT,
               "The card '%s' has no result to explain; the graph must be run "
               "first",
               card);
  return FALSE;
}

static gboolean
fail_element (StrataTensor *output, gsize rank, GError **error)
{
  g_autofree char *shape = strata_shape_to_string (
      strata_tensor_rank (output), strata_tensor_shape (output));

  g_set_error (error, STRATA_EXPLANATION_ERROR,
               STRATA_EXPLANATION_ERROR_ELEMENT,
               "The output has the shape %s, which takes %d numbers to say "
               "which element is meant, not %" G_GSIZE_FORMAT,
               shape, strata_tensor_rank (output), rank);
  return FALSE;
}

static gboolean
fail_refusal (const StrataRefusal *refusal, GError **error)
{
  StrataExplanationError code = refusal->reason == STRATA_REFUSAL_NO_MEMORY
                                    ? STRATA_EXPLANATION_ERROR_MEMORY
                                : refusal->reason == STRATA_REFUSAL_TOO_LARGE
                                    ? STRATA_EXPLANATION_ERROR_LENGTH
                                    : STRATA_EXPLANATION_ERROR_ELEMENT;

  g_set_error_literal (error, STRATA_EXPLANATION_ERROR, (int) code,
                       refusal->message);
  return FALSE;
}

/* Putting it together. */

static gboolean
find_input (StrataRun *run, guint card, Material *material)
{
  const StrataEdge *edge = strata_run_find_edge (
      run, card, strata_node_find_row (material->node, "input"));

  if (!edge)
    return FALSE;
  material->input = find_wired (run, card, "input");
  material->source = run->plan->nodes->pdata[edge->source];
  material->source_row = edge->output;
  return material->input != NULL;
}

static gboolean
gather (StrataRun *run, const char *card, Material *material, GError **error)
{
  int number = strata_plan_find_card (run->plan, card);
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };

  if (number < 0)
    return fail_result (card, error);
  material->node = run->plan->nodes->pdata[number];
  if (material->node->bypassed
      || !strata_kind_is_explained (material->node->kind))
    return fail_kind (material->node, error);
  material->output = strata_run_get_tensor (run, card, "output");
  if (!material->output || !find_input (run, (guint) number, material)
      || !strata_run_describe (run, (guint) number, &material->desc, NULL))
    return fail_result (card, error);
  find_weights (run, (guint) number, material);
  if (check_weights (material, &refusal))
    return TRUE;
  return refusal.reason == STRATA_REFUSAL_NONE ? fail_result (card, error)
                                               : fail_refusal (&refusal, error);
}

static StrataConvElement
element_at (const Material *material, const gint64 *index, gint64 middle)
{
  const gboolean planes = material->desc.format == STRATA_NCHW;

  return (StrataConvElement){
    .image = index[0],
    .row = index[planes ? 2 : 1],
    .column = index[planes ? 3 : 2],
    .channel = index[planes ? 1 : 3],
    .middle = middle,
  };
}

static const void *
data_of (StrataTensor *tensor)
{
  return tensor ? strata_tensor_data (tensor) : NULL;
}

static StrataConvExplanation *
tell (const Material *material,
      const StrataConvElement *element,
      StrataRefusal *refusal)
{
  const StrataConvWeights weights = {
    .depthwise = data_of (material->depthwise),
    .pointwise = data_of (material->pointwise),
    .bias = data_of (material->bias),
  };
  StrataConv *conv = strata_conv_new (&material->desc, &weights, refusal);
  StrataConvExplanation *numbers;

  if (!conv)
    return NULL;
  numbers = strata_conv_explain (
      conv, &weights, strata_tensor_data (material->input), element, refusal);
  strata_conv_free (conv);
  return numbers;
}

/* What is wired into the card, and the part of it that was seen: the first of
 * what tracing finds, but for a filter. */
static void
find_source (StrataExplanation *explanation,
             StrataRun *run,
             const Material *material,
             const gint64 *index)
{
  g_autoptr (StrataRegion) element = strata_region_new (index, 4);
  g_autoptr (GPtrArray) sights =
      strata_run_trace (run, explanation->card, "output", element);
  StrataNode *source = material->source;

  explanation->source = g_strdup (source->id);
  explanation->source_port =
      g_strdup (source->kind->ports[material->source_row].name);
  for (guint i = 0; i < sights->len; i++)
    {
      const StrataSight *sight = sights->pdata[i];

      if (g_str_equal (sight->card, explanation->source)
          && g_str_equal (sight->port, explanation->source_port))
        explanation->region = sight->region;
    }
}

/**
 * strata_run_explain:
 * @run: a run that has ended
 * @card: id of a depthwise or separable convolution
 * @index: (array length=rank): where the number stands along each axis of the
 *   card's output
 * @rank: how many they are
 * @middle: of a separable layer, the depthwise channel whose window is told
 * @error: return location for an error
 *
 * Explains a number.
 *
 * Returns: (transfer full): the explanation
 */
StrataExplanation *
strata_run_explain (StrataRun *run,
                    const char *card,
                    const gint64 *index,
                    gsize rank,
                    gint64 middle,
                    GError **error)
{
  g_auto (Material) material = { NULL };
  StrataRefusal refusal = { STRATA_REFUSAL_NONE, "" };
  StrataExplanation *explanation;
  StrataConvExplanation *numbers;
  StrataConvElement element;

  g_return_val_if_fail (STRATA_IS_RUN (run), NULL);
  g_return_val_if_fail (card, NULL);

  if (!gather (run, card, &material, error))
    return NULL;
  if (rank != 4)
    {
      fail_element (material.output, rank, error);
      return NULL;
    }
  element = element_at (&material, index, middle);
  numbers = tell (&material, &element, &refusal);
  if (!numbers)
    {
      fail_refusal (&refusal, error);
      return NULL;
    }

  explanation = g_new0 (StrataExplanation, 1);
  strata_ref_count_init (&explanation->references);
  explanation->numbers = numbers;
  explanation->card = g_strdup (card);
  find_source (explanation, run, &material, index);
  return explanation;
}

/**
 * strata_kind_is_explained: (skip)
 * @kind: (nullable): a kind of card
 *
 * Says whether the numbers of a kind of card can be explained.
 *
 * Returns: whether they can
 */
gboolean
strata_kind_is_explained (const StrataKind *kind)
{
  return kind && kind->describe && strata_kind_find_port (kind, "input", FALSE)
         && strata_kind_find_port (kind, "output", TRUE);
}

/**
 * strata_explanation_ref: (skip)
 * @explanation: an explanation
 *
 * Takes a reference.
 *
 * Returns: (transfer full): @explanation
 */
StrataExplanation *
strata_explanation_ref (StrataExplanation *explanation)
{
  strata_ref_count_inc (&explanation->references);
  return explanation;
}

/**
 * strata_explanation_unref: (skip)
 * @explanation: (transfer full): an explanation
 *
 * Drops a reference.
 */
void
strata_explanation_unref (StrataExplanation *explanation)
{
  if (!strata_ref_count_dec (&explanation->references))
    return;

  strata_conv_explanation_free (explanation->numbers);
  g_free (explanation->card);
  g_free (explanation->source);
  g_free (explanation->source_port);
  g_free (explanation);
}

/**
 * strata_explanation_get_numbers: (skip)
 * @explanation: an explanation
 *
 * Gives all of it, as the engine tells it.
 *
 * Returns: (transfer none): the numbers
 */
const StrataConvExplanation *
strata_explanation_get_numbers (StrataExplanation *explanation)
{
  return explanation->numbers;
}

/**
 * strata_explanation_get_card:
 * @explanation: an explanation
 *
 * Says whose number it is.
 *
 * Returns: id of the card
 */
const char *
strata_explanation_get_card (StrataExplanation *explanation)
{
  return explanation->card;
}

/**
 * strata_explanation_get_source:
 * @explanation: an explanation
 *
 * Says which card the input came from.
 *
 * Returns: its id
 */
const char *
strata_explanation_get_source (StrataExplanation *explanation)
{
  return explanation->source;
}

/**
 * strata_explanation_get_source_port:
 * @explanation: an explanation
 *
 * Says which output the input came from.
 *
 * Returns: name of the port
 */
const char *
strata_explanation_get_source_port (StrataExplanation *explanation)
{
  return explanation->source_port;
}

/**
 * strata_explanation_get_region:
 * @explanation: an explanation
 *
 * Says which part of the input the number has seen.
 *
 * Returns: (transfer none): the part
 */
const StrataRegion *
strata_explanation_get_region (StrataExplanation *explanation)
{
  return &explanation->region;
}

/**
 * strata_explanation_is_separable:
 * @explanation: an explanation
 *
 * Says whether there are two storeys.
 *
 * Returns: whether there are
 */
gboolean
strata_explanation_is_separable (StrataExplanation *explanation)
{
  return explanation->numbers->pointwise.n_terms > 0;
}

/**
 * strata_explanation_is_fused:
 * @explanation: an explanation
 *
 * Says whether products are added before they are rounded, as some CPUs can.
 *
 * Returns: whether they are
 */
gboolean
strata_explanation_is_fused (StrataExplanation *explanation)
{
  return explanation->numbers->fused;
}

/**
 * strata_explanation_is_split:
 * @explanation: an explanation
 *
 * Says whether the sum over the channels of a separable layer was computed on a
 * machine that multiplies matrices of parts of numbers. It is told term by term
 * all the same, but the last term may differ from the sum by a rounding.
 *
 * Returns: whether it was
 */
gboolean
strata_explanation_is_split (StrataExplanation *explanation)
{
  return explanation->numbers->pointwise.split;
}

/**
 * strata_explanation_get_sum:
 * @explanation: an explanation
 *
 * Gives what goes into the activation.
 *
 * Returns: the sum
 */
double
strata_explanation_get_sum (StrataExplanation *explanation)
{
  return explanation->numbers->sum;
}

/**
 * strata_explanation_get_result:
 * @explanation: an explanation
 *
 * Gives the number itself.
 *
 * Returns: the number
 */
double
strata_explanation_get_result (StrataExplanation *explanation)
{
  return explanation->numbers->result;
}

static const StrataConvChain *
get_chain (StrataExplanation *explanation, gboolean pointwise)
{
  return pointwise ? &explanation->numbers->pointwise
                   : &explanation->numbers->depthwise;
}

/**
 * strata_explanation_get_n_terms:
 * @explanation: an explanation
 * @pointwise: whether the storey over the depthwise channels is meant, or the
 *   window
 *
 * Counts the terms of a chain, those in the padding included.
 *
 * Returns: their number
 */
gint64
strata_explanation_get_n_terms (StrataExplanation *explanation,
                                gboolean pointwise)
{
  return get_chain (explanation, pointwise)->n_terms;
}

/**
 * strata_explanation_get_start:
 * @explanation: an explanation
 * @pointwise: as for [method@Strata.Explanation.get_n_terms]
 *
 * Gives what a chain starts from: the bias, or 0.
 *
 * Returns: the number
 */
double
strata_explanation_get_start (StrataExplanation *explanation,
                              gboolean pointwise)
{
  return get_chain (explanation, pointwise)->start;
}

/**
 * strata_explanation_get_term:
 * @explanation: an explanation
 * @pointwise: as for [method@Strata.Explanation.get_n_terms]
 * @index: number of the term
 * @row: (out) (optional): row of the input, which may be outside
 * @column: (out) (optional): its column
 * @channel: (out) (optional): its channel; pointwise, the depthwise channel
 * @input: (out) (optional): the number there, 0 in the padding
 * @weight: (out) (optional): what it is multiplied by
 * @sum: (out) (optional): the sum up to here
 *
 * Gives a term of a chain.
 *
 * Returns: whether it counts; what is in the padding is passed over
 */
gboolean
strata_explanation_get_term (StrataExplanation *explanation,
                             gboolean pointwise,
                             gint64 index,
                             gint64 *row,
                             gint64 *column,
                             gint64 *channel,
                             double *input,
                             double *weight,
                             double *sum)
{
  const StrataConvChain *chain = get_chain (explanation, pointwise);
  const StrataConvTerm *term;

  g_return_val_if_fail (index >= 0 && index < chain->n_terms, FALSE);

  term = &chain->terms[index];
  if (row)
    *row = term->row;
  if (column)
    *column = term->column;
  if (channel)
    *channel = term->channel;
  if (input)
    *input = term->input;
  if (weight)
    *weight = term->weight;
  if (sum)
    *sum = term->sum;
  return !term->padded;
}
