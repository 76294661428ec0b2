/* strata-job-settings.c — strata run --set CARD.PORT=JSON.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-job.h"
#include "strata-suggestion.h"

#include <string.h>

/* Ids of cards have no dots. */
static char *
card_of (const StrataAssignment *setting)
{
  const char *dot = strchr (setting->name, '.');

  return dot ? g_strndup (setting->name, (gsize) (dot - setting->name)) : NULL;
}

static const char *
port_of (const StrataAssignment *setting)
{
  return strchr (setting->name, '.') + 1;
}

static gboolean
has_both (const StrataAssignment *setting)
{
  const char *dot = strchr (setting->name, '.');

  return dot && dot > setting->name && dot[1] != '\0';
}

gboolean
strata_job_parse_settings (StrataJob *job, char **message)
{
  job->values =
      g_ptr_array_new_with_free_func ((GDestroyNotify) strata_value_unref);
  for (guint i = 0; i < job->settings->len; i++)
    {
      const StrataAssignment *setting = g_ptr_array_index (job->settings, i);
      g_autoptr (GError) error = NULL;
      StrataValue *value = strata_value_parse (setting->value, -1, &error);

      if (value)
        g_ptr_array_add (job->values, value);
      if (!has_both (setting))
        *message = g_strdup_printf (
            "'--set %s=%s' does not say which port of which card: '--set "
            "CARD.PORT=JSON'",
            setting->name, setting->value);
      else if (!value)
        *message = g_strdup_printf ("'--set %s=%s' has a value that is not "
                                    "JSON: %s; text is written as "
                                    "--set '%s=\"TEXT\"'",
                                    setting->name, setting->value,
                                    error->message, setting->name);
      else
        continue;
      return FALSE;
    }
  return TRUE;
}

static void
refuse_card (StrataJob *job, const char *id)
{
  StrataSuggestion suggestion;
  g_autofree char *hint = NULL;

  strata_suggestion_init (&suggestion, id);
  for (guint i = 0; i < strata_graph_get_n_cards (job->graph); i++)
    strata_suggestion_try (
        &suggestion,
        strata_card_get_id (strata_graph_get_card (job->graph, i)));
  hint = strata_suggestion_text (&suggestion);
  strata_report_add_new (&job->report, id, NULL, "The graph has no such card%s",
                         hint);
}

static gboolean
is_output (StrataCard *card, const char *port)
{
  const StrataKind *kind = strata_card_get_kind (card);

  return kind && strata_kind_find_port (kind, port, TRUE)
         && !strata_kind_find_port (kind, port, FALSE);
}

static void
set_value (StrataJob *job, const StrataAssignment *setting, StrataValue *value)
{
  g_autofree char *id = card_of (setting);
  const char *name = port_of (setting);
  StrataCard *card = strata_graph_find_card (job->graph, id);
  g_autoptr (GError) error = NULL;
  StrataPort *port;

  if (!card)
    refuse_card (job, id);
  else if (is_output (card, name))
    strata_report_add_new (&job->report, id, name,
                           "Only inputs take values, and this is an output");
  else if (!strata_graph_set_value (job->graph, card, name, value, &error))
    strata_report_add_new (&job->report, id, name, "%s", error->message);
  else if ((port = strata_card_find_port (card, name, FALSE))
           && strata_port_is_wired (port))
    strata_terminal_note (job->terminal,
                          "'--set %s' has no effect, because a wire goes into "
                          "that port",
                          setting->name);
}

void
strata_job_set_values (StrataJob *job)
{
  for (guint i = 0; i < job->settings->len; i++)
    set_value (job, g_ptr_array_index (job->settings, i),
               g_ptr_array_index (job->values, i));
}
