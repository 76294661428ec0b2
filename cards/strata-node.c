/* strata-node.c — one card, as a plan sees it.
 *
 * A node is made from a card's values and from the nodes before it. Everything
 * that is wrong is noted, and as much as can be is said all the same: a value
 * at fault is taken as its default and tensors as unknown, so that other rules
 * are still checked and no fault is only the echo of another.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-card-private.h"
#include "strata-inference-private.h"
#include "strata-port-type-private.h"
#include "strata-words.h"

#include <string.h>
#include <sys/stat.h>

static guint64
next_stamp (void)
{
  static guint64 stamp;

  return __atomic_add_fetch (&stamp, 1, __ATOMIC_RELAXED);
}

static void
clear_weight (gpointer data)
{
  StrataWeightUse *weight = data;

  g_free (weight->name);
  g_free (weight->key);
}

static void
clear_weights (GArray *weights)
{
  for (guint i = 0; i < weights->len; i++)
    clear_weight (&g_array_index (weights, StrataWeightUse, i));
  g_array_unref (weights);
}

static void
clear_files (GArray *files)
{
  for (guint i = 0; i < files->len; i++)
    g_free (g_array_index (files, StrataFileStamp, i).path);
  g_array_unref (files);
}

static StrataNode *
node_new (const char *id, const char *type, const StrataKind *kind)
{
  StrataNode *node = g_new0 (StrataNode, 1);

  strata_ref_count_init (&node->references);
  node->stamp = next_stamp ();
  node->id = g_strdup (id);
  node->type = g_strdup (type);
  node->kind = kind;
  if (kind)
    {
      node->settings = strata_settings_new (kind, id);
      node->outputs = g_new0 (StrataNodeOutput, kind->n_ports);
    }
  return node;
}

StrataNode *
strata_node_ref (StrataNode *node)
{
  strata_ref_count_inc (&node->references);
  return node;
}

void
strata_node_unref (StrataNode *node)
{
  if (!strata_ref_count_dec (&node->references))
    return;

  for (gsize i = 0; node->kind && i < node->kind->n_ports; i++)
    {
      g_clear_pointer (&node->outputs[i].layer, strata_layer_unref);
      g_clear_pointer (&node->outputs[i].value, strata_value_unref);
    }
  g_free (node->outputs);
  g_clear_pointer (&node->settings, strata_settings_unref);
  g_clear_pointer (&node->faults, g_ptr_array_unref);
  g_clear_pointer (&node->weights, clear_weights);
  g_clear_pointer (&node->files, clear_files);
  g_free (node->id);
  g_free (node->type);
  g_free (node->name);
  g_free (node->file);
  g_free (node);
}

static void
take_fault (StrataNode *node, StrataFault *fault)
{
  if (!node->faults)
    node->faults =
        g_ptr_array_new_with_free_func ((GDestroyNotify) strata_fault_unref);
  g_ptr_array_add (node->faults, fault);
}

void
strata_node_fault (StrataNode *node, const char *port, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list values;

  va_start (values, format);
  message = g_strdup_vprintf (strata_words_translate (format), values);
  va_end (values);
  take_fault (node, strata_fault_new (node->id, port, message));
}

/* For what is not there yet. */
static void G_GNUC_PRINTF (3, 4)
    node_lacks (StrataNode *node, const char *port, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list values;

  va_start (values, format);
  message = g_strdup_vprintf (strata_words_translate (format), values);
  va_end (values);
  take_fault (node, strata_fault_new_missing (node->id, port, message));
}

/* The first 31 bits or so of a digest: small enough for every generator, and
 * the same on every machine. */
int64_t
strata_derive_seed (gint64 graph_seed, const char *card, const char *what)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *seed = g_strdup_printf ("%" G_GINT64_FORMAT, graph_seed);
  guint8 digest[32];
  gsize length = sizeof digest;
  guint64 number = 0;

  g_checksum_update (checksum, (const guchar *) seed, strlen (seed) + 1);
  g_checksum_update (checksum, (const guchar *) card, strlen (card) + 1);
  g_checksum_update (checksum, (const guchar *) what, strlen (what));
  g_checksum_get_digest (checksum, digest, &length);
  for (int i = 0; i < 8; i++)
    number = number << 8 | digest[i];
  return (int64_t) (number % 2147483646);
}

gboolean
strata_node_is_read (const StrataNode *node, const StrataPortRow *row)
{
  gsize index = row - node->kind->ports;

  return index < 64 && (node->readers >> index & 1) != 0;
}

/* Objects by name. */

static gboolean read_standard (StrataNodeContext *context,
                               StrataNode *node,
                               const StrataPortRow *row);

/* The node of a card of @kind on which nothing is given. */
static StrataNode *
get_object_node (StrataNodeContext *context, const StrataKind *kind)
{
  StrataNode *node = g_hash_table_lookup (context->objects, kind);
  StrataInference inference = { .context = context };

  if (node)
    return node;
  node = node_new (kind->type, kind->type, kind);
  g_hash_table_insert (context->objects, (gpointer) kind, node);

  for (gsize i = 0; i < kind->n_ports; i++)
    if (!(kind->ports[i].flags & STRATA_PORT_OUT)
        && !read_standard (context, node, &kind->ports[i]))
      return node;
  inference.node = node;
  if (kind->infer)
    kind->infer (node->settings->self, &inference);
  return node;
}

static const StrataNodeOutput *
get_object (StrataNodeContext *context, const char *name, StrataPortType type)
{
  const StrataKind *kind =
      strata_registry_lookup_object (context->registry, name, type);
  StrataNode *node;

  if (!kind)
    return NULL;
  node = get_object_node (context, kind);
  for (gsize i = 0; i < kind->n_ports; i++)
    if ((kind->ports[i].flags & STRATA_PORT_OUT) && kind->ports[i].type == type
        && node->outputs[i].present)
      return &node->outputs[i];
  return NULL;
}

/* Fields. */

static gpointer
keep_copy (StrataNode *node, gconstpointer object, gsize size)
{
  return strata_keep_add (node->settings->keep, g_memdup2 (object, size),
                          g_free);
}

static void
set_object (StrataNode *node,
            const StrataPortRow *row,
            const StrataNodeOutput *object)
{
  gpointer *field = strata_settings_field (node->settings, row);

  if (row->type == STRATA_PORT_INITIALIZER)
    *field = keep_copy (node, &object->initializer, sizeof object->initializer);
  else if (row->type == STRATA_PORT_REGULARIZER)
    *field = keep_copy (node, &object->regularizer, sizeof object->regularizer);
  else
    *field = keep_copy (node, &object->constraint, sizeof object->constraint);
}

static gboolean
read_value (StrataNodeContext *context,
            StrataNode *node,
            const StrataPortRow *row,
            StrataValue *value)
{
  g_autofree char *message = NULL;
  const StrataNodeOutput *object;

  if (!strata_port_is_object (row->type))
    {
      if (strata_port_read_value (row, value, node->settings->self,
                                  node->settings->keep, &message))
        return TRUE;
    }
  else if (strata_port_check_value (row, value, context->registry, &message))
    {
      object = get_object (context, strata_value_get_string (value), row->type);
      if (object)
        {
          set_object (node, row, object);
          return TRUE;
        }
      message = g_strdup_printf ("The name \"%s\" stands for a card that needs "
                                 "values; wire one",
                                 strata_value_get_string (value));
    }
  strata_node_fault (node, row->name, "%s", message);
  return FALSE;
}

/* Whether the field has a value now. */
static gboolean
read_standard (StrataNodeContext *context,
               StrataNode *node,
               const StrataPortRow *row)
{
  g_autoptr (StrataValue) standard = strata_port_dup_standard (row);

  if (standard)
    return read_value (context, node, row, standard);
  return !(row->flags & STRATA_PORT_REQUIRED);
}

static void
report_missing (StrataNode *node, const StrataPortRow *row)
{
  g_autofree char *expected = strata_port_describe_row (row);

  if (strata_port_takes_value (row))
    node_lacks (node, row->name, "A value must be given: %s", expected);
  else
    node_lacks (node, row->name,
                "Nothing is wired here, but a %s is "
                "needed",
                strata_words_translate (strata_port_type_name (row->type)));
}

/* How a field came out. */
typedef enum
{
  FIELD_GOOD,
  FIELD_LOOSE,   /* at fault, but something stands in for it */
  FIELD_MISSING, /* nothing can be said without it */
} FieldState;

/* Whether a fault has been told that its outputs may be lacking for. */
static gboolean
is_at_fault (const StrataNode *node)
{
  return node->faults || node->is_loose;
}

/* A layer that is only there for others gives no tensor, nor does an output
 * that a card has with other values alone. Where something is at fault that was
 * said already. */
static void
report_absent (StrataNode *node,
               const StrataPortRow *row,
               const StrataNodeInput *input)
{
  const StrataNode *source = input->source;

  if (source && source->kind && !is_at_fault (source))
    strata_node_fault (node, row->name,
                       "Nothing comes in here, because '%s' has no '%s' as it "
                       "stands",
                       source->id, source->kind->ports[input->output].name);
}

static FieldState
read_wire (StrataNodeContext *context,
           StrataNode *node,
           const StrataPortRow *row,
           const StrataNodeInput *input)
{
  const StrataNodeOutput *output =
      input->source ? &input->source->outputs[input->output] : NULL;
  gpointer field = strata_settings_field (node->settings, row);

  if (row->type == STRATA_PORT_TENSOR)
    {
      StrataSpec unknown = strata_spec_unknown (STRATA_FLOAT32);
      gboolean there = output && output->present;

      if (!there)
        report_absent (node, row, input);
      *(gpointer *) field = keep_copy (node, there ? &output->spec : &unknown,
                                       sizeof (StrataSpec));
      return there ? FIELD_GOOD : FIELD_LOOSE;
    }
  if (!output || !output->present)
    return read_standard (context, node, row) ? FIELD_LOOSE : FIELD_MISSING;
  if (row->type == STRATA_PORT_LAYER)
    *(gpointer *) field =
        strata_keep_add (node->settings->keep, strata_layer_ref (output->layer),
                         (GDestroyNotify) strata_layer_unref);
  else if (strata_port_is_object (row->type))
    set_object (node, row, output);
  else if (!read_value (context, node, row, output->value))
    return read_standard (context, node, row) ? FIELD_LOOSE : FIELD_MISSING;
  return FIELD_GOOD;
}

static FieldState
read_field (StrataNodeContext *context,
            StrataNode *node,
            StrataCard *card,
            const StrataPortRow *row,
            gboolean may_be_open)
{
  StrataValue *value = strata_card_get_value (card, row->name);

  if (value && strata_value_is (value, STRATA_VALUE_NULL))
    value = NULL;
  if (value && !strata_port_takes_value (row))
    {
      strata_node_fault (
          node, row->name, "A %s comes by a wire, not as a value",
          strata_words_translate (strata_port_type_name (row->type)));
      return FIELD_MISSING;
    }
  if (value)
    {
      if (read_value (context, node, row, value))
        return FIELD_GOOD;
      return read_standard (context, node, row) ? FIELD_LOOSE : FIELD_MISSING;
    }
  if (read_standard (context, node, row) || may_be_open)
    return FIELD_GOOD;
  report_missing (node, row);
  return FIELD_MISSING;
}

/* A layer whose instance is used elsewhere may have no input itself. */
gboolean
strata_node_is_instance_read (const StrataNode *node)
{
  return node->kind->layer
         && strata_node_is_read (
             node, strata_kind_find_port (node->kind, "layer_instance", TRUE));
}

static FieldState
read_fields (StrataNodeContext *context,
             StrataNode *node,
             StrataCard *card,
             const StrataNodeInput *inputs,
             guint n_inputs)
{
  const StrataKind *kind = node->kind;
  FieldState worst = FIELD_GOOD;
  guint next = 0;

  for (guint i = 0; i < kind->n_ports; i++)
    {
      const StrataPortRow *row = &kind->ports[i];
      FieldState state;

      if (row->flags & STRATA_PORT_OUT)
        continue;
      if (next < n_inputs && inputs[next].row == i)
        state = read_wire (context, node, row, &inputs[next++]);
      else
        state = read_field (context, node, card, row,
                            strata_node_is_instance_read (node)
                                && g_str_equal (row->name, "input"));
      worst = MAX (worst, state);
    }
  return worst;
}

static void
report_unknown_ports (StrataNode *node, StrataCard *card)
{
  for (guint i = node->kind->n_ports; i < strata_card_get_n_ports (card); i++)
    {
      g_autoptr (StrataPort) port =
          g_object_ref (strata_card_get_port (card, i));

      if (strata_port_get_value (port))
        strata_node_fault (node, strata_port_get_name (port),
                           "A %s has no such port", node->type);
    }
}

/* What follows from the role. */

static const char *
get_string (StrataNode *node, const char *port)
{
  const StrataPortRow *row = strata_kind_find_port (node->kind, port, FALSE);

  return *(const char **) strata_settings_field (node->settings, row);
}

static void
take_data (StrataNode *node, const char *port)
{
  const StrataPortRow *row = strata_kind_find_port (node->kind, port, FALSE);
  const StrataSpec *spec =
      *(const StrataSpec **) strata_settings_field (node->settings, row);

  if (!spec)
    return;
  node->data = *spec;
  node->has_data = TRUE;
}

static void
follow_role (StrataNode *node, StrataInference *inference)
{
  const char *text;

  switch (node->kind->role)
    {
    case STRATA_ROLE_PLAIN:
      break;
    case STRATA_ROLE_OUTPUT:
      take_data (node, "data");
      G_GNUC_FALLTHROUGH;
    case STRATA_ROLE_INPUT:
      text = get_string (node, "name");
      node->name = g_strdup (text ? text : node->id);
      break;
    case STRATA_ROLE_SINK:
      take_data (node, "tensor");
      text = get_string (node, "path");
      if (text)
        node->file = strata_inference_find_file (inference, "path", text);
      break;
    }
}

/* Layers. */

static const StrataSpec *
get_input_spec (StrataNode *node)
{
  const StrataPortRow *row = strata_kind_find_port (node->kind, "input", FALSE);

  return *(const StrataSpec **) strata_settings_field (node->settings, row);
}

static void
announce_outputs (StrataNode *node, const StrataLayerUse *use)
{
  guint n = 0;

  for (gsize i = 0; i < node->kind->n_ports; i++)
    if ((node->kind->ports[i].flags & STRATA_PORT_OUT)
        && node->kind->ports[i].type == STRATA_PORT_TENSOR
        && n < use->n_outputs)
      {
        node->outputs[i].present = TRUE;
        node->outputs[i].spec = use->outputs[n++];
      }
}

/* Copies double with each wrapper in a wrapper, which a small file can ask for
 * often. */
#define MOST_COPIES 200000

static gboolean
may_copy (StrataNodeContext *context, StrataNode *node)
{
  if (context->n_copies <= MOST_COPIES)
    return TRUE;
  strata_node_fault (node, "layer",
                     "The wrappers of this graph need more than %d copies of "
                     "layers, which is the most that is possible",
                     MOST_COPIES);
  return FALSE;
}

static gboolean
make_instance (StrataNodeContext *context, StrataNode *node)
{
  StrataNodeOutput *instance =
      strata_node_find_output (node, "layer_instance", STRATA_PORT_LAYER);

  if (node->kind->layer->wrap && !may_copy (context, node))
    return FALSE;
  instance->layer = strata_layer_new (node->settings);
  instance->present = !strata_layer_too_deep (instance->layer);
  context->n_copies += instance->layer->n_copies;
  if (instance->present)
    return TRUE;
  g_clear_pointer (&instance->layer, strata_layer_unref);
  strata_node_fault (node, "layer",
                     "Wrappers stand more than %d deep in each other here, "
                     "which is the most that is possible",
                     STRATA_MAX_WRAPPERS);
  return FALSE;
}

static void
infer_layer (StrataNodeContext *context, StrataNode *node)
{
  const StrataSpec *input = get_input_spec (node);
  StrataLayerUse use = { .node = node };
  StrataLayer *layer;

  if (!make_instance (context, node) || !input)
    return;
  layer = strata_node_find_output (node, "layer_instance", STRATA_PORT_LAYER)
              ->layer;
  if (strata_layer_use (layer, input, &use))
    {
      announce_outputs (node, &use);
      node->macs = use.macs;
    }
  else
    node->macs = STRATA_UNKNOWN;
}

/* Where a value is at fault, tensors are taken as unknown: what would be said
 * of their shapes could be an echo of that fault. */
static void
loosen_tensors (StrataNode *node)
{
  for (gsize i = 0; i < node->kind->n_ports; i++)
    {
      const StrataPortRow *row = &node->kind->ports[i];
      const StrataSpec **field;
      StrataSpec unknown;

      if ((row->flags & STRATA_PORT_OUT) || row->type != STRATA_PORT_TENSOR)
        continue;
      field = strata_settings_field (node->settings, row);
      if (!*field)
        continue;
      unknown = strata_spec_unknown ((*field)->dtype);
      *field = keep_copy (node, &unknown, sizeof unknown);
    }
}

static void
infer (StrataNodeContext *context,
       StrataNode *node,
       const StrataNodeInput *inputs,
       guint n_inputs)
{
  g_autofree gboolean *wired = g_new0 (gboolean, node->kind->n_ports);
  StrataInference inference = {
    .context = context,
    .node = node,
    .wired = wired,
  };
  guint n_faults;

  for (guint i = 0; i < n_inputs; i++)
    wired[inputs[i].row] = TRUE;
  follow_role (node, &inference);
  n_faults = node->faults ? node->faults->len : 0;
  if (node->kind->infer)
    node->kind->infer (node->settings->self, &inference);
  if (node->kind->layer && n_faults == (node->faults ? node->faults->len : 0))
    infer_layer (context, node);
}

static void
add_parameters (StrataNode *node, const StrataSpec *spec)
{
  int64_t n = strata_spec_n_elements (spec);

  if (n < 0 || node->parameters < 0
      || __builtin_add_overflow (node->parameters, n, &node->parameters))
    node->parameters = STRATA_UNKNOWN;
}

/* What plans ask of every node, so that they need not look at its weights. Only
 * a layer whose instance somebody reads can be used elsewhere. */
static void
sum_up (StrataNode *node)
{
  node->has_penalty = node->has_activity_penalty;
  node->shares = node->weights && strata_node_is_instance_read (node);
  for (guint i = 0; node->weights && i < node->weights->len; i++)
    {
      StrataWeightUse *use = &g_array_index (node->weights, StrataWeightUse, i);

      node->has_penalty |= use->has_regularizer;
      node->shares |= !g_str_equal (use->layer->owner, node->id);
      add_parameters (node, &use->spec);
    }
  if (node->shares)
    node->parameters = 0;
}

/* Everything that follows from values and wires. */
static void
follow_card (StrataNodeContext *context,
             StrataNode *node,
             StrataCard *card,
             const StrataNodeInput *inputs,
             guint n_inputs)
{
  FieldState state = read_fields (context, node, card, inputs, n_inputs);

  report_unknown_ports (node, card);
  node->is_loose = state != FIELD_GOOD;
  if (state == FIELD_LOOSE)
    loosen_tensors (node);
  if (state != FIELD_MISSING)
    infer (context, node, inputs, n_inputs);
  else if (node->kind->role != STRATA_ROLE_PLAIN)
    {
      const char *name = node->kind->role == STRATA_ROLE_SINK
                             ? NULL
                             : get_string (node, "name");

      node->name = g_strdup (name ? name : node->id);
    }
}

/* Bypassed cards. */

/* Whether the card is bypassed; a fault where it should be, and cannot. */
static gboolean
find_bypass (StrataNode *node, StrataCard *card)
{
  const StrataPortRow *input, *output;

  if (!strata_card_is_bypassed (card))
    return FALSE;
  if (!strata_kind_find_bypass (node->kind, &input, &output))
    {
      strata_node_fault (node, NULL,
                         "The card cannot be bypassed, because a %s does not "
                         "turn one tensor into another",
                         node->type);
      return FALSE;
    }
  node->bypass_in = (guint) (input - node->kind->ports);
  node->bypass_out = (guint) (output - node->kind->ports);
  return TRUE;
}

static void
hand_through (StrataNode *node, const StrataNodeInput *input)
{
  const StrataPortRow *row = &node->kind->ports[node->bypass_in];
  StrataNodeOutput *to = &node->outputs[node->bypass_out];
  const StrataNodeOutput *from =
      input->source ? &input->source->outputs[input->output] : NULL;
  gboolean there = from && from->present;

  if (!there)
    report_absent (node, row, input);
  node->is_loose |= !there;
  to->present = TRUE;
  to->spec = there ? from->spec : strata_spec_unknown (STRATA_FLOAT32);
}

/* Its values do not matter, unless its instance is used elsewhere: then it is a
 * layer without an input of its own. */
static void
follow_bypass (StrataNodeContext *context,
               StrataNode *node,
               StrataCard *card,
               const StrataNodeInput *inputs,
               guint n_inputs)
{
  g_autofree StrataNodeInput *others = g_new0 (StrataNodeInput, n_inputs + 1);
  const StrataNodeInput *handed = NULL;
  guint n_others = 0;

  for (guint i = 0; i < n_inputs; i++)
    if (inputs[i].row == node->bypass_in)
      handed = &inputs[i];
    else
      others[n_others++] = inputs[i];

  node->bypassed = TRUE;
  if (strata_node_is_instance_read (node))
    follow_card (context, node, card, others, n_others);
  else if (!handed)
    node_lacks (node, node->kind->ports[node->bypass_in].name,
                "Nothing is wired here, but the card is bypassed and "
                "needs a tensor to hand through");
  if (handed)
    hand_through (node, handed);
}

StrataNode *
strata_node_new (StrataNodeContext *context,
                 StrataCard *card,
                 const StrataNodeInput *inputs,
                 guint n_inputs,
                 guint64 readers)
{
  const StrataKind *kind = strata_card_get_kind (card);
  const char *type = strata_card_get_type_name (card);
  StrataNode *node = node_new (strata_card_get_id (card), type, kind);

  node->revision = strata_card_get_revision (card);
  node->readers = readers;
  if (!kind)
    {
      strata_node_fault (node, NULL,
                         "There is no card type '%s'; a plugin that brings it "
                         "is missing, or the name is misspelt",
                         type);
      return node;
    }

  if (find_bypass (node, card))
    follow_bypass (context, node, card, inputs, n_inputs);
  else
    follow_card (context, node, card, inputs, n_inputs);
  sum_up (node);
  return node;
}

static gboolean
output_equal (StrataPortType type,
              const StrataNodeOutput *a,
              const StrataNodeOutput *b)
{
  if (a->present != b->present)
    return FALSE;
  if (!a->present)
    return TRUE;
  switch (type)
    {
    case STRATA_PORT_TENSOR:
      return strata_spec_equal (&a->spec, &b->spec);
    case STRATA_PORT_LAYER:
      return a->layer == b->layer;
    case STRATA_PORT_INITIALIZER:
    case STRATA_PORT_REGULARIZER:
    case STRATA_PORT_CONSTRAINT:
      return FALSE;
    default:
      return strata_value_equal (a->value, b->value);
    }
}

guint64
strata_node_compare (const StrataNode *node, const StrataNode *other)
{
  gboolean blame = is_at_fault (node) != is_at_fault (other);
  guint64 changed = 0;

  if (node->kind != other->kind)
    return G_MAXUINT64;
  for (gsize i = 0; node->kind && i < MIN (node->kind->n_ports, 64); i++)
    if ((node->kind->ports[i].flags & STRATA_PORT_OUT)
        && ((blame && !node->outputs[i].present)
            || !output_equal (node->kind->ports[i].type, &node->outputs[i],
                              &other->outputs[i])))
      changed |= G_GUINT64_CONSTANT (1) << i;
  return changed;
}

gboolean
strata_node_is_outdated (const StrataNode *node)
{
  for (guint i = 0; node->files && i < node->files->len; i++)
    {
      StrataFileStamp *stamp = &g_array_index (node->files, StrataFileStamp, i);
      StrataFileStamp now = { .size = 0 };
      struct stat info;

      if (stat (stamp->path, &info) == 0)
        {
          now.size = info.st_size;
          now.modified =
              (gint64) info.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000)
              + info.st_mtim.tv_nsec;
          now.inode = info.st_ino;
        }
      if (now.size != stamp->size || now.modified != stamp->modified
          || now.inode != stamp->inode)
        return TRUE;
    }
  return FALSE;
}

const StrataSpec *
strata_node_main_spec (const StrataNode *node)
{
  if (node->has_data)
    return &node->data;
  for (gsize i = 0; node->kind && i < node->kind->n_ports; i++)
    if ((node->kind->ports[i].flags & STRATA_PORT_OUT)
        && node->kind->ports[i].type == STRATA_PORT_TENSOR)
      return node->outputs[i].present ? &node->outputs[i].spec : NULL;
  return NULL;
}

void
strata_node_context_clear (StrataNodeContext *context)
{
  g_clear_pointer (&context->objects, g_hash_table_unref);
  g_clear_pointer (&context->folder, g_free);
}
