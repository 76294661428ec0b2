/* strata-file-error.c — why a file could not be read or written.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-file-error-private.h"

#include <errno.h>
#include <stdarg.h>

/* In characters. Long enough for any path that a person typed. */
#define LONGEST_NAME 200

GQuark
strata_file_error_quark (void)
{
  return g_quark_from_static_string ("strata-file-error-quark");
}

/* A control character would break the line or the terminal; and what turns the
 * direction of writing could make the line say something else. */
static gboolean
is_printable (gunichar character)
{
  return g_unichar_isprint (character)
         && g_unichar_type (character) != G_UNICODE_FORMAT;
}

char *
strata_file_quote (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  GString *text = g_string_new ("'");
  const char *next = valid;

  for (int i = 0; *next && i < LONGEST_NAME; i++)
    {
      gunichar character = g_utf8_get_char (next);

      if (is_printable (character))
        g_string_append_unichar (text, character);
      else
        g_string_append_printf (text, "\\u%04x", character);
      next = g_utf8_next_char (next);
    }

  g_string_append (text, *next ? "…'" : "'");
  return g_string_free (text, FALSE);
}

gboolean
strata_file_error_set (GError **error,
                       StrataFileError code,
                       const char *format,
                       ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error)
    *error =
        g_error_new_valist (STRATA_FILE_ERROR, (int) code, format, arguments);
  va_end (arguments);
  return FALSE;
}

gboolean
strata_file_error_from_errno (GError **error,
                              int number,
                              const char *action,
                              const char *path)
{
  g_autofree char *quoted = strata_file_quote (path);

  return strata_file_error_set (
      error, number == ENOMEM ? STRATA_FILE_ERROR_MEMORY : STRATA_FILE_ERROR_IO,
      "Cannot %s %s: %s", action, quoted, g_strerror (number));
}

gboolean
strata_file_error_from_refusal (GError **error, const StrataRefusal *refusal)
{
  static const StrataFileError codes[] = {
    [STRATA_REFUSAL_NONE] = STRATA_FILE_ERROR_FORMAT,
    [STRATA_REFUSAL_INVALID] = STRATA_FILE_ERROR_FORMAT,
    [STRATA_REFUSAL_TOO_LARGE] = STRATA_FILE_ERROR_TOO_LARGE,
    [STRATA_REFUSAL_NO_MEMORY] = STRATA_FILE_ERROR_MEMORY,
  };

  return strata_file_error_set (error, codes[refusal->reason], "%s",
                                refusal->message);
}

gboolean
strata_file_error_prefix (GError **error, const char *action, const char *path)
{
  g_autofree char *quoted = strata_file_quote (path);

  g_prefix_error (error, "Cannot %s %s: ", action, quoted);
  return FALSE;
}
