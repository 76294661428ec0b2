/* strata-inference-private.h — the inference of one card.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-inference.h"
#include "strata-node-private.h"

G_BEGIN_DECLS

struct _StrataInference
{
  StrataNodeContext *context;
  StrataNode        *node;
  gboolean          *wired; /* for each row of the kind */
  gboolean           loose; /* a value was at fault: tensors are unknown */
};

/* Where an output of a node stands; NULL where the kind has no such port. */
StrataNodeOutput *strata_node_find_output (StrataNode     *node,
                                           const char     *port,
                                           StrataPortType  type);

G_END_DECLS
