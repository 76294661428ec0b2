/* strata-reader-card.c — a card from its object in a graph's file.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-reader-private.h"

static void
load_position (StrataReader *reader, StrataCard *card, StrataValue *position)
{
  if (!position)
    return;
  card->has_position = strata_reader_read_pair (position, &card->x, &card->y);
  if (!card->has_position)
    strata_reader_add_fault (
        reader, card->id, NULL,
        "The position is not a list of two numbers, such as [40, 80]");
}

/* Without what is null on a port of the kind. */
static StrataValue *
dup_values (StrataCard *card, StrataValue *inputs)
{
  g_autoptr (StrataValueBuilder) given = NULL;
  g_autoptr (StrataValue) values = NULL;
  StrataValueIter iter;
  const char *key;
  StrataValue *value;

  strata_value_iter_init (&iter, inputs);
  while (strata_value_iter_next (&iter, &key, &value))
    if (strata_value_is (value, STRATA_VALUE_NULL)
        && strata_card_find_row (card, key, FALSE))
      {
        if (!given)
          given = strata_value_builder_new_from (inputs);
        strata_value_builder_remove (given, key);
      }
  if (!given)
    return strata_value_ref (inputs);

  values = strata_value_builder_end (g_steal_pointer (&given));
  return strata_value_get_n_members (values) > 0 ? g_steal_pointer (&values)
                                                 : NULL;
}

static void
load_values (StrataReader *reader, StrataCard *card, StrataValue *inputs)
{
  if (!inputs)
    return;
  if (!strata_value_is (inputs, STRATA_VALUE_OBJECT))
    strata_reader_add_fault (
        reader, card->id, NULL,
        "The inputs are %s, but they must be an object of values by the "
        "names of ports",
        strata_reader_name_kind (inputs));
  else
    card->values = dup_values (card, inputs);
}

static void
load_bypass (StrataReader *reader, StrataCard *card, StrataValue *bypass)
{
  if (!bypass)
    return;
  if (strata_value_is (bypass, STRATA_VALUE_BOOLEAN))
    card->bypassed = strata_value_get_boolean (bypass);
  else
    strata_reader_add_fault (reader, card->id, NULL,
                             "The bypass is %s, but it must be true or false",
                             strata_reader_name_kind (bypass));
}

static const char *
read_id (StrataReader *reader, guint i, StrataValue *object)
{
  const char *id = strata_reader_read_id (reader, "cards", i, object);

  if (!id || !strata_graph_find_card (reader->graph, id))
    return id;
  strata_reader_add_fault (
      reader, id, NULL,
      "The id of cards[%u] is that of another card before it, but "
      "each card needs one of its own",
      i);
  return NULL;
}

static const char *
read_type (StrataReader *reader, guint i, const char *id, StrataValue *object)
{
  StrataValue *value = strata_reader_get_given (object, "type");

  if (strata_value_is (value, STRATA_VALUE_STRING)
      && *strata_value_get_string (value))
    return strata_value_get_string (value);
  strata_reader_add_fault (
      reader, id, NULL,
      "The type of cards[%u] is %s, but it must name a kind of card, "
      "such as \"Input\"",
      i,
      !value ? "missing"
      : strata_value_is (value, STRATA_VALUE_STRING)
          ? "empty"
          : strata_reader_name_kind (value));
  return NULL;
}

void
strata_reader_load_card (StrataReader *reader, guint i, StrataValue *object)
{
  const char *id, *type;
  g_autoptr (StrataCard) card = NULL;

  if (!strata_value_is (object, STRATA_VALUE_OBJECT))
    {
      strata_reader_add_fault (
          reader, NULL, NULL,
          "The entry cards[%u] is %s, but a card is an object with an id and a "
          "type",
          i, strata_reader_name_kind (object));
      return;
    }
  id = read_id (reader, i, object);
  type = id ? read_type (reader, i, id, object) : NULL;
  if (!type)
    return;

  card = strata_card_new (
      strata_registry_lookup (reader->graph->registry, type), type, id);
  load_position (reader, card, strata_reader_get_given (object, "position"));
  load_values (reader, card, strata_reader_get_given (object, "inputs"));
  load_bypass (reader, card, strata_reader_get_given (object, "bypass"));
  card->view = strata_reader_dup_given (object, "view");
  card->extras = strata_reader_dup_extras (object, strata_card_knows_key);
  strata_graph_insert_card (reader->graph, card, NULL);
}
