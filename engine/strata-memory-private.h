/* strata-memory-private.h — arithmetic on sizes for the engine's own files.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-memory.h"

/* *product = a·b·…; false where that is negative or passes INT64_MAX. The list
 * ends at @n factors; a factor of 0 makes 0 whatever the others are. */
bool strata_size_product (const int64_t *factors, int n, int64_t *product);

/* For tests: the call after @n further successful ones fails, and all later
 * ones, until it is called with -1. */
void strata_memory_fail_after (int n);
