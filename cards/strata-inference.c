/* strata-inference.c — what a card sees while a graph is checked.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-inference-private.h"
#include "strata-folder.h"
#include "strata-words.h"

#include <sys/stat.h>

/**
 * strata_inference_fault: (skip)
 * @inference: an inference
 * @port: (nullable): the port at fault
 * @format: a sentence that says what is wrong and what would be right
 * @...: its values
 *
 * Reports what is wrong with the card.
 *
 * Returns: %FALSE
 */
gboolean
strata_inference_fault (StrataInference *inference,
                        const char *port,
                        const char *format,
                        ...)
{
  g_autofree char *message = NULL;
  va_list values;

  va_start (values, format);
  message = g_strdup_vprintf (strata_words_translate (format), values);
  va_end (values);
  strata_node_fault (inference->node, port, "%s", message);
  return FALSE;
}

/**
 * strata_inference_get_card: (skip)
 * @inference: an inference
 *
 * Says which card it is.
 *
 * Returns: its id
 */
const char *
strata_inference_get_card (StrataInference *inference)
{
  return inference->node->id;
}

/**
 * strata_inference_is_wired: (skip)
 * @inference: an inference
 * @port: name of a port; where an input and an output share it, the input
 *
 * Says whether a wire ends at an input, or leaves an output of a layer.
 *
 * Returns: whether one does
 */
gboolean
strata_inference_is_wired (StrataInference *inference, const char *port)
{
  const StrataKind *kind = inference->node->kind;
  const StrataPortRow *row = strata_kind_find_port (kind, port, FALSE);

  if (row)
    return inference->wired && inference->wired[row - kind->ports];
  row = strata_kind_find_port (kind, port, TRUE);
  g_return_val_if_fail (row, FALSE);
  return strata_node_is_read (inference->node, row);
}

/**
 * strata_inference_is_for_run: (skip)
 * @inference: an inference
 *
 * Says whether the graph is going to be run.
 *
 * Returns: %FALSE where it is only checked
 */
gboolean
strata_inference_is_for_run (StrataInference *inference)
{
  return inference->context->for_run;
}

/**
 * strata_inference_get_feed: (skip)
 * @inference: an inference
 * @name: name of an Input
 * @spec: (out): what it is fed
 *
 * Says what an Input is fed.
 *
 * Returns: whether it is fed
 */
gboolean
strata_inference_get_feed (StrataInference *inference,
                           const char *name,
                           StrataSpec *spec)
{
  StrataTensor *tensor =
      inference->context->feeds
          ? g_hash_table_lookup (inference->context->feeds, name)
          : NULL;

  if (tensor)
    *spec = strata_spec_of_tensor (tensor);
  return tensor != NULL;
}

/**
 * strata_inference_get_seed: (skip)
 * @inference: an inference
 * @what: what is drawn
 *
 * Gives a seed for something that the card draws: always the same for a graph's
 * seed, a card's id and @what.
 *
 * Returns: the seed
 */
int64_t
strata_inference_get_seed (StrataInference *inference, const char *what)
{
  return strata_derive_seed (inference->context->seed, inference->node->id,
                             what);
}

static void
stamp_file (StrataNode *node, const char *path)
{
  StrataFileStamp stamp = { .path = g_strdup (path) };
  struct stat info;

  if (stat (path, &info) == 0)
    {
      stamp.size = info.st_size;
      stamp.modified =
          (gint64) info.st_mtim.tv_sec * G_GINT64_CONSTANT (1000000000)
          + info.st_mtim.tv_nsec;
      stamp.inode = info.st_ino;
    }
  if (!node->files)
    node->files = g_array_new (FALSE, FALSE, sizeof (StrataFileStamp));
  g_array_append_val (node->files, stamp);
}

/**
 * strata_inference_find_file: (skip)
 * @inference: an inference
 * @port: the port that names the file
 * @path: what it says
 *
 * Finds a file that a graph names, relative to the graph's folder.
 *
 * Returns: (transfer full) (nullable): its full name, or %NULL after a fault
 */
char *
strata_inference_find_file (StrataInference *inference,
                            const char *port,
                            const char *path)
{
  g_autoptr (GError) error = NULL;
  char *found = strata_folder_resolve (inference->context->folder, path,
                                       inference->context->trust, &error);

  if (!found)
    {
      strata_inference_fault (inference, port, "%s", error->message);
      return NULL;
    }
  stamp_file (inference->node, found);
  return found;
}

StrataNodeOutput *
strata_node_find_output (StrataNode *node,
                         const char *port,
                         StrataPortType type)
{
  const StrataPortRow *row = strata_kind_find_port (node->kind, port, TRUE);

  g_return_val_if_fail (row && row->type == type, NULL);

  return &node->outputs[row - node->kind->ports];
}

/**
 * strata_inference_set_spec: (skip)
 * @inference: an inference
 * @port: name of an output port for tensors
 * @spec: what is known of it
 *
 * Announces a tensor.
 */
void
strata_inference_set_spec (StrataInference *inference,
                           const char *port,
                           const StrataSpec *spec)
{
  StrataNodeOutput *output =
      strata_node_find_output (inference->node, port, STRATA_PORT_TENSOR);

  g_return_if_fail (output);

  output->present = TRUE;
  output->spec = *spec;
}

/**
 * strata_inference_set_initializer: (skip)
 * @inference: an inference
 * @port: name of an output port for initializers
 * @initializer: the initializer
 *
 * Gives an initializer.
 */
void
strata_inference_set_initializer (StrataInference *inference,
                                  const char *port,
                                  const StrataSeededInitializer *initializer)
{
  StrataNodeOutput *output =
      strata_node_find_output (inference->node, port, STRATA_PORT_INITIALIZER);

  g_return_if_fail (output);

  output->present = TRUE;
  output->initializer = *initializer;
}

/**
 * strata_inference_set_regularizer: (skip)
 * @inference: an inference
 * @port: name of an output port for regularizers
 * @regularizer: the regularizer
 *
 * Gives a regularizer.
 */
void
strata_inference_set_regularizer (StrataInference *inference,
                                  const char *port,
                                  const StrataRegularizer *regularizer)
{
  StrataNodeOutput *output =
      strata_node_find_output (inference->node, port, STRATA_PORT_REGULARIZER);

  g_return_if_fail (output);

  output->present = TRUE;
  output->regularizer = *regularizer;
}

/**
 * strata_inference_set_constraint: (skip)
 * @inference: an inference
 * @port: name of an output port for constraints
 * @constraint: the constraint
 *
 * Gives a constraint.
 */
void
strata_inference_set_constraint (StrataInference *inference,
                                 const char *port,
                                 const StrataConstraint *constraint)
{
  StrataNodeOutput *output =
      strata_node_find_output (inference->node, port, STRATA_PORT_CONSTRAINT);

  g_return_if_fail (output);

  output->present = TRUE;
  output->constraint = *constraint;
}

/**
 * strata_inference_set_value: (skip)
 * @inference: an inference
 * @port: name of an output port for values
 * @value: the value
 *
 * Gives a value: a number, a string or a list.
 */
void
strata_inference_set_value (StrataInference *inference,
                            const char *port,
                            StrataValue *value)
{
  const StrataPortRow *row =
      strata_kind_find_port (inference->node->kind, port, TRUE);
  StrataNodeOutput *output;

  g_return_if_fail (row && row->type < STRATA_PORT_TENSOR);

  output = &inference->node->outputs[row - inference->node->kind->ports];
  g_clear_pointer (&output->value, strata_value_unref);
  output->present = TRUE;
  output->value = strata_value_ref (value);
}

/**
 * strata_inference_set_macs: (skip)
 * @inference: an inference
 * @macs: multiplications for a batch of one, or %STRATA_UNKNOWN
 *
 * Says what the card costs.
 */
void
strata_inference_set_macs (StrataInference *inference, int64_t macs)
{
  inference->node->macs = macs;
}
