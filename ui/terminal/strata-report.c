/* strata-report.c — the faults that a call has met.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-report.h"

#include "strata-json.h"

#include <stdarg.h>
#include <string.h>

void
strata_report_init (StrataReport *report,
                    StrataStream *stream,
                    const char *graph)
{
  *report = (StrataReport){
    .stream = stream,
    .graph = graph,
    .faults =
        g_ptr_array_new_with_free_func ((GDestroyNotify) strata_fault_unref),
  };
}

void
strata_report_clear (StrataReport *report)
{
  g_clear_pointer (&report->faults, g_ptr_array_unref);
}

gboolean
strata_report_is_empty (StrataReport *report)
{
  return report->faults->len == 0;
}

/* The file's name stands out, where that is possible. */
static void
put_line (StrataReport *report, const char *line, const char *file)
{
  gsize length = strlen (file) + strlen (":");
  g_autofree char *head = g_strndup (line, length);

  strata_stream_put_bold (report->stream, head);
  strata_stream_print (report->stream, "%s\n", line + strlen (head));
}

void
strata_report_add (StrataReport *report, StrataFault *fault)
{
  g_autofree char *line = strata_fault_to_line (fault, report->graph);

  put_line (report, line, report->graph);
  g_ptr_array_add (report->faults, strata_fault_ref (fault));
}

void
strata_report_add_all (StrataReport *report, GPtrArray *faults)
{
  for (guint i = 0; i < faults->len; i++)
    strata_report_add (report, g_ptr_array_index (faults, i));
}

void
strata_report_add_new (StrataReport *report,
                       const char *card,
                       const char *port,
                       const char *format,
                       ...)
{
  g_autoptr (StrataFault) fault = NULL;
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  fault = strata_fault_new (card, port, message);
  strata_report_add (report, fault);
}

/* What an error of a file says, without the name of the file where it says
 * that too: "Cannot read 'x.npy': …". */
static char *
message_without (const char *path, const char *message)
{
  g_autofree char *quoted = g_strdup_printf (" '%s':", path);
  const char *at = strstr (message, quoted);

  if (!g_str_has_prefix (message, "Cannot ") || !at)
    return g_strdup (message);
  return g_strdup_printf ("%.*s%s", (int) (at - message), message,
                          at + strlen (quoted) - strlen (":"));
}

void
strata_report_add_file (StrataReport *report,
                        const char *path,
                        const GError *error)
{
  g_autofree char *message = message_without (path, error->message);
  g_autoptr (StrataFault) plain = strata_fault_new (NULL, NULL, message);
  g_autofree char *line = strata_fault_to_line (plain, path);

  put_line (report, line, path);
  g_ptr_array_add (report->faults, strata_fault_new (NULL, NULL, line));
}

static StrataValue *
fault_to_value (StrataFault *fault)
{
  StrataValueBuilder *object = strata_value_builder_new (STRATA_VALUE_OBJECT);

  strata_value_builder_set (object, "card",
                            strata_json_string (strata_fault_get_card (fault)));
  strata_value_builder_set (object, "port",
                            strata_json_string (strata_fault_get_port (fault)));
  strata_value_builder_set (
      object, "message", strata_json_string (strata_fault_get_message (fault)));
  return strata_value_builder_end (object);
}

StrataValue *
strata_report_to_value (StrataReport *report)
{
  StrataValueBuilder *list = strata_value_builder_new (STRATA_VALUE_LIST);

  for (guint i = 0; i < report->faults->len; i++)
    strata_value_builder_append (
        list, fault_to_value (g_ptr_array_index (report->faults, i)));
  return strata_value_builder_end (list);
}
