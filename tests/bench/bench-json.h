/* bench-json.h — writes JSON.
 *
 * Members are written in the order of the calls; @key is NULL inside an
 * array. A number that is not finite becomes null.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

typedef struct
{
  GString *text;
  int      depth;
  gboolean first; /* nothing stands yet in what is open */
} BenchJson;

void  bench_json_init    (BenchJson  *json);

/* The text, for g_free(). */
char *bench_json_end     (BenchJson  *json);

/* @bracket is '{' or '[' to open, '}' or ']' to close. */
void  bench_json_open    (BenchJson  *json,
                          const char *key,
                          char        bracket);
void  bench_json_close   (BenchJson  *json,
                          char        bracket);

void  bench_json_string  (BenchJson  *json,
                          const char *key,
                          const char *value);
void  bench_json_number  (BenchJson  *json,
                          const char *key,
                          double      value);
void  bench_json_boolean (BenchJson  *json,
                          const char *key,
                          gboolean    value);
