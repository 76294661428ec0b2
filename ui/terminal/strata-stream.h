/* strata-stream.h — standard output or error, and who reads it.
 *
 * A stream that goes to a terminal has that terminal's width, and may have
 * colours. Text of other people's making is written so that it can neither
 * break a line nor command the terminal.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>
#include <stdio.h>

G_BEGIN_DECLS

typedef struct
{
  FILE    *file;
  gboolean is_terminal; /* a person watches, and lines can be erased */
  gboolean has_colour;
  guint    width;       /* columns */
  int      error;       /* of the first write that failed, or 0 */
} StrataStream;

void     strata_stream_init       (StrataStream *stream,
                                   FILE         *file);

void     strata_stream_put        (StrataStream *stream,
                                   const char   *text);
void     strata_stream_print      (StrataStream *stream,
                                   const char   *format,
                                   ...) G_GNUC_PRINTF (2, 3);

/* In bold, where the stream has colours. */
void     strata_stream_put_bold   (StrataStream *stream,
                                   const char   *text);

/* Words of @text in lines that fit, each after @indent blanks. Line breaks in
 * @text stay. */
void     strata_stream_put_wrapped (StrataStream *stream,
                                    guint         indent,
                                    const char   *text);

/* Whether all of it was written. Nobody reading any more is no failure. */
gboolean strata_stream_flush      (StrataStream *stream,
                                   GError      **error);

/* @text on one line, without what commands a terminal. */
char    *strata_plain_text        (const char   *text);

/* Columns that @text takes. */
guint    strata_text_width        (const char   *text);

G_END_DECLS
