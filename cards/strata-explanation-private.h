/* strata-explanation-private.h — what explaining a number and tracing it share.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-run-private.h"

G_BEGIN_DECLS

/* The wire into the port @row of a card, or NULL. */
const StrataEdge *strata_run_find_edge (StrataRun      *run,
                                        guint           card,
                                        guint           row);

/* Number of a port, outputs first; the card must have it. */
guint             strata_node_find_row (StrataNode     *node,
                                        const char     *port);

/* The convolution that a card with describe() computed in the run. */
gboolean          strata_run_describe  (StrataRun      *run,
                                        guint           card,
                                        StrataConvDesc *desc,
                                        char          **message);

G_END_DECLS
