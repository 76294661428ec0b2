/* strata-wire.c — a wire from an output port to an input port.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-wire.h"
#include "strata-card-private.h"

G_DEFINE_FINAL_TYPE (StrataWire, strata_wire, G_TYPE_OBJECT)

static void
strata_wire_finalize (GObject *object)
{
  StrataWire *self = STRATA_WIRE (object);

  if (!self->source_row)
    g_free (self->source_port);
  if (!self->target_row)
    g_free (self->target_port);
  g_clear_object (&self->source);
  g_clear_object (&self->target);
  g_clear_pointer (&self->points, g_array_unref);
  g_clear_pointer (&self->extras, strata_value_unref);

  G_OBJECT_CLASS (strata_wire_parent_class)->finalize (object);
}

static void
strata_wire_class_init (StrataWireClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = strata_wire_finalize;
}

static void
strata_wire_init (StrataWire *self)
{
}

StrataWire *
strata_wire_new (StrataCard *source,
                 const char *source_port,
                 StrataCard *target,
                 const char *target_port)
{
  StrataWire *self = g_object_new (STRATA_TYPE_WIRE, NULL);

  self->source = g_object_ref (source);
  self->target = g_object_ref (target);
  self->source_row = strata_card_find_row (source, source_port, TRUE);
  self->target_row = strata_card_find_row (target, target_port, FALSE);
  self->source_port = self->source_row ? (char *) self->source_row->name
                                       : g_strdup (source_port);
  self->target_port = self->target_row ? (char *) self->target_row->name
                                       : g_strdup (target_port);
  return self;
}

static void
set_first_out (StrataWire *self, StrataWire *first)
{
  strata_card_set_first_wire (self->source, self->source_row, self->source_port,
                              TRUE, first);
}

static void
set_first_in (StrataWire *self, StrataWire *first)
{
  strata_card_set_first_wire (self->target, self->target_row, self->target_port,
                              FALSE, first);
}

void
strata_wire_attach (StrataWire *self)
{
  self->next = strata_card_peek_wire (self->source, self->source_row,
                                      self->source_port, TRUE);
  if (self->next)
    self->next->previous = self;
  set_first_out (self, self);
  set_first_in (self, self);
}

void
strata_wire_detach (StrataWire *self)
{
  if (self->next)
    self->next->previous = self->previous;
  if (self->previous)
    self->previous->next = self->next;
  else
    set_first_out (self, self->next);

  self->next = self->previous = NULL;
  set_first_in (self, NULL);
}

void
strata_wires_add_from (GPtrArray *wires, StrataWire *first, gboolean output)
{
  for (StrataWire *wire = first; wire; wire = output ? wire->next : NULL)
    g_ptr_array_add (wires, g_object_ref (wire));
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  StrataWire *const *one = a, *const *other = b;

  return g_sequence_iter_compare ((*one)->place, (*other)->place);
}

void
strata_wires_sort (GPtrArray *wires)
{
  g_ptr_array_sort (wires, compare_places);
}

/**
 * strata_wire_get_source:
 * @wire: a wire
 *
 * Gives the card that a wire starts from.
 *
 * Returns: (transfer none): the card
 */
StrataCard *
strata_wire_get_source (StrataWire *wire)
{
  g_return_val_if_fail (STRATA_IS_WIRE (wire), NULL);

  return wire->source;
}

/**
 * strata_wire_get_source_port:
 * @wire: a wire
 *
 * Names the output port that a wire starts from.
 *
 * Returns: name of the port
 */
const char *
strata_wire_get_source_port (StrataWire *wire)
{
  g_return_val_if_fail (STRATA_IS_WIRE (wire), NULL);

  return wire->source_port;
}

/**
 * strata_wire_get_target:
 * @wire: a wire
 *
 * Gives the card that a wire goes to.
 *
 * Returns: (transfer none): the card
 */
StrataCard *
strata_wire_get_target (StrataWire *wire)
{
  g_return_val_if_fail (STRATA_IS_WIRE (wire), NULL);

  return wire->target;
}

/**
 * strata_wire_get_target_port:
 * @wire: a wire
 *
 * Names the input port that a wire goes to.
 *
 * Returns: name of the port
 */
const char *
strata_wire_get_target_port (StrataWire *wire)
{
  g_return_val_if_fail (STRATA_IS_WIRE (wire), NULL);

  return wire->target_port;
}

/**
 * strata_wire_get_source_row: (skip)
 * @wire: a wire
 *
 * Gives the row of the output port that a wire starts from.
 *
 * Returns: (nullable): the row, or %NULL where the kind is not known
 */
const StrataPortRow *
strata_wire_get_source_row (StrataWire *wire)
{
  g_return_val_if_fail (STRATA_IS_WIRE (wire), NULL);

  return wire->source_row;
}

/**
 * strata_wire_get_target_row: (skip)
 * @wire: a wire
 *
 * Gives the row of the input port that a wire goes to.
 *
 * Returns: (nullable): the row, or %NULL where the kind is not known
 */
const StrataPortRow *
strata_wire_get_target_row (StrataWire *wire)
{
  g_return_val_if_fail (STRATA_IS_WIRE (wire), NULL);

  return wire->target_row;
}

/**
 * strata_wire_is_in_graph:
 * @wire: a wire
 *
 * Says whether a wire is in its graph now, rather than removed.
 *
 * Returns: whether it is
 */
gboolean
strata_wire_is_in_graph (StrataWire *wire)
{
  g_return_val_if_fail (STRATA_IS_WIRE (wire), FALSE);

  return wire->place != NULL;
}

/**
 * strata_wire_get_n_points:
 * @wire: a wire
 *
 * Counts the points on the canvas that a wire is led through.
 *
 * Returns: their number
 */
guint
strata_wire_get_n_points (StrataWire *wire)
{
  g_return_val_if_fail (STRATA_IS_WIRE (wire), 0);

  return wire->points ? wire->points->len / 2 : 0;
}

/**
 * strata_wire_get_point:
 * @wire: a wire
 * @index: number of a point, from the source on
 * @x: (out) (optional): distance from the left
 * @y: (out) (optional): distance from the top
 *
 * Gives a point on the canvas that a wire is led through.
 */
void
strata_wire_get_point (StrataWire *wire, guint index, double *x, double *y)
{
  g_return_if_fail (STRATA_IS_WIRE (wire));
  g_return_if_fail (index < strata_wire_get_n_points (wire));

  if (x)
    *x = g_array_index (wire->points, double, 2 * index);
  if (y)
    *y = g_array_index (wire->points, double, 2 * index + 1);
}

/**
 * strata_wire_get_points:
 * @wire: a wire
 * @n_coordinates: (out): how many numbers
 *
 * Gives all points on the canvas that a wire is led through, from the source
 * on. They hold until the points are changed.
 *
 * Returns: (transfer none) (nullable) (array length=n_coordinates): the x and
 *   the y of each point by turns, or %NULL where there are none
 */
const double *
strata_wire_get_points (StrataWire *wire, guint *n_coordinates)
{
  g_return_val_if_fail (STRATA_IS_WIRE (wire), NULL);
  g_return_val_if_fail (n_coordinates, NULL);

  *n_coordinates = wire->points ? wire->points->len : 0;
  return wire->points ? (const double *) (gpointer) wire->points->data : NULL;
}

/**
 * strata_wire_get_extra:
 * @wire: a wire
 * @key: a key
 *
 * Gives a further member of the wire's object in the file.
 *
 * Returns: (transfer none) (nullable): its value, or %NULL where there is none
 */
StrataValue *
strata_wire_get_extra (StrataWire *wire, const char *key)
{
  g_return_val_if_fail (STRATA_IS_WIRE (wire), NULL);
  g_return_val_if_fail (key, NULL);

  return wire->extras ? strata_value_get_member (wire->extras, key) : NULL;
}
