/* strata-refusal.c — writing a refusal.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-refusal-private.h"

#include <stdarg.h>
#include <stdio.h>

bool
strata_refuse (StrataRefusal *refusal,
               StrataRefusalReason reason,
               const char *format,
               ...)
{
  if (refusal)
    {
      va_list arguments;

      refusal->reason = reason;
      va_start (arguments, format);
      vsnprintf (refusal->message, sizeof refusal->message, format, arguments);
      va_end (arguments);
    }

  return false;
}
