/* strata-json.c — what the program prints for other programs.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-json.h"

#include <math.h>

StrataValue *
strata_json_string (const char *string)
{
  g_autofree char *valid = NULL;

  if (!string)
    return strata_value_new_null ();
  valid = g_utf8_make_valid (string, -1);
  return strata_value_new_string (valid);
}

StrataValue *
strata_json_real (double real)
{
  return isfinite (real) ? strata_value_new_real (real)
                         : strata_value_new_null ();
}

StrataValue *
strata_json_count (gint64 count)
{
  return count == STRATA_UNKNOWN ? strata_value_new_null ()
                                 : strata_value_new_integer (count);
}

StrataValue *
strata_json_shape (int rank, const int64_t *shape)
{
  StrataValueBuilder *list;

  if (rank == STRATA_UNKNOWN)
    return strata_value_new_null ();
  list = strata_value_builder_new (STRATA_VALUE_LIST);
  for (int i = 0; i < rank; i++)
    strata_value_builder_append (list, strata_json_count (shape[i]));
  return strata_value_builder_end (list);
}

void
strata_json_put (StrataStream *stream, StrataValue *value)
{
  g_autofree char *text = strata_value_to_text (value);

  strata_stream_print (stream, "%s\n", text);
  strata_value_unref (value);
}
