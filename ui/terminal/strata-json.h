/* strata-json.h — what the program prints for other programs.
 *
 * What is not known is null, and so is a number that JSON cannot hold: NaN and
 * the infinities.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-stream.h"

#include "strata-value.h"

G_BEGIN_DECLS

/* NULL becomes null. */
StrataValue *strata_json_string (const char    *string);
StrataValue *strata_json_real   (double         real);
/* STRATA_UNKNOWN becomes null. */
StrataValue *strata_json_count  (gint64         count);
StrataValue *strata_json_shape  (int            rank,
                                 const int64_t *shape);

/* On a line of its own. Takes the reference. */
void         strata_json_put    (StrataStream  *stream,
                                 StrataValue   *value);

G_END_DECLS
