/* strata-canvas-probe.c — what would be wrong if a wire went somewhere.
 *
 * A graph of its own is made of the target and of stand-ins for what feeds it,
 * which have the shapes that the plan knows, and is checked. That is as cheap
 * as the one card, however large the graph is.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include "strata-canvas-private.h"

static const StrataSpec *
find_spec (StrataCanvas *self, StrataCard *card, const char *port)
{
  StrataPlan *plan = strata_document_get_plan (self->document);
  int index = strata_plan_find_card (plan, strata_card_get_id (card));

  return index < 0 ? NULL : strata_plan_get_spec (plan, index, port);
}

static gboolean
is_tensor (const StrataPortRow *row)
{
  return row && row->type == STRATA_PORT_TENSOR;
}

static StrataValue *
make_shape (const StrataSpec *spec, int first, gboolean known)
{
  g_autoptr (GString) text = g_string_new ("[");
  GString *end = text;

  for (int i = first; i < spec->rank; i++)
    {
      g_string_append (end, i > first ? ", " : "");
      if (known && spec->shape[i] >= 0)
        g_string_append_printf (end, "%" G_GINT64_FORMAT, spec->shape[i]);
      else
        g_string_append (end, "null");
    }
  g_string_append (end, "]");
  return strata_value_parse (end->str, -1, NULL);
}

/* A card out of which comes something of the shape: a constant where all of it
 * is known, an Input where the batch is not. */
static gboolean
add_source (StrataGraph *probe,
            StrataCard *target,
            const char *port,
            const StrataSpec *spec,
            gboolean known)
{
  gboolean whole = known && strata_spec_is_known (spec);
  StrataCard *card = strata_graph_add_card (
      probe, whole ? "ConstantTensor" : "Input", NULL, NULL);
  g_autoptr (StrataValue) shape = make_shape (spec, whole ? 0 : 1, known);
  g_autoptr (StrataValue) dtype =
      strata_value_new_string (strata_dtype_name (spec->dtype));

  return card && shape
         && strata_graph_set_value (probe, card, "shape", shape, NULL)
         && strata_graph_set_value (probe, card, "dtype", dtype, NULL)
         && strata_graph_connect (probe, card, whole ? "tensor" : "data",
                                  target, port, NULL);
}

/* The target, with what gives it numbers and objects rather than tensors. */
static StrataGraph *
copy_target (StrataCanvas *self, StrataCard *card)
{
  g_autoptr (GPtrArray) wires = strata_card_list_wires (card);
  g_autoptr (GPtrArray) cards = g_ptr_array_new ();
  g_autofree char *text = NULL;
  StrataGraph *probe;

  g_ptr_array_add (cards, card);
  for (guint i = 0; i < wires->len; i++)
    if (strata_wire_get_target (wires->pdata[i]) == card
        && !is_tensor (strata_wire_get_target_row (wires->pdata[i])))
      g_ptr_array_add (cards, strata_wire_get_source (wires->pdata[i]));
  text = strata_graph_copy (self->graph, cards, NULL);
  probe = strata_graph_parse (strata_graph_get_registry (self->graph), text, -1,
                              NULL);
  if (probe)
    strata_graph_set_path (probe, strata_graph_get_path (self->graph));
  return probe;
}

/* Its other tensors, as they are. */
static void
add_others (StrataCanvas *self,
            StrataGraph *probe,
            StrataCard *card,
            StrataCard *target,
            const char *port)
{
  g_autoptr (GPtrArray) wires = strata_card_list_wires (card);

  for (guint i = 0; i < wires->len; i++)
    {
      StrataWire *wire = wires->pdata[i];
      const char *name = strata_wire_get_target_port (wire);
      const StrataSpec *spec;

      if (strata_wire_get_target (wire) != card || g_str_equal (name, port)
          || !is_tensor (strata_wire_get_target_row (wire)))
        continue;
      spec = find_spec (self, strata_wire_get_source (wire),
                        strata_wire_get_source_port (wire));
      if (spec && spec->rank > 0)
        add_source (probe, target, name, spec, TRUE);
    }
}

static char *
find_fault (StrataGraph *probe, const char *card, const char *port)
{
  g_autoptr (StrataPlan) plan =
      strata_plan_new (probe, NULL, NULL, STRATA_PLAN_FOR_CHECK, NULL);
  GPtrArray *faults = strata_plan_get_faults (plan);

  for (guint i = 0; i < faults->len; i++)
    {
      StrataFault *fault = faults->pdata[i];

      if (g_strcmp0 (strata_fault_get_card (fault), card) == 0
          && g_strcmp0 (strata_fault_get_port (fault), port) == 0)
        return g_strdup (strata_fault_get_message (fault));
    }
  return NULL;
}

static char *
try (StrataCanvas *self,
     StrataPort *target,
     const StrataSpec *spec,
     gboolean known)
{
  StrataCard *card = strata_port_get_card (target);
  const char *id = strata_card_get_id (card);
  const char *port = strata_port_get_name (target);
  g_autoptr (StrataGraph) probe = copy_target (self, card);
  StrataCard *copy = probe ? strata_graph_find_card (probe, id) : NULL;

  if (!copy)
    return NULL;
  add_others (self, probe, card, copy, port);
  return add_source (probe, copy, port, spec, known)
             ? find_fault (probe, id, port)
             : NULL;
}

char *
strata_canvas_probe (StrataCanvas *self,
                     StrataPort *source,
                     StrataPort *target,
                     gboolean *hopeless)
{
  const StrataSpec *spec;
  char *message;

  *hopeless = FALSE;
  if (!is_tensor (strata_port_get_row (source))
      || !is_tensor (strata_port_get_row (target)))
    return NULL;
  spec = find_spec (self, strata_port_get_card (source),
                    strata_port_get_name (source));
  if (!spec || spec->rank <= 0)
    return NULL;
  message = try (self, target, spec, TRUE);
  if (message)
    {
      g_autofree char *still = try (self, target, spec, FALSE);

      *hopeless = still != NULL;
    }
  return message;
}
