/* strata-card-ports.c — the ports of a card, and the wires at them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-card-private.h"

#include <string.h>

/* A port that the kind does not have, while it has a wire. */
typedef struct
{
  StrataPortKey key;
  char *name;
  StrataWire *first;
} OtherPort;

/* FNV-1a from a secret start, which leaves nobody a way to make names that
 * collide. */
guint
strata_text_hash (gconstpointer text)
{
  static gsize start;
  guint64 hash;

  if (g_once_init_enter (&start))
    g_once_init_leave (&start,
                       (gsize) g_random_int () << 31 ^ g_random_int () ^ 1);

  hash = start;
  for (const guchar *c = text; *c; c++)
    hash = (hash ^ *c) * G_GUINT64_CONSTANT (0x100000001b3);
  return (guint) (hash ^ hash >> 32);
}

guint
strata_port_key_hash (gconstpointer key)
{
  const StrataPortKey *port = key;

  return strata_text_hash (port->name) ^ (guint) port->output;
}

gboolean
strata_port_key_equal (gconstpointer a, gconstpointer b)
{
  const StrataPortKey *one = a, *other = b;

  return one->output == other->output && g_str_equal (one->name, other->name);
}

const StrataPortRow *
strata_card_find_row (StrataCard *self, const char *name, gboolean output)
{
  return self->kind ? strata_kind_find_port (self->kind, name, output) : NULL;
}

static OtherPort *
find_other (StrataCard *self, const char *name, gboolean output)
{
  StrataPortKey key = { name, output };

  return self->others ? g_hash_table_lookup (self->others, &key) : NULL;
}

StrataWire *
strata_card_peek_wire (StrataCard *self,
                       const StrataPortRow *row,
                       const char *name,
                       gboolean output)
{
  OtherPort *other;

  if (row)
    return self->wires ? self->wires[row - self->kind->ports] : NULL;
  other = find_other (self, name, output);
  return other ? other->first : NULL;
}

void
strata_card_forget_ports (StrataCard *self)
{
  g_clear_pointer (&self->strangers, g_array_unref);
}

static void
free_other (gpointer data)
{
  OtherPort *other = data;

  g_free (other->name);
  g_free (other);
}

static OtherPort *
add_other (StrataCard *self, const char *name, gboolean output)
{
  OtherPort *other = g_new (OtherPort, 1);

  other->name = g_strdup (name);
  other->key = (StrataPortKey){ other->name, output };
  if (!self->others)
    self->others = g_hash_table_new_full (
        strata_port_key_hash, strata_port_key_equal, free_other, NULL);
  g_hash_table_add (self->others, other);
  strata_card_forget_ports (self);
  return other;
}

static void
remove_other (StrataCard *self, const char *name, gboolean output)
{
  StrataPortKey key = { name, output };

  g_hash_table_remove (self->others, &key);
  strata_card_forget_ports (self);
}

void
strata_card_set_first_wire (StrataCard *self,
                            const StrataPortRow *row,
                            const char *name,
                            gboolean output,
                            StrataWire *wire)
{
  OtherPort *other;

  if (row)
    {
      if (!self->wires)
        self->wires = g_new0 (StrataWire *, self->kind->n_ports);
      self->wires[row - self->kind->ports] = wire;
      return;
    }

  if (!wire)
    {
      remove_other (self, name, output);
      return;
    }
  other = find_other (self, name, output);
  if (!other)
    other = add_other (self, name, output);
  other->first = wire;
}

static int
compare_ports (gconstpointer a, gconstpointer b)
{
  const StrataPortKey *one = a, *other = b;

  if (one->output != other->output)
    return one->output ? 1 : -1;
  return strcmp (one->name, other->name);
}

static void
add_strange_values (StrataCard *self, GArray *strangers)
{
  StrataValueIter iter;
  const char *key;

  if (!self->values)
    return;
  strata_value_iter_init (&iter, self->values);
  while (strata_value_iter_next (&iter, &key, NULL))
    if (!strata_card_find_row (self, key, FALSE))
      {
        StrataPortKey port = { key, FALSE };

        g_array_append_val (strangers, port);
      }
}

static void
add_strange_wires (StrataCard *self, GArray *strangers)
{
  guint n_before = strangers->len;
  GHashTableIter iter;
  gpointer key;

  if (!self->others)
    return;
  g_hash_table_iter_init (&iter, self->others);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const StrataPortKey *port = key;

      if (port->output || !self->values
          || !strata_value_get_member (self->values, port->name))
        g_array_append_val (strangers, *port);
    }
  qsort (strangers->data + n_before * sizeof (StrataPortKey),
         strangers->len - n_before, sizeof (StrataPortKey), compare_ports);
}

/* The ports that the kind does not have. */
static GArray *
get_strangers (StrataCard *self)
{
  if (!self->strangers)
    {
      self->strangers = g_array_new (FALSE, FALSE, sizeof (StrataPortKey));
      add_strange_values (self, self->strangers);
      add_strange_wires (self, self->strangers);
    }
  return self->strangers;
}

/* Nearly all cards have no others, and shall not remember that. */
static gboolean
has_strangers (StrataCard *self)
{
  StrataValueIter iter;
  const char *key;

  if (self->strangers)
    return self->strangers->len > 0;
  if (self->others && g_hash_table_size (self->others) > 0)
    return TRUE;
  if (!self->values)
    return FALSE;

  strata_value_iter_init (&iter, self->values);
  while (strata_value_iter_next (&iter, &key, NULL))
    if (!strata_card_find_row (self, key, FALSE))
      return TRUE;
  return FALSE;
}

static gsize
count_rows (StrataCard *self)
{
  return self->kind ? self->kind->n_ports : 0;
}

static StrataPort *
dup_port (StrataCard *self,
          const StrataPortRow *row,
          const char *name,
          gboolean output)
{
  StrataPortKey key = { name, output };
  StrataPort *port =
      self->ports ? g_hash_table_lookup (self->ports, &key) : NULL;

  return port ? g_object_ref (port) : strata_port_new (self, row, name, output);
}

/**
 * strata_card_get_n_ports:
 * @card: a card
 *
 * Counts the ports of a card: those of its kind, and those that only the file
 * knows, which have a value or a wire.
 *
 * Returns: their number
 */
guint
strata_card_get_n_ports (StrataCard *card)
{
  g_return_val_if_fail (STRATA_IS_CARD (card), 0);

  return (guint) count_rows (card)
         + (has_strangers (card) ? get_strangers (card)->len : 0);
}

/**
 * strata_card_get_port:
 * @card: a card
 * @index: number of a port
 *
 * Gives a port of a card: those of its kind come first, in the order of its
 * table.
 *
 * Returns: (transfer full): the port
 */
StrataPort *
strata_card_get_port (StrataCard *card, guint index)
{
  const StrataPortKey *key;
  gsize n_rows;

  g_return_val_if_fail (STRATA_IS_CARD (card), NULL);
  g_return_val_if_fail (index < strata_card_get_n_ports (card), NULL);

  n_rows = count_rows (card);
  if (index < n_rows)
    {
      const StrataPortRow *row = &card->kind->ports[index];

      return dup_port (card, row, row->name,
                       (row->flags & STRATA_PORT_OUT) != 0);
    }
  key = &g_array_index (get_strangers (card), StrataPortKey, index - n_rows);
  return dup_port (card, NULL, key->name, key->output);
}

/**
 * strata_card_find_port:
 * @card: a card
 * @name: name of a port
 * @output: whether it is an output
 *
 * Finds a port of a card; an input and an output may have the same name.
 *
 * Returns: (transfer full) (nullable): the port, or %NULL where there is none
 */
StrataPort *
strata_card_find_port (StrataCard *card, const char *name, gboolean output)
{
  const StrataPortRow *row;

  g_return_val_if_fail (STRATA_IS_CARD (card), NULL);
  g_return_val_if_fail (name, NULL);

  row = strata_card_find_row (card, name, output);
  if (row || find_other (card, name, output)
      || (!output && card->values
          && strata_value_get_member (card->values, name)))
    return dup_port (card, row, row ? row->name : name, output);
  return NULL;
}

/**
 * strata_card_get_wire:
 * @card: a card
 * @port: name of an input port
 *
 * Gives the wire into an input port.
 *
 * Returns: (transfer none) (nullable): the wire, or %NULL where there is none
 */
StrataWire *
strata_card_get_wire (StrataCard *card, const char *port)
{
  g_return_val_if_fail (STRATA_IS_CARD (card), NULL);
  g_return_val_if_fail (port, NULL);

  return strata_card_peek_wire (card, strata_card_find_row (card, port, FALSE),
                                port, FALSE);
}

void
strata_card_add_wires (StrataCard *self, gboolean output, GPtrArray *wires)
{
  GHashTableIter iter;
  gpointer key;

  for (gsize i = 0; self->wires && i < self->kind->n_ports; i++)
    if (!(self->kind->ports[i].flags & STRATA_PORT_OUT) == !output)
      strata_wires_add_from (wires, self->wires[i], output);

  if (!self->others)
    return;
  g_hash_table_iter_init (&iter, self->others);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (((OtherPort *) key)->key.output == output)
      strata_wires_add_from (wires, ((OtherPort *) key)->first, output);
}

/**
 * strata_card_list_wires:
 * @card: a card
 *
 * Lists the wires into a card and out of it, in the order of the graph.
 *
 * Returns: (transfer container) (element-type StrataWire): the wires
 */
GPtrArray *
strata_card_list_wires (StrataCard *card)
{
  GPtrArray *wires;
  guint n_in;

  g_return_val_if_fail (STRATA_IS_CARD (card), NULL);

  wires = g_ptr_array_new_with_free_func (g_object_unref);
  strata_card_add_wires (card, FALSE, wires);
  n_in = wires->len;
  strata_card_add_wires (card, TRUE, wires);

  /* A file may say that a card feeds itself. */
  for (guint i = wires->len; i > n_in; i--)
    if (((StrataWire *) wires->pdata[i - 1])->target == card)
      g_ptr_array_remove_index_fast (wires, i - 1);
  strata_wires_sort (wires);
  return wires;
}
