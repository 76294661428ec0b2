/* strata-explanation.h — how one number of a run came to be.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-conv-explanation.h"
#include "strata-region.h"

G_BEGIN_DECLS

#define STRATA_TYPE_EXPLANATION (strata_explanation_get_type ())

/**
 * STRATA_EXPLANATION_ERROR:
 *
 * The domain of [enum@Strata.ExplanationError].
 */
#define STRATA_EXPLANATION_ERROR (strata_explanation_error_quark ())
STRATA_EXPORT GQuark strata_explanation_error_quark (void);

/**
 * StrataExplanationError:
 * @STRATA_EXPLANATION_ERROR_KIND: no numbers of this kind of card are explained
 * @STRATA_EXPLANATION_ERROR_RESULT: the card has no result in this run
 * @STRATA_EXPLANATION_ERROR_ELEMENT: there is no such element
 * @STRATA_EXPLANATION_ERROR_LENGTH: there is too much to tell
 * @STRATA_EXPLANATION_ERROR_MEMORY: the memory was not to be had
 *
 * Why a number was not explained. The message is one sentence.
 */
typedef enum
{
  STRATA_EXPLANATION_ERROR_KIND,
  STRATA_EXPLANATION_ERROR_RESULT,
  STRATA_EXPLANATION_ERROR_ELEMENT,
  STRATA_EXPLANATION_ERROR_LENGTH,
  STRATA_EXPLANATION_ERROR_MEMORY,
} StrataExplanationError;

STRATA_EXPORT GType strata_explanation_error_get_type (void) G_GNUC_CONST;

/**
 * StrataExplanation:
 *
 * How one number of a run came to be: the window of the input and the kernel,
 * every product, the sum in the engine's own order, the bias, the activation,
 * and the result, which is the number bit for bit.
 *
 * The numbers of a separable layer have two storeys: the chain over the
 * depthwise channels, and below it, for one of those channels, the chain over
 * its window.
 */
typedef struct _StrataExplanation StrataExplanation;

STRATA_EXPORT GType              strata_explanation_get_type    (void);

/* @index: of the element, along each axis of the card's output. @middle: the
 * depthwise channel of a separable layer that is told. */
STRATA_EXPORT StrataExplanation *strata_run_explain             (StrataRun                *run,
                                                                 const char               *card,
                                                                 const gint64             *index,
                                                                 gsize                     rank,
                                                                 gint64                    middle,
                                                                 GError                  **error);
/* Whether the numbers of a kind of card can be explained. */
STRATA_EXPORT gboolean           strata_kind_is_explained       (const StrataKind         *kind);

STRATA_EXPORT StrataExplanation *strata_explanation_ref         (StrataExplanation        *explanation);
STRATA_EXPORT void               strata_explanation_unref       (StrataExplanation        *explanation);

/* All of it, as the engine tells it. */
STRATA_EXPORT const StrataConvExplanation *strata_explanation_get_numbers (StrataExplanation *explanation);

STRATA_EXPORT const char        *strata_explanation_get_card    (StrataExplanation        *explanation);
/* The output that is wired into the card's `input`. */
STRATA_EXPORT const char        *strata_explanation_get_source      (StrataExplanation    *explanation);
STRATA_EXPORT const char        *strata_explanation_get_source_port (StrataExplanation    *explanation);
/* The part of it that the number has seen. */
STRATA_EXPORT const StrataRegion *strata_explanation_get_region (StrataExplanation        *explanation);

STRATA_EXPORT gboolean           strata_explanation_is_separable (StrataExplanation       *explanation);
STRATA_EXPORT gboolean           strata_explanation_is_fused    (StrataExplanation        *explanation);
STRATA_EXPORT gboolean           strata_explanation_is_split    (StrataExplanation        *explanation);
STRATA_EXPORT double             strata_explanation_get_sum     (StrataExplanation        *explanation);
STRATA_EXPORT double             strata_explanation_get_result  (StrataExplanation        *explanation);

/* The terms of the window, or, with @pointwise, of the storey above it. */
STRATA_EXPORT gint64             strata_explanation_get_n_terms (StrataExplanation        *explanation,
                                                                 gboolean                  pointwise);
STRATA_EXPORT double             strata_explanation_get_start   (StrataExplanation        *explanation,
                                                                 gboolean                  pointwise);
STRATA_EXPORT gboolean           strata_explanation_get_term    (StrataExplanation        *explanation,
                                                                 gboolean                  pointwise,
                                                                 gint64                    index,
                                                                 gint64                   *row,
                                                                 gint64                   *column,
                                                                 gint64                   *channel,
                                                                 double                   *input,
                                                                 double                   *weight,
                                                                 double                   *sum);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (StrataExplanation, strata_explanation_unref)

G_END_DECLS
