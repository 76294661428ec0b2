/* strata-assignment.h — options of the form NAME=VALUE.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char       *name;
  const char *value; /* a part of the command line */
} StrataAssignment;

/* Arguments of option @option. The name ends at the first "=", and none may
 * come twice. NULL where a person must be told what is wrong. */
GPtrArray *strata_assignments_parse (GPtrArray  *arguments,
                                     const char *option,
                                     char      **message);

G_END_DECLS
