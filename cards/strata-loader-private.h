/* strata-loader-private.h — a graph that is being read from its file.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-graph-private.h"

G_BEGIN_DECLS

typedef struct
{
  StrataGraph *graph;
  guint n_untold; /* faults beyond those that are told one by one */
} StrataLoader;

/* Goes on after any number of faults. */
void         strata_loader_add_fault  (StrataLoader *loader,
                                       const char   *card,
                                       const char   *port,
                                       const char   *format,
                                       ...) G_GNUC_PRINTF (4, 5);
/* Says how many faults were not told one by one. */
void         strata_loader_add_untold (StrataLoader *loader);

/* "a list", for sentences. */
const char  *strata_loader_name_kind  (StrataValue  *value);

/* A list of two numbers. */
gboolean     strata_loader_read_pair  (StrataValue  *value,
                                       double       *x,
                                       double       *y);

/* A member that is given: null never is. */
StrataValue *strata_loader_get_given  (StrataValue  *object,
                                       const char   *key);
StrataValue *strata_loader_dup_given  (StrataValue  *object,
                                       const char   *key);

/* The members that the format does not know, or NULL for none. */
StrataValue *strata_loader_dup_extras (StrataValue  *object,
                                       gboolean    (*knows_key) (const char *key));

/* One item of a list, whose number it is. */
void         strata_loader_load_card  (StrataLoader *loader,
                                       guint         i,
                                       StrataValue  *object);
void         strata_loader_load_wire  (StrataLoader *loader,
                                       guint         i,
                                       StrataValue  *object);

G_END_DECLS
