/* strata-evaluator.h — runs of a document's plans, and what they left.
 *
 * Results stay until others take their place, and it is known of each whether
 * it is what the plan as it is now would give.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <strata.h>

G_BEGIN_DECLS

#define STRATA_TYPE_EVALUATOR (strata_evaluator_get_type ())

/* Signals: "card-changed" (id) when the state, the progress or a result of a
 * card is another; "progressed" now and then while a run goes on; "running"
 * when one begins or is no longer waited for; "finished" when one has ended by
 * itself. */
G_DECLARE_FINAL_TYPE (StrataEvaluator, strata_evaluator, STRATA, EVALUATOR, GObject)

typedef enum
{
  STRATA_RESULT_NONE,
  STRATA_RESULT_STALE,
  STRATA_RESULT_RUNNING, /* on the way */
  STRATA_RESULT_FRESH,
} StrataResultState;

StrataEvaluator  *strata_evaluator_new         (StrataRegistry  *registry);

/* 0: one for each core. */
void              strata_evaluator_set_n_threads (StrataEvaluator *evaluator,
                                                guint            n_threads);

/* As many as there are. */
guint             strata_evaluator_get_n_threads (StrataEvaluator *evaluator);

/* The plan by which results are fresh or not. A run of another one goes on. */
void              strata_evaluator_set_plan    (StrataEvaluator *evaluator,
                                                StrataPlan      *plan);

/* Evaluates what changed: of these cards and of what they need, or of all where
 * it is NULL. A run that is on the way goes on if it computes the same; else it
 * is overtaken. */
void              strata_evaluator_run         (StrataEvaluator *evaluator,
                                                const char *const *cards);
/* Nothing runs any more, as far as can be seen from outside. */
void              strata_evaluator_stop        (StrataEvaluator *evaluator);
gboolean          strata_evaluator_is_running  (StrataEvaluator *evaluator);
double            strata_evaluator_get_progress (StrataEvaluator *evaluator);

/* Of the last run that ended. Faults: NULL where its plan is not that of now. */
guint             strata_evaluator_get_n_evaluated (StrataEvaluator *evaluator);
double            strata_evaluator_get_time    (StrataEvaluator *evaluator);
GPtrArray        *strata_evaluator_get_faults  (StrataEvaluator *evaluator);

StrataResultState strata_evaluator_get_state   (StrataEvaluator *evaluator,
                                                const char      *card);
/* From 0 to 1. */
double            strata_evaluator_get_card_progress (StrataEvaluator *evaluator,
                                                const char      *card);
/* Seconds that it last took to compute the card; 0 where that is not known. */
double            strata_evaluator_get_card_time (StrataEvaluator *evaluator,
                                                const char      *card);
/* The last run that ended by itself, or NULL. */
StrataRun        *strata_evaluator_get_finished_run (StrataEvaluator *evaluator);
/* The last tensor at a port that was computed, or NULL. */
StrataTensor     *strata_evaluator_get_tensor  (StrataEvaluator *evaluator,
                                                const char      *card,
                                                const char      *port);

G_END_DECLS
