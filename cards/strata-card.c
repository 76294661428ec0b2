/* strata-card.c — a card of a graph: a kind, an id, a place, values on ports.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-card-private.h"
#include "strata-words.h"

#include <stdatomic.h>

G_DEFINE_FINAL_TYPE (StrataCard, strata_card, G_TYPE_OBJECT)

static void
strata_card_finalize (GObject *object)
{
  StrataCard *self = STRATA_CARD (object);

  g_free (self->type);
  g_free (self->id);
  g_clear_pointer (&self->values, strata_value_unref);
  g_clear_pointer (&self->view, strata_value_unref);
  g_clear_pointer (&self->extras, strata_value_unref);
  g_free (self->wires);
  g_clear_pointer (&self->others, g_hash_table_unref);
  g_clear_pointer (&self->strangers, g_array_unref);
  g_clear_pointer (&self->ports, g_hash_table_unref);

  G_OBJECT_CLASS (strata_card_parent_class)->finalize (object);
}

static void
strata_card_class_init (StrataCardClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = strata_card_finalize;
}

static void
strata_card_init (StrataCard *self)
{
}

guint64
strata_next_revision (void)
{
  static atomic_uint_fast64_t last;

  return atomic_fetch_add (&last, 1) + 1;
}

gboolean
strata_id_is_valid (const char *id)
{
  const char *c = id;

  while (g_ascii_isalnum (*c) || *c == '_' || *c == '-')
    c++;
  return *c == '\0' && c > id && c - id <= STRATA_MAX_ID;
}

StrataValue *
strata_object_with (StrataValue *value, const char *key, StrataValue *member)
{
  StrataValueBuilder *builder;
  g_autoptr (StrataValue) result = NULL;

  builder = value ? strata_value_builder_new_from (value)
                  : strata_value_builder_new (STRATA_VALUE_OBJECT);
  if (member)
    strata_value_builder_set (builder, key, strata_value_ref (member));
  else
    strata_value_builder_remove (builder, key);

  result = strata_value_builder_end (builder);
  return strata_value_get_n_members (result) > 0 ? g_steal_pointer (&result)
                                                 : NULL;
}

StrataCard *
strata_card_new (const StrataKind *kind, const char *type, const char *id)
{
  StrataCard *self = g_object_new (STRATA_TYPE_CARD, NULL);

  self->kind = kind;
  self->type = kind ? NULL : g_strdup (type);
  self->id = g_strdup (id);
  self->revision = strata_next_revision ();
  return self;
}

/**
 * strata_card_get_id:
 * @card: a card
 *
 * Gives the id of a card, unique in its graph.
 *
 * Returns: the id
 */
const char *
strata_card_get_id (StrataCard *card)
{
  g_return_val_if_fail (STRATA_IS_CARD (card), NULL);

  return card->id;
}

/**
 * strata_card_get_type_name:
 * @card: a card
 *
 * Gives the type of a card, as graph files name it: `DepthwiseConv2D`.
 *
 * Returns: the type
 */
const char *
strata_card_get_type_name (StrataCard *card)
{
  g_return_val_if_fail (STRATA_IS_CARD (card), NULL);

  return card->kind ? card->kind->type : card->type;
}

/**
 * strata_card_is_known:
 * @card: a card
 *
 * Says whether a plugin has brought the card's type.
 *
 * Returns: whether it has
 */
gboolean
strata_card_is_known (StrataCard *card)
{
  g_return_val_if_fail (STRATA_IS_CARD (card), FALSE);

  return card->kind != NULL;
}

/**
 * strata_card_get_kind: (skip)
 * @card: a card
 *
 * Gives the table that says all about cards of this type.
 *
 * Returns: (nullable): the kind, or %NULL where no plugin has brought it
 */
const StrataKind *
strata_card_get_kind (StrataCard *card)
{
  g_return_val_if_fail (STRATA_IS_CARD (card), NULL);

  return card->kind;
}

/**
 * strata_card_get_title:
 * @card: a card
 *
 * Gives the name of the card's type for people.
 *
 * Returns: the title, or the type where nothing is known of it
 */
const char *
strata_card_get_title (StrataCard *card)
{
  g_return_val_if_fail (STRATA_IS_CARD (card), NULL);

  return card->kind ? strata_words_translate (card->kind->title) : card->type;
}

/**
 * strata_card_get_category:
 * @card: a card
 *
 * Gives the heading under which the card's type stands in a palette.
 *
 * Returns: (nullable): the category, or %NULL where nothing is known of it
 */
const char *
strata_card_get_category (StrataCard *card)
{
  g_return_val_if_fail (STRATA_IS_CARD (card), NULL);

  return card->kind ? card->kind->category : NULL;
}

/**
 * strata_card_get_summary:
 * @card: a card
 *
 * Says in a sentence what cards of this type do.
 *
 * Returns: (nullable): the sentence, or %NULL where nothing is known of it
 */
const char *
strata_card_get_summary (StrataCard *card)
{
  g_return_val_if_fail (STRATA_IS_CARD (card), NULL);

  return card->kind ? strata_words_translate (card->kind->summary) : NULL;
}

/**
 * strata_card_get_help:
 * @card: a card
 *
 * Says more of what cards of this type do.
 *
 * Returns: (nullable): some paragraphs, or %NULL where there are none
 */
const char *
strata_card_get_help (StrataCard *card)
{
  g_return_val_if_fail (STRATA_IS_CARD (card), NULL);

  return card->kind ? strata_words_translate (card->kind->help) : NULL;
}

/**
 * strata_card_get_graph:
 * @card: a card
 *
 * Gives the graph that a card stands in.
 *
 * Returns: (transfer none) (nullable): the graph, or %NULL for a card that was
 *   removed
 */
StrataGraph *
strata_card_get_graph (StrataCard *card)
{
  g_return_val_if_fail (STRATA_IS_CARD (card), NULL);

  return card->graph;
}

/**
 * strata_card_get_index:
 * @card: a card in a graph
 *
 * Says which card of its graph it is.
 *
 * Returns: its number, from 0
 */
guint
strata_card_get_index (StrataCard *card)
{
  g_return_val_if_fail (STRATA_IS_CARD (card), 0);
  g_return_val_if_fail (card->place, 0);

  return (guint) g_sequence_iter_get_position (card->place);
}

/**
 * strata_card_has_position:
 * @card: a card
 *
 * Says whether anybody has given the card a place on the canvas.
 *
 * Returns: whether it has a place
 */
gboolean
strata_card_has_position (StrataCard *card)
{
  g_return_val_if_fail (STRATA_IS_CARD (card), FALSE);

  return card->has_position;
}

/**
 * strata_card_get_position:
 * @card: a card
 * @x: (out) (optional): distance from the left
 * @y: (out) (optional): distance from the top
 *
 * Gives the place of a card on the canvas; 0 and 0 where it has none.
 */
void
strata_card_get_position (StrataCard *card, double *x, double *y)
{
  g_return_if_fail (STRATA_IS_CARD (card));

  if (x)
    *x = card->x;
  if (y)
    *y = card->y;
}

/**
 * strata_card_get_value:
 * @card: a card
 * @port: name of an input port
 *
 * Gives the value that stands on an input port. A wire into the port wins over
 * it.
 *
 * Returns: (transfer none) (nullable): the value, or %NULL where the port has
 *   its default
 */
StrataValue *
strata_card_get_value (StrataCard *card, const char *port)
{
  StrataValue *value;

  g_return_val_if_fail (STRATA_IS_CARD (card), NULL);
  g_return_val_if_fail (port, NULL);

  if (!card->values)
    return NULL;
  value = strata_value_get_member (card->values, port);
  return strata_value_is (value, STRATA_VALUE_NULL) ? NULL : value;
}

/**
 * strata_card_get_values:
 * @card: a card
 *
 * Gives all values that stand on the card's ports: an object, with the names of
 * ports as keys, in the order in which they were given.
 *
 * Returns: (transfer none) (nullable): the object, or %NULL where all ports
 * have their defaults
 */
StrataValue *
strata_card_get_values (StrataCard *card)
{
  g_return_val_if_fail (STRATA_IS_CARD (card), NULL);

  return card->values;
}

/**
 * strata_card_get_view:
 * @card: a card
 * @key: a key
 *
 * Gives something that an editor remembers of how the card looks, such as
 * whether it is unfolded. It has no influence on what the card computes.
 *
 * Returns: (transfer none) (nullable): its value, or %NULL where there is none
 */
StrataValue *
strata_card_get_view (StrataCard *card, const char *key)
{
  StrataValue *view, *value;

  g_return_val_if_fail (STRATA_IS_CARD (card), NULL);
  g_return_val_if_fail (key, NULL);

  view = strata_card_get_views (card);
  value = view ? strata_value_get_member (view, key) : NULL;
  return strata_value_is (value, STRATA_VALUE_NULL) ? NULL : value;
}

/**
 * strata_card_get_views:
 * @card: a card
 *
 * Gives all that editors remember of how the card looks, in one object.
 *
 * Returns: (transfer none) (nullable): the object, or %NULL for nothing
 */
StrataValue *
strata_card_get_views (StrataCard *card)
{
  g_return_val_if_fail (STRATA_IS_CARD (card), NULL);

  return strata_value_is (card->view, STRATA_VALUE_OBJECT) ? card->view : NULL;
}

/**
 * strata_card_get_extra:
 * @card: a card
 * @key: a key
 *
 * Gives a further member of the card's object in the file.
 *
 * Returns: (transfer none) (nullable): its value, or %NULL where there is none
 */
StrataValue *
strata_card_get_extra (StrataCard *card, const char *key)
{
  g_return_val_if_fail (STRATA_IS_CARD (card), NULL);
  g_return_val_if_fail (key, NULL);

  return card->extras ? strata_value_get_member (card->extras, key) : NULL;
}

/**
 * strata_card_get_revision:
 * @card: a card
 *
 * Gives a number that grows at each change of the card's values. No two
 * revisions of any cards are the same.
 *
 * Returns: the number
 */
guint64
strata_card_get_revision (StrataCard *card)
{
  g_return_val_if_fail (STRATA_IS_CARD (card), 0);

  return card->revision;
}
