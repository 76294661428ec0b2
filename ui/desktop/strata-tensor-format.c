/* strata-tensor-format.c — where the channels of a port's tensor stand.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-tensor-format.h"

/* How many cards away somebody is asked; a file may wire them in a ring. */
#define FARTHEST 32

/* What a card says of its images. */
static gboolean
read_format (StrataCard *card, StrataSliceFormat *format)
{
  g_autoptr (StrataPort) port =
      strata_card_find_port (card, "data_format", FALSE);
  g_autoptr (StrataValue) standard = NULL;
  StrataValue *value;
  const char *word = NULL;
  StrataFormat unset = STRATA_NHWC;
  g_autofree char *message = NULL;

  if (!port)
    return FALSE;
  value = strata_port_get_value (port);
  if (!value)
    value = standard = strata_port_dup_default (port);
  if (value && strata_value_is (value, STRATA_VALUE_STRING))
    word = strata_value_get_string (value);
  if (word)
    unset = g_ascii_strcasecmp (word, "channels_first") == 0
                    || g_ascii_strcasecmp (word, "NCHW") == 0
                ? STRATA_NCHW
                : STRATA_NHWC;
  else
    strata_keras_config_get_data_format (&unset, &message);
  *format = unset == STRATA_NCHW ? STRATA_SLICE_CHANNELS_FIRST
                                 : STRATA_SLICE_CHANNELS_LAST;
  return TRUE;
}

/* The first tensor that a card takes: of more than one, all are alike. */
static StrataWire *
find_wire (StrataCard *card)
{
  const StrataKind *kind = strata_card_get_kind (card);

  for (gsize i = 0; kind && i < kind->n_ports; i++)
    {
      const StrataPortRow *row = &kind->ports[i];
      StrataWire *wire =
          row->type == STRATA_PORT_TENSOR && !(row->flags & STRATA_PORT_OUT)
              ? strata_card_get_wire (card, row->name)
              : NULL;

      if (wire)
        return wire;
    }
  return NULL;
}

/* A wrapper's images are those of the layer in it. */
static gboolean
ask_card (StrataCard *card, guint farthest, StrataSliceFormat *format)
{
  StrataWire *wire;

  if (read_format (card, format))
    return TRUE;
  wire = farthest > 0 ? strata_card_get_wire (card, "layer") : NULL;
  return wire && ask_card (strata_wire_get_source (wire), farthest - 1, format);
}

static gboolean
ask_source (StrataCard *card, guint farthest, StrataSliceFormat *format)
{
  StrataWire *wire;

  if (ask_card (card, farthest, format))
    return TRUE;
  wire = farthest > 0 ? find_wire (card) : NULL;
  return wire
         && ask_source (strata_wire_get_source (wire), farthest - 1, format);
}

static gboolean
ask_target (StrataWire *wire, StrataSliceFormat *format)
{
  StrataCard *card = strata_wire_get_target (wire);

  if (!ask_card (card, FARTHEST, format))
    return FALSE;
  if (g_str_equal (strata_wire_get_target_port (wire), "filter"))
    *format = STRATA_SLICE_KERNEL;
  return TRUE;
}

StrataSliceFormat
strata_tensor_format_find (StrataPort *port)
{
  StrataSliceFormat format = STRATA_SLICE_CHANNELS_LAST;
  g_autoptr (GPtrArray) wires = NULL;

  g_return_val_if_fail (STRATA_IS_PORT (port), format);

  if (ask_source (strata_port_get_card (port), FARTHEST, &format))
    return format;
  wires = strata_port_list_wires (port);
  for (guint i = 0; i < wires->len; i++)
    if (ask_target (wires->pdata[i], &format))
      break;
  return format;
}
