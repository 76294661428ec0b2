/* strata-graph-text.c — the text of a graph's file, the same each time.
 *
 * One line for each card and each wire, so that two versions of a file compare
 * line by line.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-graph-private.h"

#include <math.h>

/* Up to here, a double tells all integers apart. */
#define LARGEST_INTEGER 9007199254740992.0

static void
append_string (GString *text, const char *string)
{
  g_autoptr (StrataValue) value = strata_value_new_string (string);

  strata_value_append_text (value, text);
}

/* Ids and ports of kinds need no escaping. */
static void
append_end (GString *text,
            StrataCard *card,
            const StrataPortRow *row,
            const char *port)
{
  g_autofree char *end = NULL;

  if (row)
    {
      g_string_append_printf (text, "\"%s.%s\"", card->id, port);
      return;
    }
  end = g_strconcat (card->id, ".", port, NULL);
  append_string (text, end);
}

static void
append_number (GString *text, double number)
{
  char buffer[32];

  if (fabs (number) < LARGEST_INTEGER && number == floor (number))
    g_string_append_printf (text, "%" G_GINT64_FORMAT, (gint64) number);
  else
    g_string_append (text, strata_value_print_real (number, buffer));
}

static void
append_pair (GString *text, double x, double y)
{
  g_string_append_c (text, '[');
  append_number (text, x);
  g_string_append (text, ", ");
  append_number (text, y);
  g_string_append_c (text, ']');
}

static void
append_points (GString *text, StrataWire *wire)
{
  guint n = strata_wire_get_n_points (wire);

  for (guint i = 0; i < n; i++)
    {
      double x, y;

      strata_wire_get_point (wire, i, &x, &y);
      g_string_append (text, i > 0 ? ", " : ", \"points\": [");
      append_pair (text, x, y);
    }
  if (n > 0)
    g_string_append_c (text, ']');
}

/* Further members of an object; @before each of them. */
static void
append_extras (GString *text, StrataValue *extras, const char *before)
{
  StrataValueIter iter;
  const char *key;
  StrataValue *value;

  if (!extras)
    return;
  strata_value_iter_init (&iter, extras);
  while (strata_value_iter_next (&iter, &key, &value))
    {
      g_string_append (text, before);
      append_string (text, key);
      g_string_append (text, ": ");
      strata_value_append_text (value, text);
    }
}

static void
append_card (GString *text, StrataCard *card)
{
  g_string_append_printf (text, "{ \"id\": \"%s\", \"type\": ", card->id);
  append_string (text, strata_card_get_type_name (card));
  if (card->has_position)
    {
      g_string_append (text, ", \"position\": ");
      append_pair (text, card->x, card->y);
    }
  if (card->values)
    {
      g_string_append (text, ", \"inputs\": ");
      strata_value_append_text (card->values, text);
    }
  if (card->bypassed)
    g_string_append (text, ", \"bypass\": true");
  if (card->view)
    {
      g_string_append (text, ", \"view\": ");
      strata_value_append_text (card->view, text);
    }
  append_extras (text, card->extras, ", ");
  g_string_append (text, " }");
}

static void
append_wire (GString *text, StrataWire *wire)
{
  g_string_append (text, "{ \"from\": ");
  append_end (text, wire->source, wire->source_row, wire->source_port);
  g_string_append (text, ", \"to\": ");
  append_end (text, wire->target, wire->target_row, wire->target_port);
  append_points (text, wire);
  append_extras (text, wire->extras, ", ");
  g_string_append (text, " }");
}

/* Begins a line of a list, of which @n stand there already. */
static void
append_line (GString *text, guint n)
{
  g_string_append (text, n > 0 ? ",\n    " : "\n    ");
}

static void
append_cards (GString *text, GSequence *cards, GHashTable *only)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (cards);
  guint n = 0;

  g_string_append (text, ",\n  \"cards\": [");
  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    {
      StrataCard *card = g_sequence_get (iter);

      if (only && !g_hash_table_contains (only, card))
        continue;
      append_line (text, n++);
      append_card (text, card);
    }
  g_string_append (text, n > 0 ? "\n  ]" : "]");
}

static void
append_wires (GString *text, GSequence *wires, GHashTable *only)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (wires);
  guint n = 0;

  g_string_append (text, ",\n  \"wires\": [");
  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    {
      StrataWire *wire = g_sequence_get (iter);

      if (only
          && (!g_hash_table_contains (only, wire->source)
              || !g_hash_table_contains (only, wire->target)))
        continue;
      append_line (text, n++);
      append_wire (text, wire);
    }
  g_string_append (text, n > 0 ? "\n  ]" : "]");
}

static void
append_remark (GString *text, StrataRemark *remark)
{
  g_string_append_printf (text, "{ \"id\": \"%s\"", remark->id);
  if (*remark->text)
    {
      g_string_append_printf (
          text, ", \"%s\": ", strata_remark_text_key (remark->kind));
      append_string (text, remark->text);
    }
  g_string_append (text, ", \"position\": ");
  append_pair (text, remark->area.x, remark->area.y);
  g_string_append (text, ", \"size\": ");
  append_pair (text, remark->area.width, remark->area.height);
  if (remark->color)
    {
      g_string_append (text, ", \"color\": ");
      append_string (text, remark->color);
    }
  append_extras (text, remark->extras, ", ");
  g_string_append (text, " }");
}

/* Nothing where there are none. */
static void
append_remarks (GString *text,
                const char *key,
                StrataRemarkKind kind,
                GSequence *remarks,
                GHashTable *only)
{
  GSequenceIter *iter = g_sequence_get_begin_iter (remarks);
  guint n = 0;

  for (; !g_sequence_iter_is_end (iter); iter = g_sequence_iter_next (iter))
    {
      StrataRemark *remark = g_sequence_get (iter);

      if (remark->kind != kind
          || (only && !g_hash_table_contains (only, remark)))
        continue;
      if (n == 0)
        g_string_append_printf (text, ",\n  \"%s\": [", key);
      append_line (text, n++);
      append_remark (text, remark);
    }
  if (n > 0)
    g_string_append (text, "\n  ]");
}

GString *
strata_graph_write (StrataGraph *self, GHashTable *only)
{
  GString *text = g_string_new ("{\n  \"format\": \"strata-graph\",\n"
                                "  \"version\": 1");

  if (self->has_seed && !only)
    g_string_append_printf (text, ",\n  \"seed\": %" G_GINT64_FORMAT,
                            self->seed);
  append_cards (text, self->cards, only);
  append_wires (text, self->wires, only);
  append_remarks (text, "frames", STRATA_REMARK_FRAME, self->remarks, only);
  append_remarks (text, "notes", STRATA_REMARK_NOTE, self->remarks, only);
  if (self->weights && !only)
    {
      g_string_append (text, ",\n  \"weights\": ");
      append_string (text, self->weights);
    }
  if (!only)
    append_extras (text, self->extras, ",\n  ");
  g_string_append (text, "\n}\n");
  return text;
}

/**
 * strata_graph_to_text:
 * @graph: a graph
 * @length: (out) (optional): bytes of the text
 *
 * Writes a graph as the text of its file. It is the same text each time, and
 * reads back as the same graph.
 *
 * Returns: (transfer full): the text
 */
char *
strata_graph_to_text (StrataGraph *graph, gsize *length)
{
  GString *text;

  g_return_val_if_fail (STRATA_IS_GRAPH (graph), NULL);

  text = strata_graph_write (graph, NULL);
  if (length)
    *length = text->len;
  return g_string_free (text, FALSE);
}
