/* bench-json.c — writes JSON.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "bench-json.h"

#include <math.h>

static void
append_quoted (GString *text, const char *value)
{
  g_string_append_c (text, '"');

  for (const char *c = value; *c != '\0'; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf (text, "\\%c", *c);
    else if ((guchar) *c < 0x20)
      g_string_append_printf (text, "\\u%04x", (guchar) *c);
    else
      g_string_append_c (text, *c);

  g_string_append_c (text, '"');
}

static void
begin_member (BenchJson *json, const char *key)
{
  if (!json->first)
    g_string_append_c (json->text, ',');
  if (json->depth > 0)
    g_string_append_printf (json->text, "\n%*s", 2 * json->depth, "");
  json->first = FALSE;

  if (key != NULL)
    {
      append_quoted (json->text, key);
      g_string_append (json->text, ": ");
    }
}

void
bench_json_init (BenchJson *json)
{
  json->text = g_string_new (NULL);
  json->depth = 0;
  json->first = TRUE;
}

char *
bench_json_end (BenchJson *json)
{
  g_string_append_c (json->text, '\n');
  return g_string_free (g_steal_pointer (&json->text), FALSE);
}

void
bench_json_open (BenchJson *json, const char *key, char bracket)
{
  begin_member (json, key);
  g_string_append_c (json->text, bracket);
  json->depth++;
  json->first = TRUE;
}

void
bench_json_close (BenchJson *json, char bracket)
{
  json->depth--;
  if (!json->first)
    g_string_append_printf (json->text, "\n%*s", 2 * json->depth, "");
  g_string_append_c (json->text, bracket);
  json->first = FALSE;
}

void
bench_json_string (BenchJson *json, const char *key, const char *value)
{
  begin_member (json, key);
  append_quoted (json->text, value);
}

void
bench_json_number (BenchJson *json, const char *key, double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  begin_member (json, key);
  g_string_append (json->text, isfinite (value) ? g_ascii_formatd (
                                   digits, sizeof digits, "%.6g", value)
                                                : "null");
}

void
bench_json_boolean (BenchJson *json, const char *key, gboolean value)
{
  begin_member (json, key);
  g_string_append (json->text, value ? "true" : "false");
}
