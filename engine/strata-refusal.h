/* strata-refusal.h — why the engine will not compute something.
 *
 * Everything that can be wrong is found while a computation is prepared. The
 * function then returns NULL or false and, where the caller gave a
 * StrataRefusal, writes into it one sentence that names the value and the
 * rule, ready to be shown to the person who typed the value.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-macros.h"

STRATA_BEGIN_DECLS

typedef enum
{
  STRATA_REFUSAL_NONE,
  STRATA_REFUSAL_INVALID,   /* a value breaks a rule */
  STRATA_REFUSAL_TOO_LARGE, /* a size does not fit the machine's integers */
  STRATA_REFUSAL_NO_MEMORY, /* the memory was not to be had */
} StrataRefusalReason;

typedef struct
{
  StrataRefusalReason reason;
  char message[512];
} StrataRefusal;

STRATA_END_DECLS
