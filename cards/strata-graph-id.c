/* strata-graph-id.c — ids of cards: which may be had, and which are offered.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-file-error-private.h"
#include "strata-graph-private.h"

#include <string.h>

char *
strata_graph_refuse_id (StrataGraph *self, const char *id)
{
  g_autofree char *quoted = NULL;

  if (strata_id_is_valid (id) && !g_hash_table_contains (self->by_id, id))
    return NULL;

  quoted = strata_file_quote (id);
  if (strata_id_is_valid (id))
    return g_strdup_printf ("The id %s is taken, but each card needs one of "
                            "its own",
                            quoted);
  return g_strdup_printf ("The id %s is not 1 to %d of A-Z a-z 0-9 _ -", quoted,
                          STRATA_MAX_ID);
}

gboolean
strata_graph_knows_key (const char *key)
{
  static const char *const keys[] = { "format", "version", "seed",
                                      "cards",  "wires",   "frames",
                                      "notes",  "weights", NULL };

  return g_strv_contains (keys, key);
}

gboolean
strata_card_knows_key (const char *key)
{
  static const char *const keys[] = { "id",     "type", "position", "inputs",
                                      "bypass", "view", NULL };

  return g_strv_contains (keys, key);
}

gboolean
strata_wire_knows_key (const char *key)
{
  static const char *const keys[] = { "from", "to", "points", NULL };

  return g_strv_contains (keys, key);
}

const char *
strata_remark_text_key (StrataRemarkKind kind)
{
  return kind == STRATA_REMARK_FRAME ? "title" : "text";
}

static gboolean
remark_knows_key (StrataRemarkKind kind, const char *key)
{
  static const char *const keys[] = { "id", "position", "size", "color", NULL };

  return g_strv_contains (keys, key)
         || g_str_equal (key, strata_remark_text_key (kind));
}

gboolean
strata_frame_knows_key (const char *key)
{
  return remark_knows_key (STRATA_REMARK_FRAME, key);
}

gboolean
strata_note_knows_key (const char *key)
{
  return remark_knows_key (STRATA_REMARK_NOTE, key);
}

static char *
join (const char *base, guint number)
{
  char tail[16];
  int n = g_snprintf (tail, sizeof tail, "_%u", number);

  return g_strdup_printf ("%.*s%s", STRATA_MAX_ID - n, base, tail);
}

static gboolean
is_taken (GHashTable *ids, const char *base, guint number)
{
  g_autofree char *id = join (base, number);

  return g_hash_table_contains (ids, id);
}

/* A free number, and a taken one below it or 0. Doubling finds them soon,
 * unless somebody has taken all powers of two to have it go on for ever. */
static guint
find_free (GHashTable *ids, const char *base, guint *taken)
{
  *taken = 0;
  for (guint number = 1; number <= G_MAXINT; number *= 2)
    {
      if (!is_taken (ids, base, number))
        return number;
      *taken = number;
    }

  *taken = 0;
  for (;;)
    {
      guint number = (guint) g_random_int_range (1, G_MAXINT);

      if (!is_taken (ids, base, number))
        return number;
    }
}

/* The free number is halved down to one that follows a taken one: thousands of
 * ids of one base take no longer than a few. */
char *
strata_number_id (GHashTable *ids, const char *base)
{
  guint taken, number = find_free (ids, base, &taken);

  while (number - taken > 1)
    {
      guint middle = taken + (number - taken) / 2;

      if (is_taken (ids, base, middle))
        taken = middle;
      else
        number = middle;
    }
  return join (base, number);
}

/* "DepthwiseConv2D" to "depthwise_conv2d", as Keras names its layers; any other
 * character than a letter or a digit is a line. */
static char *
to_snake_case (const char *type)
{
  GString *name = g_string_new (NULL);

  for (const char *c = type; *c && name->len < STRATA_MAX_ID; c++)
    {
      gboolean starts =
          g_ascii_isupper (*c) && c > type
          && (g_ascii_islower (c[-1])
              || (g_ascii_isalnum (c[-1]) && g_ascii_islower (c[1])));

      if (starts)
        g_string_append_c (name, '_');
      if (g_ascii_isalnum (*c))
        g_string_append_c (name, g_ascii_tolower (*c));
      else if (name->len > 0 && name->str[name->len - 1] != '_')
        g_string_append_c (name, '_');
    }
  if (name->len == 0)
    g_string_append (name, "card");
  return g_string_free (name, FALSE);
}

/**
 * strata_graph_suggest_id:
 * @graph: a graph
 * @type: type of a card
 *
 * Makes an id for a new card: `depthwise_conv2d_1`.
 *
 * Returns: (transfer full): an id that is not taken
 */
char *
strata_graph_suggest_id (StrataGraph *graph, const char *type)
{
  g_autofree char *base = NULL;

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);
  g_return_val_if_fail (type, NULL);

  base = to_snake_case (type);
  return strata_number_id (graph->by_id, base);
}
