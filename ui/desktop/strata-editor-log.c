/* strata-editor-log.c — what happens in the editor, line by line, for tests.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-editor-log.h"

#include <stdio.h>

/* Opened once. Lines are written whole, so that others may append besides. */
static FILE *
get_file (void)
{
  static gsize once;
  static FILE *file;

  if (g_once_init_enter (&once))
    {
      const char *path = g_getenv ("STRATA_EDITOR_LOG");

      file = path && *path ? fopen (path, "ae") : NULL;
      if (file)
        setvbuf (file, NULL, _IOLBF, 0);
      g_once_init_leave (&once, 1);
    }
  return file;
}

gboolean
strata_editor_log_is_on (void)
{
  return get_file () != NULL;
}

void
strata_editor_log (const char *format, ...)
{
  FILE *file = get_file ();
  va_list arguments;

  if (!file)
    return;
  va_start (arguments, format);
  vfprintf (file, format, arguments);
  va_end (arguments);
  fputc ('\n', file);
}
