/* main.c — the program `strata-editor`.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-application.h"
#include "strata-places.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <locale.h>

int
main (int argc, char **argv)
{
  g_autofree char *translations = strata_places_dup_translations ();
  g_autoptr (StrataApplication) application = NULL;

  /* Numbers are written as files have them, whatever the language is. */
  gtk_disable_setlocale ();
  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, translations);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  application = strata_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
