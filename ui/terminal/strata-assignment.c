/* strata-assignment.c — options of the form NAME=VALUE.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-assignment.h"

#include <string.h>

static void
free_assignment (gpointer data)
{
  StrataAssignment *assignment = data;

  g_free (assignment->name);
  g_free (assignment);
}

/* NULL where a side is missing. */
static StrataAssignment *
parse_one (const char *text)
{
  const char *equals = strchr (text, '=');
  StrataAssignment *assignment;

  if (!equals || equals == text || equals[1] == '\0')
    return NULL;
  assignment = g_new (StrataAssignment, 1);
  assignment->name = g_strndup (text, (gsize) (equals - text));
  assignment->value = equals + 1;
  return assignment;
}

GPtrArray *
strata_assignments_parse (GPtrArray *arguments,
                          const char *option,
                          char **message)
{
  g_autoptr (GPtrArray) assignments =
      g_ptr_array_new_with_free_func (free_assignment);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < arguments->len; i++)
    {
      const char *text = g_ptr_array_index (arguments, i);
      StrataAssignment *assignment = parse_one (text);

      if (!assignment)
        {
          *message = g_strdup_printf (
              "'--%s %s' lacks a name, a value or the '=' between them", option,
              text);
          return NULL;
        }
      g_ptr_array_add (assignments, assignment);
      if (!g_hash_table_add (names, assignment->name))
        {
          *message = g_strdup_printf (
              "'--%s %s' is too much, because that name has been given already",
              option, text);
          return NULL;
        }
    }
  return g_steal_pointer (&assignments);
}
