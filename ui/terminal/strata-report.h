/* strata-report.h — the faults that a call has met.
 *
 * Each becomes a line on standard error at once, and is kept for those who
 * asked for JSON.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-stream.h"

#include "strata-fault.h"
#include "strata-value.h"

G_BEGIN_DECLS

typedef struct
{
  StrataStream *stream;
  const char   *graph; /* name of the graph's file, as it was typed */
  GPtrArray    *faults;
} StrataReport;

void         strata_report_init     (StrataReport *report,
                                     StrataStream *stream,
                                     const char   *graph);
void         strata_report_clear    (StrataReport *report);

gboolean     strata_report_is_empty (StrataReport *report);

/* Faults of the graph. @card and @port may be NULL. */
void         strata_report_add      (StrataReport *report,
                                     StrataFault  *fault);
void         strata_report_add_all  (StrataReport *report,
                                     GPtrArray    *faults);
void         strata_report_add_new  (StrataReport *report,
                                     const char   *card,
                                     const char   *port,
                                     const char   *format,
                                     ...) G_GNUC_PRINTF (4, 5);

/* A fault of another file, or of the graph's file as a whole. */
void         strata_report_add_file (StrataReport *report,
                                     const char   *path,
                                     const GError *error);

/* A list of { "card", "port", "message" }. */
StrataValue *strata_report_to_value (StrataReport *report);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (StrataReport, strata_report_clear)

G_END_DECLS
