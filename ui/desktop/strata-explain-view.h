/* strata-explain-view.h — how one number came to be, for all to see.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <adwaita.h>
#include <strata.h>

G_BEGIN_DECLS

#define STRATA_TYPE_EXPLAIN_VIEW (strata_explain_view_get_type ())

/* Signal "middle-chosen" (gint64 channel): of a separable layer, the window of
 * this depthwise channel is wanted. */
G_DECLARE_FINAL_TYPE (StrataExplainView, strata_explain_view, STRATA, EXPLAIN_VIEW, AdwBin)

GtkWidget *strata_explain_view_new     (void);

/* What it shows; where @explanation is NULL, a sentence, or with NULL nothing
 * at all. */
void       strata_explain_view_set     (StrataExplainView *view,
                                        StrataExplanation *explanation,
                                        const char        *sentence);
/* "Sum 3 → relu → 3", or the sentence; empty where there is nothing. */
const char *strata_explain_view_get_result (StrataExplainView *view);

G_END_DECLS
