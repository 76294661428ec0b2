/* strata-refusal-private.h — writing a refusal.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-refusal.h"

/* Writes the sentence, if @refusal is not NULL. Always returns false, so that
 * a check can end in "return strata_refuse (…)". */
bool strata_refuse (StrataRefusal *refusal,
                    StrataRefusalReason reason,
                    const char *format,
                    ...) STRATA_PRINTF (3, 4);
