/* strata-places.c — where the program finds what it came with.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-places.h"

/* A program that was built and not installed has its things beside it. */
static char *
dup_place (const char *in_build, const char *installed)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program ? g_path_get_dirname (program) : NULL;
  g_autofree char *place =
      folder ? g_build_filename (folder, "..", "..", in_build, NULL) : NULL;

  if (place && g_file_test (place, G_FILE_TEST_IS_DIR))
    return g_canonicalize_filename (place, NULL);
  return g_strdup (installed);
}

char *
strata_places_dup_examples (void)
{
  const char *named = g_getenv ("STRATA_EXAMPLES");

  return named ? g_strdup (named)
               : dup_place ("resources/examples", STRATA_EXAMPLES_DIR);
}

char *
strata_places_dup_translations (void)
{
  return dup_place ("resources/po", STRATA_LOCALE_DIR);
}
