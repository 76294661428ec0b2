/* strata-reader-private.h — a graph that is being read from its file.
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
} StrataReader;

/* Goes on after any number of faults. */
void         strata_reader_add_fault  (StrataReader *reader,
                                       const char   *card,
                                       const char   *port,
                                       const char   *format,
                                       ...) G_GNUC_PRINTF (4, 5);
/* Says how many faults were not told one by one. */
void         strata_reader_add_untold (StrataReader *reader);

/* "a list", for sentences. */
const char  *strata_reader_name_kind  (StrataValue  *value);

/* A list of two numbers. */
gboolean     strata_reader_read_pair  (StrataValue  *value,
                                       double       *x,
                                       double       *y);

/* A member that is given: null never is. */
StrataValue *strata_reader_get_given  (StrataValue  *object,
                                       const char   *key);
StrataValue *strata_reader_dup_given  (StrataValue  *object,
                                       const char   *key);

/* The members that the format does not know, or NULL for none. */
StrataValue *strata_reader_dup_extras (StrataValue  *object,
                                       gboolean    (*knows_key) (const char *key));

/* The id of an item of a list, or NULL after a fault. */
const char  *strata_reader_read_id    (StrataReader *reader,
                                       const char   *list,
                                       guint         i,
                                       StrataValue  *object);

/* One item of a list, whose number it is. */
void         strata_reader_load_card  (StrataReader *reader,
                                       guint         i,
                                       StrataValue  *object);
void         strata_reader_load_wire  (StrataReader *reader,
                                       guint         i,
                                       StrataValue  *object);
void         strata_reader_load_frame (StrataReader *reader,
                                       guint         i,
                                       StrataValue  *object);
void         strata_reader_load_note  (StrataReader *reader,
                                       guint         i,
                                       StrataValue  *object);

G_END_DECLS
