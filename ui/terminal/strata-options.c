/* strata-options.c — what stands on the command line of a command.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-options.h"

#include "strata-suggestion.h"

#include <string.h>

struct _StrataOptions
{
  const StrataOptionRow *rows;
  GPtrArray **given; /* arguments, for each row; a switch counts as its name */
  GPtrArray *operands;
};

static gsize
count_rows (const StrataOptionRow *rows)
{
  gsize n = 0;

  while (rows[n].name)
    n++;
  return n;
}

static gsize
find_row (const StrataOptionRow *rows, const char *name)
{
  gsize i = 0;

  while (rows[i].name && !g_str_equal (rows[i].name, name))
    i++;
  return i;
}

static G_GNUC_PRINTF (2, 3) gboolean
    refuse (char **message, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return FALSE;
}

static gboolean
refuse_name (const StrataOptionRow *rows, const char *name, char **message)
{
  StrataSuggestion suggestion;

  strata_suggestion_init (&suggestion, name);
  for (gsize i = 0; rows[i].name; i++)
    strata_suggestion_try (&suggestion, rows[i].name);
  if (!suggestion.nearest)
    return refuse (message, "There is no option '--%s'", name);
  return refuse (message, "There is no option '--%s'; did you mean '--%s'?",
                 name, suggestion.nearest);
}

/* Takes the option at argv[*i], and its argument from there or from the next
 * place. */
static gboolean
take_option (StrataOptions *options,
             int argc,
             char **argv,
             int *i,
             char **message)
{
  const char *text = argv[*i] + strlen ("--");
  const char *equals = strchr (text, '=');
  g_autofree char *name =
      equals ? g_strndup (text, (gsize) (equals - text)) : g_strdup (text);
  const StrataOptionRow *row = &options->rows[find_row (options->rows, name)];
  GPtrArray *given;
  const char *argument = equals ? equals + 1 : NULL;

  if (!row->name)
    return refuse_name (options->rows, name, message);
  if (!row->argument && equals)
    return refuse (message, "Option '--%s' takes no argument", name);

  given = options->given[row - options->rows];
  if (row->argument && !equals)
    {
      /* A file named like an option can still be written with "=". */
      if (*i + 1 >= argc || g_str_has_prefix (argv[*i + 1], "--"))
        return refuse (message, "Option '--%s' needs an argument: '--%s %s'",
                       name, name, row->argument);
      argument = argv[++*i];
    }
  if (row->argument && *argument == '\0')
    return refuse (message, "The argument of option '--%s' is empty", name);
  if (row->argument && !row->many && given->len > 0)
    return refuse (message, "Option '--%s' is given twice", name);
  g_ptr_array_add (given, (gpointer) (argument ? argument : row->name));
  return TRUE;
}

static gboolean
take_all (StrataOptions *options, int argc, char **argv, char **message)
{
  gboolean ended = FALSE;

  for (int i = 0; i < argc; i++)
    {
      if (ended || argv[i][0] != '-' || argv[i][1] == '\0')
        g_ptr_array_add (options->operands, argv[i]);
      else if (g_str_equal (argv[i], "--"))
        ended = TRUE;
      else if (argv[i][1] == '-')
        {
          if (!take_option (options, argc, argv, &i, message))
            return FALSE;
        }
      else
        return refuse (message, "There is no option '%s'", argv[i]);
    }
  return TRUE;
}

StrataOptions *
strata_options_parse (const StrataOptionRow *rows,
                      int argc,
                      char **argv,
                      char **message)
{
  g_autoptr (StrataOptions) options = g_new0 (StrataOptions, 1);
  gsize n = count_rows (rows);

  options->rows = rows;
  options->operands = g_ptr_array_new ();
  options->given = g_new0 (GPtrArray *, n);
  for (gsize i = 0; i < n; i++)
    options->given[i] = g_ptr_array_new ();

  return take_all (options, argc, argv, message) ? g_steal_pointer (&options)
                                                 : NULL;
}

void
strata_options_free (StrataOptions *options)
{
  gsize n = count_rows (options->rows);

  for (gsize i = 0; i < n; i++)
    g_ptr_array_unref (options->given[i]);
  g_free (options->given);
  g_ptr_array_unref (options->operands);
  g_free (options);
}

GPtrArray *
strata_options_list (StrataOptions *options, const char *name)
{
  gsize i = find_row (options->rows, name);

  g_return_val_if_fail (options->rows[i].name, NULL);
  return options->given[i];
}

gboolean
strata_options_has (StrataOptions *options, const char *name)
{
  return strata_options_list (options, name)->len > 0;
}

const char *
strata_options_get (StrataOptions *options, const char *name)
{
  GPtrArray *given = strata_options_list (options, name);

  return given->len > 0 ? g_ptr_array_index (given, 0) : NULL;
}

GPtrArray *
strata_options_get_operands (StrataOptions *options)
{
  return options->operands;
}
