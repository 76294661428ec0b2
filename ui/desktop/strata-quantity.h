/* strata-quantity.h — numbers for people: counts, times, reals.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <strata.h>

G_BEGIN_DECLS

/* "13.8 k": three digits, and a thin space before the prefix. */
char *strata_quantity_short (gint64      n);
/* "0.02 ms", "1.5 s". */
char *strata_quantity_time  (double      seconds);
/* The shortest text that reads back as the same number of a type; "NaN", "∞",
 * "−∞". */
char *strata_quantity_real  (double      real,
                             StrataDType dtype);
/* Six digits, for what was computed from many numbers. */
char *strata_quantity_mean  (double      real);

G_END_DECLS
