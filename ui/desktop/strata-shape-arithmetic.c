/* strata-shape-arithmetic.c — how a convolution comes to its output's size.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-shape-arithmetic.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#define LARGEST G_MAXINT32

/* A number, or one of a pair. */
static gboolean
read_pair (StrataCard *card, const char *name, gint64 pair[2])
{
  g_autoptr (StrataPort) port = strata_card_find_port (card, name, FALSE);
  g_autoptr (StrataValue) standard = NULL;
  StrataValue *value;

  if (!port || strata_port_is_wired (port))
    return FALSE;
  value = strata_port_get_value (port);
  if (!value)
    value = standard = strata_port_dup_default (port);
  for (guint i = 0; i < 2; i++)
    {
      StrataValue *item = value;

      if (strata_value_is (value, STRATA_VALUE_LIST))
        item = strata_value_get_length (value) == 2
                   ? strata_value_get_item (value, i)
                   : NULL;
      if (!strata_value_is (item, STRATA_VALUE_INTEGER))
        return FALSE;
      pair[i] = strata_value_get_integer (item);
      if (pair[i] < 1 || pair[i] > LARGEST)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_given (StrataCard *card, const char *name, const char *word)
{
  g_autoptr (StrataPort) port = strata_card_find_port (card, name, FALSE);
  StrataValue *value = port ? strata_port_get_value (port) : NULL;

  return port && !strata_port_is_wired (port)
         && strata_value_is (value, STRATA_VALUE_STRING)
         && g_ascii_strcasecmp (strata_value_get_string (value), word) == 0;
}

static const StrataSpec *
find_input (StrataDocument *document, StrataCard *card)
{
  StrataWire *wire = strata_card_get_wire (card, "input");
  StrataPlan *plan = strata_document_get_plan (document);
  int index = wire ? strata_plan_find_card (
                  plan, strata_card_get_id (strata_wire_get_source (wire)))
                   : -1;

  return index < 0 ? NULL
                   : strata_plan_get_spec (plan, (guint) index,
                                           strata_wire_get_source_port (wire));
}

/* Of one axis. */
static char *
describe_axis (gint64 size,
               gint64 kernel,
               gint64 stride,
               gint64 dilation,
               gboolean same)
{
  gint64 span = dilation * (kernel - 1) + 1;
  gint64 count, padding;

  if (!same)
    {
      if (span > size)
        return NULL;
      return g_strdup_printf ("⌊(%" PRId64 " − %" PRId64 ") / %" PRId64
                              "⌋ + 1 = %" PRId64,
                              size, span, stride, (size - span) / stride + 1);
    }
  count = (size + stride - 1) / stride;
  padding = MAX ((count - 1) * stride + span - size, 0);
  return g_strdup_printf (
      _ ("⌈%" PRId64 " / %" PRId64 "⌉ = %" PRId64 ", padded %" PRId64
         " before and %" PRId64 " after"),
      size, stride, count, padding / 2, padding - padding / 2);
}

char *
strata_shape_arithmetic_describe (StrataDocument *document, StrataCard *card)
{
  const StrataSpec *input = find_input (document, card);
  gboolean first = is_given (card, "data_format", "channels_first");
  gboolean same = is_given (card, "padding", "same");
  g_autofree char *height = NULL;
  g_autofree char *width = NULL;
  gint64 kernel[2], strides[2], dilation[2];
  const gint64 *size;

  if (!input || input->rank != 4 || strata_card_is_bypassed (card)
      || !read_pair (card, "kernel_size", kernel)
      || !read_pair (card, "strides", strides)
      || !read_pair (card, "dilation_rate", dilation))
    return NULL;
  size = (const gint64 *) &input->shape[first ? 2 : 1];
  if (size[0] < 1 || size[1] < 1 || size[0] > LARGEST || size[1] > LARGEST)
    return NULL;
  height = describe_axis (size[0], kernel[0], strides[0], dilation[0], same);
  width = describe_axis (size[1], kernel[1], strides[1], dilation[1], same);
  if (!height || !width)
    return NULL;
  if (g_str_equal (height, width))
    return g_steal_pointer (&height);
  return g_strdup_printf ("%s\n%s", height, width);
}
