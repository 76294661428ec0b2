/* strata-layer.c — a layer instance: a layer that may be used many times.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-layer-private.h"
#include "strata-node-private.h"
#include "strata-words.h"

static StrataLayer *
layer_new (StrataSettings *settings, const char *owner, const char *scope)
{
  StrataLayer *layer = g_new0 (StrataLayer, 1);
  const StrataPortRow *activity =
      strata_kind_find_port (settings->kind, "activity_regularizer", FALSE);

  strata_ref_count_init (&layer->references);
  layer->settings = strata_settings_ref (settings);
  layer->owner = g_strdup (owner);
  layer->scope = g_strdup (scope);
  if (activity && activity->type == STRATA_PORT_REGULARIZER)
    layer->activity = *(const StrataRegularizer **) strata_settings_field (
        settings, activity);
  return layer;
}

/* The layer of a card. */
StrataLayer *
strata_layer_new (StrataSettings *settings)
{
  StrataLayer *layer = layer_new (settings, settings->id, settings->id);

  if (settings->kind->layer->wrap)
    settings->kind->layer->wrap (layer);
  return layer;
}

StrataLayer *
strata_layer_ref (StrataLayer *layer)
{
  strata_ref_count_inc (&layer->references);
  return layer;
}

void
strata_layer_unref (StrataLayer *layer)
{
  if (!strata_ref_count_dec (&layer->references))
    return;

  g_clear_pointer (&layer->children, g_ptr_array_unref);
  g_clear_pointer (&layer->names, g_ptr_array_unref);
  strata_settings_unref (layer->settings);
  g_free (layer->owner);
  g_free (layer->scope);
  g_free (layer);
}

gboolean
strata_layer_too_deep (StrataLayer *layer)
{
  return layer->depth > STRATA_MAX_WRAPPERS;
}

/**
 * strata_layer_get_self: (skip)
 * @layer: a layer
 *
 * Gives the fields of the layer's card.
 *
 * Returns: the card's `Self`
 */
const void *
strata_layer_get_self (StrataLayer *layer)
{
  return layer->settings->self;
}

/**
 * strata_layer_is_wrapper: (skip)
 * @layer: a layer
 *
 * Says whether a layer wraps another, that is: wants a sequence.
 *
 * Returns: whether it does
 */
gboolean
strata_layer_is_wrapper (StrataLayer *layer)
{
  return layer->settings->kind->layer->wrap != NULL;
}

/* Takes @child. */
static void
add_child (StrataLayer *layer, StrataLayer *child, const char *name)
{
  if (!layer->children)
    {
      layer->children =
          g_ptr_array_new_with_free_func ((GDestroyNotify) strata_layer_unref);
      layer->names = g_ptr_array_new_with_free_func (g_free);
    }
  g_ptr_array_add (layer->children, child);
  g_ptr_array_add (layer->names, g_strdup (name));
  layer->depth = MAX (layer->depth, child->depth + 1);
  layer->n_copies += child->n_copies + (name ? 1 : 0);
}

/* A copy of @layer that keeps its weights under @scope. The number of copies
 * doubles with each wrapper, which STRATA_MAX_WRAPPERS bounds. */
static StrataLayer *
copy_layer (StrataLayer *layer, const char *owner, const char *scope)
{
  StrataLayer *copy = layer_new (layer->settings, owner, scope);

  for (guint i = 0; layer->children && i < layer->children->len; i++)
    {
      const char *name = layer->names->pdata[i];
      g_autofree char *inner =
          name ? g_strconcat (scope, "/", name, NULL) : g_strdup (scope);

      add_child (copy, copy_layer (layer->children->pdata[i], owner, inner),
                 name);
    }
  return copy;
}

/**
 * strata_layer_add_shared: (skip)
 * @layer: a wrapper
 * @wrapped: what it wraps
 *
 * Adds a layer that keeps its own weights.
 */
void
strata_layer_add_shared (StrataLayer *layer, StrataLayer *wrapped)
{
  add_child (layer, strata_layer_ref (wrapped), NULL);
}

/**
 * strata_layer_add_copy: (skip)
 * @layer: a wrapper
 * @wrapped: what it wraps
 * @name: name of the copy: "forward"
 *
 * Adds a copy of a layer with weights of its own.
 */
void
strata_layer_add_copy (StrataLayer *layer,
                       StrataLayer *wrapped,
                       const char *name)
{
  g_autofree char *scope = g_strconcat (layer->scope, "/", name, NULL);

  /* Too deep a layer is refused; a copy of it would only cost memory. */
  if (wrapped->depth >= STRATA_MAX_WRAPPERS)
    add_child (layer, strata_layer_ref (wrapped), name);
  else
    add_child (layer, copy_layer (wrapped, layer->owner, scope), name);
}

/**
 * strata_layer_get_child: (skip)
 * @layer: a wrapper
 * @index: number of a layer that it wraps
 *
 * Gives a layer that was added.
 *
 * Returns: (nullable): the layer, or %NULL
 */
StrataLayer *
strata_layer_get_child (StrataLayer *layer, guint index)
{
  if (!layer->children || index >= layer->children->len)
    return NULL;
  return layer->children->pdata[index];
}

/* Whether the fault lies in a layer that the card wraps. */
static gboolean
is_wrapped (StrataLayerUse *use, StrataLayer *layer)
{
  return ((StrataNode *) use->node)->settings != layer->settings;
}

/**
 * strata_layer_use_fault: (skip)
 * @use: a use
 * @layer: the layer at fault
 * @port: (nullable): its port
 * @format: a sentence
 * @...: its values
 *
 * Reports what is wrong with the use of a layer. The fault stands on the card
 * that uses it: on the port, or on `layer` where the layer is wrapped.
 *
 * Returns: %FALSE
 */
gboolean
strata_layer_use_fault (StrataLayerUse *use,
                        StrataLayer *layer,
                        const char *port,
                        const char *format,
                        ...)
{
  g_autofree char *message = NULL;
  va_list values;

  va_start (values, format);
  message = g_strdup_vprintf (strata_words_translate (format), values);
  va_end (values);

  if (is_wrapped (use, layer))
    strata_node_fault (use->node, "layer", "In the wrapped layer '%s': %s",
                       layer->settings->id, message);
  else
    strata_node_fault (use->node, port, "%s", message);
  return FALSE;
}

/* Name of the port whose field is @object. */
static const char *
find_port_of (StrataLayer *layer, StrataPortType type, gconstpointer object)
{
  const StrataKind *kind = layer->settings->kind;

  for (gsize i = 0; i < kind->n_ports; i++)
    if (kind->ports[i].type == type && !(kind->ports[i].flags & STRATA_PORT_OUT)
        && *(gconstpointer *) strata_settings_field (layer->settings,
                                                     &kind->ports[i])
               == object)
      return kind->ports[i].name;
  return NULL;
}

/* An initializer refuses by its parameters and by the rank alone, so that a
 * weight of one element tells what a large one would. */
static void
check_initializer (StrataLayerUse *use,
                   StrataLayer *layer,
                   const StrataSpec *spec,
                   const StrataSeededInitializer *initializer)
{
  int64_t ones[STRATA_MAX_RANK];
  double value;
  StrataRefusal refusal;

  for (int i = 0; i < spec->rank; i++)
    ones[i] = 1;
  if (!strata_initializer_fill (&initializer->how, spec->dtype, spec->rank,
                                ones, &value, &refusal))
    strata_layer_use_fault (
        use, layer, find_port_of (layer, STRATA_PORT_INITIALIZER, initializer),
        "%s", refusal.message);
}

static void
check_regularizer (StrataLayerUse *use,
                   StrataLayer *layer,
                   const StrataSpec *spec,
                   const StrataRegularizer *regularizer)
{
  StrataRefusal refusal;

  if (regularizer && spec->rank >= 0
      && !strata_regularizer_check (regularizer, spec->rank, spec->shape,
                                    &refusal))
    strata_layer_use_fault (
        use, layer, find_port_of (layer, STRATA_PORT_REGULARIZER, regularizer),
        "%s", refusal.message);
}

static void
check_constraint (StrataLayerUse *use,
                  StrataLayer *layer,
                  const StrataSpec *spec,
                  const StrataConstraint *constraint)
{
  StrataRefusal refusal;

  if (constraint && strata_spec_is_known (spec)
      && !strata_constraint_check (constraint, spec->rank, spec->shape,
                                   &refusal))
    strata_layer_use_fault (
        use, layer, find_port_of (layer, STRATA_PORT_CONSTRAINT, constraint),
        "%s", refusal.message);
}

/**
 * strata_layer_use_add_weight: (skip)
 * @use: a use
 * @layer: the layer that has the weight
 * @name: Keras' name of the weight
 * @rank: number of its axes
 * @shape: their sizes, which may be %STRATA_UNKNOWN
 * @initializer: how it is drawn; the very field of the card
 * @regularizer: (nullable): its penalty; the very field of the card
 * @constraint: (nullable): its projection; the very field of the card
 *
 * Announces a weight. It has the type of the use's input.
 */
void
strata_layer_use_add_weight (StrataLayerUse *use,
                             StrataLayer *layer,
                             const char *name,
                             int rank,
                             const int64_t *shape,
                             const StrataSeededInitializer *initializer,
                             const StrataRegularizer *regularizer,
                             const StrataConstraint *constraint)
{
  StrataNode *node = use->node;
  StrataWeightUse weight = {
    .layer = layer,
    .spec = { .dtype = use->dtype, .rank = rank },
    .initializer = *initializer,
    .has_regularizer = regularizer != NULL,
  };

  g_return_if_fail (rank >= 0 && rank <= STRATA_MAX_RANK);

  for (int i = 0; i < rank; i++)
    weight.spec.shape[i] = shape[i];
  check_initializer (use, layer, &weight.spec, initializer);
  check_regularizer (use, layer, &weight.spec, regularizer);
  check_constraint (use, layer, &weight.spec, constraint);

  if (regularizer)
    weight.regularizer = *regularizer;
  weight.name = g_strdup (name);
  weight.key = g_strconcat (layer->scope, "/", name, NULL);
  if (!node->weights)
    node->weights = g_array_new (FALSE, TRUE, sizeof (StrataWeightUse));
  g_array_append_val (node->weights, weight);
}

/**
 * strata_layer_use_set_output: (skip)
 * @use: a use
 * @index: number of the output
 * @spec: what is known of it
 *
 * Announces an output.
 */
void
strata_layer_use_set_output (StrataLayerUse *use,
                             guint index,
                             const StrataSpec *spec)
{
  g_return_if_fail (index < STRATA_MAX_LAYER_OUTPUTS);

  use->outputs[index] = *spec;
  use->n_outputs = MAX (use->n_outputs, index + 1);
}

static int64_t
add_open (int64_t a, int64_t b)
{
  int64_t sum;

  if (a < 0 || b < 0 || __builtin_add_overflow (a, b, &sum))
    return STRATA_UNKNOWN;
  return sum;
}

static int64_t
multiply_open (int64_t a, int64_t b)
{
  int64_t product;

  if (a == 0 || b == 0)
    return 0;
  if (a < 0 || b < 0 || __builtin_mul_overflow (a, b, &product))
    return STRATA_UNKNOWN;
  return product;
}

/**
 * strata_layer_use_add_macs: (skip)
 * @use: a use
 * @macs: multiplications for a batch of one, or %STRATA_UNKNOWN
 *
 * Adds to what the use costs.
 */
void
strata_layer_use_add_macs (StrataLayerUse *use, int64_t macs)
{
  use->macs = add_open (use->macs, macs);
}

static void
check_activity (StrataLayerUse *use, StrataLayer *layer)
{
  if (!layer->activity)
    return;
  ((StrataNode *) use->node)->has_activity_penalty = TRUE;
  for (guint i = 0; i < use->n_outputs; i++)
    check_regularizer (use, layer, &use->outputs[i], layer->activity);
}

gboolean
strata_layer_use (StrataLayer *layer,
                  const StrataSpec *input,
                  StrataLayerUse *use)
{
  use->dtype = input->dtype;
  if (!layer->settings->kind->layer->infer (layer, input, use))
    return FALSE;
  check_activity (use, layer);
  return TRUE;
}

/**
 * strata_layer_infer: (skip)
 * @layer: a wrapped layer
 * @input: what the wrapper shows it
 * @use: the wrapper's own use
 * @times: how often the wrapper calls it for a batch of one, or %STRATA_UNKNOWN
 * @outputs: (out): what it gives
 * @n_outputs: (out): how many
 *
 * Infers a wrapped layer.
 *
 * Returns: %FALSE after a fault
 */
gboolean
strata_layer_infer (StrataLayer *layer,
                    const StrataSpec *input,
                    StrataLayerUse *use,
                    int64_t times,
                    StrataSpec outputs[STRATA_MAX_LAYER_OUTPUTS],
                    guint *n_outputs)
{
  StrataLayerUse inner = { .node = use->node };

  if (!strata_layer_use (layer, input, &inner))
    return FALSE;
  for (guint i = 0; i < STRATA_MAX_LAYER_OUTPUTS; i++)
    outputs[i] = inner.outputs[i];
  *n_outputs = inner.n_outputs;
  strata_layer_use_add_macs (use, multiply_open (inner.macs, times));
  return TRUE;
}

/**
 * strata_layer_get_rank: (skip)
 * @layer: a layer
 *
 * Says how many axes the tensors that a layer takes have.
 *
 * Returns: their number; 0 where the layer takes any, or wraps another
 */
int
strata_layer_get_rank (StrataLayer *layer)
{
  return layer->settings->kind->layer->rank;
}
