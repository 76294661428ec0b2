/* strata-options.h — what stands on the command line of a command.
 *
 * Options may stand before, between and after the operands, as "--name=value"
 * or "--name value". "--" ends them.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * StrataOptionRow:
 * @name: without the dashes
 * @argument: (nullable): what its argument is, as "FILE"; %NULL for a switch
 * @help: what it does
 * @many: whether it may be given more than once
 *
 * One option of a command.
 */
typedef struct
{
  const char *name;
  const char *argument;
  const char *help;
  gboolean    many;
} StrataOptionRow;

typedef struct _StrataOptions StrataOptions;

/* @rows end with one without a name. NULL where a person must be told what is
 * wrong with the line. */
StrataOptions *strata_options_parse (const StrataOptionRow *rows,
                                     int                    argc,
                                     char                 **argv,
                                     char                 **message);
void           strata_options_free  (StrataOptions         *options);

gboolean       strata_options_has   (StrataOptions         *options,
                                     const char            *name);
/* NULL where the option was not given. */
const char    *strata_options_get   (StrataOptions         *options,
                                     const char            *name);
/* Arguments of an option that may be given more than once. */
GPtrArray     *strata_options_list  (StrataOptions         *options,
                                     const char            *name);
GPtrArray     *strata_options_get_operands (StrataOptions  *options);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrataOptions, strata_options_free)

G_END_DECLS
