/* strata-reader-wire.c — a wire from its object in a graph's file.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-file-error-private.h"
#include "strata-reader-private.h"

#include <string.h>

/* One end of a wire, as far as it could be read. */
typedef struct
{
  StrataCard *card;
  const char *port;
} End;

/* Splits "dw.input"; an id has no dot. */
static gboolean
split_end (const char *text, char id[STRATA_MAX_ID + 1], const char **port)
{
  const char *dot = strchr (text, '.');

  if (!dot || dot - text > STRATA_MAX_ID || dot[1] == '\0')
    return FALSE;
  memcpy (id, text, (gsize) (dot - text));
  id[dot - text] = '\0';
  *port = dot + 1;
  return strata_id_is_valid (id);
}

static gboolean
read_end (StrataReader *reader,
          guint i,
          StrataValue *object,
          const char *key,
          const char *verb,
          End *end)
{
  StrataValue *value = strata_reader_get_given (object, key);
  char id[STRATA_MAX_ID + 1];
  g_autofree char *quoted = NULL;
  gboolean split;

  if (!strata_value_is (value, STRATA_VALUE_STRING))
    {
      strata_reader_add_fault (
          reader, NULL, NULL,
          "The \"%s\" of wires[%u] is %s, but it must be CARD.PORT, such as "
          "\"dw.input\"",
          key, i, value ? strata_reader_name_kind (value) : "missing");
      return FALSE;
    }
  split = split_end (strata_value_get_string (value), id, &end->port);
  end->card = split ? strata_graph_find_card (reader->graph, id) : NULL;
  if (end->card)
    return TRUE;

  quoted = strata_file_quote (strata_value_get_string (value));
  if (split)
    strata_reader_add_fault (
        reader, NULL, NULL,
        "The entry wires[%u] %s at %s, but there is no card '%s'", i, verb,
        quoted, id);
  else
    strata_reader_add_fault (
        reader, NULL, NULL,
        "The entry wires[%u] %s at %s, but an end of a wire is "
        "CARD.PORT, such as "
        "\"dw.input\"",
        i, verb, quoted);
  return FALSE;
}

static gboolean
check_end (StrataReader *reader, guint i, const End *end, gboolean output)
{
  g_autofree char *refusal =
      strata_card_refuse_port (end->card, end->port, output);

  if (refusal)
    strata_reader_add_fault (reader, end->card->id, end->port,
                             "The entry wires[%u] is no wire: %s", i, refusal);
  return !refusal;
}

static gboolean
check_free (StrataReader *reader, guint i, const End *target)
{
  StrataWire *other = strata_card_get_wire (target->card, target->port);
  g_autofree char *quoted = NULL;

  if (!other)
    return TRUE;
  quoted = strata_file_quote (other->source_port);
  strata_reader_add_fault (
      reader, target->card->id, target->port,
      "The entry wires[%u] is a second wire into this port, which takes "
      "one and "
      "has that from %s of '%s'",
      i, quoted, other->source->id);
  return FALSE;
}

/* All points, or NULL where one of them is none. */
static GArray *
read_points (StrataValue *list)
{
  gsize n = strata_value_get_length (list);
  g_autoptr (GArray) points =
      g_array_sized_new (FALSE, FALSE, sizeof (double), 2 * (guint) n);

  for (gsize i = 0; i < n; i++)
    {
      double pair[2];

      if (!strata_reader_read_pair (strata_value_get_item (list, i), &pair[0],
                                    &pair[1]))
        return NULL;
      g_array_append_vals (points, pair, 2);
    }
  return g_steal_pointer (&points);
}

static gboolean
check_n_points (StrataReader *reader,
                guint i,
                StrataWire *wire,
                StrataValue *list)
{
  gsize n = strata_value_get_length (list);

  if (n > STRATA_WIRE_MAX_POINTS)
    strata_reader_add_fault (
        reader, wire->target->id, wire->target_port,
        "The entry wires[%u] has %zu points, but %d are the most", i, n,
        STRATA_WIRE_MAX_POINTS);
  return n <= STRATA_WIRE_MAX_POINTS;
}

static void
load_points (StrataReader *reader, guint i, StrataWire *wire, StrataValue *list)
{
  GArray *points = NULL;

  if (!list)
    return;
  if (strata_value_is (list, STRATA_VALUE_LIST))
    {
      if (!check_n_points (reader, i, wire, list))
        return;
      points = read_points (list);
    }

  if (!points)
    strata_reader_add_fault (reader, wire->target->id, wire->target_port,
                             "The points of wires[%u] are not a list of pairs "
                             "of numbers, such as [[200, 80], [200, 300]]",
                             i);
  else if (points->len > 0)
    wire->points = g_steal_pointer (&points);
  g_clear_pointer (&points, g_array_unref);
}

void
strata_reader_load_wire (StrataReader *reader, guint i, StrataValue *object)
{
  End source = { NULL, NULL }, target = { NULL, NULL };
  g_autoptr (StrataWire) wire = NULL;
  gboolean ok;

  if (!strata_value_is (object, STRATA_VALUE_OBJECT))
    {
      strata_reader_add_fault (
          reader, NULL, NULL,
          "The entry wires[%u] is %s, but a wire is an object with "
          "\"from\" and "
          "\"to\"",
          i, strata_reader_name_kind (object));
      return;
    }

  /* Both ends are looked at, whatever is wrong with the first. */
  ok = read_end (reader, i, object, "from", "starts", &source)
       && check_end (reader, i, &source, TRUE);
  if (!read_end (reader, i, object, "to", "ends", &target)
      || !check_end (reader, i, &target, FALSE)
      || !check_free (reader, i, &target) || !ok)
    return;

  wire = strata_wire_new (source.card, source.port, target.card, target.port);
  load_points (reader, i, wire, strata_reader_get_given (object, "points"));
  wire->extras = strata_reader_dup_extras (object, strata_wire_knows_key);
  strata_graph_insert_wire (reader->graph, wire, NULL);
}
