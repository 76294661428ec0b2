/* strata-inference.h — what a card sees while a graph is checked.
 *
 * A card's infer() reads its fields, calls strata_inference_fault() for each
 * rule that they break, and announces its outputs. A tensor that is not known
 * yet, because something before it is at fault or a size is open, has a spec
 * with unknowns: what can be said of the values must be said all the same.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-kind.h"

G_BEGIN_DECLS

/* Returns FALSE, so that a check can return it. */
STRATA_EXPORT gboolean          strata_inference_fault           (StrataInference               *inference,
                                                                  const char                    *port,
                                                                  const char                    *format,
                                                                  ...) G_GNUC_PRINTF (3, 4);

/* Id of the card. */
STRATA_EXPORT const char       *strata_inference_get_card        (StrataInference               *inference);

/* Whether a wire ends at an input, or leaves an output of a layer. */
STRATA_EXPORT gboolean          strata_inference_is_wired        (StrataInference               *inference,
                                                                  const char                    *port);

/* Whether the plan is made for a run rather than for a check. */
STRATA_EXPORT gboolean          strata_inference_is_for_run      (StrataInference               *inference);

/* What an Input of this name is fed; FALSE where it is not. */
STRATA_EXPORT gboolean          strata_inference_get_feed        (StrataInference               *inference,
                                                                  const char                    *name,
                                                                  StrataSpec                    *spec);

/* A seed of its own for something that a card draws, the same at every time and
 * on every machine. */
STRATA_EXPORT int64_t           strata_inference_get_seed        (StrataInference               *inference,
                                                                  const char                    *what);

/* Full name of a file that a graph names, or NULL after a fault on @port. The
 * card is inferred again when the file changes. */
STRATA_EXPORT char             *strata_inference_find_file       (StrataInference               *inference,
                                                                  const char                    *port,
                                                                  const char                    *path);

STRATA_EXPORT void              strata_inference_set_spec        (StrataInference               *inference,
                                                                  const char                    *port,
                                                                  const StrataSpec              *spec);
STRATA_EXPORT void              strata_inference_set_initializer (StrataInference               *inference,
                                                                  const char                    *port,
                                                                  const StrataSeededInitializer *initializer);
STRATA_EXPORT void              strata_inference_set_regularizer (StrataInference               *inference,
                                                                  const char                    *port,
                                                                  const StrataRegularizer       *regularizer);
STRATA_EXPORT void              strata_inference_set_constraint  (StrataInference               *inference,
                                                                  const char                    *port,
                                                                  const StrataConstraint        *constraint);

/* For a port whose type is a value rather than a tensor or an object. */
STRATA_EXPORT void              strata_inference_set_value       (StrataInference               *inference,
                                                                  const char                    *port,
                                                                  StrataValue                   *value);

/* Multiplications of this card for a batch of one; STRATA_UNKNOWN where a size
 * is open. 0 unless said. */
STRATA_EXPORT void              strata_inference_set_macs        (StrataInference               *inference,
                                                                  int64_t                        macs);

G_END_DECLS
