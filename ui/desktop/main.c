/* main.c — the program `strata-editor`.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-application.h"
#include "strata-language.h"

int
main (int argc, char **argv)
{
  g_autoptr (StrataApplication) application = NULL;

  strata_language_set_up ();
  application = strata_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
