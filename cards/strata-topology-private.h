/* strata-topology-private.h — which card feeds which, and in which order they
 * can be evaluated.
 *
 * Immutable, and shared by all plans between which no card or wire came or
 * went. Nothing here is recursive: chains are as long as people like.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-graph.h"
#include "strata-sync-private.h"

G_BEGIN_DECLS

/* A wire that counts: both ports are there and fit. */
typedef struct
{
  guint source; /* number of the card in the graph */
  guint output; /* row of the source's kind */
  guint target;
  guint row;    /* row of the target's kind */
  gboolean cut; /* part of a cycle: stands there, and brings nothing */
} StrataEdge;

typedef struct
{
  StrataRefCount references;
  guint64     structure; /* of the graph, when this was made */
  guint       n_cards;
  GPtrArray  *cards;     /* StrataCard, in the order of the graph */
  guint      *order;     /* numbers of cards, those before others first */
  StrataEdge *edges;     /* by target, then by row */
  guint       n_edges;
  guint      *first_in;  /* of each card, n_cards + 1 */
  guint      *out;       /* numbers of edges, by source */
  guint      *first_out; /* of each card, n_cards + 1 */
  GHashTable *by_id;     /* to number + 1 */
  GArray     *roles;     /* guint, the cards that are not plain */
  GArray     *faults;    /* StrataTopologyFault */
} StrataTopology;

typedef struct
{
  guint        card;
  StrataFault *fault;
} StrataTopologyFault;

StrataTopology *strata_topology_new   (StrataGraph    *graph);
StrataTopology *strata_topology_ref   (StrataTopology *topology);
void            strata_topology_unref (StrataTopology *topology);

/* Number of the card, or -1. */
int             strata_topology_find  (StrataTopology *topology,
                                       const char     *id);

/* Bits: outputs that a wire leaves, of the first 64 rows. */
guint64         strata_topology_readers (StrataTopology *topology,
                                         guint           card);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrataTopology, strata_topology_unref)

G_END_DECLS
