/* strata-value-private.h — what the files of values share.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include "strata-value.h"

#include <jansson.h>

/* A value is one of jansson's, which nobody changes once it is handed out. */
#define STRATA_VALUE_JSON(value) ((json_t *) (value))

/* Whether the bytes are one JSON text that jansson can read within bounds of
 * depth and of memory; what it then refuses is a key that stands twice. */
gboolean strata_value_check_text (const char *text,
                                  gsize length,
                                  GError **error);

/* Sets "Line 3, column 14: " and the sentence. Always returns FALSE. */
gboolean strata_value_set_error (GError **error,
                                 int code,
                                 const char *text,
                                 gsize at,
                                 const char *format,
                                 ...) G_GNUC_PRINTF (5, 6);

/* @n bytes of a text, in quotes as strata_file_quote() makes them. */
char *strata_value_quote (const char *part, gsize n);

/* What is wrong with @n bytes that are neither punctuation nor a string, the
 * first of them also as a string, where @expected should stand. NULL where it
 * is a number that fits, true, false or null. */
char *strata_value_check_word (const char *word,
                               gsize n,
                               const char *expected);

/* In characters. Exact decimals of the smallest numbers need half as many. */
#define STRATA_VALUE_LONGEST_WORD 2000
