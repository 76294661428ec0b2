/* bundled-graph.h — graphs of the bundled cards, for tests of plans and runs.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-session.h"

/* All bundled cards. */
StrataRegistry *bundled_registry   (void);

/* A graph from the text of a file, with ' for ". Stops the test where the text
 * is no graph. */
StrataGraph    *bundled_graph      (const char   *text);

/* Sets a value from its text. */
void            bundled_set        (StrataGraph  *graph,
                                    const char   *card,
                                    const char   *port,
                                    const char   *value);

/* Whether @plan or @run has a fault there whose sentence contains @part. */
void            bundled_has_fault  (GPtrArray    *faults,
                                    const char   *card,
                                    const char   *port,
                                    const char   *part);
void            bundled_no_faults  (GPtrArray    *faults);

/* float32 elements and shape. */
void            bundled_is_tensor  (StrataTensor *tensor,
                                    const char   *shape,
                                    const float  *values);
