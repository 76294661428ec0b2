/* list-types.c — what strata_plugins_load() finds: types of cards, a line each,
 * and its messages on standard error.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <strata.h>

int
main (void)
{
  g_auto (GStrv) messages = strata_plugins_load (NULL);
  g_auto (GStrv) types =
      strata_registry_get_types (strata_registry_get_default ());

  for (char **message = messages; *message; message++)
    g_printerr ("%s\n", *message);
  for (char **type = types; *type; type++)
    g_print ("%s\n", *type);
  return messages[0] != NULL;
}
