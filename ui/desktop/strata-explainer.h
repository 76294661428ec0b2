/* strata-explainer.h — the number that is being explained, and what it has
 * seen.
 *
 * While it is active, the element that was chosen last is explained, again after
 * each run. An element of a card that computes nothing itself, such as an
 * Output, is that of the card before it; one of a card that the number has seen
 * leaves the number as it is, so that one can go and look there.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-document.h"

G_BEGIN_DECLS

#define STRATA_TYPE_EXPLAINER (strata_explainer_get_type ())

/* Property "active". Signal "changed": what it tells is another. */
G_DECLARE_FINAL_TYPE (StrataExplainer, strata_explainer, STRATA, EXPLAINER, GObject)

StrataExplainer   *strata_explainer_new             (void);
void               strata_explainer_set_document    (StrataExplainer *explainer,
                                                     StrataDocument  *document);
gboolean           strata_explainer_is_active       (StrataExplainer *explainer);
void               strata_explainer_set_active      (StrataExplainer *explainer,
                                                     gboolean         active);

/* An element of the tensor at a port; none where @n is 0. @card may be NULL
 * then. */
void               strata_explainer_choose          (StrataExplainer *explainer,
                                                     const char      *card,
                                                     const char      *port,
                                                     const gint64    *index,
                                                     gsize            n);
/* Of a separable layer, the depthwise channel whose window is told. */
void               strata_explainer_choose_middle   (StrataExplainer *explainer,
                                                     gint64           middle);

/* NULL where there is none; then the sentence says why, if it is active. */
StrataExplanation *strata_explainer_get_explanation (StrataExplainer *explainer);
const char        *strata_explainer_get_sentence    (StrataExplainer *explainer);

/* What the number has seen of the tensor at a port, itself included; NULL for
 * nothing. */
const StrataRegion *strata_explainer_find_sight     (StrataExplainer *explainer,
                                                     const char      *card,
                                                     const char      *port);
/* The same by the card alone: the first port of it that was seen. */
const StrataSight *strata_explainer_find_card       (StrataExplainer *explainer,
                                                     const char      *card);
/* Of the card and port whose number it is; FALSE where none is explained. */
gboolean           strata_explainer_is_own          (StrataExplainer *explainer,
                                                     const char      *card);
/* StrataSight, that of the number itself first. */
GPtrArray         *strata_explainer_get_sights      (StrataExplainer *explainer);

G_END_DECLS
