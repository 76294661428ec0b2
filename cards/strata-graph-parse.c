/* strata-graph-parse.c — a graph from the text of its file.
 *
 * What is no graph at all is refused. Whatever else is wrong is a fault, and
 * loading goes on, so that a person hears of everything at once.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-file-error-private.h"
#include "strata-graph-private.h"

#include <string.h>

#define FORMAT "strata-graph"
#define VERSION 1

typedef struct
{
  StrataGraph *graph;
  guint n_untold; /* faults beyond those that are told one by one */
} Loader;

/* One end of a wire, as far as it could be read. */
typedef struct
{
  StrataCard *card;
  const char *port;
} End;

static void add_fault (Loader *loader,
                       const char *card,
                       const char *port,
                       const char *format,
                       ...) G_GNUC_PRINTF (4, 5);

static void
add_fault (Loader *loader,
           const char *card,
           const char *port,
           const char *format,
           ...)
{
  GPtrArray *faults = loader->graph->load_faults;
  g_autofree char *message = NULL;
  va_list values;

  if (faults->len >= STRATA_GRAPH_MAX_LOAD_FAULTS)
    {
      loader->n_untold++;
      return;
    }
  va_start (values, format);
  message = g_strdup_vprintf (format, values);
  va_end (values);
  g_ptr_array_add (faults, strata_fault_new (card, port, message));
}

static void
add_untold (Loader *loader)
{
  g_autofree char *message = NULL;

  if (loader->n_untold == 0)
    return;
  message = g_strdup_printf ("The file has %u more faults, which are not told "
                             "one by one",
                             loader->n_untold);
  g_ptr_array_add (loader->graph->load_faults,
                   strata_fault_new (NULL, NULL, message));
}

static const char *
name_kind (StrataValue *value)
{
  static const char *const names[] = {
    [STRATA_VALUE_NULL] = "null",
    [STRATA_VALUE_BOOLEAN] = "true or false",
    [STRATA_VALUE_INTEGER] = "an integer",
    [STRATA_VALUE_REAL] = "a real number",
    [STRATA_VALUE_STRING] = "a string",
    [STRATA_VALUE_LIST] = "a list",
    [STRATA_VALUE_OBJECT] = "an object",
  };

  return names[strata_value_get_kind (value)];
}

/* A member that is given: null never is. */
static StrataValue *
get_given (StrataValue *object, const char *key)
{
  StrataValue *value = strata_value_get_member (object, key);

  return strata_value_is (value, STRATA_VALUE_NULL) ? NULL : value;
}

static StrataValue *
dup_given (StrataValue *object, const char *key)
{
  StrataValue *value = get_given (object, key);

  return value ? strata_value_ref (value) : NULL;
}

/* The members that the format does not know, or NULL for none. */
static StrataValue *
dup_extras (StrataValue *object, gboolean (*knows_key) (const char *key))
{
  g_autoptr (StrataValueBuilder) extras = NULL;
  StrataValueIter iter;
  const char *key;
  StrataValue *value;

  strata_value_iter_init (&iter, object);
  while (strata_value_iter_next (&iter, &key, &value))
    if (!knows_key (key))
      {
        if (!extras)
          extras = strata_value_builder_new (STRATA_VALUE_OBJECT);
        strata_value_builder_set (extras, key, strata_value_ref (value));
      }
  return extras ? strata_value_builder_end (g_steal_pointer (&extras)) : NULL;
}

static gboolean
is_number (StrataValue *value)
{
  return strata_value_is (value, STRATA_VALUE_INTEGER)
         || strata_value_is (value, STRATA_VALUE_REAL);
}

static void
load_position (Loader *loader, StrataCard *card, StrataValue *position)
{
  if (!position)
    return;
  if (!strata_value_is (position, STRATA_VALUE_LIST)
      || strata_value_get_length (position) != 2
      || !is_number (strata_value_get_item (position, 0))
      || !is_number (strata_value_get_item (position, 1)))
    {
      add_fault (loader, card->id, NULL,
                 "The position is not a list of two numbers, such as [40, 80]");
      return;
    }

  card->has_position = TRUE;
  card->x = strata_value_get_real (strata_value_get_item (position, 0));
  card->y = strata_value_get_real (strata_value_get_item (position, 1));
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
load_values (Loader *loader, StrataCard *card, StrataValue *inputs)
{
  if (!inputs)
    return;
  if (!strata_value_is (inputs, STRATA_VALUE_OBJECT))
    add_fault (loader, card->id, NULL,
               "The inputs are %s, but they must be an object of values by the "
               "names of ports",
               name_kind (inputs));
  else
    card->values = dup_values (card, inputs);
}

/* The id of a card, or NULL after a fault. */
static const char *
read_id (Loader *loader, guint i, StrataValue *object)
{
  StrataValue *value = get_given (object, "id");
  const char *id;

  if (!strata_value_is (value, STRATA_VALUE_STRING))
    {
      add_fault (loader, NULL, NULL,
                 "The id of cards[%u] is %s, but it must be a string", i,
                 value ? name_kind (value) : "missing");
      return NULL;
    }
  id = strata_value_get_string (value);
  if (!strata_id_is_valid (id))
    {
      g_autofree char *quoted = strata_file_quote (id);

      add_fault (loader, NULL, NULL,
                 "The id of cards[%u], %s, is not 1 to %d of A-Z a-z 0-9 _ -",
                 i, quoted, STRATA_MAX_ID);
      return NULL;
    }
  if (strata_graph_find_card (loader->graph, id))
    {
      add_fault (loader, id, NULL,
                 "The id of cards[%u] is that of another card before it, but "
                 "each card needs one of its own",
                 i);
      return NULL;
    }
  return id;
}

static const char *
read_type (Loader *loader, guint i, const char *id, StrataValue *object)
{
  StrataValue *value = get_given (object, "type");

  if (strata_value_is (value, STRATA_VALUE_STRING)
      && *strata_value_get_string (value))
    return strata_value_get_string (value);
  add_fault (loader, id, NULL,
             "The type of cards[%u] is %s, but it must name a kind of card, "
             "such as \"Input\"",
             i,
             !value ? "missing"
             : strata_value_is (value, STRATA_VALUE_STRING)
                 ? "empty"
                 : name_kind (value));
  return NULL;
}

static void
load_card (Loader *loader, guint i, StrataValue *object)
{
  const char *id, *type;
  g_autoptr (StrataCard) card = NULL;

  if (!strata_value_is (object, STRATA_VALUE_OBJECT))
    {
      add_fault (
          loader, NULL, NULL,
          "The entry cards[%u] is %s, but a card is an object with an id and a "
          "type",
          i, name_kind (object));
      return;
    }
  id = read_id (loader, i, object);
  type = id ? read_type (loader, i, id, object) : NULL;
  if (!type)
    return;

  card = strata_card_new (
      strata_registry_lookup (loader->graph->registry, type), type, id);
  load_position (loader, card, get_given (object, "position"));
  load_values (loader, card, get_given (object, "inputs"));
  card->view = dup_given (object, "view");
  card->extras = dup_extras (object, strata_card_knows_key);
  strata_graph_insert_card (loader->graph, card, NULL);
}

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
read_end (Loader *loader,
          guint i,
          StrataValue *object,
          const char *key,
          const char *verb,
          End *end)
{
  StrataValue *value = get_given (object, key);
  char id[STRATA_MAX_ID + 1];
  g_autofree char *quoted = NULL;
  gboolean split;

  if (!strata_value_is (value, STRATA_VALUE_STRING))
    {
      add_fault (
          loader, NULL, NULL,
          "The \"%s\" of wires[%u] is %s, but it must be CARD.PORT, such as "
          "\"dw.input\"",
          key, i, value ? name_kind (value) : "missing");
      return FALSE;
    }
  split = split_end (strata_value_get_string (value), id, &end->port);
  end->card = split ? strata_graph_find_card (loader->graph, id) : NULL;
  if (end->card)
    return TRUE;

  quoted = strata_file_quote (strata_value_get_string (value));
  if (split)
    add_fault (loader, NULL, NULL,
               "The entry wires[%u] %s at %s, but there is no card '%s'", i,
               verb, quoted, id);
  else
    add_fault (loader, NULL, NULL,
               "The entry wires[%u] %s at %s, but an end of a wire is "
               "CARD.PORT, such as "
               "\"dw.input\"",
               i, verb, quoted);
  return FALSE;
}

static gboolean
check_end (Loader *loader, guint i, const End *end, gboolean output)
{
  g_autofree char *refusal =
      strata_card_refuse_port (end->card, end->port, output);

  if (refusal)
    add_fault (loader, end->card->id, end->port,
               "The entry wires[%u] is no wire: %s", i, refusal);
  return !refusal;
}

static gboolean
check_free (Loader *loader, guint i, const End *target)
{
  StrataWire *other = strata_card_get_wire (target->card, target->port);
  g_autofree char *quoted = NULL;

  if (!other)
    return TRUE;
  quoted = strata_file_quote (other->source_port);
  add_fault (loader, target->card->id, target->port,
             "The entry wires[%u] is a second wire into this port, which takes "
             "one and "
             "has that from %s of '%s'",
             i, quoted, other->source->id);
  return FALSE;
}

static void
load_wire (Loader *loader, guint i, StrataValue *object)
{
  End source = { NULL, NULL }, target = { NULL, NULL };
  g_autoptr (StrataWire) wire = NULL;
  gboolean ok;

  if (!strata_value_is (object, STRATA_VALUE_OBJECT))
    {
      add_fault (loader, NULL, NULL,
                 "The entry wires[%u] is %s, but a wire is an object with "
                 "\"from\" and "
                 "\"to\"",
                 i, name_kind (object));
      return;
    }

  /* Both ends are looked at, whatever is wrong with the first. */
  ok = read_end (loader, i, object, "from", "starts", &source)
       && check_end (loader, i, &source, TRUE);
  if (!read_end (loader, i, object, "to", "ends", &target)
      || !check_end (loader, i, &target, FALSE)
      || !check_free (loader, i, &target) || !ok)
    return;

  wire = strata_wire_new (source.card, source.port, target.card, target.port);
  wire->extras = dup_extras (object, strata_wire_knows_key);
  strata_graph_insert_wire (loader->graph, wire, NULL);
}

static void
load_list (Loader *loader,
           StrataValue *object,
           const char *key,
           void (*load) (Loader *loader, guint i, StrataValue *item))
{
  StrataValue *list = get_given (object, key);

  if (!list)
    return;
  if (!strata_value_is (list, STRATA_VALUE_LIST))
    {
      add_fault (loader, NULL, NULL,
                 "The member \"%s\" is %s, but it must be a list", key,
                 name_kind (list));
      return;
    }
  for (gsize i = 0; i < strata_value_get_length (list); i++)
    load (loader, (guint) i, strata_value_get_item (list, i));
}

static void
load_seed (Loader *loader, StrataValue *seed)
{
  if (!seed)
    return;
  if (!strata_value_is (seed, STRATA_VALUE_INTEGER))
    {
      add_fault (loader, NULL, NULL,
                 "The seed is %s, but it must be an integer", name_kind (seed));
      return;
    }
  loader->graph->has_seed = TRUE;
  loader->graph->seed = strata_value_get_integer (seed);
}

static void
load_weights (Loader *loader, StrataValue *weights)
{
  if (!weights)
    return;
  if (!strata_value_is (weights, STRATA_VALUE_STRING)
      || !*strata_value_get_string (weights))
    {
      add_fault (loader, NULL, NULL,
                 "The weights are %s, but they must be the name of an .npz "
                 "file, such as \"net.npz\"",
                 strata_value_is (weights, STRATA_VALUE_STRING)
                     ? "an empty string"
                     : name_kind (weights));
      return;
    }
  loader->graph->weights = g_strdup (strata_value_get_string (weights));
}

static gboolean refuse (GError **error, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list values;

  va_start (values, format);
  if (error)
    *error = g_error_new_valist (STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_FORMAT,
                                 format, values);
  va_end (values);
  return FALSE;
}

/* Whether it is a graph, of a version that can be read. */
static gboolean
check_format (StrataValue *object, GError **error)
{
  StrataValue *format, *version;
  gint64 number;

  if (!strata_value_is (object, STRATA_VALUE_OBJECT))
    return refuse (error,
                   "The text is %s, but a graph is an object that begins with "
                   "\"format\": \"" FORMAT "\"",
                   name_kind (object));

  format = get_given (object, "format");
  if (!strata_value_is (format, STRATA_VALUE_STRING)
      || !g_str_equal (strata_value_get_string (format), FORMAT))
    return refuse (error, "The text is no graph, because it does not say "
                          "\"format\": \"" FORMAT "\"");

  version = get_given (object, "version");
  if (!strata_value_is (version, STRATA_VALUE_INTEGER))
    return refuse (error,
                   "The graph does not say its \"version\", which must "
                   "be the integer %d",
                   VERSION);

  number = strata_value_get_integer (version);
  if (number > VERSION)
    return refuse (error,
                   "The graph has version %" G_GINT64_FORMAT " of the format, "
                   "but this program reads version %d; a newer one is needed",
                   number, VERSION);
  if (number < VERSION)
    return refuse (error,
                   "The graph has version %" G_GINT64_FORMAT " of the format, "
                   "but the first is %d",
                   number, VERSION);
  return TRUE;
}

/**
 * strata_graph_parse:
 * @registry: (nullable): the kinds of cards that the graph knows, or %NULL for
 *   the default ones
 * @text: the text of a graph's file; it may hold any bytes
 * @length: bytes of the text, or -1 where it ends in NUL
 * @error: where to say why it is no graph
 *
 * Reads a graph. What in it cannot be taken in is told by
 * [method@Strata.Graph.get_load_faults].
 *
 * Returns: (transfer full): the graph, or %NULL with an error
 */
StrataGraph *
strata_graph_parse (StrataRegistry *registry,
                    const char *text,
                    gssize length,
                    GError **error)
{
  g_autoptr (StrataValue) object = NULL;
  g_autoptr (StrataGraph) graph = NULL;
  Loader loader = { NULL, 0 };

  g_return_val_if_fail (!registry || STRATA_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (text, NULL);

  if (length < 0)
    length = (gssize) strlen (text);
  if (!strata_graph_check_size ((guint64) length, error))
    return NULL;
  object = strata_value_parse (text, length, error);
  if (!object || !check_format (object, error))
    return NULL;

  loader.graph = graph = strata_graph_new (registry);
  load_list (&loader, object, "cards", load_card);
  load_list (&loader, object, "wires", load_wire);
  load_seed (&loader, get_given (object, "seed"));
  load_weights (&loader, get_given (object, "weights"));
  graph->extras = dup_extras (object, strata_graph_knows_key);
  add_untold (&loader);
  return g_steal_pointer (&graph);
}
