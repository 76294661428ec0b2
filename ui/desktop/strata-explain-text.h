/* strata-explain-text.h — the explanation of a number, in words.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <strata.h>

G_BEGIN_DECLS

/* "This number: row 4, column 8, channel 2". */
char *strata_explain_text_title   (StrataExplanation *explanation);
/* "It sees rows 8–10, columns 16–18 of photo". */
char *strata_explain_text_seen    (StrataExplanation *explanation);
/* What a chain starts from: "Starts from the bias 0.5". */
char *strata_explain_text_start   (StrataExplanation *explanation,
                                   gboolean           pointwise);
/* "0.95 · −2 = −1.9 → −1.7": input, weight, product, and the sum up to here. */
char *strata_explain_text_term    (StrataExplanation *explanation,
                                   gboolean           pointwise,
                                   gint64             index);
/* How many terms there are, and how they are rounded. */
char *strata_explain_text_order   (StrataExplanation *explanation,
                                   gboolean           pointwise);
/* "Sum 3 → relu → 3". */
char *strata_explain_text_result  (StrataExplanation *explanation);
/* A sum of the row that a function along an axis looks at. */
char *strata_explain_text_row_sum (StrataExplanation *explanation,
                                   gint64             index);

/* All of it, line by line, at most so many terms of each chain. */
#define STRATA_EXPLAIN_MOST_LINES 10000
char *strata_explain_text_all     (StrataExplanation *explanation);

G_END_DECLS
