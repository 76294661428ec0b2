/* strata-plan.h — a graph, checked and put in order: what a run evaluates.
 *
 * A plan is a snapshot: it never changes, and the graph may be edited while it
 * is evaluated. It holds every shape that can be known, every fault, and what
 * each card costs. Made from the plan before it, it costs only what changed.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-graph.h"
#include "strata-role.h"
#include "strata-weights.h"

G_BEGIN_DECLS

#define STRATA_TYPE_FEEDS (strata_feeds_get_type ())
#define STRATA_TYPE_PLAN  (strata_plan_get_type ())

/**
 * StrataFeeds:
 *
 * Tensors by the names of the Inputs that they are fed to.
 */
STRATA_EXPORT
G_DECLARE_FINAL_TYPE (StrataFeeds, strata_feeds, STRATA, FEEDS, GObject)

STRATA_EXPORT StrataFeeds  *strata_feeds_new (void);
STRATA_EXPORT void          strata_feeds_set (StrataFeeds  *feeds,
                                              const char   *name,
                                              StrataTensor *tensor);
STRATA_EXPORT StrataTensor *strata_feeds_get (StrataFeeds  *feeds,
                                              const char   *name);

/**
 * StrataPlanFlags:
 * @STRATA_PLAN_FOR_CHECK: nothing will be run: an Input that is not fed is in order
 * @STRATA_PLAN_FOR_RUN: an Input that is not fed is a fault
 * @STRATA_PLAN_TRUST: paths in the graph may leave the graph's folder
 *
 * What a plan is made for.
 */
typedef enum
{
  STRATA_PLAN_FOR_CHECK = 0,
  STRATA_PLAN_FOR_RUN   = 1 << 0,
  STRATA_PLAN_TRUST     = 1 << 1,
} StrataPlanFlags;

/**
 * StrataPlan:
 *
 * A graph, checked and put in order: what a run evaluates.
 *
 * A plan is a snapshot: it never changes, and the graph may be edited while it
 * is evaluated. It holds every shape that can be known, every fault, and what
 * each card costs. Made from the plan before it, it costs only what changed.
 */
STRATA_EXPORT
G_DECLARE_FINAL_TYPE (StrataPlan, strata_plan, STRATA, PLAN, GObject)

/* @weights replace the graph's own file, which is then not read. @previous, a
 * plan of the same graph, lends what is still valid. */
STRATA_EXPORT StrataPlan  *strata_plan_new             (StrataGraph     *graph,
                                                        StrataFeeds     *feeds,
                                                        StrataWeights   *weights,
                                                        StrataPlanFlags  flags,
                                                        StrataPlan      *previous);

/* All faults, those of loading first: StrataFault. */
STRATA_EXPORT GPtrArray   *strata_plan_get_faults      (StrataPlan      *plan);

/* Cards in the order of the graph. */
STRATA_EXPORT guint        strata_plan_get_n_cards     (StrataPlan      *plan);
STRATA_EXPORT const char  *strata_plan_get_card_id     (StrataPlan      *plan,
                                                        guint            index);
STRATA_EXPORT const char  *strata_plan_get_card_type   (StrataPlan      *plan,
                                                        guint            index);
STRATA_EXPORT gboolean     strata_plan_is_bypassed     (StrataPlan      *plan,
                                                        guint            index);
STRATA_EXPORT StrataRole   strata_plan_get_card_role   (StrataPlan      *plan,
                                                        guint            index);
STRATA_EXPORT gint         strata_plan_find_card       (StrataPlan      *plan,
                                                        const char      *id);

/* Name of an Input or Output, given or the card's id; NULL for other cards. */
STRATA_EXPORT const char  *strata_plan_get_card_name   (StrataPlan      *plan,
                                                        guint            index);
/* File that a SaveTensor writes, in full; NULL for other cards. */
STRATA_EXPORT const char  *strata_plan_get_card_file   (StrataPlan      *plan,
                                                        guint            index);

/* What is known of the tensor at an output port, or at an Output's `data` or a
 * SaveTensor's `tensor`; NULL where there is none. */
STRATA_EXPORT const StrataSpec *strata_plan_get_spec   (StrataPlan      *plan,
                                                        guint            index,
                                                        const char      *port);
/* The same for the first tensor output of a card, or for what an Output or a
 * SaveTensor takes. */
STRATA_EXPORT const StrataSpec *strata_plan_get_main_spec (StrataPlan   *plan,
                                                        guint            index);

/* Of the weights that are kept under the card's id; STRATA_UNKNOWN where a size
 * is open. */
STRATA_EXPORT gint64       strata_plan_get_parameters  (StrataPlan      *plan,
                                                        guint            index);
/* Of what the card computes, for a batch of one; STRATA_UNKNOWN likewise. */
STRATA_EXPORT gint64       strata_plan_get_macs        (StrataPlan      *plan,
                                                        guint            index);
STRATA_EXPORT gint64       strata_plan_get_total_parameters (StrataPlan *plan);
STRATA_EXPORT gint64       strata_plan_get_total_macs  (StrataPlan      *plan);

/* Whether any card has a regularizer. */
STRATA_EXPORT gboolean     strata_plan_has_penalty     (StrataPlan      *plan);

/* How many cards were looked at anew when the plan was made. */
STRATA_EXPORT guint        strata_plan_get_n_inferred  (StrataPlan      *plan);

G_END_DECLS
