/* fuzz-value.c — values from any bytes at all.
 *
 * Every text must be refused with one readable line, or be a value that its
 * own text gives back, the same bytes each time.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-file-error.h"
#include "strata-value.h"

#include <stdio.h>
#include <stdlib.h>

/* A fault that holds in every build, with or without NDEBUG. */
#define CHECK(what)                                                            \
  do                                                                           \
    {                                                                          \
      if (!(what))                                                             \
        fault (__LINE__, #what);                                               \
    }                                                                          \
  while (0)

int LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t n_bytes);

static void
fault (int line, const char *what)
{
  fprintf (stderr, "line %d: not so: %s\n", line, what);
  abort ();
}

/* One line that begins with a place. The memory does not run out here: a text
 * that jansson does not take although we did would say so. */
static void
check_error (const GError *error)
{
  CHECK (error != NULL);
  CHECK (error->domain == STRATA_FILE_ERROR);
  CHECK (error->code != STRATA_FILE_ERROR_MEMORY);
  CHECK (g_str_has_prefix (error->message, "Line "));
  CHECK (g_utf8_validate (error->message, -1, NULL));
  for (const char *c = error->message; *c != '\0'; c++)
    CHECK (!g_ascii_iscntrl (*c));
}

static void
check_copy (StrataValue *value)
{
  g_autoptr (StrataValue) copy = NULL;

  if (!strata_value_is (value, STRATA_VALUE_LIST)
      && !strata_value_is (value, STRATA_VALUE_OBJECT))
    return;
  copy = strata_value_builder_end (strata_value_builder_new_from (value));
  CHECK (copy != value);
  CHECK (strata_value_equal (copy, value));
}

static void
check_value (StrataValue *value)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = strata_value_to_text (value);
  g_autoptr (StrataValue) again = strata_value_parse (text, -1, &error);
  g_autofree char *same = NULL;

  CHECK (error == NULL && again != NULL);
  CHECK (strata_value_equal (value, again));
  CHECK (strata_value_equal (again, value));
  same = strata_value_to_text (again);
  CHECK (g_str_equal (text, same));
  check_copy (value);
}

int
LLVMFuzzerTestOneInput (const uint8_t *bytes, size_t n_bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (StrataValue) value =
      strata_value_parse ((const char *) bytes, (gssize) n_bytes, &error);

  if (value == NULL)
    check_error (error);
  else
    check_value (value);
  return 0;
}
