/* strata-canvas-fit.c — where the wires that are being drawn may go.
 *
 * What was found is kept as long as the graph stays as it is: it is asked for
 * in each frame.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

#include <glib/gi18n.h>

gboolean
strata_canvas_fits (StrataCanvas *self,
                    StrataPort *from,
                    StrataPort *to,
                    GError **error)
{
  gboolean forward = strata_port_is_output (from);
  StrataPort *source = forward ? from : to;
  StrataPort *target = forward ? to : from;

  if (strata_port_is_output (to) == forward)
    {
      g_set_error_literal (
          error, STRATA_GRAPH_ERROR, STRATA_GRAPH_ERROR_WIRE,
          forward ? _ ("A wire goes from an output to an input, but both ends "
                       "are outputs")
                  : _ ("A wire goes from an output to an input, but both ends "
                       "are inputs"));
      return FALSE;
    }
  return strata_graph_can_connect (
      self->graph, strata_port_get_card (source), strata_port_get_name (source),
      strata_port_get_card (target), strata_port_get_name (target), error);
}

static void
fit_free (gpointer data)
{
  StrataFit *fit = data;

  g_free (fit->refusal);
  g_free (fit->warning);
  g_free (fit);
}

/* One of the wires: its other end, and how many there are. */
static StrataPort *
get_fixed (const StrataDrag *drag, guint index)
{
  gboolean output = strata_port_is_output (drag->from);
  StrataWire *wire;

  if (!drag->detached)
    return g_object_ref (drag->from);
  wire = drag->detached->pdata[index];
  return output
             ? strata_card_find_port (strata_wire_get_source (wire),
                                      strata_wire_get_source_port (wire), TRUE)
             : strata_card_find_port (strata_wire_get_target (wire),
                                      strata_wire_get_target_port (wire),
                                      FALSE);
}

static guint
count_wires (const StrataDrag *drag)
{
  return drag->detached ? drag->detached->len : 1;
}

/* By type and by what is known of shapes. A shape that cannot be right is
 * refused; sizes that do not match yet are only told. */
static void
examine (StrataCanvas *self, StrataPort *from, StrataPort *to, StrataFit *fit)
{
  gboolean forward = strata_port_is_output (from);
  gboolean hopeless = FALSE;
  g_autoptr (GError) error = NULL;
  char *message;

  if (!strata_canvas_fits (self, from, to, &error))
    {
      fit->refusal = g_strdup (error->message);
      return;
    }
  message = strata_canvas_probe (self, forward ? from : to, forward ? to : from,
                                 &hopeless);
  if (hopeless)
    fit->refusal = message;
  else if (!fit->warning)
    fit->warning = message;
  else
    g_free (message);
}

const StrataFit *
strata_canvas_get_fit (StrataCanvas *self, StrataPort *port)
{
  StrataDrag *drag = &self->drag;
  StrataFit *fit;

  if (!drag->fits)
    drag->fits = g_hash_table_new_full (NULL, NULL, g_object_unref, fit_free);
  fit = g_hash_table_lookup (drag->fits, port);
  if (fit)
    return fit;
  fit = g_new0 (StrataFit, 1);
  for (guint i = 0; !fit->refusal && i < count_wires (drag); i++)
    {
      g_autoptr (StrataPort) from = get_fixed (drag, i);

      examine (self, from, port, fit);
    }
  g_hash_table_insert (drag->fits, g_object_ref (port), fit);
  return fit;
}

void
strata_canvas_forget_fits (StrataCanvas *self)
{
  g_clear_pointer (&self->drag.fits, g_hash_table_unref);
}

/* Whether nothing is in it, or only what is taken off now. */
static gboolean
is_free (StrataCanvas *self, StrataPort *port)
{
  StrataWire *wire =
      strata_port_is_output (port) ? NULL : strata_port_get_wire (port);

  return !wire || strata_canvas_is_taken_off (self, wire);
}

StrataPort *
strata_canvas_find_free (StrataCanvas *self, StrataCard *card)
{
  gboolean output = !strata_port_is_output (self->drag.from);
  guint n = strata_card_get_n_ports (card);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (StrataPort) port = strata_card_get_port (card, i);

      if (strata_port_is_output (port) == output && is_free (self, port)
          && !strata_canvas_get_fit (self, port)->refusal)
        return g_steal_pointer (&port);
    }
  return NULL;
}
