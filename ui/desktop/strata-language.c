/* strata-language.c — in which language the editor speaks.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-language.h"
#include "strata-places.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <locale.h>

void
strata_language_set_up (void)
{
  g_autofree char *translations = strata_places_dup_translations ();

  /* Numbers are written as files have them, whatever the language is. */
  gtk_disable_setlocale ();
  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, translations);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
