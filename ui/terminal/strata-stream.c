/* strata-stream.c — standard output or error, and who reads it.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-stream.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_WITHOUT_TERMINAL 80
#define SMALLEST_WIDTH 40

static guint
find_width (int fd)
{
  struct winsize size;

  if (ioctl (fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return WIDTH_WITHOUT_TERMINAL;
  return MAX (size.ws_col, SMALLEST_WIDTH);
}

static gboolean
is_set (const char *variable)
{
  const char *value = g_getenv (variable);

  return value && *value != '\0';
}

void
strata_stream_init (StrataStream *stream, FILE *file)
{
  int fd = fileno (file);
  gboolean is_terminal =
      fd >= 0 && isatty (fd) && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;

  *stream = (StrataStream){
    .file = file,
    .is_terminal = is_terminal,
    .has_colour = is_terminal && !is_set ("NO_COLOR"),
    .width = is_terminal ? find_width (fd) : WIDTH_WITHOUT_TERMINAL,
  };
}

/* The first error says what went wrong. */
static void
note_result (StrataStream *stream, gboolean success)
{
  if (!success && stream->error == 0)
    stream->error = errno != 0 ? errno : EIO;
}

void
strata_stream_put (StrataStream *stream, const char *text)
{
  errno = 0;
  note_result (stream, fputs (text, stream->file) >= 0);
}

void
strata_stream_print (StrataStream *stream, const char *format, ...)
{
  va_list arguments;

  errno = 0;
  va_start (arguments, format);
  note_result (stream, vfprintf (stream->file, format, arguments) >= 0);
  va_end (arguments);
}

void
strata_stream_put_bold (StrataStream *stream, const char *text)
{
  if (stream->has_colour)
    strata_stream_print (stream, "\033[1m%s\033[0m", text);
  else
    strata_stream_put (stream, text);
}

static void
put_line (StrataStream *stream, guint indent, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  guint column = 0;

  for (char **word = words; *word; word++)
    {
      guint width = strata_text_width (*word);

      if (width == 0)
        continue;
      if (column > 0 && column + 1 + width > stream->width)
        {
          strata_stream_put (stream, "\n");
          column = 0;
        }
      if (column == 0)
        strata_stream_print (stream, "%*s%s", (int) indent, "", *word);
      else
        strata_stream_print (stream, " %s", *word);
      column += width + (column == 0 ? indent : 1);
    }
  strata_stream_put (stream, "\n");
}

void
strata_stream_put_wrapped (StrataStream *stream, guint indent, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line; line++)
    put_line (stream, indent, *line);
}

gboolean
strata_stream_flush (StrataStream *stream, GError **error)
{
  errno = 0;
  note_result (stream, fflush (stream->file) == 0);
  if (stream->error == 0 || stream->error == EPIPE)
    return TRUE;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (stream->error),
               "Cannot write to standard output: %s",
               g_strerror (stream->error));
  return FALSE;
}

char *
strata_plain_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *plain = g_string_new (NULL);

  for (const char *c = valid; *c; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      g_string_append_unichar (plain,
                               g_unichar_iscntrl (letter) ? ' ' : letter);
    }
  return g_string_free (plain, FALSE);
}

guint
strata_text_width (const char *text)
{
  guint width = 0;

  for (const char *c = text; *c; c = g_utf8_next_char (c))
    {
      gunichar letter = g_utf8_get_char (c);

      width += g_unichar_iszerowidth (letter) ? 0
               : g_unichar_iswide (letter)    ? 2
                                              : 1;
    }
  return width;
}
