/* strata-shaping.h — what the cards share that are given a shape.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-inference.h"

/* Element types, in the order of StrataDType. */
extern const char *const strata_shaping_dtypes[];

/* Refuses a name by which nothing can be fed or asked for. */
gboolean strata_shaping_check_name (StrataInference *inference,
                                    const char      *name);

/* Reads the shape of a tensor that the card is to make. FALSE after a fault
 * where no such tensor can be; nothing is allocated. */
gboolean strata_shaping_read (StrataInference      *inference,
                              const StrataIntegers *shape,
                              StrataDType           dtype,
                              StrataSpec           *spec);
