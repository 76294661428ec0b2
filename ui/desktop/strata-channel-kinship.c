/* strata-channel-kinship.c — which input a channel was made from.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-channel-kinship.h"

#include <glib/gi18n.h>
#include <inttypes.h>

static gint64
get_multiplier (StrataCard *card)
{
  StrataValue *value = strata_card_get_value (card, "depth_multiplier");

  return value && strata_value_is (value, STRATA_VALUE_INTEGER)
             ? MAX (strata_value_get_integer (value), 0)
             : 1;
}

/* The last axis of the filter. */
static gint64
get_filter_multiplier (StrataDocument *document, StrataCard *card)
{
  StrataWire *wire = strata_card_get_wire (card, "filter");
  StrataPlan *plan = strata_document_get_plan (document);
  const StrataSpec *spec;
  int index;

  if (!wire)
    return 0;
  index = strata_plan_find_card (
      plan, strata_card_get_id (strata_wire_get_source (wire)));
  spec = index >= 0 ? strata_plan_get_spec (plan, (guint) index,
                                            strata_wire_get_source_port (wire))
                    : NULL;
  return spec && spec->rank == 4 ? MAX (spec->shape[3], 0) : 0;
}

gint64
strata_channel_kinship_find (StrataDocument *document, StrataCard *card)
{
  const char *type = strata_card_get_type_name (card);

  if (g_str_equal (type, "DepthwiseConv2D"))
    return get_multiplier (card);
  if (g_str_equal (type, "nn.depthwise_conv2d"))
    return get_filter_multiplier (document, card);
  return 0;
}

char *
strata_channel_kinship_describe (gint64 channel,
                                 gint64 n_channels,
                                 gint64 multiplier)
{
  if (multiplier > 0)
    return g_strdup_printf (_ ("Channel %" PRId64 " of %" PRId64
                               ": input channel %" PRId64 ", filter %" PRId64),
                            channel, n_channels, channel / multiplier,
                            channel % multiplier);
  return g_strdup_printf (_ ("Channel %" PRId64 " of %" PRId64), channel,
                          n_channels);
}
