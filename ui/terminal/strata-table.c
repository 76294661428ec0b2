/* strata-table.c — lines of cells in columns that line up.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-table.h"

#include <stdarg.h>
#include <string.h>

#define BETWEEN_COLUMNS 2

struct _StrataTable
{
  char *alignment;
  guint n_columns;
  GPtrArray *cells; /* line after line */
  guint *widths;
};

StrataTable *
strata_table_new (const char *alignment)
{
  StrataTable *table = g_new (StrataTable, 1);

  table->alignment = g_strdup (alignment);
  table->n_columns = (guint) strlen (alignment);
  table->cells = g_ptr_array_new_with_free_func (g_free);
  table->widths = g_new0 (guint, table->n_columns);
  return table;
}

void
strata_table_free (StrataTable *table)
{
  g_free (table->alignment);
  g_ptr_array_unref (table->cells);
  g_free (table->widths);
  g_free (table);
}

void
strata_table_add (StrataTable *table, ...)
{
  va_list cells;

  va_start (cells, table);
  for (guint i = 0; i < table->n_columns; i++)
    {
      char *cell = strata_plain_text (va_arg (cells, const char *));

      table->widths[i] = MAX (table->widths[i], strata_text_width (cell));
      g_ptr_array_add (table->cells, cell);
    }
  va_end (cells);
}

static void
append_blanks (GString *line, guint n)
{
  g_string_append_printf (line, "%*s", (int) n, "");
}

static void
append_cell (GString *line, StrataTable *table, guint column, const char *cell)
{
  guint rest = table->widths[column] - strata_text_width (cell);

  if (table->alignment[column] == 'r')
    append_blanks (line, rest);
  g_string_append (line, cell);
  if (table->alignment[column] == 'l' && column + 1 < table->n_columns)
    append_blanks (line, rest);
}

static char *
make_line (StrataTable *table, const char *const *cells, guint indent)
{
  GString *line = g_string_new (NULL);

  append_blanks (line, indent);
  for (guint i = 0; i < table->n_columns; i++)
    {
      if (i > 0)
        append_blanks (line, BETWEEN_COLUMNS);
      append_cell (line, table, i, cells[i]);
    }
  return g_string_free (line, FALSE);
}

void
strata_table_put (StrataTable *table,
                  StrataStream *stream,
                  guint indent,
                  gboolean has_heading)
{
  for (guint i = 0; i < table->cells->len; i += table->n_columns)
    {
      g_autofree char *line = make_line (
          table, (const char *const *) table->cells->pdata + i, indent);

      if (i == 0 && has_heading)
        strata_stream_put_bold (stream, line);
      else
        strata_stream_put (stream, line);
      strata_stream_put (stream, "\n");
    }
}
