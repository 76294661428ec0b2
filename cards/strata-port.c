/* strata-port.c — a port of a card, alive: its value and its wires.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-port.h"
#include "strata-card-private.h"
#include "strata-words.h"

#include <string.h>

struct _StrataPort
{
  GObject parent_instance;

  StrataCard *card;
  const StrataPortRow *row;
  char *name;
  StrataPortKey key;
};

G_DEFINE_FINAL_TYPE (StrataPort, strata_port, G_TYPE_OBJECT)

static void
strata_port_finalize (GObject *object)
{
  StrataPort *self = STRATA_PORT (object);

  g_hash_table_remove (self->card->ports, &self->key);
  g_object_unref (self->card);
  g_free (self->name);

  G_OBJECT_CLASS (strata_port_parent_class)->finalize (object);
}

static void
strata_port_class_init (StrataPortClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = strata_port_finalize;
}

static void
strata_port_init (StrataPort *self)
{
}

StrataPort *
strata_port_new (StrataCard *card,
                 const StrataPortRow *row,
                 const char *name,
                 gboolean output)
{
  StrataPort *self = g_object_new (STRATA_TYPE_PORT, NULL);

  self->card = g_object_ref (card);
  self->row = row;
  self->name = g_strdup (name);
  self->key = (StrataPortKey){ self->name, output };

  if (!card->ports)
    card->ports =
        g_hash_table_new (strata_port_key_hash, strata_port_key_equal);
  g_hash_table_insert (card->ports, &self->key, self);
  return self;
}

/**
 * strata_port_get_card:
 * @port: a port
 *
 * Gives the card that a port belongs to.
 *
 * Returns: (transfer none): the card
 */
StrataCard *
strata_port_get_card (StrataPort *port)
{
  g_return_val_if_fail (STRATA_IS_PORT (port), NULL);

  return port->card;
}

/**
 * strata_port_get_name:
 * @port: a port
 *
 * Gives the name of a port, as graph files have it.
 *
 * Returns: the name
 */
const char *
strata_port_get_name (StrataPort *port)
{
  g_return_val_if_fail (STRATA_IS_PORT (port), NULL);

  return port->name;
}

/**
 * strata_port_is_output:
 * @port: a port
 *
 * Says on which side of the card a port is.
 *
 * Returns: whether it is an output
 */
gboolean
strata_port_is_output (StrataPort *port)
{
  g_return_val_if_fail (STRATA_IS_PORT (port), FALSE);

  return port->key.output;
}

/**
 * strata_port_get_row: (skip)
 * @port: a port
 *
 * Gives the row of the kind's table that says all about the port.
 *
 * Returns: (nullable): the row, or %NULL where the kind has no such port
 */
const StrataPortRow *
strata_port_get_row (StrataPort *port)
{
  g_return_val_if_fail (STRATA_IS_PORT (port), NULL);

  return port->row;
}

/**
 * strata_port_is_known:
 * @port: a port
 *
 * Says whether the card's kind has such a port, or only the file.
 *
 * Returns: whether the kind has it
 */
gboolean
strata_port_is_known (StrataPort *port)
{
  g_return_val_if_fail (STRATA_IS_PORT (port), FALSE);

  return port->row != NULL;
}

/**
 * strata_port_get_type_name:
 * @port: a port
 *
 * Names what travels through a port: `tensor`, `list of integers`.
 *
 * Returns: (nullable): the name, or %NULL where it is not known
 */
const char *
strata_port_get_type_name (StrataPort *port)
{
  g_return_val_if_fail (STRATA_IS_PORT (port), NULL);

  return port->row
             ? strata_words_translate (strata_port_type_name (port->row->type))
             : NULL;
}

/**
 * strata_port_dup_title:
 * @port: a port
 *
 * Gives the label of a port for people: `kernel size`.
 *
 * Returns: (transfer full): the label
 */
char *
strata_port_dup_title (StrataPort *port)
{
  g_return_val_if_fail (STRATA_IS_PORT (port), NULL);

  if (port->row && port->row->title)
    return g_strdup (strata_words_translate (port->row->title));
  return port->row ? strata_words_title (port->name) : g_strdup (port->name);
}

/**
 * strata_port_get_help:
 * @port: a port
 *
 * Says in a sentence what a port means.
 *
 * Returns: (nullable): the sentence, or %NULL where it is not known
 */
const char *
strata_port_get_help (StrataPort *port)
{
  g_return_val_if_fail (STRATA_IS_PORT (port), NULL);

  return port->row ? strata_words_translate (port->row->help) : NULL;
}

/**
 * strata_port_dup_default:
 * @port: a port
 *
 * Gives the value that a port has when none is given.
 *
 * Returns: (transfer full) (nullable): the value, or %NULL where there is none
 */
StrataValue *
strata_port_dup_default (StrataPort *port)
{
  g_return_val_if_fail (STRATA_IS_PORT (port), NULL);

  return port->row ? strata_port_dup_standard (port->row) : NULL;
}

/**
 * strata_port_list_choices:
 * @port: a port
 *
 * Lists the strings of which the port takes one, without further spellings.
 *
 * Returns: (transfer full) (array zero-terminated=1): the strings; none for a
 *   port that is no choice
 */
char **
strata_port_list_choices (StrataPort *port)
{
  g_autoptr (GStrvBuilder) choices = g_strv_builder_new ();

  g_return_val_if_fail (STRATA_IS_PORT (port), NULL);

  if (port->row && port->row->choices)
    for (guint i = 0; port->row->choices[i]; i++)
      if (!strchr (port->row->choices[i], '='))
        g_strv_builder_add (choices, port->row->choices[i]);
  return g_strv_builder_end (choices);
}

/**
 * strata_port_is_required:
 * @port: a port
 *
 * Says whether an input must have a value or a wire, because it has no default.
 *
 * Returns: whether it must
 */
gboolean
strata_port_is_required (StrataPort *port)
{
  g_return_val_if_fail (STRATA_IS_PORT (port), FALSE);

  return port->row && (port->row->flags & STRATA_PORT_REQUIRED)
         && !port->row->standard;
}

/**
 * strata_port_is_editable:
 * @port: a port
 *
 * Says whether a value may be given on a port, rather than only a wire.
 *
 * Returns: whether it may
 */
gboolean
strata_port_is_editable (StrataPort *port)
{
  g_return_val_if_fail (STRATA_IS_PORT (port), FALSE);

  return port->row ? strata_port_takes_value (port->row) : !port->key.output;
}

/**
 * strata_port_get_value:
 * @port: a port
 *
 * Gives the value that stands on an input port. A wire into the port wins over
 * it.
 *
 * Returns: (transfer none) (nullable): the value, or %NULL where the port has
 *   its default, or is an output
 */
StrataValue *
strata_port_get_value (StrataPort *port)
{
  g_return_val_if_fail (STRATA_IS_PORT (port), NULL);

  return port->key.output ? NULL
                          : strata_card_get_value (port->card, port->name);
}

static StrataWire *
get_first_wire (StrataPort *port)
{
  return strata_card_peek_wire (port->card, port->row, port->name,
                                port->key.output);
}

/**
 * strata_port_is_wired:
 * @port: a port
 *
 * Says whether any wire is at a port.
 *
 * Returns: whether there is one
 */
gboolean
strata_port_is_wired (StrataPort *port)
{
  g_return_val_if_fail (STRATA_IS_PORT (port), FALSE);

  return get_first_wire (port) != NULL;
}

/**
 * strata_port_get_wire:
 * @port: a port
 *
 * Gives the wire into an input port.
 *
 * Returns: (transfer none) (nullable): the wire, or %NULL where there is none,
 *   or the port is an output
 */
StrataWire *
strata_port_get_wire (StrataPort *port)
{
  g_return_val_if_fail (STRATA_IS_PORT (port), NULL);

  return port->key.output ? NULL : get_first_wire (port);
}

/**
 * strata_port_list_wires:
 * @port: a port
 *
 * Lists the wires at a port, in the order of the graph.
 *
 * Returns: (transfer container) (element-type StrataWire): the wires
 */
GPtrArray *
strata_port_list_wires (StrataPort *port)
{
  GPtrArray *wires;

  g_return_val_if_fail (STRATA_IS_PORT (port), NULL);

  wires = g_ptr_array_new_with_free_func (g_object_unref);
  strata_wires_add_from (wires, get_first_wire (port), port->key.output);
  strata_wires_sort (wires);
  return wires;
}
