/* strata-evaluation.h — what a card sees while it computes.
 *
 * A card's evaluate() runs on a worker thread, beside other cards. It reads its
 * inputs, which nobody writes to any more, and hands over its outputs.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-kind.h"
#include "strata-pool.h"

G_BEGIN_DECLS

/* Id of the card. */
STRATA_EXPORT const char    *strata_evaluation_get_card      (StrataEvaluation    *evaluation);

/* What is wired into @port, or NULL. */
STRATA_EXPORT StrataTensor  *strata_evaluation_get_input     (StrataEvaluation    *evaluation,
                                                              const char          *port);

/* What an Input of this name is fed, or NULL. */
STRATA_EXPORT StrataTensor  *strata_evaluation_get_feed      (StrataEvaluation    *evaluation,
                                                              const char          *name);

/* The weight that infer() asked for under this name. It stays until the card
 * has been evaluated. NULL after strata_evaluation_fail(). */
STRATA_EXPORT StrataTensor  *strata_evaluation_get_weight    (StrataEvaluation    *evaluation,
                                                              StrataLayer         *layer,
                                                              const char          *name);

/* Takes the reference. */
STRATA_EXPORT void           strata_evaluation_set_output    (StrataEvaluation    *evaluation,
                                                              const char          *port,
                                                              StrataTensor        *tensor);

/* A tensor to fill, its elements undefined; NULL after
 * strata_evaluation_fail(). */
STRATA_EXPORT StrataTensor  *strata_evaluation_new_tensor    (StrataEvaluation    *evaluation,
                                                              StrataDType          dtype,
                                                              int                  rank,
                                                              const int64_t       *shape);

/* For engine calls. */
STRATA_EXPORT StrataPool    *strata_evaluation_get_pool      (StrataEvaluation    *evaluation);
STRATA_EXPORT StrataControl *strata_evaluation_get_control   (StrataEvaluation    *evaluation);

/* Whether the run was cancelled; a card that loops asks now and then. */
STRATA_EXPORT gboolean       strata_evaluation_is_cancelled  (StrataEvaluation    *evaluation);

/* The same as strata_inference_get_seed() and strata_inference_find_file(). */
STRATA_EXPORT int64_t        strata_evaluation_get_seed      (StrataEvaluation    *evaluation,
                                                              const char          *what);
STRATA_EXPORT char          *strata_evaluation_find_file     (StrataEvaluation    *evaluation,
                                                              const char          *port,
                                                              const char          *path);

/* Reports what stands in the way. Returns FALSE, so that a card can return
 * it. */
STRATA_EXPORT gboolean       strata_evaluation_fail          (StrataEvaluation    *evaluation,
                                                              const char          *port,
                                                              const char          *format,
                                                              ...) G_GNUC_PRINTF (3, 4);
STRATA_EXPORT gboolean       strata_evaluation_refuse        (StrataEvaluation    *evaluation,
                                                              const char          *port,
                                                              const StrataRefusal *refusal);

G_END_DECLS
