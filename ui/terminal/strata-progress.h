/* strata-progress.h — waits for a run, and shows a person how far it is.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-stream.h"

#include "strata-session.h"

G_BEGIN_DECLS

/* Executes @run, and returns when it has ended. A request to end the program
 * cancels it. */
void strata_progress_execute (StrataRun    *run,
                              StrataStream *stream);

G_END_DECLS
