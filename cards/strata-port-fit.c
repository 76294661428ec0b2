/* strata-port-fit.c — what may be wired into what.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-card-private.h"

#include <string.h>

static gboolean
is_number (StrataPortType type)
{
  return type == STRATA_PORT_INTEGER || type == STRATA_PORT_FLOAT;
}

static gboolean
takes_single (const StrataPortRow *row)
{
  return (row->flags & STRATA_PORT_TAKES_SINGLE) != 0;
}

/* A value goes where the same value could have been typed in. */
static gboolean
types_fit (StrataPortType source, const StrataPortRow *target)
{
  if (source == target->type)
    return TRUE;

  switch (target->type)
    {
    case STRATA_PORT_FLOAT:
      return source == STRATA_PORT_INTEGER;
    case STRATA_PORT_INTEGERS:
      return source == STRATA_PORT_INTEGER && takes_single (target);
    case STRATA_PORT_FLOATS:
      return source == STRATA_PORT_INTEGERS
             || (is_number (source) && takes_single (target));
    case STRATA_PORT_PAIR:
      return source == STRATA_PORT_INTEGER || source == STRATA_PORT_INTEGERS;
    case STRATA_PORT_CHOICE:
      return source == STRATA_PORT_STRING;
    case STRATA_PORT_STRING:
      return source == STRATA_PORT_CHOICE;
    default:
      return FALSE;
    }
}

static const char *
article (const char *noun, gboolean capital)
{
  gboolean vowel = strchr ("aeiou", *noun) != NULL;

  if (capital)
    return vowel ? "An" : "A";
  return vowel ? "an" : "a";
}

char *
strata_port_misfit (const StrataPortRow *source,
                    const StrataPortRow *target,
                    const char *card)
{
  const char *what = strata_port_type_name (source->type);
  const char *wanted = strata_port_type_name (target->type);
  g_autofree char *of = card ? g_strdup_printf (" of '%s'", card) : NULL;

  return g_strdup_printf ("%s %s does not fit the port '%s'%s, which takes "
                          "%s %s",
                          article (what, TRUE), what, target->name,
                          of ? of : "", article (wanted, FALSE), wanted);
}

/**
 * strata_port_rows_fit: (skip)
 * @source: row of an output port
 * @target: row of an input port
 * @reason: (out) (optional): a sentence that says why not
 *
 * Says whether what comes out of one port may go into another.
 *
 * Returns: whether it may
 */
gboolean
strata_port_rows_fit (const StrataPortRow *source,
                      const StrataPortRow *target,
                      char **reason)
{
  g_return_val_if_fail (source && (source->flags & STRATA_PORT_OUT), FALSE);
  g_return_val_if_fail (target && !(target->flags & STRATA_PORT_OUT), FALSE);

  if (types_fit (source->type, target))
    return TRUE;
  if (reason)
    *reason = strata_port_misfit (source, target, NULL);
  return FALSE;
}
