/* strata-settings.c — the fields of one card, filled in.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-settings-private.h"
#include "strata-port-type-private.h"

StrataSettings *
strata_settings_new (const StrataKind *kind, const char *id)
{
  StrataSettings *settings = g_new0 (StrataSettings, 1);

  strata_ref_count_init (&settings->references);
  settings->kind = kind;
  settings->id = g_strdup (id);
  settings->self = g_malloc0 (kind->size + 1);
  settings->keep = strata_keep_new ();
  for (gsize i = 0; i < kind->n_ports; i++)
    if (!(kind->ports[i].flags & STRATA_PORT_OUT))
      strata_port_clear_field (&kind->ports[i], settings->self);
  return settings;
}

StrataSettings *
strata_settings_ref (StrataSettings *settings)
{
  strata_ref_count_inc (&settings->references);
  return settings;
}

void
strata_settings_unref (StrataSettings *settings)
{
  if (!strata_ref_count_dec (&settings->references))
    return;

  strata_keep_free (settings->keep);
  g_free (settings->self);
  g_free (settings->id);
  g_free (settings);
}

gpointer
strata_settings_field (StrataSettings *settings, const StrataPortRow *row)
{
  return (char *) settings->self + row->offset;
}
