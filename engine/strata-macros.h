/* strata-macros.h — what every public header starts from.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define STRATA_BEGIN_DECLS extern "C" {
#define STRATA_END_DECLS }
#else
#define STRATA_BEGIN_DECLS
#define STRATA_END_DECLS
#endif

#if defined(__GNUC__)
#define STRATA_EXPORT __attribute__ ((visibility ("default")))
#define STRATA_PRINTF(text, values) __attribute__ ((format (printf, text, values)))
#else
#define STRATA_EXPORT
#define STRATA_PRINTF(text, values)
#endif

/* A size that is not known before the data is there. */
#define STRATA_UNKNOWN ((int64_t) -1)
