/* strata-peer-words.c — what a peer says of what the canvas paints.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-peer-words.h"

static gboolean
replace (char **own, const char *text)
{
  if (g_strcmp0 (*own, text) == 0)
    return FALSE;
  g_free (*own);
  *own = g_strdup (text);
  return TRUE;
}

void
strata_peer_words_set (StrataPeerWords *words,
                       GtkAccessible *accessible,
                       const char *name,
                       const char *help,
                       const char *fault)
{
  const char *description = fault ? fault : help ? help : "";

  if (replace (&words->name, name))
    gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    name, -1);
  if (replace (&words->description, description))
    gtk_accessible_update_property (
        accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  if (words->faulty == (fault != NULL))
    return;
  words->faulty = fault != NULL;
  gtk_accessible_update_state (
      accessible, GTK_ACCESSIBLE_STATE_INVALID,
      fault ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

void
strata_peer_words_clear (StrataPeerWords *words)
{
  g_clear_pointer (&words->name, g_free);
  g_clear_pointer (&words->description, g_free);
}
