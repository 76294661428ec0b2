/* strata-plan-private.h — a plan, seen from the run that evaluates it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-node-private.h"
#include "strata-plan.h"
#include "strata-topology-private.h"

G_BEGIN_DECLS

/* One weight of the model, however often it is used. */
typedef struct
{
  const StrataWeightUse *use;    /* the one that knows most of its shape */
  int                    owner;  /* number of the card that keeps it, or -1 */
} StrataPlanWeight;

/* All weights of a plan. */
typedef struct
{
  GArray *all;       /* StrataPlanWeight, in the order of evaluation */
  guint  *first_use; /* of each card, n_cards + 1 */
  guint  *use;       /* number of the weight, for each use of a card */
} StrataWeightTable;

struct _StrataPlan
{
  GObject parent_instance;

  StrataTopology    *topology;
  GPtrArray         *nodes;       /* StrataNode, in the order of the graph */
  GPtrArray         *faults;
  StrataWeightTable *weights;     /* made when it is asked for */
  GHashTable        *shared;      /* parameters that a card keeps for others:
                                     number of the card to gint64 */
  gint64             total_parameters;
  gint64             total_macs;
  gint64             seed;
  StrataPlanFlags    flags;
  char              *folder;
  GHashTable        *feeds;       /* name to StrataTensor, or NULL */
  StrataWeights     *file;        /* weights that are read, or NULL */
  guint64            file_stamp;  /* another one for another file */
  guint              n_inferred;
  gboolean           has_penalty;
};

/* Faults found while a plan is put together, to be sorted by card. */
typedef struct
{
  int          card; /* number of the card; -1 for the graph */
  guint        sequence;
  StrataFault *fault;
} StrataPlanFault;

void               strata_plan_faults_add        (GArray         *faults,
                                                  int             card,
                                                  StrataFault    *fault);

/* strata-weight-table.c */
StrataWeightTable *strata_weight_table_new       (StrataTopology    *topology,
                                                  GPtrArray         *nodes);
void               strata_weight_table_free      (StrataWeightTable *table);

/* The table of a plan, from one thread. */
StrataWeightTable *strata_plan_get_weights       (StrataPlan        *plan);

/* strata-weight-check.c: whether all uses of a shared layer agree. Returns the
 * parameters of such layers, by the number of the card that keeps them. */
GHashTable        *strata_weights_check_shared   (StrataTopology    *topology,
                                                  GPtrArray         *nodes,
                                                  const GArray      *sharing,
                                                  GArray            *faults);

/* Holds the table against a file of weights. */
void               strata_weights_check_file     (StrataWeightTable *table,
                                                  StrataTopology    *topology,
                                                  GPtrArray         *nodes,
                                                  StrataWeights     *file,
                                                  GArray            *faults);

G_END_DECLS
