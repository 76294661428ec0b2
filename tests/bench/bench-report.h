/* bench-report.h — results as a table for people and as JSON for programs.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "bench-contest.h"

void  bench_print_head    (const BenchMachine *machine);
void  bench_print_result  (const BenchResult  *result);
void  bench_print_means   (GPtrArray          *results);

/* For g_free(). */
char *bench_report_json   (const BenchMachine *machine,
                           GPtrArray          *results);
