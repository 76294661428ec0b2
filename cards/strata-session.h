/* strata-session.h — where runs happen: threads, and what one run leaves for
 * the next.
 *
 * A session with results keeps the tensors and weights of its last run, so that
 * the next one evaluates only what changed: an editor has one for each graph. A
 * session without them releases each tensor when its last reader is done: a
 * program that runs a graph once has that.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-plan.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define STRATA_TYPE_SESSION (strata_session_get_type ())
#define STRATA_TYPE_RUN     (strata_run_get_type ())

/**
 * StrataSession:
 *
 * Where runs happen: threads, and what one run leaves for the next.
 *
 * A session that keeps results holds the tensors and weights of its last run,
 * so that the next one evaluates only what changed: an editor has one for each
 * graph. A session that does not releases each tensor when its last reader is
 * done: a program that runs a graph once has that.
 */
STRATA_EXPORT
G_DECLARE_FINAL_TYPE (StrataSession, strata_session, STRATA, SESSION, GObject)

/* 0 threads: one for each core. */
STRATA_EXPORT StrataSession *strata_session_new            (guint          n_threads,
                                                            gboolean       keep_results);
STRATA_EXPORT guint          strata_session_get_n_threads  (StrataSession *session);
STRATA_EXPORT gboolean       strata_session_keeps_results  (StrataSession *session);

/**
 * StrataCardState:
 * @STRATA_CARD_WAITING: not begun
 * @STRATA_CARD_RUNNING: being evaluated
 * @STRATA_CARD_DONE: evaluated in this run
 * @STRATA_CARD_KEPT: still valid from an earlier run
 * @STRATA_CARD_FAILED: could not be evaluated
 * @STRATA_CARD_SKIPPED: not evaluated, because something before it failed, the
 *   run was cancelled, or it was to evaluate other cards only
 *
 * How far a card is in a run.
 */
typedef enum
{
  STRATA_CARD_WAITING,
  STRATA_CARD_RUNNING,
  STRATA_CARD_DONE,
  STRATA_CARD_KEPT,
  STRATA_CARD_FAILED,
  STRATA_CARD_SKIPPED,
} StrataCardState;

/**
 * StrataRun:
 *
 * One evaluation of a plan.
 *
 * It runs once: either [method@Strata.Run.execute], or [method@Strata.Run.start]
 * in the background.
 */
STRATA_EXPORT
G_DECLARE_FINAL_TYPE (StrataRun, strata_run, STRATA, RUN, GObject)

STRATA_EXPORT StrataRun       *strata_run_new              (StrataSession  *session,
                                                            StrataPlan     *plan);

/* Before it starts. In a session without results, only tensors that were asked
 * for, and those of Outputs and SaveTensors, can be read afterwards. %FALSE
 * where the card has no such tensor. */
STRATA_EXPORT gboolean         strata_run_keep             (StrataRun      *run,
                                                            const char     *card,
                                                            const char     *port);
/* Once a card was wanted, only such ones are evaluated, and what leads to them.
 * Before it starts; %FALSE where there is no such card. */
STRATA_EXPORT gboolean         strata_run_want             (StrataRun      *run,
                                                            const char     *card);
/* Weights too, for strata_run_add_weights(). */
STRATA_EXPORT void             strata_run_keep_weights     (StrataRun      *run);

/* Evaluates here and on the session's threads, and returns when it has ended:
 * %TRUE where nothing failed. */
STRATA_EXPORT gboolean         strata_run_execute          (StrataRun      *run,
                                                            GCancellable   *cancellable);

/* Evaluates in the background. Signals come in the thread-default main context
 * of the caller: "card-changed" (id) when a card's state changed, "finished". */
STRATA_EXPORT void             strata_run_start            (StrataRun      *run);
STRATA_EXPORT void             strata_run_cancel           (StrataRun      *run);

STRATA_EXPORT gboolean         strata_run_is_finished      (StrataRun      *run);
STRATA_EXPORT gboolean         strata_run_is_cancelled     (StrataRun      *run);
STRATA_EXPORT StrataPlan      *strata_run_get_plan         (StrataRun      *run);

/* From any thread, at any time. */
STRATA_EXPORT StrataCardState  strata_run_get_card_state   (StrataRun      *run,
                                                            guint           index);
STRATA_EXPORT double           strata_run_get_progress     (StrataRun      *run);
STRATA_EXPORT double           strata_run_get_card_progress (StrataRun     *run,
                                                            guint           index);
/* What the tensors of the card depend on, as one number. */
STRATA_EXPORT guint64          strata_run_get_card_key     (StrataRun      *run,
                                                            guint           index);
/* Id of a card that is being evaluated, or NULL. */
STRATA_EXPORT char            *strata_run_dup_current_card (StrataRun      *run);
STRATA_EXPORT guint            strata_run_get_n_evaluated  (StrataRun      *run);

/* After it has ended. StrataFault: those of the plan, if it had any, else what
 * failed while computing. */
STRATA_EXPORT GPtrArray       *strata_run_get_faults       (StrataRun      *run);
STRATA_EXPORT StrataTensor    *strata_run_get_tensor       (StrataRun      *run,
                                                            const char     *card,
                                                            const char     *port);
/* What the Output of this name took. */
STRATA_EXPORT StrataTensor    *strata_run_get_output       (StrataRun      *run,
                                                            const char     *name);
STRATA_EXPORT double           strata_run_get_penalty      (StrataRun      *run);
/* Seconds that the card took. */
STRATA_EXPORT double           strata_run_get_card_time    (StrataRun      *run,
                                                            guint           index);

/* The weights that the run used, in the order of the plan. */
STRATA_EXPORT guint            strata_run_get_n_weights    (StrataRun      *run);
STRATA_EXPORT const char      *strata_run_get_weight_key   (StrataRun      *run,
                                                            guint           index);
STRATA_EXPORT StrataTensor    *strata_run_dup_weight       (StrataRun      *run,
                                                            guint           index);

G_END_DECLS
