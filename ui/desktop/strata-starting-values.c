/* strata-starting-values.c — what a card is given when it is added by hand.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-starting-values.h"

static const struct
{
  const char *type;
  const char *port;
  const char *value;
} starting_values[] = {
  /* A small picture in colour, so that the first graph shows one. */
  { "Input", "shape", "[32, 32, 3]" },
};

void
strata_starting_values_apply (StrataCard *card)
{
  const char *type = strata_card_get_type_name (card);

  for (gsize i = 0; i < G_N_ELEMENTS (starting_values); i++)
    if (g_str_equal (type, starting_values[i].type))
      {
        g_autoptr (StrataValue) value =
            strata_value_parse (starting_values[i].value, -1, NULL);

        strata_graph_set_value (strata_card_get_graph (card), card,
                                starting_values[i].port, value, NULL);
      }
}
