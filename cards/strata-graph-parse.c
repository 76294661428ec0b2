/* strata-graph-parse.c — a graph from the text of its file.
 *
 * What is no graph at all is refused. Whatever else is wrong is a fault, and
 * loading goes on, so that a person hears of everything at once.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-reader-private.h"

#include <string.h>

#define FORMAT "strata-graph"
#define VERSION 1

static void
load_list (StrataReader *reader,
           StrataValue *object,
           const char *key,
           void (*load) (StrataReader *reader, guint i, StrataValue *item))
{
  StrataValue *list = strata_reader_get_given (object, key);

  if (!list)
    return;
  if (!strata_value_is (list, STRATA_VALUE_LIST))
    {
      strata_reader_add_fault (reader, NULL, NULL,
                               "The member \"%s\" is %s, but it must be a list",
                               key, strata_reader_name_kind (list));
      return;
    }
  for (gsize i = 0; i < strata_value_get_length (list); i++)
    load (reader, (guint) i, strata_value_get_item (list, i));
}

static void
load_seed (StrataReader *reader, StrataValue *seed)
{
  if (!seed)
    return;
  if (!strata_value_is (seed, STRATA_VALUE_INTEGER))
    {
      strata_reader_add_fault (reader, NULL, NULL,
                               "The seed is %s, but it must be an integer",
                               strata_reader_name_kind (seed));
      return;
    }
  reader->graph->has_seed = TRUE;
  reader->graph->seed = strata_value_get_integer (seed);
}

static void
load_weights (StrataReader *reader, StrataValue *weights)
{
  if (!weights)
    return;
  if (!strata_value_is (weights, STRATA_VALUE_STRING)
      || !*strata_value_get_string (weights))
    {
      strata_reader_add_fault (
          reader, NULL, NULL,
          "The weights are %s, but they must be the name of an .npz "
          "file, such as \"net.npz\"",
          strata_value_is (weights, STRATA_VALUE_STRING)
              ? "an empty string"
              : strata_reader_name_kind (weights));
      return;
    }
  reader->graph->weights = g_strdup (strata_value_get_string (weights));
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
                   strata_reader_name_kind (object));

  format = strata_reader_get_given (object, "format");
  if (!strata_value_is (format, STRATA_VALUE_STRING)
      || !g_str_equal (strata_value_get_string (format), FORMAT))
    return refuse (error, "The text is no graph, because it does not say "
                          "\"format\": \"" FORMAT "\"");

  version = strata_reader_get_given (object, "version");
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
  StrataReader reader = { NULL, 0 };

  g_return_val_if_fail (!registry || STRATA_IS_REGISTRY (registry), NULL);
  g_return_val_if_fail (text, NULL);

  if (length < 0)
    length = (gssize) strlen (text);
  if (!strata_graph_check_size ((guint64) length, error))
    return NULL;
  object = strata_value_parse (text, length, error);
  if (!object || !check_format (object, error))
    return NULL;

  reader.graph = graph = strata_graph_new (registry);
  load_list (&reader, object, "cards", strata_reader_load_card);
  load_list (&reader, object, "wires", strata_reader_load_wire);
  load_list (&reader, object, "frames", strata_reader_load_frame);
  load_list (&reader, object, "notes", strata_reader_load_note);
  load_seed (&reader, strata_reader_get_given (object, "seed"));
  load_weights (&reader, strata_reader_get_given (object, "weights"));
  graph->extras = strata_reader_dup_extras (object, strata_graph_knows_key);
  strata_reader_add_untold (&reader);
  return g_steal_pointer (&graph);
}
